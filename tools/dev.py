"""Develop against the real thing: `python -m tools.dev [arguments of cobrowse demo]`.

One demo service on kept data (`out/dev`), started again whenever its Python changes, and a build
of each front end that runs again whenever its TypeScript changes. The built files are used rather
than a development server's, because origins and content policies are then those of production:
reload the browser to see a change. Ctrl-C ends everything that was started here.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from tools import node

ROOT = Path(__file__).resolve().parent.parent
WATCHED = (ROOT / "cobrowse", ROOT / "examples" / "shop" / "shop")
POLL_S = 0.5
# The service promises to stop within 10 s of SIGTERM; past that it is broken, and ended.
STOP_S = 12.0

BUILDERS = (
    ("capture_script", ["node", "build.mjs", "--watch"]),
    ("agent_ui", ["npm", "exec", "--", "vite", "build", "--watch", "--mode", "console"]),
    ("agent_ui", ["npm", "exec", "--", "vite", "build", "--watch", "--mode", "player"]),
)


class Child:
    """A program in a process group of its own, so that what it starts ends with it."""

    def __init__(
        self, words: Sequence[str], folder: Path, env: Mapping[str, str] | None = None
    ) -> None:
        self._process = subprocess.Popen(
            words, cwd=folder, env=env, stdin=subprocess.DEVNULL, start_new_session=True
        )

    def stop(self) -> None:
        for urgency in (signal.SIGTERM, signal.SIGKILL):
            if self._process.poll() is not None:
                return
            os.killpg(self._process.pid, urgency)
            try:
                self._process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                print(f"did not stop within {STOP_S:.0f} s: {self._process.args!r}", flush=True)


def main(arguments: list[str]) -> None:
    service_words = [str(node.VENV_BIN / "cobrowse"), "demo", *arguments]
    if "--data" not in arguments:
        service_words += ["--data", str(ROOT / "out" / "dev")]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    children = [Child(words, ROOT / folder, node.environment()) for folder, words in BUILDERS]
    try:
        while True:
            service = Child(service_words, ROOT)
            children.append(service)
            wait_for_change(sources())
            print("changed: starting the service again", flush=True)
            service.stop()
            children.remove(service)
    except KeyboardInterrupt:
        print()
    finally:
        for child in reversed(children):
            child.stop()


def sources() -> dict[Path, int]:
    """When each Python file of the service last changed, in ns."""
    changed = {}
    for room in WATCHED:
        for path in room.rglob("*.py"):
            with suppress(FileNotFoundError):  # an editor may be putting a new one in its place
                changed[path] = path.stat().st_mtime_ns
    return changed


def wait_for_change(known: dict[Path, int]) -> None:
    while sources() == known:
        time.sleep(POLL_S)


if __name__ == "__main__":
    main(sys.argv[1:])
