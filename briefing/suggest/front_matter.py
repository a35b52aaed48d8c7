"""Write suggestions as YAML to paste, or into the front matter of their note."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from briefing.content import frontmatter
from briefing.core.model import Claim, Event, Note
from briefing.core.problems import BriefingError

if TYPE_CHECKING:
    from briefing.suggest.scene import Suggestion
    from briefing.suggest.suggestions import Suggestions

MARK = ("status", "suggested")
_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?|[A-Za-z0-9][A-Za-z0-9./~%_-]*( [A-Za-z]+)*")
# What YAML reads as something else than a text.
_NOT_TEXT = re.compile(r"(?i:true|false|yes|no|on|off|null|y|n)")
_KEY = re.compile(r"(?P<key>[a-z_]+):\s*(?P<rest>[^#\s].*)?")
_FENCE = "---"


def as_yaml(found: Suggestions) -> str:
    """Write suggestions as the front matter and the registry take them, after their sentences and reasons."""
    lines: list[str] = []
    for key, entries in _entries(found, marked=False):
        lines += [f"{key}:", *(f"  {line}" for line in entries)]
    if found.aliases:
        lines.append("# for registry/entities.yml, under aliases:")
    for one in found.aliases:
        alias = f"{{text: {_scalar(one.name)}, case: exact}}" if one.exact else _scalar(one.name)
        lines += [*_comments(one.sentence, one.reason), f"# - id: {one.entity}", f"#   aliases: [{alias}]"]
    if found.dates:
        lines.append("# dates that no event or period has:")
    for moment in found.dates:
        lines += [f"# - {moment.date.text}  # {moment.words}: {moment.sentence}"]
    return "\n".join(lines)


def as_json(path: str, found: Suggestions) -> str:
    """Write a note's suggestions as one line of JSON: its path, then each list, empty ones too.

    Claims and events have the keys that front matter has, with `sentence`, `reason` and, for claims,
    `confidence`: sure, likely or doubtful. A claim `by` or `who` "?" is one that an editor has to complete.
    """
    told = {
        "note": path,
        "claims": [
            {**_figures(_claim(one.value)), **_why(one), "confidence": one.confidence} for one in found.claims
        ],
        "events": [
            {
                "date": one.value.date.text,
                "what": one.value.what,
                "places": one.value.places,
                "actors": one.value.actors,
                **_why(one),
            }
            for one in found.events
        ],
        "aliases": [
            {"id": one.entity, "text": one.name, "exact": one.exact, "sentence": one.sentence}
            for one in found.aliases
        ],
        "dates": [
            {"date": one.date.text, "words": one.words, "sentence": one.sentence} for one in found.dates
        ],
    }
    return json.dumps(told, ensure_ascii=False)


def _figures(pairs: Iterable[tuple[str, str]]) -> dict[str, str | float]:
    """Return what a claim has, its figures as numbers."""
    return {key: float(text) if key in {"value", "min", "max"} else text for key, text in pairs if text}


def _why(one: Suggestion[Claim] | Suggestion[Event]) -> dict[str, str]:
    return {"sentence": one.sentence, "reason": one.reason}


def written(path: str, content: bytes, note: Note, found: Suggestions) -> bytes:
    """Return a note's file with claims and events added, each marked as suggested.

    Raises BriefingError where its lists are not written one entry a line, so that nothing can be
    added to them.
    """
    text = content.decode("utf-8")
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.replace("\r\n", "\n").split("\n")
    for key, entries in _entries(found, marked=True):
        end = lines.index(_FENCE, 1)
        lines[1:end] = _added(lines[1:end], key, entries, path)
    made = newline.join(lines).encode("utf-8")
    _refuse_changed(path, made, note, found)
    return made


def _entries(found: Suggestions, *, marked: bool) -> Iterator[tuple[str, list[str]]]:
    """Yield the lines of each list that there is something for."""
    events = [(event_line(one.value, marked=marked), one.sentence, one.reason) for one in found.events]
    claims = [(_mapping(_claim(one.value), marked=marked), one.sentence, one.reason) for one in found.claims]
    for key, entries in (("events", events), ("claims", claims)):
        if entries:
            yield key, [line for entry, *told in entries for line in (*_comments(*told), f"- {entry}")]


def _comments(sentence: str, reason: str) -> tuple[str, str]:
    return f"# {' '.join(sentence.split())}", f"# {' '.join(reason.split())}"


def _claim(claim: Claim) -> list[tuple[str, str]]:
    """Return the keys of a claim with their values, empty where it has none."""
    low, high = ("", "") if claim.words else (_number(claim.low), _number(claim.high))
    return [
        ("by", claim.by),
        ("who", claim.who),
        ("what", claim.what),
        ("value", low if low == high else ""),
        ("min", "" if low == high else low),
        ("max", "" if low == high else high),
        ("words", claim.words),
        ("bound", "" if claim.bound == "exactly" else claim.bound),
        ("unit", "" if claim.unit == "people" else claim.unit),
        ("subset", claim.subset),
        ("period", claim.period.text if claim.period else ""),
        ("place", claim.place),
        ("stance", claim.stance or ""),
    ]


def event_line(event: Event, *, marked: bool = False) -> str:
    """Write an event as an entry of a note's `events`."""
    lists = [
        (key, ", ".join(ids))
        for key, ids in (("by", event.by), ("places", event.places), ("actors", event.actors))
        if ids
    ]
    told = [f"date: {_scalar(event.date.text)}", f"what: {json.dumps(event.what, ensure_ascii=False)}"]
    told += [f"{key}: [{ids}]" for key, ids in lists]
    told += ["planned: true"] if event.planned else []
    return "{" + ", ".join([*told, *_mark(marked=marked)]) + "}"


