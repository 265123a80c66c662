"""What one would write with aiohttp alone: opaque frames from a page to those who watch it.

Writes its port to standard output.
"""

import asyncio
from collections import defaultdict
from typing import Any

import msgspec
import uvloop
from aiohttp import WSMsgType, web

watchers: defaultdict[str, set[web.WebSocketResponse]] = defaultdict(set)


async def relay(request: web.Request) -> web.WebSocketResponse:
    ws = web.WebSocketResponse()
    await ws.prepare(request)
    watched = ""
    async for message in ws:
        if message.type is not WSMsgType.BINARY:
            break
        name, body = msgspec.msgpack.decode(message.data, type=tuple[str, Any])
        if name == "watch":
            watched = body
            watchers[watched].add(ws)
            await ws.send_bytes(msgspec.msgpack.encode(0))
        else:
            for watcher in watchers.get(body["page"], ()):
                await watcher.send_bytes(message.data)
            await ws.send_bytes(msgspec.msgpack.encode(body["seq"]))
    watchers[watched].discard(ws)
    return ws


async def main() -> None:
    app = web.Application()
    app.router.add_get("/", relay)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)  # noqa: T201  # what whoever started it waits for
    await asyncio.Event().wait()


if __name__ == "__main__":
    uvloop.run(main())
