"""`cobrowse doctor`: is this installation fit to run, and is everything it kept still there?"""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import click

from cobrowse import __version__
from cobrowse.cli import options
from cobrowse.cli.upkeep import databases
from cobrowse.config import Config, Loaded, settings
from cobrowse.domain.clock import SystemClock
from cobrowse.flow.recording import checking
from cobrowse.store import checks
from cobrowse.store.backup import Files
from cobrowse.store.checks import Finding
from cobrowse.store.database import sqlite_url
from cobrowse.store.folder import free_bytes, is_held
from cobrowse.store.migrate import Branch, SchemaState, needed, state_of

CLOCK_MS: Final = 60_000
"""What is kept may be this much younger than the clock says: clocks are set now and then."""

MEBIBYTE: Final = 2**20


@click.command()
@click.option("--deep", is_flag=True, help="Read everything that is kept, not a sample of it.")
@options.data
@options.as_json
@click.pass_context
def doctor(context: click.Context, deep: bool, data: Path | None, as_json: bool) -> None:
    """Show the settings in force and their sources, and check what is kept. Changes nothing.

    Exits with 1 when something is wrong, also while the service runs.
    """
    loaded = options.settings(context, {"server.data": data})
    report = _report(loaded)
    findings = list(examine(loaded.config, deep=deep))
    wrong = [line for finding in findings for line in finding.wrong]
    if as_json:
        checked = [
            {"check": each.check, "seen": each.seen, "wrong": each.wrong} for each in findings
        ]
        options.print_json({**report, "checks": checked, "well": not wrong})
    else:
        _print(report, findings)
    if wrong:
        context.exit(1)


def _print(report: dict[str, Any], findings: list[Finding]) -> None:
    click.echo(f"cobrowse {report['version']}\n\nSettings")
    for key, setting in report["settings"].items():
        click.echo(f"  {key:<32} {setting['value']!s:<32} {setting['source']}")
    click.echo(f"\nFolder {report['data']}")
    for branch, state in report["databases"].items():
        found = state["found"] or "none yet"
        click.echo(f"  {branch:<12} {found:<16} needs {state['needed']}")
    for finding in findings:
        click.echo(f"  {finding.check:<12} {finding.seen}")
    click.echo("")
    wrong = [line for finding in findings for line in finding.wrong]
    for line in wrong:
        click.echo(f"wrong: {line}", err=True)
    if not wrong:
        click.echo("All is well.")


def _report(loaded: Loaded) -> dict[str, Any]:
    config, folder = loaded.config, loaded.config.server.data
    return {
        "version": __version__,
        "settings": {
            setting.key: {
                "value": _value(config, setting.key),
                "source": loaded.sources.get(setting.key, "default"),
            }
            for setting in settings()
        },
        "databases": {
            branch: _state(branch, file)._asdict() for branch, file in databases(config).items()
        },
        "data": str(folder.absolute()),
        "in_use": is_held(folder),
        "free_bytes": free_bytes(_nearest(folder)),
    }


def examine(config: Config, *, deep: bool) -> Iterator[Finding]:
    """Look at everything, one finding after the other. What is not there yet is not wrong."""
    server = config.server
    files = Files(server.database_file, server.journal_file, server.objects_folder)
    used = "a process of cobrowse is at work on it" if is_held(server.data) else "not in use"
    yield Finding("folder", used)
    yield _disk(config)
    states = [_state(branch, file) for branch, file in databases(config).items()]
    if not any(state.found for state in states):
        return
    schemas = _schemas(config)
    yield schemas
    if schemas.wrong:
        return
    if deep:
        yield checks.integrity("main", files.main)
        yield checks.integrity("journal", files.journal)
    yield _clock(files)
    yield checks.lasting(checks.streams, files)
    yield checks.lasting(checks.sessions, files)
    yield from asyncio.run(checking.objects(files, deep=deep))


def _disk(config: Config) -> Finding:
    free = free_bytes(_nearest(config.server.data)) // MEBIBYTE
    keep = config.retention.keep_free_mb
    seen = f"{free:,} MiB free, of which {keep:,} are to stay so"
    if free * 2 < keep:
        return Finding("disk", seen, (f"disk: {free:,} MiB free: no new sessions begin",))
    if free < keep:
        return Finding("disk", seen, (f"disk: {free:,} MiB free: old recordings are removed",))
    return Finding("disk", seen)


def _schemas(config: Config) -> Finding:
    wrong = []
    for branch, file in databases(config).items():
        state = _state(branch, file)
        if state.found != state.needed:
            wrong.append(
                f"{branch} database: schema {state.found}, this release needs {state.needed};"
                " `cobrowse migrate` brings an older one up to date"
            )
    seen = "of another release" if wrong else "as this release needs them"
    return Finding("schemas", seen, tuple(wrong))


def _clock(files: Files) -> Finding:
    now, newest = SystemClock().now_ms(), checks.newest(files)
    seen = f"{_at(now)}; the newest of what is kept is of {_at(newest)}"
    ahead = newest - now
    if ahead <= CLOCK_MS:
        return Finding("clock", seen if newest else _at(now))
    return Finding("clock", seen, (f"clock: {ahead // 1_000:,} s behind what was kept last",))


def _state(branch: Branch, file: Path) -> SchemaState:
    """Looking must not create: a file that is not there has no version."""
    if file.exists():
        return asyncio.run(state_of(sqlite_url(file), branch))
    return SchemaState(None, needed(branch))


def _nearest(folder: Path) -> Path:
    return next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())


def _value(config: Config, key: str) -> object:
    section, name = key.split(".")
    value = getattr(getattr(config, section), name)
    return str(value) if isinstance(value, Path) else value


def _at(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1_000, UTC).isoformat(sep=" ", timespec="seconds")
