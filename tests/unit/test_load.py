"""Who holds back when: many pages at once, a journal that is behind, a page that sends much."""

from contextlib import ExitStack
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

import pytest

from cobrowse.domain.errors import Busy
from cobrowse.flow.arrivals import AT_ONCE, LATEST_S, WITHIN_S, Arrivals
from cobrowse.flow.ingest import JOURNAL_BACKLOG
from cobrowse.flow.load import BURST_BYTES, LEAST_SHARE, SLOW_FOR_MS, Allowance, Load
from cobrowse.store.journal import Journal
from cobrowse.wire.capture import Slow
from tests.fakes import FakeClock, RecordingOutbox


@dataclass
class Backlog:
    """Stands in for a journal of which nothing but its backlog matters."""

    pending: int = 0


@dataclass
class Scene:
    journal: Backlog
    outbox: RecordingOutbox
    clock: FakeClock
    load: Load


def a_scene(filled: float = 0.0) -> Scene:
    journal, outbox, clock = (
        Backlog(round(filled * JOURNAL_BACKLOG)),
        RecordingOutbox(),
        FakeClock(),
    )
    return Scene(journal, outbox, clock, Load(cast(Journal, journal), outbox, clock))


def refused(arrivals: Arrivals) -> int | None:
    """Let one in, or return in how many ms it is to come back."""
    try:
        with arrivals.one():
            return None
    except Busy as busy:
        return busy.retry_ms


def test_a_second_s_worth_of_pages_is_let_in_at_once() -> None:
    arrivals = Arrivals(10, FakeClock())
    assert [refused(arrivals) for _ in range(10)] == [None] * 10
    assert refused(arrivals) is not None


def test_no_more_arrive_at_once_than_can_be_written_before_they_give_up() -> None:
    arrivals = Arrivals(1_000, FakeClock())
    with ExitStack() as under_way:
        for _ in range(AT_ONCE):
            under_way.enter_context(arrivals.one())
        assert refused(arrivals)
    assert refused(arrivals) is None


def test_those_who_were_refused_come_back_one_after_the_other_at_the_pace_of_the_door() -> None:
    clock = FakeClock()
    arrivals = Arrivals(10, clock)
    waits = [wait for _ in range(60) if (wait := refused(arrivals)) is not None]
    assert len(waits) == 50
    assert {later - earlier for earlier, later in pairwise(waits)} == {100}
    let_in = 0
    for wait in waits:
        clock.advance(wait - round(clock.steady_s() * 1_000))
        let_in += refused(arrivals) is None
    assert let_in == 50


def test_a_slow_disk_sets_the_pace_at_which_they_come_back() -> None:
    clock = FakeClock()
    arrivals = Arrivals(1_000, clock)
    for _ in range(30):
        with arrivals.one():
            clock.advance(500)
    with ExitStack() as under_way:
        let_in = 0
        while (let_in + 1) * 0.5 <= WITHIN_S:
            under_way.enter_context(arrivals.one())
            let_in += 1
        assert 1 < let_in < AT_ONCE
        waits = [refused(arrivals) or 0 for _ in range(10)]
    assert all(later - earlier > 400 for earlier, later in pairwise(waits))


def test_nobody_is_asked_to_wait_for_longer_than_half_a_minute() -> None:
    arrivals = Arrivals(1, FakeClock())
    waits = [refused(arrivals) or 0 for _ in range(500)]
    assert max(waits) <= LATEST_S * 1_000 + 1_000
    assert len(set(waits[100:])) > 300, "and they do not all come back at the same moment"


def test_pages_are_told_to_slow_down_when_the_journal_falls_behind_and_again_in_time() -> None:
    scene = a_scene(0.3)
    for _ in range(20):
        scene.load.tell()
        scene.clock.advance(1_000)
    told = [body for event, body in scene.outbox.to_all if event == "slow"]
    assert 20_000 / SLOW_FOR_MS < len(told) <= 5
    assert isinstance(told[0], Slow)


def test_nobody_is_told_to_slow_down_in_calm() -> None:
    scene = a_scene(0.1)
    scene.load.tell()
    assert scene.outbox.to_all == []


@pytest.mark.parametrize(("filled", "crowded"), [(0.4, False), (0.6, True), (1.2, True)])
def test_no_new_sessions_begin_once_the_journal_is_half_full(filled: float, crowded: bool) -> None:
    assert a_scene(filled).load.crowded is crowded


def test_the_share_of_each_page_shrinks_with_the_journal_s_room() -> None:
    shares = [a_scene(filled).load.share for filled in (0.2, 0.5, 0.75, 1.0, 2.0)]
    assert shares == [1.0, 1.0, pytest.approx(LEAST_SHARE**0.5), LEAST_SHARE, LEAST_SHARE]


def test_a_page_may_send_a_burst_and_then_its_bytes_a_second() -> None:
    scene = a_scene()
    allowance = Allowance(1_000, scene.load, scene.clock)
    allowance.spend(BURST_BYTES)
    assert allowance.owed_s() == 0
    allowance.spend(500)
    assert allowance.owed_s() == pytest.approx(0.5)
    scene.clock.advance(500)
    assert allowance.owed_s() == 0


def test_who_sends_little_is_not_held_back_when_the_journal_is_behind() -> None:
    scene = a_scene(1.0)
    light = Allowance(1_048_576, scene.load, scene.clock)
    heavy = Allowance(1_048_576, scene.load, scene.clock)
    owed = []
    for _ in range(60):
        light.spend(3_000)
        heavy.spend(300_000)
        owed.append((light.owed_s(), heavy.owed_s()))
        scene.clock.advance(1_000)
    assert max(by_light for by_light, _ in owed) == 0
    assert min(by_heavy for _, by_heavy in owed) > 0


def test_what_is_owed_is_less_as_soon_as_the_journal_has_room_again() -> None:
    scene = a_scene(1.0)
    allowance = Allowance(1_048_576, scene.load, scene.clock)
    allowance.spend(1_000_000)
    before = allowance.owed_s()
    scene.journal.pending = 0
    assert allowance.owed_s() < before / 32
