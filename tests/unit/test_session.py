"""Sessions and pages as values: what a person would say of them, and which tab is in use."""

import pytest

from cobrowse.domain.errors import Conflict
from cobrowse.domain.ids import PageId, SessionId, SiteId, VisitorId
from cobrowse.domain.session import (
    IDLE_AFTER_MS,
    Condition,
    Doing,
    Page,
    Session,
    page_in_use,
)


def a_page(name: str = "page", at: int = 1_000) -> Page:
    return Page(
        id=PageId(name),
        session_id=SessionId("session-0001"),
        url="https://shop.test/",
        title="Shop",
        opened_at=at,
        last_activity_at=at,
    )


def a_session() -> Session:
    return Session(
        SessionId("session-0001"), SiteId("site-0001"), VisitorId("visitor-0001"), 0, 0, 0
    )


def test_a_reader_who_does_nothing_is_idle_and_still_here() -> None:
    page = a_page()
    assert page.condition(1_000 + IDLE_AFTER_MS) is Condition.LIVE
    assert page.condition(1_001 + IDLE_AFTER_MS) is Condition.IDLE


@pytest.mark.parametrize(
    ("page", "condition"),
    [
        (a_page().shown(visible=False, focused=False), Condition.HIDDEN),
        (a_page().lost(), Condition.DISCONNECTED),
        (a_page().held(paused=True), Condition.PAUSED),
        (a_page().left(2_000), Condition.LEFT),
        (a_page().left(2_000).came_back(0, 3_000).found(), Condition.LIVE),
        (a_page().held(paused=True).lost(), Condition.DISCONNECTED),
    ],
)
def test_a_page_says_what_is_most_telling(page: Page, condition: Condition) -> None:
    assert page.condition(3_000) is condition


def test_what_a_visitor_does_is_shown_for_a_moment() -> None:
    page = a_page().acted(Doing.TYPING, 5_000)
    assert page.doing_now(5_500) is Doing.TYPING
    assert page.doing_now(9_000) is Doing.VIEWING


def test_the_focused_page_is_in_use_before_the_last_active_one() -> None:
    focused = a_page("focused").shown(visible=True, focused=True)
    active = a_page("active").acted(Doing.CLICKING, 9_000)
    assert page_in_use([active, focused]) is focused


def test_a_visible_page_is_in_use_before_a_hidden_one() -> None:
    hidden = a_page("hidden", at=9_000).shown(visible=False, focused=False)
    visible = a_page("visible")
    assert page_in_use([hidden, visible]) is visible


def test_a_page_that_was_left_is_never_in_use() -> None:
    assert page_in_use([a_page().left(2_000)]) is None


def test_a_session_ends_once() -> None:
    ended = a_session().end(5_000, "stopped")
    assert not ended.live
    with pytest.raises(Conflict):
        ended.end(6_000, "idle")


def test_silence_is_counted_from_the_last_word_of_any_page() -> None:
    assert a_session().seen(4_000).seen(3_000).silent_for(10_000) == 6_000


def test_the_clock_offset_of_a_page_is_the_smallest_that_was_seen() -> None:
    slow_hello = a_page().came_back(offset_ms=300, at=1_000)
    assert slow_hello.spoke(at_page=5_000, now=5_020).offset_ms == 20
    assert slow_hello.spoke(at_page=5_000, now=5_900).offset_ms == 300
