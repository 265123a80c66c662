"""The records of a run: the page's own JSON, which is checked before it is passed on and read only
where something in it must be looked at."""

import re
import sys
from typing import Final, TypeAlias

import msgspec
from msgspec import Raw

from cobrowse.domain.errors import Invalid

DEEPEST: Final = 3_000
"""Levels of JSON that are followed. Browsers stop at 512 nested elements, of two levels each, which
is more than Python follows by itself."""
sys.setrecursionlimit(max(sys.getrecursionlimit(), DEEPEST))

Records: TypeAlias = Raw
"""A JSON array of which only the extent of each record is known; `read` builds them."""

NONE: Final = Raw(b"[]")

_NO_JSON: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, OverflowError)
_ONE_LINE: Final = bytes.maketrans(b"\r\n", b"  ")
_ESCAPES: Final = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    rb"|(?P<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)

_extents: Final = msgspec.json.Decoder(list[Raw])
_values: Final = msgspec.json.Decoder(list[object])
_encoder: Final = msgspec.json.Encoder()


def checked(data: bytes) -> tuple[Records, int]:
    """Return the array of records as it may stand in a line, and how many there are. Raises
    `Invalid` for what is no JSON array.

    Half of a surrogate pair, which JavaScript writes as an escape and no UTF-8 text can hold,
    becomes U+FFFD, as a browser shows it. Line ends can only be space between values, and become
    spaces.
    """
    try:
        data.decode()
        try:
            count = len(_extents.decode(data))
        except msgspec.DecodeError:
            data = _ESCAPES.sub(_whole, data)
            count = len(_extents.decode(data))
    except _NO_JSON as error:
        raise Invalid("the records are not a JSON array") from error
    return Raw(data.translate(_ONE_LINE) if b"\n" in data or b"\r" in data else data), count


def _whole(escape: re.Match[bytes]) -> bytes:
    return rb"\ufffd" if escape["half"] else escape[0]


def read(records: Records) -> list[object]:
    """Build the records. Raises `Invalid` for numbers and depths that cannot be held."""
    try:
        return _values.decode(records)
    except _NO_JSON as error:
        raise Invalid("the records cannot be read") from error


def written(records: list[object]) -> Records:
    """Reverse `read`."""
    return Raw(_encoder.encode(records))
