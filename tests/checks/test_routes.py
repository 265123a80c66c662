"""Every address and every event of the console says who may use it, and is described."""

from typing import Any

import pytest

from cobrowse.domain.access import Action, Anyone
from cobrowse.web.api import ROUTES
from cobrowse.web.console import ALLOWED
from cobrowse.web.openapi import describe
from cobrowse.web.routes import Route
from cobrowse.wire import console

DOCUMENT = describe(ROUTES)
EVERY = [pytest.param(route, id=f"{route.method} {route.path}") for route in ROUTES]


@pytest.mark.parametrize("route", EVERY)
def test_every_route_declares_who_may_use_it(route: Route[Any]) -> None:
    assert isinstance(route.allow, Action | Anyone), "say which action it is, or that anyone may"


@pytest.mark.parametrize("route", EVERY)
def test_every_route_is_in_the_openapi_document(route: Route[Any]) -> None:
    operation = DOCUMENT["paths"].get(route.path, {}).get(route.method.lower())
    assert operation is not None
    if isinstance(route.allow, Action):
        assert operation["x-permission"] == route.allow


def test_no_two_routes_share_an_operation_id() -> None:
    ids = [
        operation["operationId"]
        for path in DOCUMENT["paths"].values()
        for operation in path.values()
    ]
    assert len(ids) == len(set(ids)) == len(ROUTES)


@pytest.mark.parametrize("event", console.INBOUND)
def test_every_event_of_the_console_declares_who_may_send_it(event: str) -> None:
    assert isinstance(ALLOWED.get(event), Action)
