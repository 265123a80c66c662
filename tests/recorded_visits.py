"""A visit as small as can be, with all that matters: two pages, a second epoch, who signs in."""

from cobrowse.demo.visits import (
    ORIGIN,
    BareRecord,
    RecordedPage,
    RecordedRun,
    RecordedVisit,
    Said,
)
from cobrowse.wire.capture import Active, Assets, Fact, Left, Navigated

HELD = b'{"type":2,"data":{"node":{"type":0,"childNodes":[],"id":1},"href":"%s"}}' % ORIGIN.encode()


def moved(at: int) -> BareRecord:
    """A record of the pointer, told apart by its time."""
    return BareRecord(at=at, json=b'{"type":3,"data":{"source":1,"id":%d}}' % at)


def checkpoint(at: int, *, epoch: int = 0) -> RecordedRun:
    told: list[Fact] = [
        Navigated(at=at, url=f"{ORIGIN}/", title="@given-name@"),
        Assets(urls=[f"{ORIGIN}/a.css"]),
    ]
    meta = BareRecord(at=at, json=b'{"type":4,"data":{"href":"%s/"}}' % ORIGIN.encode())
    return RecordedRun(
        epoch=epoch,
        checkpoint=True,
        t0=at,
        t1=at + 1,
        records=[meta, BareRecord(at=at + 1, json=HELD)],
        facts=told,
    )


def run(*times: int, epoch: int = 0, facts: list[Fact] | None = None) -> RecordedRun:
    return RecordedRun(
        epoch=epoch,
        checkpoint=False,
        t0=times[0],
        t1=times[-1],
        records=[moved(at) for at in times],
        facts=facts or [],
    )


def left(at: int, *, epoch: int = 0) -> RecordedRun:
    return RecordedRun(epoch=epoch, checkpoint=False, t0=at, t1=at, records=[], facts=[Left(at=at)])


def page(opened: int, runs: list[RecordedRun], said: list[Said]) -> RecordedPage:
    return RecordedPage(
        opened=opened,
        url=f"{ORIGIN}/",
        title="Shop",
        referrer="",
        width=1280,
        height=720,
        visible=True,
        focused=True,
        runs=runs,
        said=said,
    )


def visit() -> RecordedVisit:
    """One and a half seconds."""
    pointing: list[Fact] = [Active(at=300, doing="pointing")]
    first = [
        checkpoint(20),
        run(300, 420, 560, facts=pointing),
        checkpoint(600, epoch=1),
        run(640, 660, epoch=1),
        left(700, epoch=1),
    ]
    second = [checkpoint(820), run(900, 1_100, 1_400), left(1_500)]
    return RecordedVisit(
        name="small",
        about="Comes and goes",
        label="healthy",
        length=1_500,
        pages=[page(0, first, []), page(800, second, [Said(at=850, event="identify")])],
    )
