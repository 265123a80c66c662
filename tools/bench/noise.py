"""What else the machine did while we measured. Only Linux tells."""

from __future__ import annotations

import os
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from tools.report import Noise

if TYPE_CHECKING:
    from collections.abc import Iterator

PROC: Final = Path("/proc")
IDLE, IOWAIT, STEAL = 3, 4, 7
"""Places in the first line of `/proc/stat`."""
COUNTED = 8
"""Columns behind these repeat what is in them already."""
PARENT, USER, SYSTEM = 1, 11, 12
"""Places in `/proc/PID/stat`, behind the name."""
LOOK_EVERY_S = 2.0


class _Ticks(NamedTuple):
    """Of all cores together, since the machine started."""

    all: int
    stolen: int
    busy: int


class _Ours:
    """What this process and all that come from it have worked.

    They are looked at again and again, because what a browser's processes have worked is in
    nobody's account once it has ended: it does not wait for them.
    """

    def __init__(self) -> None:
        self._worked: dict[int, int] = {}
        self._before = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def start(self) -> None:
        self._look()
        self._before = self.ticks
        self._thread.start()

    def stop(self) -> int:
        """Return the ticks since the start."""
        self._over.set()
        self._thread.join()
        self._look()
        return self.ticks - self._before

    @property
    def ticks(self) -> int:
        return sum(self._worked.values())

    def _watch(self) -> None:
        while not self._over.wait(LOOK_EVERY_S):
            self._look()

    def _look(self) -> None:
        parents: dict[int, int] = {}
        worked: dict[int, int] = {}
        for stat in PROC.glob("[0-9]*/stat"):
            try:
                _, _, told = stat.read_text().rpartition(")")
            except OSError:
                continue  # it has just ended
            fields = told.split()
            pid = int(stat.parent.name)
            parents[pid] = int(fields[PARENT])
            worked[pid] = int(fields[USER]) + int(fields[SYSTEM])
        self._worked |= {pid: ticks for pid, ticks in worked.items() if _is_ours(pid, parents)}


@contextmanager
def listening(section: str, heard: dict[str, Noise]) -> Iterator[None]:
    """Enter what went on during a section. Whatever comes from this process counts as ours."""
    if not (PROC / "stat").exists():
        yield
        return
    load, _, _ = os.getloadavg()
    ours = _Ours()
    ours.start()
    before, began = _ticks(), time.monotonic()
    try:
        yield
    finally:
        after, worked = _ticks(), ours.stop()
        whole = max(1, after.all - before.all)
        other = max(0, after.busy - before.busy - worked)
        heard[section] = Noise(
            seconds=round(time.monotonic() - began, 1),
            steal_pct=round(100 * (after.stolen - before.stolen) / whole, 1),
            other_pct=round(100 * other / whole, 1),
            load_before=round(load, 2),
        )


def _ticks() -> _Ticks:
    first, *_ = (PROC / "stat").read_text().splitlines()
    ticks = [int(each) for each in first.split()[1 : 1 + COUNTED]]
    whole, stolen = sum(ticks), ticks[STEAL]
    return _Ticks(whole, stolen, whole - ticks[IDLE] - ticks[IOWAIT] - stolen)


def _is_ours(pid: int, parents: dict[int, int]) -> bool:
    while pid and pid != os.getpid():
        pid = parents.get(pid, 0)
    return pid != 0
