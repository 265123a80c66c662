"""How long recordings are kept: their days, while there is room, and never by mistake."""

import os
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from cobrowse.domain.asset import KeptAsset
from cobrowse.domain.clock import DAY_MS
from cobrowse.domain.ids import PageId, SessionId
from cobrowse.domain.segment import KeptSheet
from cobrowse.flow.leftovers import Leftovers
from cobrowse.flow.patience import QUIET_S, Patience
from cobrowse.flow.retention import Retention
from cobrowse.flow.room import Room
from cobrowse.flow.sites import Sites
from cobrowse.store.folder import free_bytes
from cobrowse.store.objects import Kind
from tests.integration.sealed import SITE, Stores, open_stores
from tests.recorded import run

MB = 2**20
DAYS = 30
OLD, NEWER = SessionId("session-that-old"), SessionId("session-so-newer")
ASSET = KeptAsset(SITE.id, "https://shop.example/logo.svg", "a" * 64, "image/svg+xml", 90, 1)


@pytest.fixture
async def stores(tmp_path: Path) -> AsyncIterator[Stores]:
    async with open_stores(tmp_path) as stores:
        yield stores


def page_of(session: SessionId) -> PageId:
    return PageId(session.replace("session", "page"))


async def recorded(stores: Stores, session: SessionId) -> None:
    """A visit that has just ended and is sealed."""
    page = page_of(session)
    live = await stores.begin(session, [page])
    records = [{"type": 4, "of": session}]
    await stores.store(*run(0, records, session_id=session, page_id=page, checkpoint=True))
    await stores.end(live)
    await stores.sealer.run_once()
    assert len(await stores.segments(session)) == 1


def retention(stores: Stores, free: Callable[[], int] = lambda: 10**12) -> Retention:
    return Retention(
        database=stores.database,
        journal=stores.journal,
        objects=stores.objects,
        room=Room(free, keep_free=512 * MB),
        patience=Patience(stores.clock),
        clock=stores.clock,
        days=DAYS,
    )


def patient(stores: Stores) -> None:
    stores.clock.advance(round(QUIET_S * 1000))


async def expired(stores: Stores, session: SessionId) -> bool:
    async with stores.database.reading() as tx:
        return await tx.sessions.expired_at(session) is not None


async def test_a_recording_goes_when_its_days_are_over_and_that_it_was_stays(
    stores: Stores,
) -> None:
    await recorded(stores, OLD)
    stores.clock.advance(DAY_MS)
    await recorded(stores, NEWER)
    keeping = retention(stores)
    stores.clock.advance((DAYS - 1) * DAY_MS)
    await keeping.tidy()
    assert await stores.segments(OLD) == []
    assert len(stores.files("segment")) == len(await stores.segments(NEWER)) == 1
    assert await expired(stores, OLD)
    assert not await expired(stores, NEWER)
    async with stores.database.reading() as tx:
        assert await tx.pages.of_session(OLD) == []
        session = await tx.sessions.by_id(OLD)
        assert session is not None
        assert session.end_reason == "idle"
        assert await tx.consents.of_session(OLD) is not None


async def test_what_is_not_sealed_goes_with_its_session(stores: Stores) -> None:
    live = await stores.begin(OLD, [page_of(OLD)])
    await stores.store(*run(0, [{}], session_id=OLD, page_id=page_of(OLD)))
    await stores.end(live)
    keeping = retention(stores)
    stores.clock.advance((DAYS + 1) * DAY_MS)
    await keeping.tidy()
    assert await stores.journal.unsealed(None, 10) == []
    assert await expired(stores, OLD)


async def test_nothing_goes_in_the_first_minutes(stores: Stores) -> None:
    await recorded(stores, OLD)
    stores.clock.advance((DAYS + 1) * DAY_MS)
    keeping = retention(stores, free=lambda: 0)
    stores.clock.advance(round(QUIET_S * 1000) - 1)
    await keeping.tidy()
    assert not await expired(stores, OLD)
    stores.clock.advance(1)
    await keeping.tidy()
    assert await expired(stores, OLD)


async def test_a_clock_that_was_set_ahead_ages_nothing(stores: Stores) -> None:
    await recorded(stores, OLD)
    keeping = retention(stores)
    patient(stores)
    stores.clock.set_ahead((DAYS + 1) * DAY_MS)
    await keeping.tidy()
    assert not await expired(stores, OLD)
    stores.clock.set_ahead(-(DAYS + 1) * DAY_MS)
    stores.clock.advance((DAYS + 1) * DAY_MS)
    await keeping.tidy()
    assert await expired(stores, OLD)


async def test_the_oldest_recordings_make_room_and_no_more_than_needed(stores: Stores) -> None:
    await recorded(stores, OLD)
    await recorded(stores, NEWER)

    def free() -> int:
        return (500 if len(stores.files("segment")) == 2 else 600) * MB

    keeping = retention(stores, free)
    patient(stores)
    await keeping.tidy()
    assert await expired(stores, OLD)
    assert not await expired(stores, NEWER)
    await keeping.tidy()
    assert len(await stores.segments(NEWER)) == 1


async def test_a_live_session_makes_no_room(stores: Stores) -> None:
    await stores.begin(OLD, [page_of(OLD)])
    await stores.store(*run(0, [{}], session_id=OLD, page_id=page_of(OLD)))
    keeping = retention(stores, free=lambda: 0)
    patient(stores)
    await keeping.tidy()
    assert not await expired(stores, OLD)
    assert await stores.journal.unsealed(None, 10) == [(OLD, page_of(OLD))]


