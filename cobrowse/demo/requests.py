"""Events of a page that are answered: sent again on the next line until they are."""

from typing import NamedTuple

from cobrowse.wire.base import Wire


class Request(NamedTuple):
    id: int
    event: str
    body: Wire


class Requests:
    def __init__(self) -> None:
        self._unanswered: dict[int, Request] = {}
        self._to_send: list[Request] = []
        self._count = 0

    def __bool__(self) -> bool:
        return bool(self._unanswered)

    def add(self, event: str, body: Wire) -> None:
        self._count += 1
        request = Request(self._count, event, body)
        self._unanswered[request.id] = request
        self._to_send.append(request)

    def next(self) -> Request | None:
        """Return the next one to send, if there is one."""
        return self._to_send.pop(0) if self._to_send else None

    def answered(self, id: int | None) -> None:
        """What the answer says changes nothing for a page that is only told."""
        if id is not None:
            self._unanswered.pop(id, None)

    def rewind(self) -> None:
        """Begin again with the first: the connection is new."""
        self._to_send = list(self._unanswered.values())
