"""The visits of the last days, as a seed makes them up."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta, timezone
from itertools import pairwise

import pytest

from cobrowse.demo.days import APART_MS, PastVisit, planned
from cobrowse.demo.people import CUSTOMERS
from cobrowse.demo.visits import RecordedVisit, Said
from tests.recorded_visits import left, page

UNTIL = datetime(2026, 3, 18, 15, 30, tzinfo=timezone(timedelta(hours=1)))
DAYS = 14
PER_DAY = 40


def recorded(name: str, *, length: int, signs_in: bool) -> RecordedVisit:
    said = [Said(at=10, event="identify")] if signs_in else []
    pages = [page(0, [left(length // 2)], said), page(length // 2, [left(length)], said)]
    return RecordedVisit(name=name, about=name, label="healthy", length=length, pages=pages)


RECORDED = [
    recorded("looks-around", length=100_000, signs_in=False),
    recorded("buys", length=200_000, signs_in=True),
]


def plan(seed: int = 1, days: int = DAYS) -> list[PastVisit]:
    begin = UNTIL - timedelta(days=days)
    visits = planned(seed, begin, UNTIL, per_day=PER_DAY, recorded=RECORDED, customers=CUSTOMERS)
    return list(visits)


@pytest.fixture(scope="module")
def visits() -> list[PastVisit]:
    return plan()


def began(visit: PastVisit) -> datetime:
    return datetime.fromtimestamp(visit.begins_at / 1_000, UNTIL.tzinfo)


def test_a_seed_plans_the_same_visits_each_time_and_another_one_others(
    visits: list[PastVisit],
) -> None:
    assert plan(seed=1) == visits
    assert plan(seed=2) != visits


def test_there_are_about_as_many_visits_as_were_asked_for(visits: list[PastVisit]) -> None:
    assert len(visits) == pytest.approx(DAYS * PER_DAY, rel=0.1)


def test_every_visit_lies_in_the_days_asked_for_and_its_session_is_over(
    visits: list[PastVisit],
) -> None:
    assert visits == sorted(visits, key=began)
    assert began(visits[0]) >= UNTIL - timedelta(days=DAYS)
    assert max(visit.ends_at for visit in visits) + APART_MS <= UNTIL.timestamp() * 1_000


def test_most_come_by_day_and_on_working_days(visits: list[PastVisit]) -> None:
    by_day = sum(8 <= began(visit).hour < 22 for visit in visits)
    assert by_day > 0.8 * len(visits)
    weekday = Counter(began(visit).weekday() for visit in visits)
    assert (weekday[5] + weekday[6]) / 2 < sum(weekday[day] for day in range(5)) / 5


def test_nobody_comes_again_before_the_session_is_over(visits: list[PastVisit]) -> None:
    of_browser: dict[str, list[PastVisit]] = defaultdict(list)
    for visit in visits:
        of_browser[visit.visitor.id].append(visit)
    assert max(map(len, of_browser.values())) > 5, "regulars"
    for theirs in of_browser.values():
        for before, after in pairwise(theirs):
            assert after.begins_at >= before.ends_at + APART_MS


def test_about_half_are_customers_and_nobody_else_signs_in(visits: list[PastVisit]) -> None:
    customers = [visit for visit in visits if visit.customer is not None]
    assert len(customers) == pytest.approx(len(visits) / 2, rel=0.3)
    for visit in visits:
        signs_in = any(told.is_signed_in for _, told in visit.recorded)
        assert visit.customer is not None or not signs_in


def test_visits_are_short_and_long(visits: list[PastVisit]) -> None:
    lengths = [visit.ends_at - visit.begins_at for visit in visits]
    assert min(lengths) < 60_000
    assert max(lengths) > 250_000


@pytest.mark.parametrize("days", [0, -1])
def test_no_time_has_no_visits(days: int) -> None:
    assert plan(days=days) == []
