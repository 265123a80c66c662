"""Encoded pictures and sound as a WebM file that can be sought in.

A file is elements within elements, each an id, a length and a content (RFC 9559).
"""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

PICTURES, SOUND = 1, 2
VIDEO_TRACK, AUDIO_TRACK = 1, 2
OPUS_RATE = 48_000
OPUS_HEAD = struct.pack("<8sBBHIhB", b"OpusHead", 1, 1, 312, OPUS_RATE, 0, 0)
CLUSTER_MS = 10_000  # a block tells its time from its cluster's in 16 bits: 32 s at most
KEY_FRAME = 0x80
ID = {
    "EBML": 0x1A45DFA3, "DocType": 0x4282, "DocTypeVersion": 0x4287, "DocTypeReadVersion": 0x4285,
    "Segment": 0x18538067, "Info": 0x1549A966, "TimestampScale": 0x2AD7B1, "Duration": 0x4489,
    "MuxingApp": 0x4D80, "WritingApp": 0x5741, "Tracks": 0x1654AE6B, "TrackEntry": 0xAE,
    "TrackNumber": 0xD7, "TrackUID": 0x73C5, "TrackType": 0x83, "CodecID": 0x86,
    "CodecPrivate": 0x63A2, "Video": 0xE0, "PixelWidth": 0xB0, "PixelHeight": 0xBA, "Audio": 0xE1,
    "SamplingFrequency": 0xB5, "Channels": 0x9F, "Cluster": 0x1F43B675, "Timestamp": 0xE7,
    "SimpleBlock": 0xA3, "Cues": 0x1C53BB6B, "CuePoint": 0xBB, "CueTime": 0xB3,
    "CueTrackPositions": 0xB7, "CueTrack": 0xF7, "CueClusterPosition": 0xF1,
}  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """One encoded picture, or some milliseconds of sound."""

    track: int
    at_ms: int
    is_key: bool
    data: bytes


def webm(pieces: Iterable[Piece], size: tuple[int, int], length_ms: int) -> bytes:
    """Clusters begin at multiples of `CLUSTER_MS`: there must be a key frame at each of them."""
    ordered = sorted(pieces, key=lambda piece: (piece.at_ms, piece.track))
    clusters = [
        (number * CLUSTER_MS, _cluster(number * CLUSTER_MS, list(group)))
        for number, group in groupby(ordered, key=lambda piece: piece.at_ms // CLUSTER_MS)
    ]
    head = _info(length_ms) + _tracks(size)
    # The cues stand before what they point at, so that a browser can seek at once. They are as
    # long with wrong positions as with right ones, which follow from that length.
    position = len(head) + len(_cues([(at, 0) for at, _ in clusters]))
    places = []
    for at, cluster in clusters:
        places.append((at, position))
        position += len(cluster)
    kind = _element("DocType", b"webm") + _count("DocTypeVersion", 4)
    body = head + _cues(places) + b"".join(cluster for _, cluster in clusters)
    return _element("EBML", kind + _count("DocTypeReadVersion", 2)) + _element("Segment", body)


def _info(length_ms: int) -> bytes:
    return _element(
        "Info",
        _count("TimestampScale", 1_000_000)
        + _element("Duration", struct.pack(">d", length_ms))
        + _element("MuxingApp", b"webm.py")
        + _element("WritingApp", b"webm.py"),
    )


def _tracks(size: tuple[int, int]) -> bytes:
    width, height = size
    pictures = _element("Video", _count("PixelWidth", width) + _count("PixelHeight", height))
    rate = _element("SamplingFrequency", struct.pack(">d", OPUS_RATE))
    sound = _element("CodecPrivate", OPUS_HEAD) + _element("Audio", rate + _count("Channels", 1))
    return _element(
        "Tracks",
        _track(PICTURES, VIDEO_TRACK, b"V_VP9", pictures)
        + _track(SOUND, AUDIO_TRACK, b"A_OPUS", sound),
    )


def _track(number: int, kind: int, codec: bytes, details: bytes) -> bytes:
    return _element(
        "TrackEntry",
        _count("TrackNumber", number)
        + _count("TrackUID", number)
        + _count("TrackType", kind)
        + _element("CodecID", codec)
        + details,
    )


def _cluster(start_ms: int, pieces: Sequence[Piece]) -> bytes:
    blocks = [
        _element(
            "SimpleBlock",
            struct.pack(
                ">BhB",
                0x80 | piece.track,
                piece.at_ms - start_ms,
                KEY_FRAME if piece.is_key else 0,
            )
            + piece.data,
        )
        for piece in pieces
    ]
    return _element("Cluster", _count("Timestamp", start_ms) + b"".join(blocks))


def _cues(places: Sequence[tuple[int, int]]) -> bytes:
    """`(time in ms, position of the cluster from the segment's first byte)` of each cluster."""
    points = [
        _element(
            "CuePoint",
            _count("CueTime", at)
            + _element(
                "CueTrackPositions",
                _count("CueTrack", PICTURES)
                + _element("CueClusterPosition", position.to_bytes(8, "big")),
            ),
        )
        for at, position in places
    ]
    return _element("Cues", b"".join(points))


def _count(name: str, number: int) -> bytes:
    return _element(name, number.to_bytes(max(1, (number.bit_length() + 7) // 8), "big"))


def _element(name: str, content: bytes) -> bytes:
    """A length is told in as few bytes as hold it; the first bit set says how many they are."""
    number = ID[name]
    size = next(size for size in range(1, 9) if len(content) < (1 << (7 * size)) - 1)
    length = (len(content) | 1 << (7 * size)).to_bytes(size, "big")
    return number.to_bytes((number.bit_length() + 7) // 8, "big") + length + content
