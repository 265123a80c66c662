"""An application on a port, with the bounds that aiohttp leaves open."""

from typing import Final

from aiohttp import web

IDLE_S: Final = 75.0
"""A connection that has not sent a whole request head by then is closed: one that never speaks, one
that drips its headers, one kept alive for nothing. Longer than reverse proxies keep theirs."""

STOP_S: Final = 2.0
"""How long requests under way may take when the service stops."""

LINE_BYTES: Final = 8190


async def listen(app: web.Application, host: str, port: int) -> web.AppRunner:
    """Serve until the runner's `cleanup`. Raises `OSError` when the port is taken."""
    runner = web.AppRunner(
        app,
        access_log=None,  # it would hold addresses of pages
        keepalive_timeout=IDLE_S,
        shutdown_timeout=STOP_S,
        auto_decompress=False,
        max_line_size=LINE_BYTES,
        max_field_size=LINE_BYTES,
        handler_cancellation=False,
    )
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port, reuse_address=True).start()
    except BaseException:
        await runner.cleanup()
        raise
    return runner
