"""The composition root: the only place that knows every room.

`open_service` builds all parts in the order in which they need one another and closes them in the
reverse; `serve` runs that until it is told to stop.
"""

import asyncio
import signal
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from ipaddress import ip_network
from typing import Any

import structlog
from aiohttp import web

from cobrowse.config import Config
from cobrowse.domain.clock import SystemClock
from cobrowse.flow.assets import AssetKeeper
from cobrowse.flow.attention import Attention
from cobrowse.flow.facts import Presence
from cobrowse.flow.housekeeping import duties, keep_house
from cobrowse.flow.ingest import Ingest
from cobrowse.flow.last_words import LastWords
from cobrowse.flow.lifetimes import Lifetimes
from cobrowse.flow.live import LiveSessions
from cobrowse.flow.relay import Relay
from cobrowse.flow.sessions import SessionQuestions
from cobrowse.flow.sign_ins import SignIns
from cobrowse.flow.sites import Sites
from cobrowse.flow.visits import Visits
from cobrowse.flow.wall import LiveWall
from cobrowse.store.database import Database, sqlite_url
from cobrowse.store.journal import Journal
from cobrowse.store.objects import Objects
from cobrowse.web.assets import KeptAssets
from cobrowse.web.auth.identity import JwtIdentityTokens
from cobrowse.web.auth.passwords import Argon2Passwords
from cobrowse.web.capture import CaptureGateway
from cobrowse.web.console import ConsoleGateway
from cobrowse.web.console_pages import ConsolePages
from cobrowse.web.fetch import GuardedFetcher
from cobrowse.web.health import Health
from cobrowse.web.keys import PROXIES, SESSIONS, SIGN_INS, Origins
from cobrowse.web.outbox import SocketOutbox
from cobrowse.web.parcels import Parcels
from cobrowse.web.player_pages import PlayerPages
from cobrowse.web.scripts import CaptureScripts
from cobrowse.web.service import build_replay, build_service
from cobrowse.web.serving import listen

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Service:
    """Everything that is open. `failed` is done when a part has died that the service cannot be
    without."""

    main: web.Application
    replay: web.Application
    health: Health
    gateways: tuple[CaptureGateway, ConsoleGateway]
    failed: asyncio.Future[None]


@asynccontextmanager
async def open_service(config: Config) -> AsyncGenerator[Service]:
    """Open every part, in order; on leaving, the journal commits what is queued and all are
    closed."""
    clock = SystemClock()
    config.server.data.mkdir(parents=True, exist_ok=True)
    origins = Origins(console=config.server.public_origin, replay=config.server.replay_origin)
    async with AsyncExitStack() as parts:
        database = await parts.enter_async_context(
            Database(sqlite_url(config.server.database_file))
        )
        journal = await parts.enter_async_context(
            Journal(config.server.journal_file, window_s=config.journal.window_ms / 1_000)
        )
        objects = Objects.in_directory(config.server.objects_folder)
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
            objects=objects,
            fetcher=fetcher,
            live=live,
            sites=sites,
            clock=clock,
        )
        relay = Relay(journal, live, outbox, clock, attention)
        parts.push_async_callback(relay.close)
        presence = Presence(live, clock)
        ingest = Ingest(journal, outbox, clock, downstream=(presence, relay, assets))
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
        capture = CaptureGateway(visits, ingest, outbox)
        console = ConsoleGateway(
            sign_ins=sign_ins,
            wall=LiveWall(live, outbox, clock),
            relay=relay,
            outbox=outbox,
            origin=origins.console,
        )
        health = Health({"database": _answers(sites), "journal": _commits(journal)})
        main = build_service(
            origins,
            capture=capture,
            console=console,
            parcels=Parcels(LastWords(visits, ingest, journal)),
            scripts=CaptureScripts(),
            pages=ConsolePages(),
            health=health,
        )
        main[PROXIES] = tuple(ip_network(network) for network in config.server.trusted_proxies)
        main[SIGN_INS] = sign_ins
        main[SESSIONS] = SessionQuestions(database, live, sites, clock)
        replay = build_replay(
            origins, player=PlayerPages(origins.console), assets=KeptAssets(assets)
        )

        failed = asyncio.get_running_loop().create_future()
        journal.listen(ingest.committed, ingest.poisoned, fatal=lambda _: _fail(failed))
        await sites.refresh()
        await lifetimes.resume()
        parts.push_async_callback(lifetimes.save_all)
        by_the_clock = duties(
            live=live,
            relay=relay,
            ingest=ingest,
            lifetimes=lifetimes,
            sites=sites,
            sign_ins=sign_ins,
        )
        for name, work in (
            ("housekeeping", keep_house(by_the_clock)),
            ("assets", assets.run()),
            ("signed out", console.close_signed_out()),
        ):
            await parts.enter_async_context(_task(name, work, failed))
        yield Service(main, replay, health, (capture, console), failed)


async def serve(
    config: Config,
    *,
    extra_sites: Sequence[tuple[web.Application, str, int]] = (),
    ready: Callable[[], Awaitable[None]] | None = None,
) -> None:
    """Run the service until SIGTERM or SIGINT, and the applications of `extra_sites` beside it.

    `ready` is called once everything answers. Raises `OSError` for an address that is in use.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    server = config.server
    async with open_service(config) as service, AsyncExitStack() as running:
        for app, host, port in (
            (service.main, server.host, server.port),
            (service.replay, server.host, server.replay_port),
            *extra_sites,
        ):
            runner = await listen(app, host, port)
            running.push_async_callback(runner.cleanup)
        log.info("serving", port=server.port, replay_port=server.replay_port)
        if ready is not None:
            await ready()
        service.failed.add_done_callback(lambda _: stop.set())
        await stop.wait()
        service.health.drain()
        for gateway in service.gateways:
            gateway.hang_up()
    if service.failed.done():
        service.failed.result()


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


def _answers(sites: Sites) -> Callable[[], Awaitable[bool]]:
    async def answers() -> bool:
        await sites.refresh()
        return True

    return answers


def _commits(journal: Journal) -> Callable[[], Awaitable[bool]]:
    async def commits() -> bool:
        return journal.healthy

    return commits


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
