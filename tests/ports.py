"""Free ports on this machine."""

import socket
from contextlib import ExitStack, closing


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


def free_ports(count: int) -> list[int]:
    """Return ports that nothing listens on."""
    with ExitStack() as stack:
        sockets = [
            stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)
        ]
        return [each.getsockname()[1] for each in sockets]
