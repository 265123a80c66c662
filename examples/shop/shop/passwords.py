"""Passwords are kept as scrypt hashes; to work one out takes a twentieth of a second by design."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field

SCRYPT = {"n": 2**14, "r": 8, "p": 1}
SALT_BYTES = 16


@dataclass(frozen=True)
class Password:
    salt: bytes = field(repr=False)
    hash: bytes = field(repr=False)

    @classmethod
    def of(cls, words: str) -> "Password":
        salt = secrets.token_bytes(SALT_BYTES)
        return cls(salt, _hash(words, salt))

    @classmethod
    def that_fits_nothing(cls) -> "Password":
        """In place of one that is no longer to be used."""
        return cls(secrets.token_bytes(SALT_BYTES), b"")

    def fits(self, words: str) -> bool:
        return hmac.compare_digest(_hash(words, self.salt), self.hash)


def _hash(words: str, salt: bytes) -> bytes:
    return hashlib.scrypt(words.encode(), salt=salt, **SCRYPT)


# What is compared when nobody has the e-mail: the answer takes as long as a wrong password.
NOBODYS = Password(bytes(SALT_BYTES), _hash(secrets.token_urlsafe(), bytes(SALT_BYTES)))
