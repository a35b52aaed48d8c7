"""Show a note as the desk sees it: its parts, what is marked, what is suggested, what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from briefing.analysis import mentions
from briefing.content import tree
from briefing.content.forms import files
from briefing.content.forms.faults import Faults
from briefing.content.yaml_values import flow
from briefing.core.vocabulary import Vocabulary
from briefing.desk import form, versions
from briefing.desk.library import Kept
from briefing.ledger import statements, wording
from briefing.site import views
from briefing.suggest.front_matter import claim_row, event_row
from briefing.suggest.scene import UNKNOWN
from briefing.text import dates, figures

if TYPE_CHECKING:
    from briefing.analysis.mentions import Names
    from briefing.core.model import Claim, Event, Note
    from briefing.core.registry import Registry
    from briefing.desk.library import Library
    from briefing.suggest.scene import Suggestion

# Longer texts are not marked.
LONGEST_MARKED = 200_000
_WORD = re.compile(r"\w+")


def parts(text: str) -> tuple[str, str]:
    """Part a file into its head, with the lines around it, and its text: all of it, without a head."""
    found = files.split(text, Faults(""))
    return (text[: len(text) - len(found.body)], found.body) if found else ("", text)


def state(library: Library, path: str, content: bytes) -> dict[str, Any]:
    """Return all that the page of a note shows of some content, as JSON takes it."""
    kept = Kept(*tree.parse_file(path, content))
    head, body = parts(content.decode("utf-8-sig", "replace").replace("\r\n", "\n"))
    note, (known, names) = kept.note, library.registry()
    suggested = list(suggestions(library, path, note))
    problems = [
        {
            "line": one.location.line,
            "severity": one.severity,
            "text": f"{one.what}{one.allowed and '; '}{one.allowed}",
        }
        for one in library.problems(path, kept)
    ]
    return {
        "base": versions.name_of(content),
        "head": head,
        "body": body,
        "title": note.title if note else path.rpartition("/")[2],
        "status": note.status if note else "unreadable",
        "confirmed": len(note.claims) if note else 0,
        "checked": [f"{one.by}, {views.date_view(one.date).text}" for one in note.checked] if note else [],
        "today": library.today().isoformat(),
        "problems": problems,
        "suggestions": [
            {**one, **dict(zip(("start", "end"), place(one["sentence"], body), strict=True))}
            for one in suggested
        ],
        "marks": list(marks(note, body, names)) if note else [],
        "fields": form.fields(path, content, known),
        "claims": [claim_words(note, claim, known, names) for claim in note.claims] if note else [],
    }


def suggestions(library: Library, path: str, note: Note | None) -> Iterator[dict[str, Any]]:
    """Yield what is suggested for a note and can be accepted, or completed, each in words and as its row."""
    found = library.suggestions(path, note)
    known, names = library.registry()
    for claim in found.claims:
        row = flow(claim_row(claim.value))
        words = claim_words(note, claim.value, known, names) if note else ""
        yield _shown(claim, "claims", row, words, is_open=UNKNOWN in {claim.value.by, claim.value.who})
    for event in found.events:
        row = flow(event_row(event.value))
        yield _shown(
            event,
            "events",
            row,
            f"{views.date_view(event.value.date).text}: {event.value.what}",
            is_open=False,
        )


def _shown(
    one: Suggestion[Claim] | Suggestion[Event], kind: str, row: str, words: str, *, is_open: bool
) -> dict[str, Any]:
    return {
        "kind": kind,
        "row": row,
        "words": words,
        "sentence": " ".join(one.sentence.split()),
        "reason": one.reason,
        "confidence": one.confidence,
        "open": is_open,
    }


def claim_words(note: Note | None, claim: Claim, known: Registry, names: Names) -> str:
    """Put a claim into words: who says, how many, of whom, since when, where."""

    def label(id_: str) -> str:
        source = next((one.label for one in known.sources if one.id == id_), "")
        return names.entities[id_].label if id_ in names.entities else source or id_ or "?"

    told = statements.of_known(replace(note, claims=(claim,)), "", Vocabulary.of(known)) if note else ()
    figure = wording.figure(told[0]) if told else claim.words
    measure = told[0].measure.inline if told else claim.what
    who = f"{label(claim.who)}{f' ({claim.subset})' if claim.subset else ''}"
    stance = wording.STANCES[claim.stance].verb if claim.stance and not figure else ""
    parts_ = [
        f"{label(claim.by)}: {figure or stance or measure}",
        f"{who}, {measure}" if figure or stance else who,
        views.date_view(claim.period).text if claim.period else "",
        label(claim.place) if claim.place else "",
    ]
    return ", ".join(filter(None, parts_))


def place(sentence: str, body: str) -> tuple[int, int]:
    """Return where a sentence stands in a text, whatever markup is in it; an empty place where it is not."""
    words = _WORD.findall(sentence)
    wanted = r"[\W_]+".join(map(re.escape, words)) + r"[.!?…”’\"']*"
    found = re.search(wanted, body) if words else None
    return found.span() if found else (0, 0)


def marks(note: Note, body: str, names: Names) -> Iterator[tuple[int, int, str]]:
    """Yield the names, the dates and the figures of a text, by place."""
    prose = note.document.prose
    if len(prose) > LONGEST_MARKED or len(prose) != len(body):
        return
    found = [(one.start, one.end, "name") for one in mentions.find(prose, names)]
    found += [(one.start, one.end, "date") for one in dates.find(prose, note.date)]
    found += [(one.start, one.end, "figure") for one in figures.find(prose)]
    end = 0
    for start, stop, kind in sorted(found, key=lambda one: (one[0], -one[1])):
        if start >= end:
            yield start, stop, kind
            end = stop
