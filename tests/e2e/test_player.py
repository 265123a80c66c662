"""The player under conditions that it must bear: wrong clocks, late records, hostile pages, lost
pictures, and an account manager who is typing."""

from typing import Any

import pytest
from playwright.sync_api import Dialog, Frame

from tests.e2e.forged import ForgedVisitor, additions, change, forged_visitor, listening_bait
from tests.e2e.lab import Lab
from tests.e2e.people import AccountManager, Customer, Demo

MOST_LAG_MS = 5_000
"""A ceiling for a busy machine; a clock taken at its word would be off by less."""

SHIFTED_CLOCK = """() => {
  const real = Date.now.bind(Date)
  window.shift = %d
  Date.now = () => real() + window.shift
}"""
WATCH_FRAMES = """(saying) => {
  window.frames_seen = 0
  window.bare = []
  const look = () => {
    const shown = [...document.querySelectorAll('iframe[name="cobrowse-page"]')]
    const text = shown.map((frame) => frame.contentDocument?.body?.innerText ?? '').join('')
    const isSeen = shown.some((frame) => frame.checkVisibility({ visibilityProperty: true }))
    window.frames_seen += 1
    const isWhole = isSeen && saying.some((words) => text.includes(words))
    if (!isWhole) window.bare.push(text || 'nothing')
    requestAnimationFrame(look)
  }
  look()
}"""
EVIL = """
  try { window.pwned = 1 } catch {}
  try { parent.pwned = 1 } catch {}
  try { top.pwned = 1 } catch {}
  alert('pwned'); fetch('BAIT/script'); new Image().src = 'BAIT/script-picture'
"""


@pytest.mark.parametrize("shift_ms", [-2_000, 3_000, -86_400_000])
def test_a_page_whose_clock_is_wrong_is_shown_live_with_little_lag(
    lab: Lab, customer: Customer, anna: AccountManager, shift_ms: int
) -> None:
    customer.context.add_init_script(f"({SHIFTED_CLOCK % shift_ms})()")
    page = customer.open(lab.page("next"))
    anna.watch(customer)
    for number in range(1, 4):
        page.get_by_role("button", name="Add").click()
        anna.see_text(f"Clicked {number}")
    anna.see_state("live")
    lag = anna.until(lambda: anna.mark("lag-ms"), "the lag is told")
    assert 0 <= int(lag) < MOST_LAG_MS


@pytest.mark.parametrize("jump_ms", [-2_000, 3_000, -600_000, 600_000])
def test_a_clock_that_is_set_while_somebody_watches_does_not_freeze_the_picture(
    lab: Lab, customer: Customer, anna: AccountManager, jump_ms: int
) -> None:
    customer.context.add_init_script(f"({SHIFTED_CLOCK % 0})()")
    page = customer.open(lab.page("next"))
    anna.watch(customer)
    page.get_by_role("button", name="Add").click()
    anna.see_text("Clicked 1")
    page.evaluate("(jump) => { window.shift += jump }", jump_ms)
    for number in range(2, 5):
        page.get_by_role("button", name="Add").click()
        anna.see_text(f"Clicked {number}")


def test_records_older_than_what_is_shown_do_not_freeze_the_picture(
    demo: Demo, lab: Lab, anna: AccountManager
) -> None:
    with forged_visitor(demo, lab) as visitor:
        words = visitor.element("p", {"id": "out"}, "Said 0")
        text = words["childNodes"][0]["id"]
        visitor.send(visitor.page([], [words]), checkpoint=True)
        anna.watch(visitor)
        for number, ago_ms in enumerate([0, 2_000, 60_000, 500, 0, 5_000], start=1):
            said = f"Said {number}"
            visitor.send([change(ago_ms, texts=[{"id": text, "value": said}])])
            anna.see_text(said)


