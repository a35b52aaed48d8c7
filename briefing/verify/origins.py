"""Problems of published files and the notes that these come from go in; the same, with notes, come out."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from briefing.errors import Problem

# Pages of many notes are made of these, each of which tells of one.
_ENTRIES = re.compile(r"<(/?)(article|li|tr|g)\b", re.IGNORECASE)
_NOTE = re.compile(r"notes/[^/\"'#?\s<>]+/")


def told(problems: Iterable[Problem], folder: Path, files: Mapping[str, str]) -> Iterator[Problem]:
    """Say of each Problem which file of the content it comes from, where that can be told.

    `files` has the file of an address below the site's root, such as "notes/a/". A page of one file
    comes from it; in a list it is the entry around the fault that tells, by its link to a note.
    """
    for problem in problems:
        path = _path(problem, folder)
        found = files.get(_address(path)) or next(_named(problem, folder / path, files), "")
        if not found or found in str(problem):
            yield problem
        elif problem.allowed:
            yield replace(problem, allowed=f"{problem.allowed} (from {found})")
        else:
            yield replace(problem, what=f"{problem.what} (from {found})")


def _path(problem: Problem, folder: Path) -> str:
    return problem.location.path.removeprefix(str(folder)).lstrip("/")


def _address(path: str) -> str:
    return path.removesuffix("index.html")


def _named(problem: Problem, file: Path, files: Mapping[str, str]) -> Iterator[str]:
    """Yield the notes that the entry around the fault's line links to, then those in its message."""
    for text in (_entry(file, problem.location.line), problem.what):
        for address in _NOTE.findall(text):
            if address in files:
                yield files[address]


def _entry(file: Path, line: int) -> str:
    """The entry in which a line of a page stands; empty where there is none."""
    if not line or PurePosixPath(file).suffix != ".html" or not file.is_file():
        return ""
    text = file.read_text("utf-8", "replace")
    start = len("".join(text.splitlines(keepends=True)[: line - 1]))
    opened: list[re.Match[str]] = []
    for found in _ENTRIES.finditer(text):
        if found.start() > start and (not opened or found.start() > text.find("\n", start) >= 0):
            break
        if not found[1]:
            opened.append(found)
        elif opened and opened[-1][2] == found[2]:
            opened.pop()
    if not opened:
        return text[start:].partition("\n")[0]
    inner = opened[-1]
    end = text.find(f"</{inner[2]}", inner.start())
    return text[inner.start() : end if end >= 0 else None]
