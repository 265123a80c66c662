"""An invoice on paper."""

from datetime import date

from shop.account.invoice_words import WORDS
from shop.account.pdf import Pdf
from shop.checkout import COUNTRIES
from shop.invoices import Invoice

SENDER = ("Werkhof 3", "21031 Hamburg", "Germany")
TAX_PERCENT = 19
LEFT, RIGHT = 64, 531
EACH, QUANTITY = 440, 350


def exact(cents: int) -> str:
    """With cents even where there are none, as bookkeeping wants it."""
    return f"€{cents / 100:,.2f}"


def tax_in(gross: int) -> int:
    """What of a gross price, in euro cents, is value added tax."""
    return round(gross * TAX_PERCENT / (100 + TAX_PERCENT))


def invoice_pdf(invoice: Invoice, language: str) -> bytes:
    words, order = WORDS[language], invoice.order
    pdf = Pdf(f"{words['invoice']} {invoice.number}")
    pdf.text(LEFT, 88, "Solvane", font="serif", size=28)
    for index, row in enumerate(SENDER):
        pdf.text_to(RIGHT, 70 + 14 * index, row, size=9)
    _recipient(pdf, invoice, words)
    pdf.text(LEFT, 268, f"{words['invoice']} {invoice.number}", font="serif", size=20)
    y = 304.0
    pdf.text(LEFT, y, words["piece"], font="bold", size=9)
    for x, key in ((QUANTITY, "quantity"), (EACH, "each"), (RIGHT, "amount")):
        pdf.text_to(x, y, words[key], size=9)
    pdf.rule(LEFT, y + 8, RIGHT)
    y += 26
    step = min(19, 260 / max(1, len(order.lines)))  # a full cart still fits on the page
    for line in order.lines:
        pdf.text(LEFT, y, f"{line.product.name}, {line.product.kind.lower()}, {line.size.measure}")
        pdf.text_to(QUANTITY, y, str(line.quantity))
        pdf.text_to(EACH, y, exact(line.size.price))
        pdf.text_to(RIGHT, y, exact(line.total))
        y += step
    pdf.rule(LEFT, y - step / 3, RIGHT)
    for name, amount in sums(invoice, language):
        y += 17
        pdf.text(300, y, name, font="bold" if name == words["total"] else "sans")
        pdf.text_to(RIGHT, y, amount)
    pdf.text(LEFT, y + 40, f"{words[order.payment.kind]} {order.payment.ending}.", size=9)
    pdf.text(LEFT, 780, words["thanks"], font="serif", size=11)
    return pdf.finish()


def sums(invoice: Invoice, language: str) -> list[tuple[str, str]]:
    """The rows below the line, for the page and for paper alike."""
    words, order = WORDS[language], invoice.order
    rows = [
        (words["subtotal"], exact(order.subtotal)),
        (words["delivery"], exact(order.delivery_cost)),
        (words["total"], exact(order.total)),
        (words["tax"], exact(tax_in(order.total))),
    ]
    if order.credit_used:
        rows.append((words["credit"], f"-{exact(order.credit_used)}"))
    if order.refunded:
        rows.append((words["refund"], f"-{exact(order.refunded)}"))
    return rows


def issued(on: date) -> str:
    """`2026-11-22`: the one way of writing a date that reads alike in every language."""
    return on.isoformat()


def _recipient(pdf: Pdf, invoice: Invoice, words: dict[str, str]) -> None:
    address = invoice.order.address
    pdf.text(LEFT, 148, words["bill_to"], font="bold", size=9)
    rows = (
        f"{address.given_name} {address.family_name}",
        address.street_address,
        f"{address.postal_code} {address.city}",
        COUNTRIES.get(address.country, address.country),
    )
    for index, row in enumerate(rows):
        pdf.text(LEFT, 164 + 14 * index, row)
    facts = (
        (words["number"], invoice.number),
        (words["date"], issued(invoice.issued)),
        (words["order"], invoice.order.id),
    )
    for index, (name, value) in enumerate(facts):
        pdf.text(350, 164 + 14 * index, name, size=9)
        pdf.text_to(RIGHT, 164 + 14 * index, value, size=9)
