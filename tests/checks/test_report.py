"""Reports of figures: what a person reads says what was measured, and the page of accepted figures
takes it over whole."""

import json
from pathlib import Path

import pytest

from tools import report
from tools.bench import accepted
from tools.report import Noise, of_runs, of_samples, of_value


@pytest.fixture(autouse=True)
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(report, "OUT", tmp_path)
    monkeypatch.setattr(accepted, "OUT", tmp_path)
    return tmp_path


def test_runs_are_summed_up_by_their_median_and_how_far_they_spread() -> None:
    figure = of_runs("share", "share", [0.3, 0.1, 0.2], aim=0.2)
    assert (figure.value, figure.low, figure.high, figure.n, figure.ok) == (0.2, 0.1, 0.3, 3, True)


def test_an_aim_binds_the_slowest_of_many_samples() -> None:
    samples = [10.0] * 90 + [1_000.0] * 10
    assert of_samples("lag_ms", "ms", samples, aim=300).ok is False


def test_what_is_measured_of_several_stands_side_by_side() -> None:
    written = report.write(
        "bench",
        [
            of_value("size_bytes", "bytes", 7),
            of_runs("task_ms_home_none", "ms", [1.0, 3.0], subject="none"),
            of_runs("task_ms_home_ours", "ms", [4.0, 4.0], subject="ours"),
        ],
    )
    table = written.with_suffix(".md").read_text()
    assert "| `task_ms_home` | ms | 2 | 2 (1 to 3) | 4 |" in table
    assert "| figure | unit | n | none | ours |" in table
    assert "| `size_bytes` | bytes | 1 | 7 |" in table


def test_figures_that_not_all_subjects_have_are_shown_all_the_same() -> None:
    written = report.write(
        "bench",
        [
            of_value("task_ms_home_none", "ms", 1, subject="none"),
            of_value("task_ms_home_ours", "ms", 2, subject="ours"),
            of_value("task_ms_form_none", "ms", 3, subject="none"),
        ],
    )
    assert "| `task_ms_form` | ms | 1 | 3 |" in written.with_suffix(".md").read_text()


def test_the_noise_and_the_remarks_are_part_of_the_report() -> None:
    noise = {"lag": Noise(seconds=60, steal_pct=1.5, other_pct=20, load_before=0.4)}
    written = report.write("bench", [], noise, ["`x` is left out."])
    assert json.loads(written.read_text())["noise"]["lag"]["steal_pct"] == 1.5
    assert "| lag | 60 | 1.5 | 20 | 0.4 |" in written.with_suffix(".md").read_text()
    assert "- `x` is left out." in written.with_suffix(".md").read_text()


def test_accepting_puts_the_last_report_between_the_marks_and_leaves_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "performance.md"
    page.write_text(f"before\n{accepted.BEGIN}\nolder\n{accepted.END}\nafter\n")
    monkeypatch.setattr(accepted, "PAGE", page)
    report.write("bench", [of_value("size_bytes", "bytes", 7)])
    accepted.accept()
    accepted.accept()
    text = page.read_text()
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "older" not in text
    assert text.count("| `size_bytes` | bytes | 1 | 7 |") == 1
    assert f"at commit `{json.loads((tmp_path / 'bench.json').read_text())['commit']}`" in text


def test_the_page_of_accepted_figures_has_its_marks() -> None:
    text = accepted.PAGE.read_text()
    assert text.index(accepted.BEGIN) < text.index(accepted.END)
