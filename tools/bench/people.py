"""The two people that the line is measured between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.people import AccountManager, Customer, Demo

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Frame


def meet(demo: Demo, theirs: Browser, ours: Browser) -> tuple[Customer, AccountManager]:
    """A customer, and an account manager who has signed in."""
    return Customer(demo, theirs.new_context()), anna(demo, ours)


def anna(demo: Demo, ours: Browser) -> AccountManager:
    manager = AccountManager(demo, ours.new_context(viewport={"width": 1440, "height": 900}))
    manager.sign_in("anna@example.test")
    return manager


def part(customer: Customer, manager: AccountManager) -> None:
    customer.context.close()
    manager.context.close()


def player(manager: AccountManager) -> Frame:
    """The player that is there; there must be one."""
    assert manager.player is not None
    return manager.player
