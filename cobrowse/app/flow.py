"""What happens between a page and its watchers."""

from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial

from cobrowse.app.stores import Stores
from cobrowse.config import Config
from cobrowse.domain.clock import Clock
from cobrowse.flow.assets import AssetKeeper
from cobrowse.flow.attention import Attention
from cobrowse.flow.facts import Presence
from cobrowse.flow.ingest import Ingest
from cobrowse.flow.lifetimes import Lifetimes
from cobrowse.flow.live import LiveSessions
from cobrowse.flow.load import Load
from cobrowse.flow.relay import Relay
from cobrowse.flow.room import Room
from cobrowse.flow.sign_ins import SignIns
from cobrowse.flow.sites import Sites
from cobrowse.flow.visits import Capacity, Visits
from cobrowse.store.folder import free_bytes
from cobrowse.web.auth.identity import JwtIdentityTokens
from cobrowse.web.auth.passwords import Argon2Passwords
from cobrowse.web.fetch import GuardedFetcher
from cobrowse.web.outbox import SocketOutbox


@dataclass(frozen=True, slots=True)
class Flow:
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


def open_flow(config: Config, stores: Stores, clock: Clock, parts: AsyncExitStack) -> Flow:
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
    live = LiveSessions(clock, lost_ms=milliseconds(config.presence.lost_s))
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
        idle_end_ms=milliseconds(config.session.idle_end_s),
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
        idle_ms=milliseconds(config.login.sign_in_idle_s),
        longest_ms=milliseconds(config.login.sign_in_max_s),
    )
    return Flow(
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


def milliseconds(seconds: float) -> int:
    return round(seconds * 1000)
