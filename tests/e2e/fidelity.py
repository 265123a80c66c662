"""Whether the player shows the customer's page: both documents as trees, compared node by node.

`tree.js` reads a document. Privacy is applied to the customer's side there, so a text that should
have been masked and was not is a difference like any other.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.e2e.people import AccountManager, Customer

TREE = (Path(__file__).parent / "tree.js").read_text()
FEWEST_NODES = 20
ANY = "*"
SCROLL_PIXELS = 2
"""Positions are recorded in whole pixels, and a page may stand between two."""

Tree = Mapping[str, Any]


def same_picture(customer: Customer, anna: AccountManager, wait_s: float = 20.0) -> None:
    """Wait until the player shows what the customer sees. Raises `AssertionError` with the first
    difference that stays."""
    _until_none(lambda: difference(customer, anna), anna, wait_s)


def picture_of(source: Tree, anna: AccountManager, wait_s: float = 20.0) -> None:
    """Wait until the player shows a page as it was when `page_of` read it."""
    _until_none(lambda: _against(source, _picture(anna)), anna, wait_s)


def _until_none(difference: Callable[[], str], anna: AccountManager, wait_s: float) -> None:
    found = "nothing was compared"

    def same() -> bool:
        nonlocal found
        found = difference()
        return found == ""

    try:
        anna.until(same, "the documents are the same", wait_s)
    except AssertionError:
        raise AssertionError(found) from None


def difference(customer: Customer, anna: AccountManager) -> str:
    """Return the first difference between page and picture in words, or an empty string."""
    return _against(*trees(customer, anna))


def _against(source: Tree, picture: Any) -> str:
    assert count(source) >= FEWEST_NODES, "there is something to compare"
    if picture is None:
        return "the player shows no page"
    return next(differences(source, picture), "")


def trees(customer: Customer, anna: AccountManager) -> tuple[Tree, Any]:
    """Read the page, and the picture if there is one."""
    return page_of(customer.page), _picture(anna)


def page_of(page: Page) -> Tree:
    """Read a page of the customer's."""
    source: Tree = page.evaluate(f"() => ({TREE.strip()})(document, 'source')")
    return source


def _picture(anna: AccountManager) -> Any:
    return anna.ask(f"() => ({TREE.strip()})(page, 'picture')")


def count(tree: Tree | str) -> int:
    """Return the number of nodes of a tree, shadow roots and frames included."""
    if isinstance(tree, str):
        return 1
    return 1 + sum(count(child) for part in _parts(tree).values() for child in part)


def differences(source: Tree, picture: Tree, place: str = "") -> Iterator[str]:
    """Find where two elements and what is below them differ; `place` is where they stand."""
    here = f"{place}{_name(source)}"
    if source["tag"] != picture["tag"]:
        yield f"{here}: the player shows {_name(picture)} in its place"
        return
    yield from _attributes(here, source, picture)
    yield from _state(here, source["state"], picture["state"])
    ours, theirs = _parts(source), _parts(picture)
    for part in ours.keys() | theirs.keys():
        inside = here if part == "children" else f"{here} ({part})"
        yield from _children(inside, ours.get(part, ()), theirs.get(part, ()))


def _children(
    path: str, source: Sequence[Tree | str], picture: Sequence[Tree | str]
) -> Iterator[str]:
    for number, (ours, theirs) in enumerate(zip_longest(source, picture)):
        if isinstance(ours, Mapping) and isinstance(theirs, Mapping):
            yield from differences(ours, theirs, f"{path} > {number}: ")
        elif ours != theirs:
            yield f"{path} > {number}: the page has {_said(ours)}, the player {_said(theirs)}"
            return  # what follows is only shifted


def _attributes(path: str, source: Tree, picture: Tree) -> Iterator[str]:
    allowed = {**source["may"], **source["must"]}
    shown = picture["must"]
    for name in sorted(source["must"].keys() | shown.keys()):
        ours, theirs = allowed.get(name), shown.get(name)
        if ours != theirs and not (ours == ANY and theirs):
            yield f"{path}: {name} is {ours!r} in the page, {theirs!r} in the player"


def _state(path: str, source: Mapping[str, Any], picture: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted(source.keys() | picture.keys()):
        ours, theirs = source.get(name), picture.get(name)
        if name in {"scrolled", "box"}:
            pairs = zip(ours or (0, 0), theirs or (0, 0), strict=True)
            if all(abs(our - their) <= SCROLL_PIXELS for our, their in pairs):
                continue
        if ours != theirs:
            yield f"{path}: {name} is {ours!r} in the page, {theirs!r} in the player"


def _parts(tree: Tree) -> dict[str, Sequence[Tree | str]]:
    return {part: tree[part] for part in ("children", "shadow", "frame") if part in tree}


def _name(tree: Tree) -> str:
    attributes = tree["must"]
    identity = f"#{attributes['id']}" if "id" in attributes else ""
    classes = "".join(f".{name}" for name in attributes.get("class", "").split())
    return f"{tree['tag']}{identity}{classes}"


def _said(node: Tree | str | None) -> str:
    if node is None:
        return "nothing"
    return f"the text {node!r}" if isinstance(node, str) else f"the element {_name(node)}"
