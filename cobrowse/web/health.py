"""Is it alive, is it ready, what does it count: for whoever runs the service."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from aiohttp import web

from cobrowse import metrics
from cobrowse.web.failures import refusal
from cobrowse.wire.json import encode_json

CHECK_S: Final = 2.0

Check = Callable[[], Awaitable[bool]]


class Health:
    """`/healthz` says that the event loop turns; `/readyz` that work can be done, part by part."""

    def __init__(self, checks: Mapping[str, Check]) -> None:
        self._checks = dict(checks)
        self._draining = False

    def drain(self) -> None:
        """Say no to new work from here on: the service is about to stop."""
        self._draining = True

    def register(self, app: web.Application) -> None:
        app.router.add_get("/healthz", self.alive)
        app.router.add_get("/readyz", self.ready)
        app.router.add_get("/metrics", self.count)

    async def alive(self, _request: web.Request) -> web.StreamResponse:
        return web.Response(text="ok\n")

    async def ready(self, _request: web.Request) -> web.StreamResponse:
        names = tuple(self._checks)
        outcomes = await asyncio.gather(*(self._passes(name) for name in names))
        parts = {**dict(zip(names, outcomes, strict=True)), "serving": not self._draining}
        ready = all(parts.values())
        return web.Response(
            status=200 if ready else 503,
            body=encode_json({"ready": ready, "parts": parts}),
            content_type="application/json",
        )

    async def count(self, _request: web.Request) -> web.StreamResponse:
        return web.Response(
            body=metrics.exposition(),
            headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"},
        )

    async def _passes(self, name: str) -> bool:
        try:
            async with asyncio.timeout(CHECK_S):
                return await self._checks[name]()
        except Exception as error:
            refusal(error, "readiness", part=name)
            return False
