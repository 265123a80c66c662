"""A process that appends until it is killed, and prints what it was told is durable."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from cobrowse.domain.entry import BatchEntry, Entry
from cobrowse.store.journal import Journal
from tests.integration.entries import batch

AHEAD_BYTES = 200_000


async def main(path: Path) -> None:
    def acknowledge(entries: Sequence[Entry]) -> None:
        last = entries[-1]
        assert isinstance(last, BatchEntry)
        sys.stdout.write(f"{last.seq}\n")
        sys.stdout.flush()

    async with Journal(path) as journal:
        journal.listen(acknowledge, lambda _: None)
        seq = 0
        while True:
            if journal.pending < AHEAD_BYTES:
                journal.append(batch(seq, payload=b"x" * 2_000))
                seq += 1
            await asyncio.sleep(0)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
