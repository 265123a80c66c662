"""The command line: one-shot commands, as a script would use them."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
PASSWORD = "correct-horse-battery"


class Shell:
    """Runs `cobrowse` in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(CHECKOUT)}

    def run(self, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "cobrowse", *words],
            cwd=self.folder,
            env=self.environment,
            input=typed,
            capture_output=True,
            text=True,
            timeout=50,
            check=False,
        )

    def json(self, *words: str, typed: str = "") -> Any:
        done = self.run(*words, "--json", typed=typed)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def refused(self, *words: str, code: int, typed: str = "") -> str:
        """Run something that is refused; return the one line it says."""
        done = self.run(*words, typed=typed)
        assert done.returncode == code, done.stderr
        assert done.stdout == ""
        (line,) = done.stderr.splitlines()
        return line


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def test_an_agent_that_was_added_is_listed(shell: Shell) -> None:
    words = ("agent", "add", "--email", "Anna@Example.test", "--name", "Anna")
    added = shell.json(*words, "--role", "supervisor", typed=f"{PASSWORD}\n")
    assert added["email"] == "anna@example.test"
    assert shell.json("agent", "list") == [added]
    listed = shell.run("agent", "list").stdout
    assert "supervisor" in listed
    assert PASSWORD not in listed


def test_an_agent_is_added_once_and_with_a_password_worth_the_name(shell: Shell) -> None:
    words = ("agent", "add", "--email", "anna@example.test", "--name", "Anna")
    assert "12 to 128" in shell.refused(*words, code=1, typed="short\n")
    assert shell.run(*words, typed=f"{PASSWORD}\n").returncode == 0
    assert "there already" in shell.refused(*words, code=1, typed=f"{PASSWORD}\n")


def test_a_site_is_added_with_its_tag_and_rules_listed_and_removed(shell: Shell) -> None:
    added = shell.json(
        *("site", "add", "--name", "Shop"),
        *("--origin", "https://shop.example:443/", "--origin", "https://www.shop.example"),
        *("--asset-origin", "https://pictures.example", "--mask", ".iban", "--no-notice"),
        *("--consent", "required"),
    )
    assert added["origins"] == ["https://shop.example", "https://www.shop.example"]
    assert added["tag"] == (
        '<script async src="http://localhost:8000/capture.js"'
        f' data-site="{added["key"]}" data-consent="required"></script>'
    )
    (listed,) = shell.json("site", "list")
    assert listed["key"] == added["key"]
    assert "secret" not in listed
    assert shell.run("site", "remove", added["key"]).stdout == "Shop is removed.\n"
    assert shell.json("site", "list") == []
    assert "no site has this key" in shell.refused("site", "remove", added["key"], code=1)


@pytest.mark.parametrize(
    "origin", ["shop.example", "https://shop.example/path", "ftp://shop.example", "https://a@b.c"]
)
def test_what_is_no_origin_is_refused(shell: Shell, origin: str) -> None:
    shell.refused("site", "add", "--name", "Shop", "--origin", origin, code=1)


def test_a_setting_that_does_not_exist_is_an_error_of_usage(shell: Shell) -> None:
    shell.environment["COBROWSE__SERVER__PROT"] = "1"
    assert "did you mean `server.port`" in shell.refused("doctor", code=2)


def test_doctor_tells_every_setting_with_its_source_and_changes_nothing(shell: Shell) -> None:
    (shell.folder / "cobrowse.toml").write_text("[server]\nport = 9000")
    shell.environment["COBROWSE__LOGIN__LIMIT"] = "9"
    report = shell.json("doctor", "--data", "kept")
    assert report["settings"]["server.port"] == {"value": 9000, "source": "cobrowse.toml"}
    assert report["settings"]["server.replay_port"] == {"value": 9001, "source": "default"}
    assert report["settings"]["login.limit"] == {"value": 9, "source": "COBROWSE__LOGIN__LIMIT"}
    assert report["settings"]["server.data"] == {"value": "kept", "source": "flag"}
    assert report["databases"]["main"]["found"] is None
    assert not (shell.folder / "kept").exists()


def test_migrate_makes_both_databases_in_a_folder_that_only_its_owner_can_read(
    shell: Shell,
) -> None:
    first = shell.json("migrate")
    assert first["main"]["found"] is None
    again = shell.json("migrate")
    assert all(state["found"] == state["needed"] for state in again.values())
    folder = shell.folder / "cobrowse-data"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {"cobrowse.db", "journal.db"} <= {file.name for file in folder.iterdir()}
