"""What can be made to go wrong on purpose: `?fault=NAME` on the address of a page.

A fault lasts as long as the document it was asked for: page scripts read it from the document
element and send it along as a header, so that what they ask of the server fails as well. Nothing
is remembered; the next full load without the switch is whole again.
"""

from dataclasses import dataclass

from aiohttp import web
from aiohttp.typedefs import Handler

HEADER = "X-Shop-Fault"
FAULT = web.RequestKey("fault", str)


@dataclass(frozen=True)
class Fault:
    """`page` is where it can be seen; `does` says what really happens there."""

    name: str
    page: str
    does: str


FAULTS = {
    fault.name: fault
    for fault in (
        Fault("dead-save", "/editor", "Save has no listener: nothing happens"),
        Fault("spinner", "/editor", "Save spins for ever, the request is never answered"),
        Fault("flaky-once", "/editor", "the first save is answered with 500, the retry is saved"),
        Fault("js-throw", "/checkout", "Place order throws before anything is sent"),
        Fault("order-500", "/checkout", "placing the order is answered with 500"),
        Fault("silent-invalid", "/checkout", "Continue does nothing and says nothing of errors"),
        Fault("decline", "/checkout", "the bank declines every card"),
        Fault("stepper", "/products/{slug}", "the buttons that change the quantity are dead"),
        Fault("modal", "/products", "an offer covers the list and cannot be closed"),
        Fault("hang", "/report", "the page is answered after a minute"),
        Fault("slow", "/report", "the page is answered after 5 s"),
        Fault("empty", "/search", "nothing is ever found"),
        Fault("drop90", "/upload", "the connection is cut at 90 % of the file"),
        Fault("next-dead", "/gallery", "Next picture is dead, the dots work"),
        Fault("cal-dead", "/booking", "Next month is dead"),
        Fault("api-500", "/account", "downloading an invoice is answered with 500"),
        Fault("inv-500", "/account", "the list of invoices is answered with 500"),
        Fault("no-code", "/sign-in/code", "no code is ever sent"),
        Fault("dead-btn", "/ticker", "Follow is dead while the page keeps changing"),
        Fault("lost-session", "/account/addresses", "saving finds nobody signed in; all is lost"),
        Fault("freeze", "/dashboard", "changing the period blocks the page for 3 s"),
        Fault("blank", "/wizard", "the second step throws while it is drawn: an empty page"),
        Fault("no-pictures", "/gallery", "pictures are answered with 404"),
        Fault("no-styles", "/blog", "the style sheets are answered with 404"),
        Fault("page-500", "/orders", "the page is answered with 500"),
        Fault("loop", "/settings", "the page sends to sign-in, which sends back, 5 times"),
        Fault("undo-lost", "/editor", "undo and redo have no effect"),
        Fault("analytics", "/", "a third-party script is asked for and refused"),
    )
}


# What a page refers to is asked for without our header: the switch goes into the address instead.
REFUSED = {"no-pictures": ".webp", "no-styles": ".css"}


def referring(body: str, name: str) -> str:
    """A page whose references bear the switch, if it is one that refuses them."""
    ending = REFUSED.get(name)
    return body.replace(f'{ending}"', f'{ending}?fault={name}"') if ending else body


@web.middleware
async def switching(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Read the switch once, for handlers and pages: `request[FAULT]`, empty if all is well.

    A name nobody knows is a `400` that lists those there are: a test of trouble that meets none
    should not pass by a slip of the pen.
    """
    name = request.query.get("fault", "") or request.headers.get(HEADER, "")
    if name and name not in FAULTS:
        raise web.HTTPBadRequest(text=f"No such fault. There are: {', '.join(FAULTS)}.\n")
    request[FAULT] = name
    if name in REFUSED and request.path.endswith(REFUSED[name]):
        raise web.HTTPNotFound
    return await handler(request)
