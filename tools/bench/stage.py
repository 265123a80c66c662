"""One page with one recorder (or none), and the meters on its main thread.

The page is the shop's, or a heavy one that is answered in the shop's name; in place of our tag it
has the subject's. Its content policy is taken away, for the others need workers from blobs and a
place of their own to send to. Time is the main thread's own on the processor, so that other
programs are not counted, as long as they do not take the caches away.
"""

from __future__ import annotations

import re
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playwright.sync_api import Error, ViewportSize

from tests.e2e.people import Customer, Demo
from tools.bench.scenes import HEAVY_PAGE, HEAVY_PATH, Scene
from tools.bench.subjects import NONE, OURS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Route

    from tools.bench.sink import Sink

TAG = re.compile(r"<script[^>]*/capture\.js[^>]*></script>")
HEAVY_TAG = "<!-- tag -->"
VIEW: ViewportSize = {"width": 1280, "height": 800}
START_MS = 15_000
"""The longest that a recorder may take to begin."""
SETTLE_MS = 1_200
"""After what was done: all of them gather for up to a second before they encode and send."""
SENDING_MS = 1_000
"""For what was asked to be sent at once to arrive."""

NOTE_LONG_TASKS = """() => {
  window.longTasks = []
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.longTasks.push(duration)
  }).observe({ type: 'longtask', buffered: true })
}"""


@dataclass(frozen=True)
class Reading:
    """What one subject cost in one scene. Times in ms, `lasted_ms` by the clock; `longest_ms` is 0
    where no task took 50. Bytes are counted where the scene begins with the page."""

    lasted_ms: float
    task_ms: float
    script_ms: float
    layout_ms: float
    longest_ms: float
    heap_mib: float
    sent_bytes: int


@dataclass(frozen=True)
class Meters:
    """What Chromium counts of a page's main thread, in seconds since the page began."""

    task: float
    script: float
    layout: float

    def __sub__(self, earlier: Meters) -> Meters:
        return Meters(
            self.task - earlier.task, self.script - earlier.script, self.layout - earlier.layout
        )


class NotRecorded(Exception):
    """The subject never came to record the page, or sent nothing of it."""


class Stage:
    """A customer's browser tab in which one scene is played once."""

    def __init__(self, customer: Customer, subject: str, sink: Sink) -> None:
        self._customer = customer
        self._page = customer.page
        self._subject = subject
        self._sink = sink
        self._metrics = customer.context.new_cdp_session(self._page)
        self._metrics.send("Performance.enable", {"timeDomain": "threadTicks"})

    def play(self, scene: Scene) -> Reading:
        """Raises `NotRecorded`."""
        page = self._page
        address = self._customer.demo.shop + scene.path
        page.route(address, self._answer)
        before, began = self._sent(), time.monotonic()
        page.goto(address)
        self._until_recorded()
        start = Meters(0, 0, 0)
        if scene.prepare is not None:
            scene.prepare(page)
            page.wait_for_timeout(SETTLE_MS)
            page.evaluate("() => { window.longTasks = [] }")
            start, began = self._read(), time.monotonic()
        scene.act(page)
        page.wait_for_timeout(SETTLE_MS)
        spent, lasted = self._read() - start, time.monotonic() - began
        longest: float = page.evaluate("() => Math.max(0, ...window.longTasks)")
        return Reading(
            lasted * 1_000,
            spent.task * 1_000,
            spent.script * 1_000,
            spent.layout * 1_000,
            longest,
            self._heap_mib(),
            self._sent_since(before) if scene.prepare is None else 0,
        )

    def _answer(self, route: Route) -> None:
        """The page as it is served, with the subject's tag and without a content policy."""
        if urlsplit(route.request.url).path == HEAVY_PATH:
            body = HEAVY_PAGE.read_text().replace(HEAVY_TAG, self._tag())
        else:
            served = route.fetch().text()
            body, found = TAG.subn(self._tag(), served)
            assert found == 1, "the shop's page has our tag once"
        route.fulfill(status=200, content_type="text/html; charset=utf-8", body=body)

    def _tag(self) -> str:
        demo = self._customer.demo
        if self._subject == NONE:
            return ""
        if self._subject == OURS:
            script = f'src="{demo.console}/capture.js" data-site="{demo.site_key}"'
            return f'<script async {script} data-consent="notice"></script>'
        return f'<script async src="{self._sink.origin}/{self._subject}.js"></script>'

    def _until_recorded(self) -> None:
        customer = self._customer
        try:
            if self._subject == OURS:
                customer.captured()
            elif self._subject != NONE:
                self._page.wait_for_function("() => window.isRecorded?.()", timeout=START_MS)
        except (AssertionError, Error) as error:
            raise NotRecorded(f"{self._subject} did not begin to record") from error

    def _sent_since(self, before: int) -> int:
        """Have sent at once what has been gathered, some of it for longer than a scene lasts."""
        self._page.evaluate("() => { window.sendNow?.() }")
        self._page.wait_for_timeout(SENDING_MS)
        sent = self._sent() - before
        if self._subject != NONE and not sent:
            raise NotRecorded(f"{self._subject} sent nothing")
        return sent

    def _sent(self) -> int:
        """Bytes so far: bodies of requests, or messages of our socket."""
        if self._subject == OURS:
            return sum(len(frame) for _, frame in self._customer.wire.sent)
        return self._sink.received

    def _read(self) -> Meters:
        told = self._told()
        return Meters(told["TaskDuration"], told["ScriptDuration"], told["LayoutDuration"])

    def _heap_mib(self) -> float:
        self._metrics.send("HeapProfiler.collectGarbage")
        return self._told()["JSHeapUsedSize"] / 2**20

    def _told(self) -> dict[str, float]:
        told = self._metrics.send("Performance.getMetrics")["metrics"]
        return {each["name"]: float(each["value"]) for each in told}


@contextmanager
def stage(demo: Demo, browser: Browser, subject: str, sink: Sink) -> Iterator[Stage]:
    """A browser profile that was never here, so that everything is loaded and compiled anew."""
    context = browser.new_context(viewport=VIEW)
    # A page that is answered by us comes from nowhere, and may not reach this machine unasked.
    context.grant_permissions(["local-network-access"], origin=demo.shop)
    context.add_init_script(f"({NOTE_LONG_TASKS})()")
    try:
        yield Stage(Customer(demo, context), subject, sink)
    finally:
        context.close()
