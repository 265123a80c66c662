"""A recorded visit told again: now or in the past, at the shop's own origin, by another visitor.

Identifiers and times are new; what the records say stays as the capture script wrote it.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from cobrowse.demo.batches import Numbers, Record, Run
from cobrowse.demo.facts import moved
from cobrowse.demo.visits import (
    FAMILY_NAME,
    GIVEN_NAME,
    ORIGIN,
    TIER,
    RecordedPage,
    RecordedRun,
    RecordedVisit,
    Said,
)
from cobrowse.wire.base import PROTOCOL
from cobrowse.wire.capture import Batch, Consent, Hello


class Visitor(NamedTuple):
    """Who tells it. The names are shown where the shop shows its customer's."""

    id: str
    given_name: str = ""
    family_name: str = ""
    tier: str = ""
    language: str = "en"


class Scene(NamedTuple):
    """Where and when: the shop's origin and site key, the page-clock time of the visit's begin, and
    where new page ids come from."""

    origin: str
    site: str
    started_at: int
    new_id: Callable[[], str]


class Page(NamedTuple):
    """A document that is told again: `said` are the times of `identify` and `signout`."""

    hello: Hello
    runs: list[Run]
    said: list[Said]

    def batches(self) -> Iterator[Batch]:
        """Cut the whole page into batches, as the script did while nobody watched."""
        numbers = Numbers(self.hello.page)
        for run in self.runs:
            yield from numbers.batches(run)


def retold(visit: RecordedVisit, visitor: Visitor, scene: Scene) -> list[Page]:
    """Return the pages of the visit, in the order in which they say `hello`."""
    words = _Words(visitor, scene)
    return [_page(page, visitor, scene, words) for page in visit.pages]


class _Words:
    """Puts what was left open into texts and records."""

    def __init__(self, visitor: Visitor, scene: Scene) -> None:
        self._pairs = (
            (ORIGIN, scene.origin),
            (GIVEN_NAME, visitor.given_name),
            (FAMILY_NAME, visitor.family_name),
            (TIER, visitor.tier),
        )
        self._bytes = tuple((old.encode(), new.encode()) for old, new in self._pairs)

    def text(self, text: str) -> str:
        for old, new in self._pairs:
            text = text.replace(old, new)
        return text

    def record(self, record: bytes) -> bytes:
        for old, new in self._bytes:
            record = record.replace(old, new)
        return record


def _page(page: RecordedPage, visitor: Visitor, scene: Scene, words: _Words) -> Page:
    begin = scene.started_at
    opened = begin + page.opened
    hello = Hello(
        protocol=PROTOCOL,
        site=scene.site,
        visitor=visitor.id,
        page=scene.new_id(),
        sent_at=opened,
        url=words.text(page.url),
        consent=Consent(mode="notice", observe=True, record=True, review=True, at=opened),
        title=words.text(page.title),
        referrer=words.text(page.referrer),
        language=visitor.language,
        width=page.width,
        height=page.height,
        visible=page.visible,
        focused=page.focused,
    )
    said = [Said(at=begin + each.at, event=each.event) for each in page.said]
    return Page(hello, [_run(run, begin, words) for run in page.runs], said)


def _run(run: RecordedRun, begin: int, words: _Words) -> Run:
    return Run(
        epoch=run.epoch,
        checkpoint=run.checkpoint,
        t0=begin + run.t0,
        t1=begin + run.t1,
        records=[
            Record(begin + record.at, _timed(begin + record.at, words.record(record.json)))
            for record in run.records
        ],
        facts=[moved(fact, lambda at: begin + at, words.text) for fact in run.facts],
    )


def _timed(at: int, record: bytes) -> bytes:
    return b'{"timestamp":%d,%s' % (at, record[1:])
