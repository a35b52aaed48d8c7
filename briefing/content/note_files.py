"""Find notes by their paths, and read all that have a title, a date and a text, whatever else they lack."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from briefing.content import frontmatter
from briefing.content.forms import files
from briefing.core.model import Note
from briefing.core.problems import BriefingError, Location, Problem


def find(paths: Sequence[Path]) -> list[Path]:
    """Return the files named and all `.md` files in the folders named, in path order.

    Raises BriefingError where there is no such file or folder.
    """
    found: set[Path] = set()
    for path in paths:
        if path.is_dir():
            found.update(path.rglob("*.md"))
        elif path.is_file():
            found.add(path)
        else:
            raise BriefingError(f"{path}: there is no such file or folder")
    return sorted(found)


def read(paths: Sequence[Path]) -> tuple[list[Note], tuple[Problem, ...]]:
    """Read notes that have a title, a date and a text; their other faults are for `check`."""
    notes: list[Note] = []
    problems: list[Problem] = []
    for file in paths:
        try:
            content = file.read_bytes()
        except OSError as error:
            problems.append(Problem(Location(str(file)), "unreadable", f"cannot be read: {error.strerror}"))
            continue
        note, faults = frontmatter.parse_note(str(file), _softened(content))
        if note is None or not note.document.blocks:
            problems += faults
        else:
            notes.append(note)
    return notes, tuple(problems)


def _softened(content: bytes) -> bytes:
    """Put a space for each character that `check` refuses: offsets stay. What is no UTF-8 is left alone."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return content
    mark = files.BYTE_ORDER_MARK if content.startswith(files.BYTE_ORDER_MARK) else b""
    return mark + files.REFUSED.sub(" ", text.removeprefix("\ufeff")).encode("utf-8")
