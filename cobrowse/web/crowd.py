"""How many connections of pages one network address has."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from aiohttp import web

from cobrowse.domain.errors import TooMany
from cobrowse.web.keys import PROXIES
from cobrowse.web.peers import address_of

RETRY_S: Final = 30


class Crowd:
    """Counts, and turns away the one too many. An office behind one address is many people."""

    def __init__(self, most: int, *, retry_s: int = RETRY_S) -> None:
        self._most = most
        self._retry_s = retry_s
        self._counts: Counter[str] = Counter()

    @contextmanager
    def one_more(self, request: web.Request) -> Iterator[None]:
        """Count a connection while the block lasts. Raises `TooMany`."""
        address = self.enter(request)
        try:
            yield
        finally:
            self.leave(address)

    def enter(self, request: web.Request) -> str:
        """Count a connection, and return the address to say when it ends. Raises `TooMany`."""
        proxies = request.app[PROXIES]
        address = address_of(request, proxies)
        if self._counts[address] >= self._most:
            raise TooMany("too many connections from one address", retry_after_s=self._retry_s)
        self._counts[address] += 1
        return address

    def leave(self, address: str) -> None:
        self._counts[address] -= 1
        if not self._counts[address]:
            del self._counts[address]
