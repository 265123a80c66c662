"""Whose cost on a page is measured: nobody's, ours, and other recorders' as sites would have them.

Each is one script tag, in the same place of the same page.
"""

from __future__ import annotations

import gzip
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tools import node
from tools.report import Figure, of_value

ROOT = Path(__file__).resolve().parents[2]
RIVALS = ROOT / "tools" / "bench" / "rivals"
CAPTURE = ROOT / "cobrowse" / "static" / "capture"

NONE = "none"
OURS = "cobrowse"
RECORDERS = (OURS, "rrweb", "openreplay", "sentry", "posthog")
SUBJECTS = (NONE, *RECORDERS)
"""`none` is the page without any recorder."""

LOADER_AIM_BYTES = 2 * 1024
CAPTURE_AIM_BYTES = 40 * 1024


@dataclass(frozen=True)
class Size:
    raw: int
    gz: int


def bundle(folder: Path) -> None:
    """Write NAME.js for every recorder that is not ours."""
    if not (RIVALS / "node_modules").is_dir():
        raise SystemExit("the other recorders are not installed: python3 -m tools.setup bench")
    subprocess.run(
        ["node", "build.mjs", str(folder)],
        cwd=RIVALS,
        env=node.environment(),
        check=True,
        timeout=120,
    )


def sizes(bundles: Path) -> list[Figure]:
    """What a page loads of each. Ours: the loader, and the core that follows when the page is idle;
    what visitors can see of us is loaded apart, when an account manager looks."""
    parts = _our_parts()
    ours = Size(
        parts["loader"].raw + parts["core"].raw,
        parts["loader"].gz + parts["core"].gz,
    )
    found = {OURS: ours} | {
        name: _size(bundles / f"{name}.js") for name in RECORDERS if name != OURS
    }
    return [
        of_value("loader_gz_bytes", "bytes", parts["loader"].gz, aim=LOADER_AIM_BYTES),
        of_value("capture_gz_bytes", "bytes", ours.gz, aim=CAPTURE_AIM_BYTES),
        of_value("assist_gz_bytes", "bytes", parts["assist"].gz),
        *(
            of_value(f"bundle_bytes_{name}", "bytes", found[name].raw, subject=name)
            for name in RECORDERS
        ),
        *(
            of_value(f"bundle_gz_bytes_{name}", "bytes", found[name].gz, subject=name)
            for name in RECORDERS
        ),
    ]


def _our_parts() -> dict[str, Size]:
    manifest: dict[str, str] = json.loads((CAPTURE / "manifest.json").read_text())
    return {part: _size(CAPTURE / file) for part, file in manifest.items()}


def _size(script: Path) -> Size:
    content = script.read_bytes()
    return Size(len(content), len(gzip.compress(content, 9)))
