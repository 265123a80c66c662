"""Whatever befalls the process: what it acknowledged is there, and it goes on by itself."""

from pathlib import Path

import pytest

from tests.faults.crashes import PROCESS
from tests.faults.scene import Fault, witness


@pytest.mark.timeout(400)
@pytest.mark.parametrize("fault", PROCESS, ids=lambda fault: fault.id)
async def test_nothing_acknowledged_is_lost_when(fault: Fault, tmp_path: Path) -> None:
    outcome = await witness([fault], tmp_path, seed=1)
    assert outcome.verdict.details == []


@pytest.mark.long
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("fault", PROCESS, ids=lambda fault: fault.id)
async def test_nothing_acknowledged_is_lost_ten_times_as_often(
    fault: Fault, tmp_path: Path
) -> None:
    outcome = await witness([fault], tmp_path, seed=2, scale=10)
    assert outcome.verdict.details == []
