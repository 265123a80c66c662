"""The HTTP interface described by itself: OpenAPI 3.1, derived from the routes table."""

from collections.abc import Iterable
from typing import Any

from cobrowse import __version__
from cobrowse.domain.access import Action
from cobrowse.web.auth.cookie import COOKIE
from cobrowse.web.routes import Media, Route
from cobrowse.wire import schema
from cobrowse.wire.api import ErrorReply
from cobrowse.wire.base import Wire


def describe(routes: Iterable[Route[Any]]) -> dict[str, Any]:
    """Return the OpenAPI document of these routes."""
    table = tuple(routes)
    paths: dict[str, dict[str, Any]] = {}
    for route in table:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    replies = (route.reply for route in table)
    shapes: set[type[Wire]] = {ErrorReply, *(kind for kind in replies if isinstance(kind, type))}
    shapes |= {route.asks for route in table if not route.safe}
    return {
        "openapi": "3.1.0",
        "info": {"title": "cobrowse", "version": __version__},
        "paths": paths,
        "components": {
            "schemas": schema.components(sorted(shapes, key=lambda shape: shape.__name__)),
            "securitySchemes": {"cookie": {"type": "apiKey", "in": "cookie", "name": COOKIE}},
        },
    }


def _operation(route: Route[Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": route.handler.__name__,
        "responses": {
            "200": _answer(route.reply),
            "default": _content("A refusal.", schema.reference(ErrorReply)),
        },
    }
    if isinstance(route.allow, Action):
        operation["security"] = [{"cookie": []}]
        operation["x-permission"] = route.allow.value
    if route.safe:
        operation["parameters"] = [
            _parameter(route.path, name, field, required)
            for name, (field, required) in schema.properties(route.asks).items()
        ]
    else:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schema.reference(route.asks)}},
        }
    return operation


def _parameter(path: str, name: str, field: schema.Schema, required: bool) -> dict[str, Any]:
    within = "path" if f"{{{name}}}" in path else "query"
    return {"name": name, "in": within, "required": required, "schema": field}


def _answer(reply: type[Wire] | Media) -> dict[str, Any]:
    if isinstance(reply, Media):
        return {"description": reply.description, "content": {reply.type: {}}}
    return _content("What was asked for.", schema.reference(reply))


def _content(description: str, body: schema.Schema) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": body}}}
