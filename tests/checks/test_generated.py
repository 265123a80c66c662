"""What is generated is what the generator would write now."""

import subprocess
import sys

from tests.checks.checkout import ROOT


def test_the_typescript_of_the_wire_is_fresh() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cobrowse.wire.typescript", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"run `make wire`: {done.stdout}{done.stderr}"
