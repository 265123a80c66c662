"""Everything that can be refused, and the stable code each refusal carries.

    CobrowseError
      Invalid            a message or body that is not what the protocol says
        UnknownEvent     an event name that is not in the table
        Unsupported      a protocol version, encoding or command we do not speak
        TooLarge         over a size bound
        BadToken         an identity token that does not verify
      Unauthenticated    nobody is signed in, or the sign-in was refused
      Forbidden          somebody is, but may not
        OriginNotAllowed the page's origin is not on the site's list
        ConsentRequired  the visitor has not agreed to this
      NotFound           no such thing, or none that the asker may know of
        UnknownSite      no site has this key
      Conflict           somebody else was first
      TooMany            a rate or count bound
      Busy               the service protects itself; try again later

Only the two edges (HTTP middleware and socket gateways) turn these into answers; a code, once
released, keeps its meaning. `docs/protocol.md` lists them for people.
"""

from enum import StrEnum
from typing import ClassVar


class ErrorCode(StrEnum):
    """The closed list of codes that clients may rely on."""

    BAD_MESSAGE = "bad_message"
    UNKNOWN_EVENT = "unknown_event"
    UNSUPPORTED = "unsupported"
    TOO_LARGE = "too_large"
    BAD_TOKEN = "bad_token"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    ORIGIN_NOT_ALLOWED = "origin_not_allowed"
    CONSENT_REQUIRED = "consent_required"
    NOT_FOUND = "not_found"
    UNKNOWN_SITE = "unknown_site"
    CONFLICT = "conflict"
    TOO_MANY = "too_many"
    BUSY = "busy"
    INTERNAL = "internal"


class CobrowseError(Exception):
    """Base of every refusal. The message is for people and never holds recorded content."""

    code: ClassVar[ErrorCode] = ErrorCode.INTERNAL
    status: ClassVar[int] = 500


class Invalid(CobrowseError):
    code = ErrorCode.BAD_MESSAGE
    status = 400


class UnknownEvent(Invalid):
    code = ErrorCode.UNKNOWN_EVENT


class Unsupported(Invalid):
    code = ErrorCode.UNSUPPORTED
    status = 415


class TooLarge(Invalid):
    code = ErrorCode.TOO_LARGE
    status = 413


class BadToken(Invalid):
    code = ErrorCode.BAD_TOKEN


class Unauthenticated(CobrowseError):
    code = ErrorCode.UNAUTHENTICATED
    status = 401


class Forbidden(CobrowseError):
    code = ErrorCode.FORBIDDEN
    status = 403


class OriginNotAllowed(Forbidden):
    code = ErrorCode.ORIGIN_NOT_ALLOWED


class ConsentRequired(Forbidden):
    code = ErrorCode.CONSENT_REQUIRED


class NotFound(CobrowseError):
    code = ErrorCode.NOT_FOUND
    status = 404


class UnknownSite(NotFound):
    code = ErrorCode.UNKNOWN_SITE


class Conflict(CobrowseError):
    code = ErrorCode.CONFLICT
    status = 409


class TooMany(CobrowseError):
    """A rate bound was hit. `retry_after_s` is when to come back, in whole seconds."""

    code = ErrorCode.TOO_MANY
    status = 429

    def __init__(self, message: str, retry_after_s: int) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class Busy(CobrowseError):
    """`retry_ms` is when to come back, where that is known better than the asker would guess."""

    code = ErrorCode.BUSY
    status = 503

    def __init__(self, message: str, retry_ms: int | None = None) -> None:
        super().__init__(message)
        self.retry_ms = retry_ms
