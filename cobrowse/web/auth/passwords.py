"""Password hashes: argon2id, off the event loop, two at a time so that it is never starved."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from cobrowse.domain.errors import Busy

SLOTS: Final = 2
WAITING: Final = 32
"""Sign-ins that may be under way; at 32 ms each the last one waits half a second."""

T = TypeVar("T")


class Argon2Passwords:
    """Implements `flow.ports.Passwords` with OWASP's least: 19 MiB, two passes, one lane."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
        self._nobody = self._hasher.hash("nobody has this password")
        self._executor = ThreadPoolExecutor(SLOTS, thread_name_prefix="passwords")
        self._under_way = 0

    async def hash(self, password: str) -> str:
        return await self._run(lambda: self._hasher.hash(password))

    async def verify(self, password: str, hashed: str | None) -> bool:
        """Compare. Without a hash a dummy is compared, and the answer is no after the same time."""
        good = await self._run(lambda: self._matches(password, hashed or self._nobody))
        return good and hashed is not None

    def close(self) -> None:
        self._executor.shutdown(cancel_futures=True)

    def _matches(self, password: str, hashed: str) -> bool:
        try:
            return self._hasher.verify(hashed, password)
        except (VerificationError, InvalidHashError, UnicodeEncodeError):
            return False

    async def _run(self, work: Callable[[], T]) -> T:
        if self._under_way >= WAITING:
            raise Busy("too many sign-ins at once; try again")
        self._under_way += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._executor, work)
        finally:
            self._under_way -= 1
