"""The few things that tests may stand in for: time, the way out, and what a name resolves to."""

import socket

from aiohttp.abc import AbstractResolver, ResolveResult

from cobrowse.domain.ids import PageId, WatcherId
from cobrowse.wire.base import Wire


class FakeClock:
    """Time that passes when told to."""

    def __init__(self, now_ms: int = 1_700_000_000_000) -> None:
        self._now_ms = now_ms
        self._steady_ms = 0

    def now_ms(self) -> int:
        return self._now_ms

    def steady_s(self) -> float:
        return self._steady_ms / 1000

    def advance(self, ms: int) -> None:
        self._now_ms += ms
        self._steady_ms += ms

    def set_ahead(self, ms: int) -> None:
        """Somebody sets the clock; no time passes by it."""
        self._now_ms += ms


class RecordingOutbox:
    """An outbox that keeps what was sent, and says of each watcher the backlog that a test sets."""

    def __init__(self) -> None:
        self.to_pages: list[tuple[PageId, str, Wire]] = []
        self.to_all: list[tuple[str, Wire]] = []
        self.frames: dict[WatcherId, list[bytes]] = {}
        self.backlogs: dict[WatcherId, int] = {}
        self.closed_watchers: list[WatcherId] = []

    def to_page(self, page: PageId, event: str, body: Wire) -> None:
        self.to_pages.append((page, event, body))

    def to_every_page(self, event: str, body: Wire) -> None:
        self.to_all.append((event, body))

    def to_watcher(self, watcher: WatcherId, frame: bytes) -> None:
        self.frames.setdefault(watcher, []).append(frame)

    def backlog(self, watcher: WatcherId) -> int:
        return self.backlogs.get(watcher, 0)

    def close_watcher(self, watcher: WatcherId) -> None:
        self.closed_watchers.append(watcher)


class ScriptedResolver(AbstractResolver):
    """Names resolve to what the script says, one answer after the other; the last one stays."""

    def __init__(self, script: dict[str, list[list[str]]]) -> None:
        self._script = script
        self.asked: list[str] = []

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.asked.append(host)
        answers = self._script.get(host)
        if not answers:
            raise OSError("no such name")
        addresses = answers.pop(0) if len(answers) > 1 else answers[0]
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
            for address in addresses
        ]

    async def close(self) -> None:
        """Nothing is open."""
