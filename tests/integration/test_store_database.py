"""The main database: one unit of work, and its questions, on a real file."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from cobrowse.domain.agent import Agent, Role, SignIn
from cobrowse.domain.asset import KeptAsset
from cobrowse.domain.consent import Consent, ConsentMode
from cobrowse.domain.errors import Busy, Conflict, NotFound
from cobrowse.domain.ids import (
    AgentId,
    CustomerId,
    PageId,
    SessionId,
    SiteId,
    SiteKey,
    VisitorId,
)
from cobrowse.domain.session import Doing, Page, Session
from cobrowse.domain.site import PrivacyRules, Site
from cobrowse.domain.visitor import Customer
from cobrowse.store import database as database_module
from cobrowse.store.database import Database, sqlite_url

SITE = Site(
    id=SiteId("site-of-the-test"),
    key=SiteKey("pk_site-of-test"),
    name="A shop",
    origins=("https://shop.example", "https://www.shop.example"),
    secret="secret",
    created_at=1_000,
    asset_origins=("https://pictures.example",),
    rules=PrivacyRules(mask=(".card", "#iban"), url_keys=("page",), notice=False),
)
VISITOR = VisitorId("visitor-of-tests")
ANNA = Agent(AgentId("agent-anna-12345"), "anna@example.test", "Anna", Role.SUPERVISOR, 1_000)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database(sqlite_url(tmp_path / "cobrowse.db")) as database:
        yield database


@pytest.fixture
async def with_site(database: Database) -> Database:
    async with database.transaction() as tx:
        await tx.sites.add(SITE)
        await tx.visitors.see(SITE.id, VISITOR, 1_500)
    return database


def session(number: int = 1, **other: object) -> Session:
    made = Session(
        id=SessionId(f"session-{number:08}"),
        site_id=SITE.id,
        visitor_id=VISITOR,
        started_at=2_000 + number,
        last_seen_at=2_000 + number,
        last_activity_at=2_000 + number,
    )
    return replace(made, **other)  # type: ignore[arg-type]


def page(number: int, of: Session) -> Page:
    return Page(
        id=PageId(f"page-{number:011}"),
        session_id=of.id,
        url="https://shop.example/",
        title="Shop",
        opened_at=3_000 + number,
        last_activity_at=3_000 + number,
    )


async def test_a_unit_of_work_that_fails_leaves_nothing_behind(database: Database) -> None:
    async def fail_half_way() -> None:
        async with database.transaction() as tx:
            await tx.sites.add(SITE)
            raise RuntimeError("half-way")

    with pytest.raises(RuntimeError, match="half-way"):
        await fail_half_way()
    async with database.reading() as tx:
        assert await tx.sites.all() == []


async def test_a_unit_of_work_sees_what_it_wrote_itself(with_site: Database) -> None:
    async with with_site.transaction() as tx:
        await tx.sessions.put(session())
        assert await tx.sessions.by_id(session().id) == session()
        changed = session().seen(9_000).end(9_500, "stopped")
        await tx.sessions.put(changed)
        assert await tx.sessions.by_id(session().id) == changed


async def test_readers_cannot_write(with_site: Database) -> None:
    with pytest.raises(Busy):
        async with with_site.reading() as tx:
            await tx.visitors.see(SITE.id, VISITOR, 2)


async def test_readers_do_not_wait_for_a_writer(with_site: Database) -> None:
    async with with_site.transaction() as writing:
        await writing.sessions.put(session())
        async with asyncio.timeout(5), with_site.reading() as tx:
            assert await tx.sessions.by_id(session().id) is None


async def test_writers_take_turns_and_none_is_lost(database: Database) -> None:
    async def add(number: int) -> None:
        async with database.transaction() as tx:
            key = SiteKey(f"pk_site-{number:04}")
            await tx.sites.add(replace(SITE, id=SiteId(f"site-{number:011}"), key=key))

    await asyncio.gather(*(add(number) for number in range(20)))
    async with database.reading() as tx:
        assert len(await tx.sites.all()) == 20
        assert await tx.sites.version() == 20


async def test_a_writer_that_waits_too_long_is_told_that_the_service_is_busy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "WAIT_S", 0.1)
    async with (
        Database(sqlite_url(tmp_path / "cobrowse.db")) as database,
        database.transaction() as first,
    ):
        await first.sites.version()
        with pytest.raises(Busy):
            async with database.transaction() as second:
                await second.sites.version()


async def test_a_broken_key_is_a_conflict(with_site: Database) -> None:
    with pytest.raises(Conflict):
        async with with_site.transaction() as tx:
            await tx.sites.add(replace(SITE, id=SiteId("another-site-id1")))
    with pytest.raises(Conflict):
        async with with_site.transaction() as tx:
            await tx.sessions.put(session(visitor_id=VisitorId("never-seen-there")))


async def test_an_error_of_the_database_does_not_tell_values(with_site: Database) -> None:
    with pytest.raises(Conflict) as caught:
        async with with_site.transaction() as tx:
            await tx.sites.add(replace(SITE, secret="do-not-log-this"))
    assert "do-not-log-this" not in f"{caught.value} {caught.value.__cause__}"


async def test_a_site_comes_back_as_it_was_added(with_site: Database) -> None:
    async with with_site.reading() as tx:
        assert await tx.sites.by_key(SITE.key) == SITE
        assert await tx.sites.by_id(SITE.id) == SITE
        assert await tx.sites.by_key(SiteKey("pk_nobody-has-it")) is None


async def test_the_version_of_the_sites_rises_with_every_change(database: Database) -> None:
    versions = []
    async with database.transaction() as tx:
        versions.append(await tx.sites.version())
        await tx.sites.add(SITE)
        versions.append(await tx.sites.version())
        await tx.sites.remove(SITE.id, 5_000)
        versions.append(await tx.sites.version())
    assert versions == sorted(set(versions))


async def test_a_removed_site_is_unknown_by_key_and_still_named_by_id(with_site: Database) -> None:
    async with with_site.transaction() as tx:
        await tx.sites.remove(SITE.id, 5_000)
        assert await tx.sites.by_key(SITE.key) is None
        assert await tx.sites.all() == []
        assert await tx.sites.by_id(SITE.id) == SITE
        with pytest.raises(NotFound):
            await tx.sites.remove(SITE.id, 6_000)


async def test_agents_are_found_whatever_the_case_of_their_e_mail(database: Database) -> None:
    async with database.transaction() as tx:
        await tx.agents.add(replace(ANNA, email="Anna@Example.Test"), "hashed")
        assert await tx.agents.by_email("ANNA@example.test") == ANNA
        assert await tx.agents.by_id(ANNA.id) == ANNA
        assert await tx.agents.password_hash_of(ANNA.id) == "hashed"
        assert await tx.agents.all() == [ANNA]


async def test_sign_ins_are_kept_touched_removed_and_purged(database: Database) -> None:
    old, idle, good = (
        SignIn(name * 64, ANNA.id, at, at) for name, at in zip("abc", (1, 5, 9), strict=True)
    )
    async with database.transaction() as tx:
        await tx.agents.add(ANNA, "hashed")
        for sign_in in (old, idle, good):
            await tx.sign_ins.add(sign_in)
        await tx.sign_ins.touch(old.token_hash, 9)
        assert await tx.sign_ins.by_token_hash(old.token_hash) == replace(old, last_used_at=9)
        await tx.sign_ins.purge_before(last_used_at=6, created_at=2)
        assert await tx.sign_ins.by_token_hash(old.token_hash) is None
        assert await tx.sign_ins.by_token_hash(idle.token_hash) is None
        assert await tx.sign_ins.by_token_hash(good.token_hash) == good
        await tx.sign_ins.remove(good.token_hash)
        assert await tx.sign_ins.by_token_hash(good.token_hash) is None


async def test_a_customer_named_again_keeps_its_id(with_site: Database) -> None:
    first = Customer(CustomerId("customer-0000001"), SITE.id, "4711", "Maria", "gold", 2_000)
    again = Customer(CustomerId("customer-0000002"), SITE.id, "4711", "Maria K.", "plus", 9_000)
    async with with_site.transaction() as tx:
        assert await tx.customers.upsert(first) == first
        kept = await tx.customers.upsert(again)
        assert kept == replace(first, name="Maria K.", tier="plus")
        assert await tx.customers.by_ids([first.id, again.id]) == {first.id: kept}


async def test_the_list_of_sessions_is_paged_newest_first_and_by_state(
    with_site: Database,
) -> None:
    async with with_site.transaction() as tx:
        for number in range(25):
            ended = 9_000 if number % 5 == 0 else None
            same_time = 2_000 + number // 3
            await tx.sessions.put(session(number, started_at=same_time, ended_at=ended))
    found: list[Session] = []
    async with with_site.reading() as tx:
        before = None
        while piece := await tx.sessions.listing("live", before, 4):
            found += piece
            before = (piece[-1].started_at, piece[-1].id)
        ended_ones = await tx.sessions.listing("ended", None, 50)
    assert len(found) == len({each.id for each in found}) == 20
    assert all(each.live for each in found)
    assert found == sorted(found, key=lambda each: (each.started_at, each.id), reverse=True)
    assert len(ended_ones) == 5
    assert not any(each.live for each in ended_ones)


async def test_a_starting_server_gets_the_live_sessions_with_the_pages_that_are_not_left(
    with_site: Database,
) -> None:
    over, live = session(1, ended_at=8_000), session(2)
    left = page(1, live).left(7_000)
    acting = page(2, live).acted(Doing.TYPING, 7_500).held(True)
    async with with_site.transaction() as tx:
        for each in (over, live):
            await tx.sessions.put(each)
        for shown in (left, acting, page(3, over)):
            await tx.pages.put(shown)
    async with with_site.reading() as tx:
        assert await tx.sessions.live_with_pages() == [(live, [acting])]
        assert await tx.pages.of_session(live.id) == [left, acting]
        assert await tx.pages.last_of([over.id, live.id]) == {
            over.id: page(3, over),
            live.id: acting,
        }


async def test_at_most_the_latest_two_hundred_pages_of_a_session_are_returned(
    with_site: Database,
) -> None:
    async with with_site.transaction() as tx:
        await tx.sessions.put(session())
        for number in range(205):
            await tx.pages.put(page(number, session()))
        found = await tx.pages.of_session(session().id)
    assert [each.opened_at for each in found] == list(range(3_005, 3_205))


async def test_each_decision_of_a_session_is_recorded_once(with_site: Database) -> None:
    agreed = Consent(ConsentMode.NOTICE, observe=True, record=True, review=True, at=4_000)
    withdrawn = replace(agreed, record=False, at=6_000)
    async with with_site.transaction() as tx:
        await tx.sessions.put(session())
        await tx.consents.record(session(), agreed)
        await tx.consents.record(session(), replace(agreed, at=5_000))
        assert await tx.consents.of_session(session().id) == agreed
        await tx.consents.record(session(), withdrawn)
        assert await tx.consents.of_session(session().id) == withdrawn


async def test_an_asset_that_changed_at_its_address_is_known_by_its_new_content(
    with_site: Database,
) -> None:
    logo = KeptAsset(SITE.id, "https://shop.example/logo.svg", "a" * 64, "image/svg+xml", 90, 1)
    changed = replace(logo, sha256="b" * 64, size=95, kept_at=2)
    async with with_site.transaction() as tx:
        await tx.assets.put(logo)
        assert await tx.assets.by_url(SITE.id, logo.url) == logo
        await tx.assets.put(changed)
        assert await tx.assets.by_url(SITE.id, logo.url) == changed
        assert await tx.assets.by_url(SITE.id, "https://shop.example/none") is None
