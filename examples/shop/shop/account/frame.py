"""The second frame, inside the shop's: the way round the account, beside each of its pages."""

from collections.abc import Sequence

from aiohttp import web

from shop.markup import Html, join, render, when
from shop.pages import page
from shop.state import SHOP

# (address, name, whether it takes a customer who has signed in)
ENTRIES = (
    ("/account", "Overview", True),
    ("/orders", "Orders", True),
    ("/account/addresses", "Addresses", True),
    ("/editor", "Workshop notes", False),
    ("/upload", "Damage pictures", False),
    ("/settings", "Settings", False),
    ("/account/cancel", "Membership", True),
)


def account_page(
    request: web.Request,
    name: str,
    title: str,
    /,
    *,
    scripts: Sequence[str] = (),
    status: int = 200,
    **values: object,
) -> web.Response:
    """`templates/account/NAME.html`, with `NAME.css` and the scripts from `static/account/`."""
    return page(
        request,
        "account/frame",
        title,
        status=status,
        styles=["account/frame.css", f"account/{name}.css"],
        scripts=[f"account/{script}" for script in ("navigation.js", *scripts)],
        navigation=_navigation(request),
        content=render(f"account/{name}", **values),
    )


def _navigation(request: web.Request) -> Html:
    known = request.app[SHOP].shoppers.of(request).customer is not None
    here = max(
        (address for address, _, _ in ENTRIES if request.path.startswith(address)),
        key=len,
        default="/orders",
    )
    entries = [(address, name) for address, name, private in ENTRIES if known or not private]
    if not known:
        entries.append((f"/sign-in?next={request.path}", "Sign in to see your orders"))
    return render(
        "account/navigation",
        entries=join(
            render(
                "account/entry",
                address=address,
                name=name,
                current=when(address == here, ' aria-current="page"'),
            )
            for address, name in entries
        ),
    )
