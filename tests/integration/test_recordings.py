"""Recordings over HTTP: the same before and after sealing, for whoever may see them."""

import gzip
import hashlib
import json
from collections.abc import AsyncGenerator
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import zstandard

from cobrowse.config import Session
from cobrowse.domain.agent import Role
from cobrowse.domain.ids import SessionId, new_id
from cobrowse.flow.recording.unsealed import Unsealed
from cobrowse.store.database import Database, sqlite_url
from cobrowse.wire import capture
from tests.clients import VisitorClient, hello
from tests.integration.recorded import SHEET, Reader, address, durable, stop, visit
from tests.integration.sealed import open_stores
from tests.recorded import BEGUN, PAGE, SESSION, gap, run
from tests.service import SHOP, Running, running


@pytest_asyncio.fixture
async def quick(tmp_path: Path) -> AsyncGenerator[Running]:
    """A service that seals at once what is over."""
    async with running(tmp_path / "data", session=Session(seal_after_s=0.1)) as service:
        yield service


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def sealed(
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncGenerator[tuple[Reader, str, Any]]:
    """Somebody who reads a session that is over, and its first segment."""
    folder = tmp_path_factory.mktemp("sealed")
    async with running(folder, session=Session(seal_after_s=0.1)) as service:
        reader = Reader(service, await service.sign_in())
        yield reader, *await one_sealed(service, reader)


async def test_a_recording_reads_the_same_before_and_after_it_is_sealed(quick: Running) -> None:
    reader = Reader(quick, await quick.sign_in())
    async with quick.visitor() as page:
        session = (await page.arrive()).session
        sent = await visit(page)
        live = await reader.index(session)
        before = await reader.records(session)
        assert before == {page.page: sent}
        assert [(each["seq"], each["to_seq"], each["is_open"]) for each in live["segments"]] == [
            (0, 2, False),
            (3, 5, True),
        ]
        assert not any(each["sealed"] for each in live["segments"])
        await stop(page)
    over = await reader.sealed(session)
    assert await reader.records(session) == before
    assert over["session"]["state"] == "ended"
    told_twice = ["sealed", "is_open", "raw_bytes", "sheets"]
    assert [without(each, told_twice) for each in over["segments"]] == [
        without(each, told_twice) for each in live["segments"]
    ]
    assert [each["sheets"] for each in over["segments"]] == [[sheet_hash()], [sheet_hash()]]
    assert over["segments"][0]["moments"][0]["url"] == "http://shop.example.test/cart"
    assert over["segments"][1]["url"] == "http://shop.example.test/cart"
    assert not any(each["is_open"] for each in over["segments"])
    assert [each["id"] for each in over["pages"]] == [page.page]


async def test_what_comes_later_appears_in_the_open_segment_and_behind_it(quick: Running) -> None:
    reader = Reader(quick, await quick.sign_in())
    async with quick.visitor() as page:
        session = (await page.arrive()).session
        sent = await visit(page)
        assert len((await reader.index(session))["segments"]) == 2
        for seq in range(6, 30):
            records = [{"type": 3, "data": {"source": 3, "id": 1, "x": 0, "y": seq}}]
            sent.append(records)
            at = 1_000 * seq
            await page.send(page.batch(seq, records, checkpoint=seq % 10 == 0, t0=at, t1=at))
        await durable(page, 29)
        grown = await reader.index(session)
        assert (await reader.records(session)) == {page.page: sent}
        ends = [(each["seq"], each["to_seq"]) for each in grown["segments"]]
        assert ends[0] == (0, 2)
        assert [first for first, _ in ends[1:]] == [last + 1 for _, last in ends[:-1]]
        assert ends[-1][1] == 29


async def test_a_gap_is_a_line_and_a_moment(quick: Running) -> None:
    reader = Reader(quick, await quick.sign_in())
    async with quick.visitor() as page:
        session = (await page.arrive()).session
        await page.send(page.batch(0), page.batch(1))
        lost = capture.Lost(epoch=0, from_seq=2, to_seq=4, reason="spool_full")
        await page.send(page.batch(0, epoch=1, facts=[lost], checkpoint=True))
        await durable(page, 0, epoch=1)
        first, second = (await reader.index(session))["segments"]
        assert (first["to_epoch"], first["to_seq"]) == (0, 4)
        assert [(each["kind"], each["reason"]) for each in first["moments"]] == [
            ("gap", "spool_full")
        ]
        *_, missing = await reader.lines(session, first)
        assert {key: missing[key] for key in ("line", "from_seq", "to_seq", "reason")} == {
            "line": "missing",
            "from_seq": 2,
            "to_seq": 4,
            "reason": "spool_full",
        }
        assert (second["epoch"], second["seq"], second["is_open"]) == (1, 0, True)


async def test_a_gap_told_late_is_in_the_segment_that_was_shown_before(quick: Running) -> None:
    reader = Reader(quick, await quick.sign_in())
    async with quick.visitor() as page:
        session = (await page.arrive()).session
        await visit(page)
        await page.send(page.batch(0, epoch=1))
        await durable(page, 0, epoch=1)
        ends = [each["to_seq"] for each in (await reader.index(session))["segments"]]
        assert ends == [2, 5, 0]
        lost = capture.Lost(epoch=0, from_seq=6, to_seq=8, reason="spool_full")
        await page.send(page.batch(1, epoch=1, facts=[lost]))
        await durable(page, 1, epoch=1)
        first, second, third = (await reader.index(session))["segments"]
        assert [each["to_seq"] for each in (first, second, third)] == [2, 8, 1]
        assert (await reader.lines(session, second))[-1]["reason"] == "spool_full"


@pytest.mark.parametrize(
    ("record", "review", "live", "over"),
    [
        (True, True, "", ""),
        (True, False, "", "no_consent"),
        (False, True, "no_consent", "no_consent"),
        (False, False, "no_consent", "no_consent"),
    ],
)
async def test_what_the_visitor_did_not_agree_to_is_withheld(
    quick: Running, record: bool, review: bool, live: str, over: str
) -> None:
    reader = Reader(quick, await quick.sign_in())
    async with visitor_who_agrees(quick, record=record, review=review) as page:
        session = (await page.arrive()).session
        await visit(page)
        told = await reader.index(session)
        assert told["withheld"] == live
        assert bool(told["segments"]) == bool(told["pages"]) == (not live)
        place = {"page": page.page, "epoch": 0, "seq": 0}
        status, body, _ = await reader.get(address(session, place))
        assert status == (HTTPStatus.FORBIDDEN if live else HTTPStatus.OK)
        await stop(page)
        for path in (address(session, place), f"{session}/export"):
            status, body, _ = await reader.get(path)
            assert status == (HTTPStatus.FORBIDDEN if over else HTTPStatus.OK)
            assert not over or json.loads(body)["error"]["code"] == "consent_required"
    assert (await reader.index(session))["withheld"] == over


async def test_a_sales_reviewer_sees_recordings_of_what_is_over_and_nothing_live(
    quick: Running,
) -> None:
    reviewer = Reader(quick, await quick.sign_in(Role.SALES_REVIEWER))
    async with quick.visitor() as page:
        session = (await page.arrive()).session
        await visit(page)
        place = {"page": page.page, "epoch": 0, "seq": 0}
        paths = [f"{session}/recording", address(session, place), f"{session}/export"]
        for path in paths:
            status, body, _ = await reviewer.get(path)
            assert status == HTTPStatus.NOT_FOUND
        await stop(page)
    await reviewer.sealed(session)
    for path in [*paths, f"{session}/sheets/{sheet_hash()}"]:
        status, body, _ = await reviewer.get(path)
        assert status == HTTPStatus.OK, body


async def test_a_sealed_segment_is_sent_as_it_is_stored_to_those_who_understand_it(
    quick: Running,
) -> None:
    reader = Reader(quick, await quick.sign_in())
    session, segment = await one_sealed(quick, reader)
    path = address(session, segment)
    _, plain, headers = await reader.get(path)
    assert "Content-Encoding" not in headers
    assert headers["Content-Type"].startswith("application/x-ndjson")
    assert headers["Cache-Control"] == "no-store"
    assert headers["Vary"] == "Accept-Encoding"
    assert len(plain) == segment["raw_bytes"]
    _, stored, headers = await reader.get(path, Accept_Encoding="gzip, deflate, br, zstd")
    assert headers["Content-Encoding"] == "zstd"
    assert zstandard.ZstdDecompressor().decompress(stored) == plain
    etag = headers["Etag"]
    assert etag == f'"{hashlib.sha256(stored).hexdigest()}"'
    status, body, _ = await reader.get(path, Accept_Encoding="zstd", If_None_Match=etag)
    assert (status, body) == (HTTPStatus.NOT_MODIFIED, b"")
    status, body, headers = await reader.get(path, method="HEAD")
    assert (status, body) == (HTTPStatus.OK, b"")
    assert headers["Content-Length"] == str(len(plain))


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    ("asked", "told", "part"),
    [
        ("bytes=0-9", HTTPStatus.PARTIAL_CONTENT, slice(0, 10)),
        ("bytes=10-", HTTPStatus.PARTIAL_CONTENT, slice(10, None)),
        ("bytes=-10", HTTPStatus.PARTIAL_CONTENT, slice(-10, None)),
        ("bytes=0-99999999", HTTPStatus.OK, slice(None)),
        ("bytes=99999999-", HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, slice(0, 0)),
        ("bytes=5-4", HTTPStatus.OK, slice(None)),
        ("bytes=0-1,3-4", HTTPStatus.OK, slice(None)),
        ("lines=0-1", HTTPStatus.OK, slice(None)),
    ],
)
async def test_a_part_of_a_sealed_segment_can_be_asked_for(
    sealed: tuple[Reader, str, Any], asked: str, told: HTTPStatus, part: slice
) -> None:
    reader, session, segment = sealed
    path = address(session, segment)
    _, whole, headers = await reader.get(path)
    status, body, _ = await reader.get(path, Range=asked)
    assert (status, body) == (told, whole[part])
    status, body, _ = await reader.get(path, Range=asked, If_Range='"another"')
    assert (status, body) == (HTTPStatus.OK, whole)
    status, body, _ = await reader.get(path, Range=asked, If_Range=headers["Etag"])
    assert (status, body) == (told, whole[part])


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    "path",
    [
        "{session}/recording/{page}/0/1",
        "{session}/recording/{page}/9/0",
        "{session}/recording/{page}/0/99999999999999999999",
        "{session}/recording/{page}/0/-1",
        "{session}/recording/{page}/0/0x0",
        "{session}/recording/{page}/0/%00",
        "{session}/recording/{other}/0/0",
        "{session}/recording/..%2f..%2f..%2fetc/0/0",
        "{other}/recording",
        "{other}/recording/{page}/0/0",
        "{other}/export",
        "{other}/sheets/{sheet}",
        "{session}/sheets/{zeros}",
        "{session}/sheets/..%2f..%2fcobrowse.db",
        "{session}/sheets/%25",
        "{session}/export?format=zip",
        "{session}/export?format=rrweb&format=json",
        "%2e%2e/recording",
    ],
)
async def test_what_is_not_there_is_not_found_whatever_its_name(
    sealed: tuple[Reader, str, Any], path: str
) -> None:
    reader, session, segment = sealed
    names = {
        "session": session,
        "page": segment["page"],
        "other": new_id(),
        "sheet": sheet_hash(),
        "zeros": "0" * 64,
    }
    status, body, _ = await reader.get(path.format(**names))
    assert status in {HTTPStatus.NOT_FOUND, HTTPStatus.BAD_REQUEST}
    assert json.loads(body)["error"]["code"] in {"not_found", "bad_message"}


