"""The shop's texts: what an author can say in a file, and what a page makes of it."""

from pathlib import Path

import pytest

from shop.reading.prose import Text, read_text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Two *words* of **weight**.", "<p>Two <em>words</em> of <strong>weight</strong>.</p>"),
        ("## The wait", '<h2 id="the-wait">The wait</h2>'),
        ("- one\n- two *2*", "<ul><li>one</li><li>two <em>2</em></li></ul>"),
        ("1. one\n1. two", "<ol><li>one</li><li>two</li></ol>"),
        ("> so\n> it is", "<blockquote><p>so\nit is</p></blockquote>"),
        ("[ask](/contact?a=1&b=2)", '<p><a href="/contact?a=1&amp;b=2">ask</a></p>'),
        ('<b onclick="x">', "<p>&lt;b onclick=&quot;x&quot;&gt;</p>"),
        ("1914 was dry", "<p>1914 was dry</p>"),
    ],
)
def test_a_text_says_what_it_can_say_and_nothing_in_it_is_html(written: str, shown: str) -> None:
    assert Text("x", {}, written).html == shown


def test_a_file_has_a_head_a_body_and_a_slug_without_its_number(tmp_path: Path) -> None:
    file = tmp_path / "07-the-steam.txt"
    file.write_text("title: Steam: an hour\n\n## One\n\n\nTwo [three](/x)\n")
    text = read_text(file)
    assert (text.slug, text.head, text.plain) == (
        "the-steam",
        {"title": "Steam: an hour"},
        "One Two three",
    )
