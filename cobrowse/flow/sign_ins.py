"""Agents sign in with e-mail and password; a random cookie then stands for them, stored only as its
hash."""

import hashlib
from typing import Final

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from cobrowse import metrics
from cobrowse.domain.agent import Agent, SignIn
from cobrowse.domain.clock import Clock
from cobrowse.domain.errors import TooMany, Unauthenticated
from cobrowse.domain.ids import new_secret
from cobrowse.flow.ports import Passwords
from cobrowse.store.database import Database

WINDOW_MINUTES: Final = 15

TOUCH_EVERY_MS: Final = 60_000
"""How stale the noted last use of a sign-in may be; a write per request would be waste."""


class SignIns:
    """Failed attempts are limited by account and by address; successful ones are never counted."""

    def __init__(
        self,
        database: Database,
        passwords: Passwords,
        clock: Clock,
        *,
        per_account: int,
        per_address: int,
        idle_ms: int,
        longest_ms: int,
    ) -> None:
        self._database = database
        self._passwords = passwords
        self._clock = clock
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._per_account = RateLimitItemPerMinute(per_account, WINDOW_MINUTES, namespace="account")
        self._per_address = RateLimitItemPerMinute(per_address, WINDOW_MINUTES, namespace="address")
        self._idle_ms = idle_ms
        self._longest_ms = longest_ms

    async def sign_in(self, email: str, password: str, address: str) -> tuple[Agent, str]:
        """Return the agent and the new cookie's value. Raises `Unauthenticated` or `TooMany`.

        An unknown e-mail takes as long, and is answered in the same words, as a wrong password.
        """
        account = email.strip().lower()
        await self._refuse_too_many(account, address)
        async with self._database.reading() as tx:
            agent = await tx.agents.by_email(account)
            hashed = await tx.agents.password_hash_of(agent.id) if agent else None
        good = await self._passwords.verify(password, hashed)
        if agent is None or not good:
            metrics.SIGN_IN_FAILURES.inc()
            await self._limiter.hit(self._per_account, account)
            await self._limiter.hit(self._per_address, address)
            raise Unauthenticated("the e-mail or the password is wrong")
        # Again: of many attempts at once, those behind the last allowed failure learn nothing.
        await self._refuse_too_many(account, address)
        token, now = new_secret(), self._clock.now_ms()
        async with self._database.transaction() as tx:
            await tx.sign_ins.add(SignIn(_hash(token), agent.id, created_at=now, last_used_at=now))
        return agent, token

    async def agent_of(self, token: str) -> Agent | None:
        """Return whom a cookie stands for, or None once it is signed out, idle too long or too
        old."""
        now = self._clock.now_ms()
        async with self._database.reading() as tx:
            sign_in = await tx.sign_ins.by_token_hash(_hash(token))
            if sign_in is None or self._over(sign_in, now):
                return None
            agent = await tx.agents.by_id(sign_in.agent_id)
        if now - sign_in.last_used_at > TOUCH_EVERY_MS:
            async with self._database.transaction() as tx:
                await tx.sign_ins.touch(sign_in.token_hash, now)
        return agent

    async def sign_out(self, token: str) -> None:
        """End a sign-in; nothing happens for one that is over."""
        async with self._database.transaction() as tx:
            await tx.sign_ins.remove(_hash(token))

    async def purge(self) -> None:
        """Remove the sign-ins that nobody can use any more."""
        now = self._clock.now_ms()
        async with self._database.transaction() as tx:
            await tx.sign_ins.purge_before(
                last_used_at=now - self._idle_ms, created_at=now - self._longest_ms
            )

    def _over(self, sign_in: SignIn, now: int) -> bool:
        return (
            now - sign_in.last_used_at > self._idle_ms
            or now - sign_in.created_at > self._longest_ms
        )

    async def _refuse_too_many(self, account: str, address: str) -> None:
        for limit, key in ((self._per_account, account), (self._per_address, address)):
            if not await self._limiter.test(limit, key):
                until = (await self._limiter.get_window_stats(limit, key)).reset_time
                raise TooMany(
                    "too many failed attempts",
                    retry_after_s=max(1, int(until - self._clock.now_ms() / 1000)),
                )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
