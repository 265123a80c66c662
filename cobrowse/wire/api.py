"""HTTP bodies of `/api/v1`. Times are milliseconds since the Unix epoch, server clock."""

from typing import Annotated, Literal

from msgspec import Meta

from cobrowse.wire.base import Count, Id, Ms, Text, Url, Wire

Condition = Literal["live", "idle", "hidden", "paused", "disconnected", "left", "ended"]
Doing = Literal["viewing", "pointing", "clicking", "scrolling", "typing"]


class Failure(Wire, frozen=True):
    """Why something was refused: a stable code for programs, a message for people."""

    code: str
    message: str


class Deferral(Failure, frozen=True):
    """Refused for now: come back in `retry_ms`."""

    retry_ms: int


class ErrorReply(Wire, frozen=True):
    """The one shape of every refusal, by HTTP and by socket."""

    error: Failure


class Login(Wire, frozen=True):
    """The body of `POST /api/v1/login`."""

    email: Annotated[str, Meta(max_length=254)]
    password: Annotated[str, Meta(max_length=256)]


class Me(Wire, frozen=True):
    """Who is signed in, and where this installation replays recorded pages."""

    id: Id
    name: Text
    email: str
    role: Literal["account_manager", "supervisor", "sales_reviewer", "administrator"]
    replay_origin: Url


class SiteRef(Wire, frozen=True):
    """Enough of a site to show it."""

    key: str
    name: Text


class VisitorRef(Wire, frozen=True):
    """A browser on a site; `label` is a short pronounceable name that stays the same for the same
    visitor."""

    id: Id
    label: Text


class CustomerRef(Wire, frozen=True):
    """A customer, as the site's own backend named them. `verified` says that its signature held."""

    id: Id
    name: Text
    tier: Text = ""
    verified: bool = True


class PageRef(Wire, frozen=True):
    """One document in one tab. `in_use` marks the one page of its session that has the visitor's
    attention."""

    id: Id
    url: Url
    title: Text
    condition: Condition
    opened_at: Ms
    in_use: bool = False
    width: Count = 0
    height: Count = 0


class Trouble(Wire, frozen=True):
    """The live score of a session and why. Zero and calm for a session nothing has been observed
    of."""

    score: Count = 0
    level: Literal["calm", "watch", "alert", "high", "critical"] = "calm"
    reasons: list[Text] = []


class Session(Wire, frozen=True):
    """One visit, as lists and the wall show it."""

    id: Id
    state: Literal["live", "ended"]
    condition: Condition
    doing: Doing
    site: SiteRef
    visitor: VisitorRef
    customer: CustomerRef | None
    page: PageRef | None
    pages: Count
    """How many pages (tabs) of the visit are open now."""
    started_at: Ms
    last_activity_at: Ms
    trouble: Trouble
    ended_at: Ms | None = None
    watchers: list[Text] = []
    """Names of the agents who look at the full picture now."""
    last_seen_at: Ms = 0
    """When any page of it was heard of last: who reads in silence is there until then, and a visit
    that silence has ended was as long as this."""


class SessionDetail(Wire, frozen=True):
    """One session with its pages, newest last, at most 200."""

    session: Session
    pages: list[PageRef]


class SessionList(Wire, frozen=True):
    """One piece of a list; `next` is the cursor of the following one."""

    items: list[Session]
    next: str | None = None
