"""A visitor who is none: sends what no honest page would, over a real capture socket."""

import asyncio
import threading
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar

from cobrowse.wire.capture import Batch, Welcome
from tests.clients import VisitorClient
from tests.e2e.lab import Lab
from tests.e2e.people import Demo

T = TypeVar("T")
Node = dict[str, Any]
Record = dict[str, Any]

META, CHECKPOINT, CHANGE = 4, 2, 3
WAIT_S = 15


class ForgedVisitor:
    """One page of a visitor, in an event loop of its own beside the browsers'."""

    def __init__(self, demo: Demo, lab: Lab) -> None:
        self._client = VisitorClient(demo.console, lab.site_key, page_origin=lab.origin)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._nodes = 0
        self._seq = 0

    @property
    def visitor(self) -> str:
        return str(self._client.hello.visitor)

    def arrive(self) -> None:
        self._thread.start()
        self._wait(self._client.__aenter__())
        welcome: Welcome = self._wait(self._client.arrive())
        assert welcome.session

    def leave(self) -> None:
        self._wait(self._client.__aexit__(None, None, None))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(WAIT_S)
        self._loop.close()

    def stop(self) -> None:
        """End the visit for good."""
        self._wait(self._client.ask("stop", {}))

    def send(self, records: list[Record], **fields: Any) -> None:
        """Send records as the next batch."""
        times = [record["timestamp"] for record in records]
        fields = {"t0": min(times), "t1": max(times), "count": len(records), **fields}
        batch: Batch = self._client.batch(self._seq, records, **fields)
        self._seq += 1
        self._wait(self._client.send(batch))

    def begin_epoch(self) -> None:
        """Number the batches from 0 again; the next one must be a checkpoint of the new epoch."""
        self._seq = 0

    def element(self, tag: str, attributes: Node | None = None, *children: Node | str) -> Node:
        """Return an element as the recorder writes it; strings become texts."""
        return {
            "id": self._id(),
            "type": 2,
            "tagName": tag,
            "attributes": attributes or {},
            "childNodes": [self._child(child) for child in children],
        }

    def page(self, head: list[Node], body: list[Node]) -> list[Record]:
        """Return the records of a checkpoint."""
        root = self.element("html", {}, self.element("head", {}, *head), self.element("body", {}))
        root["childNodes"][1]["childNodes"] = body
        doctype = {"id": self._id(), "type": 1, "name": "html", "publicId": "", "systemId": ""}
        document = {"id": self._id(), "type": 0, "childNodes": [doctype, root]}
        size = {"href": self._client.hello.url, "width": 1000, "height": 700}
        offset = {"left": 0, "top": 0}
        return [
            record(META, size),
            record(CHECKPOINT, {"node": document, "initialOffset": offset}),
        ]

    def _child(self, child: Node | str) -> Node:
        if isinstance(child, str):
            return {"id": self._id(), "type": 3, "textContent": child}
        return child

    def _id(self) -> int:
        self._nodes += 1
        return self._nodes

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(WAIT_S)


def record(type: int, data: Node, ago_ms: int = 0) -> Record:
    return {"type": type, "data": data, "timestamp": int(time.time() * 1000) - ago_ms}


def change(ago_ms: int = 0, **fields: Any) -> Record:
    """Return a change of the document, made so long ago."""
    data = {"source": 0, "adds": [], "removes": [], "texts": [], "attributes": [], **fields}
    return record(CHANGE, data, ago_ms)


def additions(parent: int, *nodes: Node) -> list[Node]:
    """Return what a change adds: the recorder tells of every node on its own, parents first."""
    told: list[Node] = []
    for node in nodes:
        bare = {**node, "childNodes": []} if "childNodes" in node else node
        told.append({"parentId": parent, "nextId": None, "node": bare})
        told += additions(node["id"], *node.get("childNodes", []))
    return told


@contextmanager
def forged_visitor(demo: Demo, lab: Lab) -> Iterator[ForgedVisitor]:
    visitor = ForgedVisitor(demo, lab)
    visitor.arrive()
    try:
        yield visitor
    finally:
        visitor.leave()


@contextmanager
def listening_bait() -> Iterator[tuple[str, list[str]]]:
    """A server that nobody should ever ask: its origin, and what was asked of it."""
    asked: list[str] = []

    class Bait(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, format: str, *args: object) -> None:
            """The tests' output is for the tests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Bait)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
