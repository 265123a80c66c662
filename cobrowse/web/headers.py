"""What browsers are told to allow, per part of the service."""

from collections.abc import Mapping
from typing import Final

EVERYWHERE: Final[Mapping[str, str]] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-DNS-Prefetch-Control": "off",
}

LEFT_TO_TLS: Final = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}
"""Sent where the public address is https."""

SCRIPTS: Final[Mapping[str, str]] = {
    # Other people's pages load these, with or without `crossorigin`.
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
}

ASSETS: Final[Mapping[str, str]] = {
    # A kept SVG may hold a script: opened by itself it must be as dead as it is inside a picture.
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Origin-Agent-Cluster": "?1",
}


def console(console_origin: str, replay_origin: str) -> dict[str, str]:
    """Return the headers of the console's pages.

    Inline styles are allowed because Mantine sets its theme by a style element and its layout
    properties by style attributes; scripts are not.
    """
    socket = console_origin.replace("http", "ws", 1)
    return {
        "Content-Security-Policy": _policy(
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            f"connect-src 'self' {socket}",
            f"frame-src {replay_origin}",
            "worker-src 'self'",
            "manifest-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), display-capture=(),"
        " payment=(), usb=()",
    }


def api() -> dict[str, str]:
    """Return the headers of answers that are data."""
    return {
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }


def player(console_origin: str, replay_origin: str) -> dict[str, str]:
    """Return the headers of the player's pages, which the frame with the recorded page inherits.

    A recorded page is hostile content: nothing can be loaded but what we keep, and nothing sent.
    """
    assets = f"{replay_origin}/assets/"
    return {
        "Content-Security-Policy": _policy(
            "default-src 'none'",
            "script-src 'self'",
            f"style-src 'self' 'unsafe-inline' {assets}",
            f"img-src {assets} data: blob:",
            f"font-src {assets} data:",
            f"media-src {assets}",
            "connect-src 'none'",
            "frame-src 'none'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            f"frame-ancestors {console_origin}",
        ),
        # The console embeds the player from another origin, which `same-origin` would forbid.
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Origin-Agent-Cluster": "?1",
    }


def _policy(*directives: str) -> str:
    return "; ".join(directives)
