"""Node for the front ends: the one on the PATH if it will do, else the packaged one in `.venv`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV_BIN = ROOT / ".venv" / "bin"


def _will_do(node: str) -> bool:
    """What Vite asks for: 20.19 and later, 22.12 and later; odd-numbered 21 is out."""
    try:
        answer = subprocess.run(
            [node, "--version"], capture_output=True, text=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    found = re.match(r"v(\d+)\.(\d+)\.", answer.stdout)
    if not found:
        return False
    version = (int(found[1]), int(found[2]))
    return (20, 19) <= version < (21, 0) or version >= (22, 12)


def environment() -> Mapping[str, str] | None:
    """The environment in which `node` and `npm` are good ones, or None when there are none."""
    node = shutil.which("node")
    if node and shutil.which("npm") and _will_do(node):
        return os.environ
    if (VENV_BIN / "node").exists() and (VENV_BIN / "npm").exists():
        return {**os.environ, "PATH": f"{VENV_BIN}{os.pathsep}{os.environ['PATH']}"}
    return None
