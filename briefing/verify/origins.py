"""Name the content file that each Problem of a published file comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from msgspec.structs import replace

from briefing.content import urls
from briefing.core.problems import Location, Problem
from briefing.text.passages import words_of

# Pages about many notes consist of these, each of which is about one.
_ENTRIES = re.compile(r"<(/?)(article|li|tr|g)\b", re.IGNORECASE)
# What a message quotes, and how many words of it in a row tell the line of a note that it is from.
_QUOTES = re.compile(r"(?<!\w)'([^']+)'(?!\w)|\"([^\"]+)\"")
_LONGEST_RUN = 8
_SHORTEST_RUN = 4  # letters
_NOTE = re.compile(r"notes/[^/\"'#?\s<>]+/")


def traced(problems: Iterable[Problem], folder: Path, files: Mapping[str, str]) -> Iterator[Problem]:
    """Add to each Problem the file of the content that it comes from, if that can be found.

    `files` has the file of an address below the site's root, such as "notes/a/". A note's page comes
    from the note. Elsewhere the entry around the fault shows it by its link to a note, or the message
    does; else it is the file that the page is made from.
    """
    for problem in problems:
        found = _origin(problem, folder, files) if files else ""
        if not found or found in str(problem):
            yield problem
            continue
        quotes = (quote[1] or quote[2] for quote in _QUOTES.finditer(problem.what))
        place = Location(found, line_of(quotes, Path(found)))
        if problem.allowed:
            yield replace(problem, allowed=f"{problem.allowed} (from {place})")
        else:
            yield replace(problem, what=f"{problem.what} (from {place})")


def line_of(quotes: Iterable[str], file: Path) -> int:
    """Find the line of a file that holds most of what is quoted, word for word; 0 if none does."""
    try:
        lines = [f" {' '.join(words_of(line))} " for line in file.read_text("utf-8", "replace").split("\n")]
    except OSError:
        return 0
    told = [words_of(quote) for quote in quotes]
    runs = (run for size in range(_LONGEST_RUN, 0, -1) for words in told for run in _runs(words, size))
    return next((number for run in runs for number, line in enumerate(lines, 1) if run in line), 0)


def _runs(words: Sequence[str], size: int) -> Iterator[str]:
    """Yield each so many words in a row; a single short one says nothing."""
    for start in range(len(words) - size + 1):
        run = " ".join(words[start : start + size])
        if len(run) >= _SHORTEST_RUN:
            yield f" {run} "


def _origin(problem: Problem, folder: Path, files: Mapping[str, str]) -> str:
    path = problem.location.path.removeprefix(str(folder)).lstrip("/")
    own = files.get(urls.href_of(path), "")
    if own and _NOTE.fullmatch(urls.href_of(path)):
        return own
    return next(_named(problem, folder / path, files), own)


def _named(problem: Problem, file: Path, files: Mapping[str, str]) -> Iterator[str]:
    """Yield the notes that the entry around the fault's line links to, then those in its message."""
    for text in (_entry(file, problem.location.line), problem.what):
        for address in _NOTE.findall(text):
            if address in files:
                yield files[address]


def _entry(file: Path, line: int) -> str:
    """Read the entry that a line of a page opens or is in; "" if there is none, or several."""
    if not line or PurePosixPath(file).suffix != ".html" or not file.is_file():
        return ""
    text = file.read_text("utf-8", "replace")
    start = sum(len(one) + 1 for one in text.split("\n", line - 1)[: line - 1])
    stop = (text + "\n").index("\n", start)
    around: list[re.Match[str]] = []
    for found in _ENTRIES.finditer(text, 0, start):
        if not found[1]:
            around.append(found)
        elif around and around[-1][2] == found[2]:
            around.pop()
    opened = [found for found in _ENTRIES.finditer(text, start, stop) if not found[1]] or around[-1:]
    if len(opened) != 1:
        return ""
    end = text.find(f"</{opened[0][2]}", max(start, opened[0].start()))
    return text[opened[0].start() : end if end >= 0 else None]
