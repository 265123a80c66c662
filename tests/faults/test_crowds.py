"""Many at once harm nobody: those who behave are served as before."""

from pathlib import Path

import pytest

from tests.faults.crowds import CROWDS
from tests.faults.scene import Fault, witness


@pytest.mark.timeout(400)
@pytest.mark.parametrize("fault", CROWDS, ids=lambda fault: fault.id)
async def test_those_who_behave_are_served_when(fault: Fault, tmp_path: Path) -> None:
    outcome = await witness([fault], tmp_path, seed=1)
    assert outcome.verdict.details == []


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("fault", CROWDS, ids=lambda fault: fault.id)
async def test_those_who_behave_are_served_when_many_more(fault: Fault, tmp_path: Path) -> None:
    outcome = await witness([fault], tmp_path, seed=2, scale=6)
    assert outcome.verdict.details == []
