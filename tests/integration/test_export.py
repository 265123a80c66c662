"""`cobrowse export` and its address: every record as stored, whatever state the session is in."""

import asyncio
import gzip
import json
from collections.abc import AsyncGenerator
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from cobrowse.config import Session
from cobrowse.domain.ids import new_id
from cobrowse.flow.recording.export import Exports
from cobrowse.flow.recording.reading import Recordings
from cobrowse.flow.sessions import SessionQuestions
from cobrowse.flow.sites import Sites
from cobrowse.wire import capture
from tests.integration.recorded import Reader, durable, full, stop, visit
from tests.integration.sealed import open_stores
from tests.integration.test_cli import Shell
from tests.recorded import BEGUN, PAGE, SESSION, run
from tests.service import Running, running


@pytest_asyncio.fixture
async def quick(tmp_path: Path) -> AsyncGenerator[Running]:
    async with running(tmp_path / "data", session=Session(seal_after_s=0.1)) as service:
        yield service


async def test_an_export_is_the_same_live_sealed_and_without_a_service(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shell = Shell(tmp_path)
    async with running(data, session=Session(seal_after_s=0.1)) as service:
        reader = Reader(service, await service.sign_in())
        async with service.visitor() as page:
            session = (await page.arrive()).session
            sent = await visit(page)
            by_api = await exported(reader, session)
            assert events(by_api) == {page.page: sent}
            assert await by_command(shell, session) == records_of(by_api)
            await stop(page)
        await reader.sealed(session)
        sealed = await exported(reader, session)
        assert events(sealed) == {page.page: sent}
        assert sealed["format"] == "cobrowse-export/1"
        assert sealed["session"]["id"] == session
        assert sealed["missing_sheets"] == []
        (told,) = sealed["pages"]
        assert told["opened_at"] + 60_000 > told["offset_ms"]
        assert [run["seq"] for run in told["stream"]] == [0, 1, 2, 3, 4, 5]
        assert told["stream"][1]["facts"][1]["kind"] == "navigated"
        assert await by_command(shell, session) == records_of(sealed)
    assert await by_command(shell, session) == records_of(sealed)


async def test_gaps_and_epochs_are_told_where_they_are(quick: Running) -> None:
    reader = Reader(quick, await quick.sign_in())
    async with quick.visitor() as page:
        session = (await page.arrive()).session
        lost = capture.Lost(epoch=0, from_seq=1, to_seq=3, reason="spool_full")
        await page.send(page.batch(0), page.batch(0, epoch=1, facts=[lost], checkpoint=True))
        await durable(page, 0, epoch=1)
        (told,) = (await exported(reader, session))["pages"]
    first, gap, second = told["stream"]
    assert (first["epoch"], first["seq"]) == (0, 0)
    assert gap == {"epoch": 0, "from_seq": 1, "to_seq": 3, "gap": "spool_full"}
    assert (second["epoch"], second["seq"], second["checkpoint"]) == (1, 0, True)


async def test_an_export_without_records_is_the_index(quick: Running) -> None:
    reader = Reader(quick, await quick.sign_in())
    shell = Shell(quick.data.parent)
    async with quick.visitor() as page:
        session = (await page.arrive()).session
        await visit(page)
        await stop(page)
    index = await reader.sealed(session)
    _, body, headers = await reader.get(f"{session}/export?format=json")
    told = json.loads(body)
    for key in ("session", "pages", "segments", "withheld"):
        assert told[key] == index[key]
    assert headers["Content-Disposition"] == f'attachment; filename="cobrowse-{session}.json"'
    done = await asyncio.to_thread(
        shell.run, "export", session, "--format", "json", "--data", "data"
    )
    assert json.loads(done.stdout)["segments"] == index["segments"]


async def test_an_export_is_compressed_for_those_who_understand_it(quick: Running) -> None:
    reader = Reader(quick, await quick.sign_in())
    async with quick.visitor() as page:
        session = (await page.arrive()).session
        await visit(page)
        _, plain, _ = await reader.get(f"{session}/export")
        _, packed, headers = await reader.get(f"{session}/export", Accept_Encoding="gzip")
        assert headers["Content-Encoding"] == "gzip"
        assert json.loads(gzip.decompress(packed))["pages"] == json.loads(plain)["pages"]
        status, body, headers = await reader.get(f"{session}/export", method="HEAD")
        assert (status, body) == (HTTPStatus.OK, b"")


async def test_a_command_that_exports_to_a_file_leaves_all_of_it_or_nothing(
    quick: Running,
) -> None:
    shell = Shell(quick.data.parent)
    async with quick.visitor() as page:
        session = (await page.arrive()).session
        sent = await visit(page)
        words = ("export", session, "--data", "data", "--out", "visit.json")
        done = await asyncio.to_thread(shell.run, *words)
        assert (done.returncode, done.stdout) == (0, ""), done.stderr
        written = json.loads((shell.folder / "visit.json").read_text())
        assert events(written) == {page.page: sent}
    words = ("export", new_id(), "--data", "data", "--out", "other.json")
    line = await asyncio.to_thread(lambda: shell.refused(*words, code=1))
    assert "no such session" in line
    assert {file.name for file in shell.folder.iterdir()} == {"data", "visit.json"}


@pytest.mark.parametrize("session", ["../../etc/passwd"])
def test_a_command_refuses_what_is_no_id(tmp_path: Path, session: str) -> None:
    assert "not the id" in Shell(tmp_path).refused("export", session, code=1)


async def test_what_is_sealed_while_it_is_exported_keeps_its_style_sheets(tmp_path: Path) -> None:
    sent = full("hello", BEGUN)
    async with open_stores(tmp_path) as stores:
        live = await stores.begin()
        await stores.store(*run(0, sent, checkpoint=True))
        await stores.end(live)
        exports = Exports(
            Recordings(
                database=stores.database,
                journal=stores.journal,
                objects=stores.objects,
                questions=SessionQuestions(
                    stores.database, stores.live, Sites(stores.database), stores.clock
                ),
                live=stores.live,
                clock=stores.clock,
            )
        )
        pieces = exports.pieces(SESSION, "rrweb", see_live=True)
        document = await anext(pieces)  # by now the index is made
        await stores.sealer.run_once()
        async for piece in pieces:
            document += piece
    told = json.loads(document)
    assert events(told) == {PAGE: [sent]}
    assert told["missing_sheets"] == []


async def exported(reader: Reader, session: str) -> Any:
    status, body, headers = await reader.get(f"{session}/export?format=rrweb")
    assert status == HTTPStatus.OK, body
    assert headers["Content-Type"] == "application/json"
    return json.loads(body)


def events(document: Any) -> dict[str, list[Any]]:
    """What each page recorded, batch by batch."""
    return {
        page["id"]: [run["events"] for run in page["stream"] if "events" in run]
        for page in document["pages"]
    }


def records_of(document: Any) -> list[Any]:
    return [page["stream"] for page in document["pages"]]


async def by_command(shell: Shell, session: str) -> list[Any]:
    done = await asyncio.to_thread(shell.run, "export", session, "--data", "data")
    assert done.returncode == 0, done.stderr
    return records_of(json.loads(done.stdout))
