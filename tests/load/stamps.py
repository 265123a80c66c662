"""What a batch of the load carries: bytes that nothing can compress, and at their end when it was
due and which one it is.

Batches arrive compressed, so a server that tried to compress them again would find nothing. The
last bytes are what is looked for in whatever a watcher receives, so that one way of counting and
timing fits every protocol.
"""

import random
import struct
import zlib
from typing import Final

from tests.load.web_socket import masked

PAYLOAD_BYTES: Final = 4096

_TAIL: Final = struct.Struct(">QI")
_MARK: Final = bytes.fromhex("c0b4075e57a3b19d")
_BODY: Final = random.Random(4).randbytes(PAYLOAD_BYTES - len(_MARK) - _TAIL.size) + _MARK
_BODY_CRC: Final = zlib.crc32(_BODY)
_MASKED_BODY: Final = masked(_BODY)


def stamp(due_ns: int, seq: int) -> tuple[bytes, int]:
    """Return a payload, masked, and its CRC-32. `due_ns` is of the monotonic clock."""
    tail = _TAIL.pack(due_ns, seq)
    return _MASKED_BODY + masked(tail), zlib.crc32(tail, _BODY_CRC)


def read_stamp(data: bytes) -> tuple[int, int] | None:
    """Return `due_ns` and `seq` of the payload in a frame; None when there is none in it."""
    at = data.rfind(_MARK)
    if at < 0:
        return None
    due_ns, seq = _TAIL.unpack_from(data, at + len(_MARK))
    return due_ns, seq
