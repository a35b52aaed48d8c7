"""Keep what was found of sound pages and other files, so that the next verification need not check them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from briefing.engine import codec
from briefing.verify import record
from briefing.verify.pages import Expectations, PageFacts, exported
from briefing.verify.whole import FileFacts


class Verdicts(NamedTuple):
    """What was found of sound pages and other files, and a digest of what they were held against."""

    against: str
    pages: tuple[PageFacts, ...] = ()
    files: tuple[FileFacts, ...] = ()


def load(file: Path, against: str) -> Verdicts:
    """Return what was kept; nothing where it was held against something else."""
    try:
        text = file.read_text("utf-8")
        kept = Verdicts(*codec.loads(text, tuple[str, tuple[PageFacts, ...], tuple[FileFacts, ...]]))
    except (OSError, UnicodeDecodeError, codec.DamagedError):
        return Verdicts(against)
    return kept if kept.against == against else Verdicts(against)


def keep(file: Path, verdicts: Verdicts) -> None:
    """Keep what was found of what has no Problem; without a place for it, nothing is lost."""
    partial = file.with_name(f"{file.name}.{os.getpid()}")
    with suppress(OSError):
        partial.write_text(codec.dumps(verdicts), "utf-8")
        partial.replace(file)


def standing(kept: Iterable[PageFacts], expected: Expectations) -> dict[str, PageFacts]:
    """Return what still holds: of pages with the same bytes, references that lead to files, and exports."""
    return {
        one.path: one
        for one in kept
        if one.path in expected.site.files
        and record.fault(one.path, one.sha256, expected.recorded) is None
        and expected.site.files.issuperset(one.led_to)
        and one.exported == exported(one.anchors, expected)
        and _sha256(expected.folder / one.path) == one.sha256
    }


def _sha256(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""
