"""How segments and style sheets are compressed: zstd, each on its own, checked when it is read."""

from typing import Final

import zstandard

LEVEL: Final = 10
"""On recorded pages 19 gains another tenth and costs fifteen times the time."""


class Damaged(ValueError):
    """These bytes are not what `compress` made."""


def compress(data: bytes | bytearray) -> bytes:
    """Return one zstd frame that tells its length and carries a checksum."""
    made = zstandard.ZstdCompressor(level=LEVEL, write_content_size=True, write_checksum=True)
    return made.compress(data)


def decompress(data: bytes, *, most: int) -> bytes:
    """Return what was compressed. Raises `Damaged`, and for more than `most` bytes too: the frame
    says its length before a byte of it is made."""
    try:
        size = zstandard.frame_content_size(data)
        if not 0 <= size <= most:
            raise Damaged("the frame is too large, or does not tell its length")
        return zstandard.ZstdDecompressor().decompress(data, allow_extra_data=False)
    except zstandard.ZstdError as error:
        raise Damaged(str(error)) from error
