"""The console while its service is away: killed without a word, and started again."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.people import AccountManager, Customer, Demo
from tests.ports import three_free_ports

HEAL_S = 60.0
"""Lost lines are tried again with growing pauses, on both sides."""

CHANGE = "(text) => { document.querySelector('h1').textContent = text; }"


class Service:
    """A service with its shop that can be killed and started again where it was."""

    def __init__(self, folder: Path) -> None:
        self._log = folder / "server.log"
        self._data = folder / "data"
        self._command = [sys.executable, "-m", "cobrowse", "demo", "--json"]
        self._command += ["--data", str(self._data), "--port", str(three_free_ports())]
        self.demo = self.start()

    def start(self) -> Demo:
        with self._log.open("ab") as errors:
            self._process = subprocess.Popen(
                self._command, stdout=subprocess.PIPE, stderr=errors, text=True
            )
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            told = json.loads(lines.readline())
        return Demo(
            told["console"], told["replay"], told["shop"], told["site_key"], self._data, self._log
        )

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    service = Service(tmp_path)
    yield service
    service.kill()


@pytest.mark.timeout(240)
def test_a_service_that_was_killed_is_back_on_every_screen_by_itself(
    service: Service, customers_browser: Browser, agents_browser: Browser
) -> None:
    customer = Customer(service.demo, customers_browser.new_context())
    anna = AccountManager(service.demo, agents_browser.new_context())
    ben = AccountManager(service.demo, agents_browser.new_context())
    anna.sign_in("anna@example.test")
    ben.sign_in("ben@example.test")
    page = customer.open("/products")
    page.evaluate(CHANGE, "Before the outage")
    ben.page.goto(f"{service.demo.console}/console/wall")
    row = ben.page.locator(f'a[href$="/console/sessions/{anna.session_of(customer)}"]')
    expect(row).to_be_visible()
    anna.watch(customer)
    anna.see_text("Before the outage")

    service.kill()
    pill = anna.page.locator("main > header").get_by_role("status")
    expect(pill).to_have_text("Reconnecting", timeout=HEAL_S * 1000)
    expect(ben.page.get_by_text("Reconnecting.")).to_be_visible(timeout=HEAL_S * 1000)
    expect(row).to_be_visible()
    assert "Before the outage" in anna.ask("() => page.body.innerText"), "the picture stays"
    page.evaluate(CHANGE, "During the outage")

    service.start()
    anna.see_text("During the outage", wait_s=HEAL_S)
    expect(pill).to_contain_text("Live", timeout=HEAL_S * 1000)
    expect(ben.page.get_by_text("Reconnecting.")).to_have_count(0, timeout=HEAL_S * 1000)
    expect(row).to_be_visible()
    for person in (customer, anna, ben):
        person.context.close()
