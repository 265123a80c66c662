"""Make a checkout ready: `python3 -m tools.setup run|test|bench|build`.

Everything lands in the checkout (`.venv`, `node_modules`, `cobrowse/static`), from lock files, and
each step is skipped while what it was made from is unchanged. Standard library only: this runs
before anything is installed.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from tools import chromium, node
from tools.stamps import Stamp

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STATIC = ROOT / "cobrowse" / "static"

NODE_PACKAGES = ("capture_script", "agent_ui", "examples/shop")
# What ours is measured beside; nothing else needs it.
BESIDE_OURS = ("tools/bench/rivals", "tests/load/peers")
# Which package is built, and the folders of `cobrowse/static` its build makes.
BUILDS = {"capture_script": ("capture",), "agent_ui": ("console", "player")}
NO_PART_OF_A_BUILD = {"node_modules", "biome.json", "vitest.config.ts", "sizes.mjs"}


def main(arguments: list[str]) -> None:
    if sys.version_info < (3, 11):
        sys.exit("Python 3.11 or newer is needed; name one: make PYTHON=python3.12 ...")
    goals = {
        "build": [front_ends],
        "run": [python_packages, front_ends],
        "test": [python_packages, front_ends, browser, tracer],
        "bench": [python_packages, front_ends, browser, beside_ours],
    }
    if len(arguments) != 1 or arguments[0] not in goals:
        sys.exit(f"usage: python3 -m tools.setup {'|'.join(goals)}")
    for step in goals[arguments[0]]:
        step()


def python_packages() -> None:
    virtual_environment()
    lock = ROOT / "requirements-dev.lock"
    locked = Stamp(VENV / "stamps" / "locked", made_from=[lock])
    if not locked.fresh():
        announce("Python packages")
        pip("install", "--require-hashes", "--requirement", str(lock))
        locked.press()
    itself = Stamp(VENV / "stamps" / "cobrowse", made_from=[ROOT / "pyproject.toml"])
    if not itself.fresh():
        announce("cobrowse itself, editable")
        pip("install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
        itself.press()


def virtual_environment() -> None:
    # Scripts in an environment name it by its full path: a moved checkout needs a new one.
    stamp = Stamp(VENV / "stamps" / "venv", facts=[sys.version, str(VENV)])
    if stamp.fresh():
        return
    if importlib.util.find_spec("ensurepip") is None:
        install_ensurepip()
    announce("virtual environment")
    run(sys.executable, "-m", "venv", "--clear", str(VENV))
    stamp.press()


def install_ensurepip() -> None:
    """Debian and Ubuntu keep this part of Python in a package of its own."""
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.exit(f"Python cannot make a virtual environment yet: sudo apt-get install {package}")
    announce(f"{package} from the system's packages")
    run("apt-get", "update", "-qq")
    run("apt-get", "install", "-y", "-qq", package)


def browser() -> None:
    chromium.ensure(VENV / "bin" / "playwright")


def tracer() -> None:
    """`strace` proves that no acknowledgement leaves before its sync; else that is skipped."""
    if shutil.which("strace") or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    announce("strace from the system's packages")
    subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "strace"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )


def front_ends() -> None:
    env = node_environment()
    for package in NODE_PACKAGES:
        install_node_packages(ROOT / package, env)
    for package, folders in BUILDS.items():
        build(ROOT / package, [STATIC / folder for folder in folders], env)


def beside_ours() -> None:
    env = node_environment()
    for package in BESIDE_OURS:
        install_node_packages(ROOT / package, env)


def node_environment() -> Mapping[str, str]:
    if env := node.environment():
        return env
    virtual_environment()
    announce("Node, as there is none on the PATH that is new enough")
    pip("install", "--require-hashes", "--requirement", str(ROOT / "requirements-node.lock"))
    if env := node.environment():
        return env
    sys.exit("Node did not install; install Node 20.19 or newer, then run this again")


def install_node_packages(package: Path, env: Mapping[str, str]) -> None:
    lock = package / "package-lock.json"
    # Inside `node_modules`, so that whoever removes that folder gets it back.
    stamp = Stamp(package / "node_modules" / ".cobrowse-stamp", made_from=[lock])
    if not stamp.fresh():
        announce(f"packages of {package.relative_to(ROOT)}")
        run("npm", "ci", "--no-audit", "--no-fund", folder=package, env=env)
        stamp.press()


def build(package: Path, makes: list[Path], env: Mapping[str, str]) -> None:
    sources = [path for path in package.iterdir() if path.name not in NO_PART_OF_A_BUILD]
    memory = VENV / "stamps" / f"build-{package.name}"
    stamp = Stamp(memory, made_from=sources, makes=makes)
    if not stamp.fresh():
        announce(f"build of {package.relative_to(ROOT)}")
        run("npm", "run", "build", folder=package, env=env)
        stamp.press()


def announce(what: str) -> None:
    """Say what is about to take a while."""
    print(f"{time.strftime('%H:%M:%S')}  {what}", flush=True)


def pip(*words: str) -> None:
    run(str(VENV / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", *words)


def run(*words: str, folder: Path = ROOT, env: Mapping[str, str] | None = None) -> None:
    """Run quietly; when it fails, show what it said, and stop."""
    done = subprocess.run(
        words,
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        sys.exit(f"{done.stdout.strip()}\n\nThis failed in {folder}:\n  {' '.join(words)}")


if __name__ == "__main__":
    main(sys.argv[1:])
