"""Who comes to the shop is decided by the seed."""

from itertools import islice, pairwise

from cobrowse.demo import visits
from cobrowse.demo.people import OTHERS
from cobrowse.demo.visitors import Arrival, arrivals

RECORDED = [visits.load(name) for name in visits.names()]


def plan(seed: int, places: int, each: int = 20) -> list[list[Arrival]]:
    return [
        list(islice(arrivals(seed, place, places, RECORDED, OTHERS), each))
        for place in range(places)
    ]


def test_two_runs_with_one_seed_plan_the_same() -> None:
    assert plan(1, 5) == plan(1, 5)


def test_another_seed_is_another_day() -> None:
    assert plan(1, 5) != plan(2, 5)


def test_nobody_is_in_two_places() -> None:
    seen: dict[str, int] = {}
    for place, coming in enumerate(plan(7, 12)):
        for arrival in coming:
            assert seen.setdefault(arrival.visitor.id, place) == place


def test_a_customer_comes_again_with_the_same_browser_and_a_stranger_is_new() -> None:
    browsers: dict[str, set[str]] = {}
    strangers = []
    for arrival in plan(3, 1, 200)[0]:
        if arrival.customer:
            browsers.setdefault(arrival.customer.email, set()).add(arrival.visitor.id)
        else:
            strangers.append(arrival.visitor.id)
    assert len(browsers) > 20
    assert all(len(ids) == 1 for ids in browsers.values())
    assert len(strangers) == len(set(strangers)) > 20


def test_a_visit_that_signs_in_is_a_customers_and_no_other_is() -> None:
    for arrival in (arrival for coming in plan(5, 6) for arrival in coming):
        assert arrival.visit.is_signed_in == (arrival.customer is not None)


def test_there_is_always_somebody_in_trouble_sooner_or_later() -> None:
    for seed in range(20):
        labels = {arrival.visit.label for coming in plan(seed, 3, 8) for arrival in coming}
        assert labels == {"healthy", "trouble"}


def test_with_more_places_than_customers_the_others_are_strangers() -> None:
    crowd = plan(1, len(OTHERS) + 20, 4)
    assert all(arrival.customer is None for coming in crowd[-20:] for arrival in coming)


def test_nobody_does_the_same_twice_in_a_row() -> None:
    for coming in plan(11, 4):
        names = [arrival.visit.name for arrival in coming]
        assert all(one != other for one, other in pairwise(names))
