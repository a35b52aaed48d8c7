"""The theme's static files, served at addresses that hold a digest of their content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.core.problems import BriefingError
from briefing.site.render import minify

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ASSETS = "assets/"


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file: its address, which changes with its content, and its bytes."""

    href: str
    content: bytes


def read(theme: Path) -> dict[str, Asset]:
    """Read `theme/static`, by name below it; an address holds eight digits of the content's hash."""
    folder = theme / "static"
    if not folder.is_dir():
        raise BriefingError(
            f"{folder}: the theme has no static files; it needs at least site.css and icon.svg"
        )
    return {
        file.relative_to(folder).as_posix(): _asset(file.relative_to(folder).as_posix(), _served(file))
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not file.name.startswith(".")
    }


def required(assets: Mapping[str, Asset], name: str) -> str:
    """The address of an asset that pages refer to."""
    if name not in assets:
        raise BriefingError(f"theme/static/{name} is missing; every page refers to it")
    return assets[name].href


def _served(file: Path) -> bytes:
    """A file as it is served: of scripts what a browser needs."""
    content = file.read_bytes()
    return minify.squeezed(content.decode()).encode() if file.suffix == ".js" else content


def _asset(name: str, content: bytes) -> Asset:
    stem, dot, ending = name.rpartition(".")
    digest = hashlib.sha256(content).hexdigest()[:8]
    return Asset(f"{ASSETS}{stem}.{digest}.{ending}" if dot else f"{ASSETS}{name}.{digest}", content)
