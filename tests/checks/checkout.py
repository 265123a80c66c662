"""What lies in the checkout, as the checks see it."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

HAND_WRITTEN = ("cobrowse", "capture_script", "agent_ui", "examples", "tools")
SOURCE_ENDINGS = {".py", ".ts", ".tsx", ".mjs", ".css", ".html", ".js"}


@cache
def files() -> tuple[Path, ...]:
    """Every file of the checkout that is kept or would be, relative to its root."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    names = sorted(set(listed.stdout.split("\0")) - {""})
    return tuple(Path(name) for name in names if (ROOT / name).is_file())


def under(*folders: str) -> list[Path]:
    return [path for path in files() if path.parts[0] in folders]


def hand_written_sources() -> list[Path]:
    """Code that somebody wrote and somebody has to read: not generated, not a test."""
    return [
        path
        for path in under(*HAND_WRITTEN)
        if path.suffix in SOURCE_ENDINGS
        and not path.name.endswith((".gen.ts", ".test.ts", ".test.tsx", ".d.ts"))
    ]


def text(path: Path | str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")
