"""The visits of now, in memory: what is told and saved of those that end, and what is forgotten."""

from cobrowse.domain.ids import PageId, SessionId, SiteId, SiteKey, VisitorId
from cobrowse.domain.session import Page, Session
from cobrowse.domain.site import Site
from cobrowse.flow.live import LiveSession, LiveSessions
from tests.fakes import FakeClock

SITE = Site(SiteId("site-of-tests"), SiteKey("pk_of-the-test"), "Shop", (), "", 1)


def a_visit(*pages: Page) -> LiveSession:
    session = Session(SessionId("session-0001"), SITE.id, VisitorId("visitor-0001"), 1, 1, 1)
    return LiveSession(session, SITE, pages={page.id: page for page in pages})


def a_page(id: str, opened_at: int = 1) -> Page:
    return Page(PageId(id), SessionId("session-0001"), "http://a.test/", "", opened_at, opened_at)


def test_a_session_that_ended_is_told_and_saved_once_more_and_then_forgotten() -> None:
    sessions = LiveSessions(FakeClock(), lost_ms=10_000)
    told: list[bool] = []
    sessions.listen(lambda live: told.append(live.session.live))
    live = a_visit(a_page("page-00000001"))
    sessions.add(live)
    sessions.tell()
    sessions.take_unsaved(10)
    live.session = live.session.end(2, "stopped")
    sessions.remove(live)
    sessions.tell()
    sessions.tell()
    assert told == [True, False]
    assert sessions.take_unsaved(10) == [live]
    assert (sessions.unsaved, len(sessions)) == (0, 0)


def test_a_session_that_ended_is_saved_again_when_saving_failed() -> None:
    sessions = LiveSessions(FakeClock(), lost_ms=10_000)
    live = a_visit()
    sessions.add(live)
    sessions.remove(live)
    sessions.not_saved(sessions.take_unsaved(10))
    assert sessions.take_unsaved(10) == [live]


def test_a_page_that_left_is_forgotten_before_one_that_is_lost_and_a_connected_one_never() -> None:
    connected, lost = a_page("page-connected"), a_page("page-of-lost-1", 2).lost()
    left = a_page("page-of-left-1", 3).left(4)
    assert a_visit(connected, lost, left).spare() == left
    assert a_visit(connected, lost).spare() == lost
    assert a_visit(connected).spare() is None