def test_a_hostile_page_runs_loads_and_reaches_nothing(
    demo: Demo, lab: Lab, anna: AccountManager
) -> None:
    dialogs: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    anna.page.on("dialog", dismiss)
    with listening_bait() as (bait, asked), forged_visitor(demo, lab) as visitor:
        head, body = hostile_nodes(visitor, bait)
        marker = visitor.element("p", {"id": "marker"}, "A picture of a hostile page")
        host = visitor.element("div", {"id": "host"})
        link = visitor.element("a", {"href": f"{bait}/link"}, "a link")
        image = visitor.element("img", {"alt": "x"})
        visitor.send(
            visitor.page(head, [marker, host, link, image, *body]),
            checkpoint=True,
            facts=[{"kind": "assets", "urls": [f"{bait}/asset.png", f"{bait}/asset.css"]}],
        )
        anna.watch(visitor)
        anna.see_text("A picture of a hostile page")
        player = anna.player
        assert player is not None
        addresses = [player.url, anna.page.url]
        pages: list[str] = []
        anna.context.on("page", lambda page: pages.append(page.url))
        _, more = hostile_nodes(visitor, bait)
        adds = additions(host["id"], *more)
        changed = [
            {"id": link["id"], "attributes": {"href": "javascript:top.pwned=1", "onclick": EVIL}},
            {"id": image["id"], "attributes": {"src": f"{bait}/changed.png", "onerror": EVIL}},
            {
                "id": marker["id"],
                "attributes": {"style": {"background": f"url({bait}/style.png)"}},
            },
        ]
        visitor.send([change(adds=adds, attributes=changed)])
        last = visitor.element("p", {"id": "last"}, "After the change")
        visitor.send([change(adds=additions(host["id"], last))])
        anna.see_text("After the change")
        assert anna.ask("() => page.querySelector('#host').childElementCount > 5"), "it was built"
        anna.rest(2)  # pictures that failed are asked for again after a while
        anna.see_state("live")
        assert [player.url, anna.page.url] == addresses
        assert (dialogs, pages) == ([], [])
        assert not [frame.url for frame in anna.page.frames if not at_home(frame, demo)]
        for frame in anna.page.frames:
            assert frame.evaluate("() => typeof window.pwned") == "undefined"
        assert asked == []


def test_a_new_epoch_and_a_new_page_never_leave_the_screen_empty(
    lab: Lab, customer: Customer, anna: AccountManager
) -> None:
    page = customer.open(lab.page("features"))
    anna.watch(customer)
    anna.see_text("A line of")
    watch_frames(anna, "A line of", "The next page")
    page.evaluate("() => window.cobrowse('pause')")
    customer.rest(0.5)
    page.evaluate("() => { document.querySelector('h1').textContent = 'Resumed' }")
    page.evaluate("() => window.cobrowse('resume')")
    anna.see_text("Resumed")
    anna.until(lambda: anna.mark("epoch") == "1", "the new epoch is on the screen")
    page.goto(lab.page("next"))
    anna.see_text("The next page")
    page.go_back(wait_until="commit")
    anna.see_text("A line of")
    seen, bare = frames_watched(anna)
    assert seen > 10, "the screen was looked at"
    assert bare == []


def test_a_picture_that_is_not_kept_is_a_box_of_its_size(
    lab: Lab, customer: Customer, anna: AccountManager
) -> None:
    page = customer.open(lab.page("gallery"))
    assert page.evaluate("() => document.querySelector('#by-rules').naturalWidth") == 60
    anna.watch(customer)
    for name, size in {"by-attributes": [120, 80], "by-rules": [140, 90]}.items():
        anna.see(
            "(id) => page.getElementById(id).currentSrc.startsWith('data:image/svg+xml')", name
        )
        assert size == anna.ask(
            "(id) => { const box = page.getElementById(id).getBoundingClientRect();"
            " return [box.width, box.height] }",
            name,
        )
    anna.see(
        "() => page.querySelector('#kept').naturalWidth === 60"
        " && page.querySelector('#kept').currentSrc.includes('/assets/')"
    )


def test_the_customers_focus_never_takes_the_keyboard_from_the_account_manager(
    lab: Lab, customer: Customer, anna: AccountManager
) -> None:
    page = customer.open(lab.page("features"))
    anna.watch(customer)
    details = anna.page.get_by_role("button", name="Details")
    details.focus()
    page.get_by_label("Name").click()
    anna.see("() => page.querySelector('[name=name], input')?.hasAttribute('data-cobrowse-focus')")
    page.get_by_label("Comment").focus()
    anna.see("() => page.querySelector('textarea').hasAttribute('data-cobrowse-focus')")
    assert details.evaluate("(button) => document.activeElement === button")
    assert anna.ask("() => page.activeElement === page.body || page.activeElement === null")


def test_the_tab_key_reaches_nothing_in_the_replayed_page(
    lab: Lab, customer: Customer, anna: AccountManager
) -> None:
    customer.open(lab.page("features"))
    anna.watch(customer)
    assert anna.ask("() => page.querySelectorAll('a, input, button').length > 5")
    reached: set[str] = set()
    for _ in range(40):
        anna.page.keyboard.press("Tab")
        reached.add(anna.page.evaluate("() => document.activeElement.tagName"))
        assert anna.ask("() => !page.hasFocus() && page.activeElement === page.body")
    assert len(reached) > 1, "the key moves the focus in the console"


