"""A visit as a page would record it, and what the service tells of it afterwards."""

import asyncio
import json
import time
from typing import Any

from cobrowse.wire import capture
from tests.clients import VisitorClient
from tests.service import Running

SHEET = "body { color: #123456; } " * 40
"""Long enough to be kept apart from the records."""


def full(text: str, at: int) -> list[Any]:
    """The records of a checkpoint: a page with a style sheet and a paragraph."""
    styles = {"rel": "stylesheet", "_cssText": SHEET}
    children = [
        {"type": 2, "id": 3, "tagName": "link", "attributes": styles, "childNodes": []},
        {"type": 3, "id": 4, "textContent": text},
    ]
    tree = {"type": 0, "id": 1, "childNodes": [
        {"type": 2, "id": 2, "tagName": "html", "attributes": {}, "childNodes": children}
    ]}  # fmt: skip
    return [
        {"type": 4, "data": {"href": "http://shop.example.test/"}, "timestamp": at},
        {"type": 2, "data": {"node": tree, "initialOffset": {}}, "timestamp": at},
    ]


def moved(at: int, x: int) -> list[Any]:
    positions = [{"x": x, "y": 2.5, "id": 2, "timeOffset": 0}]
    return [{"type": 3, "data": {"source": 1, "positions": positions}, "timestamp": at}]


async def visit(page: VisitorClient, *, steps: int = 6, back_ms: int = 90_000) -> list[Any]:
    """Play a visit whose page clock began a while ago, with checkpoints in between; return its
    records, batch by batch."""
    sent: list[Any] = []
    begin = time.time_ns() // 1_000_000 - back_ms
    for seq in range(steps):
        at = begin + seq * back_ms // steps
        is_checkpoint = seq % 3 == 0
        records = full(f"step {seq} “ü”", at) if is_checkpoint else moved(at, seq)
        sent.append(records)
        facts: list[Any] = [capture.Active(at=at, doing="pointing")]
        if seq == 1:
            facts.append(
                capture.Navigated(at=at, url="http://shop.example.test/cart", title="Cart")
            )
        about = {"count": len(records), "checkpoint": is_checkpoint, "facts": facts}
        await page.send(page.batch(seq, records, t0=at, t1=at, **about))
    await durable(page, steps - 1)
    return sent


async def durable(page: VisitorClient, seq: int, epoch: int = 0) -> None:
    """Wait until everything up to this place is acknowledged."""
    while True:
        ack = await page.next("ack", capture.Ack)
        if (ack.epoch, ack.seq) >= (epoch, seq):
            return


class Reader:
    """Asks the service for recordings, as the console does."""

    def __init__(self, service: Running, cookie: str) -> None:
        self._service = service
        self._cookie = cookie

    async def get(
        self, path: str, *, method: str = "GET", **headers: str
    ) -> tuple[int, bytes, dict[str, str]]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        said = {
            "Cookie": f"cobrowse_session={self._cookie}",
            "Accept-Encoding": "identity",
            **named,
        }
        address = f"{self._service.origin}/api/v1/sessions/{path}"
        async with self._service.http.request(method, address, headers=said) as reply:
            told = {name.title(): value for name, value in reply.headers.items()}
            return reply.status, await reply.read(), told

    async def index(self, session: str) -> Any:
        status, body, _ = await self.get(f"{session}/recording")
        assert status == 200, body
        return json.loads(body)

    async def lines(self, session: str, segment: Any) -> list[Any]:
        status, body, _ = await self.get(address(session, segment))
        assert status == 200, body
        return [json.loads(line) for line in body.splitlines()]

    async def records(self, session: str) -> dict[str, list[Any]]:
        """Every record of a session by page, batch by batch, style sheets put back in."""
        index = await self.index(session)
        found: dict[str, list[Any]] = {}
        for segment in sorted(index["segments"], key=lambda each: (each["epoch"], each["seq"])):
            texts = {}
            for sha256 in segment["sheets"]:
                status, body, _ = await self.get(f"{session}/sheets/{sha256}")
                assert status == 200
                texts[sha256] = body.decode()
            for line in await self.lines(session, segment):
                if line["line"] == "run":
                    whole = put_back(line["records"], texts)
                    found.setdefault(segment["page"], []).append(whole)
        return found

    async def sealed(self, session: str, within_s: float = 20.0) -> Any:
        """Wait until everything of a session is sealed; return the index."""
        async with asyncio.timeout(within_s):
            while True:
                index = await self.index(session)
                if index["segments"] and all(each["sealed"] for each in index["segments"]):
                    return index
                await asyncio.sleep(0.1)


def address(session: str, segment: Any) -> str:
    return f"{session}/recording/{segment['page']}/{segment['epoch']}/{segment['seq']}"


def put_back(value: Any, texts: dict[str, str]) -> Any:
    if isinstance(value, list):
        return [put_back(each, texts) for each in value]
    if isinstance(value, dict):
        if set(value) == {"$sheet"}:
            return texts[value["$sheet"]]
        return {key: put_back(each, texts) for key, each in value.items()}
    return value


async def stop(page: VisitorClient) -> None:
    """The customer ends the session."""
    await page.ask("stop", capture.Empty())
