"""A running service seals what is over by itself."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from cobrowse.config import Session
from cobrowse.domain.ids import PageId, SessionId
from cobrowse.domain.segment import Segment
from cobrowse.store.database import Database, sqlite_url
from cobrowse.store.journal import Journal
from cobrowse.wire.capture import Ack, Consent, Empty
from tests.clients import VisitorClient
from tests.service import Running, running

WITHIN_S = 15.0


@pytest.fixture
async def prompt(tmp_path: Path) -> AsyncGenerator[Running]:
    """A service that waits for a second before it seals."""
    async with running(tmp_path, session=Session(seal_after_s=1.0)) as service:
        yield service


async def visit(visitor: VisitorClient) -> SessionId:
    """Record something, and wait until it is durable."""
    welcome = await visitor.arrive()
    await visitor.send(*(visitor.batch(seq) for seq in range(3)))
    while (await visitor.next("ack", Ack)).seq < 2:
        pass
    return SessionId(welcome.session)


async def until_out_of_the_journal(service: Running, session: SessionId, page: str) -> None:
    async with Journal(service.config.server.journal_file) as journal, asyncio.timeout(WITHIN_S):
        while await journal.outline(session, PageId(page), 0, 0):
            await asyncio.sleep(0.1)


async def segments_of(service: Running, session: SessionId) -> list[Segment]:
    path = sqlite_url(service.config.server.database_file)
    async with Database(path) as database, database.reading() as tx:
        return await tx.segments.of_session(session)


async def test_a_visit_that_is_over_becomes_a_recording(prompt: Running) -> None:
    async with prompt.visitor() as visitor:
        session = await visit(visitor)
        await visitor.ask("stop", Empty())
    await until_out_of_the_journal(prompt, session, visitor.page)
    (segment,) = await segments_of(prompt, session)
    assert (segment.first, segment.last, segment.records) == ((0, 0), (0, 2), 3)
    assert segment.checkpoint


async def test_a_visit_whose_recording_was_refused_leaves_nothing(prompt: Running) -> None:
    async with prompt.visitor() as visitor:
        session = await visit(visitor)
        consent = Consent(mode="notice", observe=True, record=False, review=False, at=1)
        await visitor.ask("consent", consent)
        await visitor.ask("stop", Empty())
    await until_out_of_the_journal(prompt, session, visitor.page)
    assert await segments_of(prompt, session) == []