def _mapping(pairs: Iterable[tuple[str, str]], *, marked: bool) -> str:
    told = [f"{key}: {_scalar(value)}" for key, value in pairs if value]
    return "{" + ", ".join([*told, *_mark(marked=marked)]) + "}"


def _mark(*, marked: bool) -> list[str]:
    return [": ".join(MARK)] if marked else []


def _scalar(text: str) -> str:
    plain = _PLAIN.fullmatch(text) and not _NOT_TEXT.fullmatch(text)
    return text if plain else json.dumps(text, ensure_ascii=False)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.6f}".rstrip("0").rstrip(".")


def _added(lines: Sequence[str], key: str, entries: Sequence[str], path: str) -> list[str]:
    """Return the front matter's lines with entries at the end of a list, made where there is none."""
    keys = [(number, found) for number, line in enumerate(lines) if (found := _KEY.fullmatch(line))]
    at = next((number for number, found in keys if found["key"] == key), None)
    if at is None:
        return [*lines, f"{key}:", *(f"  {line}" for line in entries)]
    rest = _KEY.fullmatch(lines[at])
    if rest and rest["rest"]:
        told = "is in brackets; write one entry a line, each after a dash"
        raise BriefingError(f"{path}:{at + 2}: {key} {told}")
    end = next((number for number, _ in keys if number > at), len(lines))
    while lines[end - 1].strip() == "" or lines[end - 1].startswith("#"):
        end -= 1
    dashes = (re.match(r" *(?=-)", line) for line in lines[at + 1 : end])
    indent = next((found[0] for found in dashes if found), "  ")
    return [*lines[:end], *(f"{indent}{line}" for line in entries), *lines[end:]]


def _shown(body: str, events: Iterable[Event], claims: Iterable[Claim]) -> tuple[str, list[str], list[str]]:
    """A note's text, events and claims, so that they can be compared."""
    told = [event_line(one) for one in events]
    return body, told, [_mapping(_claim(one), marked=False) for one in claims]


def _refuse_changed(path: str, made: bytes, note: Note, found: Suggestions) -> None:
    """Refuse a text that does not hold all of the note as it was, and the suggestions."""
    again, problems = frontmatter.parse_note(path, made)
    events = [*note.events, *(one.value for one in found.events)]
    claims = [*note.claims, *(one.value for one in found.claims)]
    if again is None or _shown(again.body, again.events, again.claims) != _shown(note.body, events, claims):
        told = f": {problems[0].what}" if problems else ""
        raise BriefingError(f"{path}: suggestions cannot be added to this front matter{told}")
