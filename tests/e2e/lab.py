"""A site of ours with the pages that are hard to capture, served as strictly as a careful site
would."""

import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from tests.e2e.people import Demo

PAGES = Path(__file__).parent / "pages"
TYPES = {".html": "text/html; charset=utf-8", ".css": "text/css", ".svg": "image/svg+xml"}

MEMBERS_ONLY = "members"
"""A file of this name is served to browsers that have opened a page, so the service cannot keep
it."""


@dataclass(frozen=True)
class Lab:
    """`origin/NAME.html` is a file of `pages/`, with the tag of the site and a nonce of its own."""

    origin: str
    site_key: str

    def page(self, name: str, consent: str = "notice") -> str:
        return f"{self.origin}/{name}.html?consent={consent}"


def _policy(nonce: str, console: str) -> str:
    return (
        f"default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; style-src 'self';"
        f" img-src 'self'; frame-src 'self'; base-uri 'none';"
        f" connect-src {console} {console.replace('http', 'ws', 1)}"
    )


def _handler(console: str, key: str) -> type[BaseHTTPRequestHandler]:
    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            file = PAGES / Path(address.path).name
            if not file.is_file():
                self.send_error(404)
                return
            if file.stem == MEMBERS_ONLY and "member=1" not in self.headers.get("Cookie", ""):
                self.send_error(403)
                return
            nonce = secrets.token_urlsafe(9)
            body = file.read_text()
            if file.suffix == ".html":
                consent = "required" if "consent=required" in address.query else "notice"
                tag = (
                    f'<script async nonce="{nonce}" src="{console}/capture.js"'
                    f' data-site="{key}" data-consent="{consent}"></script>'
                )
                body = body.replace("<!-- tag -->", tag).replace(
                    "<script>", f'<script nonce="{nonce}">'
                )
            content = body.encode()
            self.send_response(200)
            self.send_header("Content-Type", TYPES[file.suffix])
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Content-Security-Policy", _policy(nonce, console))
            self.send_header("Set-Cookie", "member=1; Path=/; SameSite=Lax")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """The tests' output is for the tests."""

    return Pages


@contextmanager
def serve_lab(demo: Demo) -> Iterator[Lab]:
    """Serve the pages, and make the site known to the running service by the command line."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    origin = f"http://127.0.0.1:{server.server_address[1]}"
    command = [sys.executable, "-m", "cobrowse", "site", "add", "--name", "Lab", "--origin", origin]
    command += ["--data", str(demo.data), "--json"]
    added = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    key = added.stdout.split('"key": "')[1].split('"')[0]
    server.RequestHandlerClass = _handler(demo.console, key)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    time.sleep(2)  # a running service knows a new site within two seconds
    yield Lab(origin, key)
    server.shutdown()
    server.server_close()
    thread.join(5)
