"""The code's own shape: imports go one way, modules and functions stay small, README names every folder."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

import campaign
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# A part imports only from those before it; a new part takes its place here.
ORDER = (
    "errors",
    "progress",
    "tracing",
    "edtf",
    "model",
    "settings",
    "configured",
    "text",
    "notes",
    "analysis",
    "chronology",
    "suggestions",
    "checking",
    "store",
    "publish",
    "inline",
    "executors",
    "cluster",
    "weighing",
    "carding",
    "reading",
    "site",
    "freshness",
    "gathering",
    "indexing",
    "listing",
    "timelines",
    "archive",
    "suggesting",
    "deploying",
    "placed",
    "making",
    "build",
    "plugin",
    "hosting",
    "verifying",
    "arguments",
    "cli",
    "__main__",
)
# These look at the finished site and know nothing of how it is made.
BESIDE = ("serve", "verify")
KNOWN_BESIDE = {"errors", "model"}
LONGEST_MODULE = 300
LONGEST_FUNCTION = 60

CODE = campaign.PROJECT / "briefing"
MODULES = sorted(CODE.rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(campaign.PROJECT).as_posix()


def part_of(path: Path) -> str:
    return path.relative_to(CODE).parts[0].removesuffix(".py")


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(path.read_text("utf-8"))))


def imported(path: Path) -> Iterator[str]:
    """Every module that a module names in an import, wherever the import stands."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "briefing":
            yield from (f"briefing.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{name_of(path)}:{node.lineno}: write the whole name of what is imported"
            yield node.module or ""


def parts_imported(path: Path) -> set[str]:
    found = {name.split(".")[1] for name in imported(path) if name.startswith("briefing.")}
    return found - {part_of(path)}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_go_one_way(path: Path) -> None:
    part = part_of(path)
    if part in BESIDE:
        allowed = KNOWN_BESIDE
    elif part in {"cli", "verifying"}:
        allowed = {*ORDER[: ORDER.index(part)], *BESIDE}
    elif part == "__init__":
        allowed = set()
    else:
        assert part in ORDER, f"{part} has no place in ORDER yet"
        allowed = set(ORDER[: ORDER.index(part)])
    assert parts_imported(path) <= allowed


def test_a_dependency_is_imported_in_one_module() -> None:
    importers: defaultdict[str, set[str]] = defaultdict(set)
    for path in MODULES:
        for name in imported(path):
            top = name.split(".")[0]
            if top != "briefing" and top not in sys.stdlib_module_names:
                importers[top].add(name_of(path))
    assert {name: paths for name, paths in importers.items() if len(paths) > 1} == {}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_starts_with_what_it_is_for_and_stays_small(path: Path) -> None:
    text = path.read_text("utf-8")
    assert ast.get_docstring(ast.parse(text))
    assert len(text.splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_functions_stay_small(path: Path) -> None:
    lengths = {
        node.name: (node.end_lineno or 0) - node.lineno + 1
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_the_readme_says_what_each_top_level_folder_is_for() -> None:
    listed = subprocess.run(
        ["git", "-C", str(campaign.PROJECT), "ls-files"], capture_output=True, text=True, check=True
    )
    folders = {path.split("/")[0] for path in listed.stdout.splitlines() if "/" in path}
    readme = (campaign.PROJECT / "README.md").read_text("utf-8")
    assert {folder for folder in folders if f"| `{folder}/` |" not in readme} == set()
