"""A full disk stops acknowledgements and nothing else; room again, and the service goes on."""

from pathlib import Path

import pytest

from tests.faults.crashes import DISK_FULL
from tests.faults.disk import NoSmallDisk, small_disk
from tests.faults.scene import witness


@pytest.mark.timeout(400)
async def test_nothing_is_acknowledged_that_found_no_room(tmp_path: Path) -> None:
    try:
        with small_disk(tmp_path / "small") as disk:
            outcome = await witness([DISK_FULL], tmp_path, seed=1, data=disk / "data")
    except NoSmallDisk as error:
        pytest.skip(f"no small disk can be mounted here: {error}")
    assert outcome.verdict.details == []
