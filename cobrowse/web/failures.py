"""One translator from what went wrong to what is said about it, for HTTP and sockets alike."""

import traceback
from typing import Final

import structlog

from cobrowse import metrics
from cobrowse.domain.errors import Busy, CobrowseError, ErrorCode
from cobrowse.wire.api import ErrorReply, Failure

log: structlog.typing.FilteringBoundLogger = structlog.get_logger()

_OURS: Final = CobrowseError("something went wrong here; the log has it")


def refusal(error: BaseException, edge: str, **ids: str) -> CobrowseError:
    """Return what to tell the asker, and count it. Surprises are logged, with `ids`."""
    if isinstance(error, CobrowseError):
        refused: CobrowseError = error
    elif isinstance(error, TimeoutError):
        refused = Busy("this took too long; try again")
    else:
        refused = _OURS
    if refused.code is ErrorCode.INTERNAL:
        log.error("failed", edge=edge, error=type(error).__name__, stack=stack_of(error), **ids)
    metrics.REFUSALS.labels(edge=edge, code=refused.code.value).inc()
    return refused


def reply_to(refused: CobrowseError) -> ErrorReply:
    """Return the one shape of every refusal."""
    return ErrorReply(error=Failure(code=refused.code.value, message=str(refused)))


def stack_of(error: BaseException) -> str:
    """Return where it happened, without the exception's text, which may quote what was being
    handled."""
    return "".join(traceback.format_tb(error.__traceback__))
