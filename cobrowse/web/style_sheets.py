"""Kept style sheets, rewritten so that what they refer to comes from what we keep as well."""

import re
import sys
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

# Comments are matched first, so that an address within one is not taken for one.
_ADDRESS: Final = re.compile(
    r"""
      /\*.*?\*/
    | (?P<import> @import \s+ )
      (?P<mark> ["'] ) (?P<imported> (?: \\. | (?!(?P=mark)) [^\\\n] )* ) (?P=mark)
    | url\( \s*
      (?: (?P<quote> ["'] ) (?P<quoted> (?: \\. | (?!(?P=quote)) [^\\\n] )* ) (?P=quote)
        | (?P<bare> (?: \\. | [^\\"'()\s] )* )
      ) \s* \)
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_ESCAPE: Final = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.DOTALL)


def kept_address(site_key: str, url: str) -> str:
    """Return where the replay origin serves an asset of a site."""
    return f"/assets/{site_key}?url={quote(url, safe='')}"


def rewrite(css: str, base: str, site_key: str) -> str:
    """Return a style sheet of a site whose http(s) addresses lead to kept assets.

    Nothing depends on this finding all of them: the Content-Security-Policy of the player lets no
    request out.
    """

    def replace(match: re.Match[str]) -> str:
        written = match["imported"] or match["quoted"] or match["bare"]
        if not written:
            return match[0]
        try:
            absolute = urljoin(base, _unescape(written)).partition("#")
            scheme = urlsplit(absolute[0]).scheme
        except ValueError:
            return match[0]
        if scheme not in {"http", "https"}:
            return match[0]
        address = kept_address(site_key, absolute[0]) + absolute[1] + quote(absolute[2], safe="")
        return f'{match["import"]}"{address}"' if match["import"] else f'url("{address}")'

    return _ADDRESS.sub(replace, css)


def _unescape(text: str) -> str:
    def character(match: re.Match[str]) -> str:
        code = int(match[1], 16) if match[1] else 0
        return chr(code) if 0 < code <= sys.maxunicode else match[2] or "\ufffd"

    return _ESCAPE.sub(character, text)
