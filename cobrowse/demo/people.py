"""Everybody there is: who signs in to the console, and the shop's customers."""

from typing import Final, NamedTuple

from cobrowse.demo.telling import Visitor
from cobrowse.domain.agent import Role
from cobrowse.domain.visitor import Claims

PASSWORD: Final = "demo-password"


class Person(NamedTuple):
    email: str
    name: str
    role: Role


class Customer(NamedTuple):
    """`language` is that of their browser; the shop speaks English to all."""

    email: str
    given_name: str
    family_name: str
    tier: str
    language: str

    @property
    def claims(self) -> Claims:
        """What the shop says of them when it vouches for them."""
        return Claims(self.email, f"{self.given_name} {self.family_name}", self.tier)

    def visitor(self, browser: str) -> Visitor:
        """Return them at a browser of this visitor id."""
        return Visitor(browser, self.given_name, self.family_name, self.tier, self.language)


PEOPLE: Final = (
    Person("anna@example.test", "Anna Lindqvist", Role.ACCOUNT_MANAGER),
    Person("ben@example.test", "Ben Okafor", Role.ACCOUNT_MANAGER),
    Person("sue@example.test", "Sue Marchetti", Role.SUPERVISOR),
    Person("sam@example.test", "Sam Petrov", Role.SALES_REVIEWER),
    Person("ada@example.test", "Ada Brandt", Role.ADMINISTRATOR),
)

WITH_ACCOUNTS: Final = (
    Customer("maria@shop.test", "Maria", "Keller", "gold", "de-DE"),
    Customer("omar@shop.test", "Omar", "Haddad", "platinum", "fr-FR"),
    Customer("chen@shop.test", "Chen", "Wei", "gold", "nl-NL"),
    Customer("lena@shop.test", "Lena", "Novak", "silver", "cs-CZ"),
)
"""Those with whose address and `PASSWORD` anybody can sign in to the shop. The shop itself has them
in `shop/accounts.py`."""

OTHERS: Final = (
    Customer("ingrid.solberg@mail.test", "Ingrid", "Solberg", "platinum", "nb-NO"),
    Customer("tomas.berglund@mail.test", "Tomas", "Berglund", "gold", "sv-SE"),
    Customer("amelie.fournier@mail.test", "Amélie", "Fournier", "gold", "fr-FR"),
    Customer("youssef.benali@mail.test", "Youssef", "Benali", "silver", "fr-BE"),
    Customer("katarzyna.wilk@mail.test", "Katarzyna", "Wilk", "silver", "pl-PL"),
    Customer("piet.vandijk@mail.test", "Piet", "van Dijk", "gold", "nl-NL"),
    Customer("sofia.marques@mail.test", "Sofia", "Marques", "silver", "pt-PT"),
    Customer("duarte.lacerda@mail.test", "Duarte", "Lacerda", "platinum", "pt-PT"),
    Customer("giulia.conti@mail.test", "Giulia", "Conti", "gold", "it-IT"),
    Customer("matteo.rinaldi@mail.test", "Matteo", "Rinaldi", "silver", "it-IT"),
    Customer("clara.ibanez@mail.test", "Clara", "Ibáñez", "gold", "es-ES"),
    Customer("joan.puig@mail.test", "Joan", "Puig", "silver", "ca-ES"),
    Customer("aoife.brennan@mail.test", "Aoife", "Brennan", "gold", "en-IE"),
    Customer("callum.reid@mail.test", "Callum", "Reid", "silver", "en-GB"),
    Customer("priya.raman@mail.test", "Priya", "Raman", "platinum", "en-GB"),
    Customer("hannah.vogel@mail.test", "Hannah", "Vogel", "silver", "de-AT"),
    Customer("jonas.brandl@mail.test", "Jonas", "Brandl", "gold", "de-AT"),
    Customer("miriam.roth@mail.test", "Miriam", "Roth", "gold", "de-CH"),
    Customer("luc.favre@mail.test", "Luc", "Favre", "silver", "fr-CH"),
    Customer("elif.demir@mail.test", "Elif", "Demir", "silver", "tr-TR"),
    Customer("nikos.pappas@mail.test", "Nikos", "Pappas", "silver", "el-GR"),
    Customer("eeva.lehtonen@mail.test", "Eeva", "Lehtonen", "gold", "fi-FI"),
    Customer("mikkel.holst@mail.test", "Mikkel", "Holst", "silver", "da-DK"),
    Customer("freja.dahl@mail.test", "Freja", "Dahl", "platinum", "da-DK"),
    Customer("andrei.popescu@mail.test", "Andrei", "Popescu", "silver", "ro-RO"),
    Customer("zsofia.nemeth@mail.test", "Zsófia", "Németh", "silver", "hu-HU"),
    Customer("marko.horvat@mail.test", "Marko", "Horvat", "gold", "hr-HR"),
    Customer("liisa.tamm@mail.test", "Liisa", "Tamm", "silver", "et-EE"),
    Customer("yuki.morita@mail.test", "Yuki", "Morita", "gold", "ja-JP"),
    Customer("samuel.adeyemi@mail.test", "Samuel", "Adeyemi", "silver", "en-GB"),
)
"""Those who are only simulated: nobody who plays Maria meets another Maria."""

CUSTOMERS: Final = (*WITH_ACCOUNTS, *OTHERS)
