"""Finding: which entries a few typed words mean, best first. Pure: words in, entries out.

A word fits a term of an entry if it is the term, begins it, or, where nothing in the whole index
fits so well, is one slip of the fingers away from it (two in a long word).
"""

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

MOST_CHARACTERS = 80
MOST_WORDS = 8
SHORTEST_PREFIX, SHORTEST_MISSPELT, LONG_WORD = 2, 4, 8
MISSPELT = 0.4  # a word put right counts for less than one typed well
NAMED, SUMMARY, BODY = 8.0, 3.0, 1.0
SMALL_WORDS = {
    "a", "about", "an", "and", "are", "as", "at", "be", "by", "can", "do", "for", "from", "has",
    "have", "how", "i", "if", "in", "is", "it", "my", "of", "on", "or", "our", "the", "there", "to",
    "was", "we", "what", "when", "where", "which", "who", "why", "will", "with", "you", "your",
}  # fmt: skip
WORD = re.compile(r"\w+(?:['\u2019]\w+)*")


@dataclass(frozen=True)
class Entry:
    """Something that can be found. `kind` names the section of the results it belongs to;
    `keywords` are other names for it, as good as its title. Of equals the earlier comes first."""

    kind: str
    title: str
    address: str
    summary: str
    keywords: str = ""
    body: str = ""
    picture: str = ""


@dataclass(frozen=True)
class Found:
    """`terms` are the words of the entries that fitted; `meant` the question as it was understood,
    if a word of it had to be put right."""

    entries: tuple[Entry, ...] = ()
    terms: frozenset[str] = frozenset()
    meant: str = ""


class Index:
    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = tuple(entries)
        self._weights: dict[str, dict[int, float]] = defaultdict(dict)
        for number, entry in enumerate(self._entries):
            fields = (
                (NAMED, f"{entry.title} {entry.keywords}"),
                (SUMMARY, entry.summary),
                (BODY, entry.body),
            )
            for weight, text in fields:
                for term in terms_of(text):
                    known = self._weights[term].get(number, 0.0)
                    self._weights[term][number] = max(known, weight)
        self._fitting = lru_cache(maxsize=2048)(self._look_up)

    def find(self, asked: str) -> Found:
        """Entries that fit every word; where there are none, those that fit the most of them."""
        words = _question(asked)
        scores: dict[int, float] = defaultdict(float)
        fitted: dict[int, int] = defaultdict(int)
        terms: set[str] = set()
        meant = []
        for word in words:
            fitting, corrected = self._fitting(word)
            meant.append(corrected or word)
            terms.update(fitting)
            for number, score in self._scored(fitting).items():
                scores[number] += score
                fitted[number] += 1
        most = max(fitted.values(), default=0)
        if most * 2 < len(words) or not most:
            return Found()
        numbers = [number for number in scores if fitted[number] == most]
        numbers.sort(key=lambda number: (-scores[number], number))
        return Found(
            tuple(self._entries[number] for number in numbers),
            frozenset(terms),
            " ".join(meant) if meant != words else "",
        )

    def _scored(self, fitting: Mapping[str, float]) -> dict[int, float]:
        """How well each entry fits one word: its best term, and more for what few entries say."""
        best: dict[int, float] = defaultdict(float)
        for term, closeness in fitting.items():
            for number, weight in self._weights[term].items():
                best[number] = max(best[number], closeness * weight)
        rarity = math.log(1 + len(self._entries) / max(1, len(best)))
        return {number: score * rarity for number, score in best.items()}

    def _look_up(self, word: str) -> tuple[dict[str, float], str]:
        """`{term: closeness up to 1}`, and the nearest term if the word was put right."""
        fitting = {
            term: 0.6 + 0.4 * len(word) / len(term)
            for term in self._weights
            if term == word or (len(word) >= SHORTEST_PREFIX and term.startswith(word))
        }
        if fitting or len(word) < SHORTEST_MISSPELT:
            return fitting, ""
        slips = 2 if len(word) >= LONG_WORD else 1
        near = {
            term: distance
            for term in self._weights
            if len(term) >= SHORTEST_MISSPELT
            and (distance := slips_between(word, term, slips)) is not None
        }
        if not near:
            return {}, ""
        fewest = min(near.values())
        kept = {term: MISSPELT for term, distance in near.items() if distance == fewest}
        return kept, max(kept, key=lambda term: max(self._weights[term].values()))


def terms_of(text: str) -> list[str]:
    """Words as they are compared: without capitals, accents, apostrophes and the s of many."""
    return [term for word in WORD.findall(text) if (term := term_of(word))]


def term_of(word: str) -> str:
    flat = unicodedata.normalize("NFKD", word.casefold())
    plain = re.sub(r"[^0-9a-z]", "", flat)
    is_plural = len(plain) > SHORTEST_MISSPELT - 1 and plain.endswith("s") and plain[-2] != "s"
    return plain[:-1] if is_plural else plain


def _question(asked: str) -> list[str]:
    words = terms_of(asked[:MOST_CHARACTERS])[:MOST_WORDS]
    return [word for word in words if word not in SMALL_WORDS] or words


def slips_between(one: str, other: str, most: int) -> int | None:
    """Letters missing, added, wrong or swapped with their neighbour; None if more than `most`."""
    if abs(len(one) - len(other)) > most:
        return None
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        above_that, before, row = before, row, [at]
        for column, beside in enumerate(other, 1):
            slips = min(before[column] + 1, row[-1] + 1, before[column - 1] + (letter != beside))
            if at > 1 < column and letter == other[column - 2] and one[at - 2] == beside:
                slips = min(slips, above_that[column - 2] + 1)
            row.append(slips)
        if min(row) > most:
            return None
    return row[-1] if row[-1] <= most else None
