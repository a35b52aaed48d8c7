"""Read the settings file."""

from __future__ import annotations

import ast
import runpy
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from briefing.core import settings_faults
from briefing.core.problems import BriefingError, Location, Problem
from briefing.core.settings import (
    CHOICES,
    IMAGE_LIMITS,
    SIZES,
    TEXTS,
    WORD_BUDGETS,
    Folders,
    ImageLimits,
    Settings,
    Site,
    Sizes,
    WordBudgets,
)


def load(path: Path) -> Settings:
    """Run the settings file and read what it sets.

    Raises BriefingError with its faults where there are any, and where there is no such file.
    """
    return checked(mapping(path), path)


def checked(mapping: Mapping[str, Any], path: Path) -> Settings:
    """Read what a settings file set; raises BriefingError with its faults where there are any."""
    chosen, problems = parse(mapping, root=path.absolute().parent, path=path.name)
    if chosen is None:
        raise BriefingError("\n".join(str(problem) for problem in problems))
    return chosen


def mapping(path: Path) -> dict[str, Any]:
    """Run the settings file and return all that it sets; raises BriefingError where it cannot be run."""
    if not path.exists():
        raise BriefingError(f"{path}: there is no such settings file; name one with --settings")
    try:
        return runpy.run_path(str(path))
    except Exception as error:
        raise BriefingError(f"{path}: {type(error).__name__}: {error}") from error


def elsewhere(chosen: Settings, output: Path) -> Settings:
    """Return the settings with another output folder.

    Raises BriefingError for one that is, holds or lies in a folder of sources.
    """
    folders = replace(chosen.folders, output=output)
    if faults := settings_faults.faults_of_output(folders):
        _, what, allowed = faults[0]
        raise BriefingError(f"--output: {what}; {allowed}")
    return replace(chosen, folders=folders)


def preview(chosen: Settings) -> Settings:
    """Return the settings of a preview: drafts too, in a folder that nothing is published from."""
    folders = replace(chosen.folders, output=chosen.folders.store / "preview")
    return replace(chosen, folders=folders, drafts=True)


def parse(
    mapping: Mapping[str, Any], *, root: Path, path: str
) -> tuple[Settings | None, tuple[Problem, ...]]:
    """Read Pelican's settings, upper-case names, and our own under `BRIEFING`.

    Relative folders are taken from `root`. `path` names the settings file in Problems.
    Returns None for the settings where there is any Problem.
    """
    own = mapping.get("BRIEFING", {})
    source = _source(root, path)
    faults = [*settings_faults.faults_of_site(mapping), *settings_faults.faults_of_own(own)]
    folders = None
    if not faults:
        folders = Folders(
            root=root,
            content=root / mapping.get("PATH", "content"),
            theme=root / mapping.get("THEME", "theme"),
            output=root / mapping.get("OUTPUT_PATH", "output"),
            store=root / own.get("store", ".briefing"),
            conf=root / path,
        )
        faults += settings_faults.faults_of_output(folders)
        if "THEME" in mapping and not folders.theme.is_dir():
            allowed = "name the folder of your own templates and styles, or leave THEME out"
            faults.append(("THEME", f"there is no folder {folders.theme}", allowed))
    if faults or folders is None:
        places = ((Location(path, _line(source, key)), what, allowed) for key, what, allowed in faults)
        return None, tuple(Problem(place, "setting", what, allowed) for place, what, allowed in places)
    site = Site(
        title=mapping["SITENAME"],
        url=mapping["SITEURL"].rstrip("/"),
        language=mapping.get("DEFAULT_LANG", "en"),
        **{key: own[key] for key in TEXTS if key in own},
    )
    chosen = Settings(
        site,
        folders,
        Sizes(**{key: own[key] for key in SIZES if key in own}),
        ImageLimits(**{limit: own[key] for key, limit in IMAGE_LIMITS.items() if key in own}),
        WordBudgets(**{kind: own[key] for key, kind in WORD_BUDGETS.items() if key in own}),
        timezone=mapping.get("TIMEZONE", "UTC"),
        drafts=bool(mapping.get("BRIEFING_DRAFTS")),
        **{key: own[key] for key in CHOICES if key in own},
    )
    return chosen, ()


def _source(root: Path, path: str) -> str:
    try:
        return (root / path).read_text("utf-8")
    except OSError:
        return ""


def _line(source: str, key: str) -> int:
    """Find the line that sets a key, 0 where nothing does."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return 0
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == key:
            return node.lineno
        if isinstance(node, ast.Constant) and node.value == key:
            return node.lineno
    return 0
