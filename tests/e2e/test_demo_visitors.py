"""`cobrowse demo --visitors`: the console lives by itself."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.e2e.people import AccountManager, Demo
from tests.e2e.running import running_demo


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo with three visitors, who are told to go at the end like everybody."""
    with running_demo(tmp_path_factory.mktemp("crowded"), "--visitors", "3", "--seed", "1") as demo:
        yield demo


def test_three_simulated_visitors_are_on_the_wall_and_can_be_watched(
    crowded: Demo, agents_browser: Browser
) -> None:
    context = agents_browser.new_context(viewport={"width": 1440, "height": 900})
    anna = AccountManager(crowded, context)
    anna.sign_in("anna@example.test")
    anna.until(lambda: len(anna.live_sessions()) == 3, "three sessions are live")
    assert {session["condition"] for session in anna.live_sessions()} == {"live"}
    anna.watch_session(anna.live_sessions()[0]["id"])
    anna.see("() => [...page.fonts].some((font) => font.status === 'loaded')")
    anna.until(lambda: anna.mark("state") == "live", "the picture is live")
    context.close()
