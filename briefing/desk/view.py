"""Show a note in the desk: its parts, marks, suggestions and faults."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from briefing.analysis import mentions
from briefing.content import places, tree
from briefing.content.forms import files, yaml
from briefing.content.forms.faults import Faults
from briefing.content.yaml_values import flow
from briefing.core import edtf
from briefing.desk import faults, form, reported, tables, versions
from briefing.desk.words import Fact, Words
from briefing.intake import comparison
from briefing.suggest.front_matter import claim_row, event_row
from briefing.suggest.scene import UNKNOWN
from briefing.text import dates, figures

if TYPE_CHECKING:
    from briefing.analysis.mentions import Names
    from briefing.core.model import Claim, Event, Note
    from briefing.desk.library import Library
    from briefing.suggest.scene import Suggestion

# Longer texts are not marked.
LONGEST_MARKED = 200_000
_WORD = re.compile(r"\w+")


def parts(text: str) -> tuple[str, str]:
    """Split a file into its head, with the lines around it, and its text; without a head all is text."""
    found = files.split(text, Faults(""))
    return (text[: len(text) - len(found.body)], found.body) if found else ("", text)


def state(library: Library, path: str, content: bytes) -> dict[str, Any]:
    """Return everything that a note's page shows, as plain values for JSON."""
    note, own = tree.parse_file(path, content)
    head, body = parts(content.decode("utf-8-sig", "replace").replace("\r\n", "\n"))
    known, names = library.registry()
    report = library.report(note)
    suggested = list(suggestions(library, path, note))
    read, labels = places.opened(path, content), form.labels_of(known)
    problems = [
        {
            "line": one.location.line,
            "severity": one.severity,
            "text": one.text,
            "at": faults.place_of(one, read.node),
        }
        for one in library.problems(path, note, own)
    ]
    return {
        "base": versions.name_of(content),
        "head": head,
        "body": body,
        "title": note.title if note else path.rpartition("/")[2],
        "status": note.status if note else "unreadable",
        "confirmed": len(note.claims) if note else 0,
        "checked": [f"{one.by}, {edtf.display(one.date)}" for one in note.checked] if note else [],
        "today": library.today().isoformat(),
        "problems": problems,
        "suggestions": [
            {**one, **dict(zip(("start", "end"), place(one["sentence"], body), strict=True))}
            for one in suggested
        ],
        "marks": list(marks(note, body, names, report)) if note else [],
        "report": report,
        "readable": read.readable and isinstance(read.node, yaml.Mapping | None),
        "fields": form.fields(read.node, labels),
        "tables": tables.of(read.node, tables.Reading.of(note, known, names, labels)),
    }


def suggestions(library: Library, path: str, note: Note | None) -> Iterator[dict[str, Any]]:
    """Yield what is suggested for a note and can be accepted, or completed: in words and as its row."""
    found, words = library.suggestions(path, note), Words(library.registry()[0])
    for one in found.claims:
        yield _claim(one, note, words)
    for one in library.reported(path, note):
        shown = _claim(one, note, words)
        facts = [*shown["facts"], Fact("Stands in", "From the report; your text does not have it")]
        yield {**shown, "facts": facts, "key": reported.name_of(one.sentence)}
    for event in found.events:
        row, told = flow(event_row(event.value)), words.event(event.value)
        facts = [Fact(name.title(), said) for name, said in event.rests_on]
        yield _shown(event, "events", row, told, facts, is_open=False)


def _claim(one: Suggestion[Claim], note: Note | None, words: Words) -> dict[str, Any]:
    claim = one.value
    is_open = UNKNOWN in {claim.by, claim.who}
    row, told = flow(claim_row(claim)), words.claim(note, claim)
    return _shown(one, "claims", row, told, words.facts(note, one), is_open=is_open)


def _shown(
    one: Suggestion[Claim] | Suggestion[Event],
    kind: str,
    row: str,
    words: str,
    facts: list[Fact],
    *,
    is_open: bool,
) -> dict[str, Any]:
    return {
        "kind": kind,
        "row": row,
        "words": words,
        "sentence": " ".join(one.sentence.split()),
        "facts": facts,
        "confidence": one.confidence,
        "open": is_open,
    }


def place(sentence: str, body: str) -> tuple[int, int]:
    """Return the place of a sentence in a text, whatever markup is in it; an empty one if it is not there."""
    words = _WORD.findall(sentence)
    wanted = r"[\W_]+".join(map(re.escape, words)) + r"[.!?…”’\"']*"
    found = re.search(wanted, body) if words else None
    return found.span() if found else (0, 0)


def marks(note: Note, body: str, names: Names, report: str) -> Iterator[tuple[int, int, str]]:
    """Yield by place the names, the dates and the figures of a text, and the wording of its report."""
    prose = note.document.prose
    if len(prose) > LONGEST_MARKED or len(prose) != len(body):
        return
    found = [(start, end, "carried") for start, end in comparison.carried(body, report)]
    found += [(one.start, one.end, "name") for one in mentions.find(prose, names)]
    found += [(one.start, one.end, "date") for one in dates.find(prose, note.date)]
    found += [(one.start, one.end, "figure") for one in figures.find(prose)]
    end = 0
    for start, stop, kind in sorted(found, key=lambda one: (one[0], -one[1])):
        if start >= end:
            yield start, stop, kind
            end = stop
