"""Bytes to structs and back: the Socket.IO packet as one MessagePack map per frame.

Decoding is typed from the first byte: unknown fields are skipped without being built, so a hostile
frame of a million empty maps costs a scan and no memory. Only `Invalid` and its kin leave here.
"""

from typing import Final, TypeAlias, TypeVar

import msgspec
from msgspec import Raw

from cobrowse.domain.errors import Invalid, UnknownEvent
from cobrowse.wire.base import Wire

CONNECT: Final = 0
DISCONNECT: Final = 1
EVENT: Final = 2
ACK: Final = 3
CONNECT_ERROR: Final = 4

RESERVED: Final = frozenset(
    {"connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"}
)
"""Names that Socket.IO libraries raise locally; from the wire they are an attempt at forgery."""

Undecoded: TypeAlias = Raw
"""MessagePack of which only the extent is known; `decode_body` makes it a struct."""

W = TypeVar("W", bound=Wire)

_NIL: Final = Raw(b"\xc0")
_NO_BYTES: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, OverflowError)


class Packet(msgspec.Struct, frozen=True):
    """One Socket.IO packet, its data not yet looked into. Binary attachments (5, 6) have no type
    here."""

    type: int
    nsp: str = "/"
    data: Raw = _NIL
    id: int | None = None


class _Out(msgspec.Struct, frozen=True, omit_defaults=True):
    type: int
    data: object
    nsp: str = ""
    id: int | None = None


_packets: Final = msgspec.msgpack.Decoder(Packet)
_events: Final = msgspec.msgpack.Decoder(tuple[str, Raw])
_encoder: Final = msgspec.msgpack.Encoder()
_bodies: Final[dict[type[Wire], msgspec.msgpack.Decoder[Wire]]] = {}


def decode_packet(frame: bytes) -> Packet:
    """Read the outer map of a frame. Raises `Invalid` for anything that is not one whole packet."""
    try:
        packet = _packets.decode(frame)
    except _NO_BYTES as error:
        raise Invalid("the frame is not a packet") from error
    if not CONNECT <= packet.type <= CONNECT_ERROR or packet.nsp != "/":
        raise Invalid("the packet's type or namespace is not used here")
    return packet


def decode_event(packet: Packet) -> tuple[str, Raw]:
    """Read `[name, body]` of an event. Raises `UnknownEvent` for a reserved name, `Invalid` for
    another shape."""
    try:
        name, body = _events.decode(packet.data)
    except _NO_BYTES as error:
        raise Invalid("an event is a name and one body") from error
    if name in RESERVED:
        raise UnknownEvent("this name is reserved")
    return name, body


def decode_body(shape: type[W], data: Raw | bytes) -> W:
    """Read and validate one struct. Raises `Invalid`; its message names the field, for the sender's
    eyes."""
    decoder = _bodies.get(shape)
    if decoder is None:
        decoder = _bodies[shape] = msgspec.msgpack.Decoder(shape)
    try:
        return decoder.decode(data)  # type: ignore[return-value]  # keyed by its own type
    except _NO_BYTES as error:
        raise Invalid(f"{shape.__name__}: {error}"[:300]) from error


def encode(body: Wire) -> bytes:
    """Return a struct as MessagePack."""
    return _encoder.encode(body)


def encode_packet(kind: int, data: object, *, id: int | None = None) -> bytes:
    """Return one Socket.IO packet. `data` may hold structs anywhere."""
    return _encoder.encode(_Out(type=kind, data=data, nsp="/", id=id))


def encode_event(name: str, body: Wire) -> bytes:
    """Return an event as a frame, ready for any number of receivers."""
    return encode_packet(EVENT, (name, body))


def to_builtins(data: Raw) -> object:
    """Build plain values of small control data that a library, not we, will read."""
    try:
        return msgspec.msgpack.decode(data)
    except _NO_BYTES as error:
        raise Invalid("the packet's data is not MessagePack") from error
