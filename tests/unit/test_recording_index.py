"""What the index says of a segment, and that its times are believable."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cobrowse.domain.entry import BatchEntry, Entry
from cobrowse.domain.segment import Moment, MomentKind, Segment, Span
from cobrowse.domain.session import PAST_MS, Page
from cobrowse.flow.recording.index import MOST_MOMENTS, Described, described
from cobrowse.wire.capture import (
    Active,
    Assets,
    Fact,
    Left,
    Navigated,
    Paused,
    Resumed,
    Shown,
)
from tests.recorded import BEGUN, PAGE, SESSION, gap, outlines, run

MINUTE = 60_000


def page(offset_ms: int = 0) -> Page:
    return Page(PAGE, SESSION, "https://s.test/latest", "", BEGUN, BEGUN, offset_ms=offset_ms)


def index(
    entries: list[Entry], *, offset_ms: int = 0, sealed: tuple[Segment, ...] = ()
) -> list[Described]:
    return [one for _, one in described(outlines(entries), page(offset_ms), sealed)]


def checkpoint(seq: int, at: int, *facts: Fact) -> list[BatchEntry]:
    return run(seq, [{"type": 2}], at=at, checkpoint=True, facts=facts)


def went(at: int, path: str) -> Navigated:
    return Navigated(at=BEGUN + at, url=f"https://s.test/{path}", title=path.title())


def as_segment(one: Described) -> Segment:
    return Segment(
        SESSION,
        PAGE,
        one.first,
        one.last,
        one.checkpoint,
        one.from_at,
        one.to_at,
        one.url,
        one.batches,
        one.records,
        1,
        1,
        "0" * 64,
        0,
        (),
        one.activity,
        one.moments,
    )


STREAM: list[Entry] = [
    *checkpoint(0, 0, went(0, "a")),
    *run(1, [{}, {}], at=10_000, facts=[went(10_000, "b")]),
    *checkpoint(2, MINUTE),
    *run(3, [{}], at=MINUTE + 1_000),
    *checkpoint(4, 2 * MINUTE, went(2 * MINUTE, "c")),
]


def test_each_segment_begins_at_the_address_that_the_page_had_reached() -> None:
    assert [one.url for one in index(STREAM)] == [
        "https://s.test/a",
        "https://s.test/b",
        "https://s.test/b",
    ]


def test_a_page_that_told_no_address_has_that_of_its_row() -> None:
    assert [one.url for one in index([*checkpoint(0, 0)])] == ["https://s.test/latest"]


def test_segments_are_described_the_same_whether_those_before_are_sealed_or_not() -> None:
    whole = index(STREAM)
    sealed = as_segment(whole[0])
    rest = STREAM[2:]
    assert index(rest, sealed=(sealed,)) == whole[1:]


def test_counts_and_sizes_are_those_of_the_batches() -> None:
    first, *_ = index(STREAM)
    assert (first.batches, first.records) == (2, 3)
    assert first.payload_bytes == sum(
        len(entry.payload) for entry in STREAM[:2] if isinstance(entry, BatchEntry)
    )


def test_what_happened_becomes_moments_in_order() -> None:
    facts: list[Fact] = [
        went(0, "a"),
        Shown(at=BEGUN + 5, visible=False, focused=False),
        Paused(at=BEGUN + 6),
        Resumed(at=BEGUN + 7),
        Assets(urls=[]),
        Left(at=BEGUN + 8),
    ]
    (one,) = index([*run(0, [{}]), *run(1, [{}], at=10, facts=facts), gap(2, 3, at=900)])
    assert one.moments == (
        Moment(BEGUN, MomentKind.NAVIGATED, "https://s.test/a", "A"),
        Moment(BEGUN + 5, MomentKind.SHOWN, visible=False, focused=False),
        Moment(BEGUN + 6, MomentKind.PAUSED),
        Moment(BEGUN + 7, MomentKind.RESUMED),
        Moment(BEGUN + 8, MomentKind.LEFT),
        Moment(BEGUN + 10, MomentKind.GAP, reason="missing"),
    )


def test_signs_of_activity_close_to_each_other_are_one_span() -> None:
    entries = [*run(0, [{}])]
    for seq, at in enumerate([1_000, 2_500, 4_400, 9_000], start=1):
        entries += run(seq, [{}], at=at, facts=[Active(at=BEGUN + at, doing="typing")])
    (one,) = index([*entries])
    assert one.activity == (Span(BEGUN + 1_000, BEGUN + 4_400), Span(BEGUN + 9_000, BEGUN + 9_000))


def test_a_page_clock_is_put_on_the_server_clock() -> None:
    ahead = MINUTE
    (one,) = index([*run(0, [{}], at=ahead, received_at=BEGUN + 50)], offset_ms=-ahead)
    assert (one.from_at, one.to_at) == (BEGUN, BEGUN)


def test_nothing_is_later_than_its_arrival_nor_believed_to_be_long_before() -> None:
    future = run(0, [{}], at=10 * MINUTE, received_at=BEGUN)
    (one,) = index([*future])
    assert one.to_at == BEGUN
    past = run(0, [{}], at=0, received_at=BEGUN + 10 * PAST_MS)
    (one,) = index([*past])
    assert one.from_at == BEGUN + 9 * PAST_MS


def test_a_clock_that_is_set_back_goes_on_from_the_arrival() -> None:
    """Or all that happens until it has caught up would be of one moment."""
    true = [0, 5_000, 20_000, MINUTE, 3 * MINUTE, 3 * MINUTE + 4_000]
    behind = [0, 0, 10 * MINUTE, 10 * MINUTE, 10 * MINUTE, 10 * MINUTE]
    entries: list[Entry] = []
    for seq, (at, less) in enumerate(zip(true, behind, strict=True)):
        facts = [Active(at=BEGUN + at - less, doing="typing")]
        about: Any = {"facts": facts, "checkpoint": seq in {0, 4}, "received_at": BEGUN + at}
        entries += run(seq, [{}], at=at - less, **about)
    first, second = index(entries)
    assert (first.from_at, first.to_at) == (BEGUN, BEGUN + MINUTE)
    assert [span.from_at - BEGUN for span in first.activity] == true[:4]
    assert (second.from_at, second.to_at) == (BEGUN + 3 * MINUTE, BEGUN + 3 * MINUTE + 4_000)
    assert [span.from_at - BEGUN for span in second.activity] == true[4:]


def test_a_segment_of_a_gap_alone_is_where_the_page_had_come_to() -> None:
    lost: list[Entry] = [*checkpoint(0, 0), gap(0, 2, epoch=1, at=MINUTE)]
    _, one = index(lost)
    assert (one.from_at, one.to_at, one.records) == (BEGUN, BEGUN, 0)
    (alone,) = index([gap(0, 2, at=MINUTE)])
    assert (alone.from_at, alone.to_at) == (BEGUN + MINUTE, BEGUN + MINUTE)


def test_a_page_that_tells_more_than_a_person_could_do_is_bounded() -> None:
    entries: list[Entry] = []
    for seq in range(20):
        entries += run(seq, [{}], at=seq, facts=[went(seq, str(n)) for n in range(60)])
    (one,) = index(entries)
    assert len(one.moments) == MOST_MOMENTS


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(
            st.integers(-3 * PAST_MS, 3 * PAST_MS),
            st.integers(0, 3 * PAST_MS),
            st.integers(-3 * PAST_MS, 3 * PAST_MS),
            st.booleans(),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_whatever_a_page_says_of_its_times_they_do_not_go_back(
    told: list[tuple[int, int, int, bool]],
) -> None:
    entries: list[Entry] = []
    for seq, (at, arrives, fact_at, is_checkpoint) in enumerate(told):
        facts = [Active(at=BEGUN + fact_at, doing="pointing")]
        entries += run(
            seq,
            [{}],
            at=at,
            facts=facts,
            checkpoint=is_checkpoint,
            received_at=BEGUN + arrives,
        )
    last = 0
    for one in index(entries):
        assert last <= one.from_at <= one.to_at
        for span in one.activity:
            assert one.from_at <= span.from_at <= span.to_at <= one.to_at
        last = one.to_at
