"""The live view: every accepted batch goes to those who watch its page, as one encoded frame for
all.

A watcher joins from the journal: the latest checkpoint, the tail behind it, then what has been
accepted meanwhile, each batch once and in order. Nothing is asked of the customer's page before
the first picture. A watcher that cannot keep up is cut forward to a checkpoint and never buffered
without bound. Rules W1 to W6 of `docs/protocol.md`.
"""

import asyncio
from typing import Final

import structlog

from cobrowse import metrics
from cobrowse.domain.agent import Agent
from cobrowse.domain.clock import Clock
from cobrowse.domain.entry import GapEntry
from cobrowse.domain.errors import NotFound, TooMany
from cobrowse.domain.ids import PageId, SessionId, WatcherId
from cobrowse.flow.attention import Attention
from cobrowse.flow.frames import batch_frame, frame_of, gap_frame, place_of
from cobrowse.flow.live import LiveSession, LiveSessions
from cobrowse.flow.ports import Outbox
from cobrowse.flow.view import View
from cobrowse.store.journal import Journal
from cobrowse.wire import console
from cobrowse.wire.capture import Batch
from cobrowse.wire.codec import encode_event

log = structlog.get_logger()

MOST_WATCHES: Final = 16
"""Sessions that one console connection may watch: a wall of tiles, not a crawl."""

BUDGET_BYTES: Final = 2 * 2**20
"""Unsent bytes one console connection may have; past it, it is cut forward."""

KEPT_BYTES: Final = BUDGET_BYTES // 2
"""What is kept of what comes during a join; with what the join has sent it must fit the budget."""

LOW_WATER_BYTES: Final = BUDGET_BYTES // 4
"""A watcher that fell behind is served again once its backlog is below this."""

STUCK_S: Final = 15.0
"""A watcher whose backlog has not shrunk for this long is disconnected."""

MISSED_S: Final = 0.1
"""How soon a join looks again for what it could not keep, and the journal did not have yet."""

READ_BYTES: Final = 512 * 1024
"""How much of a tail is read from the journal at a time."""


