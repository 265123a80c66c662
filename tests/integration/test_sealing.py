"""Pages that are over leave the journal for segments; nothing is lost on the way, nothing twice."""

import sqlite3
from collections.abc import AsyncGenerator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cobrowse import metrics
from cobrowse.domain.entry import BatchEntry, Entry, GapEntry, Outline
from cobrowse.domain.ids import PageId, SessionId
from cobrowse.domain.segment import Place
from cobrowse.flow.live import LiveSession
from cobrowse.flow.recording import sealer
from cobrowse.flow.recording.sealer import FIRST_REST_S
from cobrowse.wire.capture import Navigated
from tests.integration.sealed import SEAL_AFTER_MS, Stores, open_stores, told_by
from tests.recorded import BEGUN, PAGE, SESSION, gap, run
from tests.recorded import outlines as outlined

OTHER_PAGE = PageId("other-page-of-test")
OTHER_SESSION = SessionId("session-that-is-other")
CSS = ".shop{color:red}" * 100


@pytest.fixture
async def stores(tmp_path: Path) -> AsyncGenerator[Stores]:
    async with open_stores(tmp_path) as stores:
        yield stores


def picture(css: str = CSS) -> list[Any]:
    sheet = {"type": 2, "id": 3, "tagName": "link", "attributes": {"_cssText": css}}
    root = {"type": 0, "id": 1, "childNodes": [{"type": 2, "id": 2, "childNodes": [sheet]}]}
    return [{"type": 4, "data": {}}, {"type": 2, "timestamp": BEGUN, "data": {"node": root}}]


def moved(seq: int) -> list[Any]:
    return [{"type": 3, "timestamp": BEGUN + seq, "data": {"source": 1, "seq": seq}}]


def visit(session: SessionId = SESSION, page: PageId = PAGE) -> list[Entry]:
    """Three segments' worth: checkpoints, runs in pieces, a hole, another epoch."""
    of: dict[str, Any] = {"session_id": session, "page_id": page}
    went = [Navigated(at=BEGUN, url="https://s.test/a", title="A")]
    runs: list[list[BatchEntry]] = [
        run(0, picture(), checkpoint=True, facts=went, piece_bytes=500, **of),
        run(0, moved(1), at=10_000, **of),
        run(0, moved(2) * 30, at=31_000, piece_bytes=700, **of),
        run(0, picture(), at=60_000, checkpoint=True, **of),
        run(0, moved(3), at=61_000, **of),
    ]
    entries: list[Entry] = []
    for batches in runs:
        first = len(entries)
        entries += [replace(batch, seq=first + batch.part) for batch in batches]
    lost = len(entries)
    entries.append(replace(gap(lost, lost + 2), session_id=session, page_id=page))
    entries += run(0, picture(CSS + "b{}"), epoch=1, at=70_000, checkpoint=True, **of)
    entries += run(1, moved(4), epoch=1, at=71_000, **of)
    return entries


async def test_what_is_sealed_is_what_the_journal_had_record_by_record(stores: Stores) -> None:
    live = await stores.begin()
    await stores.store(*visit())
    before = await stores.recorded()
    await stores.end(live)
    await stores.sealer.run_once()
    assert await stores.journal.outline(SESSION, PAGE, 0, 0) == []
    assert await stores.recorded() == before == told_by(visit())
    segments = await stores.segments()
    assert [(each.first.epoch, each.checkpoint) for each in segments] == [
        (0, True),
        (0, True),
        (1, True),
    ]
    assert {each.url for each in segments} == {"https://s.test/a"}


async def test_a_style_sheet_is_kept_once_however_often_it_is_recorded(stores: Stores) -> None:
    live = await stores.begin()
    await stores.store(*visit())
    await stores.end(live)
    await stores.sealer.run_once()
    first, second, third = await stores.segments()
    assert first.sheets == second.sheets != third.sheets
    assert len(stores.files("sheet")) == 2


