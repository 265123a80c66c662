"""Whoever writes another client finds every name in `docs/protocol.md`."""

import pytest

from cobrowse.domain.errors import ErrorCode
from cobrowse.wire import capture, console
from tests.checks.checkout import text

PAGE = "docs/protocol.md"
TABLES = {
    "capture, inbound": capture.INBOUND,
    "capture, outbound": capture.OUTBOUND,
    "console, inbound": console.INBOUND,
    "console, outbound": console.OUTBOUND,
}


@pytest.mark.parametrize("code", ErrorCode)
def test_every_error_code_is_documented(code: ErrorCode) -> None:
    assert f"`{code}`" in text(PAGE), f"say in {PAGE} what `{code}` means and what to do about it"


@pytest.mark.parametrize(
    ("table", "event"), [(table, event) for table, events in TABLES.items() for event in events]
)
def test_every_event_and_its_body_are_documented(table: str, event: str) -> None:
    body = TABLES[table][event].__name__
    rows = [line for line in text(PAGE).splitlines() if line.startswith(f"| `{event}`")]
    assert any(f"`{body}" in row for row in rows), (
        f"{PAGE} needs a row for `{event}` ({table}) that names its body, `{body}`"
    )
