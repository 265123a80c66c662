"""The words of the table of walks. Each makes a step that a `Hand` does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from tools.visits.hand import Hand

Step: TypeAlias = Callable[[Hand], Awaitable[None]]


def go(path: str) -> Step:
    return lambda hand: hand.go(path)


def read(seconds: float) -> Step:
    """Look for about so long, the pointer wandering."""

    async def step(hand: Hand) -> None:
        await hand.wander()
        await hand.read(seconds)

    return step


def watch(seconds: float) -> Step:
    return lambda hand: hand.watch(seconds)


def press(role: str, name: str, *, nth: int = 0, times: int = 1) -> Step:
    return lambda hand: hand.press(role, name, nth=nth, times=times)


def write(texts: dict[str, str]) -> Step:
    """Fill fields by their names, one after the other."""

    async def step(hand: Hand) -> None:
        for name, text in texts.items():
            await hand.write(name, text)

    return step


def see(role: str, name: str) -> Step:
    return lambda hand: hand.see(role, name)


def key(name: str) -> Step:
    return lambda hand: hand.key(name)


def choose(name: str, option: str) -> Step:
    return lambda hand: hand.choose(name, option)


def slide(name: str, presses: int) -> Step:
    return lambda hand: hand.slide(name, presses)


def scroll(by: int) -> Step:
    return lambda hand: hand.scroll(by)


def back() -> Step:
    return lambda hand: hand.back()
