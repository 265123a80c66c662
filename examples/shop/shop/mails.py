"""What the shop writes to people."""

from shop.accounts import Customer
from shop.markup import euros
from shop.orders import Order
from shop.outbox import Mail


def order_mail(order: Order, email: str) -> Mail:
    pieces = "\n".join(
        f"{line.quantity} \N{MULTIPLICATION SIGN} {line.product.name},"
        f" {line.size.label.lower()}: {euros(line.total)}"
        for line in order.lines
    )
    return Mail(
        email,
        f"Your order {order.id}",
        f"""Dear {order.address.given_name},

thank you for your order. The workshop has it, and we expect to be at your door on
{order.expected:%A, %-d %B}.

{pieces}
{order.delivery.name} delivery: {euros(order.delivery_cost)}
Total: {euros(order.total)}
""",
    )


def code_mail(customer: Customer, code: str) -> Mail:
    return Mail(
        customer.email,
        f"{code} is your code",
        f"Dear {customer.address.given_name},\n\n{code} signs you in to Solvane."
        " It holds for ten minutes.\n",
    )


def new_password_mail(customer: Customer, link: str) -> Mail:
    return Mail(
        customer.email,
        "Choose a new password",
        f"Dear {customer.address.given_name},\n\nsomebody at Solvane has reset your password for"
        f" you. Choose a new one within the hour:\n{link}\n",
    )


def refund_mail(customer: Customer, order: Order, cents: int) -> Mail:
    return Mail(
        customer.email,
        f"{euros(cents)} are on their way back to you",
        f"Dear {customer.address.given_name},\n\nwe have refunded {euros(cents)} of your order"
        f" {order.id}. It reaches your account within five working days.\n",
    )
