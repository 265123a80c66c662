"""What a recording costs on the disk, and how fast it opens and seeks however long it is.

A visit of the demo shop is recorded by our own script and sealed. The journal of its longest page,
repeated with its times moved on, makes a session of four hours, which the service seals as well.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import random
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from playwright.sync_api import Error

from cobrowse.domain.entry import BatchEntry
from cobrowse.domain.ids import PageId, SessionId, VisitorId, new_id
from cobrowse.store.database import Database, sqlite_url
from cobrowse.store.journal import Journal
from tests.e2e.people import AccountManager, Customer, Demo
from tests.e2e.running import running_demo
from tools.report import Figure, of_samples, of_value

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from pathlib import Path

    from playwright.sync_api import Browser, Page

T = TypeVar("T")

HOURS = 4
SEEKS = 30
OPENS = 12
SEALED_WITHIN_S = 240
SEED = 3

PICTURED = """() => {
  const { dataset } = document.getElementById('player')
  const page = document.querySelector('iframe[name="cobrowse-page"]')?.contentDocument
  return dataset.state !== 'buffering' && page?.body?.childElementCount ? Date.now() : 0
}"""

NOTE_SEEK = """() => {
  const { dataset } = document.getElementById('player')
  const before = dataset.at
  window.sought = new Promise((resolve) => {
    const look = () => {
      if (dataset.at !== before && dataset.state !== 'buffering') resolve(Date.now())
      else requestAnimationFrame(look)
    }
    look()
  })
}"""


@dataclass(frozen=True)
class Visit:
    """A recorded visit: the session, how long it was and how many documents were loaded."""

    session: str
    seconds: float
    loads: int


def measure(folder: Path, theirs: Browser, ours: Browser) -> list[Figure]:
    """Return the figures of recordings. Runs the service twice on one folder of data."""
    folder.mkdir()
    with running_demo(folder) as demo:
        anna = _anna(demo, ours)
        visit = _visit(demo, theirs, anna)
        journal = _beside(_longest_page(demo.data, visit.session))
        _until_sealed(anna, visit.session)
        figures = _storage(anna, visit)
        anna.context.close()
    long = _beside(_lengthen(demo.data, visit, journal))
    with running_demo(folder) as demo:
        anna = _anna(demo, ours)
        _until_sealed(anna, long)
        figures += _opens(anna, visit.session, "short")
        figures += _opens(anna, long, f"{HOURS}_h")
        figures += _seeks(anna, long)
        anna.context.close()
    return figures


def _beside(work: Coroutine[Any, Any, T]) -> T:
    """Run something asynchronous; Playwright's own loop runs in this thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def _visit(demo: Demo, theirs: Browser, anna: AccountManager) -> Visit:
    customer = Customer(demo, theirs.new_context())
    random.seed(SEED)
    page, loads = customer.open("/"), 1
    began = page.evaluate("() => Date.now()")
    _look_around(page)
    for address in ("/products?category=seating", "/products/ember-lamp", "/products", "/help"):
        customer.open(address)
        loads += 1
        _look_around(page)
    customer.open("/products")
    loads += 1
    for slug in ("torrin-armchair", "ilse-vase", "moss-pendant", "halden-chair", "drift-throw"):
        card = page.locator(f'a.card-link[href="/products/{slug}"]').first
        card.click()
        _look_around(page)
        page.get_by_role("button", name="Add to cart").click()
        _look_around(page)
        page.go_back()
        card.wait_for()
        _look_around(page)
    session = anna.session_of(customer)
    seconds = (page.evaluate("() => Date.now()") - began) / 1_000
    customer.rest(2)
    page.evaluate("() => cobrowse('stop')")
    customer.rest(1)
    customer.context.close()
    return Visit(session, seconds, loads)


def _look_around(page: Page) -> None:
    """Move the pointer and scroll as somebody does who reads."""
    for _ in range(3):
        page.mouse.move(random.randint(50, 1200), random.randint(50, 650), steps=12)
        page.mouse.wheel(0, random.randint(100, 500))
        page.wait_for_timeout(random.randint(400, 900))
    page.mouse.wheel(0, -3_000)
    page.wait_for_timeout(300)


def _anna(demo: Demo, ours: Browser) -> AccountManager:
    anna = AccountManager(demo, ours.new_context(viewport={"width": 1440, "height": 900}))
    anna.sign_in("anna@example.test")
    return anna


async def _longest_page(data: Path, session: str) -> list[BatchEntry]:
    """The journal's batches of the page that has most of them."""
    async with Journal(data / "journal.db") as journal:
        pages = [page for of, page in await journal.unsealed(None, 1_000) if of == session]
        streams = [
            await journal.entries_from(SessionId(session), page, 0, 0, max_bytes=2**26)
            for page in pages
        ]
    batches = [[each for each in stream if isinstance(each, BatchEntry)] for stream in streams]
    return max(batches, key=len)


