"""Find the browser the tests drive, or get one: the system's, Debian's, or Playwright's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# A browser of Playwright's own lies here unless its own variable says otherwise.
PLAYWRIGHT_CACHES = (
    Path.home() / ".cache" / "ms-playwright",
    Path.home() / "Library" / "Caches" / "ms-playwright",
)

ADVICE = """\
The browser tests need Chromium, and none could be found or installed.
Do one of these, then run the same command again:
  Debian        sudo apt-get install chromium
  Ubuntu        sudo .venv/bin/playwright install --with-deps chromium
  elsewhere     .venv/bin/playwright install chromium
  by yourself   install Chromium or Chrome and set COBROWSE_CHROMIUM=/path/to/it"""


def find() -> Path | None:
    """The first Chromium that starts. `COBROWSE_CHROMIUM` names one that goes before all others."""
    return next((path for path in _candidates() if _starts(path)), None)


def _candidates() -> list[Path]:
    named = os.environ.get("COBROWSE_CHROMIUM")
    if named:
        return [Path(named)]
    system = [Path(found) for name in NAMES if (found := shutil.which(name))]
    chosen = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    caches = [Path(chosen)] if chosen else PLAYWRIGHT_CACHES
    own = [
        path
        for cache in caches
        for pattern in ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/*/*/*")
        for path in sorted(cache.glob(pattern), reverse=True)
    ]
    return system + own


def _starts(path: Path) -> bool:
    """Ubuntu's `chromium-browser` may be a shell script that only asks for a snap: try it."""
    try:
        answer = subprocess.run(
            [path, "--version"], capture_output=True, text=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and "Chrom" in answer.stdout


def ensure(playwright: Path) -> Path:
    """The browser to drive, installed if need be; exits with advice when there is no way."""
    for attempt in (_nothing, _install_from_debian, lambda: _install_own(playwright)):
        attempt()
        if found := find():
            return found
    sys.exit(ADVICE)


def _nothing() -> None:
    """What is there already may do."""


def _install_from_debian() -> None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print("· Chromium from the system's packages", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends"]):
        packages = ["chromium"] if command[0] == "install" else []
        subprocess.run(
            ["apt-get", *command, *packages], env=quiet, stdout=subprocess.DEVNULL, check=False
        )


def _install_own(playwright: Path) -> None:
    print("· Chromium from Playwright", flush=True)
    with_libraries = ["--with-deps"] if os.geteuid() == 0 and shutil.which("apt-get") else []
    subprocess.run([playwright, "install", *with_libraries, "chromium"], check=False)
