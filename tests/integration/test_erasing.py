"""Erasing: after it nothing is left of who asked, in no file, and nothing of it comes back."""

import asyncio
import json
import time
import zlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import zstandard
from click.testing import CliRunner, Result

from cobrowse.cli import main
from cobrowse.config import Session as SessionSettings
from cobrowse.domain.erasure import ErasureKind, hashed_subject
from cobrowse.domain.errors import NotFound
from cobrowse.domain.ids import PageId, SessionId, new_id
from cobrowse.flow.erasing import Eraser, ask, erase_again
from cobrowse.wire import capture
from tests.clients import Refused, VisitorClient, until
from tests.integration.sealed import SITE, VISITOR, Stores, open_stores
from tests.integration.test_login_identity import signed
from tests.recorded import PAGE, SESSION, run
from tests.service import Running, running

TOKEN = "planted-token-of-maria"
OTHER = "what-omar-did-stays"
QUICK = SessionSettings(seal_after_s=0.05)


def plain(records: object) -> dict[str, Any]:
    """A payload in which a text is found as it is: deflated without compressing."""
    squeeze = zlib.compressobj(0, wbits=-15)
    payload = squeeze.compress(json.dumps(records).encode()) + squeeze.flush()
    return {"payload": payload, "crc": zlib.crc32(payload)}


def files_with(folder: Path, token: str) -> list[str]:
    return [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and token.encode() in opened(path.read_bytes())
    ]


def opened(content: bytes) -> bytes:
    try:
        return zstandard.ZstdDecompressor().decompress(content)
    except zstandard.ZstdError:
        return content


async def cobrowse(data: Path, *words: str) -> Result:
    """Run a command as another process would, beside what runs here."""
    runner = CliRunner()
    return await asyncio.to_thread(runner.invoke, main, [*words, "--data", str(data)])


async def erase(service: Running, *words: str) -> Any:
    """Run the command beside the service; return what it printed."""
    done = await cobrowse(service.data, "erase", "--yes", "--json", *words)
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)["erased"]


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Running]:
    async with running(tmp_path / "data", session=QUICK) as service:
        yield service


async def visit(
    service: Running, first: VisitorClient, second: VisitorClient, token: str, subject: str
) -> None:
    """Two pages of one visitor, who is a customer for a while; the first is left and sealed, the
    second goes on."""
    await first.arrive()
    claims = {
        "iss": service.site.key,
        "aud": "cobrowse",
        "sub": subject,
        "name": f"Name of {token}",
        "tier": "gold",
        "exp": int(time.time()) + 120,
    }
    await first.ask("identify", capture.Identify(token=signed(claims, service.site.secret)))
    await first.ask("signout", capture.Empty())
    await second.arrive()
    at = first.hello.sent_at
    css = f".{token} {{}} /* {'x' * 300} */"
    records = [{"type": 2, "data": {"node": {"attributes": {"_cssText": css}, "text": token}}}]
    facts = [
        capture.Navigated(at=at, url=f"http://shop.example.test/{token}", title=token),
        capture.Left(at=at + 1),
    ]
    await first.send(first.batch(0, **plain(records), facts=facts))
    await second.send(second.batch(0, **plain([{"type": 4, "text": token}])))
    for page in (first, second):
        await page.next("ack", capture.Ack)
    await until(lambda: any((service.data / "objects" / "segment").rglob("?" * 64)), 15)


async def test_after_erasing_a_customer_no_file_has_a_trace_of_them(service: Running) -> None:
    visitor = new_id()
    async with service.visitor(visitor=visitor) as first, service.visitor(visitor=visitor) as going:
        await visit(service, first, going, TOKEN, "maria")
        async with service.visitor() as omar, service.visitor() as omars_second:
            omar.hello = said_again(omar.hello, title=OTHER)
            await visit(service, omar, omars_second, OTHER, "omar")
            assert files_with(service.data, TOKEN)
            erased = await erase(service, "--customer", "maria", "--site", service.site.key)
            assert files_with(service.data, TOKEN) == []
            assert erased == {
                "sessions": 1,
                "pages": 2,
                "batches": 1,
                "segments": 1,
                "sheets": 1,
                "visitors": 1,
                "customers": 1,
            }
            assert (await going.next("end", capture.End)).reason == "stopped"
            await omars_second.send(omars_second.batch(1, **plain([{"type": 4}])))
            await omars_second.next("ack", capture.Ack)
            assert files_with(service.data, OTHER)


def said_again(said: capture.Hello, **fields: Any) -> capture.Hello:
    known = {name: getattr(said, name) for name in said.__struct_fields__}
    now = time.time_ns() // 1_000_000
    return capture.Hello(**{**known, "sent_at": now, **fields})


