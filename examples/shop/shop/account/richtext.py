"""Rich text from a browser's editor, brought down to the few elements that a note may hold.

Nothing is copied through: text is escaped anew and tags are written by ourselves, so the result is
well-formed whatever came in.
"""

from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

from shop.markup import Html

# What editors write, and what we make of it.
KEPT = {
    "p": "p",
    "div": "p",
    "h1": "h2",
    "h2": "h2",
    "h3": "h2",
    "b": "strong",
    "strong": "strong",
    "i": "em",
    "em": "em",
    "ul": "ul",
    "ol": "ol",
    "li": "li",
    "a": "a",
    "br": "br",
}
BLOCKS = frozenset({"p", "h2", "ul", "ol", "li", "br"})
SILENT = frozenset({"script", "style", "template", "title", "noscript"})
SCHEMES = frozenset({"http", "https", "mailto"})
DEEPEST = 12


class _Cleaner(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.html: list[str] = []
        self.text: list[str] = []
        self._open: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self._silent += 1
        name = KEPT.get(tag)
        if name is None or self._silent or len(self._open) >= DEEPEST:
            return
        if name in BLOCKS:
            self.text.append(" ")
        if name == "li" and self._open and self._open[-1] == "li":
            self.handle_endtag("li")  # the end of the one before may be left out
        if name == "br":
            self.html.append("<br>")
            return
        self._open.append(name)
        self.html.append(_link(attrs) if name == "a" else f"<{name}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self._silent = max(0, self._silent - 1)
        name = KEPT.get(tag)
        if self._silent or name not in self._open:
            return
        if name in BLOCKS:
            self.text.append(" ")
        while self._open:
            inner = self._open.pop()
            self.html.append(f"</{inner}>")
            if inner == name:
                return

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.html.append(escape(data))
            self.text.append(data)

    def finish(self) -> None:
        self.close()
        self.html += [f"</{name}>" for name in reversed(self._open)]


def clean(dirty: str) -> tuple[Html, int]:
    """The note as it is kept, and how many words it has."""
    cleaner = _Cleaner()
    cleaner.feed(dirty.encode(errors="replace").decode())
    cleaner.finish()
    return Html("".join(cleaner.html)), len("".join(cleaner.text).split())


def _link(attrs: list[tuple[str, str | None]]) -> str:
    """Only addresses that a person could type; anything else is a link that leads nowhere."""
    address = dict(attrs).get("href") or ""
    try:
        scheme = urlsplit(address).scheme
    except ValueError:
        scheme = ""
    return f'<a href="{escape(address)}">' if scheme in SCHEMES else "<a>"
