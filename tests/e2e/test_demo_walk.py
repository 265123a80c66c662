"""The walk through the demo can be taken as it is told."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.people import AccountManager, Customer
from tests.e2e.running import running_demo
from tests.e2e.walk import HISTORY_DAYS, STEPS, VISITORS, Walk

DOCUMENT = Path(__file__).parents[2] / "docs" / "demo.md"


@pytest.mark.timeout(300)
def test_every_step_of_the_walk_does_what_is_told(
    tmp_path: Path, customers_browser: Browser, agents_browser: Browser
) -> None:
    with (
        running_demo(
            tmp_path, "--visitors", str(VISITORS), "--history", str(HISTORY_DAYS), "--seed", "1"
        ) as demo,
        customers_browser.new_context(viewport={"width": 1180, "height": 860}) as theirs,
        agents_browser.new_context(viewport={"width": 1440, "height": 900}) as ours,
    ):
        walk = Walk(Customer(demo, theirs), AccountManager(demo, ours), lambda _name, _page: None)
        for step in STEPS:
            step.take(walk)


def test_the_document_tells_every_step_in_order() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    told = re.findall(r"^## \d+\. (.+)$", text, re.M)
    assert told == [step.title for step in STEPS]
    for picture in re.findall(r"\]\((pictures/[^)]+)\)", text):
        assert (DOCUMENT.parent / picture).is_file(), picture
