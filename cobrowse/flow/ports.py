"""What `flow` needs from outside, as small Protocols. `web` implements them; tests use fakes of
them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from cobrowse.domain.ids import PageId, WatcherId
from cobrowse.domain.site import Site
from cobrowse.domain.visitor import Claims
from cobrowse.wire.base import Wire


class Outbox(Protocol):
    """Messages to people. Nothing here blocks, waits or raises; who is not connected gets
    nothing."""

    def to_page(self, page: PageId, event: str, body: Wire) -> None:
        """Send an event to one page."""

    def to_every_page(self, event: str, body: Wire) -> None:
        """Send an event to all pages that are connected."""

    def to_watcher(self, watcher: WatcherId, frame: bytes) -> None:
        """Queue an encoded event for one console connection. One frame serves any number of
        them."""

    def backlog(self, watcher: WatcherId) -> int:
        """Return the bytes queued for this connection and not yet handed to the kernel."""

    def close_watcher(self, watcher: WatcherId) -> None:
        """Close one console connection; it will come back by itself."""


class Passwords(Protocol):
    """Slow hashing, done off the event loop."""

    async def hash(self, password: str) -> str:
        """Return the encoded hash."""

    async def verify(self, password: str, hashed: str | None) -> bool:
        """Compare; with None a dummy is hashed, so that an unknown e-mail takes as long as a known
        one."""


class IdentityTokens(Protocol):
    """Tokens by which a site's backend names its customer."""

    def verify(self, token: str, site: Site, now_ms: int) -> Claims:
        """Return what the token says, or raise `BadToken`."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file as it was served: its media type without parameters, and its bytes."""

    content_type: str
    body: bytes


class FetchRefused(Exception):
    """The address, its host, its redirects, its size or its type may not be fetched. The message
    names no address."""


class Fetcher(Protocol):
    """The guarded way out."""

    async def fetch(self, url: str, may_keep: Callable[[str], bool]) -> Fetched:
        """Fetch one file, asking `may_keep` again for each redirect. Raises `FetchRefused`."""
