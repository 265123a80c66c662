"""What the shop knows of one customer: the page a person would want beside the conversation."""

from shop.accounts import Customer
from shop.backoffice.calls import Answer, Call, Refused
from shop.orders import Order
from shop.reading.tickets import tickets_of

MOST_ORDERS = 20
MOST_TICKETS = 20
DELIVERED = "Delivered"


def customer_of(call: Call) -> Customer:
    found = call.shop.customers.get(call.at["email"].lower())
    if found is None:
        raise Refused("no_such_customer", "Nobody has an account with this e-mail.", 404)
    return found


def order_of(call: Call) -> Order:
    found = call.shop.orders.get(call.at["order"])
    if found is None:
        raise Refused("no_such_order", "There is no order with this id.", 404)
    return found


def read_customer(call: Call) -> Answer:
    """`{profile, orders, tickets, at_risk}`; money in euro cents."""
    customer = customer_of(call)
    orders = call.shop.orders.of(customer.email)
    carts = call.shop.shoppers.carts_of(customer.email)
    tickets = tickets_of(call.shop.db, customer.email, MOST_TICKETS)
    return {
        "profile": profile(customer),
        "orders": [order_facts(order) for order in orders[:MOST_ORDERS]],
        "tickets": [
            {"number": each.number, "topic": each.topic, "opened_at": each.opened_at.isoformat()}
            for each in tickets
        ],
        "at_risk": {
            "carts": sum(cart.subtotal(call.shop.catalogue) for cart in carts),
            "orders_under_way": sum(
                order.total - order.refunded for order in orders if order.status != DELIVERED
            ),
            "plan": customer.plan.price if customer.plan else 0,
        },
    }


def profile(customer: Customer) -> Answer:
    return {
        "email": customer.email,
        "name": customer.name,
        "tier": customer.tier,
        "since": customer.since,
        "locked": customer.locked,
        "credit": customer.credit,
        "plan": customer.plan.key if customer.plan else None,
        "plan_until": customer.plan_until.isoformat() if customer.plan_until else None,
    }


def order_facts(order: Order) -> Answer:
    return {
        "id": order.id,
        "placed": order.placed.isoformat(),
        "status": order.status,
        "total": order.total,
        "paid": order.paid,
        "refunded": order.refunded,
        "pieces": [
            {
                "slug": line.product.slug,
                "name": line.product.name,
                "size": line.size.key,
                "quantity": line.quantity,
            }
            for line in order.lines
        ],
    }
