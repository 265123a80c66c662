"""A session is one visit by one visitor to one site, over pages and tabs; a page is one document in
one tab.

Both are values: each thing that happens returns a new one.

    page:     connected <-> disconnected, and at the end left (a frozen page may come back)
              paused <-> not paused, on the customer's word, whatever the connection
    session:  live -> ended (30 min of silence, or the customer's stop)
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from cobrowse.domain.errors import Conflict
from cobrowse.domain.ids import CustomerId, PageId, SessionId, SiteId, VisitorId

IDLE_AFTER_MS: Final = 60_000
"""A visible page without input for this long counts as idle: its reader may be reading."""

DOING_FOR_MS: Final = 2_500
"""How long one sign of activity is shown as what the visitor is doing now."""


PAST_MS: Final = 60 * 60 * 1000
"""How far back a page's clock is believed; nothing is believed to have happened in the future."""


def corrected(at: int, offset_ms: int, now: int) -> int:
    """Return a page-clock time on the server's clock, as far as it is believed."""
    return min(max(at + offset_ms, now - PAST_MS), now)


class Condition(StrEnum):
    """What a person would say of the visit right now."""

    LIVE = "live"
    IDLE = "idle"
    HIDDEN = "hidden"
    PAUSED = "paused"
    DISCONNECTED = "disconnected"
    LEFT = "left"
    ENDED = "ended"


class Doing(StrEnum):
    """The last thing the visitor was seen to do."""

    VIEWING = "viewing"
    POINTING = "pointing"
    CLICKING = "clicking"
    SCROLLING = "scrolling"
    TYPING = "typing"


@dataclass(frozen=True, slots=True)
class Page:
    """All times are corrected to the server's clock, in ms. `offset_ms` + page clock = server
    clock."""

    id: PageId
    session_id: SessionId
    url: str
    title: str
    opened_at: int
    last_activity_at: int
    offset_ms: int = 0
    width: int = 0
    height: int = 0
    visible: bool = True
    focused: bool = False
    connected: bool = True
    paused: bool = False
    left_at: int | None = None
    doing: Doing = Doing.VIEWING
    doing_at: int = 0

    def came_back(self, offset_ms: int, at: int) -> "Page":
        """The page said hello again: after an outage, or out of the back/forward cache."""
        return replace(
            self,
            left_at=None,
            offset_ms=offset_ms,
            last_activity_at=max(self.last_activity_at, at),
        )

    def spoke(self, at_page: int, now: int) -> "Page":
        """Something of the page's time `at_page` has arrived: the offset is at most the difference.

        The first estimate is too large by however long the `hello` was on its way; each record is a
        chance to see how much, and the smallest difference is the truest.
        """
        bound = now - at_page
        return self if bound >= self.offset_ms else replace(self, offset_ms=bound)

    def found(self) -> "Page":
        """A connection of the page stands."""
        return replace(self, connected=True)

    def lost(self) -> "Page":
        """The connection closed without a word."""
        return replace(self, connected=False)

    def went(self, url: str, title: str, at: int) -> "Page":
        return replace(self, url=url, title=title, last_activity_at=max(self.last_activity_at, at))

    def shown(self, visible: bool, focused: bool) -> "Page":
        return replace(self, visible=visible, focused=focused)

    def acted(self, doing: Doing, at: int) -> "Page":
        return replace(
            self, doing=doing, doing_at=at, last_activity_at=max(self.last_activity_at, at)
        )

    def held(self, paused: bool) -> "Page":
        return replace(self, paused=paused)

    def left(self, at: int) -> "Page":
        """The document was unloaded or frozen."""
        return replace(self, left_at=at, connected=False, focused=False)

    def condition(self, now: int) -> Condition:
        if self.left_at is not None:
            return Condition.LEFT
        if not self.connected:
            return Condition.DISCONNECTED
        if self.paused:
            return Condition.PAUSED
        if not self.visible:
            return Condition.HIDDEN
        return Condition.IDLE if now - self.last_activity_at > IDLE_AFTER_MS else Condition.LIVE

    def doing_now(self, now: int) -> Doing:
        return self.doing if now - self.doing_at <= DOING_FOR_MS else Doing.VIEWING


@dataclass(frozen=True, slots=True)
class Session:
    """`last_seen_at` is when any page of it last spoke; silence since then ends it."""

    id: SessionId
    site_id: SiteId
    visitor_id: VisitorId
    started_at: int
    last_seen_at: int
    last_activity_at: int
    customer_id: CustomerId | None = None
    ended_at: int | None = None
    end_reason: str = ""

    @property
    def live(self) -> bool:
        return self.ended_at is None

    def seen(self, at: int) -> "Session":
        return replace(self, last_seen_at=max(self.last_seen_at, at))

    def acted(self, at: int) -> "Session":
        return replace(
            self,
            last_activity_at=max(self.last_activity_at, at),
            last_seen_at=max(self.last_seen_at, at),
        )

    def identified(self, customer: CustomerId | None) -> "Session":
        return replace(self, customer_id=customer)

    def silent_for(self, now: int) -> int:
        """Return ms since any page of the session spoke."""
        return now - self.last_seen_at

    def end(self, at: int, reason: str) -> "Session":
        """Raises `Conflict` when it is over already: an end is told once."""
        if not self.live:
            raise Conflict("the session has ended")
        return replace(self, ended_at=at, end_reason=reason)


def page_in_use(pages: Iterable[Page]) -> Page | None:
    """Return the page that has the visitor's attention: focused before visible before connected,
    then last active."""
    return max(
        (page for page in pages if page.left_at is None),
        key=lambda page: (page.connected, page.focused, page.visible, page.last_activity_at),
        default=None,
    )
