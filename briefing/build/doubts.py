"""Warn of likely slips that show only when all notes are compared."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from briefing.build.marks import SHARED, Mark, MarkKind, Marks
from briefing.content import urls
from briefing.content.folder import CONTENT
from briefing.content.forms.faults import quoted
from briefing.core.problems import Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefing.build.addresses import Addresses
    from briefing.core.model import Lead, Page

# A note so many days from any other, and further than the others are from each other, is far.
FAR = 270
YEAR = 365
# Years around those of the notes that a page of the campaign may name.
NEAR = 1
# With so many others a note is compared, where more have its source and its date.
MOST_COMPARED = 50
# Of a time that had newspapers.
_YEAR = re.compile(r"(?<![\w.,:/-])(?:1[6-9][0-9]{2}|20[0-9]{2})(?![\w:/-]|[.,][0-9])")


class Doubt(NamedTuple):
    """The rule of a warning, what it says of a note and another, and what to do."""

    rule: str
    what: str
    allowed: str


_SHARED: Mapping[MarkKind, Doubt] = {
    "url": Doubt(
        "same-report",
        "the url is also that of {}",
        "one note a report: keep one of them, or correct the address",
    ),
    "report": Doubt(
        "same-report",
        "source and date are also those of {}",
        "keep one of them, or give each its url or headline, which tell reports apart",
    ),
    "summary": Doubt(
        "same-summary",
        "the summary is also that of {}",
        "write another, since lists and search show little else of a note",
    ),
}


def of_content(addresses: Addresses, today: date) -> Iterator[Problem]:
    """Yield all these warnings; a note of a day to come is no measure of the others."""
    content, marks = addresses.content, addresses.marks
    yield from _shared(marks)
    yield from _far(marks, today)
    yield from _idle_leads(content.leads, addresses)
    yield from _strange_pages(content.pages, marks)


def _shared(marks: Marks) -> Iterator[Problem]:
    """Warn of each note that shares what one report has, naming the first other that does."""
    for kind in SHARED:
        doubt = _SHARED[kind]
        for value in sorted(value for value, count in marks.values(kind) if count > 1):
            held = marks.holders(kind, value)
            for path, mark in held:
                others = (other for other, its in held[:MOST_COMPARED] if other != path and _alike(mark, its))
                other = next(others, None)
                if other is not None:
                    told = doubt.what.format(f"{CONTENT}/{other}")
                    yield _warning(path, mark.line, doubt.rule, told, doubt.allowed)


def _alike(mark: Mark, other: Mark) -> bool:
    """Tell whether nothing tells two notes apart: what both say of something differs."""
    pairs = zip(mark.detail.split("\n"), other.detail.split("\n"), strict=True)
    return not any(one and another and one != another for one, another in pairs)


def _far(marks: Marks, today: date) -> Iterator[Problem]:
    """Warn of a note that is dated far from all others: a slip in the year, most likely."""
    counts = {date.fromisoformat(value): count for value, count in marks.values("dated")}
    days = sorted(day for day in counts if day <= today)
    for at, day in enumerate(days):
        others = [*days[:at], *days[at + 1 :]]
        if counts[day] > 1 or not others or 0 < at < len(days) - 1:
            continue
        gap = min(abs((day - other).days) for other in (others[0], others[-1]))
        if gap >= FAR and gap > (others[-1] - others[0]).days:
            ((path, mark),) = marks.holders("dated", day.isoformat())
            what = f'date "{day.isoformat()}" is {_span(gap)} from every other note'
            yield _warning(path, mark.line, "far-date", what, "correct the year, if it is a slip")


def _span(days: int) -> str:
    years = round(days / YEAR)
    return f"{years} years" if years > 1 else "a year" if days >= YEAR - 30 else "months"


def _idle_leads(leads: Sequence[Lead], addresses: Addresses) -> Iterator[Problem]:
    """Warn of leads that no briefing shows."""
    for lead in leads:
        if urls.briefing(lead.date.start) not in addresses:
            what = f"no note is dated {lead.date.text}, nor what happened in one, so no briefing shows this"
            path = lead.path.removeprefix(f"{CONTENT}/")
            yield _warning(path, 0, "idle-lead", what, "correct the day in the file's name, or remove it")


def _strange_pages(pages: Sequence[Page], marks: Marks) -> Iterator[Problem]:
    """Warn of pages that name years, and none near those of the notes: they may be of another campaign."""
    years = sorted({int(value[:4]) for value, _ in marks.values("dated")})
    for page in pages if years else ():
        named = [(int(match[0]), match.start()) for match in _YEAR.finditer(page.document.prose)]
        if named and not any(years[0] - NEAR <= year <= years[-1] + NEAR for year, _ in named):
            year, at = named[0]
            line = page.body_line + page.document.prose.count("\n", 0, at)
            of = f"{years[0]}" if len(years) == 1 else f"{years[0]} to {years[-1]}"
            what = f"the page names {quoted(str(year))}, and no year near those of the notes, {of}"
            path = page.path.removeprefix(f"{CONTENT}/")
            yield _warning(path, line, "strange-page", what, "rewrite it, if it is of another campaign")


def _warning(path: str, line: int, rule: str, what: str, allowed: str) -> Problem:
    return Problem(Location(f"{CONTENT}/{path}", line), rule, what, allowed, "warning")
