"""Bounds that both ends of the wire must agree on. Everything here is in bytes unless its name says
so."""

from typing import Final

SAFE_INTEGER: Final = 2**53 - 1
"""The largest whole number that JavaScript holds exactly; also below SQLite's 2**63."""

PIECE_BYTES: Final = 256 * 1024
"""Records of a run are split before compression into pieces of at most this size."""

PAYLOAD_BYTES: Final = PIECE_BYTES + 1024
"""A compressed piece: raw deflate of incompressible data grows by 5 bytes per 16 kB block."""

FRAME_BYTES: Final = PAYLOAD_BYTES + 64 * 1024
"""A whole capture frame: one payload and its typed header."""

PARCEL_BYTES: Final = 1024 * 1024
"""A `POST /capture/batch` body. Browsers allow 64 KiB with keepalive; without, several batches may
come."""

RUN_PIECES: Final = 256
"""Pieces of one run: 64 MiB of records, over which the page drops it and records a gap."""
