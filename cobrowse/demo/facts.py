"""A fact at another time, and in another place."""

from collections.abc import Callable

from cobrowse.wire.capture import (
    Active,
    Assets,
    Closed,
    Fact,
    Left,
    Lost,
    Navigated,
    Paused,
    Resumed,
    Shown,
)


def moved(
    fact: Fact, time: Callable[[int], int], text: Callable[[str], str] = lambda text: text
) -> Fact:
    """Return the fact with its time and its addresses and titles made anew. Those about numbers
    have neither."""
    made: Fact
    match fact:
        case Navigated(at=at, url=url, title=title):
            made = Navigated(at=time(at), url=text(url), title=text(title))
        case Shown(at=at, visible=visible, focused=focused):
            made = Shown(at=time(at), visible=visible, focused=focused)
        case Active(at=at, doing=doing):
            made = Active(at=time(at), doing=doing)
        case Paused(at=at):
            made = Paused(at=time(at))
        case Resumed(at=at):
            made = Resumed(at=time(at))
        case Left(at=at, frozen=frozen):
            made = Left(at=time(at), frozen=frozen)
        case Assets(urls=urls):
            made = Assets(urls=[text(url) for url in urls])
        case Closed() | Lost():
            made = fact
    return made
