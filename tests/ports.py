"""Free ports on this machine."""

import socket
from contextlib import closing


def three_free_ports() -> int:
    """Return a port that is free together with the two behind it."""
    for _ in range(50):
        with closing(socket.socket()) as first:
            first.bind(("127.0.0.1", 0))
            port: int = first.getsockname()[1]
            try:
                for other in (port + 1, port + 2):
                    with closing(socket.socket()) as neighbour:
                        neighbour.bind(("127.0.0.1", other))
            except OSError:
                continue
            return port
    raise RuntimeError("no three free ports in a row")
