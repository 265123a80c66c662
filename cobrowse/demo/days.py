"""Which visits there were in the last days: a shop's week, made up from a seed.

Most come in the day and in the early evening, fewer on weekends. About half are customers, some of
them every day, with the browsers that the simulated visitors of the same seed have now; of the
others some come again too. Who came again within half an hour would go on with the same session, so
nobody does.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import Final, NamedTuple

from cobrowse.demo.pace import cut_short, paced
from cobrowse.demo.people import Customer
from cobrowse.demo.telling import Visitor
from cobrowse.demo.visitors import LANGUAGES, browser_of
from cobrowse.demo.visits import RecordedVisit

HOURS: Final = (1, 0, 0, 0, 0, 0, 1, 3, 6, 9, 11, 12, 9, 10, 11, 10, 9, 8, 8, 9, 9, 7, 4, 2)
"""How many come in each hour of a day, beside one another."""

WEEKDAYS: Final = (1.2, 1.2, 1.15, 1.1, 1.05, 0.7, 0.6)
"""The same of the days from Monday on; on average 1."""

CUSTOMERS_SHARE: Final = 0.55
RETURNING_SHARE: Final = 0.3
"""Of those who are not customers."""

TROUBLE_WEIGHT: Final = 0.25
"""How often a recorded visit that ends in trouble is told, for each time of one that does not."""

SIGNED_IN_WEIGHT: Final = 3.0
"""The same of one in which a customer signs in, for who has an account."""

LEFT_EARLY_SHARE: Final = 0.45
WENT_ON_SHARE: Final = 0.12

PACES: Final = (0.6, 2.5)
"""The quickest and the slowest: how much longer somebody's pauses are than the recorded ones."""

REST_MS: Final = (15_000, 120_000)
"""Between two recorded visits that make one long one."""

APART_MS: Final = 40 * 60 * 1000
"""Between two visits of one browser, and between the last one and now: a session is over after at
most half an hour of silence."""


class PastVisit(NamedTuple):
    """`recorded` are told one after the other, each at its time (server clock, ms); where they sign
    in, `customer` does."""

    visitor: Visitor
    customer: Customer | None
    recorded: tuple[tuple[int, RecordedVisit], ...]

    @property
    def begins_at(self) -> int:
        at, _ = self.recorded[0]
        return at

    @property
    def ends_at(self) -> int:
        at, last = self.recorded[-1]
        return at + last.length


def planned(
    seed: int,
    begin: datetime,
    until: datetime,
    *,
    per_day: int,
    recorded: Sequence[RecordedVisit],
    customers: Sequence[Customer],
) -> Iterator[PastVisit]:
    """Yield the visits between two times in the order in which they begin; each is over before the
    last of them. Days and hours are those of their time zone."""
    rng = random.Random(f"history {seed}")
    cast = _Cast(seed, rng, customers)
    choice = _Choice(rng, recorded)
    free_at: dict[str, int] = {}
    for at in sorted(_arrivals(rng, begin, until, per_day)):
        visitor, customer = cast.next()
        if free_at.get(visitor.id, 0) > at:
            visitor, customer = cast.newcomer(), None
        visit = PastVisit(visitor, customer, tuple(choice.next(at, signs_in=customer is not None)))
        free_at[visitor.id] = visit.ends_at + APART_MS
        if free_at[visitor.id] <= _ms(until):
            yield visit


def _arrivals(rng: random.Random, begin: datetime, until: datetime, per_day: int) -> Iterator[int]:
    for number in range((until.date() - begin.date()).days + 1):
        midnight = datetime.combine(begin.date() + timedelta(days=number), time(), until.tzinfo)
        count = per_day * WEEKDAYS[midnight.weekday()] * rng.uniform(0.9, 1.1)
        for hour in rng.choices(range(24), HOURS, k=round(count)):
            at = midnight + timedelta(hours=hour + rng.random())
            if begin <= at < until:
                yield _ms(at)


class _Cast:
    """Who comes next."""

    def __init__(self, seed: int, rng: random.Random, customers: Sequence[Customer]) -> None:
        self._seed = seed
        self._rng = rng
        self._customers = rng.sample(customers, len(customers))
        # Few come often, and many now and then.
        self._often = [1 / (rank + 2) for rank in range(len(customers))]
        self._strangers: list[Visitor] = []

    def next(self) -> tuple[Visitor, Customer | None]:
        if self._rng.random() < CUSTOMERS_SHARE:
            (customer,) = self._rng.choices(self._customers, self._often)
            return customer.visitor(browser_of(self._seed, customer.email)), customer
        if self._strangers and self._rng.random() < RETURNING_SHARE:
            return self._rng.choice(self._strangers), None
        return self.newcomer(), None

    def newcomer(self) -> Visitor:
        browser = browser_of(self._seed, f"past stranger {len(self._strangers)}")
        visitor = Visitor(browser, language=self._rng.choice(LANGUAGES))
        self._strangers.append(visitor)
        return visitor


class _Choice:
    """What somebody does who comes."""

    def __init__(self, rng: random.Random, recorded: Sequence[RecordedVisit]) -> None:
        self._rng = rng
        self._recorded = recorded

    def next(self, at: int, *, signs_in: bool) -> Iterator[tuple[int, RecordedVisit]]:
        """Return what is told from a time on. One who has no customer to sign in as is in no visit
        that does."""
        rng = self._rng
        pace = min(max(rng.lognormvariate(0, 0.35), PACES[0]), PACES[1])
        while True:
            visit = paced(self._one(signs_in=signs_in), pace)
            if rng.random() < LEFT_EARLY_SHARE and len(visit.pages) > 1:
                yield at, cut_short(visit, rng.randrange(1, len(visit.pages)))
                return
            yield at, visit
            if rng.random() >= WENT_ON_SHARE:
                return
            at += visit.length + rng.randint(*REST_MS)

    def _one(self, *, signs_in: bool) -> RecordedVisit:
        fitting = [visit for visit in self._recorded if signs_in or not visit.is_signed_in]
        return self._rng.choices(fitting, [_often(visit) for visit in fitting])[0]


def _often(visit: RecordedVisit) -> float:
    often = TROUBLE_WEIGHT if visit.label == "trouble" else 1.0
    return often * (SIGNED_IN_WEIGHT if visit.is_signed_in else 1.0)


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1_000)
