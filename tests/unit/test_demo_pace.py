"""A recorded visit told by somebody slower, quicker, or gone before its end."""

from itertools import pairwise

import pytest

from cobrowse.demo.pace import PAUSE_MS, cut_short, paced
from cobrowse.demo.visits import ORIGIN, RecordedVisit, Said
from cobrowse.wire.capture import Active, Assets, Left, Navigated
from tests.recorded_visits import page, run

VISIT = RecordedVisit(
    name="two-pages",
    about="Reads for four seconds, goes on, and signs in after another two",
    label="healthy",
    length=8_400,
    pages=[
        page(
            0,
            [
                run(0, 50, 100, facts=[Assets(urls=[f"{ORIGIN}/lamp.jpg"])]),
                run(4_100, 4_200, facts=[Active(at=4_200, doing="clicking"), Left(at=4_300)]),
            ],
            [],
        ),
        page(
            4_400,
            [
                run(4_400, facts=[Navigated(at=4_400, url=f"{ORIGIN}/account")]),
                run(6_400, 8_400),
            ],
            [Said(at=6_400, event="identify")],
        ),
    ],
)


def times(visit: RecordedVisit) -> list[int]:
    found = [visit.length]
    for each in visit.pages:
        found += [each.opened, *(said.at for said in each.said)]
        for some in each.runs:
            found += [some.t0, some.t1, *(record.at for record in some.records)]
            found += [fact.at for fact in some.facts if not isinstance(fact, Assets)]  # type: ignore[union-attr]
    return found


@pytest.mark.parametrize("pace", [0.6, 1.0, 2.5])
def test_pauses_take_their_own_time_and_what_is_done_does_not(pace: float) -> None:
    was, is_now = times(VISIT), times(paced(VISIT, pace))
    pairs = sorted(set(zip(was, is_now, strict=True)))
    assert len(pairs) == len(set(was)), "what was at one time still is"
    for (before, told_before), (after, told_after) in pairwise(pairs):
        since, told_since = after - before, told_after - told_before
        assert told_since == (round(since * pace) if since >= PAUSE_MS else since)


def test_a_visit_at_its_own_pace_is_the_recorded_one() -> None:
    assert paced(VISIT, 1.0) == VISIT


def test_who_leaves_early_has_seen_the_first_pages_to_their_end() -> None:
    early = cut_short(VISIT, 1)
    assert early.pages == VISIT.pages[:1]
    assert early.length == 4_300
    assert not early.is_signed_in
