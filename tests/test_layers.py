"""The code's own shape, as far as no linter checks it: sizes, importers, and the docs' list of folders."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator

import campaign
import pytest

LONGEST_MODULE = 300
LONGEST_FUNCTION = 60


@pytest.fixture(scope="module")
def modules() -> dict[str, str]:
    """The text of every module, by its path from the project's folder."""
    paths = sorted((campaign.PROJECT / "briefing").rglob("*.py"))
    return {path.relative_to(campaign.PROJECT).as_posix(): path.read_text("utf-8") for path in paths}


def imported(text: str) -> Iterator[str]:
    """Every module that a module names in an import, wherever the import stands."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_a_dependency_is_imported_in_one_module(modules: dict[str, str]) -> None:
    importers: defaultdict[str, set[str]] = defaultdict(set)
    for path, text in modules.items():
        for name in imported(text):
            importers[name.partition(".")[0]].add(path)
    # What rests on Jinja's private names stands apart, so that rendering does without it.
    importers["jinja2"].discard("briefing/site/render/fast_jinja.py")
    # This one takes PyYAML's names for types alone.
    importers["yaml"].discard("briefing/content/forms/yaml_faults.py")
    # What dataclasses would be, made faster: the values of every module.
    del importers["msgspec"]
    ours = {"briefing", *sys.stdlib_module_names}
    assert {name: paths for name, paths in importers.items() if name not in ours and len(paths) > 1} == {}


def test_modules_stay_small(modules: dict[str, str]) -> None:
    lengths = {path: len(text.splitlines()) for path, text in modules.items()}
    assert {path: length for path, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_functions_stay_small(modules: dict[str, str]) -> None:
    lengths = {
        f"{path}:{node.lineno} {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path, text in modules.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert lengths
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_the_docs_list_the_folders_of_the_program_in_the_order_of_their_imports() -> None:
    project = tomllib.loads((campaign.PROJECT / "pyproject.toml").read_text("utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    (layers,) = [one["layers"] for one in contracts if one.get("containers") == ["briefing"]]
    docs = (campaign.PROJECT / "docs/architecture.md").read_text("utf-8")
    table = docs.partition("| In `briefing/` |")[2].partition("\n\n")[0]
    assert re.findall(r"^\| `(\w+)(?:/|\.py)` \|", table, re.MULTILINE) == layers[::-1]
