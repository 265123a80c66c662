"""The replayed document equals the customer's, node by node, after masking."""

import pytest

from tests.e2e.fidelity import differences, same_picture, trees
from tests.e2e.lab import Lab
from tests.e2e.people import AccountManager, Customer

CHANGES = [
    "document.querySelector('#rows').append(make('li', 'one'))",
    "document.querySelector('#rows').prepend(make('li', 'nought'))",
    "document.querySelector('#rows').append(make('li', 'two'), make('li', 'three'))",
    "document.querySelector('#rows').append(document.querySelector('#rows').firstChild)",
    "document.querySelector('#rows').lastChild.remove()",
    "document.querySelector('#line').after(make('section', 'a section'))",
    "document.querySelector('section').append(make('p', 'within'), 'loose text')",
    "document.querySelector('section').before(document.querySelector('#add'))",
    "document.querySelector('#end').before(document.querySelector('section'))",
    "document.querySelector('h1').className = 'title other'",
    "document.querySelector('h1').classList.add('another')",
    "document.querySelector('h1').classList.remove('other')",
    "document.querySelector('h1').firstChild.data = 'Changed'",
    "document.querySelector('#line b').textContent = 'rewritten'",
    "document.querySelector('#line').normalize()",
    "document.querySelector('#line').setAttribute('title', 'a title')",
    "document.querySelector('#line').setAttribute('data-made-up', 'not-for-others')",
    "document.querySelector('#line a').setAttribute('href', '/elsewhere?secret=1#here')",
    "document.querySelector('#line a').removeAttribute('href')",
    "document.querySelector('#picture').setAttribute('width', '90')",
    "document.querySelector('#line').style.color = 'rgb(90, 10, 10)'",
    "document.querySelector('#line').style.setProperty('font-weight', '700', 'important')",
    "document.querySelector('#line').style.removeProperty('color')",
    "document.styleSheets[0].insertRule('#end { color: rgb(4, 5, 6) }', 0)",
    "document.styleSheets[0].cssRules[0].style.setProperty('font-size', '19px')",
    "document.adoptedStyleSheets = [sheet('#rows { background-color: rgb(9, 9, 99) }')]",
    "document.adoptedStyleSheets[0].insertRule('#rows li { color: rgb(250, 250, 250) }')",
    "document.querySelector('fancy-tag').shadowRoot.append(make('i', 'new in the shadow'))",
    "document.querySelector('fancy-tag').shadowRoot.querySelector('b').textContent = 'shade'",
    "document.querySelector('fancy-tag').shadowRoot.adoptedStyleSheets[0]"
    ".replaceSync('b { color: rgb(7, 8, 9) }')",
    "document.body.append(document.createElement('fancy-tag'))",
    "document.querySelector('#inner').contentDocument.body.append(make('p', 'new inside'))",
    "document.querySelector('#masked').textContent = 'masked-again-4716'",
    "document.querySelector('#blocked').append('blocked-again-4717')",
    "document.querySelector('form').append(make('label', 'late'), document.createElement('input'))",
    "document.querySelector('#go').setAttribute('aria-pressed', 'true')",
    "document.querySelector('#go').disabled = true",
    "document.querySelector('#go').hidden = true",
]
TAMPERINGS = {
    "page.querySelector('#line b').textContent = 'other'": "the text 'text', the player",
    "page.querySelector('#line a').remove()": "the player the text ' with .'",
    "page.querySelector('#rows').id = 'lines'": "'rows' in the page, 'lines' in the player",
    "page.querySelector('#masked').textContent = 'seen'": "the player the text 'seen'",
    "page.querySelector('h1').className = ''": "class is 'title' in the page",
    "page.querySelector('h1').style.opacity = '0.5'": "style is None in the page",
    "page.querySelector('[type=checkbox]').checked = true": "checked is False in the page",
    "page.querySelector('#picture').removeAttribute('src')": "None in the player",
    "page.querySelector('fancy-tag').shadowRoot.adoptedStyleSheets = []": "rgb(1, 2, 3)' in the",
    "page.querySelector('#inner').contentDocument.body.append('x')": "(frame)",
    "page.scrollingElement.scrollTop = 99": "scrolled is None in the page",
}
"""What is done to the picture behind the product's back, and how the comparison tells of it."""
MAKERS = """
  const make = (tag, text) => {
    const element = document.createElement(tag)
    element.textContent = text
    return element
  }
  const sheet = (text) => {
    const made = new CSSStyleSheet()
    made.replaceSync(text)
    return made
  }
"""


