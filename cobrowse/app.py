"""The composition root: the only place that knows every room.

`open_service` builds all parts in the order in which they need one another and closes them in the
reverse; `process.py` runs that until it is told to stop.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_network
from typing import Any, Final

from aiohttp import web

from cobrowse.config import Config
from cobrowse.domain.clock import Clock, SystemClock
from cobrowse.domain.errors import CobrowseError
from cobrowse.flow.arrivals import Arrivals
from cobrowse.flow.assets import AssetKeeper
from cobrowse.flow.attention import Attention
from cobrowse.flow.erasing import Eraser
from cobrowse.flow.facts import Presence
from cobrowse.flow.housekeeping import Duty, duties, keep_house, keeping
from cobrowse.flow.ingest import Ingest
from cobrowse.flow.last_words import LastWords
from cobrowse.flow.leftovers import Leftovers
from cobrowse.flow.lifetimes import Lifetimes
from cobrowse.flow.live import LiveSessions
from cobrowse.flow.load import Allowance, Load
from cobrowse.flow.patience import Patience
from cobrowse.flow.recording.export import Exports
from cobrowse.flow.recording.reading import Recordings
from cobrowse.flow.recording.sealer import Sealer
from cobrowse.flow.recording.sealing import Sealing
from cobrowse.flow.relay import Relay
from cobrowse.flow.retention import Retention
from cobrowse.flow.room import Room
from cobrowse.flow.sessions import SessionQuestions
from cobrowse.flow.sign_ins import SignIns
from cobrowse.flow.sites import Sites
from cobrowse.flow.visits import Capacity, Visits
from cobrowse.flow.wall import LiveWall
from cobrowse.store.database import Database, sqlite_url
from cobrowse.store.folder import free_bytes, held
from cobrowse.store.journal import Journal
from cobrowse.store.objects import Objects
from cobrowse.store.probe import WriteProbe
from cobrowse.store.same_file import watch
from cobrowse.web.assets import KeptAssets
from cobrowse.web.auth.identity import JwtIdentityTokens
from cobrowse.web.auth.passwords import Argon2Passwords
from cobrowse.web.capture import CaptureGateway
from cobrowse.web.console import ConsoleGateway
from cobrowse.web.console_pages import ConsolePages
from cobrowse.web.crowd import Crowd
from cobrowse.web.fetch import GuardedFetcher
from cobrowse.web.health import Health
from cobrowse.web.keys import EXPORTS, PROXIES, RECORDINGS, SESSIONS, SIGN_INS, Origins
from cobrowse.web.outbox import SocketOutbox
from cobrowse.web.page_lines import PageLines
from cobrowse.web.parcels import Parcels
from cobrowse.web.player_pages import PlayerPages
from cobrowse.web.polling import Polls
from cobrowse.web.scripts import CaptureScripts
from cobrowse.web.service import build_replay, build_service

SAVE_S: Final = 1.5
"""How long saving sessions may take when the service stops; the journal's facts still tell what is
not saved."""


@dataclass(frozen=True, slots=True)
class Service:
    """Everything that is open. `failed` is done when a part has died that the service cannot be
    without."""

    main: web.Application
    replay: web.Application
    health: Health
    lines: PageLines
    gateways: tuple[CaptureGateway, ConsoleGateway]
    failed: asyncio.Future[None]


@dataclass(frozen=True, slots=True)
class _Stores:
    """What stays."""

    database: Database
    journal: Journal
    objects: Objects


@dataclass(frozen=True, slots=True)
class _Flow:
    """What happens between a page and its watchers."""

    outbox: SocketOutbox
    sites: Sites
    live: LiveSessions
    assets: AssetKeeper
    relay: Relay
    ingest: Ingest
    lifetimes: Lifetimes
    visits: Visits
    load: Load
    room: Room
    sign_ins: SignIns


@asynccontextmanager
async def open_service(config: Config) -> AsyncGenerator[Service]:
    """Open every part, in order; on leaving, the journal commits what is queued and all are
    closed."""
    clock = SystemClock()
    async with AsyncExitStack() as parts:
        stores = await _open_stores(config, parts)
        flow = _flow(config, stores, clock, parts)
        service, console = _web(config, stores, flow, clock)
        stores.journal.listen(
            flow.ingest.committed, flow.ingest.poisoned, fatal=lambda _: _fail(service.failed)
        )
        await flow.sites.refresh()
        await flow.lifetimes.resume()
        parts.push_async_callback(_within, SAVE_S, flow.lifetimes.save_all)
        for name, work in (
            ("housekeeping", keep_house(_duties(config, stores, flow, clock))),
            ("assets", flow.assets.run()),
            ("data folder", watch([config.server.database_file])),
            ("signed out", console.close_signed_out()),
        ):
            await parts.enter_async_context(_task(name, work, service.failed))
        yield service


async def _open_stores(config: Config, parts: AsyncExitStack) -> _Stores:
    server = config.server
    server.data.mkdir(parents=True, exist_ok=True)
    parts.enter_context(held(server.data))
    return _Stores(
        database=await parts.enter_async_context(Database(sqlite_url(server.database_file))),
        journal=await parts.enter_async_context(
            Journal(server.journal_file, window_s=config.journal.window_ms / 1_000)
        ),
        objects=Objects.in_directory(server.objects_folder),
    )


def _flow(config: Config, stores: _Stores, clock: Clock, parts: AsyncExitStack) -> _Flow:
    database, journal = stores.database, stores.journal
    fetcher = GuardedFetcher(
        max_bytes=config.assets.max_bytes,
        timeout_s=config.assets.timeout_s,
        allow_private=config.assets.allow_private,
    )
    parts.push_async_callback(fetcher.close)
    passwords = Argon2Passwords()
    parts.callback(passwords.close)

    outbox = SocketOutbox()
    sites = Sites(database)
    live = LiveSessions(clock, lost_ms=_ms(config.presence.lost_s))
    attention = Attention(live, outbox, clock)
    assets = AssetKeeper(
        database=database,
        objects=stores.objects,
        fetcher=fetcher,
        live=live,
        sites=sites,
        clock=clock,
    )
    relay = Relay(journal, live, outbox, clock, attention)
    parts.push_async_callback(relay.close)
    ingest = Ingest(journal, outbox, clock, downstream=(Presence(live, clock), relay, assets))
    lifetimes = Lifetimes(
        database=database,
        sites=sites,
        live=live,
        ingest=ingest,
        attention=attention,
        outbox=outbox,
        clock=clock,
        idle_end_ms=_ms(config.session.idle_end_s),
    )
    load = Load(journal, outbox, clock)
    room = Room(partial(free_bytes, config.server.data), config.retention.keep_free_mb * 2**20)
    visits = Visits(
        database=database,
        sites=sites,
        live=live,
        ingest=ingest,
        attention=attention,
        lifetimes=lifetimes,
        tokens=JwtIdentityTokens(),
        outbox=outbox,
        clock=clock,
        capacity=Capacity(
            sessions=config.limits.sessions,
            sessions_per_site=config.limits.sessions_per_site,
            is_full=lambda: load.crowded or room.full,
        ),
    )
    sign_ins = SignIns(
        database,
        passwords,
        clock,
        per_account=config.login.limit,
        per_address=config.login.limit_per_address,
        idle_ms=_ms(config.login.sign_in_idle_s),
        longest_ms=_ms(config.login.sign_in_max_s),
    )
    return _Flow(
        outbox=outbox,
        sites=sites,
        live=live,
        assets=assets,
        relay=relay,
        ingest=ingest,
        lifetimes=lifetimes,
        visits=visits,
        load=load,
        room=room,
        sign_ins=sign_ins,
    )


def _web(
    config: Config, stores: _Stores, flow: _Flow, clock: Clock
) -> tuple[Service, ConsoleGateway]:
    origins = Origins(console=config.server.public_origin, replay=config.server.replay_origin)
    lines = PageLines(
        visits=flow.visits,
        ingest=flow.ingest,
        outbox=flow.outbox,
        arrivals=Arrivals(config.limits.arrivals_per_s, clock),
        load=flow.load,
        allowance=lambda: Allowance(config.limits.page_bytes_per_s, flow.load, clock),
    )
    # Sockets and polled lines count as connections of one address together.
    crowd = Crowd(config.limits.connections_per_address)
    capture = CaptureGateway(lines, crowd)
    polls = Polls(lines, stores.journal, crowd, lost_s=config.presence.lost_s)
    console = ConsoleGateway(
        sign_ins=flow.sign_ins,
        wall=LiveWall(flow.live, flow.outbox, clock),
        relay=flow.relay,
        outbox=flow.outbox,
        origin=origins.console,
    )
    health = Health(
        {
            "database": WriteProbe(config.server.database_file).passes,
            "disk": _has_room(flow.room),
            "journal": _commits(stores.journal, WriteProbe(config.server.journal_file)),
        }
    )
    main = build_service(
        origins,
        capture=capture,
        console=console,
        parcels=Parcels(LastWords(flow.visits, flow.ingest, stores.journal), polls),
        scripts=CaptureScripts(),
        pages=ConsolePages(),
        health=health,
    )
    questions = SessionQuestions(stores.database, flow.live, flow.sites, clock)
    recordings = Recordings(
        database=stores.database,
        journal=stores.journal,
        objects=stores.objects,
        questions=questions,
        live=flow.live,
        clock=clock,
    )
    main[PROXIES] = tuple(ip_network(network) for network in config.server.trusted_proxies)
    main[SIGN_INS] = flow.sign_ins
    main[SESSIONS] = questions
    main[RECORDINGS] = recordings
    main[EXPORTS] = Exports(recordings)
    replay = build_replay(
        origins, player=PlayerPages(origins.console), assets=KeptAssets(flow.assets)
    )
    failed = asyncio.get_running_loop().create_future()
    return Service(main, replay, health, lines, (capture, console), failed), console


def _duties(config: Config, stores: _Stores, flow: _Flow, clock: Clock) -> list[Duty]:
    database, journal, objects = stores.database, stores.journal, stores.objects
    patience, days = Patience(clock), config.retention.days
    of_the_line = duties(
        live=flow.live,
        load=flow.load,
        relay=flow.relay,
        ingest=flow.ingest,
        lifetimes=flow.lifetimes,
        sites=flow.sites,
        sign_ins=flow.sign_ins,
        sealer=Sealer(
            database=database,
            journal=journal,
            sealing=Sealing(database, journal, objects, clock),
            live=flow.live,
            clock=clock,
            seal_after_ms=_ms(config.session.seal_after_s),
        ),
    )
    of_what_stays = keeping(
        retention=Retention(
            database=database,
            journal=journal,
            objects=objects,
            room=flow.room,
            patience=patience,
            clock=clock,
            days=days,
        ),
        leftovers=Leftovers(
            database=database,
            objects=objects,
            sites=flow.sites,
            patience=patience,
            clock=clock,
            days=days,
            forget=flow.assets.forget,
        ),
        eraser=Eraser(database, journal, objects, clock, living=flow.lifetimes),
        assets=flow.assets,
    )
    return [*of_the_line, *of_what_stays]


@asynccontextmanager
async def _task(
    name: str, work: Coroutine[Any, Any, None], failed: asyncio.Future[None]
) -> AsyncGenerator[None]:
    """Own a task that runs as long as the service does; if it dies, so does the service."""
    task = asyncio.create_task(work, name=name)
    task.add_done_callback(lambda done: None if done.cancelled() else _fail(failed))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def _fail(failed: asyncio.Future[None]) -> None:
    if not failed.done():
        failed.set_exception(RuntimeError("a part of the service died; its log line says which"))


async def _within(seconds: float, work: Callable[[], Awaitable[None]]) -> None:
    """Do it as far as it goes in this time."""
    with suppress(TimeoutError, CobrowseError):
        async with asyncio.timeout(seconds):
            await work()


def _commits(journal: Journal, probe: WriteProbe) -> Callable[[], Awaitable[bool]]:
    async def commits() -> bool:
        return journal.healthy and await probe.passes()

    return commits


def _has_room(room: Room) -> Callable[[], Awaitable[bool]]:
    async def has_room() -> bool:
        return room.may_begin()

    return has_room


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
