"""Keep what was found of sound pages and other files, so that the next verification need not check them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from briefing.engine import codec
from briefing.verify import record
from briefing.verify.pages import Expectations, PageFacts, exported, share_texts
from briefing.verify.whole import FileFacts


class Verdicts(NamedTuple):
    """What was found of sound pages and other files, and a digest of what they were held against."""

    against: str
    pages: tuple[PageFacts, ...] = ()
    files: tuple[FileFacts, ...] = ()


def load(file: Path, against: str) -> Verdicts:
    """Return what was kept; nothing where it was held against something else."""
    try:
        with file.open(encoding="utf-8", newline="\n") as lines:
            before, pages = codec.loads(lines.readline()[:-1], tuple[str, int])
            if before != against:
                return Verdicts(against)
            return Verdicts(
                against,
                tuple(share_texts(codec.loads(line[:-1], PageFacts)) for line in islice(lines, pages)),
                tuple(codec.loads(line[:-1], FileFacts) for line in lines),
            )
    except (OSError, UnicodeDecodeError, codec.DamagedError):
        return Verdicts(against)


def keep(file: Path, verdicts: Verdicts) -> None:
    """Keep what was found of what has no Problem, a line each; without a place for it, nothing is lost."""
    partial = file.with_name(f"{file.name}.{os.getpid()}")
    with suppress(OSError):
        with partial.open("w", encoding="utf-8", newline="\n") as lines:
            lines.write(f"{codec.dumps((verdicts.against, len(verdicts.pages)))}\n")
            lines.writelines(f"{codec.dumps(one)}\n" for one in (*verdicts.pages, *verdicts.files))
        partial.replace(file)


def standing(kept: Iterable[PageFacts], expected: Expectations) -> dict[str, PageFacts]:
    """Return what still holds: of pages with the same bytes, references that lead to files, and exports."""
    return {
        one.path: one
        for one in kept
        if one.path in expected.site.files
        and record.fault(one.path, one.sha256, expected.recorded) is None
        and expected.site.files.issuperset(one.reached)
        and expected.site.files.issuperset(one.led_to)
        and one.exported == exported(one.anchors, expected)
        and _sha256(expected.folder / one.path) == one.sha256
    }


def _sha256(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""
