"""One-time codes: six digits to sign in with, and the longer ones behind a link by mail."""

import hmac
import secrets
import sqlite3
import time
from dataclasses import dataclass

MOST_TRIES = 5
MOST_CODES = 1000


@dataclass(frozen=True)
class Kind:
    """`lifetime_s`: how long a code can be used; `cooldown_s`: how soon there may be another."""

    key: str
    lifetime_s: int
    cooldown_s: int

    def make(self) -> str:
        return f"{secrets.randbelow(10**6):06}" if self is SIGN_IN else secrets.token_urlsafe(18)


SIGN_IN = Kind("code", lifetime_s=600, cooldown_s=10)
NEW_PASSWORD = Kind("password", lifetime_s=3600, cooldown_s=0)


class TooSoon(Exception):
    """Another code was made a moment ago; `wait_s` says how long until the next may be."""

    def __init__(self, wait_s: int) -> None:
        super().__init__(f"{wait_s} s to wait")
        self.wait_s = wait_s


class Codes:
    """At most one of each kind for an e-mail. One is made for any e-mail, whether it is a
    customer's or not, so that nothing here tells the two apart; only a customer gets it by mail."""

    def __init__(self, db: sqlite3.Connection, most: int = MOST_CODES) -> None:
        self._db = db
        self._most = most

    def make(self, email: str, kind: Kind) -> str:
        """A new code in place of the one before, or `TooSoon`."""
        now = int(time.time())
        before = self._find(email, kind)
        if before and (wait_s := before["sent_at"] + kind.cooldown_s - now) > 0:
            raise TooSoon(wait_s)
        code = kind.make()
        self._db.execute(
            "REPLACE INTO one_time_codes (email, kind, code, sent_at) VALUES (?, ?, ?, ?)",
            (email, kind.key, code, now),
        )
        self._db.execute(
            "DELETE FROM one_time_codes WHERE rowid IN"
            " (SELECT rowid FROM one_time_codes ORDER BY sent_at DESC LIMIT -1 OFFSET ?)",
            (self._most,),
        )
        return code

    def accept(self, email: str, kind: Kind, code: str) -> bool:
        """True once for the right code in time. Five wrong ones make it worthless."""
        kept = self._find(email, kind)
        if kept is None or time.time() > kept["sent_at"] + kind.lifetime_s:
            return False
        self._db.execute(
            "UPDATE one_time_codes SET tries = tries + 1 WHERE email = ? AND kind = ?",
            (email, kind.key),
        )
        if kept["tries"] >= MOST_TRIES or not hmac.compare_digest(
            kept["code"].encode(), code.encode()
        ):
            return False
        self._db.execute(
            "DELETE FROM one_time_codes WHERE email = ? AND kind = ?", (email, kind.key)
        )
        return True

    def spent(self, email: str, kind: Kind) -> bool:
        """All tries are used up."""
        kept = self._find(email, kind)
        return kept is not None and kept["tries"] >= MOST_TRIES

    def _find(self, email: str, kind: Kind) -> sqlite3.Row | None:
        found: sqlite3.Row | None = self._db.execute(
            "SELECT code, sent_at, tries FROM one_time_codes WHERE email = ? AND kind = ?",
            (email, kind.key),
        ).fetchone()
        return found
