"""One watcher's look: what is kept while it joins, and when it counts as stuck."""

from cobrowse.domain.ids import SessionId, WatcherId
from cobrowse.flow.view import View


def a_view() -> View:
    return View(WatcherId("watcher-0001"), "Anna", SessionId("session-0001"))


def test_what_came_during_a_join_is_sent_once_and_in_order() -> None:
    view = a_view()
    view.begin()
    for seq in range(4):
        view.keep((0, seq), b"%d" % seq, limit=1_000)
    view.served = (0, 1)
    assert view.take_kept() == [b"2", b"3"]
    assert view.state == "live"


def test_an_epoch_that_began_during_a_join_comes_behind_the_old_one() -> None:
    view = a_view()
    view.begin()
    view.keep((0, 9), b"old", limit=1_000)
    view.keep((1, 0), b"new", limit=1_000)
    view.served = (0, 9)
    assert view.take_kept() == [b"new"]


def test_what_is_kept_is_bounded_and_the_oldest_goes_first() -> None:
    view = a_view()
    view.begin()
    for seq in range(5):
        view.keep((0, seq), b"x" * 10, limit=25)
    assert len(view.take_kept()) == 2


def test_what_was_dropped_is_missed_until_the_journal_has_served_it() -> None:
    view = a_view()
    view.begin()
    for seq in range(5):
        view.keep((0, seq), b"x" * 10, limit=25)
    view.served = (0, 1)
    assert view.misses
    view.served = (0, 2)
    assert not view.misses


def test_a_view_counts_as_shown_from_its_first_picture_on() -> None:
    view = a_view()
    assert not view.shown
    view.take_kept()
    view.begin()
    assert view.shown, "a cut forward or another tab is no reason to hide the notice"


def test_a_backlog_that_shrinks_is_slow_and_one_that_does_not_is_stuck() -> None:
    view = a_view()
    view.fall_behind(1_000, now_s=0)
    assert not view.stuck(900, now_s=14, patience_s=15)
    assert not view.stuck(900, now_s=28, patience_s=15)
    assert view.stuck(900, now_s=30, patience_s=15)
