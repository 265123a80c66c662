"""Links between our own papers lead somewhere."""

import re
from pathlib import Path

import pytest

from tests.checks.checkout import ROOT, files, text

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)|<img[^>]+src=\"([^\"]+)\"")
HEADING = re.compile(r"^#+\s+(.*)$", re.M)
CODE_BLOCK = re.compile(r"^(```|~~~).*?^\1", re.M | re.S)

PAPERS = [path for path in files() if path.suffix == ".md"]


@pytest.mark.parametrize("paper", PAPERS, ids=str)
def test_every_link_of_a_paper_resolves(paper: Path) -> None:
    links = [found[1] or found[2] for found in LINK.finditer(CODE_BLOCK.sub("", text(paper)))]
    inner = [link for link in links if not re.match(r"[a-z]+:", link)]
    broken = [link for link in inner if not _resolves(paper, link)]
    assert not broken, f"{paper} links to what is not there"


def _resolves(paper: Path, link: str) -> bool:
    name, _, anchor = link.partition("#")
    target = (ROOT / paper.parent / name).resolve() if name else ROOT / paper
    if not target.exists():
        return False
    if not anchor or target.suffix != ".md":
        return True
    return anchor in {_anchor(heading) for heading in HEADING.findall(target.read_text("utf-8"))}


def _anchor(heading: str) -> str:
    """How forges name a heading: lower case, without punctuation, spaces as hyphens."""
    kept = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return kept.replace(" ", "-")
