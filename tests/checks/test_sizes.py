"""A file is one concept: typically 40 to 200 lines, never more than 500."""

from tests.checks.checkout import hand_written_sources, text

HARD_LIMIT = 500


def test_no_source_file_is_longer_than_the_hard_limit() -> None:
    lengths = {path: len(text(path).splitlines()) for path in hand_written_sources()}
    too_long = [f"{path}: {length}" for path, length in lengths.items() if length > HARD_LIMIT]
    assert not too_long, f"split by reason to change what is over {HARD_LIMIT} lines: {too_long}"
