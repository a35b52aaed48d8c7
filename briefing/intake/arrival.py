"""Take in a report: say what was found, keep its text, and write the head of its note."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.content import scaffold
from briefing.content.edits import quoted
from briefing.content.folder import NOTES
from briefing.core.problems import BriefingError
from briefing.intake import store
from briefing.text.fold import slug

if TYPE_CHECKING:
    from briefing.core.model import Note
    from briefing.intake.report import Report

# Words of a headline that name the file.
_WORDS = 8


def take(report: Report, content: Path, reports: Path, known: Sequence[Note]) -> tuple[Path, list[str]]:
    """Write the draft and keep the text; return the draft's path, and lines on what was found.

    `reports` is the folder of the texts, `known` are the notes that there are. Raises BriefingError where
    there is such a note.
    """
    lines = list(told(report, known, reports))
    path = write(content, report)
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
    """Yield what was found, with its evidence, and reports that may be the same."""
    document = report.document
    date = report.date.text if report.date else "not found; write it, with its evidence"
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


def write(folder: Path, report: Report) -> Path:
    """Write a draft in the content folder and return its path. Raises BriefingError where there is one."""
    day = report.date.start.isoformat() if report.date else "undated"
    words = "-".join(slug(report.headline).split("-")[:_WORDS])
    name = "-".join(filter(None, (day, report.source.value, words or store.name_of(report.document.text))))
    inside = f"{NOTES}/{report.date.start.year:04}/{name}.md" if report.date else f"{NOTES}/{name}.md"
    return scaffold.written(folder, inside, scaffold.opening(folder, inside) + "\n".join(_lines(report)))


def _lines(report: Report) -> list[str]:
    """Write the head line by line, with the evidence for each value in a comment above it."""
    document = report.document
    lines = [f"title: {quoted('[fill in: the title, in your own words]')}"]
    for key, one in (("source", report.source), ("agency", report.agency)):
        if one.value or key == "source":
            lines += [*_comment(one.why), f"{key}: {one.value}".rstrip()]
    lines += [f"headline: {quoted(report.headline)}"] if report.headline else []
    lines += [f"url: {document.url}"] if document.url else []
    lines += [*_comment(report.date_why or "nothing in the report says when it appeared")]
    lines += [f"date: {report.date.text if report.date else ''}".rstrip()]
    return [*lines, f"report: {store.name_of(document.text)}", "status: draft", "---", "", ""]


def _comment(text: str) -> list[str]:
    return [f"# {' '.join(text.split())}"] if text else []