def test_the_replayed_document_equals_the_page_node_by_node_after_masking(
    lab: Lab, customer: Customer, anna: AccountManager
) -> None:
    page = customer.open(lab.page("features"))
    anna.watch(customer)
    same_picture(customer, anna)
    page.get_by_label("Name").fill("somebody")
    page.get_by_label("Password").fill("something")
    page.get_by_label("Agree").check()
    page.get_by_label("Size").select_option("l")
    page.get_by_label("Comment").fill("a word")
    page.get_by_role("button", name="Add a row").click()
    page.evaluate("() => scrollTo(0, 640)")
    same_picture(customer, anna)
    anna.watch(customer)
    same_picture(customer, anna)


def test_changes_of_every_kind_leave_page_and_picture_the_same(
    lab: Lab, customer: Customer, anna: AccountManager
) -> None:
    page = customer.open(lab.page("features"))
    anna.watch(customer)
    same_picture(customer, anna)
    for number, change in enumerate(CHANGES):
        page.evaluate(f"() => {{ {MAKERS} {change} }}")
        if number % 5 == 0:
            customer.rest(0.15)  # several changes to a batch, and several batches
    same_picture(customer, anna)
    assert anna.mark("state") == "live"
    anna.watch(customer)
    same_picture(customer, anna)


@pytest.mark.parametrize(
    "place", ["home", "the list, filtered and sorted", "a product", "the cart", "the checkout"]
)
def test_the_shop_is_shown_as_it_is_from_the_start_and_joined_late(
    customer: Customer, anna: AccountManager, place: str
) -> None:
    page = customer.open("/" if place == "home" else "/products")
    anna.watch(customer)
    if place == "home":
        page.mouse.wheel(0, 500)
    elif place == "the list, filtered and sorted":
        page.get_by_role("checkbox", name="Seating").check()
        page.get_by_label("Sort by").select_option("price-up")
        page.wait_for_url("**sort=price-up**")
    else:
        page.locator(".card-link").first.click()
        page.get_by_role("button", name="Next picture").click()
        page.get_by_role("radio").locator("visible=true").first.check()
        if place != "a product":
            page.get_by_role("button", name="Add to cart").click()
            page.get_by_role("link", name="View cart").click()
            page.get_by_role("link", name="Go to checkout").wait_for()
        if place == "the checkout":
            page.get_by_role("link", name="Go to checkout").click()
            page.get_by_label("First name").fill("Somebody")
            page.get_by_role("button", name="Continue to delivery").click()
            page.locator(".field-error").first.wait_for()
    page.mouse.move(2, 2)  # what moves from under a resting pointer tells nobody
    same_picture(customer, anna)
    anna.watch(customer)
    same_picture(customer, anna)


def test_the_comparison_tells_each_kind_of_difference(
    lab: Lab, customer: Customer, anna: AccountManager
) -> None:
    customer.open(lab.page("features"))
    anna.watch(customer)
    same_picture(customer, anna)
    for tampering in TAMPERINGS:
        anna.ask(f"() => {{ {tampering} }}")
    source, picture = trees(customer, anna)
    found = list(differences(source, picture))
    for tampering, told in TAMPERINGS.items():
        assert any(told in each for each in found), f"{tampering} was not found: {found}"
