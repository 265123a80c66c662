"""What a fetched file really is, by its first bytes; what it was called counts only for text."""

from typing import Final

CSS: Final = "text/css"
SVG: Final = "image/svg+xml"

_MAGIC: Final[tuple[tuple[int, bytes, str], ...]] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftypavis", "image/avif"),
    (0, b"BM", "image/bmp"),
    (0, b"\x00\x00\x01\x00", "image/x-icon"),
    (0, b"wOFF", "font/woff"),
    (0, b"wOF2", "font/woff2"),
    (0, b"OTTO", "font/otf"),
    (0, b"\x00\x01\x00\x00", "font/ttf"),
    (0, b"true", "font/ttf"),
)

SERVED: Final = frozenset({CSS, SVG, *(kind for _, _, kind in _MAGIC)})
"""All that is ever kept or served."""


def kind_of(declared: str, body: bytes) -> str | None:
    """Return the media type to keep a file under, or None for what is not a picture, style or font.

    Pictures and fonts are known by their bytes, whatever the server calls them: fonts are often
    served as `application/octet-stream`. Style sheets and SVG have no such mark, so they must be
    declared, and must be text.
    """
    for offset, magic, kind in _MAGIC:
        if body.startswith(magic, offset):
            return kind
    start = body[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"\x00" in body:
        return None
    if declared == CSS and not start.startswith(b"<"):
        return CSS
    if declared == SVG and b"<svg" in start and b"<html" not in start:
        return SVG
    return None
