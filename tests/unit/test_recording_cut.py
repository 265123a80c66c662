"""Where segments begin, and that no border ever moves."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cobrowse.domain.entry import GapEntry, Outline
from cobrowse.domain.segment import Place
from cobrowse.flow.recording.cut import MOST_BYTES, MOST_ENTRIES, SIZE_BYTES, SPAN_MS, Entry, cut
from cobrowse.flow.recording.runs import finished
from tests.recorded import BEGUN, gap, outlines, run


def batch(seq: int, *, at: int = 0, epoch: int = 0, size: int = 100, **other: object) -> Outline:
    (made,) = outlines(run(seq, epoch=epoch, at=at))
    assert isinstance(made, Outline)
    return replace(made, size=size, **other)  # type: ignore[arg-type]  # fields of an outline


def checkpoint(seq: int, *, at: int = 0, epoch: int = 0, parts: int = 1) -> list[Outline]:
    return [
        batch(seq + part, at=at, epoch=epoch, checkpoint=True, part=part, parts=parts)
        for part in range(parts)
    ]


def borders(entries: Sequence[Entry]) -> list[tuple[Place, Place, bool]]:
    return [(each.first, each.last, each.checkpoint) for each in cut(entries)]


def test_a_checkpoint_begins_a_segment_once_the_running_one_spans_long_enough() -> None:
    early: list[Entry] = [
        *checkpoint(0),
        batch(1, at=5_000),
        *checkpoint(2, at=SPAN_MS - 1),
        batch(3),
    ]
    assert borders(early) == [((0, 0), (0, 3), True)]
    late: list[Entry] = [*checkpoint(0), batch(1, at=5_000), *checkpoint(2, at=SPAN_MS), batch(3)]
    assert borders(late) == [((0, 0), (0, 1), True), ((0, 2), (0, 3), True)]


def test_a_checkpoint_begins_a_segment_once_the_running_one_is_large_enough() -> None:
    entries: list[Entry] = [*checkpoint(0), batch(1, size=SIZE_BYTES), *checkpoint(2)]
    assert borders(entries) == [((0, 0), (0, 1), True), ((0, 2), (0, 2), True)]


def test_a_segment_that_begins_without_a_checkpoint_ends_at_the_first_one() -> None:
    entries: list[Entry] = [gap(0, 3), batch(4), *checkpoint(5), batch(6)]
    assert borders(entries) == [((0, 0), (0, 4), False), ((0, 5), (0, 6), True)]


def test_a_checkpoint_in_pieces_is_not_split_and_begins_a_segment_as_one() -> None:
    entries: list[Entry] = [*checkpoint(0, parts=3), *checkpoint(3, at=SPAN_MS, parts=2), batch(5)]
    assert borders(entries) == [((0, 0), (0, 2), True), ((0, 3), (0, 5), True)]


def test_a_checkpoint_of_which_a_piece_is_lost_begins_nothing() -> None:
    first, _, third = checkpoint(2, at=SPAN_MS, parts=3)
    entries: list[Entry] = [*checkpoint(0), batch(1), first, gap(3, 3), third]
    assert borders(entries) == [((0, 0), (0, 4), True)]


def test_no_segment_spans_two_epochs() -> None:
    paused: list[Entry] = [batch(0, epoch=1), *checkpoint(0, epoch=2), gap(1, 4, epoch=3)]
    assert borders([*checkpoint(0), *paused]) == [
        ((0, 0), (0, 0), True),
        ((1, 0), (1, 0), False),
        ((2, 0), (2, 0), True),
        ((3, 1), (3, 4), False),
    ]


def test_without_a_checkpoint_a_segment_ends_when_it_has_become_too_large() -> None:
    heavy: list[Entry] = [*checkpoint(0), batch(1, size=MOST_BYTES), batch(2)]
    assert borders(heavy) == [((0, 0), (0, 1), True), ((0, 2), (0, 2), False)]
    many: list[Entry] = [batch(seq) for seq in range(MOST_ENTRIES + 1)]
    assert [len(each.entries) for each in cut(many)] == [MOST_ENTRIES, 1]
    lost: list[Entry] = [gap(seq, seq) for seq in range(MOST_ENTRIES + 1)]
    assert [len(each.entries) for each in cut(lost)] == [MOST_ENTRIES, 1]


def test_a_page_clock_that_is_set_back_breaks_nothing() -> None:
    back = replace(batch(1), t0=BEGUN - 3_600_000, t1=BEGUN - 3_600_000)
    assert borders([*checkpoint(0), back, *checkpoint(2, at=1)]) == [((0, 0), (0, 2), True)]


@st.composite
def streams(draw: st.DrawFn) -> list[Entry]:
    """Whatever a page can send, with holes, epochs and runs in pieces."""
    entries: list[Entry] = []
    epoch = seq = at = 0
    for _ in range(draw(st.integers(1, 40))):
        at += draw(st.integers(-1_000, 20_000))
        kind = draw(st.sampled_from(["batch", "checkpoint", "gap", "epoch"]))
        if kind == "epoch":
            epoch, seq = epoch + draw(st.integers(1, 2)), 0
        elif kind == "gap":
            length = draw(st.integers(1, 3))
            entries.append(gap(seq, seq + length - 1, epoch=epoch))
            seq += length
        else:
            size = draw(st.sampled_from([10, SIZE_BYTES, MOST_BYTES]))
            parts = draw(st.integers(1, 3))
            for part in range(parts):
                entries.append(
                    batch(
                        seq + part,
                        at=at,
                        epoch=epoch,
                        size=size,
                        part=part,
                        parts=parts,
                        checkpoint=kind == "checkpoint",
                    )
                )
            seq += parts
    return entries


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(streams(), st.data())
def test_what_is_cut_stays_cut_whatever_comes_behind_it(
    entries: list[Entry], data: st.DataObject
) -> None:
    whole = borders(entries)
    known = finished(entries[: data.draw(st.integers(0, len(entries)))])
    assert borders(known)[:-1] == whole[: max(0, len(cut(known)) - 1)]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(streams(), st.data())
def test_what_follows_a_border_is_cut_as_if_nothing_were_before_it(
    entries: list[Entry], data: st.DataObject
) -> None:
    pieces = cut(entries)
    sealed = data.draw(st.integers(0, len(pieces)))
    rest = [entry for piece in pieces[sealed:] for entry in piece.entries]
    assert borders(rest) == borders(entries)[sealed:]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(streams())
def test_every_entry_is_in_one_segment_and_in_order(entries: list[Entry]) -> None:
    assert [entry for piece in cut(entries) for entry in piece.entries] == entries


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(streams())
def test_a_whole_run_is_never_split(entries: list[Entry]) -> None:
    for piece in cut(entries):
        first, last = piece.entries[0], piece.entries[-1]
        assert isinstance(first, GapEntry) or first.part == 0
        assert isinstance(last, GapEntry) or last.part == last.parts - 1