def test_room_is_told_low_then_full_and_does_not_flutter() -> None:
    free = [600 * MB]
    room = Room(lambda: free[0], keep_free=512 * MB)
    seen = []
    for free[0] in (600 * MB, 511 * MB, 513 * MB, 255 * MB, 257 * MB, 300 * MB, 600 * MB):
        room.look()
        seen.append((room.low, room.full))
    assert seen == [
        (False, False),
        (True, False),
        (True, False),
        (True, True),
        (True, True),
        (True, False),
        (False, False),
    ]


def test_a_watermark_of_nothing_keeps_nothing_free() -> None:
    room = Room(lambda: 0, keep_free=0)
    assert not room.low
    assert room.may_begin()


async def leftovers(stores: Stores, forgotten: list[KeptAsset]) -> Leftovers:
    stores.clock.set_ahead(time.time_ns() // 1_000_000 - stores.clock.now_ms())
    async with stores.database.transaction() as tx:
        if await tx.sites.by_key(SITE.key) is None:
            await tx.sites.add(SITE)
    sites = Sites(stores.database)
    await sites.refresh()
    return Leftovers(
        database=stores.database,
        objects=stores.objects,
        sites=sites,
        patience=Patience(stores.clock, quiet_s=0),
        clock=stores.clock,
        days=DAYS,
        forget=forgotten.extend,
    )


def make_old(stores: Stores, kind: Kind) -> None:
    """As if everything of a kind had been put two hours ago."""
    for path in (stores.folder / "objects" / kind).rglob("*"):
        os.utime(path, (time.time() - 7200,) * 2)


async def test_what_a_crash_left_in_the_object_store_is_swept_after_an_hour(
    stores: Stores,
) -> None:
    await recorded(stores, NEWER)
    await recorded(stores, OLD)
    async with stores.database.transaction() as tx:
        await tx.segments.remove_session(OLD)
    sweep = (await leftovers(stores, [])).sweep
    await sweep()
    assert len(stores.files("segment")) == 2
    make_old(stores, "segment")
    await sweep()
    (kept,) = await stores.segments(NEWER)
    assert stores.files("segment") == {kept.content}


async def test_a_style_sheet_goes_when_no_kept_segment_can_refer_to_it(stores: Stores) -> None:
    await recorded(stores, NEWER)
    (segment,) = await stores.segments(NEWER)
    sheet = KeptSheet(SITE.id, "c" * 64, "d" * 64, 10, segment.sealed_at)
    stale = replace(sheet, sha256="e" * 64, used_at=segment.sealed_at - 2 * 3600 * 1000)
    async with stores.database.transaction() as tx:
        await tx.sheets.put_all([sheet, stale])
    await (await leftovers(stores, [])).sweep()
    async with stores.database.reading() as tx:
        assert set(await tx.sheets.known(SITE.id, ["c" * 64, "e" * 64])) == {"c" * 64}


async def test_an_asset_goes_when_no_page_has_shown_it_for_as_long_as_recordings_are_kept(
    stores: Stores,
) -> None:
    forgotten: list[KeptAsset] = []
    sweeping = await leftovers(stores, forgotten)
    now = stores.clock.now_ms()
    logo = replace(ASSET, kept_at=now)
    font = replace(logo, url="https://shop.example/font.woff2", sha256="b" * 64)
    async with stores.database.transaction() as tx:
        await tx.assets.put(logo)
        await tx.assets.put(font)
    stores.clock.advance((DAYS - 1) * DAY_MS)
    async with stores.database.transaction() as tx:
        touched = await tx.assets.touch(SITE.id, [logo.url], stores.clock.now_ms())
        again = await tx.assets.touch(SITE.id, [logo.url], stores.clock.now_ms() + 1)
    assert (touched, again) == ([logo], [])
    stores.clock.advance(2 * DAY_MS)
    await sweeping.sweep()
    assert forgotten == [font]
    async with stores.database.reading() as tx:
        assert await tx.assets.by_url(SITE.id, logo.url) == logo
        assert await tx.assets.by_url(SITE.id, font.url) is None


async def test_a_site_keeps_no_more_assets_than_it_may(
    stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cobrowse.flow.leftovers.ASSETS_PER_SITE", 3)
    monkeypatch.setattr("cobrowse.flow.leftovers.ASSET_BYTES_PER_SITE", 250)
    forgotten: list[KeptAsset] = []
    sweeping = await leftovers(stores, forgotten)
    now = stores.clock.now_ms()
    async with stores.database.transaction() as tx:
        for number in range(5):
            url = f"https://shop.example/{number}.svg"
            await tx.assets.put(replace(ASSET, url=url, kept_at=now + number))
    await sweeping.sweep()
    assert sorted(asset.url[-5] for asset in forgotten) == ["0", "1", "2"]


async def test_putting_a_content_again_keeps_it_from_being_swept(stores: Stores) -> None:
    await recorded(stores, OLD)
    (segment,) = await stores.segments(OLD)
    content = await stores.objects.get("segment", segment.content)
    assert content is not None
    make_old(stores, "segment")
    sweeping = await leftovers(stores, [])
    async with stores.database.transaction() as tx:
        await tx.segments.remove_session(OLD)
    await stores.objects.put("segment", segment.content, content)
    await sweeping.sweep()
    assert stores.files("segment") == {segment.content}


def test_free_bytes_are_those_of_the_folders_disk(tmp_path: Path) -> None:
    room = Room(partial(free_bytes, tmp_path), keep_free=2**60)
    assert room.full
