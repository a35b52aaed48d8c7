"""Put rows of a list in another order, each with its comments and as it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.content import differences, edits, places
from briefing.content.edits import Edit, end_of
from briefing.content.forms import yaml
from briefing.core.problems import BriefingError

if TYPE_CHECKING:
    from briefing.content.places import SourceFile


def moved(path: str, content: bytes, key: str, number: int, to: int) -> bytes:
    """Return the bytes of a file with a row of a key's list in another place.

    Raises BriefingError where there is no such row or place, or where it cannot be moved without touching
    more.
    """
    file = places.opened(path, content)
    listed = file.keys.get(key)
    have = differences.tree(file.node)
    rows = have.get(key) if isinstance(have, dict) else None
    if not file.readable or not isinstance(listed, yaml.Sequence) or not isinstance(rows, tuple):
        raise BriefingError(f"{path}: has faults that leave its rows unclear; mend them first")
    if not {number, to} <= set(range(len(rows))):
        raise BriefingError(f"{path}: {key} has no such row")
    order = [one for one in range(len(rows)) if one != number]
    order.insert(to, number)
    spans = _in_brackets(file, listed) if listed.flow else _in_lines(file, listed)
    after = places.opened(path, edits.applied(file, _reordered(file, spans, order)))
    same_text = after.text[after.body :] == file.text[file.body :]
    wished = {**have, key: tuple(rows[one] for one in order)} if isinstance(have, dict) else have
    if not after.readable or not same_text or differences.tree(after.node) != wished:
        raise BriefingError(f"{path}: {key} cannot be put in order without touching more; move it by hand")
    return after.content


def _reordered(file: SourceFile, spans: list[tuple[int, int]], order: list[int]) -> list[Edit]:
    texts = [file.text[file.head + start : file.head + end] for start, end in spans]
    return [Edit(*spans[place], texts[one]) for place, one in enumerate(order) if place != one]


def _in_brackets(file: SourceFile, listed: yaml.Sequence) -> list[tuple[int, int]]:
    return [(one.start, end_of(file, one)) for one in listed.entries]


def _in_lines(file: SourceFile, listed: yaml.Sequence) -> list[tuple[int, int]]:
    """Return the lines of each row, comments above it among them; blank lines between rows are of none."""
    indent, spans = len(edits.indent(file, listed.start)), []
    start = edits.line_start(file, edits.dash(file, listed, 0))
    while _line(file, above := edits.line_start(file, start - 1)).startswith("#"):
        start = above
    for one in listed.entries:
        while not _line(file, start):
            start = edits.next_line(file, start)
        end = edits.next_line(file, edits.block_end(file, end_of(file, one), indent))
        spans.append((start, end))
        start = end
    return spans


def _line(file: SourceFile, at: int) -> str:
    return file.text[file.head + at : file.head + edits.next_line(file, at)].strip()
