"""People of a scene at work, each in a task of its own."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, Protocol


class Worker(Protocol):
    def run(self) -> Coroutine[Any, Any, None]:
        """Work until cancelled."""


@asynccontextmanager
async def at_work(*workers: Worker) -> AsyncGenerator[None]:
    """Let them work until the block ends; one that fails by itself fails the block."""
    tasks = [asyncio.create_task(worker.run()) for worker in workers]
    try:
        yield
    finally:
        failed = [task for task in tasks if task.done() and not task.cancelled()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for task in failed:
            task.result()
