"""One page of the load, and whoever watches it."""

import time
from collections import deque
from typing import Final

from tests.load.dialect import Dialect
from tests.load.stamps import read_stamp, stamp
from tests.load.web_socket import Frame, WebSocket

CHECKPOINT_EVERY: Final = 250
"""About as many as make the megabyte behind which the service would ask for one."""


class LoadPage:
    """Sends batches, and knows which have arrived. Keeps `window` of them on their way while it is
    above 0; else sends when told. `missed` counts those that its watcher should have had."""

    def __init__(self, dialect: Dialect, ws: WebSocket, id: str) -> None:
        self._dialect = dialect
        self._ws = ws
        self._id = id
        self._watcher: WebSocket | None = None
        self._due: deque[int] = deque()
        self._acked = 0
        self._shown: int | None = None
        self.sent = 0
        self.missed = 0
        self.window = 0
        self.ack_ms: list[float] = []
        self.relay_ms: list[float] = []
        ws.hear(self._of_page)

    @property
    def arrived(self) -> int:
        """How many batches are acknowledged and, where somebody watches, seen."""
        return self._acked if self._watcher is None else min(self._acked, self._shown or 0)

    @property
    def alive(self) -> bool:
        return not self._ws.closed and (self._watcher is None or not self._watcher.closed)

    async def be_watched(self) -> None:
        """Let somebody look at this page, from its latest checkpoint on."""
        self._watcher = await self._dialect.watcher(self._id)
        self._watcher.hear(self._of_watcher)

    def send(self, due_ns: int, *, checkpoint: bool = False) -> None:
        """Send one batch that should have left at `due_ns` of the monotonic clock."""
        payload, crc = stamp(due_ns, self.sent)
        checkpoint = checkpoint or self.sent % CHECKPOINT_EVERY == 0
        self._ws.send(
            self._dialect.batch(
                self._id, self.sent, checkpoint=checkpoint, payload=payload, crc=crc
            )
        )
        self._due.append(due_ns)
        self.sent += 1

    def fill(self) -> None:
        """Send as many as the window has room for."""
        while self.sent - self.arrived < self.window:
            self.send(time.monotonic_ns())

    def forget_times(self) -> None:
        self.ack_ms.clear()
        self.relay_ms.clear()

    def close(self) -> None:
        self._ws.close()
        if self._watcher is not None:
            self._watcher.close()

    def _of_page(self, frame: Frame) -> None:
        seq = self._dialect.acknowledged(frame)
        if seq is None:
            return
        now = time.monotonic_ns()
        while self._acked <= seq:
            self.ack_ms.append((now - self._due.popleft()) / 1e6)
            self._acked += 1
        self.fill()

    def _of_watcher(self, frame: Frame) -> None:
        found = read_stamp(frame.data)
        if found is None:
            return
        due_ns, seq = found
        self.relay_ms.append((time.monotonic_ns() - due_ns) / 1e6)
        self.missed += 0 if self._shown is None else seq - self._shown
        self._shown = seq + 1
        self.fill()
