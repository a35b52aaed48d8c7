"""Read the settings file."""

from __future__ import annotations

import runpy
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from briefing.core import settings
from briefing.core.problems import BriefingError
from briefing.core.settings import Settings


def load(path: Path) -> Settings:
    """Run the settings file and read what it sets.

    Raises BriefingError with its faults where there are any, and where there is no such file.
    """
    return checked(mapping(path), path)


def checked(mapping: Mapping[str, Any], path: Path) -> Settings:
    """Read what a settings file set; raises BriefingError with its faults where there are any."""
    chosen, problems = settings.parse(mapping, root=path.absolute().parent, path=path.name)
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
    if faults := settings.faults_of_output(folders):
        _, what, allowed = faults[0]
        raise BriefingError(f"--output: {what}; {allowed}")
    return replace(chosen, folders=folders)


def preview(chosen: Settings) -> Settings:
    """Return the settings of a preview: drafts too, in a folder that nothing is published from."""
    folders = replace(chosen.folders, output=chosen.folders.store / "preview")
    return replace(chosen, folders=folders, drafts=True)
