"""The index of recordings and their style sheets, on a real file."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from cobrowse.domain.errors import Conflict
from cobrowse.domain.ids import PageId, SessionId, SiteId, SiteKey
from cobrowse.domain.segment import KeptSheet, Moment, MomentKind, Place, Segment, Span
from cobrowse.store import segments as segments_module
from cobrowse.store.compression import Damaged, compress, decompress
from cobrowse.store.database import Database, sqlite_url
from tests.integration.test_store_database import SITE, VISITOR, session

PAGE = PageId("page-of-the-test")
OTHER_SITE = replace(SITE, id=SiteId("site-of-the-rest"), key=SiteKey("pk_another-site"))
SEGMENT = Segment(
    session_id=session().id,
    page_id=PAGE,
    first=Place(0, 0),
    last=Place(0, 9),
    checkpoint=True,
    from_at=5_000,
    to_at=9_000,
    url="https://shop.example/",
    batches=10,
    records=55,
    raw_bytes=1_000,
    stored_bytes=100,
    content="a" * 64,
    sealed_at=20_000,
    sheets=("c" * 64,),
    activity=(Span(5_000, 6_000), Span(8_500, 9_000)),
    moments=(
        Moment(5_100, MomentKind.NAVIGATED, url="https://shop.example/cart", title="Cart"),
        Moment(5_200, MomentKind.SHOWN, visible=False),
        Moment(9_000, MomentKind.GAP, reason="missing"),
    ),
)
SHEET = KeptSheet(SITE.id, "c" * 64, "d" * 64, 300, 20_000)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database(sqlite_url(tmp_path / "cobrowse.db")) as database:
        async with database.transaction() as tx:
            await tx.sites.add(SITE)
            await tx.sites.add(OTHER_SITE)
            await tx.visitors.see(SITE.id, VISITOR, 1_500)
            for number in (1, 2):
                await tx.sessions.put(session(number))
        yield database


def at(epoch: int, seq: int, **other: object) -> Segment:
    values: dict[str, object] = {
        "first": Place(epoch, seq),
        "last": Place(epoch, seq + 9),
        "content": f"{epoch:032}{seq:032}",
        **other,
    }
    return replace(SEGMENT, **values)  # type: ignore[arg-type]  # fields by name


async def test_a_segment_comes_back_as_it_was_put(database: Database) -> None:
    async with database.transaction() as tx:
        await tx.segments.put_all([SEGMENT])
    async with database.reading() as tx:
        assert await tx.segments.of_session(SEGMENT.session_id) == [SEGMENT]
        assert await tx.segments.at(SEGMENT.session_id, PAGE, Place(0, 0)) == SEGMENT
        assert await tx.segments.at(SEGMENT.session_id, PAGE, Place(0, 1)) is None


async def test_putting_a_segment_again_changes_nothing(database: Database) -> None:
    async with database.transaction() as tx:
        await tx.segments.put_all([SEGMENT])
        await tx.segments.put_all([replace(SEGMENT, sealed_at=30_000), at(0, 10)])
        kept = await tx.segments.of_page(SEGMENT.session_id, PAGE)
    assert kept == [SEGMENT, at(0, 10)]


async def test_another_content_at_the_same_place_is_refused(database: Database) -> None:
    async with database.transaction() as tx:
        await tx.segments.put_all([SEGMENT])
    with pytest.raises(Conflict):
        async with database.transaction() as tx:
            await tx.segments.put_all([at(0, 10), replace(SEGMENT, content="b" * 64)])
    async with database.reading() as tx:
        assert await tx.segments.of_session(SEGMENT.session_id) == [SEGMENT]


async def test_a_segment_of_no_session_is_refused(database: Database) -> None:
    with pytest.raises(Conflict):
        async with database.transaction() as tx:
            await tx.segments.put_all([replace(SEGMENT, session_id=SessionId("session-of-none"))])


async def test_segments_are_in_the_order_of_time_or_of_the_stream(database: Database) -> None:
    other = PageId("page-of-the-text")
    later, sooner = at(1, 0, from_at=9_500), at(0, 10, page_id=other, from_at=4_000)
    async with database.transaction() as tx:
        await tx.segments.put_all([later, sooner, SEGMENT])
        assert await tx.segments.of_session(SEGMENT.session_id) == [sooner, SEGMENT, later]
        assert await tx.segments.of_page(SEGMENT.session_id, PAGE) == [SEGMENT, later]


async def test_removing_returns_what_was_there_some_at_a_time(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segments_module, "MOST", 3)
    monkeypatch.setattr(segments_module, "AT_ONCE", 2)
    mine = [at(0, seq, from_at=seq) for seq in range(0, 50, 10)]
    others = replace(SEGMENT, session_id=session(2).id)
    async with database.transaction() as tx:
        await tx.segments.put_all([*mine, others])
        assert await tx.segments.remove_session(SEGMENT.session_id) == mine[:3]
        assert await tx.segments.remove_session(SEGMENT.session_id) == mine[3:]
        assert await tx.segments.remove_session(SEGMENT.session_id) == []
        assert await tx.segments.of_session(others.session_id) == [others]


async def test_the_oldest_recordings_are_those_of_sessions_that_ended_first(
    database: Database,
) -> None:
    live = session(3)
    async with database.transaction() as tx:
        await tx.sessions.put(session(1).end(9_000, "idle"))
        await tx.sessions.put(session(2).end(8_000, "idle"))
        await tx.sessions.put(live)
        for each in (session(1), session(2), live):
            await tx.segments.put_all([replace(SEGMENT, session_id=each.id)])
        assert await tx.segments.oldest(5) == [session(2).id, session(1).id]
        assert await tx.segments.oldest(1) == [session(2).id]
        assert await tx.segments.oldest_sealed_at() == SEGMENT.sealed_at


async def test_contents_and_sheets_in_use_are_told_from_those_that_are_not(
    database: Database,
) -> None:
    async with database.transaction() as tx:
        await tx.segments.put_all([SEGMENT])
        await tx.sheets.put_all([SHEET])
        assert await tx.segments.contents_in_use({"a" * 64, "b" * 64}) == {"a" * 64}
        assert await tx.sheets.contents_in_use({"d" * 64, "b" * 64}) == {"d" * 64}
        assert await tx.segments.sheets_in_use(SITE.id, {"c" * 64, "b" * 64}) == {"c" * 64}
        assert await tx.segments.sheets_in_use(OTHER_SITE.id, {"c" * 64}) == set()


async def test_a_style_sheet_is_kept_once_per_site_and_used_anew(database: Database) -> None:
    elsewhere = replace(SHEET, site_id=OTHER_SITE.id)
    async with database.transaction() as tx:
        await tx.sheets.put_all([SHEET, elsewhere, replace(SHEET, used_at=21_000)])
        known = await tx.sheets.known(SITE.id, [SHEET.sha256, "e" * 64])
        assert known == {SHEET.sha256: replace(SHEET, used_at=21_000)}
        assert await tx.sheets.touch(SITE.id, [SHEET.sha256, "e" * 64], 25_000) == {SHEET.sha256}
        assert await tx.sheets.remove_unused(22_000, 10) == [elsewhere]
        removed = await tx.sheets.remove(SITE.id, [SHEET.sha256, "e" * 64])
        assert removed == [replace(SHEET, used_at=25_000)]
        assert await tx.sheets.known(SITE.id, [SHEET.sha256]) == {}


@pytest.mark.parametrize("text", [b"", b"x", b'{"line":"run"}\n' * 10_000])
def test_what_was_compressed_comes_back(text: bytes) -> None:
    assert decompress(compress(text), most=len(text)) == text


def test_what_was_damaged_or_is_too_large_is_refused() -> None:
    packed = compress(b'{"line":"run"}\n' * 1_000)
    for bad in (b"", b"junk", packed[:-1], packed + b"x", packed + packed, b"\0" + packed[1:]):
        with pytest.raises(Damaged):
            decompress(bad, most=10**6)
    flipped = bytearray(packed)
    flipped[len(packed) // 2] ^= 1
    with pytest.raises(Damaged):
        decompress(bytes(flipped), most=10**6)
    with pytest.raises(Damaged):
        decompress(packed, most=14_999)
