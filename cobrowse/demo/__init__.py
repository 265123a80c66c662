"""The demonstration: the service, a shop on another origin that uses it, people to sign in as, and
visitors who are not there: recorded visits, told again through the real protocol.

All of it is made up and has one password, so this is the only place that ever makes it.
"""
