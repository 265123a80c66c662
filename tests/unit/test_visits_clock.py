"""The time of a recorded visit is that of its visitor, not that of the machine it was recorded
on."""

from tools.visits.clock import LONGEST_SILENCE_MS, Clock
from tools.visits.hand import Pause

BEGAN = 1_790_000_000_000


def test_a_visit_begins_at_nothing() -> None:
    assert Clock([BEGAN + 40, BEGAN], []).at(BEGAN) == 0
    assert Clock([BEGAN + 40, BEGAN], []).at(BEGAN + 40) == 40


def test_what_was_read_is_put_in_from_there_on() -> None:
    times = [BEGAN, BEGAN + 1_000, BEGAN + 2_000]
    clock = Clock(times, [Pause(BEGAN + 1_500, 7_000)])
    assert [clock.at(time) for time in times] == [0, 1_000, 9_000]


def test_a_machine_that_was_slow_does_not_show() -> None:
    times = [BEGAN, BEGAN + 1_000, BEGAN + 31_000, BEGAN + 31_500]
    clock = Clock(times, [])
    expected = [0, 1_000, 1_000 + LONGEST_SILENCE_MS, 1_500 + LONGEST_SILENCE_MS]
    assert [clock.at(time) for time in times] == expected


def test_somebody_who_reads_on_a_slow_machine_reads_no_longer() -> None:
    times = [BEGAN, BEGAN + 40_000]
    clock = Clock(times, [Pause(BEGAN + 1_300, 5_000)])
    assert clock.at(BEGAN + 40_000) == LONGEST_SILENCE_MS + 5_000
