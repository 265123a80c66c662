"""The two sides of the line, as they act: a customer in a shop, an account manager in the
console."""

import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import msgspec
from playwright.sync_api import BrowserContext, Error, Frame, Page, WebSocket

from cobrowse.wire.capture import Batch
from cobrowse.wire.codec import EVENT, decode_body, decode_event, decode_packet

WAIT_S = 15.0
"""The longest anything here is waited for; a ceiling, not an expectation."""


@dataclass(frozen=True)
class Demo:
    """Where the running service is to be found."""

    console: str
    replay: str
    shop: str
    site_key: str
    data: Path
    log: Path


class Visited(Protocol):
    """Whoever has a session that can be looked up."""

    @property
    def visitor(self) -> str: ...


class Person:
    """Somebody at a browser of their own."""

    def __init__(self, demo: Demo, context: BrowserContext) -> None:
        self.demo = demo
        self.context = context
        self.page: Page = context.new_page()

    def until(self, question: Callable[[], Any], what: str, wait_s: float = WAIT_S) -> Any:
        """Ask until the answer is truthy, and return it."""
        end = time.monotonic() + wait_s
        while True:
            answer = question()
            if answer:
                return answer
            if time.monotonic() > end:
                raise AssertionError(f"it never came to be that {what}; last answer: {answer!r}")
            self.rest(0.05)

    def rest(self, seconds: float) -> None:
        """Wait, and let the browsers' messages in: they come only while we ask for something."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.context.cookies(self.demo.console)
            time.sleep(min(left, 0.05))


@dataclass
class Wire:
    """What a page's socket carried, with the time of each frame; the tests' ear at the customer's
    end."""

    sent: list[tuple[float, bytes]] = field(default_factory=list)
    received: list[tuple[float, bytes]] = field(default_factory=list)

    def listen(self, socket: WebSocket) -> None:
        if "/capture/socket" not in socket.url:
            return
        socket.on("framesent", lambda frame: self._note(self.sent, frame))
        socket.on("framereceived", lambda frame: self._note(self.received, frame))

    @staticmethod
    def _note(kept: list[tuple[float, bytes]], frame: str | bytes) -> None:
        kept.append((time.time(), frame.encode() if isinstance(frame, str) else frame))

    def events_received(self, since: float = 0.0) -> list[str]:
        """Return the names of the events that the server sent to the page."""
        return [name for at, name, _ in _events(self.received) if at >= since]

    def batches(self) -> list[Batch]:
        return [decode_body(Batch, body) for _, name, body in _events(self.sent) if name == "batch"]

    def content(self) -> bytes:
        """Return everything the page sent, readable: whole frames, and payloads inflated."""
        raw = b"".join(frame for _, frame in self.sent)
        return raw + b"".join(
            zlib.decompress(batch.payload, -zlib.MAX_WBITS)
            for batch in self.batches()
            if batch.payload
        )


def _events(frames: list[tuple[float, bytes]]) -> list[tuple[float, str, msgspec.Raw]]:
    found = []
    for at, frame in frames:
        if frame[:1].isdigit():
            continue  # engine.io's own packets are text: open, ping, pong
        packet = decode_packet(frame)
        if packet.type == EVENT:
            found.append((at, *decode_event(packet)))
    return found


class Customer(Person):
    """A visitor of a site."""

    def __init__(self, demo: Demo, context: BrowserContext) -> None:
        self.wire = Wire()
        context.on("page", lambda page: page.on("websocket", self.wire.listen))
        super().__init__(demo, context)

    def open(self, address: str) -> Page:
        """Go to an address of the shop (a path) or of anywhere (whole), and wait until it is
        captured."""
        self.page.goto(address if "://" in address else self.demo.shop + address)
        self.captured()
        return self.page

    def captured(self) -> None:
        """Wait until the first checkpoint is sent."""
        self.until(
            lambda: any(batch.checkpoint for batch in self.wire.batches()), "a checkpoint is sent"
        )

    def hears(self) -> str:
        """Return what a screen reader could read out on the page. The notice is in a closed shadow
        root: hidden from scripts and selectors, not from people."""
        return " | ".join(name for _, name, _ in self._accessible())

    def press(self, name: str) -> None:
        """Press a button of the notice, with a real click of the mouse."""
        id = next(id for role, each, id in self._accessible() if role == "button" and name in each)
        session = self.context.new_cdp_session(self.page)
        box = session.send("DOM.getBoxModel", {"backendNodeId": id})
        session.detach()
        x0, y0, _, _, x1, y1, _, _ = box["model"]["content"]
        self.page.mouse.click((x0 + x1) / 2, (y0 + y1) / 2)

    def _accessible(self) -> list[tuple[str, str, int]]:
        """Role, name and node of all that is in the accessibility tree."""
        session = self.context.new_cdp_session(self.page)
        nodes = session.send("Accessibility.getFullAXTree")["nodes"]
        session.detach()
        return [
            (
                str(node.get("role", {}).get("value", "")),
                str(node.get("name", {}).get("value", "")),
                int(node.get("backendDOMNodeId", 0)),
            )
            for node in nodes
            if not node["ignored"]
        ]

    @property
    def visitor(self) -> str:
        visitor: str = self.page.evaluate("() => localStorage.getItem('cobrowse.visitor')")
        return visitor


class AccountManager(Person):
    """Somebody in the console."""

    def sign_in(self, email: str) -> None:
        """Sign in by the API, as the console itself does."""
        reply = self.context.request.post(
            f"{self.demo.console}/api/v1/login",
            data={"email": email, "password": "demo-password"},
            headers={"Origin": self.demo.console},
        )
        assert reply.ok, reply.text()

    def live_sessions(self) -> list[dict[str, Any]]:
        reply = self.context.request.get(f"{self.demo.console}/api/v1/sessions?state=live")
        assert reply.ok, reply.text()
        items: list[dict[str, Any]] = reply.json()["items"]
        return items

    def listed(self, customer: Visited) -> dict[str, Any]:
        """Return the session that a customer has now, as the list of live sessions tells it."""
        visitor = customer.visitor

        def theirs() -> dict[str, Any] | None:
            mine = (item for item in self.live_sessions() if item["visitor"]["id"] == visitor)
            return next(mine, None)

        found: dict[str, Any] = self.until(theirs, "the customer has a live session")
        return found

    def condition(self, session: str) -> str | None:
        """Return how a live session stands, or None once it is not listed any more."""
        mine = (item["condition"] for item in self.live_sessions() if item["id"] == session)
        return next(mine, None)

    def session_of(self, customer: Visited) -> str:
        """Return the id of the session that a customer has now."""
        return str(self.listed(customer)["id"])

    def watch(self, customer: Visited) -> None:
        """Open the live page of a customer and wait for the first picture."""
        self.watch_session(self.session_of(customer))

    def watch_session(self, session: str) -> None:
        """Open a session by its id and wait for the first picture."""
        self.page.goto(f"{self.demo.console}/console/sessions/{session}")
        self.see("() => !!page && !!page.body && page.body.childElementCount > 0")

    @property
    def player(self) -> Frame | None:
        return self.page.frame(name="cobrowse-player")

    @property
    def past_player(self) -> Frame | None:
        """The player of a recording; there is one from the first time that somebody looks back."""
        for frame in self.page.frames:
            # The player of the present goes where it is not needed, perhaps while it is asked.
            with suppress(Error):
                if frame.query_selector('main#player[data-mode="replay"]'):
                    return frame
        return None

    def ask(self, question: str, argument: object = None) -> Any:
        """Evaluate a function in the player, with `page` the replayed document; None while there is
        none."""
        player = self.player
        if player is None or "/player" not in player.url:
            return None
        asked = (
            "(argument) => {"
            "  const frame = document.querySelector('iframe[name=\"cobrowse-page\"]');"
            "  const page = frame && frame.contentDocument;"
            f"  return page && page.documentElement ? ({question})(argument) : null;"
            "}"
        )
        try:
            return player.evaluate(asked, argument)
        except Error:
            if player.is_detached():
                return None  # one player gives way to another
            raise

    def see(self, question: str, argument: object = None, wait_s: float = WAIT_S) -> Any:
        """Wait until the replayed document answers a question with something truthy."""
        return self.until(
            lambda: self.ask(question, argument), f"the player shows {question}", wait_s
        )

    def see_text(self, text: str, wait_s: float = WAIT_S) -> None:
        self.see("(text) => page.body.innerText.includes(text)", text, wait_s)

    def mark(self, name: str) -> str | None:
        """Return a `data-` mark of the player's root element."""
        player = self.player
        root = player.query_selector("[data-state]") if player else None
        return root.get_attribute(f"data-{name}") if root else None

    def see_state(self, state: str, wait_s: float = WAIT_S) -> None:
        self.until(lambda: self.mark("state") == state, f"the player's state is {state}", wait_s)


def everything_kept(demo: Demo) -> bytes:
    """Return all bytes the service has on disk or has logged, payloads of the journal inflated."""
    import sqlite3  # noqa: PLC0415 - only this question needs it

    kept = [path.read_bytes() for path in demo.data.rglob("*") if path.is_file()]
    with sqlite3.connect(f"file:{demo.data / 'journal.db'}?mode=ro", uri=True) as journal:
        rows = journal.execute("SELECT payload, facts FROM batches").fetchall()
    journal.close()
    kept += [zlib.decompress(payload, -zlib.MAX_WBITS) for payload, _ in rows if payload]
    kept += [facts for _, facts in rows]
    kept.append(demo.log.read_bytes())
    return b"".join(kept)
