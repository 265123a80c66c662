"""The addresses within a style sheet: found for keeping, replaced for showing.

Style sheets are other people's and may be hostile. No pattern here goes back over what it has read
(possessive quantifiers), so that reading one takes time in proportion to its length.
"""

import re
import sys
from collections.abc import Callable
from typing import Final
from urllib.parse import urljoin, urlsplit

LONGEST: Final = 2 * 2**20
"""Bytes. A longer style sheet is not read: 1 MiB of nothing but addresses takes about a second."""

# Comments are matched first, so that an address within one is not taken for one.
_ADDRESS: Final = re.compile(
    r"""
      /\* (?: [^*] | \*(?!/) )*+ (?: \*/ )?
    | (?P<import> @import \s*+ )
      (?: "(?P<import_double> (?: \\. | [^"\\\n] )*+ )"
        | '(?P<import_single> (?: \\. | [^'\\\n] )*+ )' )
    | url\( \s*+
      (?: "(?P<double> (?: \\. | [^"\\\n] )*+ )"
        | '(?P<single> (?: \\. | [^'\\\n] )*+ )'
        | (?P<bare> (?: \\. | [^\\"'()\s] )++ ) )
      \s*+ \)
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_WRITTEN: Final = ("import_double", "import_single", "double", "single", "bare")

_ESCAPE: Final = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.DOTALL)


def rewrite(css: str, base: str, replacement: Callable[[str, str], str]) -> str:
    """Return the style sheet of address `base` with its http(s) addresses replaced.

    `replacement` gets each one made absolute, and its fragment with the `#`.
    """

    def replace(match: re.Match[str]) -> str:
        found = _absolute(match, base)
        if found is None:
            return match[0]
        address = replacement(*found)
        return f'{match["import"]}"{address}"' if match["import"] else f'url("{address}")'

    return _ADDRESS.sub(replace, css)


def addresses_in(css: str, base: str) -> list[str]:
    """Return the http(s) addresses that the style sheet at `base` refers to, absolute and without
    fragment, each once."""
    found = (_absolute(match, base) for match in _ADDRESS.finditer(css))
    return list(dict.fromkeys(address for address, _ in filter(None, found)))


def _absolute(match: re.Match[str], base: str) -> tuple[str, str] | None:
    written = next((text for text in match.group(*_WRITTEN) if text), None)
    if written is None or written.startswith("#"):
        return None  # a lone fragment means the page itself
    try:
        absolute, mark, fragment = urljoin(base, _unescape(written)).partition("#")
        scheme = urlsplit(absolute).scheme
    except ValueError:
        return None
    return (absolute, mark + fragment) if scheme in {"http", "https"} else None


def _unescape(text: str) -> str:
    def character(match: re.Match[str]) -> str:
        code = int(match[1], 16) if match[1] else 0
        return chr(code) if 0 < code <= sys.maxunicode else match[2] or "\ufffd"

    return _ESCAPE.sub(character, text)
