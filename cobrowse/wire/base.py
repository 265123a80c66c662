"""The base of all messages, and the field types that several of them use.

Fields may be added with a default and are never renamed or re-typed; receivers ignore fields they
do not know, because the pages of other people cache released capture scripts for months.
"""

from typing import Annotated, Final

import msgspec
from msgspec import Meta

from cobrowse.domain.ids import ID_PATTERN, SITE_KEY_PATTERN
from cobrowse.domain.limits import PAYLOAD_BYTES, SAFE_INTEGER

PROTOCOL: Final = 1
"""The protocol number that `hello` carries. Raised only when an old script could not be served."""


class Wire(msgspec.Struct, frozen=True):
    """A message. Immutable; made with keywords; unknown fields are ignored."""


Id = Annotated[str, Meta(pattern=ID_PATTERN)]
Key = Annotated[str, Meta(pattern=SITE_KEY_PATTERN)]
Ms = Annotated[int, Meta(ge=0, le=SAFE_INTEGER)]
"""Milliseconds since the Unix epoch, on the clock that the field's owner names."""
Count = Annotated[int, Meta(ge=0, le=2**31 - 1)]
Crc32 = Annotated[int, Meta(ge=0, le=2**32 - 1)]
Payload = Annotated[bytes, Meta(max_length=PAYLOAD_BYTES)]
Url = Annotated[str, Meta(max_length=2048)]
Text = Annotated[str, Meta(max_length=512)]
Token = Annotated[str, Meta(max_length=4096)]
Pixels = Annotated[int, Meta(ge=0, le=65_535)]
