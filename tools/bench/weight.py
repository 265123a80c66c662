"""What capture costs a customer's page, beside a page without it and beside other recorders.

Same pages, same actions, same run: every scene is played with each subject in turn, in another
order each round, and the rounds go on while there is time. What is shown is the median of the
rounds, and how far they spread.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.e2e.running import launch, running_demo
from tools.bench.scenes import HEAVY, ORDINARY, Scene
from tools.bench.sink import running_sink
from tools.bench.stage import NotRecorded, Reading, stage
from tools.bench.subjects import NONE, OURS, RECORDERS, SUBJECTS, bundle, sizes
from tools.report import Figure, of_runs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.e2e.people import Demo
    from tools.bench.sink import Sink

BUDGET_S = 540.0
"""What all rounds may take, unless two take longer."""
LEAST_ROUNDS = 2
SHARE_AIM = 0.05
TASK_MS = attrgetter("task_ms")
LASTED_MS = attrgetter("lasted_ms")

Measure = tuple[str, str, "Callable[[Reading], float]", "Sequence[Scene]", "Sequence[str]"]
"""The beginning of its figures' ids, its unit, where it is in a reading, and of which scenes and
subjects it is told."""
QUICK_SCENES = (ORDINARY[0], HEAVY[1])


@dataclass
class Readings:
    """All of a run, by round. A subject that fails once in a scene is out of that scene."""

    rounds: list[dict[tuple[str, str], Reading]] = field(default_factory=list)
    failures: dict[tuple[str, str], str] = field(default_factory=dict)

    def of(self, scene: str, subject: str, what: Callable[[Reading], float]) -> list[float]:
        """Return one value a round, or nothing where the subject failed."""
        if (scene, subject) in self.failures:
            return []
        return [what(readings[scene, subject]) for readings in self.rounds]

    def sums(
        self, scenes: Sequence[Scene], subject: str, what: Callable[[Reading], float]
    ) -> list[float]:
        """Return the sum over scenes, one a round."""
        of_each = [self.of(scene.name, subject, what) for scene in scenes]
        return [sum(values) for values in zip(*of_each, strict=True)] if all(of_each) else []


def measure(folder: Path, *, quick: bool) -> tuple[list[Figure], list[str]]:
    """Return the figures, and a remark on each subject that could not be measured."""
    bundles, data = folder / "bundles", folder / "data"
    data.mkdir()
    bundle(bundles)
    scenes = QUICK_SCENES if quick else (*ORDINARY, *HEAVY)
    with (
        running_demo(data) as demo,
        running_sink(bundles) as sink,
        sync_playwright() as playwright,
        launch(playwright) as theirs,
    ):
        readings = _rounds(demo, theirs, sink, scenes, quick=quick)
    figures = [*sizes(bundles), *_shares(readings, scenes), *_by_scene(readings, scenes)]
    remarks = [
        f"`{subject}` is left out of `{scene}`: {why}."
        for (scene, subject), why in readings.failures.items()
    ]
    return figures, remarks


def _rounds(
    demo: Demo, theirs: Browser, sink: Sink, scenes: Sequence[Scene], *, quick: bool
) -> Readings:
    readings = Readings()
    began = time.monotonic()
    longest = 0.0
    while True:
        number = len(readings.rounds)
        round_began = time.monotonic()
        readings.rounds.append({})
        for scene in scenes:
            _play_with_each(demo, theirs, sink, scene, readings)
        now = time.monotonic()
        longest = max(longest, now - round_began)
        print(f"  weight: round {number + 1} took {now - round_began:.0f} s", flush=True)
        if quick or (number + 1 >= LEAST_ROUNDS and now - began + longest > BUDGET_S):
            return readings


def _play_with_each(
    demo: Demo, theirs: Browser, sink: Sink, scene: Scene, readings: Readings
) -> None:
    turn = (len(readings.rounds) - 1) % len(SUBJECTS)
    for subject in (*SUBJECTS[turn:], *SUBJECTS[:turn]):
        if (scene.name, subject) in readings.failures:
            continue
        try:
            with stage(demo, theirs, subject, sink) as on_stage:
                readings.rounds[-1][scene.name, subject] = on_stage.play(scene)
        except NotRecorded as error:
            readings.failures[scene.name, subject] = str(error)


def _shares(readings: Readings, scenes: Sequence[Scene]) -> Iterable[Figure]:
    """What capture takes of all that the main thread does on ordinary pages: the time with it less
    the time without, of the time with it. For ours, also of the time that the visits lasted."""
    ordinary = [scene for scene in scenes if scene in ORDINARY]
    without = readings.sums(ordinary, NONE, TASK_MS)
    for name in RECORDERS:
        whole = readings.sums(ordinary, name, TASK_MS)
        if not whole:
            continue
        extra = [one - less for one, less in zip(whole, without, strict=True)]
        shares = [more / one for more, one in zip(extra, whole, strict=True)]
        if name == OURS:
            lasted = readings.sums(ordinary, name, LASTED_MS)
            busy = [more / one for more, one in zip(extra, lasted, strict=True)]
            yield of_runs("capture_main_thread_share", "share", shares, aim=SHARE_AIM)
            yield of_runs("capture_main_thread_busy_share", "share", busy)
        yield of_runs(f"main_thread_share_{name}", "share", shares, subject=name)
    for part, what in (("script", attrgetter("script_ms")), ("layout", attrgetter("layout_ms"))):
        for name in SUBJECTS:
            if sums := readings.sums(ordinary, name, what):
                yield of_runs(f"{part}_ms_ordinary_{name}", "ms", sums, subject=name)


def _by_scene(readings: Readings, scenes: Sequence[Scene]) -> Iterable[Figure]:
    from_the_start = [scene for scene in scenes if scene.prepare is None]
    measures: tuple[Measure, ...] = (
        ("main_thread_ms", "ms", TASK_MS, scenes, SUBJECTS),
        ("longest_task_ms", "ms", attrgetter("longest_ms"), scenes, SUBJECTS),
        ("heap_mib", "MiB", attrgetter("heap_mib"), scenes, SUBJECTS),
        ("sent_bytes", "bytes", attrgetter("sent_bytes"), from_the_start, RECORDERS),
    )
    for measure, unit, what, of_scenes, subjects in measures:
        for scene in of_scenes:
            for name in subjects:
                if values := readings.of(scene.name, name, what):
                    id = f"{measure}_{scene.name}_{name}"
                    yield of_runs(id, unit, values, subject=name)
