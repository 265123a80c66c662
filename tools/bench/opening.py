"""How soon an account manager sees a customer.

First picture: from the click on a session in a loaded console's wall to the first paint of its
page, going to and fro between two customers, so that the picture has to change each time; for pages
of 1,000 and of 10,000 nodes, with seconds and with half an hour behind them.

Cold console: from the address of a session typed into a browser that was never here to the same.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.e2e.lab import Lab, serve_lab
from tests.e2e.people import AccountManager, Customer, Demo, Visited
from tests.e2e.running import launch, running_demo
from tools.bench.half_hour import half_an_hour_old, visit
from tools.bench.people import anna, player
from tools.report import Figure, of_samples

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from playwright.sync_api import Browser

NODES = (1_000, 10_000)
NAMES = ("First", "Second")
OPENS, QUICK_OPENS = 30, 4
COLD_OPENS, QUICK_COLD_OPENS = 6, 2
VISIT_S, QUICK_VISIT_S = 8.0, 4.0
AIM_MS = 500
REST_S = 0.5
"""Nobody opens one session after the other without looking at the wall."""

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


def measure(folder: Path, *, quick: bool) -> list[Figure]:
    """Return the times to the first picture, and from a cold start."""
    figures: list[Figure] = []
    with (
        running_demo(folder) as demo,
        serve_lab(demo) as lab,
        sync_playwright() as playwright,
        launch(playwright) as theirs,
        launch(playwright) as ours,
    ):
        for nodes in NODES:
            figures += _fresh(demo, lab, theirs, ours, nodes, quick=quick)
        for nodes in NODES:
            figures.append(_old(demo, lab, theirs, ours, nodes, quick=quick))
    return figures


def _fresh(
    demo: Demo, lab: Lab, theirs: Browser, ours: Browser, nodes: int, *, quick: bool
) -> list[Figure]:
    """Pages that have just been loaded; with the usual number of nodes, the cold start as well."""
    customers = [Customer(demo, theirs.new_context()) for _ in NAMES]
    for customer, who in zip(customers, NAMES, strict=True):
        customer.open(_address(lab, who, nodes))
    figures = [
        of_samples(
            _name(nodes),
            "ms",
            _first_pictures(anna(demo, ours), customers, QUICK_OPENS if quick else OPENS),
            aim=AIM_MS,
        )
    ]
    if nodes == NODES[0]:
        opens = QUICK_COLD_OPENS if quick else COLD_OPENS
        took = [_from_cold(anna(demo, ours), customers[0]) for _ in range(opens)]
        figures.append(of_samples("cold_console_ms", "ms", took))
    for customer in customers:
        customer.context.close()
    return figures


def _old(
    demo: Demo, lab: Lab, theirs: Browser, ours: Browser, nodes: int, *, quick: bool
) -> Figure:
    """Pages that have been in use for half an hour."""
    seconds = QUICK_VISIT_S if quick else VISIT_S
    visits = [
        visit(Customer(demo, theirs.new_context()), _address(lab, who, nodes), seconds)
        for who in NAMES
    ]
    with half_an_hour_old(demo, lab, visits) as tellers:
        took = _first_pictures(anna(demo, ours), tellers, QUICK_OPENS if quick else OPENS)
    return of_samples(f"{_name(nodes)}_after_30_min", "ms", took, aim=AIM_MS)


def _name(nodes: int) -> str:
    return "first_picture_ms" if nodes == NODES[0] else f"first_picture_ms_{nodes}_nodes"


def _address(lab: Lab, who: str, nodes: int) -> str:
    return f"{lab.origin}/many.html?who={who}&nodes={nodes}"


def _first_pictures(
    manager: AccountManager, customers: Sequence[Visited], opens: int
) -> list[float]:
    page = manager.page
    page.goto(f"{manager.demo.console}/console/wall")
    sessions = [manager.session_of(customer) for customer in customers]
    for session in sessions:
        page.locator(_row(session)).first.wait_for()
    page.evaluate(NOTE_CLICKS)
    manager.until(
        lambda: manager.player is not None and "/player/" in manager.player.url, "it is warm"
    )
    player(manager).evaluate(NOTE_PICTURES)
    took = []
    for number in range(opens):
        who, session = NAMES[number % 2], sessions[number % 2]
        took.append(_open(manager, who, session))
        page.go_back()
        page.locator(_row(session)).first.wait_for()
        manager.rest(REST_S)
    manager.context.close()
    return took


def _row(session: str) -> str:
    return f'a[href$="/console/sessions/{session}"]'


def _open(manager: AccountManager, who: str, session: str) -> float:
    frame = player(manager)
    frame.evaluate("(who) => { delete window.pictures[who] }", who)
    manager.page.locator(_row(session)).first.click()
    seen = manager.until(
        lambda: frame.evaluate("(who) => window.pictures[who]", who), f"{who} is in the picture"
    )
    clicked = manager.page.evaluate("() => window.clickedAt")
    return float(seen - clicked)


def _from_cold(manager: AccountManager, customer: Customer) -> float:
    """Open a session in a browser with empty caches, which is told to note pictures beforehand."""
    session = manager.session_of(customer)
    manager.context.add_init_script(f"({NOTE_PICTURES})()")
    began = time.time() * 1_000
    manager.page.goto(f"{manager.demo.console}/console/sessions/{session}", wait_until="commit")
    seen = manager.until(
        lambda: manager.ask("() => Object.values(window.pictures)[0]"), "a picture"
    )
    manager.context.close()
    return float(seen - began)
