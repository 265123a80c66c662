"""Faults of the network between the page and the service."""

import asyncio
from typing import Final

from tests.faults.page import Habit
from tests.faults.proxy import Weather
from tests.faults.scene import Fault, Scene

LASTS_S: Final = 2.0
OUTAGE_S: Final = 5.0


async def cut_for_a_while(scene: Scene, scale: int) -> None:
    await _cut(scene, OUTAGE_S * scale)


async def _cut(scene: Scene, seconds: float) -> None:
    scene.proxy.refuses = True
    scene.proxy.cut()
    await asyncio.sleep(seconds)
    scene.proxy.heal()


async def cut_for_ten_minutes(scene: Scene, _scale: int) -> None:
    """As long as an ordinary page has to have room for."""
    await _cut(scene, 600.0)


async def cut_with_little_room(scene: Scene, scale: int) -> None:
    """Twice, so that an epoch that began in the first gap ends in the second one."""
    for _ in range(2 * scale):
        await _cut(scene, 1.5)
        await asyncio.sleep(0.5)


async def latency(scene: Scene, scale: int) -> None:
    scene.proxy.up = Weather(delay_s=0.05, jitter_s=0.5)
    scene.proxy.down = Weather(delay_s=0.05, jitter_s=0.5)
    await _last(scene, scale)


async def narrow(scene: Scene, scale: int) -> None:
    scene.proxy.up = Weather(bytes_per_s=30_000)
    await _last(scene, scale)


async def sliced(scene: Scene, scale: int) -> None:
    scene.proxy.up = Weather(slice_bytes=1)
    scene.proxy.down = Weather(slice_bytes=1)
    await _last(scene, scale)


async def resets(scene: Scene, scale: int) -> None:
    """Connections die after so many bytes that the cut falls into heads, payloads and checksums."""
    for _ in range(10 * scale):
        scene.proxy.up = Weather(reset_after_bytes=scene.rng.randrange(200, 6_000))
        scene.proxy.cut()
        await asyncio.sleep(LASTS_S / 8)
    scene.proxy.heal()


async def swallows_all(scene: Scene, scale: int) -> None:
    scene.proxy.up = Weather(swallows=True)
    scene.proxy.down = Weather(swallows=True)
    await _last(scene, 3 * scale)


async def swallows_acks(scene: Scene, scale: int) -> None:
    scene.proxy.down = Weather(swallows=True)
    await asyncio.sleep(LASTS_S * scale)
    scene.proxy.cut()  # what was on its way back is gone for good
    scene.proxy.heal()


async def swallows_batches(scene: Scene, scale: int) -> None:
    scene.proxy.up = Weather(swallows=True)
    await asyncio.sleep(LASTS_S * scale)
    scene.proxy.cut()
    scene.proxy.heal()


async def damage(scene: Scene, scale: int) -> None:
    """Plain TCP whose own checksum has missed something; upwards, for an acknowledgement that lies
    is what only TLS can keep from a page."""
    scene.proxy.up = Weather(flip_every=5)
    await _last(scene, scale)
    assert scene.proxy.flipped, "nothing was damaged"


async def _last(scene: Scene, scale: int) -> None:
    await asyncio.sleep(LASTS_S * scale)
    scene.proxy.heal()


NETWORK: Final = (
    Fault("cut", "The network is down for seconds to minutes", cut_for_a_while),
    Fault(
        "cut_little_room",
        "The network is down for longer than the page has room",
        cut_with_little_room,
        habit=Habit(spool_bytes=14_000),
    ),
    Fault("latency", "Everything takes 50 to 550 ms each way", latency),
    Fault(
        "narrow",
        "30 kB/s, and a checkpoint of 200 kB",
        narrow,
        pages=2,
        habit=Habit(every_s=0.1, checkpoint_every=15, checkpoint_bytes=200_000),
    ),
    Fault(
        "sliced",
        "One byte in each TCP segment",
        sliced,
        pages=2,
        habit=Habit(every_s=0.3, records=1, checkpoint_bytes=500),
    ),
    Fault("resets", "Connections are reset after a few hundred bytes", resets),
    Fault("black_hole", "Nothing arrives either way, and nobody is told", swallows_all),
    Fault("acks_lost", "Batches arrive, acknowledgements do not", swallows_acks),
    Fault("batches_lost", "Acknowledgements arrive, batches do not", swallows_batches),
    Fault(
        "damage",
        "Bits of what pages send are turned",
        damage,
        habit=Habit(every_s=0.1, checkpoint_every=2, checkpoint_bytes=6_000),
    ),
)

TEN_MINUTES: Final = Fault(
    "cut_ten_minutes",
    "The network is down for ten minutes, while a page records 3 kB/s",
    cut_for_ten_minutes,
    habit=Habit(every_s=1.0, records=20, record_bytes=250, checkpoint_every=60),
)
