"""`cobrowse demo` and `cobrowse serve` as processes: ready when they say so, gone when told."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.ports import three_free_ports

CHECKOUT = Path(__file__).resolve().parents[2]
STOP_S = 10
ENVIRONMENT = {"PATH": os.environ["PATH"], "PYTHONPATH": str(CHECKOUT)}


@contextmanager
def running(folder: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "cobrowse", *words],
        cwd=folder,
        env=ENVIRONMENT | {"TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


@contextmanager
def demo(folder: Path, *words: str) -> Iterator[dict[str, Any]]:
    """Run the demo until it is ready; at the end tell it to stop, and see that it does."""
    port = str(three_free_ports())
    with running(folder, "demo", "--json", "--port", port, *words) as process:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())
        process.send_signal(signal.SIGTERM)
        assert process.wait(STOP_S) == 0


def status(url: str) -> int:
    with urllib.request.urlopen(url, timeout=10) as answer:
        code: int = answer.status
        return code


def test_the_demo_says_where_everything_is_once_it_is_ready(tmp_path: Path) -> None:
    with demo(tmp_path) as told:
        assert status(f"{told['console']}/readyz") == 200
        assert status(told["shop"]) == 200
        assert told["site_key"].startswith("pk_")
        assert [person["email"] for person in told["people"]] == [
            "anna@example.test",
            "ben@example.test",
            "sue@example.test",
            "sam@example.test",
            "ada@example.test",
        ]
        assert {"email": "maria@shop.test"} in told["customers"]
        assert len({told["console"], told["replay"], told["shop"]}) == 3
    assert not list(tmp_path.glob("cobrowse-demo-*")), "what it kept is gone with it"


def test_the_demo_finds_its_people_and_site_again_in_kept_data(tmp_path: Path) -> None:
    with demo(tmp_path, "--data", "kept") as first:
        port = first["console"].rpartition(":")[2]
    with demo(tmp_path, "--data", "kept", "--port", port) as second:
        assert second == first


def test_a_port_in_use_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        with running(tmp_path, "serve", "--port", port) as process:
            output, errors = process.communicate(timeout=30)
    assert process.returncode == 2
    assert output == ""
    assert len(errors.splitlines()) == 1
    assert port in errors


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_serve_ends_cleanly_when_told_to(tmp_path: Path, number: signal.Signals) -> None:
    with running(tmp_path, "serve", "--port", str(three_free_ports())) as process:
        assert process.stderr is not None
        assert "serving" in process.stderr.readline()
        process.send_signal(number)
        assert process.wait(STOP_S) == 0