class Relay:
    """Who watches what, and what each of them gets. Owned by the event loop; joins run as tasks it
    owns."""

    def __init__(
        self,
        journal: Journal,
        live: LiveSessions,
        outbox: Outbox,
        clock: Clock,
        attention: Attention,
    ) -> None:
        self._journal = journal
        self._live = live
        self._outbox = outbox
        self._clock = clock
        self._attention = attention
        self._views: dict[tuple[WatcherId, SessionId], View] = {}
        self._by_page: dict[PageId, set[View]] = {}
        self._by_session: dict[SessionId, set[View]] = {}
        self._joins: dict[View, asyncio.Task[None]] = {}
        live.listen(self._session_changed)

    async def watch(
        self, watcher: WatcherId, agent: Agent, body: console.Watch
    ) -> console.Watching:
        """Begin to watch a session, or change how. The picture follows by itself.

        Raises `NotFound` for a session that is not live or a page that is not its own, `TooMany`
        over `MOST_WATCHES`.
        """
        live = self._live.get(SessionId(body.session))
        if live is None or (body.page is not None and PageId(body.page) not in live.pages):
            raise NotFound("no such live session")
        key = (watcher, live.session.id)
        view = self._views.get(key)
        if view is None:
            if sum(other.watcher == watcher for other in self._views.values()) >= MOST_WATCHES:
                raise TooMany("too many sessions are watched at once", retry_after_s=1)
            view = self._views[key] = View(watcher, agent.name, live.session.id)
            self._by_session.setdefault(view.session, set()).add(view)
            metrics.WATCHERS.inc()
        view.full = body.mode == "full"
        view.held = PageId(body.page) if body.page else None
        self._leave_page(view)
        self._follow(view, live, "join")
        return console.Watching(
            server_time=self._clock.now_ms(),
            session=self._live.describe(live),
            pages=self._live.describe_pages(live),
        )

    def unwatch(self, watcher: WatcherId, session: SessionId) -> None:
        """Stop watching; nothing happens when nobody was."""
        view = self._views.pop((watcher, session), None)
        if view is None:
            return
        metrics.WATCHERS.dec()
        self._stop_join(view)
        self._leave_page(view)
        remaining = self._by_session[session]
        remaining.discard(view)
        live = self._live.get(session)
        if live is not None:
            self._attention.changed(live, remaining)
        if not remaining:
            del self._by_session[session]

    def gone(self, watcher: WatcherId) -> None:
        """The console connection closed."""
        for key in [key for key in self._views if key[0] == watcher]:
            self.unwatch(*key)

    def batch(self, session: SessionId, batch: Batch) -> None:
        """Give one accepted batch to whoever watches its page. Part of ingest's synchronous
        path."""
        views = self._by_page.get(PageId(batch.page))
        if not views:
            return
        frame = batch_frame(session, self._offset_of(session, PageId(batch.page)), batch)
        for view in views:
            self._push(view, (batch.epoch, batch.seq), frame)
        self._attention.batch(batch)

    def gap(self, gap: GapEntry) -> None:
        """Tell whoever watches the page what will never come."""
        views = self._by_page.get(gap.page_id)
        if views:
            frame = gap_frame(gap)
            for view in views:
                self._push(view, (gap.epoch, gap.to_seq), frame)

    def serve_slow(self) -> None:
        """Cut slow watchers forward once they have drained, and close stuck ones. Called some times
        a second."""
        now = self._clock.steady_s()
        for view in tuple(self._views.values()):
            if view.state != "behind":
                continue
            backlog = self._outbox.backlog(view.watcher)
            live = self._live.get(view.session)
            if backlog < LOW_WATER_BYTES and live is not None:
                metrics.SKIPS.inc()
                self._join(view, "skip")
            elif view.stuck(backlog, now, STUCK_S):
                metrics.KICKS.inc()
                self._outbox.close_watcher(view.watcher)

    async def close(self) -> None:
        """Cancel the joins that are under way."""
        joins = tuple(self._joins.values())
        for task in joins:
            task.cancel()
        await asyncio.gather(*joins, return_exceptions=True)

    def _push(self, view: View, place: tuple[int, int], frame: bytes) -> None:
        if view.state == "joining":
            view.keep(place, frame, KEPT_BYTES)
        elif view.state == "live":
            backlog = self._outbox.backlog(view.watcher)
            if backlog > BUDGET_BYTES:
                view.fall_behind(backlog, self._clock.steady_s())
            else:
                self._outbox.to_watcher(view.watcher, frame)

    def _session_changed(self, live: LiveSession) -> None:
        """Follow the tab in use, and tell watchers what changed in the session and its pages."""
        views = self._by_session.get(live.session.id)
        if not views:
            return
        changed = encode_event("session_changed", self._live.describe(live))
        pages = encode_event(
            "pages", console.Pages(session=live.session.id, pages=self._live.describe_pages(live))
        )
        for view in tuple(views):
            self._outbox.to_watcher(view.watcher, changed)
            self._outbox.to_watcher(view.watcher, pages)
            if live.session.live:
                self._follow(view, live, "page")
            else:
                self.unwatch(view.watcher, view.session)
        if live.session.live:
            self._attention.changed(live, views)

    def _follow(self, view: View, live: LiveSession, why: str) -> None:
        in_use = live.in_use if why == "page" else live.latest()
        page = view.held or (in_use.id if in_use else None)
        if page is None or page == view.page:
            return
        self._leave_page(view)
        view.page = page
        self._by_page.setdefault(page, set()).add(view)
        self._join(view, why)

    def _leave_page(self, view: View) -> None:
        if view.page is None:
            return
        views = self._by_page.get(view.page)
        if views is not None:
            views.discard(view)
            if not views:
                del self._by_page[view.page]
        view.page = None

    def _join(self, view: View, why: str) -> None:
        self._stop_join(view)
        view.begin()
        task = asyncio.create_task(self._serve_join(view, why), name=f"join {view.session}")
        self._joins[view] = task
        task.add_done_callback(lambda done: self._joined(view, done))

    def _joined(self, view: View, task: asyncio.Task[None]) -> None:
        if self._joins.get(view) is task:
            del self._joins[view]
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("join_failed", session=view.session, exc_info=error)
            view.fall_behind(0, self._clock.steady_s())

    def _stop_join(self, view: View) -> None:
        task = self._joins.pop(view, None)
        if task is not None:
            task.cancel()

    async def _serve_join(self, view: View, why: str) -> None:
        """Serve the past, then what was kept meanwhile, and go live: the last two without a wait in
        between."""
        page = view.page
        assert page is not None
        is_served = await self._serve_past(view, page, why)
        while is_served and view.misses:  # the journal stood still, or it took too long to read
            await asyncio.sleep(MISSED_S)
            is_served = await self._serve_past(view, page, "skip")
        for frame in view.take_kept():
            self._outbox.to_watcher(view.watcher, frame)
        live = self._live.get(view.session)
        if live is not None:
            self._attention.changed(live, self._by_session[view.session])

    async def _serve_past(self, view: View, page: PageId, why: str) -> bool:
        """Serve what is durable now: on from what was served, or from a later checkpoint. False if
        the watcher is stuck."""
        await self._journal.settled()
        start = await self._journal.latest_checkpoint(view.session, page)
        epoch, seq = view.served
        if start is not None and start <= view.served:
            return await self._serve_tail(view, page, epoch, seq + 1)
        picture = console.Picture(session=view.session, page=page, why=why, waiting=start is None)  # type: ignore[arg-type]
        self._outbox.to_watcher(view.watcher, encode_event("picture", picture))
        if start is None:
            self._attention.want_checkpoint(page)
            return True
        return await self._serve_tail(view, page, *start)

    async def _serve_tail(self, view: View, page: PageId, epoch: int, seq: int) -> bool:
        while entries := await self._journal.entries_from(
            view.session, page, epoch, seq, max_bytes=READ_BYTES
        ):
            # Asked after the read, so that several joins of one connection do not all send at once.
            if not await self._drains(view):
                return False
            offset_ms = self._offset_of(view.session, page)
            for entry in entries:
                self._outbox.to_watcher(view.watcher, frame_of(entry, offset_ms))
            epoch, seq = view.served = place_of(entries[-1])
            seq += 1
        return True

    async def _drains(self, view: View) -> bool:
        """Wait until the watcher has room for more; False if it is stuck, and then closed."""
        backlog = self._outbox.backlog(view.watcher)
        view.wait_from(backlog, self._clock.steady_s())
        while backlog > BUDGET_BYTES // 2:
            if view.stuck(backlog, self._clock.steady_s(), STUCK_S):
                metrics.KICKS.inc()
                self._outbox.close_watcher(view.watcher)
                return False
            await asyncio.sleep(0.02)  # the kernel drains it, and tells nobody
            backlog = self._outbox.backlog(view.watcher)
        return True

    def _offset_of(self, session: SessionId, page: PageId) -> int:
        live = self._live.get(session)
        known = live.pages.get(page) if live else None
        return known.offset_ms if known else 0
