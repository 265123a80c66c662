"""Write the Python lock files again: `python3 -m tools.lock [--upgrade]`.

They hold versions and hashes for every platform, and never the address they came from. The npm
lock files follow from `npm install` inside each package; `.npmrc` keeps addresses out of them.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

LOCKS = {
    "requirements.lock": ["pyproject.toml"],
    "requirements-dev.lock": ["pyproject.toml", "--group", "dev"],
    "requirements-node.lock": ["--group", "node"],
}
OPTIONS = [
    "--quiet",
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--custom-compile-command=python3 -m tools.lock",
]


def main(arguments: list[str]) -> None:
    if arguments not in ([], ["--upgrade"]):
        sys.exit("usage: python3 -m tools.lock [--upgrade]")
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        subprocess.run([f"{folder}/bin/pip", "install", "--quiet", "uv"], check=True)
        for lock, sources in LOCKS.items():
            command = [f"{folder}/bin/uv", "pip", "compile", *OPTIONS, *arguments, *sources]
            subprocess.run([*command, "--output-file", lock], cwd=ROOT, check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
