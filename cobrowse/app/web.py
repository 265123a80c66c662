"""What is served, and to whom."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from ipaddress import ip_network

from aiohttp import web

from cobrowse.app.flow import Flow
from cobrowse.app.stores import Stores
from cobrowse.config import Config
from cobrowse.domain.clock import Clock
from cobrowse.flow.arrivals import Arrivals
from cobrowse.flow.last_words import LastWords
from cobrowse.flow.load import Allowance
from cobrowse.flow.recording.export import Exports
from cobrowse.flow.recording.reading import Recordings
from cobrowse.flow.room import Room
from cobrowse.flow.sessions import SessionQuestions
from cobrowse.flow.wall import LiveWall
from cobrowse.store.journal import Journal
from cobrowse.store.probe import WriteProbe
from cobrowse.web.assets import KeptAssets
from cobrowse.web.capture import CaptureGateway
from cobrowse.web.console import ConsoleGateway
from cobrowse.web.console_pages import ConsolePages
from cobrowse.web.crowd import Crowd
from cobrowse.web.health import Health
from cobrowse.web.keys import EXPORTS, PROXIES, RECORDINGS, SESSIONS, SIGN_INS, Origins
from cobrowse.web.page_lines import PageLines
from cobrowse.web.parcels import Parcels
from cobrowse.web.player_pages import PlayerPages
from cobrowse.web.polling import Polls
from cobrowse.web.scripts import CaptureScripts
from cobrowse.web.service import build_replay, build_service


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


def open_web(
    config: Config, stores: Stores, flow: Flow, clock: Clock
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


def _commits(journal: Journal, probe: WriteProbe) -> Callable[[], Awaitable[bool]]:
    async def commits() -> bool:
        return journal.healthy and await probe.passes()

    return commits


def _has_room(room: Room) -> Callable[[], Awaitable[bool]]:
    async def has_room() -> bool:
        return room.may_begin()

    return has_room
