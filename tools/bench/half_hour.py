"""Live sessions with half an hour behind them, made in a second.

A real browser's visit of some seconds is taken apart into its checkpoint and what was done; then a
page that speaks the capture protocol tells it again, minute by minute, with the times moved: a
checkpoint, and a minute of doing. So the service has what a page that was in use for half an hour
would have sent. The page then stays, as one whose customer reads.
"""

from __future__ import annotations

import json
import time
import zlib
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cobrowse.domain.ids import new_id
from cobrowse.domain.limits import PIECE_BYTES
from cobrowse.wire import capture
from tests.clients import VisitorClient, deflate, inflate
from tools.bench.beside import Beside, loop_beside

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.e2e.lab import Lab
    from tests.e2e.people import Customer, Demo

MINUTES = 30
TELLING_S = 120.0
"""The longest that the telling may take before it has failed."""
LINE_S = 10.0
"""The longest that a line may take to open or to close."""
MOST_DOING_MS = 59_000
"""What is done between two checkpoints, which are a minute apart."""

CHANGE_TEXT = """(count) => {
  const text = document.createTextNode('')
  document.getElementById('out').append(text)
  for (let nth = 0; nth < count; nth += 1) {
    setTimeout(() => { text.data = 'change ' + nth }, nth * 250)
  }
}"""

Records = list[dict[str, Any]]


@dataclass(frozen=True)
class Visit:
    """What a page recorded: its checkpoint, then batches of what was done, and for how long."""

    checkpoint: Records
    doing: list[Records]
    length_ms: int


@dataclass(frozen=True)
class Teller:
    """Whose session it is."""

    visitor: str


def visit(customer: Customer, address: str, seconds: float) -> Visit:
    """Visit a page for some seconds, with pointer, wheel and a text that changes, then leave."""
    page = customer.open(address)
    customer.rest(1)
    page.evaluate(CHANGE_TEXT, int(seconds * 4))
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        page.mouse.move(100, 100)
        page.mouse.move(900, 500, steps=20)
        page.mouse.wheel(0, 300)
        customer.rest(0.5)
        page.mouse.wheel(0, -300)
        customer.rest(0.5)
    customer.rest(1.2)  # what is gathered is sent after a second
    batches = customer.wire.batches()
    customer.context.close()
    return _taken_apart(batches)


@contextmanager
def half_an_hour_old(demo: Demo, lab: Lab, visits: Sequence[Visit]) -> Iterator[list[Teller]]:
    """Make a session of each visit, and keep their pages on the line."""
    with loop_beside() as beside, ExitStack() as pages:
        yield [pages.enter_context(_told(demo, lab, each, beside)) for each in visits]


@contextmanager
def _told(demo: Demo, lab: Lab, visit: Visit, beside: Beside) -> Iterator[Teller]:
    visitor = new_id()
    page = VisitorClient(demo.console, lab.site_key, page_origin=lab.origin, visitor=visitor)
    beside.run(page.__aenter__(), LINE_S)
    try:
        beside.run(_tell(page, visit), TELLING_S)
        yield Teller(visitor)
    finally:
        beside.run(page.__aexit__(None, None, None), LINE_S)


async def _tell(page: VisitorClient, visit: Visit) -> None:
    await page.arrive()
    begins = time.time_ns() // 1_000_000 - MINUTES * 60_000
    seq = 0
    for minute in range(MINUTES):
        at = begins + minute * 60_000
        runs = [(at, visit.checkpoint)]
        rounds = max(1, MOST_DOING_MS // visit.length_ms)
        for nth in range(rounds):
            runs += [(at + 500 + nth * visit.length_ms, doing) for doing in visit.doing]
        for number, (moved_to, records) in enumerate(runs):
            batches = _batches(page.page, seq, records, moved_to, checkpoint=number == 0)
            await page.send(*batches)
            seq += len(batches)
        await _acknowledged(page, seq - 1)


async def _acknowledged(page: VisitorClient, seq: int) -> None:
    while (await page.next("ack", capture.Ack)).seq < seq:
        pass


def _batches(
    page: str, seq: int, records: Records, moved_to: int, *, checkpoint: bool
) -> list[capture.Batch]:
    """The batches of one run; the times of its records count from when the visit began."""
    moved = [{**record, "timestamp": record["timestamp"] + moved_to} for record in records]
    data = json.dumps(moved, separators=(",", ":"), ensure_ascii=False).encode()
    pieces = [deflate(data[at : at + PIECE_BYTES]) for at in range(0, len(data), PIECE_BYTES)]
    return [
        capture.Batch(
            page=page,
            epoch=0,
            seq=seq + part,
            t0=moved[0]["timestamp"],
            t1=moved[-1]["timestamp"],
            crc=zlib.crc32(piece),
            payload=piece,
            count=0 if part else len(moved),
            checkpoint=checkpoint,
            part=part,
            parts=len(pieces),
        )
        for part, piece in enumerate(pieces)
    ]


def _taken_apart(batches: Sequence[capture.Batch]) -> Visit:
    """Runs put together from their pieces, times counted from the first of what was done."""
    runs: list[tuple[bool, bytes]] = []
    for batch in batches:
        if not batch.payload:
            continue
        piece = inflate(batch.payload)
        if batch.part:
            checkpoint, data = runs.pop()
            runs.append((checkpoint, data + piece))
        else:
            runs.append((batch.checkpoint, piece))
    (_, first), *rest = runs
    doing = [json.loads(data) for checkpoint, data in rest if not checkpoint]
    began = doing[0][0]["timestamp"]
    length = doing[-1][-1]["timestamp"] - began + 1
    return Visit(
        _from(json.loads(first), None), [_from(records, began) for records in doing], length
    )


def _from(records: Records, began: int | None) -> Records:
    """Times counted from `began`, or all at once where there is none."""
    return [
        {**record, "timestamp": 0 if began is None else record["timestamp"] - began}
        for record in records
    ]
