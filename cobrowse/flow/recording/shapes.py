"""What the index tells, in the shapes of the wire."""

from collections.abc import Iterable

from cobrowse.domain.ids import PageId
from cobrowse.domain.segment import Moment, Segment, Span
from cobrowse.domain.session import Page
from cobrowse.flow.recording.index import Described
from cobrowse.wire import recording


def page_shape(page: Page) -> recording.RecordedPage:
    return recording.RecordedPage(
        id=page.id,
        url=page.url,
        title=page.title,
        opened_at=page.opened_at,
        left_at=page.left_at,
        width=page.width,
        height=page.height,
    )


def sealed_shape(segment: Segment) -> recording.Segment:
    return _shape(
        segment.page_id,
        segment,
        sealed=True,
        is_open=False,
        raw_bytes=segment.raw_bytes,
        sheets=list(segment.sheets),
    )


def unsealed_shape(page: PageId, segment: Described, *, is_open: bool) -> recording.Segment:
    """Style sheets are still within the records, and nobody has counted the bytes of the lines yet:
    those of the payloads stand for them."""
    return _shape(
        page, segment, sealed=False, is_open=is_open, raw_bytes=segment.payload_bytes, sheets=[]
    )


def _shape(
    page: PageId,
    segment: Segment | Described,
    *,
    sealed: bool,
    is_open: bool,
    raw_bytes: int,
    sheets: list[str],
) -> recording.Segment:
    return recording.Segment(
        page=page,
        epoch=segment.first.epoch,
        seq=segment.first.seq,
        to_epoch=segment.last.epoch,
        to_seq=segment.last.seq,
        checkpoint=segment.checkpoint,
        sealed=sealed,
        is_open=is_open,
        from_at=segment.from_at,
        to_at=segment.to_at,
        url=segment.url,
        records=segment.records,
        raw_bytes=raw_bytes,
        sheets=sheets,
        activity=_spans(segment.activity),
        moments=_moments(segment.moments),
    )


def _spans(spans: Iterable[Span]) -> list[recording.Span]:
    return [recording.Span(from_at=span.from_at, to_at=span.to_at) for span in spans]


def _moments(moments: Iterable[Moment]) -> list[recording.Moment]:
    return [
        recording.Moment(
            at=moment.at,
            kind=moment.kind.value,
            url=moment.url,
            title=moment.title,
            visible=moment.visible,
            focused=moment.focused,
            reason=moment.reason,
        )
        for moment in moments
    ]
