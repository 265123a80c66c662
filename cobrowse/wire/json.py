"""HTTP bodies and queries: JSON to structs and back. Only `Invalid` leaves here."""

from collections.abc import Mapping
from typing import Final, TypeVar

import msgspec

from cobrowse.domain.errors import Invalid
from cobrowse.wire.base import Wire

W = TypeVar("W", bound=Wire)

_NO_JSON: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, OverflowError)

_encoder: Final = msgspec.json.Encoder()


def decode_json(shape: type[W], data: bytes) -> W:
    """Read and validate a body. The message of `Invalid` names the field, for the sender's eyes."""
    try:
        return msgspec.json.decode(data, type=shape)
    except _NO_JSON as error:
        raise Invalid(f"{shape.__name__}: {error}"[:300]) from error


def decode_query(shape: type[W], values: Mapping[str, str]) -> W:
    """Read and validate the parameters of an address, whose numbers are text."""
    try:
        return msgspec.convert(dict(values), type=shape, strict=False)
    except _NO_JSON as error:
        raise Invalid(f"{shape.__name__}: {error}"[:300]) from error


def encode_json(body: object) -> bytes:
    """Return a struct, or plain values that hold structs, as JSON."""
    return _encoder.encode(body)
