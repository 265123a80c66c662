"""Who comes to the shop, when, and what they do: decided by a seed, however fast the machine is.

There are so many places, each taken by one visitor at a time: one goes, and after a while another
comes. About half are customers, who come again with the same browser.
"""

import hashlib
import random
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from cobrowse.demo.people import Customer
from cobrowse.demo.telling import Visitor
from cobrowse.demo.visits import RecordedVisit

TROUBLE_SHARE: Final = 0.35

FIRST_WITHIN_S: Final = 4.0
"""All places are taken soon, but not at one stroke."""

BETWEEN_S: Final = (4.0, 20.0)

LANGUAGES: Final = ("en-GB", "de-DE", "fr-FR", "nl-NL", "sv-SE", "it-IT", "es-ES", "pl-PL")
"""Of visitors who are nobody's customer."""

NARROW: Final = 600
"""Pixels, below which a page is one of a phone."""

PHONES: Final = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36"
    " (KHTML, like Gecko) Chrome/137.0.0.0 Mobile Safari/537.36",
)
DESKS: Final = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36"
    " (KHTML, like Gecko) Chrome/137.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
    "Mozilla/5.0 (X11; Linux x86_64; rv:139.0) Gecko/20100101 Firefox/139.0",
)


class Arrival(NamedTuple):
    """Somebody comes `after_s` after the place became free. Where the visit signs in, it is as
    `customer`, who is None in visits that do not."""

    after_s: float
    visit: RecordedVisit
    visitor: Visitor
    customer: Customer | None
    user_agent: str


def arrivals(
    seed: int,
    place: int,
    places: int,
    recorded: Sequence[RecordedVisit],
    customers: Sequence[Customer],
) -> Iterator[Arrival]:
    """Yield, without end, who takes this place. A customer comes to one place alone, so that nobody
    is in two; and at first everybody does something else."""
    own = random.Random(f"{seed} customers").sample(customers, len(customers))[place::places]
    first = random.Random(f"{seed} visits").sample(recorded, len(recorded))[place % len(recorded)]
    rng = random.Random(f"{seed} place {place}")
    visit, after_s = first, rng.uniform(0, FIRST_WITHIN_S)
    if not own and visit.is_signed_in:
        visit = _other(rng, visit, recorded, signs_in=False)
    for number in range(2**31):
        customer = own[number % len(own)] if visit.is_signed_in else None
        who = customer.email if customer else f"stranger {place} {number}"
        browser = browser_of(seed, who)
        stranger = Visitor(browser, language=rng.choice(LANGUAGES))
        yield Arrival(
            after_s,
            visit,
            customer.visitor(browser) if customer else stranger,
            customer,
            rng.choice(PHONES if visit.pages[0].width < NARROW else DESKS),
        )
        after_s = rng.uniform(*BETWEEN_S)
        visit = _other(rng, visit, recorded, signs_in=bool(own))


def browser_of(seed: int, who: str) -> str:
    """Return the visitor id that somebody's browser has kept since they first came."""
    return hashlib.sha256(f"{seed} {who}".encode()).hexdigest()[:24]


def _other(
    rng: random.Random, last: RecordedVisit, recorded: Sequence[RecordedVisit], *, signs_in: bool
) -> RecordedVisit:
    """Choose a visit other than the last one, if there is another."""
    label = "trouble" if rng.random() < TROUBLE_SHARE else "healthy"
    fitting = [visit for visit in recorded if signs_in or not visit.is_signed_in]
    others = [visit for visit in fitting if visit.name != last.name] or fitting
    return rng.choice([visit for visit in others if visit.label == label] or others)
