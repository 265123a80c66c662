"""All faults that have a scene, and the soak that mixes them."""

import asyncio
import os
import time
from typing import Final

from tests.faults.crashes import PROCESS
from tests.faults.crowds import CROWDS
from tests.faults.networks import NETWORK
from tests.faults.page import USUAL
from tests.faults.scene import Fault, Scene

CALM_S: Final = 10.0
SOAK_S: Final = 60.0 * float(os.environ.get("COBROWSE_SOAK_MINUTES", "10"))


async def calm(_scene: Scene, scale: int) -> None:
    """What everything else is compared with."""
    await asyncio.sleep(CALM_S * scale)


async def soak(scene: Scene, _scale: int) -> None:
    """One fault after the other, in an order that follows from the seed, hardly a pause between."""
    ends = time.monotonic() + SOAK_S
    while time.monotonic() < ends:
        fault = scene.rng.choice(MIXED)
        await fault.happen(scene, 1)
        await scene.acked_again(time.monotonic())
        await asyncio.sleep(scene.rng.uniform(0.0, 2.0))


MIXED: Final = tuple(fault for fault in (*NETWORK, *PROCESS) if fault.habit == USUAL)
CALM: Final = Fault("calm", "Nothing goes wrong", calm)
SOAK: Final = Fault("soak", "All that can go wrong does, for minutes", soak)
CATALOGUE: Final = (CALM, *NETWORK, *PROCESS, *CROWDS)
