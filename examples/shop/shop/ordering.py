"""What a cart comes to, and what follows from an order."""

from dataclasses import dataclass

from shop.accounts import Address
from shop.database import together
from shop.delivery import DELIVERIES, Delivery
from shop.mails import order_mail
from shop.orders import Order, Payment
from shop.shoppers import Shopper
from shop.state import Shop


@dataclass(frozen=True)
class Bill:
    """In euro cents. `credit` is what the customer has, which may be more than is needed."""

    subtotal: int
    delivery: int
    credit: int

    @property
    def credit_used(self) -> int:
        return min(self.credit, self.subtotal + self.delivery)

    @property
    def to_pay(self) -> int:
        """By card or from a bank account."""
        return self.subtotal + self.delivery - self.credit_used


def bill(shop: Shop, shopper: Shopper, delivery: Delivery) -> Bill:
    subtotal = shopper.cart.subtotal(shop.catalogue)
    credit = shopper.customer.credit if shopper.customer else 0
    return Bill(subtotal, delivery.cost(subtotal), credit)


def take_order(shop: Shop, shopper: Shopper, address: Address, payment: Payment) -> Order:
    """The cart becomes an order: the credit is spent, mail is written, others hear of it."""
    delivery = DELIVERIES[shopper.delivery or "standard"]
    email = shopper.customer.email if shopper.customer else None
    credit = bill(shop, shopper, delivery).credit_used
    with together(shop.db):
        order = shop.orders.place(
            shopper.cart.lines(shop.catalogue),
            email=email,
            address=address,
            delivery=delivery,
            payment=payment,
            credit_used=credit,
            courier_note=shopper.courier_note,
        )
        if email and credit:
            shop.customers.credit(email, -credit, reason=f"Order {order.id}", by="Solvane")
        if email:
            shop.outbox.put(order_mail(order, email))
        shop.events.tell(
            "order.placed", {"order": order.id, "customer": email, "cents": order.total}
        )
    shopper.cart.quantities.clear()
    shopper.delivery, shopper.courier_note = None, ""
    return order
