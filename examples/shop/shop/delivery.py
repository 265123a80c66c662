"""Ways an order travels, and what they cost."""

from dataclasses import dataclass

from shop.cart import FREE_DELIVERY_FROM


@dataclass(frozen=True)
class Delivery:
    key: str
    name: str
    promise: str
    price: int
    days: int

    def cost(self, subtotal: int) -> int:
        """Standard delivery is free from €250."""
        return 0 if self.key == "standard" and subtotal >= FREE_DELIVERY_FROM else self.price


DELIVERIES = {
    delivery.key: delivery
    for delivery in (
        Delivery("standard", "Standard", "At your door in 4 to 6 working days", 990, 6),
        Delivery("express", "Express", "At your door in 2 working days", 1990, 2),
        Delivery(
            "white-glove",
            "White glove",
            "Two people carry it in, unpack and take the boxes",
            8900,
            9,
        ),
    )
}
