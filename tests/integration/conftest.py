"""A running service: `service` for one test, `shared` for a whole file."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
import pytest_asyncio

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
