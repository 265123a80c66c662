"""Addresses within style sheets, however they are written."""

import pytest

from cobrowse.domain.style_sheet import addresses_in, rewrite

BASE = "http://s.test/d/a.css"


def marked(address: str, fragment: str) -> str:
    return f"<{address}>{fragment}"


@pytest.mark.parametrize(
    ("css", "rewritten"),
    [
        ("a{b:url(x.png)}", 'a{b:url("<http://s.test/d/x.png>")}'),
        ("a{b:url( 'x.png' )}", 'a{b:url("<http://s.test/d/x.png>")}'),
        ('a{b:URL("/x.png?a=1")}', 'a{b:url("<http://s.test/x.png?a=1>")}'),
        ("a{b:url(//t.test/x)}", 'a{b:url("<http://t.test/x>")}'),
        (r"a{b:url(x\.png)}", 'a{b:url("<http://s.test/d/x.png>")}'),
        (r"a{b:url(\78.png)}", 'a{b:url("<http://s.test/d/x.png>")}'),
        (
            "@import 'x.css' print;",
            '@import "<http://s.test/d/x.css>" print;',
        ),
        ("@import url(x.css);", '@import url("<http://s.test/d/x.css>");'),
        ("a{b:url(data:image/png;base64,AA)}", "a{b:url(data:image/png;base64,AA)}"),
        ("a{b:url(#mask)}", "a{b:url(#mask)}"),
        ("a{b:url(x.svg#mask)}", 'a{b:url("<http://s.test/d/x.svg>#mask")}'),
        ('@import"x.css";', '@import"<http://s.test/d/x.css>";'),
        ("a{b:url(javascript:x)}", "a{b:url(javascript:x)}"),
        ("a{b:url(http://[)}", "a{b:url(http://[)}"),
        ("/* url(x.png) */", "/* url(x.png) */"),
        ("a{b:url()}", "a{b:url()}"),
        ("a{content:'url('}", "a{content:'url('}"),
        ('a{b:url(x"onload=y)}', 'a{b:url(x"onload=y)}'),
    ],
)
def test_every_address_is_found_and_nothing_else_is_touched(css: str, rewritten: str) -> None:
    assert rewrite(css, BASE, marked) == rewritten


def test_addresses_are_told_once_each_and_without_fragment() -> None:
    css = "a{b:url(x.svg#a)} c{d:url('x.svg#b')} e{f:url(data:,x)} @import 'y.css';"
    assert addresses_in(css, BASE) == ["http://s.test/d/x.svg", "http://s.test/d/y.css"]


HOSTILE = [
    "url(",
    "url('",
    'url("\\',
    "@import '",
    "/* ",
    "/*",
    "*",
    "url(" + " " * 500,
    "\\",
    "url(x",
    "@import ",
]


@pytest.mark.parametrize("part", HOSTILE)
@pytest.mark.timeout(20)
def test_a_hostile_style_sheet_is_read_in_proportion_to_its_length(part: str) -> None:
    css = "url(" + part * (2**20 // len(part))
    assert rewrite(css, BASE, marked)
    spaces = "url(" + " " * 2**20 + part
    assert rewrite(spaces, BASE, marked) == spaces
