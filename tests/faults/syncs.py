"""What a traced process wrote, synced and sent, in order: which batch was durable before it was
acknowledged."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cobrowse.domain.segment import Place
from cobrowse.wire import capture, codec

STRACE: Final = shutil.which("strace")
JOURNAL_LOG: Final = "".join(f"\\x{byte:02x}" for byte in b"/journal.db-wal")
"""As the tracer writes it, which writes down every byte by its number."""

TEXT: Final = 0x81
BINARY: Final = 0x82

CALL: Final = re.compile(
    r"^(?P<thread>\d+)\s+(?P<name>\w+)\((?P<fd>\d+)(?:<(?P<file>[^>]*)>)?(?P<rest>.*)$"
)
RESUMED: Final = re.compile(r"^(?P<thread>\d+)\s+<\.\.\. (?P<name>\w+) resumed>.*= 0\b")
HEX: Final = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


def traced(into: Path) -> list[str]:
    """Return the command that runs another under a tracer, whose process id stays its own."""
    assert STRACE is not None
    calls = "pwrite64,write,writev,sendto,sendmsg,fdatasync,fsync"
    return [STRACE, "-D", "-f", "-qq", "-y", "-xx", "-s", "100000", "-e", f"trace={calls}",
            "-o", str(into)]  # fmt: skip


@dataclass(slots=True)
class Trace:
    """Reads the lines in order. `marks` names the bytes by which each batch of a page is known in
    the journal's log: (page, place) by mark."""

    marks: dict[bytes, tuple[str, Place]]
    durable: set[tuple[str, Place]] = field(default_factory=set)
    too_early: list[tuple[str, Place]] = field(default_factory=list)
    acks: int = 0
    syncs: int = 0
    _written: dict[str, set[tuple[str, Place]]] = field(default_factory=dict)
    _syncing: set[str] = field(default_factory=set)

    def read(self, path: Path) -> None:
        with path.open() as lines:
            for line in lines:
                self._read(line)

    def _read(self, line: str) -> None:
        if resumed := RESUMED.match(line):
            if resumed["name"] in {"fdatasync", "fsync"}:
                self._synced(resumed["thread"])
            return
        call = CALL.match(line)
        if call is None:
            return
        of_journal = (call["file"] or "").endswith(JOURNAL_LOG)
        if call["name"] in {"fdatasync", "fsync"}:
            if of_journal:
                self._syncing.add(call["thread"])
                if line.rstrip().endswith("= 0"):
                    self._synced(call["thread"])
        elif of_journal:
            self._wrote(call["thread"], _bytes_of(call["rest"]))
        else:
            self._sent(_bytes_of(call["rest"]))

    def _wrote(self, thread: str, data: bytes) -> None:
        found = {self.marks[mark] for mark in self.marks if mark in data}
        self._written.setdefault(thread, set()).update(found)

    def _synced(self, thread: str) -> None:
        """All that this thread had written before is on the disk now."""
        if thread in self._syncing:
            self._syncing.discard(thread)
            self.syncs += 1
            self.durable |= self._written.pop(thread, set())

    def _sent(self, data: bytes) -> None:
        for page, upto in _acks_in(data):
            self.acks += 1
            self.too_early += [
                (page, place)
                for other, place in self.marks.values()
                if other == page and place <= upto and (page, place) not in self.durable
            ]


def _acks_in(data: bytes) -> Iterator[tuple[str, Place]]:
    for frame in _binary_frames(data):
        packet = codec.decode_packet(frame)
        if packet.type == codec.EVENT:
            name, body = codec.decode_event(packet)
            if name == "ack":
                ack = codec.decode_body(capture.Ack, body)
                yield ack.page, Place(ack.epoch, ack.seq)


def _binary_frames(data: bytes) -> Iterator[bytes]:
    """What a write to a WebSocket brings. Small frames are never cut in two."""
    while len(data) > 2 and data[0] in {TEXT, BINARY}:
        head = 4 if data[1] == 126 else 2
        end = head + (int.from_bytes(data[2:4]) if head == 4 else data[1])
        if data[0] == BINARY:
            yield data[head:end]
        data = data[end:]


def _bytes_of(rest: str) -> bytes:
    return b"".join(bytes.fromhex(each.replace("\\x", "")) for each in HEX.findall(rest))
