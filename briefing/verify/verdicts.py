"""Keep the facts of sound pages and other files, so that the next verification need not check them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from briefing.engine import codec
from briefing.verify import record
from briefing.verify.pages import Expectations, PageFacts, exported
from briefing.verify.whole import FileFacts

Numbers = tuple[int, ...]


class Verdicts(NamedTuple):
    """The facts of sound pages and other files, and a digest of what they were compared with."""

    against: str
    pages: tuple[PageFacts, ...] = ()
    files: tuple[FileFacts, ...] = ()


class _Page(Struct, frozen=True):
    """The facts of a page, but that paths and ids are told by their numbers among the texts of all pages."""

    rest: PageFacts
    led_to: Numbers
    anchors: Numbers
    reached: Numbers
    wanted: Numbers


def load(file: Path, against: str) -> Verdicts:
    """Return what was kept; nothing if it was compared with something else."""
    try:
        with file.open(encoding="utf-8", newline="\n") as lines:
            before, pages = codec.loads(lines.readline()[:-1], tuple[str, int])
            if before != against:
                return Verdicts(against)
            texts = codec.loads(lines.readline()[:-1], tuple[str, ...])
            return Verdicts(
                against,
                tuple(_named(codec.loads(line[:-1], _Page), texts) for line in islice(lines, pages)),
                tuple(codec.loads(line[:-1], FileFacts) for line in lines),
            )
    except (OSError, UnicodeDecodeError, IndexError, codec.DamagedError):
        return Verdicts(against)


def _named(page: _Page, texts: tuple[str, ...]) -> PageFacts:
    text = texts.__getitem__
    return replace(
        page.rest,
        led_to=tuple(map(text, page.led_to)),
        anchors=frozenset(map(text, page.anchors)),
        reached=tuple(map(text, page.reached)),
        wanted=tuple(map(text, page.wanted)),
    )


def _numbered(page: PageFacts, numbers: Mapping[str, int]) -> _Page:
    number = numbers.__getitem__
    return _Page(
        rest=replace(page, led_to=(), anchors=frozenset(), reached=(), wanted=()),
        led_to=tuple(map(number, page.led_to)),
        anchors=tuple(sorted(map(number, page.anchors))),
        reached=tuple(map(number, page.reached)),
        wanted=tuple(map(number, page.wanted)),
    )


def keep(file: Path, verdicts: Verdicts) -> None:
    """Keep the facts of what has no Problem, a line each; if they cannot be written, nothing is lost."""
    partial = file.with_name(f"{file.name}.{os.getpid()}")
    told = (
        part for one in verdicts.pages for part in (one.led_to, sorted(one.anchors), one.reached, one.wanted)
    )
    texts = tuple(dict.fromkeys(chain.from_iterable(told)))
    numbers = {text: number for number, text in enumerate(texts)}
    pages = (_numbered(one, numbers) for one in verdicts.pages)
    values = chain(((verdicts.against, len(verdicts.pages)), texts), pages, verdicts.files)
    with suppress(OSError):
        with partial.open("w", encoding="utf-8", newline="\n") as lines:
            lines.writelines(f"{codec.dumps(one)}\n" for one in values)
        partial.replace(file)


def standing(kept: Iterable[PageFacts], expected: Expectations) -> dict[str, PageFacts]:
    """Return the pages that are still sound: same bytes, same exports, and references that lead to files."""
    return {
        one.path: one
        for one in kept
        if one.path in expected.site.files
        and record.fault(one.path, one.sha256, expected.recorded) is None
        and expected.site.files.issuperset(one.reached)
        and expected.site.files.issuperset(one.led_to)
        and one.exported == exported(one.anchors, expected)
        and _sha256(f"{expected.folder}/{one.path}") == one.sha256
    }


def _sha256(path: str) -> str:
    try:
        # No Path and no buffer: every page of the site is hashed here.
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123
            return hashlib.sha256(file.readall()).hexdigest()
    except OSError:
        return ""
