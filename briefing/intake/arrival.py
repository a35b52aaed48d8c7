"""Take in a report: say what was found in it, keep its text, and write the head of its note."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from briefing.core.problems import BriefingError
from briefing.intake import notes, store

if TYPE_CHECKING:
    from pathlib import Path

    from briefing.core.model import Note
    from briefing.intake.report import Report


def take(report: Report, content: Path, reports: Path, known: Sequence[Note]) -> tuple[Path, list[str]]:
    """Write the draft and keep the text; return the draft's path, and lines on what was found.

    `reports` is the folder of the texts, `known` are the notes that there are. Raises BriefingError where
    there is such a note.
    """
    lines = list(told(report, known, reports))
    path = notes.write(content, report)
    text = report.document.text
    kept = store.Kept(store.name_of(text), report.headline, report.source.value, report.document.url)
    try:
        store.keep(reports, text, kept)
    except OSError as error:
        path.unlink()
        what = f"{reports}: the report cannot be kept: {error.strerror}; nothing was written"
        raise BriefingError(what) from error
    return path, lines


def told(report: Report, known: Sequence[Note], reports: Path) -> Iterator[str]:
    """Yield what was found and what that rests on, and reports that may be the same."""
    document = report.document
    date = report.date.text if report.date else "not found; write it with what it rests on"
    found = {
        "headline": (report.headline, ""),
        "source": (report.source.value or "not found", report.source.why),
        "agency": (report.agency.value or "none named", report.agency.why),
        "date": (date, report.date_why),
        "language": (document.language or "not stated", ""),
        "text": (f"{len(document.text.split()):,} words in {len(document.paragraphs)} paragraphs", ""),
    }
    for name, (value, why) in found.items():
        yield f"{name}: {value}{f' ({why})' if why else ''}"
    yield from (f"look: {doubt}" for doubt in document.doubts)
    for note in known:
        if document.url and note.url == document.url:
            yield f"look: {note.path} tells the report at this address already"
    for like in store.alike(reports, document.text):
        of = next((note.path for note in known if note.report == like.report.name), "")
        yield f"look: {like.told(report.source.value)}{f', told in {of}' if of else ''}"
