"""The theme's static files and scripts, served at addresses that hold a digest of their content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.core.problems import BriefingError
from briefing.site.render import scripts

if TYPE_CHECKING:
    from pathlib import Path

ASSETS = "assets/"


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file: its address, which changes with its content, and its bytes."""

    href: str
    content: bytes


class Hrefs(dict[str, str]):
    """The addresses of a theme's files by name. Raises BriefingError for one that the theme lacks."""

    def __missing__(self, name: str) -> str:
        """Tell what a page refers to in vain."""
        folder = "scripts" if name.endswith(scripts.SUFFIX) else "static"
        raise BriefingError(f"theme/{folder} has no {name}, which pages refer to")


def read(theme: Path) -> dict[str, Asset]:
    """Read `theme/static` and `theme/scripts`, by name; an address holds eight digits of the content's hash.

    Static files are served as they are; how scripts are joined, `scripts` tells. Raises BriefingError
    if there are no static files, or if a script is damaged or has the name of a static file.
    """
    folder = theme / "static"
    if not folder.is_dir():
        raise BriefingError(
            f"{folder}: the theme has no static files; it needs at least site.css and icon.svg"
        )
    joined = scripts.read(theme / "scripts")
    static = {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and not file.name.startswith(".")
    }
    if twice := min(joined.keys() & static.keys(), default=""):
        raise BriefingError(f"{folder / twice}: theme/scripts makes a {twice} too; keep one of them")
    return {name: _asset(name, content) for name, content in sorted((static | joined).items())}


def _asset(name: str, content: bytes) -> Asset:
    stem, dot, ending = name.rpartition(".")
    digest = hashlib.sha256(content).hexdigest()[:8]
    return Asset(f"{ASSETS}{stem}.{digest}.{ending}" if dot else f"{ASSETS}{name}.{digest}", content)