async def test_sealing_again_changes_nothing(stores: Stores) -> None:
    live = await stores.begin()
    await stores.store(*visit())
    await stores.end(live)
    await stores.sealer.run_once()
    segments, files = await stores.segments(), stores.files("segment")
    await stores.sealer.run_once()
    await stores.store(*visit())  # a page that heard no ack sends again; its rows come back
    await stores.sealer.run_once()
    assert await stores.segments() == segments
    assert stores.files("segment") == files
    assert await stores.recorded() == told_by(visit())


def left(stores: Stores, live: LiveSession, page: PageId, ago_ms: int) -> None:
    live.pages[page] = live.pages[page].left(stores.clock.now_ms() - ago_ms)


async def test_a_page_that_was_left_is_sealed_while_its_session_goes_on(stores: Stores) -> None:
    live = await stores.begin(pages=(PAGE, OTHER_PAGE))
    await stores.store(*visit(), *visit(page=OTHER_PAGE))
    left(stores, live, PAGE, SEAL_AFTER_MS - 1)
    await stores.sealer.run_once()
    assert await stores.segments() == []
    stores.clock.advance(1)
    await stores.sealer.run_once()
    assert {each.page_id for each in await stores.segments()} == {PAGE}
    assert await stores.recorded() == told_by(visit())


async def test_the_last_page_of_a_live_session_stays_for_who_comes_to_watch(stores: Stores) -> None:
    live = await stores.begin(pages=(PAGE, OTHER_PAGE))
    await stores.store(*visit(), *visit(page=OTHER_PAGE))
    left(stores, live, PAGE, 3 * SEAL_AFTER_MS)
    left(stores, live, OTHER_PAGE, 2 * SEAL_AFTER_MS)
    await stores.sealer.run_once()
    assert {each.page_id for each in await stores.segments()} == {PAGE}
    assert await stores.journal.latest_checkpoint(SESSION, OTHER_PAGE) is not None
    await stores.end(live)
    await stores.sealer.run_once()
    assert {each.page_id for each in await stores.segments()} == {PAGE, OTHER_PAGE}


async def test_a_page_that_came_back_before_its_time_is_not_sealed(stores: Stores) -> None:
    live = await stores.begin(pages=(PAGE, OTHER_PAGE))
    await stores.store(*visit())
    left(stores, live, PAGE, 2 * SEAL_AFTER_MS)
    live.pages[PAGE] = live.pages[PAGE].came_back(0, stores.clock.now_ms()).found()
    await stores.sealer.run_once()
    assert await stores.segments() == []


@pytest.mark.parametrize("record", [False, None])
async def test_without_consent_to_be_recorded_nothing_is_sealed_and_nothing_stays(
    stores: Stores, record: bool | None
) -> None:
    live = await stores.begin(record=record)
    await stores.store(*visit())
    await stores.end(live)
    await stores.sealer.run_once()
    assert await stores.segments() == []
    assert await stores.journal.outline(SESSION, PAGE, 0, 0) == []
    assert not stores.files("segment")
    assert not stores.files("sheet")


async def test_a_page_that_returns_after_it_was_sealed_goes_on_with_new_numbers(
    stores: Stores,
) -> None:
    live = await stores.begin(pages=(PAGE, OTHER_PAGE))
    await stores.store(*visit())
    left(stores, live, PAGE, SEAL_AFTER_MS)
    await stores.sealer.run_once()
    next_seqs = await stores.journal.next_seqs(PAGE)
    assert next_seqs == {0: visit_end(), 1: 2}
    late = run(next_seqs[1], moved(5), epoch=1, at=90_000)
    await stores.store(*late)
    left(stores, live, PAGE, SEAL_AFTER_MS)
    await stores.sealer.run_once()
    last = (await stores.segments())[-1]
    assert (last.first, last.checkpoint, last.url) == (Place(1, 2), False, "https://s.test/a")
    assert await stores.recorded() == told_by([*visit(), *late])


