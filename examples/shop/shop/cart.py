"""What somebody means to buy."""

from dataclasses import dataclass, field

from shop.catalogue import Catalogue, Product, Size

MOST_LINES = 20
MOST_OF_ONE = 24
FREE_DELIVERY_FROM = 25000


@dataclass(frozen=True)
class Line:
    product: Product
    size: Size
    quantity: int

    @property
    def total(self) -> int:
        return self.size.price * self.quantity


class CartRefusal(Exception):
    """The cart cannot take this; the message is for the shopper."""


@dataclass
class Cart:
    """Quantities by (slug, size); at most 20 lines of at most 24 pieces."""

    quantities: dict[tuple[str, str], int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return sum(self.quantities.values())

    def add(self, catalogue: Catalogue, slug: str, size_key: str, quantity: int) -> Line:
        product = catalogue.product(slug)
        size = product.size(size_key) if product else None
        if product is None or size is None:
            raise CartRefusal("Please choose a size.")
        if not size.in_stock:
            raise CartRefusal(f"{product.name} in {size.label.lower()} is sold out at the moment.")
        key = (slug, size_key)
        if key not in self.quantities and len(self.quantities) >= MOST_LINES:
            raise CartRefusal("Your cart is full. Please order or remove something first.")
        wanted = self.quantities.get(key, 0) + quantity
        if not 1 <= quantity <= MOST_OF_ONE or wanted > MOST_OF_ONE:
            raise CartRefusal(f"You can order up to {MOST_OF_ONE} of the same piece.")
        self.quantities[key] = wanted
        return Line(product, size, wanted)

    def change(self, slug: str, size_key: str, quantity: int) -> None:
        """Set how many of a line there are; 0 removes it. A line that is not there stays away."""
        key = (slug, size_key)
        if key not in self.quantities:
            return
        if quantity <= 0:
            del self.quantities[key]
        else:
            self.quantities[key] = min(quantity, MOST_OF_ONE)

    def lines(self, catalogue: Catalogue) -> list[Line]:
        found = []
        for (slug, size_key), quantity in self.quantities.items():
            product = catalogue.product(slug)
            size = product.size(size_key) if product else None
            if product and size:
                found.append(Line(product, size, quantity))
        return found

    def subtotal(self, catalogue: Catalogue) -> int:
        return sum(line.total for line in self.lines(catalogue))
