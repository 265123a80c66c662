"""What a real browser recorded passes sealing unharmed: our own script gives the gate nothing to
do."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

from cobrowse.domain.entry import BatchEntry, GapEntry
from cobrowse.domain.ids import PageId, SessionId
from cobrowse.flow.recording.compose import compose
from cobrowse.flow.recording.runs import gather, inflate
from cobrowse.flow.recording.sheets import holders, put_back
from cobrowse.wire.recording import FORMAT, Run, SegmentHead, decode_line
from cobrowse.wire.records import read
from tests.e2e.lab import Lab
from tests.e2e.people import Customer, Demo


def test_what_was_recorded_of_forms_and_notes_is_sealed_as_it_was(
    lab: Lab, customer: Customer
) -> None:
    page = customer.open(lab.page("features"))
    page.get_by_label("Name").press_sequentially("somebody")
    page.get_by_label("Password").press_sequentially("secret")
    page.get_by_label("Comment").press_sequentially("a comment")
    page.get_by_role("textbox", name="Note").press_sequentially("a note")
    page.get_by_role("button", name="Add a row").click()
    page.reload()
    captured(customer, pages=2)
    customer.open("/")
    captured(customer, pages=3)
    customer.page.locator("a.card-link").first.click()
    customer.rest(2)
    runs = sealed = 0
    own = {PageId(batch.page) for batch in customer.wire.batches()}
    for batches in batches_of(customer.demo, own):
        before = [
            json.loads(inflate(run) or b"[]")
            for run in gather(batches)
            if not isinstance(run, GapEntry)
        ]
        assert before
        head = SegmentHead(
            format=FORMAT,
            session=batches[0].session_id,
            page=batches[0].page_id,
            offset_ms=0,
            url="",
        )
        composed = compose(head, batches, apart=True)
        assert composed.taken_out == 0, "the gate found something that our script let out"
        assert composed.unreadable == []
        lines = [decode_line(line) for line in bytes(composed.lines).split(b"\n")[1:-1]]
        after = []
        for line in lines:
            assert isinstance(line, Run)
            records = read(line.records)
            put_back(
                holders(records), {name: text.decode() for name, text in composed.sheets.items()}
            )
            after.append(records)
        assert after == before
        runs += len(before)
        sealed += len(composed.sheets)
    assert runs >= len(own) >= 3
    assert sealed, "style sheets were recorded"


def captured(customer: Customer, pages: int) -> None:
    """Wait until so many of the customer's pages have sent a checkpoint."""
    customer.until(
        lambda: len({batch.page for batch in customer.wire.batches() if batch.checkpoint}) >= pages,
        f"{pages} pages are captured",
    )


def batches_of(demo: Demo, own: set[PageId]) -> Iterator[list[BatchEntry]]:
    """Everything the journal has of some pages, page by page: others may be hostile."""
    with closing(sqlite3.connect(f"file:{demo.data / 'journal.db'}?mode=ro", uri=True)) as journal:
        rows = journal.execute(
            "SELECT session_id, page_id, epoch, seq, t0, t1, count, checkpoint, part, parts, crc,"
            " payload, facts, received_at FROM batches ORDER BY page_id, session_id, epoch, seq"
        ).fetchall()
    pages: dict[tuple[SessionId, PageId], list[BatchEntry]] = {}
    for row in rows:
        batch = BatchEntry(*row)
        batch = replace(batch, checkpoint=bool(batch.checkpoint))
        if batch.page_id in own:
            pages.setdefault((batch.session_id, batch.page_id), []).append(batch)
    return iter(pages.values())
