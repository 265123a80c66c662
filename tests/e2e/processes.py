"""A browser whose processes can be stopped and killed, as those of a laptop that is closed or of a
tab that crashes."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Playwright

from cobrowse.domain.ids import new_id
from tests.e2e.running import launch

PROCESSES = Path("/proc")


@dataclass(frozen=True)
class Process:
    pid: int
    parent: int
    command: bytes


@dataclass(frozen=True)
class OwnBrowser:
    """A Chromium that no other test uses; `mark` is in the command line of its first process."""

    browser: Browser
    mark: str

    @contextmanager
    def asleep(self) -> Iterator[None]:
        """Let nothing of it run meanwhile."""
        processes = self._processes()
        for process in processes:
            os.kill(process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for process in processes:
                os.kill(process.pid, signal.SIGCONT)

    def kill_tabs(self) -> None:
        """Kill the processes that run pages; the browser itself stays."""
        tabs = [each.pid for each in self._processes() if b"--type=renderer" in each.command]
        assert tabs, "pages run in processes of their own"
        for pid in tabs:
            os.kill(pid, signal.SIGKILL)

    def _processes(self) -> list[Process]:
        everything = list(_everything())
        found = [each for each in everything if self.mark.encode() in each.command]
        for parent in found:  # grows as it goes: children of children are found too
            found += [each for each in everything if each.parent == parent.pid]
        assert found, "the browser runs"
        return found


@contextmanager
def own_browser(playwright: Playwright) -> Iterator[OwnBrowser]:
    """Start one. Needs a system that shows processes as files, as Linux does."""
    mark = f"--tests-mark={new_id()}"
    browser = launch(playwright, mark)
    yield OwnBrowser(browser, mark)
    browser.close()


def _everything() -> Iterator[Process]:
    for folder in PROCESSES.iterdir():
        if not folder.name.isdigit():
            continue
        try:
            command = (folder / "cmdline").read_bytes()
            stat = (folder / "stat").read_text()
        except OSError:
            continue  # it has ended meanwhile
        parent = int(stat.rpartition(")")[2].split()[1])
        yield Process(int(folder.name), parent, command)
