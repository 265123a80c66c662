"""A running service, `service` for one test, `shared` for a whole file; and a journal by itself."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
import pytest_asyncio

from cobrowse.store.journal import Journal
from tests.service import Running, running


@pytest_asyncio.fixture
async def service(tmp_path: Path) -> AsyncGenerator[Running]:
    async with running(tmp_path / "data") as service:
        yield service


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Running]:
    """For tests that leave nothing behind; their file sets `asyncio(loop_scope="module")`."""
    async with running(tmp_path_factory.mktemp("shared")) as service:
        yield service


@pytest_asyncio.fixture
async def journal(tmp_path: Path) -> AsyncGenerator[Journal]:
    async with Journal(tmp_path / "journal.db", window_s=0) as journal:
        yield journal
