"""Which network addresses the service may connect to on behalf of somebody else."""

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any, Final

from aiohttp.abc import AbstractResolver, ResolveResult

NAT64: Final = IPv6Network("64:ff9b::/96")
SIX_TO_FOUR: Final = IPv6Network("2002::/16")

AddrInfo = tuple[Any, ...]


class NotPublic(OSError):
    """The name leads, or would lead, to an address that is not on the public internet."""


def is_public(text: str) -> bool:
    """Tell whether an address is one that anybody on the internet means the same machine by.

    Private, loopback, link-local (cloud metadata among them), shared (CGNAT), multicast and
    reserved ranges are not; nor is an IPv6 address that only wraps such an IPv4 one.
    """
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        inner = _wrapped(address)
        if inner is not None:
            return is_public(str(inner))
    return address.is_global and not address.is_multicast and not address.is_reserved


def _wrapped(address: IPv6Address) -> IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    if address in SIX_TO_FOUR:
        return address.sixtofour
    return None


class PublicResolver(AbstractResolver):
    """Resolves names, and refuses one of whose addresses any is not public: a name that mixes them
    is trying something."""

    def __init__(self, resolver: AbstractResolver, may_reach: Callable[[str], bool]) -> None:
        self._resolver = resolver
        self._may_reach = may_reach

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._resolver.resolve(host, port, family)
        if not found or not all(self._may_reach(entry["host"]) for entry in found):
            raise NotPublic("the name does not lead to the public internet")
        return found

    async def close(self) -> None:
        await self._resolver.close()


def guarded_socket(may_reach: Callable[[str], bool]) -> Callable[[AddrInfo], socket.socket]:
    """Return a socket factory that sees the very address that is about to be connected to.

    It catches what never passed a resolver: an address written into the URL.
    """

    def make(info: AddrInfo) -> socket.socket:
        family, kind, protocol, _, address = info
        if not may_reach(address[0]):
            raise NotPublic("the address is not on the public internet")
        return socket.socket(family, kind, protocol)

    return make
