"""Whoever types a command finds it, and each of its options, in `docs/cli.md`."""

from collections.abc import Iterator

import click
import pytest

from cobrowse.cli import main
from tests.checks.checkout import text

PAGE = "docs/cli.md"


def _commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        for inner, part in command.commands.items():
            yield from _commands(part, f"{name} {inner}")
    else:
        yield name, command


COMMANDS = dict(_commands(main, "cobrowse"))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_documented(name: str) -> None:
    page = text(PAGE)
    assert f"`{name}" in page or f"    {name}" in page, f"{PAGE} needs `{name}`"
    options = [
        max(parameter.opts, key=len)
        for parameter in COMMANDS[name].params
        if isinstance(parameter, click.Option)
    ]
    missing = [option for option in options if option not in page]
    assert not missing, f"{PAGE} says nothing of these options of `{name}`"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_in_its_help_what_it_does(name: str) -> None:
    assert COMMANDS[name].get_short_help_str()
