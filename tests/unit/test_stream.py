"""The order of one page's batches, against every order in which a network may deliver them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobrowse.domain.errors import Conflict, Invalid
from cobrowse.domain.stream import (
    EPOCHS_AHEAD,
    EPOCHS_TOLD,
    HELD_BYTES,
    HELD_MS,
    Hole,
    PageStream,
    Taken,
)


def taken(steps: list[Taken[str] | Hole]) -> list[tuple[int, int]]:
    return [(step.epoch, step.seq) for step in steps if isinstance(step, Taken)]


def offer(
    stream: PageStream[str], epoch: int, seq: int, now_ms: int = 0, size: int = 10
) -> list[Taken[str] | Hole]:
    return stream.offer(epoch, seq, f"{epoch}.{seq}", size, now_ms)


def test_batches_in_order_are_taken_at_once() -> None:
    stream: PageStream[str] = PageStream()
    assert [taken(offer(stream, 0, seq)) for seq in range(3)] == [[(0, 0)], [(0, 1)], [(0, 2)]]


def test_an_early_batch_is_held_until_the_missing_one_comes() -> None:
    stream: PageStream[str] = PageStream()
    assert offer(stream, 0, 1) == []
    assert stream.waiting
    assert taken(offer(stream, 0, 0)) == [(0, 0), (0, 1)]
    assert not stream.waiting


def test_a_repeat_is_known_and_not_taken_again() -> None:
    stream: PageStream[str] = PageStream()
    offer(stream, 0, 0)
    assert offer(stream, 0, 0) == []
    assert stream.knows(0, 0)
    assert not stream.knows(0, 1)


def test_a_missing_batch_is_given_up_after_its_time() -> None:
    stream: PageStream[str] = PageStream()
    offer(stream, 0, 2, now_ms=1_000)
    assert stream.give_up(1_000 + HELD_MS - 1) == []
    assert stream.give_up(1_000 + HELD_MS) == [Hole(0, 0, 1), Taken(0, 2, "0.2")]
    assert offer(stream, 0, 1) == []


def test_a_missing_batch_is_given_up_when_too_much_is_held() -> None:
    stream: PageStream[str] = PageStream()
    assert offer(stream, 0, 1, size=HELD_BYTES) == []
    assert offer(stream, 0, 2, size=1) == [Hole(0, 0, 0), Taken(0, 1, "0.1"), Taken(0, 2, "0.2")]


def test_a_new_epoch_gives_up_what_the_old_one_waited_for() -> None:
    stream: PageStream[str] = PageStream()
    offer(stream, 0, 0)
    offer(stream, 0, 2)
    steps = offer(stream, 1, 0)
    assert steps == [Hole(0, 1, 1), Taken(0, 2, "0.2"), Taken(1, 0, "1.0")]


def test_a_late_batch_of_an_old_epoch_is_still_taken() -> None:
    stream: PageStream[str] = PageStream()
    offer(stream, 0, 0)
    offer(stream, 1, 0)
    assert taken(offer(stream, 0, 1)) == [(0, 1)]
    assert offer(stream, 0, 1) == []


def test_what_a_page_says_it_dropped_becomes_one_hole() -> None:
    stream: PageStream[str] = PageStream()
    offer(stream, 0, 0)
    offer(stream, 1, 0)
    assert stream.lost(0, 4) == Hole(0, 1, 4)
    assert stream.lost(0, 4) is None
    assert offer(stream, 0, 3) == []


def test_a_page_cannot_lose_what_is_stored_or_what_is_to_come() -> None:
    stream: PageStream[str] = PageStream()
    offer(stream, 0, 0)
    assert stream.lost(0, 5) is None
    offer(stream, 1, 0)
    assert stream.lost(0, 0) is None


def test_a_batch_that_overtook_the_tail_of_its_epoch_before_waits_for_it() -> None:
    stream: PageStream[str] = PageStream()
    offer(stream, 0, 0)
    stream.closed(0, 3)
    assert offer(stream, 1, 0) == []
    assert taken(offer(stream, 0, 1)) == [(0, 1)]
    assert taken(offer(stream, 0, 2)) == [(0, 2), (1, 0)]


def test_a_tail_that_never_comes_is_a_hole_as_long_as_the_page_says() -> None:
    stream: PageStream[str] = PageStream()
    offer(stream, 0, 0)
    stream.closed(0, 3)
    offer(stream, 1, 0)
    assert stream.give_up(HELD_MS) == [Taken(1, 0, "1.0")]
    assert stream.lost(0, 2) == Hole(0, 1, 2)
    assert stream.knows(0, 2)


def test_an_epoch_of_which_nothing_came_is_a_hole_from_its_first_number() -> None:
    stream: PageStream[str] = PageStream()
    offer(stream, 0, 0)
    stream.closed(0, 1)
    stream.closed(1, 4)
    assert offer(stream, 2, 0) == []
    assert stream.give_up(HELD_MS) == [Taken(2, 0, "2.0")]
    assert stream.lost(1, 3) == Hole(1, 0, 3)


def test_an_epoch_that_came_whole_is_not_waited_for() -> None:
    stream: PageStream[str] = PageStream()
    offer(stream, 0, 0)
    stream.closed(0, 1)
    assert taken(offer(stream, 1, 0)) == [(1, 0)]


def test_an_epoch_begins_with_its_first_batch_or_with_the_word_of_those_before_it() -> None:
    stream: PageStream[str] = PageStream()
    offer(stream, 0, 0)
    assert offer(stream, 1, 1) == []
    assert taken(offer(stream, 1, 0)) == [(1, 0), (1, 1)]
    assert offer(stream, 2, 3) == []
    stream.closed(1, 2)
    assert stream.give_up(HELD_MS) == [Hole(2, 0, 2), Taken(2, 3, "2.3")]


def test_what_cannot_begin_is_forgotten_and_taken_when_it_comes_again() -> None:
    stream: PageStream[str] = PageStream()
    offer(stream, 0, 0)
    offer(stream, 1, 1)
    assert stream.give_up(HELD_MS) == []
    assert not stream.waiting
    assert not stream.knows(1, 1)
    assert taken(offer(stream, 0, 1)) == [(0, 1)]
    offer(stream, 1, 0)
    assert taken(offer(stream, 1, 1)) == [(1, 1)]


def test_what_cannot_begin_keeps_nobody_else_from_it() -> None:
    stream: PageStream[str] = PageStream()
    offer(stream, 1, 1)
    assert taken(offer(stream, 2, 0)) == [(1, 1), (2, 0)]


def test_many_epochs_of_which_nothing_came_are_holes_each() -> None:
    stream: PageStream[str] = PageStream()
    offer(stream, 0, 0)
    for epoch in range(EPOCHS_TOLD):
        stream.closed(epoch, 5)
    offer(stream, EPOCHS_TOLD, 1)
    stream.give_up(HELD_MS)
    assert stream.lost(0, 4) == Hole(0, 1, 4)
    assert stream.lost(1, 4) == Hole(1, 0, 4)


def test_an_epoch_that_no_page_can_have_come_to_is_refused() -> None:
    stream: PageStream[str] = PageStream()
    with pytest.raises(Invalid):
        offer(stream, EPOCHS_AHEAD + 1, 0)
    assert taken(offer(stream, EPOCHS_AHEAD, 0)) == [(EPOCHS_AHEAD, 0)]


def test_an_epoch_that_is_forgotten_is_refused() -> None:
    stream: PageStream[str] = PageStream()
    for epoch in range(EPOCHS_TOLD + 2):
        offer(stream, epoch, 0)
    with pytest.raises(Conflict):
        offer(stream, 0, 1)


def test_a_stream_goes_on_where_the_journal_ends() -> None:
    stream: PageStream[str] = PageStream({0: 7, 1: 3})
    assert stream.epoch == 1
    assert offer(stream, 1, 2) == []
    assert taken(offer(stream, 1, 3)) == [(1, 3)]


deliveries = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.integers(0, 12),
        st.integers(1, HELD_BYTES // 3),
        st.integers(0, HELD_MS),
        st.none() | st.integers(0, 14),
    ),
    max_size=60,
)


@given(deliveries)
def test_every_number_is_stored_once_or_covered_by_one_hole(
    sent: list[tuple[int, int, int, int, int | None]],
) -> None:
    """Rules C4 and C6: whatever comes in whatever order, each epoch is partitioned from 0 up,
    without overlap."""
    stream: PageStream[str] = PageStream()
    out: list[Taken[str] | Hole] = []
    now = 0
    for epoch, seq, size, wait, count in sent:
        now += wait
        if count is not None and epoch:
            stream.closed(epoch - 1, count)
        out += stream.offer(epoch, seq, f"{epoch}.{seq}", size, now)
        out += stream.give_up(now)
    out += stream.give_up(now + HELD_MS)
    reached: dict[int, int] = {}
    for step in out:
        first, last = (
            (step.seq, step.seq) if isinstance(step, Taken) else (step.from_seq, step.to_seq)
        )
        assert first == reached.get(step.epoch, 0), (
            "stored or given up in order, nothing twice, nothing left out"
        )
        assert last >= first
        reached[step.epoch] = last + 1
        if isinstance(step, Taken):
            assert step.item == f"{step.epoch}.{step.seq}"
    delivered = {(epoch, seq) for epoch, seq, *_ in sent}
    assert {(step.epoch, step.seq) for step in out if isinstance(step, Taken)} <= delivered
    forgotten = {place for place in delivered if not stream.knows(*place)}
    assert all(epoch and seq for epoch, seq in forgotten), "nothing that can be taken is forgotten"
