"""Finding in the shop: what a few words mean, even when the fingers slip."""

import pytest

from shop.reading.finding import index, marked, snippet
from shop.reading.matching import MOST_CHARACTERS, Entry, Index, slips_between

LAMP = Entry("product", "Ember", "/ember", "Opal table lamp", "lighting", "Blown in Novi Bor.")
CHAIR = Entry("product", "Halden", "/halden", "Dining chair", "seating", "Paper cord and oak.")
TABLE = Entry("product", "Fjord", "/fjord", "Oak coffee table", "tables", "Stands beside a chair.")
OIL = Entry("help", "Look after oiled oak", "/oak", "Once a year", body="A lamp is not needed.")
SMALL = Index([LAMP, CHAIR, TABLE, OIL])


def addresses(asked: str) -> list[str]:
    return [entry.address for entry in SMALL.find(asked).entries]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("lamp", ["/ember", "/oak"]),
        ("LAMPS", ["/ember", "/oak"]),
        ("emb", ["/ember"]),
        ("oak table", ["/fjord"]),
        ("how do i look after the oak", ["/oak"]),
        ("seating", ["/halden"]),
        ("novi bor", ["/ember"]),
        ("", []),
        ("???", []),
        ("zzqx", []),
    ],
)
def test_entries_that_fit_every_word_are_found_the_best_first(asked: str, found: list[str]) -> None:
    assert addresses(asked) == found


def test_a_word_in_the_title_counts_for_more_than_one_in_the_text() -> None:
    assert addresses("oak")[0] == "/oak"
    assert addresses("chair") == ["/halden", "/fjord"]


@pytest.mark.parametrize("asked", ["ebmer", "embr", "embre", "emmber", "Empér"])
def test_one_slip_in_a_word_is_put_right_and_said(asked: str) -> None:
    found = SMALL.find(asked)
    assert (found.entries, found.meant) == ((LAMP,), "ember")


def test_a_word_that_fits_as_it_is_is_never_put_right() -> None:
    assert SMALL.find("oak").meant == ""
    assert [entry.address for entry in SMALL.find("tabl").entries] == ["/fjord", "/ember"]


def test_one_word_of_two_that_nothing_fits_still_leaves_the_other() -> None:
    assert addresses("lamp zzqx") == ["/ember", "/oak"]
    assert addresses("lamp zzqx qqqq") == []


def test_a_question_of_any_length_is_answered() -> None:
    assert addresses("lamp " * 10_000) == ["/ember", "/oak"]
    assert addresses("x" * (MOST_CHARACTERS + 1)) == []


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("chair", "chair", 0),
        ("chiar", "chair", 1),
        ("char", "chair", 1),
        ("chaiir", "chair", 1),
        ("chain", "chair", 1),
        ("cahri", "chair", 2),
        ("stool", "chair", None),
        ("ab", "abcdef", None),
    ],
)
def test_slips_are_letters_missing_added_wrong_or_swapped(
    one: str, other: str, slips: int | None
) -> None:
    assert slips_between(one, other, 2) == slips
    assert slips_between(other, one, 2) == slips


def test_words_that_fitted_are_marked_and_all_else_is_only_text() -> None:
    terms = SMALL.find("chairs").terms
    assert marked("A <b> chair, two Chairs & an armchair", terms) == (
        "A &lt;b&gt; <mark>chair</mark>, two <mark>Chairs</mark> &amp; an armchair"
    )


def test_the_line_below_a_title_is_the_sentence_that_says_most_of_what_was_asked() -> None:
    assert snippet(LAMP, SMALL.find("bor").terms) == "Blown in Novi Bor."
    assert snippet(LAMP, SMALL.find("lamp").terms) == "Opal table lamp"


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("halden", "/products/halden-chair"),
        ("armchiar", "/products/torrin-armchair"),
        ("boucle", "/products/torrin-armchair"),
        ("where is my order", "/help/where-is-my-order"),
        ("refund", "/help/send-it-back"),
        ("invoice", "/help/invoices"),
        ("jug", "/products/morrow-jug"),
        ("steam", "/longread#the-steam"),
    ],
)
def test_what_people_look_for_in_the_shop_comes_first(asked: str, first: str) -> None:
    assert index().find(asked).entries[0].address == first


def test_the_words_of_our_texts_are_searched_without_their_marks() -> None:
    for entry in index().find("oak").entries:
        assert not set("*[]") & set(entry.body), entry.address
