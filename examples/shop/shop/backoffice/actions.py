"""What can be done for a customer. Each takes a call and returns how things stand afterwards.

An action runs inside a transaction and is done once for each idempotency key (`api.py`).
"""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

from shop.account.cancellations import Cancellations
from shop.account.notes import Notes
from shop.accounts import PLANS
from shop.backoffice.calls import Answer, Call, Refused
from shop.backoffice.context import customer_of, order_facts, order_of, profile
from shop.codes import NEW_PASSWORD
from shop.mails import new_password_mail, order_mail, refund_mail
from shop.orders import RefundRefused
from shop.passwords import Password

MOST_CREDIT = 50_000
MOST_REFUND = 10_000_000
MOST_DAYS = 366


def unlock(call: Call) -> Answer:
    customer = customer_of(call)
    if call.shop.locks.open(customer.email):
        call.shop.events.tell("account.unlocked", {"customer": customer.email, "by": call.by})
    return profile(customer_of(call))


def reset_password(call: Call) -> Answer:
    """The old password is worth nothing from now on; a link to choose another goes out by mail."""
    customer = customer_of(call)
    code = call.shop.codes.make(customer.email, NEW_PASSWORD)
    query = urlencode({"email": customer.email, "code": code})
    link = f"{call.origin}/sign-in/new-password?{query}"
    call.shop.customers.change_password(customer.email, Password.that_fits_nothing())
    call.shop.outbox.put(new_password_mail(customer, link))
    return profile(customer)


def give_credit(call: Call) -> Answer:
    """`cents` and a `reason`. It pays for the next order, before the card does."""
    customer, cents = customer_of(call), call.whole_number("cents", MOST_CREDIT)
    call.shop.customers.credit(customer.email, cents, reason=call.words("reason"), by=call.by)
    return profile(customer_of(call))


def change_plan(call: Call) -> Answer:
    """`plan`: a key of `PLANS` or null for none; `until`: its last day, a year from now if left
    out. One that the customer had given up goes on."""
    customer, key = customer_of(call), call.body.get("plan")
    if key is not None and (not isinstance(key, str) or key not in PLANS):
        raise Refused("no_such_plan", f"`plan` is null or one of: {', '.join(PLANS)}.")
    plan = PLANS[key] if key is not None else None
    call.shop.customers.change_plan(customer.email, plan, _day(call.body.get("until")))
    Cancellations(call.shop.db).take_back(customer.email)
    return profile(customer_of(call))


def extend_plan(call: Call) -> Answer:
    """`days` more, from the last day of the plan or, if that is over, from today."""
    customer, days = customer_of(call), call.whole_number("days", MOST_DAYS)
    if customer.plan is None or customer.plan_until is None:
        raise Refused("no_plan", "This customer has no plan to extend.", 409)
    begins = max(customer.plan_until, datetime.now(UTC).date())
    until = begins + timedelta(days=days)
    call.shop.customers.change_plan(customer.email, customer.plan, until)
    return profile(customer_of(call))


def resend_order_mail(call: Call) -> Answer:
    order = order_of(call)
    if order.email is None:
        raise Refused("no_address", "This order was made without an account.", 409)
    call.shop.outbox.put(order_mail(order, order.email))
    return order_facts(order)


def refund(call: Call) -> Answer:
    """`cents`, or all that is left if left out, and a `reason`."""
    order, reason, by = order_of(call), call.words("reason"), call.by
    left = order.paid - order.refunded
    cents = call.whole_number("cents", MOST_REFUND) if "cents" in call.body else left
    try:
        call.shop.orders.refund(order, cents, reason=reason, by=by)
    except RefundRefused as refused:
        words = f"Of what was paid, {refused.left} cents are left."
        raise Refused("more_than_paid", words, 409) from None
    customer = call.shop.customers.get(order.email or "")
    if customer:
        call.shop.outbox.put(refund_mail(customer, order, cents))
    call.shop.events.tell(
        "refund.made",
        {"order": order.id, "customer": order.email, "cents": cents, "reason": reason, "by": by},
    )
    return order_facts(order_of(call))


def restore_note(call: Call) -> Answer:
    """Bring `version` of a note for the workshop back, as its newest version."""
    customer, wanted = customer_of(call), call.whole_number("version", 10**6)
    notes = Notes(call.shop.db, customer.email)
    old = notes.version(call.at["about"], wanted)
    if old is None:
        raise Refused("no_such_version", "This note has no such version.", 404)
    return {"version": notes.save(call.at["about"], old.html).version, "restored": wanted}


def _day(given: object) -> date | None:
    if given is None:
        return None
    try:
        return date.fromisoformat(given if isinstance(given, str) else "")
    except ValueError:
        raise Refused("not_a_day", "`until` is a day such as 2027-03-31.") from None