def visit_end() -> int:
    """The first number of epoch 0 behind the visit."""
    return next(entry.to_seq + 1 for entry in visit() if isinstance(entry, GapEntry))


async def test_a_run_of_which_pieces_are_still_to_come_waits_for_them(stores: Stores) -> None:
    live = await stores.begin(pages=(PAGE, OTHER_PAGE))
    first, second, *rest = run(2, moved(5) * 40, epoch=1, at=80_000, piece_bytes=700)
    await stores.store(*visit(), first, second)
    left(stores, live, PAGE, SEAL_AFTER_MS)
    await stores.sealer.run_once()
    assert [entry.seq for entry in await outlines(stores)] == [2, 3]
    await stores.store(*rest)
    await stores.sealer.run_once()
    assert await stores.recorded() == told_by([*visit(), first, second, *rest])
    assert await outlines(stores) == []


async def outlines(stores: Stores) -> list[Outline]:
    entries = await stores.journal.outline(SESSION, PAGE, 0, 0)
    return [entry for entry in entries if isinstance(entry, Outline)]


async def test_what_cannot_be_read_is_marked_and_put_aside(stores: Stores) -> None:
    live = await stores.begin()
    (bad,) = run(0, picture(), checkpoint=True)
    piece, *_ = run(2, moved(5) * 40, at=1_000, piece_bytes=700)
    await stores.store(replace(bad, payload=b"damaged"), *run(1, moved(1)), piece)
    await stores.end(live)
    await stores.sealer.run_once()
    assert await stores.recorded() == [
        (0, 0, 0, "unreadable"),
        (0, 1, 1, moved(1)),
        (0, 2, 2, "incomplete"),
    ]
    (segment,) = await stores.segments()
    assert not segment.checkpoint, "no picture can start here"
    with closing(sqlite3.connect(stores.folder / "journal.db")) as journal:
        kept = journal.execute("SELECT payload FROM quarantine ORDER BY id").fetchall()
    assert kept == [(b"damaged",), (piece.payload,)]


async def test_what_comes_while_a_page_is_sealed_makes_a_segment_of_its_own(tmp_path: Path) -> None:
    late = run(2, moved(5), epoch=1, at=80_000)
    opened: list[Stores] = []

    def append(step: str) -> None:
        if step == "verified":
            opened[0].journal.append(late[0])

    async with open_stores(tmp_path, append) as stores:
        opened.append(stores)
        live = await stores.begin()
        await stores.store(*visit())
        await stores.end(live)
        await stores.sealer.run_once()
        await stores.journal.settled()
        assert await stores.recorded() == told_by([*visit(), *late])
        await stores.sealer.run_once()
        assert await stores.recorded() == told_by([*visit(), *late])
        assert await outlines(stores) == []


async def test_an_object_store_that_is_down_costs_nothing_but_time(stores: Stores) -> None:
    live = await stores.begin()
    await stores.store(*visit())
    await stores.end(live)
    root, away = stores.folder / "objects", stores.folder / "away"
    root.rename(away)
    root.write_bytes(b"not a folder")
    await stores.sealer.run_once()
    assert await stores.segments() == []
    assert await stores.journal.outline(SESSION, PAGE, 0, 0) == outlined(visit())
    assert metrics.UNSEALED._value.get() == 1
    root.unlink()
    away.rename(root)
    await stores.sealer.run_once()
    assert await stores.segments() == [], "it is not tried again at once"
    stores.clock.advance(round(FIRST_REST_S * 1_000))
    await stores.sealer.run_once()
    assert await stores.recorded() == told_by(visit())
    assert metrics.UNSEALED._value.get() == 0


