"""Looking whether what the rows name is in the object store, and is what they say."""

import asyncio
import random
from collections.abc import Iterable
from typing import Final

from cobrowse.domain.clock import SystemClock
from cobrowse.domain.errors import Invalid
from cobrowse.store.backup import Files, content_of, named_objects
from cobrowse.store.checks import Finding, Range, ranges_of, spelled_out
from cobrowse.store.compression import Damaged, decompress
from cobrowse.store.objects import KINDS, UNDER_WAY_MS, Kind, Objects
from cobrowse.wire.recording import Missing, Run, SegmentHead, decode_line

SAMPLE: Final = 100
"""Objects of each kind that are read when not all are."""

REMOVING_S: Final = 2.0


async def objects(files: Files, *, deep: bool) -> list[Finding]:
    """One finding for each kind of object. Not deep, a sample of the contents is read."""
    if not files.objects.is_dir():
        return []
    kept = Objects.in_directory(files.objects)
    return [await _of_kind(kind, files, kept, deep=deep) for kind in KINDS]


async def _of_kind(kind: Kind, files: Files, kept: Objects, *, deep: bool) -> Finding:
    # What is put from here on is named by rows that are read later, so it is nobody's orphan.
    old = SystemClock().now_ms() - UNDER_WAY_MS
    settled = {name async for name in kept.names(kind, before=old)}
    named = _named(kind, files)
    chosen = named if deep else random.sample(sorted(named), min(SAMPLE, len(named)))
    faults = await _faults(kind, chosen, files, kept)
    if faults:
        # Whoever removes a recording removes its objects and then its rows.
        await asyncio.sleep(REMOVING_S)
        faults = await _faults(kind, faults.keys() & _named(kind, files), files, kept)
    wrong = [f"{kind} {sha256}: {fault}" for sha256, fault in sorted(faults.items())]
    unread = "" if deep else f", {len(chosen):,} of them read"
    spare = len(settled - named)
    seen = f"{len(named):,} named by rows{unread}; {spare:,} by none"
    return Finding(f"{kind}s", seen, spelled_out(wrong))


async def _faults(kind: Kind, chosen: Iterable[str], files: Files, kept: Objects) -> dict[str, str]:
    faults = {sha256: await _fault(kind, sha256, files, kept) for sha256 in chosen}
    return {sha256: fault for sha256, fault in faults.items() if fault}


async def _fault(kind: Kind, sha256: str, files: Files, kept: Objects) -> str:
    content = await content_of(kept, kind, sha256)
    if content is None:
        return "missing, or damaged"
    if kind != "segment":
        return ""
    for told in ranges_of(files, sha256):
        try:
            await asyncio.to_thread(_compare, content, told)
        except (Damaged, Invalid) as error:
            return str(error)
    return ""


def _compare(content: bytes, told: Range) -> None:
    """Compare the lines of a segment with what the index says of it. Raises `Invalid`."""
    head, *lines = map(decode_line, decompress(content, most=told.raw_bytes).split(b"\n")[:-1])
    if not isinstance(head, SegmentHead) or head.session != told.session or head.page != told.page:
        raise Invalid("it begins with the head of another segment")
    place = (told.epoch, told.seq)
    for line in lines:
        match line:
            case Run():
                first, after = (line.epoch, line.seq), (line.epoch, line.seq + line.parts)
            case Missing():
                first, after = (line.epoch, line.from_seq), (line.epoch, line.to_seq + 1)
            case _:
                raise Invalid("it has two heads")
        if first != place:
            raise Invalid(f"its lines do not follow one another at {first}")
        place = after
    if place != (told.to_epoch, told.to_seq + 1):
        raise Invalid(f"it ends before {place}, and not where the index says")


def _named(kind: Kind, files: Files) -> set[str]:
    return {sha256 for named, sha256 in named_objects(files.main) if named == kind}
