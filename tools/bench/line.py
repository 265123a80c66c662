"""The live line, in two real browsers.

Lag: from a change of the customer's DOM to its paint in the player, both on this machine's clock.
First picture: from the click on a session in a loaded console to the first paint of its page,
going to and fro between two customers, so that the picture has to change each time.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Browser, Frame

from tests.e2e.lab import Lab, serve_lab
from tests.e2e.people import AccountManager, Customer, Demo
from tools.report import Figure, of_samples, of_value

if TYPE_CHECKING:
    from collections.abc import Sequence

STATIC = Path(__file__).resolve().parents[2] / "cobrowse" / "static" / "capture"
LAG_SAMPLES = 120
OPENS = 30
CHANGE_EVERY_MS = 317
REST_S = 0.5
"""Nobody opens one session after the other without looking at the wall."""

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

NOTE_PICTURES = """() => {
  window.pictures = {}
  let last = null
  const look = () => {
    const frame = document.querySelector('iframe[name="cobrowse-page"]')
    const who = frame?.contentDocument?.getElementById('who')?.textContent
    if (who && who !== last && frame.getBoundingClientRect().width > 0) {
      last = who
      const painted = new MessageChannel()
      painted.port1.onmessage = () => { window.pictures[who] = Date.now() }
      painted.port2.postMessage(0)
    }
    requestAnimationFrame(look)
  }
  look()
}"""

NOTE_CLICKS = "() => addEventListener('click', () => { window.clickedAt = Date.now() }, true)"


def measure(demo: Demo, theirs: Browser, ours: Browser) -> list[Figure]:
    """Return the figures of the line."""
    with serve_lab(demo) as lab:
        return [
            _lag(demo, lab, theirs, ours),
            *(_first_picture(demo, lab, theirs, ours, nodes) for nodes in (1_000, 10_000)),
            *_sizes(),
        ]


def _lag(demo: Demo, lab: Lab, theirs: Browser, ours: Browser) -> Figure:
    customer, anna = _meet(demo, theirs, ours)
    customer.open(f"{lab.origin}/many.html?who=lag&nodes=200")
    anna.watch(customer)
    customer.page.evaluate(
        "(every) => { setInterval(() => {"
        " document.getElementById('out').textContent = String(Date.now()) }, every) }",
        CHANGE_EVERY_MS,
    )
    lags = _player(anna).evaluate(WATCH_CHANGES, LAG_SAMPLES + 10)
    _part(customer, anna)
    return of_samples("lag_ms", "ms", lags[10:], aim=300)


def _first_picture(demo: Demo, lab: Lab, theirs: Browser, ours: Browser, nodes: int) -> Figure:
    first, anna = _meet(demo, theirs, ours)
    second = Customer(demo, theirs.new_context())
    for customer, who in ((first, "First"), (second, "Second")):
        customer.open(f"{lab.origin}/many.html?who={who}&nodes={nodes}")
    page = anna.page
    page.goto(f"{demo.console}/console/wall")
    sessions = {"First": anna.session_of(first), "Second": anna.session_of(second)}
    page.locator(_row(sessions["Second"])).wait_for()
    page.evaluate(NOTE_CLICKS)
    anna.until(lambda: anna.player is not None and "/player/" in anna.player.url, "it is warm")
    _player(anna).evaluate(NOTE_PICTURES)
    took = []
    for number in range(OPENS):
        who = ("First", "Second")[number % 2]
        took.append(_open(anna, who, sessions[who]))
        page.go_back()
        page.locator(_row(sessions["Second"])).wait_for()
        anna.rest(REST_S)
    _part(first, anna)
    second.context.close()
    return of_samples(f"first_picture_{nodes}_nodes_ms", "ms", took, aim=500)


def _row(session: str) -> str:
    return f'a[href$="/console/sessions/{session}"]'


def _open(anna: AccountManager, who: str, session: str) -> float:
    player = _player(anna)
    player.evaluate("(who) => { delete window.pictures[who] }", who)
    anna.page.locator(_row(session)).first.click()
    seen = anna.until(
        lambda: player.evaluate("(who) => window.pictures[who]", who), f"{who} is in the picture"
    )
    clicked = anna.page.evaluate("() => window.clickedAt")
    return float(seen - clicked)


def _sizes() -> Sequence[Figure]:
    manifest: dict[str, Any] = json.loads((STATIC / "manifest.json").read_text())
    sizes = {
        part: len(gzip.compress((STATIC / file).read_bytes(), 9)) for part, file in manifest.items()
    }
    return [
        of_value("loader_gz_bytes", "bytes", sizes["loader"], aim=2 * 1024),
        of_value("capture_gz_bytes", "bytes", sizes["loader"] + sizes["core"], aim=40 * 1024),
        of_value("assist_gz_bytes", "bytes", sizes["assist"]),
    ]


def _meet(demo: Demo, theirs: Browser, ours: Browser) -> tuple[Customer, AccountManager]:
    customer = Customer(demo, theirs.new_context())
    anna = AccountManager(demo, ours.new_context(viewport={"width": 1440, "height": 900}))
    anna.sign_in("anna@example.test")
    return customer, anna


def _part(customer: Customer, anna: AccountManager) -> None:
    customer.context.close()
    anna.context.close()


def _player(anna: AccountManager) -> Frame:
    assert anna.player is not None
    return anna.player
