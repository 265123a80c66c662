"""The guarded way out: fetches what pages name, and nothing they could misuse it for."""

import asyncio
from collections.abc import Callable
from http import HTTPStatus
from typing import Final
from urllib.parse import urljoin

import aiohttp
from aiohttp import hdrs
from aiohttp.abc import AbstractResolver
from yarl import URL

from cobrowse.flow.ports import Fetched, FetchRefused
from cobrowse.web.media import kind_of
from cobrowse.web.public_addresses import PublicResolver, guarded_socket, is_public

REDIRECTS: Final = 3
AT_ONCE: Final = 8

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_FAILED: Final = (aiohttp.ClientError, OSError, TimeoutError, ValueError)


class GuardedFetcher:
    """Implements `flow.ports.Fetcher`.

    Every address is checked when it is connected to, so a name that resolves differently the second
    time gains nothing. Redirects are followed by hand, each one asked about. No cookies, no proxy
    settings of the environment, nothing decompressed. `allow_private` is for a site on this machine
    or its network, such as the demo's shop.
    """

    def __init__(
        self,
        *,
        max_bytes: int,
        timeout_s: float,
        allow_private: bool = False,
        resolver: AbstractResolver | None = None,
    ) -> None:
        self._max_bytes = max_bytes
        self._timeout_s = timeout_s
        self._may_reach: Callable[[str], bool] = (lambda _: True) if allow_private else is_public
        self._resolver = resolver
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._session: aiohttp.ClientSession | None = None

    async def fetch(self, url: str, may_keep: Callable[[str], bool]) -> Fetched:
        try:
            async with self._slots, asyncio.timeout(self._timeout_s):
                return await self._follow(url, may_keep)
        except _FAILED as error:
            raise FetchRefused(type(error).__name__) from error

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def _follow(self, url: str, may_keep: Callable[[str], bool]) -> Fetched:
        for _ in range(REDIRECTS + 1):
            if not may_keep(url):
                raise FetchRefused("not an origin that this site keeps assets of")
            async with self._open().get(URL(url), allow_redirects=False) as response:
                if response.status not in _REDIRECTS:
                    return await _read(response, self._max_bytes)
                url = urljoin(url, response.headers.get(hdrs.LOCATION, ""))
        raise FetchRefused("too many redirects")

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(
                resolver=PublicResolver(
                    self._resolver or aiohttp.ThreadedResolver(), self._may_reach
                ),
                socket_factory=guarded_socket(self._may_reach),
                use_dns_cache=False,
                limit=AT_ONCE,
                force_close=True,
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                trust_env=False,
                max_line_size=8190,
                max_field_size=8190,
                headers={hdrs.ACCEPT_ENCODING: "identity", hdrs.USER_AGENT: "cobrowse-assets"},
            )
        return self._session


async def _read(response: aiohttp.ClientResponse, limit: int) -> Fetched:
    if response.status != HTTPStatus.OK:
        raise FetchRefused(f"HTTP {response.status}")
    if response.headers.get(hdrs.CONTENT_ENCODING, "identity").lower() != "identity":
        raise FetchRefused("compressed, though that was not asked for")
    if (response.content_length or 0) > limit:
        raise FetchRefused("too large")
    body = bytearray()
    async for part in response.content.iter_any():
        body += part
        if len(body) > limit:
            raise FetchRefused("too large")
    kind = kind_of(response.content_type, bytes(body))
    if kind is None:
        raise FetchRefused("neither a picture, a style sheet nor a font")
    return Fetched(kind, bytes(body))
