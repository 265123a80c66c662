"""A recorded visit as the console replays it: brought to any moment by the scrubber, read out of
the player's frame."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Frame

from tests.e2e import fidelity
from tests.e2e.people import AccountManager

SEEK_MS = 150
"""A pixel of the scrubber is some milliseconds of the visit."""

CARRIER = """(argument) => {
  const frame = document.querySelector('iframe[name="cobrowse-page"]');
  const page = frame && frame.contentDocument;
  return page && page.documentElement ? (%s)(argument) : null;
}"""


@dataclass(frozen=True)
class Moment:
    """What an account manager saw live: when (server clock, ms), of which batch, which picture."""

    at: int
    page: str
    epoch: str
    seq: str
    picture: Any


def moment_of(anna: AccountManager) -> Moment:
    """Note what the live player shows now. The page must be at rest."""
    picture = anna.ask(f"() => ({fidelity.TREE.strip()})(page, 'picture')")
    page, epoch, seq = (str(anna.mark(name)) for name in ("page", "epoch", "seq"))
    server_now = anna.page.evaluate("() => Date.now()")
    return Moment(int(server_now), page, epoch, seq, picture)


class Replay:
    """A visit that is over, on an account manager's screen. It does not begin by itself."""

    def __init__(self, anna: AccountManager, session: str) -> None:
        self.anna = anna
        anna.until(
            lambda: session not in [each["id"] for each in anna.live_sessions()],
            "the visit is over",
        )
        anna.page.emulate_media(reduced_motion="reduce")
        anna.page.goto(f"{anna.demo.console}/console/sessions/{session}?t=0")
        anna.until(self.is_settled, "the replay shows a picture", 30)
        self.index: dict[str, Any] = self._index(session)
        segments = self.index["segments"]
        self.start = min(segment["from_at"] for segment in segments)
        self.end = max(segment["to_at"] for segment in segments)

    @property
    def frame(self) -> Frame:
        found: Frame = self.anna.until(self._find, "there is a player of a recording")
        return found

    def mark(self, name: str) -> str | None:
        return self.frame.locator("main#player").get_attribute(f"data-{name}")

    def ask(self, question: str, argument: object = None) -> Any:
        """Evaluate a function in the frame, with `page` the replayed document; None while there is
        none."""
        return self.frame.evaluate(CARRIER % question, argument)

    def picture(self) -> Any:
        return self.ask(f"() => ({fidelity.TREE.strip()})(page, 'picture')")

    def text(self) -> str:
        return str(self.ask("() => page.body.innerText"))

    def is_settled(self) -> bool:
        """Whether what is asked for is on the screen, and nothing moves."""
        return self._find("[data-state=paused]", "[data-state=ended]") is not None

    def seek(self, at: int) -> None:
        """Click on the scrubber where this moment is, and wait for the picture of it. What comes
        after the last record looks as that left it."""
        slider = self.anna.page.get_by_role("slider", name="Place in the visit")
        if at >= self.end - SEEK_MS:
            at = self.end
            slider.press("End")
        else:
            started: int = min(self.index["session"]["started_at"], self.start)
            box = slider.bounding_box()
            assert box is not None
            share = (at - started) / (self.end - started)
            middle = box["y"] + box["height"] / 2
            self.anna.page.mouse.click(box["x"] + box["width"] * share, middle)
        self.anna.until(
            lambda: abs(int(self.mark("at") or 0) - at) < SEEK_MS and self.is_settled(),
            f"{(at - self.start) / 1000} s into the visit is on the screen",
        )

    def play_to_the_end(self) -> None:
        self.anna.page.keyboard.press("k")
        self.anna.until(lambda: self.mark("state") == "ended", "it has come to the end", 60)

    def shows(self, moment: Moment) -> None:
        """Wait until the picture is that of the moment. Raises `AssertionError` with the first
        difference that stays."""
        found = ""

        def same() -> bool:
            nonlocal found
            place = tuple(self.mark(name) for name in ("page", "epoch", "seq"))
            seen = (moment.page, moment.epoch, moment.seq)
            found = f"it shows {place}, not {seen}" if place != seen else self._difference(moment)
            return found == ""

        try:
            self.anna.until(same, "the pictures are the same", 8)
        except AssertionError:
            raise AssertionError(found) from None

    def _find(self, *states: str) -> Frame | None:
        """The frame of the player of a recording, if it is in one of these states."""
        frame = self.anna.past_player
        with suppress(PlaywrightError):  # it went while it was asked
            if frame and frame.query_selector(f"main#player:is({','.join(states) or '*'})"):
                return frame
        return None

    def _difference(self, moment: Moment) -> str:
        assert fidelity.count(moment.picture) >= fidelity.FEWEST_NODES
        return next(fidelity.differences(moment.picture, self.picture()), "")

    def _index(self, session: str) -> dict[str, Any]:
        address = f"{self.anna.demo.console}/api/v1/sessions/{session}/recording"
        index: dict[str, Any] = self.anna.context.request.get(address).json()
        return index
