"""What stands for a power cut: no acknowledgement leaves before the sync that covers it."""

import asyncio
from pathlib import Path

import pytest

from cobrowse.domain.segment import Place
from cobrowse.wire import capture, codec
from tests.clients import until
from tests.faults.page import Habit
from tests.faults.scene import QUIET_S, a_scene
from tests.faults.syncs import BINARY, STRACE, Trace, traced

# A batch lies in the log as a whole only when it fits into a leaf of the journal's tree.
SMALL = Habit(checkpoint_bytes=600)


@pytest.mark.skipif(STRACE is None, reason="strace is not installed")
@pytest.mark.timeout(300)
async def test_no_acknowledgement_leaves_before_the_sync_that_covers_it(tmp_path: Path) -> None:
    log = tmp_path / "trace"
    async with a_scene(tmp_path, seed=1, settings={}, under=traced(log)) as scene:
        await scene.add_pages(4, SMALL)
        await asyncio.sleep(3.0)
        for page in scene.pages:
            page.producing = False
        await until(lambda: all(page.settled for page in scene.pages), QUIET_S)
        await scene.stack.aclose()
        assert (await scene.server.stop())[0] == 0
    marks = {
        mark: (page.id, place) for page in scene.pages for place, mark in page.history.marks.items()
    }
    trace = Trace(marks)
    trace.read(log)
    assert trace.too_early == []
    assert trace.durable == set(marks.values()), "the trace has not seen every batch"
    assert trace.acks > 20
    assert trace.syncs > 20


def test_the_proof_sees_an_acknowledgement_that_leaves_before_its_sync(tmp_path: Path) -> None:
    place, mark = Place(0, 7), b"the end of a batch's payload"
    said = codec.encode_event("ack", capture.Ack(page="page-of-the-test", epoch=0, seq=7))
    ack = bytes([BINARY, len(said)]) + said
    wrote = f"11 pwrite64(5<{_hex(b'/data/journal.db-wal')}>, {_quoted(mark)}, 28, 0) = 28\n"
    sent = f"10 write(9<{_hex(b'socket:[1]')}>, {_quoted(ack)}, 60) = 60\n"
    synced = f"11 fdatasync(5<{_hex(b'/data/journal.db-wal')}> <unfinished ...>\n"
    returned = "11 <... fdatasync resumed>) = 0\n"
    for lines, too_early in (
        ([wrote, synced, returned, sent], []),
        ([wrote, synced, sent, returned], [("page-of-the-test", place)]),
        ([wrote, sent, synced, returned], [("page-of-the-test", place)]),
        ([synced, returned, wrote, sent], [("page-of-the-test", place)]),
    ):
        (tmp_path / "trace").write_text("".join(lines))
        trace = Trace({mark: ("page-of-the-test", place)})
        trace.read(tmp_path / "trace")
        assert trace.acks == 1
        assert trace.too_early == too_early


def _quoted(data: bytes) -> str:
    return f'"{_hex(data)}"'


def _hex(data: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in data)
