"""Recorded visits: what is kept of them, and how they are told again."""

import json
import zlib
from itertools import count

import pytest

from cobrowse.demo import visits
from cobrowse.demo.telling import Page, Scene, Visitor, retold
from cobrowse.demo.visits import BareRecord, RecordedRun, RecordedVisit
from cobrowse.domain.limits import PIECE_BYTES
from cobrowse.wire.capture import Assets, Batch, Closed, Left, Navigated
from cobrowse.wire.codec import decode_body, encode
from tests import recorded_visits as recorded

ALL = visits.names()
BEGAN = 1_790_000_000_000
SHOP = "http://127.0.0.1:8002"
GRETA = Visitor("visitor-of-greta", "Greta", "Holm", "gold", "de-DE")


def told(visit: RecordedVisit, began: int = BEGAN) -> list[Page]:
    numbers = count()
    return retold(
        visit,
        GRETA,
        Scene(SHOP, "pk_demo-site-0001", began, lambda: f"page-number-{next(numbers):04}"),
    )


def records_of(batches: list[Batch]) -> list[dict[str, object]]:
    """All records of a page, inflated and joined as the service would."""
    found: list[dict[str, object]] = []
    data = b""
    for batch in batches:
        assert zlib.crc32(batch.payload) == batch.crc
        data += zlib.decompress(batch.payload, -zlib.MAX_WBITS) if batch.payload else b""
        if batch.part == batch.parts - 1 and data:
            found += json.loads(data)
            data = b""
    return found


def test_a_visit_is_read_as_it_was_kept() -> None:
    visit = recorded.visit()
    assert decode_body(RecordedVisit, encode(visit)) == visit


def test_all_recorded_visits_together_stay_small() -> None:
    assert sum(path.stat().st_size for path in visits.RECORDED.iterdir()) < 1_500_000


def test_there_are_visits_of_every_kind() -> None:
    loaded = [visits.load(name) for name in ALL]
    assert len({visit.name for visit in loaded}) >= 10
    for is_signed_in in (False, True):
        labels = {visit.label for visit in loaded if visit.is_signed_in is is_signed_in}
        assert labels == {"healthy", "trouble"}
    assert len({page.width for visit in loaded for page in visit.pages}) >= 3


@pytest.mark.parametrize("name", ALL)
def test_a_recorded_visit_can_be_told(name: str) -> None:
    visit = visits.load(name)
    assert visit.name == name
    assert 20_000 < visit.length < 5 * 60_000
    for page in told(visit):
        batches = list(page.batches())
        assert batches[0].checkpoint
        assert [(b.epoch, b.seq) for b in batches] == sorted({(b.epoch, b.seq) for b in batches})
        assert all(BEGAN <= b.t0 <= b.t1 <= BEGAN + visit.length for b in batches)
        assert any(isinstance(fact, Left) for fact in batches[-1].facts)
        content = json.dumps(records_of(batches))
        assert visits.ORIGIN not in content
        assert "@given" not in content
        for batch in batches:
            assert decode_body(Batch, encode(batch)) == batch, "the service takes it"


def test_times_and_places_are_those_of_the_telling() -> None:
    first, second = told(recorded.visit())
    assert second.hello.sent_at == BEGAN + 800
    assert second.said[0].at == BEGAN + 850
    checkpoint, *_ = first.batches()
    assert (checkpoint.t0, checkpoint.t1) == (BEGAN + 20, BEGAN + 21)
    meta, whole = records_of([checkpoint])
    assert meta["timestamp"] == BEGAN + 20
    assert whole["timestamp"] == BEGAN + 21
    assert meta["data"] == {"href": f"{SHOP}/"}
    assert checkpoint.facts == [
        Navigated(at=BEGAN + 20, url=f"{SHOP}/", title="Greta"),
        Assets(urls=[f"{SHOP}/a.css"]),
    ]


def test_every_telling_has_pages_of_its_own() -> None:
    pages = told(recorded.visit())
    assert len({page.hello.page for page in pages}) == 2
    assert {page.hello.visitor for page in pages} == {GRETA.id}


def test_a_new_epoch_says_how_the_one_before_ended() -> None:
    first, _ = told(recorded.visit())
    batches = list(first.batches())
    assert [(batch.epoch, batch.seq) for batch in batches] == [
        (0, 0),
        (0, 1),
        (1, 0),
        (1, 1),
        (1, 2),
    ]
    assert batches[2].facts[0] == Closed(epoch=0, count=2)


def test_records_too_large_for_one_batch_travel_in_pieces() -> None:
    text = "".join(f"{number:x}" for number in range(100_000))
    large = RecordedRun(
        epoch=0,
        checkpoint=True,
        t0=10,
        t1=10,
        records=[BareRecord(at=10, json=b'{"type":2,"data":"%s"}' % text.encode())],
        facts=[],
    )
    visit = recorded.visit()
    page = recorded.page(0, [large, recorded.left(20)], [])
    (only,) = told(RecordedVisit(visit.name, visit.about, visit.label, 20, [page]))
    *pieces, last = only.batches()
    assert len(pieces) == -(-len(text) // PIECE_BYTES)
    assert [piece.part for piece in pieces] == list(range(len(pieces)))
    assert last.seq == len(pieces)
    assert records_of(pieces) == [{"timestamp": BEGAN + 10, "type": 2, "data": text}]
