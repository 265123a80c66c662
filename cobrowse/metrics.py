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


def exposition() -> bytes:
    """Return everything in the Prometheus text format."""
    return generate_latest(REGISTRY)
