"""`make` repeats a step of the set-up when, and only when, something it depends on has changed."""

from pathlib import Path

from tools.stamps import Stamp


def _stamp(folder: Path, *facts: str) -> Stamp:
    return Stamp(
        folder / "stamp", made_from=[folder / "source"], facts=facts, makes=[folder / "made"]
    )


def _done_once(folder: Path) -> None:
    (folder / "source").mkdir()
    (folder / "source" / "a.ts").write_text("first")
    (folder / "made").write_text("result")
    _stamp(folder).press()


def test_a_step_never_done_is_not_fresh(tmp_path: Path) -> None:
    assert not _stamp(tmp_path).fresh()


def test_a_step_is_fresh_while_nothing_changes_but_times(tmp_path: Path) -> None:
    _done_once(tmp_path)
    (tmp_path / "source" / "a.ts").write_text("first")
    assert _stamp(tmp_path).fresh()


def test_a_step_is_repeated_when_a_source_changes(tmp_path: Path) -> None:
    _done_once(tmp_path)
    (tmp_path / "source" / "a.ts").write_text("second")
    assert not _stamp(tmp_path).fresh()


def test_a_step_is_repeated_when_a_source_is_added_or_renamed(tmp_path: Path) -> None:
    _done_once(tmp_path)
    (tmp_path / "source" / "a.ts").rename(tmp_path / "source" / "b.ts")
    assert not _stamp(tmp_path).fresh()


def test_a_step_is_repeated_when_its_result_was_changed_or_removed(tmp_path: Path) -> None:
    _done_once(tmp_path)
    (tmp_path / "made").unlink()
    assert not _stamp(tmp_path).fresh()


def test_a_step_is_repeated_under_another_python(tmp_path: Path) -> None:
    _done_once(tmp_path)
    assert not _stamp(tmp_path, "3.13").fresh()
