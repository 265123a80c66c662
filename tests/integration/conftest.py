"""A running service for each test that asks for one."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest_asyncio

from tests.service import Running, running


@pytest_asyncio.fixture
async def service(tmp_path: Path) -> AsyncGenerator[Running]:
    async with running(tmp_path / "data") as service:
        yield service
