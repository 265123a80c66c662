"""Invoices: the list on the overview, a page for each that prints well, the file to download."""

from aiohttp import web

from shop.account.clock import day
from shop.account.frame import account_page
from shop.account.invoice_pdf import SENDER, exact, invoice_pdf, issued, sums
from shop.account.invoice_words import WORDS
from shop.account.people import customer_of_script, signed_in
from shop.account.preferences import Preferences
from shop.accounts import Customer
from shop.checkout_pages import address_block
from shop.faults import FAULT
from shop.invoices import Invoice
from shop.markup import Html, euros, join, render, when
from shop.state import SHOP


async def listed(request: web.Request) -> web.Response:
    """`{html}`: the newest with its button, the earlier ones as a list."""
    if request[FAULT] == "inv-500":
        raise web.HTTPInternalServerError
    customer = customer_of_script(request)
    found = request.app[SHOP].invoices.of(customer.email)
    if not found:
        return web.json_response({"html": ""})
    newest, *earlier = found
    html = render(
        "account/invoices",
        **_row(newest),
        earlier_hidden=when(not earlier, " hidden"),
        earlier=join(render("account/invoice_row", **_row(invoice)) for invoice in earlier),
    )
    return web.json_response({"html": html})


async def invoice(request: web.Request) -> web.Response:
    return _invoice_page(request, _own(request, signed_in(request), request.match_info["number"]))


async def newest_invoice(request: web.Request) -> web.Response:
    found = request.app[SHOP].invoices.of(signed_in(request).email)
    if not found:
        raise web.HTTPSeeOther("/orders")
    return _invoice_page(request, found[0])


async def download(request: web.Request) -> web.Response:
    if request[FAULT] == "api-500":
        raise web.HTTPInternalServerError
    customer = customer_of_script(request)
    found = _own(request, customer, request.match_info["number"])
    language = Preferences.of(request.app[SHOP].db, customer.email)["language"]
    return web.Response(
        body=invoice_pdf(found, language),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="Solvane-{found.number}.pdf"',
            "Cache-Control": "no-store",
        },
    )


def _own(request: web.Request, customer: Customer, number: str) -> Invoice:
    """Other people's invoices are not there, as those are that nobody has."""
    found = request.app[SHOP].invoices.get(number)
    if found is None or found.order.email != customer.email:
        raise web.HTTPNotFound
    return found


def _invoice_page(request: web.Request, invoice: Invoice) -> web.Response:
    chosen = Preferences.of(request.app[SHOP].db, invoice.order.email or "")
    return account_page(
        request,
        "invoice",
        f"Invoice {invoice.number}",
        scripts=["invoice.js"],
        number=invoice.number,
        paper=_paper(invoice, chosen["language"]),
    )


def _paper(invoice: Invoice, language: str) -> Html:
    words, order = WORDS[language], invoice.order
    return render(
        "account/paper",
        language=language,
        number=invoice.number,
        issued=issued(invoice.issued),
        order=order.id,
        sender=Html("<br>".join(SENDER)),
        address=address_block(order.address),
        ending=order.payment.ending,
        paid=words[order.payment.kind],
        lines=join(
            render(
                "account/invoice_line",
                name=line.product.name,
                kind=line.product.kind,
                measure=line.size.measure,
                quantity=line.quantity,
                each=exact(line.size.price),
                total=exact(line.total),
            )
            for line in order.lines
        ),
        sums=join(
            render(
                "account/invoice_sum",
                name=name,
                amount=amount,
                total=when(name == words["total"], ' class="invoice-total"'),
            )
            for name, amount in sums(invoice, language)
        ),
        **{f"word_{key}": word for key, word in words.items()},
    )


def _row(invoice: Invoice) -> dict[str, object]:
    return {
        "number": invoice.number,
        "issued": day(invoice.issued),
        "total": euros(invoice.order.total),
    }


ROUTES: list[web.AbstractRouteDef] = [
    web.get("/invoice", newest_invoice),
    web.get("/invoices/{number}", invoice),
    web.get("/api/invoices", listed),
    web.get(r"/api/invoices/{number}.pdf", download),
]
