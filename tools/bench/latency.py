"""The lag of the line: from a change of the customer's DOM to its paint in the player, in two real
browsers, both on this machine's clock.

Near, both talk to the service directly. Far, each is so many milliseconds (there and back) away
from it: a proxy keeps every piece for half of that, each way. The change travels the customer's way
up and the account manager's way down, so that much of the lag is the distance and nothing can
undercut it.
"""

from __future__ import annotations

import random
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

from tests.e2e.lab import Lab, serve_lab
from tests.e2e.running import launch, running_demo
from tests.faults.proxy import FaultProxy, Weather
from tools.bench.beside import loop_beside
from tools.bench.people import meet, part, player
from tools.report import Figure, of_samples

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.e2e.people import Demo

DISTANCES_MS = (0, 50, 150)
AIM_MS = 300
SAMPLES = 100
QUICK_SAMPLES = 20
WARM_UP = 10
"""Changes that are not counted: the player's buffer is still finding its length."""
CHANGE_EVERY_MS = 317
"""In step with no timer of ours."""
PROXY_S = 5.0
"""The longest that it may take to begin or to end."""

WATCH_CHANGES = """(count) => new Promise((resolve) => {
  const lags = []
  let last = null
  const look = () => {
    const page = document.querySelector('iframe[name="cobrowse-page"]')?.contentDocument
    const text = page?.getElementById('out')?.textContent
    if (text && text !== last) {
      last = text
      const painted = new MessageChannel()
      painted.port1.onmessage = () => {
        lags.push(Date.now() - Number(text))
        if (lags.length === count) resolve(lags)
      }
      painted.port2.postMessage(0)
    }
    requestAnimationFrame(look)
  }
  look()
})"""

KEEP_CHANGING = """(every) => {
  setInterval(() => { document.getElementById('out').textContent = String(Date.now()) }, every)
}"""


def measure(folder: Path, *, quick: bool) -> list[Figure]:
    """Return the lag at each distance."""
    samples = QUICK_SAMPLES if quick else SAMPLES
    figures = []
    with running_demo(folder) as demo, serve_lab(demo) as lab:
        for distance in DISTANCES_MS:
            with (
                _line_of(demo, distance) as flags,
                sync_playwright() as playwright,
                launch(playwright, *flags) as theirs,
                launch(playwright, *flags) as ours,
            ):
                lags = _lags(demo, lab, theirs, ours, samples)
            if min(lags) < distance:
                raise RuntimeError(f"changes came sooner than {distance} ms: by another way")
            name = f"lag_ms_{distance}" if distance else "lag_ms"
            figures.append(of_samples(name, "ms", lags, aim=AIM_MS + distance))
    return figures


def _lags(demo: Demo, lab: Lab, theirs: Browser, ours: Browser, samples: int) -> list[float]:
    customer, anna = meet(demo, theirs, ours)
    customer.open(f"{lab.origin}/many.html?who=lag&nodes=200")
    anna.watch(customer)
    customer.page.evaluate(KEEP_CHANGING, CHANGE_EVERY_MS)
    lags: list[float] = player(anna).evaluate(WATCH_CHANGES, WARM_UP + samples)
    part(customer, anna)
    return lags[WARM_UP:]


@contextmanager
def _line_of(demo: Demo, distance_ms: int) -> Iterator[list[str]]:
    """Give the flags of a browser that is so far away from the service. Addresses stay what they
    are: the browser is told to find the service's port at the proxy."""
    if not distance_ms:
        yield []
        return
    at = urlsplit(demo.console)
    assert at.port is not None
    with _proxy(at.port, distance_ms / 2_000) as near:
        yield [f"--host-resolver-rules=MAP {at.hostname}:{at.port} 127.0.0.1:{near}"]


@contextmanager
def _proxy(target: int, delay_s: float) -> Iterator[int]:
    """Run a proxy that delays; the value is its port."""
    proxy = FaultProxy(target, random.Random(0), Weather(delay_s), Weather(delay_s))
    with loop_beside() as beside:
        beside.run(proxy.start(), PROXY_S)
        try:
            yield proxy.port
        finally:
            beside.run(proxy.close(), PROXY_S)
