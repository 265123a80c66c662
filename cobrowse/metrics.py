"""What the service counts about itself: names and outcomes, no ids, addresses or content."""

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

REGISTRY: Final = CollectorRegistry()

BATCHES: Final = Counter("cobrowse_ingest_batches", "Batches accepted", registry=REGISTRY)
BATCH_BYTES: Final = Counter(
    "cobrowse_ingest_payload_bytes", "Compressed bytes of accepted batches", registry=REGISTRY
)
ACKS: Final = Counter("cobrowse_ingest_acks", "Acknowledgements sent", registry=REGISTRY)
DUPLICATES: Final = Counter(
    "cobrowse_ingest_duplicates", "Batches that came again", registry=REGISTRY
)
GAPS: Final = Counter("cobrowse_ingest_gaps", "Gap markers recorded", registry=REGISTRY)
REJECTS: Final = Counter(
    "cobrowse_ingest_rejects", "Batches that will never be accepted", registry=REGISTRY
)
SENT_AWAY: Final = Counter(
    "cobrowse_pages_sent_away", "Pages told to come back later", registry=REGISTRY
)
SLOWED: Final = Counter(
    "cobrowse_pages_slowed",
    "Times that all pages were told to gather for longer",
    registry=REGISTRY,
)
BACKLOG: Final = Gauge(
    "cobrowse_journal_backlog",
    "How full the queue of the journal is; from 1 on it takes nothing",
    registry=REGISTRY,
)
COMMIT_GROUP: Final = Histogram(
    "cobrowse_journal_commit_batches",
    "Batches in one commit of the journal",
    buckets=(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000),
    registry=REGISTRY,
)
CONNECTIONS: Final = Gauge(
    "cobrowse_connections", "Open sockets", labelnames=("audience",), registry=REGISTRY
)
BAD_FRAMES: Final = Counter(
    "cobrowse_bad_frames",
    "Connections closed because of what they sent",
    labelnames=("audience",),
    registry=REGISTRY,
)
REFUSALS: Final = Counter(
    "cobrowse_refusals",
    "Requests and events refused, by error code",
    labelnames=("edge", "code"),
    registry=REGISTRY,
)
WATCHERS: Final = Gauge("cobrowse_watchers", "Views of sessions that are open", registry=REGISTRY)
SKIPS: Final = Counter(
    "cobrowse_watcher_skips", "Slow watchers cut forward to a checkpoint", registry=REGISTRY
)
KICKS: Final = Counter(
    "cobrowse_slow_kicks", "Connections closed because they took nothing", registry=REGISTRY
)
SIGN_IN_FAILURES: Final = Counter(
    "cobrowse_sign_in_failures", "Sign-ins that were refused", registry=REGISTRY
)
FETCHES: Final = Counter(
    "cobrowse_asset_fetches",
    "Files fetched for the player",
    labelnames=("outcome",),
    registry=REGISTRY,
)
SEGMENTS: Final = Counter("cobrowse_segments_sealed", "Segments sealed", registry=REGISTRY)
SEGMENT_BYTES: Final = Counter(
    "cobrowse_segment_bytes",
    "Bytes of sealed segments: of their lines, and as stored",
    labelnames=("form",),
    registry=REGISTRY,
)
UNREADABLE: Final = Counter(
    "cobrowse_unreadable_batches",
    "Batches that could not be read when they were sealed",
    registry=REGISTRY,
)
TAKEN_OUT: Final = Counter(
    "cobrowse_privacy_gate_taken_out",
    "Values that a page sent and the privacy gate took out",
    registry=REGISTRY,
)
UNSEALED: Final = Gauge(
    "cobrowse_unsealed_pages",
    "Pages that could not be sealed and are tried again",
    registry=REGISTRY,
)
DISK_FREE: Final = Gauge(
    "cobrowse_disk_free_bytes", "Room left on the disk of the data folder", registry=REGISTRY
)
RECORDINGS_REMOVED: Final = Counter(
    "cobrowse_recordings_removed",
    "Recordings of sessions that were removed, by why",
    labelnames=("why",),
    registry=REGISTRY,
)
SWEPT: Final = Counter(
    "cobrowse_contents_swept",
    "Contents that nothing referred to any more",
    labelnames=("kind",),
    registry=REGISTRY,
)


def exposition() -> bytes:
    """Return everything in the Prometheus text format."""
    return generate_latest(REGISTRY)
