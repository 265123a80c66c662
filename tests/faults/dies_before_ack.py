"""`cobrowse`, but after a second it kills itself when the journal reports a commit: what is in that
is durable, and nobody has been told."""

import os
import signal
import time
from collections.abc import Sequence

from cobrowse.cli import main
from cobrowse.domain.entry import Entry
from cobrowse.flow.ingest import Ingest

LIVES_S = 1.0

began = time.monotonic()
acknowledge = Ingest.committed


def die_or_acknowledge(self: Ingest, entries: Sequence[Entry]) -> None:
    if time.monotonic() - began > LIVES_S:
        os.kill(os.getpid(), signal.SIGKILL)
    acknowledge(self, entries)


Ingest.committed = die_or_acknowledge  # type: ignore[method-assign]

if __name__ == "__main__":
    main()
