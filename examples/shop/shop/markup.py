"""HTML from templates, escaped unless it already is HTML."""

from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path

TEMPLATES = Path(__file__).parent / "templates"


class Html(str):
    """Text that is already HTML and goes into a page as it stands."""


def join(parts: Iterable[Html]) -> Html:
    return Html("".join(parts))


def when(condition: object, text: str) -> Html:
    """`text`, a literal of ours, if the condition holds: for attributes such as `checked`."""
    return Html(text if condition else "")


@cache
def _template(name: str) -> str:
    return (TEMPLATES / f"{name}.html").read_text(encoding="utf-8")


def render(name: str, /, **values: object) -> Html:
    """Fill `templates/NAME.html`; a `{placeholder}` without a value is an error, not a gap."""
    return Html(
        _template(name).format_map(
            {
                key: value if isinstance(value, Html) else escape(str(value))
                for key, value in values.items()
            }
        )
    )


def euros(cents: int) -> str:
    """`€1,290` or `€12.50`: no cents where there are none."""
    return f"€{cents // 100:,}" if cents % 100 == 0 else f"€{cents / 100:,.2f}"
