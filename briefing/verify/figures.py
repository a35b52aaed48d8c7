"""Check that each figure on a page has a claimant and a date, the same as in the export."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from briefing.verify.markup import TagFault
    from briefing.verify.page import ParsedPage
    from briefing.verify.tags import Tag

# The class of a figure's cell, and what its row calls the cells of its claimant and its date.
FIGURE = "figure"
PART, CLAIMANT, AS_OF = "data-part", "claimant", "as-of"
# The class of a figure in a chart, which the title of the mark around it explains.
VALUE = "value"
_EXPLAINED = re.compile(r".+: .*, as of \S", re.DOTALL)
_CELLS = frozenset({"td", "th"})


class ExportedClaim(Struct, frozen=True):
    """A claim in the export: the figure in words, the claimant's name, the date."""

    figure: str
    claimant: str
    as_of: str


class _Cell(Struct, frozen=True):
    """A cell of a table: its text, white space folded, and the dates in it, in machine-readable form."""

    text: str = ""
    dates: tuple[str, ...] = ()


def claims(rows: Iterable[Mapping[str, Any]]) -> dict[str, ExportedClaim]:
    """Take the exported claims that have a figure, by id."""
    return {
        str(row.get("id")): ExportedClaim(
            str(row["figure"]), str(row.get("claimant_label")), str(row.get("as_of"))
        )
        for row in rows
        if row.get("figure")
    }


def faults(page: ParsedPage, known: Mapping[str, ExportedClaim]) -> Iterator[TagFault]:
    """Yield faults of figures on the page; each must agree with the `known` claim of its row."""
    marked = {
        tag for tag in page.markup.first if "class" in tag.attributes and _classes(tag) & {FIGURE, VALUE}
    }
    if not marked:
        return
    for at, tag in enumerate(page.markup.tags):
        if tag not in marked:
            continue
        if VALUE in _classes(tag):
            yield from _faults_of_value(page, at)
        elif tag.name in _CELLS:
            yield from _faults_of_row(page, at, known)


def _classes(tag: Tag) -> set[str]:
    return set(tag.attributes.get("class", "").split())


def _faults_of_value(page: ParsedPage, at: int) -> Iterator[TagFault]:
    """Check a value in a chart: the title before it says who gives it, and as of when."""
    figure = _folded(unescape(page.markup.texts[at]))
    titles = (one for one in range(at, -1, -1) if page.markup.tags[one].name == "title")
    closing = next(titles, 0)
    told = _folded(unescape(page.markup.texts[next(titles, closing)]))
    if figure not in told or not _EXPLAINED.match(told):
        yield at, "figure", f'no title says who gives the figure "{figure}" in a chart, and as of when'


def _faults_of_row(page: ParsedPage, at: int, known: Mapping[str, ExportedClaim]) -> Iterator[TagFault]:
    tags = page.markup.tags
    start = next((one for one in range(at, -1, -1) if tags[one].name == "tr"), at)
    opened = (one for one in range(start, -1, -1) if not tags[one].closing)
    caption = next((one for one in opened if tags[one].name in {"table", "caption"}), start)
    cells = {**_cells(page, caption), **_cells(page, start)}
    figure, claimant, when = (cells.get(name, _Cell()) for name in (FIGURE, CLAIMANT, AS_OF))
    shown = f'the figure "{figure.text}"'
    if not claimant.text:
        yield at, "figure", f"{shown} has no claimant"
    if not when.dates:
        yield at, "figure", f"{shown} does not say as of when it is known"
    if known:
        for fault in _differences(figure.text, claimant, when, known.get(tags[start].identity or "")):
            yield at, "figure", f"{shown} {fault}"


def _differences(figure: str, claimant: _Cell, when: _Cell, claim: ExportedClaim | None) -> Iterator[str]:
    """Say how a figure as shown differs from the claim of its row's id."""
    if claim is None:
        yield "is not in the export of claims"
        return
    if not figure.startswith(_folded(claim.figure)):
        yield f'is "{claim.figure}" in the export of claims'
    if claimant.text and claimant.text != _folded(claim.claimant):
        yield f'is given to "{claimant.text}", in the export of claims to "{claim.claimant}"'
    if when.dates and when.dates[0] != claim.as_of:
        yield f"is dated {when.dates[0]}, in the export of claims {claim.as_of}"


def _cells(page: ParsedPage, start: int) -> dict[str, _Cell]:
    """Read the cells of a row, or of a caption, by their classes.

    What is shortened is read in full.
    """
    found: dict[str, _Cell] = {}
    opened: list[tuple[set[str], list[str], list[str]]] = []
    for at in range(start + 1, len(page.markup.tags)):
        tag = page.markup.tags[at]
        if tag.name == "tr":
            break
        if (tag.name in _CELLS or PART in tag.attributes) and not tag.closing:
            opened.append(({*_classes(tag), tag.attributes.get(PART, "")}, [], []))
        elif opened and tag.name in {"time", "data"} and not tag.closing:
            opened[-1][2].append(tag.attributes.get("datetime") or tag.attributes.get("value", ""))
        if opened:
            whole = tag.attributes.get("title", "") if tag.name == "abbr" else ""
            opened[-1][1].append(whole or unescape(page.markup.texts[at]))
    for names, texts, dates in opened:
        for name in names:
            found.setdefault(name, _Cell(_folded("".join(texts)), tuple(dates)))
    return found


def _folded(text: str) -> str:
    return " ".join(text.split())
