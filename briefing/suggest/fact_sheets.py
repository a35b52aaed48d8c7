"""Read labelled figures, "Killed: 12" in a line or a table, as the sentences that they stand for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from msgspec.structs import replace

from briefing.analysis import mentions
from briefing.suggest.claims import LONGEST, MOST
from briefing.suggest.passage import is_headed
from briefing.text import figures

if TYPE_CHECKING:
    from briefing.core.model import Note
    from briefing.suggest.cast import Cast
    from briefing.suggest.passage import Passage
    from briefing.text.figures import Figure

# What stands before a labelled figure: the rest of the one before, and the label.
_LABEL = re.compile(
    r"(?P<rest>(?:\s[a-z][a-z ]{1,30})?)[\s,;.|]*(?P<label>[A-Za-z][A-Za-z’' -]{1,40}?)\s*(?::|[–—=]|\s-)\s*"
    r"(?P<sign>(?:US)?[$£€¥₹]?)"
)
_REST = re.compile(r"(?P<rest>(?:\s[a-z][a-z ]{1,30})?)[\s,;.|]*")
_EMPTY = re.compile(r"(?:[Tt]otal |[Cc]onfirmed )*(?:[Nn]umber|[Tt]otal) of |(?:[Tt]otal|[Cc]onfirmed) ")
_TOLL = re.compile(r"\btoll\Z")
_SAYS = re.compile(
    r"\b(?:sa(?:ys?|id|ying)|told|according|count(?:s|ed)?|figures?|report\w*|source|updated?)\b",
    re.IGNORECASE,
)
_RULE = re.compile(r"[\s|:-]*-[\s|:-]*\Z")
# Of tables so many rows are read, none longer in characters.
_MOST, _LONGEST = 200, 1_000
# The paragraph that a table is.
_APART = -1
_TOTALS = frozenset({"total", "totals", "all", "sum", "overall"})


def turned(note: Note, passages: Sequence[Passage], cast: Cast) -> tuple[Passage, ...]:
    """Return passages with a sentence of its own, figure first, for each that has a label, in order.

    "Houses destroyed: 340" becomes "340 houses destroyed", and so does the cell of a table with the labels
    of its column and row. `plain` stays what a reader sees.
    """
    found = [one for passage in passages for one in _rows(passage, cast)]
    found += _cells(note, passages, cast)
    return tuple(sorted(found, key=lambda one: one.start))


def _rows(passage: Passage, cast: Cast) -> Iterator[Passage]:
    """Yield a passage, or its lead and one for each of its figures where these have labels."""
    text, counted = passage.text, passage.figures
    if not 0 < len(counted) <= MOST or len(text) > LONGEST:
        yield passage
        return
    first = counted[0].start
    begin = text.rfind(": ", 0, text.rfind(": ", 0, first)) + 1
    ends = [*(one.start for one in counted[1:]), len(text)]
    gaps = [text[one.end : end] for one, end in zip(counted, ends, strict=True)]
    labels = [_LABEL.fullmatch(gap) for gap in (text[begin:first], *gaps[:-1])]
    told = [one["label"] for one in labels if one]
    behind = [*labels[1:], _REST.fullmatch(gaps[-1])]
    rests = [one["rest"] if one else "" for one in behind]
    whole = all(labels) and behind[-1]
    dated = any(one.end > begin for one in passage.dates)
    if not (whole or len(told) > 1) or dated or any(map(_SAYS.search, told)):
        yield passage
        return
    if begin:
        named = tuple(one for one in passage.mentions if one.end <= begin)
        yield replace(passage, text=text[:begin], mentions=named, figures=())
    for figure, label, rest in zip(counted, labels, rests, strict=True):
        words = (label["sign"] if label else "") + text[figure.start : figure.end] + rest
        told_of = _sentence(words, label["label"], cast) if label else words
        yield _passage(passage, passage.start + figure.start, figure, told_of, cast)


def _sentence(words: str, label: str, cast: Cast) -> str:
    """Put a figure before its label: "12 people killed", "a death toll of 12"."""
    label = _EMPTY.sub("", label[:1].lower() + label[1:] if label[1:2].islower() else label).strip()
    if _TOLL.search(label):
        return f"a {label} of {words}"
    known = [one for one in cast.measures if label in one.words and {"person", "group"} & {*one.of}]
    united = words[-1].islower()
    people = bool(known) and not label.endswith("s") and not united
    return f"{words} {'people ' * people}{'of ' * (united and not known)}{label}"


def _passage(near: Passage, start: int, figure: Figure, text: str, cast: Cast) -> Passage:
    """Return a sentence of a list, with what is found in it; `figure` is the one that it tells."""
    at = text.index(figure.text)
    placed = replace(figure, start=at, end=at + len(figure.text))
    named = mentions.find(text, cast.names)
    return replace(near, start=start, text=text, mentions=named, figures=(placed,), dates=(), item=True)


def _cells(note: Note, passages: Sequence[Passage], cast: Cast) -> Iterator[Passage]:
    """Yield a sentence for each cell of the body's tables that is a figure alone."""
    starts = [one.start for one in passages]
    for start, head, row in islice(_table_rows(note), _MOST if passages else 0):
        near = passages[max(0, bisect_right(starts, start) - 1)]
        headed = is_headed(note, near.start, start)
        near = replace(near, plain=" ".join(row), paragraph=_APART, headed=headed)
        for number, (column, cell) in enumerate(zip(head, row, strict=False)):
            found = figures.find(cell) if number else ()
            if len(found) == 1 and found[0].text == cell:
                yield _passage(near, start + number, found[0], _told(cell, column, row[0], cast), cast)


def _table_rows(note: Note) -> Iterator[tuple[int, list[str], list[str]]]:
    """Yield where each row of the body's tables starts, with the cells of the table's head and its own."""
    at = 0
    head: list[str] = []
    above = ""
    for line in note.body.split("\n"):
        cells = [one.strip() for one in line.strip().removeprefix("|").removesuffix("|").split("|")]
        if "|" not in line or len(line) > _LONGEST:
            head = []
        elif _RULE.match(line):
            head = [one.strip() for one in above.strip().removeprefix("|").removesuffix("|").split("|")]
        elif head:
            yield at, head, cells
        above = line
        at += len(line) + 1


def _told(cell: str, column: str, row: str, cast: Cast) -> str:
    """Say a cell as a sentence, by which of its labels is a place and which somebody who counts."""
    named = {one: cast.names.named(one) for one in (column, row)}
    for label, other in ((column, row), (row, column)):
        entity = named[other]
        if entity and cast.kind(entity) == "place":
            return f"{_sentence(cell, label, cast)} in {other}"
        if entity and cast.speaks(entity):
            return f"{_sentence(cell, label, cast)}, {other} said"
    if row.lower() in _TOTALS:
        return _sentence(cell, column, cast)
    return f"{cell} {row}, {column}"
