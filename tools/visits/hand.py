"""Somebody at a page, as people are: the pointer goes in curves, typing takes its time, and what is
shown gets read.

While somebody reads nothing happens, so most of that time is left out of the recording and put in
afterwards: a walk of three minutes is recorded in one.
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple

from playwright.async_api import Error

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

SETTLE_S: Final = 1.3
"""What is waited for really: the script sends what it has gathered after a second."""

STEP_S: Final = 0.024
PIXELS_A_SECOND: Final = 1_100
KEY_S: Final = (0.05, 0.16)
TINY: Final = 8
"""Pixels; nobody aims at less."""

TRIES: Final = 2

LONGEST_MS: Final = 30_000
"""For a control to be there, on a machine that has other things to do."""


class Pause(NamedTuple):
    """From `at` (Unix epoch, ms) on, everything is later by `ms` than it was recorded."""

    at: int
    ms: int


class Hand:
    def __init__(self, page: Page, shop: str, seed: str) -> None:
        self.page = page
        self.pauses: list[Pause] = []
        self._shop = shop
        self._random = random.Random(seed)
        self._at = (420.0, 360.0)
        page.set_default_timeout(LONGEST_MS)

    async def go(self, path: str) -> None:
        """Load an address, as from a bookmark."""
        await self.page.goto(self._shop + path)

    async def read(self, seconds: float) -> None:
        """Look at what is there for a while."""
        told = seconds * self._random.uniform(0.8, 1.25)
        await asyncio.sleep(min(told, SETTLE_S))
        if told > SETTLE_S:
            self.pauses.append(Pause(time.time_ns() // 1_000_000, int((told - SETTLE_S) * 1_000)))

    async def watch(self, seconds: float) -> None:
        """Look at something that moves: nothing of this time is left out."""
        await asyncio.sleep(seconds)

    async def press(self, role: str, name: str, *, nth: int = 0, times: int = 1) -> None:
        """Go to a control and press it; more than once where nothing seems to happen."""
        await self._press(self.find(role, name).nth(nth), times)

    async def _press(self, control: Locator, times: int) -> None:
        await self._reach(control)
        for _ in range(times):
            await self.page.mouse.down()
            await asyncio.sleep(0.06)
            await self.page.mouse.up()
            await asyncio.sleep(self._random.uniform(0.12, 0.3))

    async def write(self, name: str, text: str) -> None:
        """Put a text into a field, in place of what is there."""
        fields = self.find("textbox", name).or_(self.find("combobox", name))
        await self._press(fields.or_(self.find("searchbox", name)).first, 1)
        await self.page.keyboard.press("ControlOrMeta+a")
        for character in text:
            await self.page.keyboard.type(character)
            await asyncio.sleep(self._random.uniform(*KEY_S))

    async def key(self, name: str) -> None:
        await self.page.keyboard.press(name)
        await asyncio.sleep(self._random.uniform(0.2, 0.5))

    async def see(self, role: str, name: str) -> None:
        """Wait until something is there: what was pressed before has worked."""
        await self.find(role, name).first.wait_for()

    async def choose(self, name: str, option: str) -> None:
        """Choose from a list."""
        control = self.find("combobox", name).first
        await self._reach(control)
        await control.select_option(option)

    async def slide(self, name: str, presses: int) -> None:
        """Move a slider by the arrow keys: to the left where `presses` is negative."""
        await self.press("slider", name)
        for _ in range(abs(presses)):
            await self.page.keyboard.press("ArrowLeft" if presses < 0 else "ArrowRight")
            await asyncio.sleep(0.07)

    async def scroll(self, by: int) -> None:
        """Scroll as a wheel does, in notches."""
        notch = 60 if by > 0 else -60
        for _ in range(abs(by // notch)):
            await self.page.mouse.wheel(0, notch)
            await asyncio.sleep(self._random.uniform(0.03, 0.08))

    async def wander(self) -> None:
        """Follow the text with the pointer."""
        size = self.page.viewport_size or {"width": 800, "height": 600}
        for _ in range(self._random.randint(2, 3)):
            x = self._random.uniform(0.15, 0.85) * size["width"]
            await self._move(x, self._random.uniform(0.2, 0.8) * size["height"])
            await asyncio.sleep(self._random.uniform(0.1, 0.4))

    async def back(self) -> None:
        await self.page.go_back()

    def find(self, role: str, name: str) -> Locator:
        """A control by its accessible name, of which `…` leaves the end open. Only what is
        visible counts."""
        wanted = re.escape(name.removesuffix("…"))
        pattern = re.compile(f"^{wanted}" if name.endswith("…") else f"^{wanted}$")
        return self.page.get_by_role(role, name=pattern).locator("visible=true")  # type: ignore[arg-type]  # any role may be in the table

    async def _reach(self, control: Locator) -> None:
        for _ in range(TRIES):
            with suppress(Error):  # it was drawn anew meanwhile
                return await self._point(control)
        return await self._point(control)

    async def _point(self, control: Locator) -> None:
        """Bring a control into view, and the pointer over it. One that is drawn by its label alone
        is reached there."""
        await self.page.wait_for_load_state()  # before that, a control may do nothing yet
        await control.scroll_into_view_if_needed()
        box = await control.bounding_box()
        if box is None or min(box["width"], box["height"]) < TINY:
            box = await control.locator("xpath=ancestor::label").bounding_box()
        if box is None:
            raise LookupError("the control is not to be seen")
        await self._move(
            box["x"] + box["width"] * self._random.uniform(0.35, 0.65),
            box["y"] + box["height"] * self._random.uniform(0.35, 0.65),
        )
        await asyncio.sleep(self._random.uniform(0.1, 0.25))

    async def _move(self, x: float, y: float) -> None:
        """Along a curve, faster in the middle than at its ends, and as quick on a slow machine."""
        x0, y0 = self._at
        distance = ((x - x0) ** 2 + (y - y0) ** 2) ** 0.5
        bend = self._random.uniform(-0.2, 0.2)
        x1, y1 = (x0 + x) / 2 - (y - y0) * bend, (y0 + y) / 2 + (x - x0) * bend
        began, lasts = time.monotonic(), 0.15 + distance / PIXELS_A_SECOND
        t = 0.0
        while t < 1:
            t = min(1.0, (time.monotonic() - began) / lasts)
            t = t * t * (3 - 2 * t)
            await self.page.mouse.move(
                (1 - t) ** 2 * x0 + 2 * (1 - t) * t * x1 + t * t * x,
                (1 - t) ** 2 * y0 + 2 * (1 - t) * t * y1 + t * t * y,
            )
            await asyncio.sleep(STEP_S)
        self._at = (x, y)
