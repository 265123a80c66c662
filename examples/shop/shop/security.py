"""What every answer carries: a strict content security policy with a nonce of its own."""

import secrets

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from shop.config import ShopConfig

NONCE = web.RequestKey("nonce", str)
PRIVATE = (
    "/account",
    "/cart",
    "/checkout",
    "/contact",
    "/editor",
    "/invoice",
    "/orders",
    "/settings",
    "/sign-in",
    "/upload",
)


def policy(config: ShopConfig, nonce: str) -> str:
    """`'strict-dynamic'` because the tag's script loads a second one from the capture origin."""
    sources = ["'self'"]
    if config.captures:
        origin = str(config.capture_origin)
        sources += [origin, origin.replace("http", "ws", 1)]
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'nonce-{nonce}' 'strict-dynamic'",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "media-src 'self'",
            f"connect-src {' '.join(sources)}",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-src 'self'",
            "frame-ancestors 'self'",
        )
    )


@web.middleware
async def same_site_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A form on another site cannot order, sign in or sign out in somebody's name."""
    origin = request.headers.get("Sec-Fetch-Site", "none")  # old browsers: SameSite=Lax holds
    if request.method not in ("GET", "HEAD") and origin not in ("same-origin", "none"):
        raise web.HTTPForbidden
    return await handler(request)


def protecting(config: ShopConfig) -> Middleware:
    @web.middleware
    async def protect(request: web.Request, handler: Handler) -> web.StreamResponse:
        nonce = request[NONCE] = secrets.token_urlsafe(16)
        response = await handler(request)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
        if response.content_type == "text/html":
            response.headers.setdefault(
                "Cache-Control", "no-store" if request.path.startswith(PRIVATE) else "no-cache"
            )
            if config.content_security_policy:
                response.headers["Content-Security-Policy"] = policy(config, nonce)
        return response

    return protect
