"""Who is on the site: a visitor is a browser, a customer the person it turns out to be."""

import hashlib
from dataclasses import dataclass
from typing import Final

from cobrowse.domain.ids import CustomerId, SiteId, VisitorId

# One word after the other is how people read such a list.
_MANNERS: Final = """
    Amber Brave Calm Clever Coral Crisp Dusty Early Gentle Golden Happy Hazel Ivory Jolly Keen Kind
    Lively Lucky Maple Mellow Misty Noble Olive Proud Quick Quiet Rosy Silver Sunny Swift Velvet
    Warm
""".split()  # noqa: SIM905
_ANIMALS: Final = """
    Badger Beaver Bison Crane Dolphin Falcon Ferret Finch Fox Gecko Hare Hawk Heron Ibis Jay Koala
    Lark Lynx Marten Mole Otter Owl Panda Puffin Raven Robin Seal Stork Swan Tern Vole Wren
""".split()  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Customer:
    """A person named by the site's own backend. `subject` is the site's id, unique per site."""

    id: CustomerId
    site_id: SiteId
    subject: str
    name: str
    tier: str
    first_seen_at: int


@dataclass(frozen=True, slots=True)
class Claims:
    """What a verified identity token says."""

    subject: str
    name: str
    tier: str


def label_of(visitor: VisitorId) -> str:
    """Return a name that people can say, always the same for one visitor: "Quiet Heron 42"."""
    digest = hashlib.sha256(visitor.encode()).digest()
    manner = _MANNERS[digest[0] % len(_MANNERS)]
    animal = _ANIMALS[digest[1] % len(_ANIMALS)]
    return f"{manner} {animal} {digest[2] % 90 + 10}"
