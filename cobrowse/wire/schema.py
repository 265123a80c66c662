"""JSON Schema of the wire's structs, for the description of the HTTP interface."""

from collections.abc import Iterable
from typing import Any, Final

import msgspec

from cobrowse.wire.base import Wire

_TEMPLATE: Final = "#/components/schemas/{name}"

Schema = dict[str, Any]


def components(shapes: Iterable[type[Wire]]) -> dict[str, Schema]:
    """Return the schema of every given struct and of those within them, by name."""
    _, schemas = msgspec.json.schema_components(tuple(shapes), ref_template=_TEMPLATE)
    return schemas


def reference(shape: type[Wire]) -> Schema:
    """Return what stands for a struct where it is used."""
    return {"$ref": _TEMPLATE.format(name=shape.__name__)}


def properties(shape: type[Wire]) -> dict[str, tuple[Schema, bool]]:
    """Return each field's schema and whether it must be given, for parameters of an address."""
    schema = components([shape])[shape.__name__]
    required = schema.get("required", [])
    return {name: (field, name in required) for name, field in schema["properties"].items()}
