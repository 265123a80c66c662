"""Minutes of one fault after the other. A failure names the seed that the order follows from."""

import os
import random
from pathlib import Path

import pytest

from tests.faults.catalogue import SOAK, SOAK_S
from tests.faults.scene import witness


@pytest.mark.long
@pytest.mark.timeout(SOAK_S * 2 + 300)
async def test_the_line_holds_whatever_comes_after_whatever(tmp_path: Path) -> None:
    seed = int(os.environ.get("COBROWSE_SOAK_SEED") or random.randrange(2**32))
    outcome = await witness([SOAK], tmp_path, seed=seed)
    assert outcome.verdict.details == [], f"COBROWSE_SOAK_SEED={seed}"
