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
FONT_PACKAGES = "examples/shop/node_modules/@fontsource-variable"
# The names are those by which `shop/assets.py` asks for them.
FONTS = {
    "instrument-sans.woff2": "instrument-sans/files/instrument-sans-latin-wght-normal.woff2",
    "newsreader.woff2": "newsreader/files/newsreader-latin-opsz-normal.woff2",
    "newsreader-italic.woff2": "newsreader/files/newsreader-latin-opsz-italic.woff2",
}


class FrontEnds(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        root = Path(self.root)
        # A source distribution brings its front ends along; a checkout's may be out of date.
        if (root / ".git").exists() or not all((root / file).is_file() for file in BUILT):
            subprocess.run([sys.executable, "-m", "tools.setup", "build"], cwd=root, check=True)
        build_data["force_include"].update(fonts(root, self.target_name))
        if self.target_name == "wheel":
            build_data["force_include"].update(shop(root))


def shop(root: Path) -> dict[str, str]:
    """Where each file of the shop goes. The scenes its pictures were made from stay at home."""
    return {
        str(path): f"{INSTALLED_SHOP}/{path.relative_to(root / SHOP)}"
        for path in (root / SHOP).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def fonts(root: Path, target: str) -> dict[str, str]:
    """The shop's fonts are npm packages; installed, they lie among its other static files."""
    home = INSTALLED_SHOP if target == "wheel" else SHOP
    return {
        str(root / FONT_PACKAGES / file): f"{home}/static/fonts/{name}"
        for name, file in FONTS.items()
        if (root / FONT_PACKAGES / file).is_file()
    }
