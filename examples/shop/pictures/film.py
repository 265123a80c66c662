"""The film of the shop, drawn and encoded by a browser: `python film.py FILE.webm POSTERS/`.

Needs Playwright and a Chromium (`--chromium PATH`), and the fonts of `npm ci`. The pictures of its
chapters are written into the folder as `film-SECONDS.webp`. Takes some minutes.
"""

import argparse
import base64
import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from webm import PICTURES, SOUND, Piece, webm

HOME = Path(__file__).parents[1]
POSTERS = (99, 18, 30, 42, 54, 64, 76, 89)  # seconds; see `FILMS` in shop/reading/films.py
MAKING_MS = 30 * 60_000
POSTER = """async (at) => {
  const { canvas, draw } = film.makeFilm();
  await document.fonts.ready;
  draw(at);
  return canvas.toDataURL("image/webp", 0.82).split(",")[1];
}"""


@contextmanager
def served() -> Iterator[str]:
    """The shop's folder by HTTP: a browser takes no modules from files."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(HOME))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/pictures/film/film.html"
        server.shutdown()


def pieces(page: Page) -> list[Piece]:
    page.set_default_timeout(MAKING_MS)
    made = page.evaluate("() => film.make()")
    return [
        Piece(track, round(each["at_ms"]), each["key"], base64.b64decode(each["data"]))
        for track, name in ((PICTURES, "pictures"), (SOUND, "sounds"))
        for each in made[name]
    ]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("file", type=Path)
    asked.add_argument("posters", type=Path)
    asked.add_argument("--chromium", help="else the one that Playwright has installed")
    given = asked.parse_args()
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=given.chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(address)
        page.wait_for_function("window.film")
        size = page.evaluate("film.SIZE")
        length_ms = page.evaluate("film.SECONDS") * 1000
        film = webm(pieces(page), (size["width"], size["height"]), length_ms)
        given.file.write_bytes(film)
        for at in POSTERS:
            picture = base64.b64decode(page.evaluate(POSTER, at))
            (given.posters / f"film-{at}.webp").write_bytes(picture)
        browser.close()


if __name__ == "__main__":
    main()
