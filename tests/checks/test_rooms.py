"""The house: which rooms there are, and who may reach into which.

The Python rooms' walls are import-linter contracts in `pyproject.toml`; the rest is here.
"""

import ast
import re
import sys
from pathlib import Path

import pytest

from tests.checks.checkout import ROOT, files, hand_written_sources, text, under

TOP_LEVEL_FOLDERS = {
    ".ci", ".github", "agent_ui", "capture_script", "cobrowse", "deploy", "docs", "examples",
    "tests", "tools",
}  # fmt: skip
PYTHON_ROOMS = {"domain", "flow", "store", "web", "wire"}
ON_TOP_OF_THEM = {"app", "cli", "demo"}
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "shared", "stuff"}

# Folders side by side under each of these do not import one another: what two of them need lies
# above them, or is handed to them.
SEPARATE = {
    "capture_script/src": {"record", "observe", "buffer", "transport", "assist", "privacy"},
    "agent_ui/src/features": None,  # whatever is there
}
# In the console, imports go only to the right; folders in one tuple are on one step.
CONSOLE_STEPS = (("app",), ("features",), ("live", "player", "api", "ui"), ("wire",))

IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*["'](\.[^"']*)["']""")


def test_the_top_level_holds_the_agreed_folders_only() -> None:
    found = {path.parts[0] for path in files() if len(path.parts) > 1}
    assert found <= TOP_LEVEL_FOLDERS, "new rooms at the top level need an ADR"


def test_the_python_package_has_five_rooms() -> None:
    found = {path.parts[1] for path in under("cobrowse") if len(path.parts) > 2}
    assert found == PYTHON_ROOMS | ON_TOP_OF_THEM


def test_no_file_has_a_name_that_says_nothing() -> None:
    vague = [
        str(path)
        for path in hand_written_sources()
        if VAGUE & {part.split(".")[0].lower() for part in path.parts}
    ]
    assert not vague, "name these after what they are about"


def test_the_domain_imports_the_standard_library_alone() -> None:
    allowed = sys.stdlib_module_names | {"cobrowse"}
    foreign = [
        f"{path} imports {name}"
        for path in under("cobrowse")
        if path.parts[1] == "domain" and path.suffix == ".py"
        for name in _python_imports(path)
        if name.split(".")[0] not in allowed
        or (name.startswith("cobrowse.") and "domain" not in name)
    ]
    assert not foreign


@pytest.mark.parametrize("parent", SEPARATE)
def test_folders_side_by_side_do_not_import_one_another(parent: str) -> None:
    names = SEPARATE[parent]
    crossing = [
        f"{path} imports {target}"
        for path, target in _relative_imports(parent)
        if (own := _folder_in(parent, path)) != (other := _folder_in(parent, target))
        and own
        and other
        and (names is None or {own, other} <= names)
    ]
    assert not crossing, "hand over what is needed, or move it to where both may reach"


def test_imports_of_the_console_go_only_to_the_right() -> None:
    step = {name: index for index, names in enumerate(CONSOLE_STEPS) for name in names}
    home = "agent_ui/src"
    backwards = [
        f"{path} imports {target}"
        for path, target in _relative_imports(home)
        if step.get(_folder_in(home, path), -1) > step.get(_folder_in(home, target), 99)
    ]
    assert not backwards


def test_the_player_knows_no_react() -> None:
    knowing = [
        str(path)
        for path in under("agent_ui")
        if path.is_relative_to("agent_ui/src/player") and 'from "react' in text(path)
    ]
    assert not knowing, "the player is plain TypeScript"


def _python_imports(path: Path) -> list[str]:
    names: list[str] = []
    for node in ast.walk(ast.parse(text(path))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
    return names


def _relative_imports(home: str) -> list[tuple[Path, Path]]:
    """Pairs of a TypeScript file and what it imports, both relative to the checkout's root."""
    pairs = []
    for path in files():
        if not path.is_relative_to(home) or path.suffix not in {".ts", ".tsx"}:
            continue
        for found in IMPORT.finditer(text(path)):
            target = (ROOT / path.parent / found[1]).resolve()
            if target.is_relative_to(ROOT):
                pairs.append((path, target.relative_to(ROOT)))
    return pairs


def _folder_in(parent: str, path: Path) -> str:
    """The folder of `parent` that holds the path; empty when it is not in one."""
    if not path.is_relative_to(parent):
        return ""
    inner = path.relative_to(parent).parts
    return inner[0] if len(inner) > 1 else ""