async def _lengthen(data: Path, visit: Visit, journal: list[BatchEntry]) -> str:
    """Enter a session of four hours on one page: the recorded one again and again, each time in a
    new epoch. Return its id."""
    length = journal[-1].received_at - journal[0].received_at + 1_000
    rounds = HOURS * 3_600_000 // length
    session, page = SessionId(new_id()), PageId(new_id())
    earlier = rounds * length
    async with (
        Database(sqlite_url(data / "cobrowse.db")) as database,
        database.transaction() as tx,
    ):
        short = await tx.sessions.by_id(SessionId(visit.session))
        assert short is not None
        assert short.ended_at is not None
        (shown,) = [
            each for each in await tx.pages.of_session(short.id) if each.id == journal[0].page_id
        ]
        agreed = await tx.consents.of_session(short.id)
        assert agreed is not None
        began = short.started_at - earlier
        whole = replace(short, id=session, visitor_id=VisitorId(new_id()), started_at=began)
        await tx.visitors.see(whole.site_id, whole.visitor_id, began)
        await tx.sessions.put(whole)
        await tx.consents.record(whole, agreed)
        await tx.pages.put(replace(shown, id=page, session_id=session, opened_at=began))
    async with Journal(data / "journal.db") as kept:
        for number in range(rounds):
            by = (number - rounds) * length
            for each in journal:
                kept.append(
                    replace(
                        each,
                        session_id=session,
                        page_id=page,
                        epoch=number,
                        seq=each.seq,
                        t0=each.t0 + by,
                        t1=each.t1 + by,
                        received_at=each.received_at + by,
                        facts=b"",
                    )
                )
            await kept.settled()
    return session


def _recording(anna: AccountManager, session: str) -> dict[str, Any]:
    address = f"{anna.demo.console}/api/v1/sessions/{session}/recording"
    recording: dict[str, Any] = anna.context.request.get(address).json()
    return recording


def _until_sealed(anna: AccountManager, session: str) -> None:
    def sealed() -> bool:
        segments = _recording(anna, session)["segments"]
        return bool(segments) and all(segment["sealed"] for segment in segments)

    anna.until(sealed, "the session is sealed", SEALED_WITHIN_S)


def _storage(anna: AccountManager, visit: Visit) -> list[Figure]:
    """Compare what is on the disk for one visit with gzip over all of its records at once."""
    address = f"{anna.demo.console}/api/v1/sessions/{visit.session}/export?format=rrweb"
    exported = json.loads(anna.context.request.get(address).text())
    records = [
        record
        for page in exported["pages"]
        for each in page["stream"]
        for record in each.get("events", ())
    ]
    whole = len(gzip.compress(json.dumps(records, separators=(",", ":")).encode(), 6))
    objects = anna.demo.data / "objects"
    stored = {
        kind: sum(path.stat().st_size for path in (objects / kind).rglob("*") if path.is_file())
        for kind in ("segment", "sheet")
    }
    total = sum(stored.values())
    return [
        of_value("stored_of_gzip_ratio", "ratio", total / whole, aim=0.65),
        of_value("stored_of_gzip_ratio_next_visit", "ratio", stored["segment"] / whole),
        of_value("stored_bytes_per_active_minute", "bytes", total / visit.seconds * 60),
        of_value("stored_bytes_per_page_load", "bytes", total / visit.loads),
        of_value("stored_sheet_bytes_per_site", "bytes", stored["sheet"]),
    ]


def _opens(anna: AccountManager, session: str, name: str) -> list[Figure]:
    """From a click in the list to the first picture of the replay."""
    page = anna.page
    took = []
    for _ in range(OPENS):
        page.goto(f"{anna.demo.console}/console/library")
        link = page.locator(f'a[href*="/console/sessions/{session}"]').first
        link.wait_for()
        anna.rest(0.5)
        clicked = page.evaluate("() => Date.now()")
        link.click()
        took.append(_pictured(anna) - clicked)
    return [of_samples(f"replay_opens_{name}_ms", "ms", took, aim=500)]


def _seeks(anna: AccountManager, session: str) -> list[Figure]:
    """From a press on the scrubber to the picture of that time, and what the memory does over
    them."""
    page = anna.page
    page.goto(f"{anna.demo.console}/console/sessions/{session}")
    _pictured(anna)
    frame = anna.past_player
    box = page.get_by_role("slider", name="Place in the visit").bounding_box()
    assert box is not None
    assert frame is not None
    chance = random.Random(SEED)
    took, heap = [], []
    for _ in range(SEEKS):
        frame.evaluate(NOTE_SEEK)
        pressed = time.time() * 1_000
        page.mouse.click(box["x"] + box["width"] * chance.uniform(0.02, 0.98), box["y"] + 8)
        took.append(float(frame.evaluate("() => window.sought")) - pressed)
        anna.rest(0.2)
        heap.append(float(frame.evaluate("() => performance.memory.usedJSHeapSize")) / 2**20)
    return [
        of_samples(f"replay_seeks_{HOURS}_h_ms", "ms", took, aim=500),
        of_samples("replay_heap_over_seeks_mib", "MiB", heap),
    ]


def _pictured(anna: AccountManager) -> float:
    """Wait for a picture; return when it was there, ms since the Unix epoch."""

    def seen() -> float:
        frame = anna.past_player
        with suppress(Error):
            return float(frame.evaluate(PICTURED)) if frame is not None else 0.0
        return 0.0

    return float(anna.until(seen, "there is a picture"))
