"""From the export of a session, and what was heard beside it, to a visit that can be told again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from cobrowse.demo.facts import moved
from cobrowse.demo.visits import (
    FAMILY_NAME,
    GIVEN_NAME,
    ORIGIN,
    TIER,
    BareRecord,
    RecordedPage,
    RecordedRun,
    RecordedVisit,
    Said,
)
from cobrowse.wire.capture import Assets, Closed, Left, Lost
from cobrowse.wire.export import ExportedPage, ExportedRun
from tools.visits.clock import Clock
from tools.visits.ear import Ear
from tools.visits.hand import Pause
from tools.visits.walk import Walk

WHO: Final = (
    ("Omar Haddad", f"{GIVEN_NAME} {FAMILY_NAME}"),
    ("platinum customer", f"{TIER} customer"),
    ("Omar", GIVEN_NAME),
)
"""Walks sign in as Omar; longer words before those that they hold."""

FOREIGN: Final = ("127.0.0.1", "localhost", "Haddad", "omar@")
"""What may be left of none of these: where and by whom a visit was recorded."""

WITHOUT_TIME: Final = (Assets, Closed, Lost)


class Incomplete(ValueError):
    """The export does not hold the whole visit."""


class _Page(ExportedPage, frozen=True):
    stream: list[ExportedRun]


class _Export(msgspec.Struct, frozen=True):
    """A gap in a stream does not have the shape of a run, and so is no visit to keep."""

    pages: list[_Page]


def is_whole(export: bytes) -> bool:
    """Tell whether every page of the export that said anything has said that it left."""
    try:
        streams = [page.stream for page in _decode(export).pages if page.stream]
    except Incomplete:
        return False
    return bool(streams) and all(
        any(isinstance(fact, Left) for run in stream for fact in run.facts) for stream in streams
    )


def kept(walk: Walk, export: bytes, ear: Ear, pauses: list[Pause], shop: str) -> RecordedVisit:
    """Return the visit. Raises `Incomplete` for one that cannot be told as it was."""
    pages = {page.id: page for page in _decode(export).pages}
    clock = Clock(_times(pages.values(), ear), pauses)
    words = _Words(shop)
    recorded = [
        RecordedPage(
            opened=clock.at(hello.sent_at),
            url=words.left_open(hello.url),
            title=words.left_open(hello.title),
            referrer=words.left_open(hello.referrer),
            width=hello.width,
            height=hello.height,
            visible=hello.visible,
            focused=hello.focused,
            runs=[_run(run, clock, words) for run in pages[id].stream],
            said=[Said(at=clock.at(at), event=name) for at, name in ear.said.get(id, ())],  # type: ignore[arg-type]  # one of its words
        )
        for id, hello in ear.hellos.items()
        if id in pages and any(run.checkpoint for run in pages[id].stream)
    ]
    if not recorded:
        raise Incomplete("no page has a checkpoint")
    recorded.sort(key=lambda page: page.opened)
    return RecordedVisit(
        name=walk.name,
        about=walk.about,
        label=walk.label,
        length=max(run.t1 for page in recorded for run in page.runs),
        pages=recorded,
    )


def _times(pages: Iterable[_Page], ear: Ear) -> Iterator[int]:
    """Whenever anything happened."""
    for hello in ear.hellos.values():
        yield hello.sent_at
    for said in ear.said.values():
        yield from (at for at, _ in said)
    for page in pages:
        for run in page.stream:
            yield from (run.t0, run.t1)
            yield from (record["timestamp"] for record in json.loads(bytes(run.events)))
            yield from (fact.at for fact in run.facts if not isinstance(fact, WITHOUT_TIME))


class _Words:
    """Leaves open where the visit was, and who was signed in."""

    def __init__(self, shop: str) -> None:
        self._pairs = ((shop, ORIGIN), *WHO)

    def left_open(self, text: str) -> str:
        for old, new in self._pairs:
            text = text.replace(old, new)
        for foreign in FOREIGN:
            if foreign in text:
                raise Incomplete(f"{foreign} in {text[:200]}")
        return text


def _run(run: ExportedRun, clock: Clock, words: _Words) -> RecordedRun:
    records = []
    for record in json.loads(bytes(run.events)):
        at = clock.at(record.pop("timestamp"))
        text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
        records.append(BareRecord(at=at, json=words.left_open(text).encode()))
    return RecordedRun(
        epoch=run.epoch,
        checkpoint=run.checkpoint,
        t0=clock.at(run.t0),
        t1=clock.at(run.t1),
        records=records,
        facts=[
            moved(fact, clock.at, words.left_open)
            for fact in run.facts
            if not isinstance(fact, Closed | Lost)
        ],
    )


def _decode(export: bytes) -> _Export:
    try:
        return msgspec.json.decode(export, type=_Export)
    except msgspec.ValidationError as error:
        raise Incomplete(str(error)) from error
