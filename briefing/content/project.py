"""Lay out a new campaign's folder, with settings, places to be filled, a registry and what programs read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import briefing
from briefing.content import schema, tree
from briefing.content.folder import CONTENT
from briefing.core.problems import BriefingError, nearest
from briefing.core.program import PACKAGE

# What every new folder holds, and what the registry begins with, by the kind of campaign.
SKELETON, PRESETS = PACKAGE / "skeleton", PACKAGE / "presets"
DEFAULT = "general"
# What may be there already: a repository that holds nothing yet.
IGNORED = frozenset({".git"})

_SETTINGS = '''\
"""Settings of this campaign's site: Pelican's own names, and Briefing's under `BRIEFING`."""

SITENAME = {title}
# Where the site will stand.
SITEURL = "https://campaign.example"
# The time zone that decides which day is today.
TIMEZONE = "UTC"
PLUGINS = ["briefing.plugin"]

BRIEFING = {{
    # A line below the title on every page, and the opening of the home page.
    "tagline": "",
    "introduction": "",
    # Under which licence the texts stand, as in "CC BY 4.0", and where it can be read.
    "licence": "",
    "licence_url": "",
}}
'''


def presets() -> tuple[str, ...]:
    """List what a registry can begin with, in alphabetical order."""
    return tuple(sorted(folder.name for folder in PRESETS.iterdir()))


def lay_out(root: Path, *, title: str, preset: str = DEFAULT) -> None:
    """Write the folder of a campaign that passes the check, and warns of the places to fill in.

    Raises BriefingError, before anything is written, where the folder holds something or there is no
    such preset.
    """
    if preset not in presets():
        near = nearest(preset, presets())
        allowed = f"did you mean {near}?" if near else f"choose one of {', '.join(presets())}"
        raise BriefingError(f"preset {preset}: there is no such preset; {allowed}")
    if root.exists() and not root.is_dir():
        raise BriefingError(f"{root} is a file; name a folder that is empty or not there yet")
    if root.exists() and any(entry.name not in IGNORED for entry in root.iterdir()):
        raise BriefingError(f"{root} holds something already; name a folder that is empty or not there yet")
    for path, text in _files(title, PRESETS / preset):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        with (root / path).open("x", encoding="utf-8", newline="\n") as opened:
            opened.write(text)
    known = tree.read_registry(root / CONTENT)
    schema.write(root, known.measures, known.units)


def _files(title: str, preset: Path) -> Iterator[tuple[str, str]]:
    """Yield each file's path in the new folder, and its text."""
    yield "pelicanconf.py", _SETTINGS.format(title=json.dumps(title, ensure_ascii=False))
    yield "requirements.txt", f"briefing-digest=={briefing.__version__}\n"
    for folder, below in ((SKELETON, ""), (preset, f"{CONTENT}/registry/")):
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                path = f"{below}{file.relative_to(folder).as_posix()}"
                yield path, described(path) + file.read_text("utf-8")


def described(path: str) -> str:
    """Return the line by which editors' programs find the schema of a file of the registry."""
    if not path.startswith(f"{CONTENT}/registry/"):
        return ""
    name = Path(path).with_suffix(".json").name
    return f"# yaml-language-server: $schema=../../{schema.FOLDER}/{name}\n"