async def test_what_still_comes_of_an_erased_page_is_refused_also_after_a_restart(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    async with running(data, session=QUICK) as service:
        async with service.visitor() as page:
            welcome = await page.arrive()
            await page.send(page.batch(0, **plain([TOKEN])))
            await page.next("ack", capture.Ack)
            await erase(service, "--session", welcome.session)
        await _is_refused(service, page)
    async with running(data, session=QUICK) as service:
        await _is_refused(service, page)
    assert files_with(data, TOKEN) == []


async def _is_refused(service: Running, erased: VisitorClient) -> None:
    """The page comes back with what it had not sent yet."""
    again = service.visitor(visitor=erased.hello.visitor, page=erased.page)
    async with again:
        again.hello = said_again(erased.hello)
        with pytest.raises(Refused) as refusal:
            await again.arrive()
        assert refusal.value.code == "consent_required"
    async with service.visitor(visitor=erased.hello.visitor) as fresh:
        await fresh.arrive()  # a document opened since is a visit like any other


async def test_without_a_service_the_command_erases_by_itself(tmp_path: Path) -> None:
    data = tmp_path / "data"
    async with running(data, session=QUICK) as service:
        page = service.visitor()
        async with page:
            await page.arrive()
            await page.send(page.batch(0, **plain([TOKEN])))
            await page.next("ack", capture.Ack)
    assert files_with(data, TOKEN)
    words = ("--visitor", page.hello.visitor, "--site", service.site.key)
    erased = await erase(service, *words)
    assert (erased["sessions"], erased["batches"], erased["visitors"]) == (1, 1, 1)
    assert files_with(data, TOKEN) == []
    again = await cobrowse(data, "erase", "--yes", *words)
    assert (again.exit_code, again.stderr) == (1, "Error: there is no such visitor\n")


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        ((), 2, "name one of"),
        (("--session", "a", "--visitor", "b"), 2, "name one of"),
        (("--customer", "maria"), 2, "--site"),
        (("--session", "a", "--site", "b"), 2, "--site"),
        (("--session", "session-of-nobody"), 2, "--yes"),
        (("--session", "session-of-nobody", "--yes"), 1, "no such session"),
        (("--customer", "nobody", "--site", "pk_of_nobody", "--yes"), 1, "no site"),
    ],
)
async def test_a_wish_that_names_nobody_is_refused_in_one_line(
    tmp_path: Path, words: tuple[str, ...], code: int, why: str
) -> None:
    async with open_stores(tmp_path):
        pass
    done = await cobrowse(tmp_path, "erase", *words)
    assert done.exit_code == code
    assert why in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
async def stores(tmp_path: Path) -> AsyncIterator[Stores]:
    async with open_stores(tmp_path) as stores:
        yield stores


async def a_visit(stores: Stores, session: SessionId = SESSION, page: PageId = PAGE) -> None:
    live = await stores.begin(session, [page])
    await stores.store(*run(0, [{"of": session}], session_id=session, page_id=page))
    await stores.end(live)


def eraser(stores: Stores) -> Eraser:
    return Eraser(stores.database, stores.journal, stores.objects, stores.clock)


async def test_a_wish_that_was_interrupted_is_carried_out_by_who_comes_next(
    stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_visit(stores)
    await stores.sealer.run_once()
    await ask(stores.database, stores.clock, ErasureKind.VISITOR, VISITOR, SITE.key)

    async def killed(*_: object) -> None:
        raise ConnectionError("the process ends here")

    with monkeypatch.context() as patched:
        patched.setattr(Eraser, "_leave_no_trace", killed)
        with pytest.raises(ConnectionError):
            await eraser(stores).carry_out_all()
    (done,) = await erase_again(stores.database, stores.journal, stores.objects, stores.clock)
    assert done.erased.sessions == 1
    assert stores.files("segment") == set()
    assert await eraser(stores).carry_out_all() == []


async def test_a_row_written_anew_by_what_was_under_way_does_not_stay(stores: Stores) -> None:
    await a_visit(stores)
    async with stores.database.reading() as tx:
        row = await tx.sessions.by_id(SESSION)
    assert row is not None
    await ask(stores.database, stores.clock, ErasureKind.SESSION, SESSION)
    await eraser(stores).carry_out_all()
    async with stores.database.transaction() as tx:
        await tx.visitors.see(SITE.id, VISITOR, 1)
        await tx.sessions.put(row)
    await eraser(stores).carry_out_all()
    async with stores.database.reading() as tx:
        assert await tx.sessions.by_id(SESSION) is None


async def test_a_later_visit_of_who_was_erased_is_not_touched_when_it_is_erased_again(
    stores: Stores,
) -> None:
    await a_visit(stores)
    wish = await ask(stores.database, stores.clock, ErasureKind.VISITOR, VISITOR, SITE.key)
    await eraser(stores).carry_out_all()
    stores.clock.advance(1_000)
    later = SessionId("session-that-came")
    live = await stores.begin(later, [PageId("page-of-later-1")])
    live.session = live.session.__class__(later, SITE.id, VISITOR, *(3 * (stores.clock.now_ms(),)))
    async with stores.database.transaction() as tx:
        await tx.erasures.remove_session(later)
        await tx.visitors.see(SITE.id, VISITOR, stores.clock.now_ms())
        await tx.sessions.put(live.session)
        assert await tx.erasures.sessions_of(wish) == []
        assert await tx.sessions.by_id(later) == live.session


async def test_a_wish_says_nothing_of_a_customer_but_a_hash(stores: Stores) -> None:
    await a_visit(stores)
    with pytest.raises(NotFound):
        await ask(stores.database, stores.clock, ErasureKind.CUSTOMER, "maria", SITE.key)
    assert "maria" not in hashed_subject(SITE.id, "maria")
    assert hashed_subject(SITE.id, "maria") != hashed_subject(SITE.id, "omar")
