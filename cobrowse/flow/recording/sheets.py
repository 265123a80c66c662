"""Style sheets apart from the records that carry them.

Each checkpoint brings the whole text of every style sheet again, most of its bytes. Here a text of
some length is taken out, to be kept once per site under its hash, and put back.
"""

import hashlib
from collections.abc import Mapping
from typing import Final, TypeAlias

FIELD: Final = "_cssText"
"""Where rrweb puts the text of a `link` or `style` element."""

MARK: Final = "$sheet"

SHORTEST: Final = 256
"""Characters; a shorter text is hardly longer than what would stand for it."""


Holder: TypeAlias = dict[str, object]


def holders(records: list[object]) -> list[Holder]:
    """Return everything that has the text of a style sheet, however deep: a page's tree is deeper
    than Python calls."""
    found: list[Holder] = []
    todo: list[object] = [records]
    while todo:
        value = todo.pop()
        if isinstance(value, list):
            todo += value
        elif isinstance(value, dict):
            if FIELD in value:
                found.append(value)
            todo += value.values()
    return found


def disarm(found: list[Holder]) -> int:
    """Empty what is no text, and return how many there were: our script writes nothing else there,
    and it could be taken for what `take_out` puts in."""
    foreign = [holder for holder in found if not isinstance(holder[FIELD], str)]
    for holder in foreign:
        holder[FIELD] = ""
    return len(foreign)


def take_out(found: list[Holder]) -> dict[str, bytes]:
    """Put `{"$sheet": SHA256}` in the place of each text; return the texts, UTF-8, by hash."""
    texts: dict[str, bytes] = {}
    for holder in found:
        text = holder[FIELD]
        if isinstance(text, str) and len(text) >= SHORTEST:
            data = text.encode()
            sha256 = hashlib.sha256(data).hexdigest()
            texts[sha256] = data
            holder[FIELD] = {MARK: sha256}
    return texts


def put_back(found: list[Holder], texts: Mapping[str, str]) -> None:
    """Reverse `take_out`. A text that is not there any more becomes an empty one."""
    for holder in found:
        sha256 = _taken_out(holder)
        if sha256 is not None:
            holder[FIELD] = texts.get(sha256, "")


def taken_out(found: list[Holder]) -> set[str]:
    """Return the hashes of the texts that were taken out."""
    return {sha256 for holder in found if (sha256 := _taken_out(holder)) is not None}


def _taken_out(holder: Holder) -> str | None:
    mark = holder[FIELD]
    return str(mark.get(MARK)) if isinstance(mark, dict) else None
