"""What a page tells, as it becomes due: gathered for as long as the service asks, then cut into
runs as the capture script would have cut them (rule C8 of `docs/protocol.md`)."""

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain, groupby, takewhile

from cobrowse.demo.batches import Run
from cobrowse.wire.capture import Active, Assets, Closed, Fact, Left, Lost


class Gathering:
    """The runs of one page that are not told yet, in order."""

    def __init__(self, runs: list[Run]) -> None:
        self._due = deque(chain.from_iterable(_singly(run) for run in runs))

    def __bool__(self) -> bool:
        return bool(self._due)

    def cut_at(self, cadence_ms: int) -> int:
        """Return when the next run is to be cut (page clock, ms): once its first record has waited
        for the cadence, or with the first that must not wait."""
        latest = self._due[0].t1 + cadence_ms
        sooner = takewhile(lambda run: run.t1 < latest, self._due)
        return next((run.t1 for run in sooner if _is_urgent(run)), latest)

    def cut(self, now: int) -> list[Run]:
        """Take out what is due, in as few runs as may be: each checkpoint stays by itself."""
        taken = []
        while self._due and self._due[0].t1 <= now:
            taken.append(self._due.popleft())
        return [
            run
            for (is_checkpoint, _), some in groupby(taken, lambda run: (run.checkpoint, run.epoch))
            for run in (some if is_checkpoint else (_joined(list(some)),))
        ]


def _is_urgent(run: Run) -> bool:
    return run.checkpoint or any(isinstance(fact, Left) for fact in run.facts)


def _singly(run: Run) -> Iterator[Run]:
    """Each record and each fact by itself, at its own time. A checkpoint stays whole."""
    if run.checkpoint:
        yield run
        return
    alone = [run._replace(t0=one.at, t1=one.at, records=[one], facts=[]) for one in run.records]
    for fact in run.facts:
        at = _time(fact, run.t0)
        alone.append(run._replace(t0=at, t1=at, records=[], facts=[fact]))
    yield from sorted(alone, key=lambda one: one.t1)


def _time(fact: Fact, first: int) -> int:
    """When a fact came up; assets are named with the first record that may refer to them."""
    return first if isinstance(fact, Assets | Closed | Lost) else fact.at


def _joined(runs: list[Run]) -> Run:
    return runs[0]._replace(
        t0=min(run.t0 for run in runs),
        t1=max(run.t1 for run in runs),
        records=[record for run in runs for record in run.records],
        facts=_without_repeats(fact for run in runs for fact in run.facts),
    )


def _without_repeats(facts: Iterable[Fact]) -> list[Fact]:
    """A batch says at most once of each sort that the visitor was active."""
    kept: list[Fact] = []
    sorts = set()
    for fact in facts:
        if isinstance(fact, Active):
            if fact.doing in sorts:
                continue
            sorts.add(fact.doing)
        kept.append(fact)
    return kept
