"""When a simulated page cuts what it tells (docs/protocol.md C8)."""

import pytest

from cobrowse.demo.batches import Run
from cobrowse.demo.gathering import Gathering
from cobrowse.demo.telling import Scene, Visitor, retold
from cobrowse.wire.capture import Active, Assets
from tests import recorded_visits as recorded

SCENE = Scene("http://shop.example.test", "pk_demo-site-0001", 0, lambda: "page-number-0001")


def cut(cadence_ms: int, runs: list[Run]) -> list[tuple[int, Run]]:
    """Cut everything, each at its time."""
    gathering = Gathering(runs)
    made = []
    while gathering:
        at = gathering.cut_at(cadence_ms)
        made += [(at, run) for run in gathering.cut(at)]
    return made


def first_page() -> list[Run]:
    return retold(recorded.visit(), Visitor("visitor-of-none"), SCENE)[0].runs


@pytest.mark.parametrize("cadence_ms", [0, 50, 1_000, 30_000])
def test_every_record_is_told_once_and_in_order_whatever_the_cadence(cadence_ms: int) -> None:
    told = [record for _, run in cut(cadence_ms, first_page()) for record in run.records]
    assert told == [record for run in first_page() for record in run.records]


@pytest.mark.parametrize("cadence_ms", [50, 1_000])
def test_a_record_waits_for_the_cadence_and_no_longer(cadence_ms: int) -> None:
    for at, run in cut(cadence_ms, first_page()):
        assert run.t1 <= at <= run.t0 + cadence_ms


def test_while_somebody_watches_less_is_gathered() -> None:
    assert len(cut(50, first_page())) > len(cut(1_000, first_page()))


def test_a_checkpoint_is_a_run_of_its_own_and_does_not_wait() -> None:
    checkpoints = [(at, run) for at, run in cut(1_000, first_page()) if run.checkpoint]
    assert [at for at, _ in checkpoints] == [21, 601]
    for _, run in checkpoints:
        assert len(run.records) == 2
        assert any(isinstance(fact, Assets) for fact in run.facts)


def test_a_batch_says_once_of_each_sort_that_the_visitor_was_active() -> None:
    runs = [
        run._replace(facts=[Active(at=run.t0, doing="pointing"), Active(at=run.t0, doing="typing")])
        for run in first_page()
        if not run.checkpoint and run.epoch == 0
    ] * 2
    ((_, joined),) = cut(5_000, runs)
    assert [fact.doing for fact in joined.facts if isinstance(fact, Active)] == [
        "pointing",
        "typing",
    ]
