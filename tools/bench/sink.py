"""Where the other recorders load from and send to: a server on this machine that says what their
own services would say to a page that is to be recorded, counts what comes, and keeps nothing."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

POSTHOG_SETTINGS = {
    "sessionRecording": {"endpoint": "/s/", "consoleLogRecordingEnabled": False},
    "supportedCompression": ["gzip", "gzip-js"],
    "hasFeatureFlags": False,
    "capturePerformance": False,
    "autocapture_opt_out": True,
    "surveys": False,
    "heatmaps": False,
}
"""What `/array/TOKEN/config` answers: `sessionRecording` being there is what turns recording on."""


def _openreplay_session() -> dict[str, object]:
    """What `/v1/web/start` answers: the tracker records once it has these."""
    return {
        "token": "bench",
        "userUUID": "bench",
        "sessionID": "1",
        "projectID": "1",
        "delay": 0,
        "startTimestamp": time.time_ns() // 1_000_000,
        "beaconSizeLimit": 1_000_000,
        "compressionThreshold": 24_000,
    }


class Sink:
    """`origin/NAME.js` is a bundle; `received` counts the bytes of bodies, as they were sent."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.received = 0
        self._counting = threading.Lock()

    def count(self, size: int) -> None:
        with self._counting:
            self.received += size


@contextmanager
def running_sink(bundles: Path) -> Iterator[Sink]:
    """Run the server, in threads of its own."""
    server = _Server(("127.0.0.1", 0), BaseHTTPRequestHandler)
    sink = Sink(f"http://127.0.0.1:{server.server_address[1]}")
    server.RequestHandlerClass = _handler(sink, bundles)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield sink
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that closes while it waits is no error."""


def _handler(sink: Sink, bundles: Path) -> type[BaseHTTPRequestHandler]:
    class Answers(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_OPTIONS(self) -> None:
            self._answer(b"", "text/plain")

        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            bundle = bundles / path.rpartition("/")[2]
            if bundle.suffix == ".js" and bundle.is_file():
                self._answer(bundle.read_bytes(), "text/javascript")
            elif path.startswith("/array/") and path.endswith("/config"):
                self._say(POSTHOG_SETTINGS)
            else:
                self._say({})

        def do_POST(self) -> None:
            size = int(self.headers.get("Content-Length", 0))
            self.rfile.read(size)
            sink.count(size)
            if self.path == "/v1/web/start":
                self._say(_openreplay_session())
            else:
                self._say({})

        def _say(self, told: dict[str, object]) -> None:
            self._answer(json.dumps(told).encode(), "application/json")

        def _answer(self, body: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            origin = self.headers.get("Origin")
            if origin:
                self.send_header("Access-Control-Allow-Origin", origin)
                self.send_header("Access-Control-Allow-Credentials", "true")
                self.send_header("Access-Control-Allow-Methods", "GET, POST")
                asked = self.headers.get("Access-Control-Request-Headers", "content-type")
                self.send_header("Access-Control-Allow-Headers", asked)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """What comes is counted, not told."""

    return Answers
