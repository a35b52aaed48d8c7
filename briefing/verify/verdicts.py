"""Keep what was found of sound pages, so that the next verification need not read them again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from briefing.engine import codec
from briefing.verify import record
from briefing.verify.pages import Expectations, PageFacts


def load(file: Path, against: str) -> dict[str, PageFacts]:
    """Return what was kept of pages, by path; nothing where they were held against something else."""
    try:
        kept, found = codec.loads(file.read_text("utf-8"), tuple[str, tuple[PageFacts, ...]])
    except (OSError, UnicodeDecodeError, codec.DamagedError):
        return {}
    return {one.path: one for one in found} if kept == against else {}


def keep(file: Path, against: str, pages: Iterable[PageFacts]) -> None:
    """Keep what was found of the pages without a Problem; without a place for it, nothing is lost."""
    sound = tuple(one for one in pages if not one.problems)
    partial = file.with_name(f"{file.name}.{os.getpid()}")
    with suppress(OSError):
        partial.write_text(codec.dumps((against, sound)), "utf-8")
        partial.replace(file)


def standing(kept: Mapping[str, PageFacts], expected: Expectations) -> dict[str, PageFacts]:
    """Return what still holds: of pages with the same bytes, all of whose references lead to files."""
    return {
        path: one
        for path, one in kept.items()
        if path in expected.site.files
        and record.fault(path, one.sha256, expected.recorded) is None
        and expected.site.files.issuperset(one.led_to)
        and _sha256(expected.folder / path) == one.sha256
    }


def _sha256(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""
