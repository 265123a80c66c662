"""Calls between servers are signed, both ways: whoever signs knows the secret, and means this call.

The signature is HMAC-SHA256 over five lines: time in seconds since 1970, method, path with query,
idempotency key, body. Time bounds how long a call that was overheard can be used; the key says
that what has been done once is not done again.
"""

import hashlib
import hmac
import time
from collections.abc import Mapping
from dataclasses import dataclass

TIME = "X-Shop-Timestamp"
SIGNATURE = "X-Shop-Signature"
KEY = "Idempotency-Key"
SKEW_S = 300


class Unsigned(Exception):
    """The call cannot be trusted; `code` is stable: `unsigned`, `stale` or `bad_signature`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Message:
    """What is signed, beside the time. `path` includes the query, as it is sent; `key` is the
    idempotency key, empty where nothing is changed."""

    method: str
    path: str
    key: str
    body: bytes

    @property
    def fingerprint(self) -> str:
        """The same for the same call, whenever it is made."""
        return hashlib.sha256(self._lines("")).hexdigest()

    def headers(self, secret: str) -> dict[str, str]:
        """What is sent along, as of now."""
        at = str(int(time.time()))
        return {TIME: at, KEY: self.key, SIGNATURE: self._signature(secret, at)}

    def check(self, secret: str, headers: Mapping[str, str]) -> None:
        """`Unsigned` unless the headers came from somebody who knows the secret, just now."""
        at, given = headers.get(TIME, ""), headers.get(SIGNATURE, "")
        if not at or not given:
            raise Unsigned("unsigned")
        if not hmac.compare_digest(
            self._signature(secret, at).encode(), given.encode(errors="surrogateescape")
        ):
            raise Unsigned("bad_signature")
        if not at.isascii() or not at.isdigit() or abs(time.time() - int(at)) > SKEW_S:
            raise Unsigned("stale")

    def _signature(self, secret: str, at: str) -> str:
        return hmac.new(secret.encode(), self._lines(at), hashlib.sha256).hexdigest()

    def _lines(self, at: str) -> bytes:
        """Headers may hold bytes that are no text: they are signed as they came."""
        lines = "\n".join((at, self.method, self.path, self.key, ""))
        return lines.encode(errors="surrogateescape") + self.body
