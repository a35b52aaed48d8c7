"""Write the file of a new note."""

from __future__ import annotations

import os
from datetime import date as date_type
from pathlib import Path
from typing import TextIO

from briefing.content import edits, schema
from briefing.content.folder import CONTENT, NOTES
from briefing.content.registry import SOURCES
from briefing.content.tree import parse_file
from briefing.core.edtf import PartialDate
from briefing.core.problems import BriefingError, nearest
from briefing.core.registry import Registry
from briefing.text.fold import slug

_HINTS = """\
# agency: some-agency             # the wire that the report relays
# headline: "…"                   # the report's own headline
# url: https://…
# date_basis: inferred            # when the report states no date,
# date_evidence: "says Friday, …" # with what tells it
# summary: "…"                    # instead of the sentences found
# tags: [some-tag]                # besides those found
# not_tags: [another-tag]         # never these
# status: draft                   # in the preview only, until it is taken away
# events:                         # instead of those found
#   - {date: 2018-10-18, what: "…", places: [some-place], actors: [some-group]}
# claims:                         # ids are those of registry/entities.yml
#   - {by: some-monitor, who: some-group, what: killed, value: 900, bound: at-least}
"""


def new(
    folder: Path, title: str, *, source: str, date: PartialDate, registry: Registry, today: date_type
) -> Path:
    """Write a note in the content folder and return its path; it passes the check once it has a text.

    Raises BriefingError where the source is unknown, the title or date cannot stand, or there
    already is a note of that name.
    """
    known = [each.id for each in registry.sources]
    if source not in known:
        near = nearest(source, known)
        allowed = f"did you mean {near}?" if near else f"add it to {CONTENT}/{SOURCES}"
        raise BriefingError(f"source: {source}: unknown source; {allowed}")
    if date.start > today:
        raise BriefingError(f"date {date.text} is later than today; write when the report appeared")
    if not slug(title):
        raise BriefingError("the title makes no file name; write letters or digits")
    inside = f"{NOTES}/{date.start.year:04}/{_named(date)}-{source}-{slug(title)}.md"
    text = opening(folder, inside) + _text(title, source, date)
    _refuse_faulty(inside, text)
    return written(folder, inside, text)


def opening(folder: Path, inside: str) -> str:
    """Return the first lines of a note's head, by which editors' programs find its schema."""
    described = os.path.relpath(folder.parent / schema.FOLDER / schema.NOTE_FILE, (folder / inside).parent)
    return f"---\n# yaml-language-server: $schema={described.replace(os.sep, '/')}\n"


def written(folder: Path, inside: str, text: str) -> Path:
    """Write the file of a new note and return its path. Raises BriefingError where there is one."""
    path = folder / inside
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as opened:
            _fill(opened, text)
    except FileExistsError:
        raise BriefingError(
            f"{CONTENT}/{inside}: there is such a note; edit it, or rename it first"
        ) from None
    except OSError as error:
        what = f"{CONTENT}/{inside}: cannot be written: {error.strerror}; nothing was written"
        raise BriefingError(what) from error
    return path


def _fill(opened: TextIO, text: str) -> None:
    """Write a text, or leave no file."""
    try:
        opened.write(text)
        opened.flush()
    except OSError:
        Path(opened.name).unlink()
        raise


def _named(date: PartialDate) -> str:
    """The date as a file name has it: no more exact than it is known; the first end of an interval."""
    return date.text.split("/")[0].rstrip("?~%").removeprefix("..") or date.end.isoformat()


def _text(title: str, source: str, date: PartialDate) -> str:
    quoted = edits.quoted(" ".join(title.split()))
    return f"title: {quoted}\nsource: {source}\ndate: {date.text}\n{_HINTS}---\n\n"


def _refuse_faulty(path: str, text: str) -> None:
    """Refuse what the check would refuse, apart from the text that is still to be written."""
    _, problems = parse_file(path, text.encode())
    for problem in problems:
        if problem.rule != "empty-body":
            raise BriefingError(f"{problem.what}; {problem.allowed}")
