"""One word per concept: names and papers use the words of `docs/vocabulary.md`, not their rivals.

Many rivals have an honest other meaning ("list", "path", "level"). Those are allowed below, each
with what it means here; a word that could be taken for the concept is not.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cobrowse.store import journal_tables, models
from tests.checks.checkout import text, under

PAGE = Path("docs/vocabulary.md")

# What each of these means here, when it is not the concept it could be taken for.
OTHER_MEANINGS = {
    "action": "what a permission allows",
    "alert": "what the console shows when an incident opens",
    "app": "an aiohttp application, or a site's own single-page app",
    "assist": "the part of the capture script a visitor can see",
    "book": "as a verb",
    "buffer": "memory that holds bytes for a moment",
    "call": "of a function",
    "capture": "the audience: everything on the visitors' side",
    "case": "in `upper case`, or a case to be considered",
    "client": "the other end of an HTTP or socket connection",
    "frame": "of a WebSocket, or an iframe",
    "handler": "a function that answers a route or an event",
    "issue": "a report in the issue tracker",
    "level": "of a log line, or of trouble",
    "list": "the data type, or rows on a screen",
    "lock": "a lock file of dependencies, or of threads",
    "namespace": "of Socket.IO or of Python",
    "operator": "who runs the service",
    "packet": "of Socket.IO",
    "part": "of a checkpoint too large for one batch",
    "path": "of a file or an address",
    "project": "this one",
    "screen": "what somebody looks at",
    "status": "of HTTP, or of a process",
    "user": "of the operating system, or the User-Agent header",
    "view": "as a verb, and the viewport",
    "visit": "as a verb",
    "wal": "the write-ahead log of SQLite",
}
WORD = re.compile(r"[A-Za-z][a-z]*|[A-Z]+(?![a-z])")


def _avoided() -> dict[str, str]:
    """Each word or phrase to avoid, in lower case, and the one to use instead."""
    rivals: dict[str, list[str]] = {}
    for row in re.findall(r"^\| \*\*(.+?)\*\* \|.*\| *(.*?) *\|$", text(PAGE), re.M):
        for rival in re.split(r", | / ", row[1]):
            rivals.setdefault(rival.lower(), []).append(row[0])
    assert rivals, f"{PAGE} has lost its table"
    return {
        rival: " or ".join(words) for rival, words in rivals.items() if rival not in OTHER_MEANINGS
    }


AVOIDED = _avoided()


def _words(name: str) -> str:
    """`SessionView` and `session_view` as `session view`, for whole-word search."""
    return " ".join(WORD.findall(name)).lower()


def _names_in(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """What a module names: classes, functions, parameters, fields, variables."""
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                yield node.lineno, node.name
            case ast.arg():
                yield node.lineno, node.arg
            case ast.Name(ctx=ast.Store()):
                yield node.lineno, node.id
            case ast.Attribute(ctx=ast.Store()):
                yield node.lineno, node.attr
            case _:
                pass


def _found(rival: str, words: str) -> bool:
    return re.search(rf"\b{re.escape(rival)}s?\b", words) is not None


@pytest.mark.parametrize("room", ["domain", "wire"])
def test_names_use_our_words(room: str) -> None:
    wrong = [
        f"{path}:{line}: {name} says `{rival}`: we say {AVOIDED[rival]}"
        for path in under("cobrowse")
        if path.parts[1] == room and path.suffix == ".py"
        for line, name in _names_in(ast.parse(text(path)))
        for rival in AVOIDED
        if _found(rival, _words(name))
    ]
    assert not wrong, "\n".join(wrong)


def test_tables_and_columns_use_our_words() -> None:
    tables = [*models.Row.metadata.sorted_tables, *journal_tables.METADATA.sorted_tables]
    names = [table.name for table in tables]
    names += [f"{table.name}.{column.name}" for table in tables for column in table.columns]
    wrong = [
        f"{name} says `{rival}`: we say {AVOIDED[rival]}"
        for name in names
        for rival in AVOIDED
        if _found(rival, _words(name))
    ]
    assert names
    assert not wrong, "\n".join(wrong)


PAPERS = [path for path in under("docs", "README.md") if path.suffix == ".md" and path != PAGE]


@pytest.mark.parametrize("paper", PAPERS, ids=str)
def test_papers_use_our_words(paper: Path) -> None:
    """In prose: what is quoted as code is somebody's name for something, and stays."""
    prose = re.sub(r"^(```|~~~).*?^\1|^ {4}.*$", "", text(paper), flags=re.M | re.S)
    wrong = [
        f"{paper}: `{rival}` in “{line.strip()[:80]}”: we say {AVOIDED[rival]}"
        for line in re.sub(r"`[^`\n]*`|\]\([^)]*\)", "", prose).splitlines()
        for rival in AVOIDED
        if _found(rival, line.lower())
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("word", OTHER_MEANINGS)
def test_an_allowed_word_is_one_the_table_avoids(word: str) -> None:
    assert re.search(rf"\b{word}\b", text(PAGE)), f"{PAGE} no longer speaks of `{word}`"
