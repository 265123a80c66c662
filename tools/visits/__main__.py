"""Record the visits that `cobrowse demo --visitors` tells: `python -m tools.visits [NAME...]`.

A demo of its own is started, the walks of `tools.visits.healthy` and `tools.visits.trouble` are
done in Chromium, some at a time, and what the service has of them is written to
`cobrowse/demo/recorded`. Do this again after the shop has changed: the recorded pages are those
that it had then.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Final

from playwright.async_api import APIRequestContext, Browser, Error, async_playwright

from cobrowse.demo.people import PASSWORD
from cobrowse.demo.visits import RecordedVisit, names, remove, save
from tests.e2e.people import Demo
from tests.e2e.running import FLAGS, running_demo
from tools import chromium
from tools.visits.ear import Ear
from tools.visits.hand import Hand
from tools.visits.healthy import HEALTHY
from tools.visits.keeping import Incomplete, is_whole, kept
from tools.visits.trouble import TROUBLE
from tools.visits.walk import EMAIL, PHONE, Walk

WALKS: Final = (*HEALTHY, *TROUBLE)

AT_ONCE: Final = 4
"""More would only wait for one another; a hand that waits is no hand."""

LOOKS: Final = 60
LOOK_S: Final = 0.5


async def record(demo: Demo, chosen: list[Walk]) -> list[str]:
    """Record walks; return what went wrong, a line each."""
    turn = asyncio.Semaphore(AT_ONCE)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium.find(), args=FLAGS)
        anna = await playwright.request.new_context(extra_http_headers={"Origin": demo.console})
        reply = await anna.post(
            f"{demo.console}/api/v1/login",
            data={"email": "anna@example.test", "password": PASSWORD},
        )
        if not reply.ok:
            raise RuntimeError(await reply.text())

        async def one(walk: Walk) -> str:
            async with turn:
                try:
                    visit = await _record(walk, browser, anna, demo)
                except (Error, Incomplete, LookupError) as error:
                    return f"{walk.name}: {error}"
                file = save(visit)
                size = file.stat().st_size
                print(f"{walk.name}: {visit.length / 1000:.0f} s, {size / 1000:.0f} kB")
                return ""

        failures = await asyncio.gather(*(one(walk) for walk in chosen))
        await anna.dispose()
        await browser.close()
    return [failure for failure in failures if failure]


async def _record(
    walk: Walk, browser: Browser, anna: APIRequestContext, demo: Demo
) -> RecordedVisit:
    width, height = walk.size
    context = await browser.new_context(
        viewport={"width": width, "height": height}, has_touch=walk.size == PHONE
    )
    if walk.is_known:
        await context.request.post(
            f"{demo.shop}/sign-in", form={"email": EMAIL, "password": PASSWORD}
        )
    ear = Ear()
    context.on("page", ear.follow)
    page = await context.new_page()
    hand = Hand(page, demo.shop, walk.name)
    try:
        for number, step in enumerate(walk.steps, 1):
            try:
                await step(hand)
            except (Error, LookupError) as error:
                raise LookupError(f"step {number} of {len(walk.steps)}: {error}") from error
        await page.goto("about:blank")  # so that the last page says that it is left
        export = await _export(anna, f"{demo.console}/api/v1/sessions/{ear.session}/export")
    finally:
        await context.close()
    return kept(walk, export, ear, hand.pauses, demo.shop)


async def _export(anna: APIRequestContext, address: str) -> bytes:
    """Ask until the last words of every page are there."""
    for _ in range(LOOKS):
        reply = await anna.get(address, params={"format": "rrweb"})
        export = await reply.body()
        if reply.ok and is_whole(export):
            return export
        await asyncio.sleep(LOOK_S)
    raise Incomplete("the last words of a page never came")


def main(wanted: list[str]) -> int:
    chosen = [walk for walk in WALKS if not wanted or walk.name in wanted]
    if not chosen:
        print(f"there are: {', '.join(walk.name for walk in WALKS)}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder, running_demo(Path(folder)) as demo:
        failures = asyncio.run(record(demo, chosen))
    for name in set(names()) - {walk.name for walk in WALKS}:
        remove(name)
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
