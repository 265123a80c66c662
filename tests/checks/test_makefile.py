"""`make` is a table of contents: what a target does is in `tools/`."""

import re

import pytest

from tests.checks.checkout import text

TARGETS = (
    "run", "test", "test-long", "check", "fix", "dev", "wire", "build", "bench", "faults", "help",
)  # fmt: skip


@pytest.mark.parametrize("target", TARGETS)
def test_a_target_is_explained_and_has_three_lines_at_most(target: str) -> None:
    found = re.search(rf"^{target}:[^\n]*## \S.*\n((?:\t.*\n)*)", text("Makefile"), re.M)
    assert found, f"`make {target}` is missing, or `make help` would not explain it"
    assert len(found[1].splitlines()) <= 3


def test_continuous_integration_runs_what_people_run() -> None:
    assert text(".ci/run").rstrip().endswith("exec make test")