async def test_a_page_that_is_gone_before_it_could_be_sealed_is_no_failure_any_more(
    stores: Stores,
) -> None:
    live = await stores.begin()
    await stores.store(*visit())
    await stores.end(live)
    (stores.folder / "objects").rename(stores.folder / "away")
    (stores.folder / "objects").write_bytes(b"not a folder")
    await stores.sealer.run_once()
    assert metrics.UNSEALED._value.get() == 1
    await stores.journal.forget_session(SESSION, BEGUN)
    await stores.sealer.run_once()
    assert metrics.UNSEALED._value.get() == 0


@pytest.mark.parametrize("why", ["expired", "erased"])
async def test_what_a_backup_had_copied_of_a_removed_recording_goes(
    stores: Stores, why: str
) -> None:
    await stores.begin(ended=True)
    await stores.begin(OTHER_SESSION, (OTHER_PAGE,), ended=True)
    await stores.store(*visit(), *visit(OTHER_SESSION, OTHER_PAGE))
    async with stores.database.transaction() as tx:
        if why == "expired":
            await tx.sessions.expire(SESSION, BEGUN)
        else:
            await tx.erasures.bury([SESSION, PAGE], BEGUN)
            await tx.erasures.remove_session(SESSION)
    await stores.sealer.run_once()
    assert await stores.journal.outline(SESSION, PAGE, 0, 0) == []
    assert await stores.segments() == []
    assert await stores.segments(OTHER_SESSION) != []


async def test_a_page_that_cannot_be_sealed_keeps_no_other_waiting(stores: Stores) -> None:
    live = await stores.begin(pages=(PAGE, OTHER_PAGE))
    await stores.store(*visit(), *visit(page=OTHER_PAGE))
    await stores.end(live)
    await stores.sealer.run_once()
    damaged = next(each for each in await stores.segments() if each.page_id == PAGE)
    (stores.folder / "objects/segment" / damaged.content[:2] / damaged.content).unlink()
    late = run(2, moved(5), epoch=1, at=80_000, page_id=OTHER_PAGE)
    await stores.store(*visit(), *late)  # the rows of PAGE are back, its segment is gone
    await stores.sealer.run_once()
    assert await stores.journal.outline(SESSION, PAGE, 0, 0), "nothing is taken out unread"
    recorded = await stores.recorded(page=OTHER_PAGE)
    assert recorded == told_by([*visit(page=OTHER_PAGE), *late])
    assert await stores.journal.outline(SESSION, OTHER_PAGE, 0, 0) == []


async def test_a_page_of_thousands_of_batches_is_sealed_whole(stores: Stores) -> None:
    live = await stores.begin()
    entries = [
        batch for seq in range(5_100) for batch in run(seq, moved(seq), at=seq, checkpoint=seq == 0)
    ]
    await stores.store(*entries)
    await stores.end(live)
    await stores.sealer.run_once()
    assert await stores.journal.outline(SESSION, PAGE, 0, 0) == []
    assert await stores.recorded() == told_by(entries)


async def test_every_page_has_its_turn_however_many_there_are(
    stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealer, "PAGES_AT_ONCE", 2)
    pages = [PageId(f"page-number-{number:04}") for number in range(5)]
    live = await stores.begin(pages=pages)
    for page in pages:
        await stores.store(*run(0, moved(0), page_id=page))
    await stores.end(live)
    for _ in range(4):
        await stores.sealer.run_once()
    assert {each.page_id for each in await stores.segments()} == set(pages)


async def test_a_session_that_goes_on_in_another_is_sealed_apart_from_it(stores: Stores) -> None:
    first = await stores.begin()
    await stores.begin(OTHER_SESSION)
    later = run(0, picture(), epoch=2, checkpoint=True, at=80_000, session_id=OTHER_SESSION)
    await stores.store(*visit(), *later)
    await stores.end(first)
    await stores.sealer.run_once()
    assert await stores.recorded() == told_by(visit())
    assert await stores.segments(OTHER_SESSION) == []
    assert await stores.recorded(OTHER_SESSION) == told_by(later)
