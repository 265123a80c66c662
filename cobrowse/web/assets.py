"""`/assets/{site_key}?url=...` on the replay origin: pictures, fonts and styles as kept."""

import asyncio
from typing import Final
from urllib.parse import quote

from aiohttp import ETag, hdrs, web

from cobrowse.domain.errors import NotFound
from cobrowse.domain.style_sheet import LONGEST, rewrite
from cobrowse.flow.assets import AssetKeeper
from cobrowse.web.media import CSS, SERVED

URL_LENGTH: Final = 2048


class KeptAssets:
    """Serves what the keeper has; what it has not is a small 404, shown as a box."""

    def __init__(self, keeper: AssetKeeper) -> None:
        self._keeper = keeper

    def register(self, app: web.Application) -> None:
        app.router.add_get("/assets/{site_key}", self.serve)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        site_key = request.match_info["site_key"]
        url = request.query.get("url", "").partition("#")[0]
        kept = await self._keeper.kept(site_key, url) if 0 < len(url) <= URL_LENGTH else None
        if kept is None or kept[0].content_type not in SERVED:
            raise NotFound("this is not kept")
        asset, body = kept
        if asset.content_type == CSS and asset.size > LONGEST:
            raise NotFound("this style sheet is too long to be shown")
        etag = ETag(asset.sha256)
        if request.if_none_match and etag in request.if_none_match:
            response = web.Response(status=304)
        elif asset.content_type == CSS:
            text = await asyncio.to_thread(_led_to_kept, body, url, site_key)
            response = web.Response(text=text, content_type=CSS)
        else:
            response = web.Response(body=body, content_type=asset.content_type)
        response.etag = etag
        # An address whose content changed is fetched anew under the same name: an hour, not for
        # ever.
        response.headers[hdrs.CACHE_CONTROL] = "private, max-age=3600"
        return response


def _led_to_kept(body: bytes, url: str, site_key: str) -> str:
    """Return a style sheet whose addresses lead to what is kept of the same site.

    Nothing depends on this finding all of them: the player's Content-Security-Policy lets no
    request out.
    """

    def kept_address(absolute: str, fragment: str) -> str:
        return f"/assets/{site_key}?url={quote(absolute, safe='')}{quote(fragment, safe='#')}"

    return rewrite(body.decode("utf-8", "replace"), url, kept_address)
