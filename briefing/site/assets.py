"""The theme's static files in; their hashed addresses, and plans to write them, out."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from briefing.errors import BriefingError
from briefing.site.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ASSETS = "assets/"
_MARGINS = re.compile(rb"^[ \t]*//.*\n|^[ \t]+", re.MULTILINE)


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


def plans(assets: Mapping[str, Asset]) -> tuple[Plan, ...]:
    """Plan to write each asset."""
    return tuple(Plan(asset.href, "", asset.href, partial(_content, asset)) for asset in assets.values())


def required(assets: Mapping[str, Asset], name: str) -> str:
    """The address of an asset that pages refer to."""
    if name not in assets:
        raise BriefingError(f"theme/static/{name} is missing; every page refers to it")
    return assets[name].href


def _served(file: Path) -> bytes:
    """A file as it is served: scripts without their indentation and comment lines, a sixth of their size."""
    content = file.read_bytes()
    return _MARGINS.sub(b"", content) if file.suffix == ".js" else content


def _content(asset: Asset) -> bytes:
    return asset.content


def _asset(name: str, content: bytes) -> Asset:
    stem, dot, ending = name.rpartition(".")
    digest = hashlib.sha256(content).hexdigest()[:8]
    return Asset(f"{ASSETS}{stem}.{digest}.{ending}" if dot else f"{ASSETS}{name}.{digest}", content)
