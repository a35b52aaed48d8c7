"""The theme's static files and scripts, at addresses that contain a digest of their content."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from briefing.core.problems import BriefingError
from briefing.site.render import scripts

ASSETS = "assets/"
STYLE = "site.css"


class Asset(Struct, frozen=True):
    """A static file: its address, which changes with its content, and its bytes."""

    href: str
    content: bytes


class Hrefs(dict[str, str]):
    """The addresses of a theme's files by name. Raises BriefingError for one that the theme lacks."""

    def __missing__(self, name: str) -> str:
        """Tell what a page refers to in vain."""
        folder = "scripts" if name.endswith(scripts.SUFFIX) else "static"
        raise BriefingError(f"theme/{folder} has no {name}, which pages refer to")


def read(themes: Sequence[Path]) -> dict[str, Asset]:
    """Read `static` and `scripts` of themes, by name; an address holds eight digits of the content's hash.

    A file of an earlier theme stands for one of its name in a later. Static files are served as they are;
    how scripts are joined, `scripts` tells. Raises BriefingError if a script is damaged or has the name
    of a static file.
    """
    static: dict[str, bytes] = {}
    joined: dict[str, bytes] = {}
    for theme in reversed(themes):
        static |= _static(theme / "static")
        joined |= scripts.read(theme / "scripts")
    if twice := min(joined.keys() & static.keys(), default=""):
        raise BriefingError(f"theme/static/{twice}: theme/scripts makes a {twice} too; keep one of them")
    return {name: _asset(name, content) for name, content in sorted((static | joined).items())}


def styles(hrefs: Mapping[str, str]) -> tuple[str, ...]:
    """Choose, of the addresses of a theme's files by name, the style sheets of every page, in their order.

    These are all that stand in `static` itself: `site.css`, then those that a project adds, by name.
    """
    added = sorted(name for name in hrefs if name.endswith(".css") and "/" not in name and name != STYLE)
    return (hrefs[STYLE], *(hrefs[name] for name in added))


def _static(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and not file.name.startswith(".")
    }


def _asset(name: str, content: bytes) -> Asset:
    stem, dot, ending = name.rpartition(".")
    digest = hashlib.sha256(content).hexdigest()[:8]
    return Asset(f"{ASSETS}{stem}.{digest}.{ending}" if dot else f"{ASSETS}{name}.{digest}", content)
