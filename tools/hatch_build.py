"""What a distribution carries besides Python: the built front ends, and the demo's shop.

So that an installed wheel serves, and shows its demo, on a machine without Node. An editable
install is a developer's: it skips all of this.
"""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILT = (
    "cobrowse/static/capture/manifest.json",
    "cobrowse/static/console/index.html",
    "cobrowse/static/player/player.html",
)
SHOP = "examples/shop/shop"
INSTALLED_SHOP = "cobrowse/demo_shop/shop"
SHOP_PACKAGES = "examples/shop/node_modules"
FONTS = "@fontsource-variable"
# By the names under which `shop/assets.py` serves them. Where React goes, its licence goes.
PACKAGED = {
    "fonts/instrument-sans.woff2": (
        f"{FONTS}/instrument-sans/files/instrument-sans-latin-wght-normal.woff2"
    ),
    "fonts/newsreader.woff2": f"{FONTS}/newsreader/files/newsreader-latin-opsz-normal.woff2",
    "fonts/newsreader-italic.woff2": f"{FONTS}/newsreader/files/newsreader-latin-opsz-italic.woff2",
    "vendor/react.js": "react/umd/react.production.min.js",
    "vendor/react-dom.js": "react-dom/umd/react-dom.production.min.js",
    "vendor/react-license.txt": "react/LICENSE",
}


class FrontEnds(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        root = Path(self.root)
        # A source distribution brings its front ends along; a checkout's may be out of date.
        if (root / ".git").exists() or not all((root / file).is_file() for file in BUILT):
            subprocess.run([sys.executable, "-m", "tools.setup", "build"], cwd=root, check=True)
        build_data["force_include"].update(packaged(root, self.target_name))
        if self.target_name == "wheel":
            build_data["force_include"].update(shop(root))


def shop(root: Path) -> dict[str, str]:
    """Where each file of the shop goes. The scenes its pictures were made from stay at home."""
    return {
        str(path): f"{INSTALLED_SHOP}/{path.relative_to(root / SHOP)}"
        for path in (root / SHOP).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def packaged(root: Path, target: str) -> dict[str, str]:
    """What the shop has from npm; installed, it lies among its other static files."""
    home = INSTALLED_SHOP if target == "wheel" else SHOP
    return {
        str(root / SHOP_PACKAGES / file): f"{home}/static/{name}"
        for name, file in PACKAGED.items()
        if (root / SHOP_PACKAGES / file).is_file()
    }
