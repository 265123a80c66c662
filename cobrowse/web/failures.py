"""One translator from what went wrong to what is said about it, for HTTP and sockets alike."""

import traceback
from typing import Final

import structlog

from cobrowse import metrics
from cobrowse.domain.errors import Busy, CobrowseError, ErrorCode, TooMany
from cobrowse.wire.api import Deferral, ErrorReply, Failure

log: structlog.typing.FilteringBoundLogger = structlog.get_logger()

_OURS: Final = CobrowseError("something went wrong here; the log has it")

RETRY_MS: Final = 3_000
"""When to ask again for what took too long."""


def refusal(error: BaseException, edge: str, **ids: str) -> CobrowseError:
    """Return what to tell the asker, and count it. Surprises are logged, with `ids`."""
    if isinstance(error, CobrowseError):
        refused: CobrowseError = error
    elif isinstance(error, TimeoutError):
        refused = Busy("this took too long; try again", retry_ms=RETRY_MS)
    else:
        refused = _OURS
    if refused.code is ErrorCode.INTERNAL:
        log.error("failed", edge=edge, error=type(error).__name__, stack=stack_of(error), **ids)
    metrics.REFUSALS.labels(edge=edge, code=refused.code.value).inc()
    return refused


def reply_to(refused: CobrowseError) -> ErrorReply:
    """Return the one shape of every refusal."""
    code, message, retry_ms = refused.code.value, str(refused), retry_of(refused)
    if retry_ms is None:
        return ErrorReply(error=Failure(code=code, message=message))
    return ErrorReply(error=Deferral(code=code, message=message, retry_ms=retry_ms))


def retry_of(refused: CobrowseError) -> int | None:
    """Return after how many ms the same may succeed, if that is known."""
    match refused:
        case TooMany():
            return refused.retry_after_s * 1_000
        case Busy():
            return refused.retry_ms
        case _:
            return None


def stack_of(error: BaseException) -> str:
    """Return where it happened, without the exception's text, which may quote what was being
    handled."""
    return "".join(traceback.format_tb(error.__traceback__))
