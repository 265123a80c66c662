"""One type per identifier, and how identifiers are made.

Identifiers are random, url-safe and say nothing. Those made in a browser (visitor, page) have the
same form as ours, so that one pattern guards every edge.
"""

import re
import secrets
from typing import Final, NewType

SiteId = NewType("SiteId", str)
SiteKey = NewType("SiteKey", str)
VisitorId = NewType("VisitorId", str)
CustomerId = NewType("CustomerId", str)
SessionId = NewType("SessionId", str)
PageId = NewType("PageId", str)
AgentId = NewType("AgentId", str)
WatcherId = NewType("WatcherId", str)

# In Python `$` also matches before a line end that closes the text; `(?!\n)` forbids that one.
ID_PATTERN: Final = r"^[A-Za-z0-9_-]{12,32}$(?!\n)"
SITE_KEY_PATTERN: Final = r"^pk_[A-Za-z0-9_-]{8,40}$(?!\n)"

_ID = re.compile(ID_PATTERN)


def new_id() -> str:
    """Return 96 random bits as 16 url-safe characters; one that a command line would take for an
    option is never made."""
    while (made := secrets.token_urlsafe(12)).startswith("-"):
        pass
    return made


def new_site_key() -> SiteKey:
    """Return a public site key: it names a site to the world and grants nothing by itself."""
    return SiteKey(f"pk_{new_id()}")


def new_secret() -> str:
    """Return 256 random bits, for cookies and signing."""
    return secrets.token_urlsafe(32)


def is_id(text: str) -> bool:
    """Tell whether `text` has the form of an identifier of ours."""
    return _ID.match(text) is not None
