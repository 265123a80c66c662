"""Whoever runs the service finds every setting in `docs/configuration.md`."""

from collections.abc import Iterator

import msgspec
import pytest

from cobrowse.config import Config
from tests.checks.checkout import text

PAGE = "docs/configuration.md"

# Other programs set these by name, so that their waits are short.
PROMISED = {
    "login.limit", "presence.lost_s", "session.idle_end_s",
}  # fmt: skip


def _settings(struct: type[msgspec.Struct], prefix: str = "") -> Iterator[str]:
    for field in msgspec.structs.fields(struct):
        name = f"{prefix}{field.name}"
        if isinstance(field.type, type) and issubclass(field.type, msgspec.Struct):
            yield from _settings(field.type, f"{name}.")
        else:
            yield name


@pytest.mark.parametrize("setting", list(_settings(Config)))
def test_every_setting_is_documented(setting: str) -> None:
    assert f"`{setting}`" in text(PAGE), f"{PAGE} needs a row for `{setting}`"


def test_the_promised_settings_exist() -> None:
    assert set(_settings(Config)) >= PROMISED
