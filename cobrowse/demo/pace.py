"""The same visit by somebody else: slower or quicker, or gone before its end."""

from collections.abc import Iterator, Mapping
from typing import Final

from cobrowse.demo.facts import moved as at_time
from cobrowse.demo.visits import BareRecord, RecordedPage, RecordedRun, RecordedVisit, Said
from cobrowse.wire.capture import Assets, Closed, Lost

PAUSE_MS: Final = 700
"""From here on nothing happening is somebody reading or thinking, and takes each their own time. A
stroke of the pointer or a typed word is as quick as its recorded hand."""


def paced(visit: RecordedVisit, pace: float) -> RecordedVisit:
    """Return the visit with its pauses `pace` times as long."""
    moved = _moved(sorted(set(_times(visit))), pace)
    return RecordedVisit(
        name=visit.name,
        about=visit.about,
        label=visit.label,
        length=moved[visit.length],
        pages=[_page(page, moved) for page in visit.pages],
    )


def cut_short(visit: RecordedVisit, pages: int) -> RecordedVisit:
    """Return the visit as far as its first pages go: the visitor closed the last of them."""
    kept = visit.pages[:pages]
    return RecordedVisit(
        name=visit.name,
        about=visit.about,
        label=visit.label,
        length=max(at for page in kept for at in _times_of(page)),
        pages=kept,
    )


def _moved(times: list[int], pace: float) -> dict[int, int]:
    """Where each of these times comes to be, in their order."""
    moved: dict[int, int] = {}
    before = now = 0
    for at in times:
        since = at - before
        now += round(since * pace) if since >= PAUSE_MS else since
        moved[at] = now
        before = at
    return moved


def _times(visit: RecordedVisit) -> Iterator[int]:
    yield visit.length
    for page in visit.pages:
        yield from _times_of(page)


def _times_of(page: RecordedPage) -> Iterator[int]:
    yield page.opened
    for said in page.said:
        yield said.at
    for run in page.runs:
        yield run.t0
        yield run.t1
        for record in run.records:
            yield record.at
        for fact in run.facts:
            if not isinstance(fact, Assets | Closed | Lost):
                yield fact.at


def _page(page: RecordedPage, moved: Mapping[int, int]) -> RecordedPage:
    return RecordedPage(
        opened=moved[page.opened],
        url=page.url,
        title=page.title,
        referrer=page.referrer,
        width=page.width,
        height=page.height,
        visible=page.visible,
        focused=page.focused,
        runs=[_run(run, moved) for run in page.runs],
        said=[Said(at=moved[said.at], event=said.event) for said in page.said],
    )


def _run(run: RecordedRun, moved: Mapping[int, int]) -> RecordedRun:
    return RecordedRun(
        epoch=run.epoch,
        checkpoint=run.checkpoint,
        t0=moved[run.t0],
        t1=moved[run.t1],
        records=[BareRecord(at=moved[record.at], json=record.json) for record in run.records],
        facts=[at_time(fact, moved.__getitem__) for fact in run.facts],
    )
