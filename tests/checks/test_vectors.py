"""Golden vectors are promises to scripts that other people's pages have cached."""

import subprocess

import pytest

from tests.checks.checkout import ROOT

VECTORS = "tests/vectors"


def test_no_released_vector_was_changed_or_removed() -> None:
    tag = _git("describe", "--tags", "--abbrev=0", "--match", "v*")
    if not tag:
        pytest.skip("nothing was released yet")
    touched = _git("diff", "--name-only", "--diff-filter=DMRT", tag, "--", VECTORS)
    assert not touched, f"add a new vector instead; these were released with {tag}"


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()
