"""The line between page and service holds in every bad network: nothing lost, twice, unmarked."""

from pathlib import Path

import pytest

from tests.faults.networks import NETWORK, TEN_MINUTES
from tests.faults.page import USUAL
from tests.faults.scene import Fault, witness

TOGETHER = [fault for fault in NETWORK if fault.habit == USUAL]
ALONE = [fault for fault in NETWORK if fault not in TOGETHER]


@pytest.mark.timeout(400)
async def test_the_line_holds_in_one_bad_network_after_the_other(tmp_path: Path) -> None:
    outcome = await witness(TOGETHER, tmp_path, seed=1)
    assert outcome.verdict.details == []


@pytest.mark.timeout(300)
@pytest.mark.parametrize("fault", ALONE, ids=lambda fault: fault.id)
async def test_the_line_holds_when(fault: Fault, tmp_path: Path) -> None:
    outcome = await witness([fault], tmp_path, seed=1)
    assert outcome.verdict.details == []
    if fault.id in {"cut_little_room", "damage"}:
        assert outcome.verdict.gaps, "what could not be kept has left no gap"


@pytest.mark.long
@pytest.mark.timeout(1_800)
@pytest.mark.parametrize("fault", NETWORK, ids=lambda fault: fault.id)
async def test_the_line_holds_for_minutes_when(fault: Fault, tmp_path: Path) -> None:
    outcome = await witness([fault], tmp_path, seed=2, scale=12)
    assert outcome.verdict.details == []


@pytest.mark.long
@pytest.mark.timeout(1_800)
async def test_nothing_is_lost_in_an_outage_of_ten_minutes(tmp_path: Path) -> None:
    outcome = await witness([TEN_MINUTES], tmp_path, seed=3)
    assert outcome.verdict.details == []
    assert outcome.verdict.gaps == 0
