"""One call of the back office: who makes it, what it says, and the answers it can get."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from shop.forms import text
from shop.state import Shop

Answer = dict[str, object]
MOST_WORDS = 300


class Refused(Exception):
    """The call is understood and not done. `code` is stable, the message is for people."""

    def __init__(self, code: str, message: str, status: int = 422) -> None:
        super().__init__(message)
        self.code = code
        self.status = status


@dataclass(frozen=True)
class Call:
    """`at` holds what the path names, such as `email`; `origin` is where the shop is reached."""

    shop: Shop
    at: Mapping[str, str]
    body: Mapping[str, object]
    origin: str

    @property
    def by(self) -> str:
        """Who of the staff: every change says so."""
        return self.words("by")

    def words(self, name: str) -> str:
        found = text(self.body, name, MOST_WORDS)
        if not found:
            raise Refused("missing", f"`{name}` is a text that may not be empty.")
        return found

    def whole_number(self, name: str, most: int) -> int:
        """Between 1 and `most`."""
        value = self.body.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
            raise Refused("out_of_range", f"`{name}` is a whole number from 1 to {most}.")
        return value


Action = Callable[[Call], Answer]