def hostile_nodes(visitor: ForgedVisitor, bait: str) -> tuple[list[Any], list[Any]]:
    """Return nodes for a page's head and body that would run, load or lead away."""
    evil = EVIL.replace("BAIT", bait)
    css = (
        f"@import '{bait}/import.css'; @font-face {{ font-family: bad; src: url({bait}/f.woff2) }}"
        f" body {{ background: url('{bait}/back.png'); font-family: bad }}"
        f" p {{ cursor: url({bait}/c.cur), auto }} p::before {{ content: url({bait}/before.png) }}"
    )
    sourced = f"<script>{evil}</script><img src='{bait}/srcdoc.png'>"
    element = visitor.element
    head = [
        element("script", {}, evil),
        element("script", {"src": f"{bait}/script.js"}),
        element("meta", {"http-equiv": "refresh", "content": f"0;url={bait}/refresh"}),
        element("meta", {"http-equiv": "Content-Security-Policy", "content": "default-src *"}),
        element("base", {"href": f"{bait}/base/", "target": "_top"}),
        element("link", {"rel": "stylesheet", "href": f"{bait}/link.css"}),
        element(
            "link",
            {"rel": "preload prefetch dns-prefetch", "href": f"{bait}/preload", "as": "image"},
        ),
        element("link", {"rel": "stylesheet", "_cssText": css}),
        element("style", {}, css),
    ]
    svg = element(
        "svg",
        {"onload": evil},
        element("script", {}, evil),
        element("image", {"href": f"{bait}/svg-image.png", "xlink:href": f"{bait}/svg-image2.png"}),
        element("use", {"href": f"{bait}/sprite.svg#x"}),
        element("foreignObject", {}, element("iframe", {"src": f"{bait}/foreign"})),
        element("a", {}, element("set", {"attributeName": "href", "to": "javascript:alert(1)"})),
    )
    for node in [svg, *svg["childNodes"]]:
        node["isSVG"] = True
    body = [
        svg,
        element("script", {}, evil),
        element(
            "img", {"src": f"{bait}/picture.png", "srcset": f"{bait}/two.png 2x", "onload": evil}
        ),
        element("img", {"src": "data:image/png;base64,broken", "onerror": evil}),
        element("img", {"rr_dataURL": f"{bait}/drawn.png"}),
        element(
            "a", {"href": "javascript:top.pwned=1", "autofocus": "", "onfocus": evil}, "script"
        ),
        element("a", {"href": f"{bait}/away", "target": "_top", "ping": f"{bait}/ping"}, "away"),
        element("iframe", {"src": f"{bait}/frame"}),
        element("iframe", {"srcdoc": sourced}),
        element("iframe", {"src": f"javascript:{evil}"}),
        element("object", {"data": f"{bait}/object"}),
        element("embed", {"src": f"{bait}/embed"}),
        element(
            "video", {"src": f"{bait}/video.mp4", "poster": f"{bait}/poster.png", "autoplay": ""}
        ),
        element("audio", {"src": f"{bait}/audio.mp3", "autoplay": ""}),
        element(
            "form", {"action": f"{bait}/form"}, element("button", {"formaction": "javascript:1"})
        ),
        element(
            "input", {"type": "image", "src": f"{bait}/input.png", "autofocus": "", "onfocus": evil}
        ),
        element("style", {}, css),
        element("link", {"rel": "stylesheet", "href": f"{bait}/late.css"}),
        element("meta", {"http-equiv": "refresh", "content": f"0;url={bait}/late-refresh"}),
        element("base", {"href": f"{bait}/late-base/"}),
        element("p", {"style": f"background: url({bait}/inline.png)", "onclick": evil}, "styled"),
        element("body", {"background": f"{bait}/body.png", "onload": evil}),
        element("marquee", {"onstart": evil}, "marquee"),
        element("details", {"open": "", "ontoggle": evil}),
        element("portal", {"src": f"{bait}/portal"}),
    ]
    return head, body


def at_home(frame: Frame, demo: Demo) -> bool:
    return frame.url.startswith((demo.console, demo.replay, "about:")) or frame.url == ""


def watch_frames(anna: AccountManager, *saying: str) -> None:
    """Look at every frame that is painted from now on for a picture that says one of these."""
    assert anna.player is not None
    anna.player.evaluate(WATCH_FRAMES, list(saying))


def frames_watched(anna: AccountManager) -> tuple[int, list[str]]:
    """Return how many frames were looked at, and what the bare ones showed."""
    assert anna.player is not None
    seen, bare = anna.player.evaluate("() => [window.frames_seen, window.bare]")
    return int(seen), list(bare)