async def test_a_style_sheet_is_text_and_of_this_session_only(quick: Running) -> None:
    reader = Reader(quick, await quick.sign_in())
    session, _ = await one_sealed(quick, reader)
    status, body, headers = await reader.get(
        f"{session}/sheets/{sheet_hash()}", Accept_Encoding="gzip"
    )
    assert (status, body.decode()) == (HTTPStatus.OK, SHEET)
    assert headers["Content-Type"] == "text/plain; charset=utf-8"
    assert headers["X-Content-Type-Options"] == "nosniff"
    async with quick.visitor() as page:
        other = (await page.arrive()).session
        status, _, _ = await reader.get(f"{other}/sheets/{sheet_hash()}")
        assert status == HTTPStatus.NOT_FOUND


async def test_a_damaged_segment_is_an_error_and_never_wrong_bytes(quick: Running) -> None:
    reader = Reader(quick, await quick.sign_in())
    session, segment = await one_sealed(quick, reader)
    for file in (quick.data / "objects" / "segment").rglob("*"):
        if file.is_file():
            content = bytearray(file.read_bytes())
            content[len(content) // 2] ^= 1
            file.write_bytes(content)
    status, body, _ = await reader.get(address(session, segment))
    assert status == HTTPStatus.INTERNAL_SERVER_ERROR
    assert json.loads(body)["error"]["code"] == "internal"
    status, body, _ = await reader.get(f"{session}/export")
    gaps = [each.get("gap") for each in json.loads(body)["pages"][0]["stream"]]
    assert (status, set(gaps)) == (HTTPStatus.OK, {"damaged"})


async def test_an_expired_recording_says_so(quick: Running) -> None:
    reader = Reader(quick, await quick.sign_in())
    session, segment = await one_sealed(quick, reader)
    async with (
        Database(sqlite_url(quick.config.server.database_file)) as database,
        database.transaction() as tx,
    ):
        await tx.segments.remove_session(SessionId(session))
        await tx.sessions.expire(SessionId(session), 1)
    index = await reader.index(session)
    assert (index["withheld"], index["segments"], index["pages"]) == ("expired", [], [])
    status, _, _ = await reader.get(address(session, segment))
    assert status == HTTPStatus.NOT_FOUND


async def test_a_long_index_is_compressed_for_those_who_understand_it(quick: Running) -> None:
    reader = Reader(quick, await quick.sign_in())
    async with quick.visitor() as page:
        session = (await page.arrive()).session
        for epoch in range(60):
            await page.send(page.batch(0, epoch=epoch, checkpoint=True))
        await durable(page, 0, epoch=59)
        _, plain, headers = await reader.get(f"{session}/recording")
        assert "Content-Encoding" not in headers
        _, packed, headers = await reader.get(f"{session}/recording", Accept_Encoding="gzip")
        assert headers["Content-Encoding"] == "gzip"
        assert len(json.loads(gzip.decompress(packed))["segments"]) == 60
        _, _, headers = await reader.get(f"{session}/recording", Accept_Encoding="gzip;q=0")
        assert "Content-Encoding" not in headers
        assert len(packed) < len(plain) / 4


async def test_a_segment_that_leaves_the_journal_as_it_is_read_is_not_there(
    tmp_path: Path,
) -> None:
    async with open_stores(tmp_path) as stores:
        live = await stores.begin()
        unsealed = Unsealed(stores.journal, stores.database)
        for entries in ([gap(0, 3)], run(0, [{}])):
            await stores.store(*entries)
            (one,) = await unsealed.segments(live.pages[PAGE])
            assert await unsealed.entries(live.pages[PAGE], one) == entries
            await stores.journal.forget_session(SESSION, BEGUN)
            assert await unsealed.entries(live.pages[PAGE], one) is None


def without(segment: Any, names: list[str]) -> Any:
    return {key: value for key, value in segment.items() if key not in names}


def sheet_hash() -> str:
    return hashlib.sha256(SHEET.encode()).hexdigest()


async def one_sealed(service: Running, reader: Reader) -> tuple[str, Any]:
    """A session that is over and sealed, and its first segment."""
    async with service.visitor() as page:
        session = (await page.arrive()).session
        await visit(page)
        await stop(page)
    index = await reader.sealed(session)
    return session, index["segments"][0]


def visitor_who_agrees(service: Running, *, record: bool, review: bool) -> VisitorClient:
    page = service.visitor()
    page.hello = hello(
        service.site.key,
        visitor=new_id(),
        page=page.page,
        url=f"{SHOP}/",
        consent=capture.Consent(mode="notice", observe=True, record=record, review=review, at=1),
    )
    return page
