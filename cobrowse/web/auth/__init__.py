"""Secrets and tokens: the one place that knows passwords, cookies and signatures."""
