"""What one would write with python-socketio on aiohttp, with nothing tuned: its default parser, its
default handlers, asyncio's own loop.

Writes its port to standard output.
"""

import asyncio
from typing import Any

import socketio
from aiohttp import web

sio = socketio.AsyncServer(async_mode="aiohttp")


@sio.event  # type: ignore[untyped-decorator]  # the library ships no types
async def watch(sid: str, page: str) -> None:
    await sio.enter_room(sid, page)


@sio.event  # type: ignore[untyped-decorator]
async def batch(sid: str, body: dict[str, Any]) -> None:
    await sio.emit("batch", body, room=body["page"], skip_sid=sid)


async def main() -> None:
    app = web.Application()
    sio.attach(app)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)  # noqa: T201  # what whoever started it waits for
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
