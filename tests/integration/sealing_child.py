"""A process that seals what is due and is killed at one step of one segment.

sealing_child.py FOLDER STEP NUMBER
"""

import asyncio
import os
import signal
import sys
from pathlib import Path

from tests.integration.sealed import open_stores


async def main(folder: Path, step: str, number: int) -> None:
    seen = 0

    def die(done: str) -> None:
        nonlocal seen
        seen += done == step
        if seen == number:
            os.kill(os.getpid(), signal.SIGKILL)

    async with open_stores(folder, die) as stores:
        await stores.sealer.run_once()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
