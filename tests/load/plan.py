"""What the generator is told, and what it tells: JSON both ways."""

from typing import Literal

import msgspec

DialectName = Literal["cobrowse", "socket_io", "socket_io_msgpack", "raw"]


class Flood(msgspec.Struct, frozen=True, tag=True):
    """Closed loop: each page always has `window` batches on their way, so the server is never
    without work. A batch has arrived when it is acknowledged and its watcher, if any, has it."""

    watched: int
    window: int
    seconds: float


class Stream(msgspec.Struct, frozen=True, tag=True):
    """Open loop: `per_s` batches a second of all pages together, each page at an even pace and at
    moments of its own, whatever the server makes of it."""

    watched: int
    per_s: float
    seconds: float


class Plan(msgspec.Struct, frozen=True):
    """One life of a server: who comes, then one run after the other. `core` is where the generator
    runs; `deflates` says that pages offer permessage-deflate, as browsers do; after all pages have
    come, nothing happens for `rest_s` before memory is read."""

    dialect: DialectName
    port: int
    pid: int
    pages: int
    runs: list[Flood | Stream]
    core: int | None = None
    deflates: bool = False
    rest_s: float = 0.0
    site_key: str = ""
    cookie: str = ""


class Run(msgspec.Struct, frozen=True):
    """What one run came to. `ack_ms` and `relay_ms` are from the moment a batch was due."""

    batches: int
    seconds: float
    server_cpu_s: float
    own_cpu_s: float
    ack_ms: list[float]
    relay_ms: list[float]


class Report(msgspec.Struct, frozen=True):
    """What one life came to. Every batch of `sent` is acknowledged; `missed` are those of which a
    watcher was not shown."""

    rss_kb_per_page: float
    sent: int
    missed: int
    runs: list[Run]
