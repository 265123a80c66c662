"""What is kept installs anywhere: no addresses, no paths of one machine, no known-bad versions."""

import json
import re
from pathlib import Path

import pytest

from tests.checks.checkout import ROOT, files, text

PYTHON_LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-node.lock")
NPM_LOCKS = [path for path in files() if path.name == "package-lock.json"]

# The oldest releases without a known fault that matters to a service on the open internet.
PYTHON_FLOORS = {
    "aiohttp": (3, 14, 3),
    "joserfc": (1, 7, 4),
    "msgpack": (1, 2, 4),
    "python-engineio": (4, 15, 1),
    "python-socketio": (5, 18, 1),
}
NPM_FLOORS = {
    "@msgpack/msgpack": (3, 1, 3),
    "@rrweb/record": (2, 1, 0),
    "@rrweb/replay": (2, 1, 0),
    "socket.io-parser": (4, 2, 6),
}

MACHINE_PATH = re.compile(r"(?:^|[\s\"'=:(`])(/(?:home|root|Users|work|tmp/\w)[/\w.-]*)")
TEXT_ENDINGS = {
    ".cfg", ".css", ".html", ".in", ".json", ".lock", ".md", ".mjs", ".py", ".toml", ".ts", ".tsx",
}  # fmt: skip


@pytest.mark.parametrize("lock", PYTHON_LOCKS)
def test_a_python_lock_holds_versions_and_hashes_and_no_address(lock: str) -> None:
    content = text(lock)
    assert "://" not in content
    assert not re.search(r"^\s*--?(?:i|index-url|extra-index-url|find-links)\b", content, re.M)
    requirements = re.split(r"(?<!\\)\n(?=\w)", re.sub(r"^\s*#.*\n", "", content, flags=re.M))
    assert requirements
    unhashed = [one.split("==")[0] for one in requirements if "--hash=sha256:" not in one]
    assert not unhashed


@pytest.mark.parametrize("lock", NPM_LOCKS, ids=str)
def test_an_npm_lock_holds_hashes_and_no_address_of_a_registry(lock: Path) -> None:
    packages = json.loads(text(lock))["packages"]
    addressed = [name for name, package in packages.items() if "resolved" in package]
    assert not addressed, "run npm with omit-lockfile-registry-resolved=true"
    unhashed = [name for name, package in packages.items() if name and "integrity" not in package]
    assert not unhashed


@pytest.mark.parametrize("lock", NPM_LOCKS, ids=str)
def test_an_npm_lock_serves_every_platform(lock: Path) -> None:
    packages = json.loads(text(lock))["packages"]
    present = {name.rpartition("node_modules/")[2] for name in packages}
    wanted = {
        name for package in packages.values() for name in package.get("optionalDependencies", {})
    }
    missing = wanted - present
    assert not missing, "npm forgets other platforms: delete lock and node_modules, install again"


@pytest.mark.parametrize("name", PYTHON_FLOORS)
def test_a_python_package_is_not_below_its_security_floor(name: str) -> None:
    for lock in ("requirements.lock", "requirements-dev.lock"):
        found = re.search(rf"^{re.escape(name)}==([\d.]+)", text(lock), re.M)
        assert found, f"{name} is not in {lock}"
        assert _version(found[1]) >= PYTHON_FLOORS[name], f"{lock}: {found[0]}"


@pytest.mark.parametrize("name", NPM_FLOORS)
def test_an_npm_package_is_not_below_its_security_floor(name: str) -> None:
    versions = [
        package["version"]
        for lock in NPM_LOCKS
        for path, package in json.loads(text(lock))["packages"].items()
        if path.endswith(f"node_modules/{name}")
    ]
    assert versions, f"{name} is in no package-lock.json"
    assert min(map(_version, versions)) >= NPM_FLOORS[name]


def test_no_file_speaks_of_one_machine() -> None:
    found = [
        f"{path}: {hit[1]}"
        for path in files()
        if path.suffix in TEXT_ENDINGS or path.name in {"Makefile", "run"}
        for hit in MACHINE_PATH.finditer((ROOT / path).read_text(encoding="utf-8"))
    ]
    assert not found


def _version(written: str) -> tuple[int, ...]:
    return tuple(int(part) for part in written.split(".") if part.isdigit())
