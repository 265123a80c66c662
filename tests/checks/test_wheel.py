"""An installed wheel serves, and shows its demo, on a machine without Node."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.checks.checkout import ROOT


@pytest.mark.long
@pytest.mark.timeout(300)
def test_a_wheel_carries_the_front_ends_and_the_shop(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert names >= {
        "cobrowse/demo/recorded/armchair-bought.visit",
        "cobrowse/py.typed",
        "cobrowse/static/capture/loader.js",
        "cobrowse/static/capture/manifest.json",
        "cobrowse/static/console/index.html",
        "cobrowse/static/player/player.html",
        "cobrowse/demo_shop/shop/__init__.py",
        "cobrowse/demo_shop/shop/static/fonts/instrument-sans.woff2",
        "cobrowse/demo_shop/shop/static/fonts/newsreader-italic.woff2",
        "cobrowse/demo_shop/shop/static/fonts/newsreader.woff2",
        "cobrowse/demo_shop/shop/static/vendor/react-dom.js",
        "cobrowse/demo_shop/shop/static/vendor/react.js",
    }
    foreign = {name.split("/")[0] for name in names} - {"cobrowse"}
    assert all(name.endswith(".dist-info") for name in foreign)
    assert not any("node_modules" in name or name.endswith(".test.ts") for name in names)
