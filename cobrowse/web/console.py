"""The console gateway: agents, by their cookie; every event has its permission."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from cobrowse.domain.access import Action, may
from cobrowse.domain.agent import Agent
from cobrowse.domain.errors import Forbidden, OriginNotAllowed, Unauthenticated, UnknownEvent
from cobrowse.domain.ids import SessionId, WatcherId
from cobrowse.flow.relay import Relay
from cobrowse.flow.sign_ins import SignIns
from cobrowse.flow.wall import LiveWall
from cobrowse.web.auth.cookie import token_in
from cobrowse.web.failures import refusal
from cobrowse.web.line import Bounds, Line
from cobrowse.web.outbox import SocketOutbox
from cobrowse.web.sockets import Gateway
from cobrowse.wire.base import Wire
from cobrowse.wire.capture import Empty
from cobrowse.wire.codec import Undecoded, decode_body
from cobrowse.wire.console import INBOUND, Unwatch, Watch

BOUNDS: Final = Bounds(
    audience="console",
    frame_bytes=16 * 1024,  # an agent asks; nothing big comes from here
    unsent_bytes=8 * 2**20,  # flow cuts a slow watcher forward long before
    lines=2_000,
)

CHECK_S: Final = 1.0
"""How often open connections are asked whether their agent is still signed in."""

ALLOWED: Final[dict[str, Action]] = {
    "follow_wall": Action.SEE_LIVE_SESSIONS,
    "unfollow_wall": Action.SEE_LIVE_SESSIONS,
    "watch": Action.WATCH,
    "unwatch": Action.WATCH,
}
"""The permission of every event."""


@dataclass(frozen=True, slots=True)
class _Watcher:
    id: WatcherId
    agent: Agent
    token: str


class ConsoleGateway(Gateway):
    """One connection is one watcher."""

    def __init__(
        self,
        *,
        sign_ins: SignIns,
        wall: LiveWall,
        relay: Relay,
        outbox: SocketOutbox,
        origin: str,
        bounds: Bounds = BOUNDS,
    ) -> None:
        super().__init__(bounds)
        self._sign_ins = sign_ins
        self._wall = wall
        self._relay = relay
        self._outbox = outbox
        self._origin = origin
        self._watchers: dict[Line, _Watcher] = {}
        self._events: dict[str, Callable[[_Watcher, Undecoded], Awaitable[Wire]]] = {
            "follow_wall": self._follow_wall,
            "unfollow_wall": self._unfollow_wall,
            "watch": self._watch,
            "unwatch": self._unwatch,
        }
        assert set(self._events) == set(INBOUND) == set(ALLOWED)

    def check(self, request: web.Request) -> None:
        """Refuse other origins: by the cookie alone any page of the host could open this."""
        if request.headers.getall("Origin", []) != [self._origin]:
            raise OriginNotAllowed("the console's socket is for the console's own origin")

    async def admit(self, line: Line, hello: Undecoded) -> None:
        token = token_in(line.request)
        agent = await self._sign_ins.agent_of(token) if token else None
        if token is None or agent is None:
            raise Unauthenticated("nobody is signed in")
        self._watchers[line] = _Watcher(WatcherId(line.id), agent, token)

    def joined(self, line: Line) -> None:
        self._outbox.watchers[self._watchers[line].id] = line

    def left(self, line: Line) -> None:
        watcher = self._watchers.pop(line)
        self._outbox.watchers.pop(watcher.id, None)
        self._wall.unfollow(watcher.id)
        self._relay.gone(watcher.id)

    async def answer(self, line: Line, name: str, body: Undecoded) -> Wire:
        handler = self._events.get(name)
        if handler is None:
            raise UnknownEvent("no such event")
        watcher = self._watchers[line]
        if not may(watcher.agent.role, ALLOWED[name]):
            raise Forbidden("this is not for your role")
        return await handler(watcher, body)

    async def close_signed_out(self) -> None:
        """Every `CHECK_S`, end the connections of agents who signed out or changed role."""
        while True:
            await asyncio.sleep(CHECK_S)
            try:
                await self._check_watchers()
            except Exception as error:
                refusal(error, "console")

    async def _check_watchers(self) -> None:
        now: dict[str, Agent | None] = {}
        for line, watcher in tuple(self._watchers.items()):
            if watcher.token not in now:
                now[watcher.token] = await self._sign_ins.agent_of(watcher.token)
            agent = now[watcher.token]
            if agent is None or agent.role is not watcher.agent.role:
                line.hang_up()

    async def _follow_wall(self, watcher: _Watcher, body: Undecoded) -> Wire:
        decode_body(Empty, body)
        return self._wall.follow(watcher.id)

    async def _unfollow_wall(self, watcher: _Watcher, body: Undecoded) -> Wire:
        decode_body(Empty, body)
        self._wall.unfollow(watcher.id)
        return Empty()

    async def _watch(self, watcher: _Watcher, body: Undecoded) -> Wire:
        return await self._relay.watch(watcher.id, watcher.agent, decode_body(Watch, body))

    async def _unwatch(self, watcher: _Watcher, body: Undecoded) -> Wire:
        self._relay.unwatch(watcher.id, SessionId(decode_body(Unwatch, body).session))
        return Empty()
