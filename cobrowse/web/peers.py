"""Who is at the other end, when proxies of ours may stand in between."""

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

from aiohttp import web

Network = IPv4Network | IPv6Network

UNKNOWN: Final = "unknown"


def address_of(request: web.BaseRequest, proxies: Sequence[Network]) -> str:
    """Return the address that a rate is counted by.

    `X-Forwarded-For` is believed only as far as trusted proxies wrote it: read from the right, the
    first entry that is not such a proxy is the peer. An IPv6 peer is its /64, because one household
    or one machine owns the whole of it.
    """
    peer = request.remote or UNKNOWN
    forwarded = [
        entry.strip()
        for header in request.headers.getall("X-Forwarded-For", ())
        for entry in header.split(",")
    ]
    while forwarded and _is_within(peer, proxies):
        candidate = forwarded.pop()
        if not _is_address(candidate):
            break
        peer = candidate
    return _counted_as(peer)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _is_within(text: str, networks: Sequence[Network]) -> bool:
    if not _is_address(text):
        return False
    address = ip_address(text)
    return any(address in network for network in networks if network.version == address.version)


def _counted_as(peer: str) -> str:
    if not _is_address(peer):
        return UNKNOWN
    address = ip_address(peer)
    if not isinstance(address, IPv6Address):
        return peer
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(IPv6Network((int(address) >> 64 << 64, 64)))
