"""The pages of a site go in; what is wrong with each, and what it asks of the others, comes out.

Each page is read once and alone, so that many can be read at the same time.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from briefing.core.problems import Location, Problem
from briefing.verify import figures, leaks, links, page, record, weight
from briefing.verify.schemas import Schema, shipped
from briefing.verify.source import Known

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from briefing.verify.figures import Claim
    from briefing.verify.leaks import Withheld
    from briefing.verify.links import Wanted
    from briefing.verify.page import Page
    from briefing.verify.site import Site

# More than this are read by all processors at once; fewer are read before these are at work.
FEW = 600
_SHARE = 100
# Beyond this many tags kept, pages have little in common: forgetting is quicker than remembering.
_MOST_TAGS = 200_000


@dataclass(frozen=True, slots=True)
class Task:
    """What pages are held against: `recorded` has the SHA-256 of each file, as far as one is told."""

    folder: Path
    site: Site
    recorded: Mapping[str, str]
    claims: Mapping[str, Claim]
    withheld: Withheld


@dataclass(frozen=True, slots=True)
class Summary:
    """What remains of a page once it has been read: `reached` are the pages that it links to."""

    path: str
    title: str = ""
    description: str = ""
    styles: tuple[tuple[str, str], ...] = ()
    anchors: frozenset[str] = frozenset()
    reached: tuple[str, ...] = ()
    wanted: tuple[Wanted, ...] = ()
    problems: tuple[Problem, ...] = ()


def read(task: Task, paths: Sequence[str]) -> tuple[Summary, ...]:
    """Read pages, given by their paths; the order is kept."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if len(paths) <= FEW or processors < 2:  # noqa: PLR2004 - one reads as fast alone
        reader = Reader(task)
        return tuple(reader.read(path) for path in paths)
    shares = [paths[start : start + _SHARE] for start in range(0, len(paths), _SHARE)]
    with ProcessPoolExecutor(
        processors, multiprocessing.get_context("spawn"), initializer=_begin, initargs=(task,)
    ) as pool:
        return tuple(one for share in pool.map(_read_share, shares) for one in share)


# A process's own reader: a pool hands each process its task once, by its initializer.
_READERS: list[Reader] = []


def _begin(task: Task) -> None:
    _READERS[:] = [Reader(task)]


def _read_share(paths: Sequence[str]) -> list[Summary]:
    return [_READERS[0].read(path) for path in paths]


@dataclass(slots=True)
class Reader:
    """Reads one page after the other, and keeps what they share."""

    task: Task
    known: Known = field(default_factory=Known)
    weights: dict[str, int] = field(default_factory=dict)
    described: Schema = field(default_factory=lambda: shipped("json-ld"))

    def read(self, path: str) -> Summary:
        """Read a page; one that cannot be read has that Problem alone."""
        file = self.task.folder / path
        try:
            content = file.read_bytes()
            text = content.decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            return Summary(path, problems=(unreadable(file, error),))
        if len(self.known) > _MOST_TAGS:
            self.known.clear()
        found = page.read(text, path=path, known=self.known)
        followed = links.follow(found, self.task.site)
        problems = [
            _problem(self.task, found, at, rule, what, allowed)
            for at, rule, what, allowed in (
                *((*fault, "") for fault in found.found),
                *((at, one.rule, one.what, one.allowed) for at, one in followed.faults),
                *self._faults(found, content),
            )
        ]
        return Summary(
            path=path,
            title=found.title,
            description=found.description,
            styles=tuple(_styles(found)),
            anchors=frozenset(found.ids),
            reached=tuple(sorted(followed.reached)),
            wanted=tuple(followed.wanted),
            problems=tuple(problems),
        )

    def _faults(self, found: Page, content: bytes) -> Iterator[tuple[int, str, str, str]]:
        task = self.task
        for rule in links.RULES:
            yield from ((at, one.rule, one.what, one.allowed) for at, one in rule(found, task.site))
        for block, at in found.blocks:
            yield from ((at, "json-ld", f"JSON-LD: {what}", "") for what in self.described.faults(block))
        yield from ((*fault, "") for fault in figures.faults(found, task.claims))
        if task.withheld:
            for text, path in task.withheld.found(leaks.words_of_page(found)):
                yield -1, "withheld", *told(text, path)
        if heavy := weight.fault(found, content, folder=task.folder, site=task.site, known=self.weights):
            yield -1, heavy.rule, heavy.what, heavy.allowed
        if fault := record.fault(found.path, hashlib.sha256(content).hexdigest(), task.recorded):
            yield -1, fault.rule, fault.what, fault.allowed


def told(text: str, path: str) -> tuple[str, str]:
    """Say that a text stands where it must not."""
    shown = text if len(text) <= 60 else f"{text[:59]}…"  # noqa: PLR2004 - enough to find it by
    return f'"{shown}" is published here', f"{path} is not: it is a draft, or withdrawn"


def unreadable(file: Path, error: OSError | UnicodeDecodeError) -> Problem:
    """Say that a file cannot be read."""
    what = (
        f"cannot be read: {error.strerror}"
        if isinstance(error, OSError)
        else f"byte {error.start} is not UTF-8"
    )
    return Problem(Location(str(file)), "unreadable", what)


def _problem(task: Task, found: Page, at: int, rule: str, what: str, allowed: str) -> Problem:  # noqa: PLR0917 - the parts of a Problem
    line = found.source.line(at) if at >= 0 else 0
    return Problem(Location(str(task.folder / found.path), line), rule, what, allowed)


def _styles(found: Page) -> Iterator[tuple[str, str]]:
    """Each style sheet that the page uses, as written, with the page's policy, if it has one."""
    if found.policy is not None:
        for reference in found.references:
            if reference.kind == "style":
                yield reference.target, found.policy
