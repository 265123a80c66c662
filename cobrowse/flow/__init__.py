"""What happens: the use cases. Async, but without sockets, HTTP or SQL."""
