"""Our texts, from files to pages: a head of `name: value` lines, an empty line, then paragraphs.

In the body a paragraph that begins with `##` or `###` is a heading, with `- ` or `1. ` a list,
with `>` a quotation, and `![what is seen](file below static/) Caption` is a figure. Within a line
there are `*emphasis*`, `**weight**` and `[words](address)`. Nothing else is understood, HTML least
of all.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

from shop.markup import Html, join, render

TEXTS = Path(__file__).with_name("texts")
WORDS_A_MINUTE = 220
SIZES = {  # pixels; all others are portraits
    "pictures/hero.webp": (1600, 950),
    "pictures/still-life.webp": (800, 960),
    "pictures/workshop.webp": (1360, 760),
}
PORTRAIT, DRAWING = (640, 800), (720, 400)

HEADING = re.compile(r"(?P<marks>##|###) (?P<words>.+)")
FIGURE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<file>[^)]+)\)\s*(?P<caption>.*)", re.S)
FIGURE_MARK, LINK_END = re.compile(r"!\[[^\]]*\]\([^)]*\)"), re.compile(r"\]\([^)\s]*\)")
MARKS = re.compile(r"[*\[\]]|^(?:#+|>|-|\d+\.) ", re.M)
BULLET, NUMBER = "- ", "1. "
INLINE = re.compile(
    r"\*\*(?P<strong>[^*]+)\*\*|\*(?P<em>[^*]+)\*|\[(?P<words>[^\]]+)\]\((?P<href>[^)\s]+)\)"
)


@dataclass(frozen=True)
class Text:
    """`slug` is the file's name without its ending and without the number that orders it."""

    slug: str
    head: Mapping[str, str]
    body: str

    @property
    def minutes(self) -> int:
        return max(1, round(len(self.body.split()) / WORDS_A_MINUTE))

    @property
    def html(self) -> Html:
        return join(_block(block) for block in self.body.split("\n\n"))

    @property
    def plain(self) -> str:
        """The words alone, for whoever searches them."""
        words = MARKS.sub("", LINK_END.sub("", FIGURE_MARK.sub("", self.body)))
        return " ".join(words.split())


def read_texts(folder: str) -> list[Text]:
    """All texts of a folder below `texts/`, in the order of their file names."""
    return [read_text(path) for path in sorted((TEXTS / folder).glob("*.txt"))]


def read_text(path: Path) -> Text:
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    pairs = (line.partition(":") for line in head.splitlines())
    return Text(
        re.sub(r"^\d+-", "", path.stem),
        {name.strip(): value.strip() for name, _, value in pairs},
        re.sub(r"\n{2,}", "\n\n", body).strip(),
    )


def size_of(file: str) -> tuple[int, int]:
    """Width and height of a picture, in pixels, so that its place is kept while it loads."""
    return DRAWING if file.endswith(".svg") else SIZES.get(file, PORTRAIT)


def anchor(heading: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", heading.lower()))


def _block(block: str) -> Html:
    if heading := HEADING.fullmatch(block):
        depth, words = len(heading["marks"]), heading["words"]
        return Html(f'<h{depth} id="{anchor(words)}">{_inline(words)}</h{depth}>')
    if block.startswith("> "):
        words = block.removeprefix("> ").replace("\n> ", "\n")
        return Html(f"<blockquote><p>{_inline(words)}</p></blockquote>")
    if block.startswith((BULLET, NUMBER)):
        kind = "ul" if block.startswith(BULLET) else "ol"
        return Html(f"<{kind}>{_items(block)}</{kind}>")
    figure = FIGURE.fullmatch(block)
    return _figure(figure) if figure else Html(f"<p>{_inline(block)}</p>")


def _items(block: str) -> Html:
    items = re.split(r"^(?:-|\d+\.) ", block, flags=re.M)[1:]
    return Html("".join(f"<li>{_inline(item.strip())}</li>" for item in items))


def _figure(figure: re.Match[str]) -> Html:
    width, height = size_of(figure["file"])
    return render(
        "reading/figure",
        file=figure["file"],
        alt=figure["alt"],
        width=width,
        height=height,
        caption=_inline(figure["caption"]),
    )


def _inline(text: str) -> Html:
    parts, end = [], 0
    for found in INLINE.finditer(text):
        parts.append(escape(text[end : found.start()]))
        end = found.end()
        if found["strong"]:
            parts.append(f"<strong>{escape(found['strong'])}</strong>")
        elif found["em"]:
            parts.append(f"<em>{escape(found['em'])}</em>")
        else:
            parts.append(f'<a href="{escape(found["href"])}">{escape(found["words"])}</a>')
    return Html("".join([*parts, escape(text[end:])]))
