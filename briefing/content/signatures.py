"""Describe `checked`, a second person's word for a note, and tell whether the note still says the same."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from briefing.content.forms.addresses import DIGITS
from briefing.content.forms.fields import ListOf, date, text
from briefing.content.forms.records import Field, Maker, Record
from briefing.core.edtf import PartialDate
from briefing.core.model import Note, Signature
from briefing.core.problems import Location, Problem

if TYPE_CHECKING:
    from briefing.content.forms.faults import Faults

CHECKED = Field(
    "checked",
    ListOf(
        Maker(
            Record(
                "checked",
                (
                    Field("by", text(longest=100), "who compared the note with its report", required=True),
                    Field("date", date(closed=True), "when that was done", required=True),
                    Field("of", DIGITS, "the hash of what was checked, which the desk writes", required=True),
                ),
            ),
            lambda values, _: Signature(**values.but(), line=values.line),
        )
    ),
    "who else compared the note with its report, and when; the desk writes it",
)
# What a second person vouches for; tags, status and the place of the file are not included.
_SAID = (
    *("title", "source", "agency", "headline", "url", "date", "date_basis", "date_evidence"),
    *("summary", "events", "claims", "corrections"),
)
_LENGTH = 16


def fingerprint(note: Note) -> str:
    """Return the hash of all that a note says, however its file is laid out."""
    said = {name: _plain(getattr(note, name)) for name in _SAID}
    lines = [line.rstrip() for line in note.body.strip().splitlines()]
    told = json.dumps([said, lines], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:_LENGTH]


def kept(note: Note, faults: Faults) -> Note:
    """Return a note with those signatures that are for what it says; the others are told."""
    if not note.checked:
        return note
    now = fingerprint(note)
    for one in note.checked:
        if one.of != now:
            what = f"checked: the note was changed since {one.by} checked it"
            faults.warn(one.line, "changed-since-checked", what, "have it checked again, or remove this")
    return replace(note, checked=tuple(one for one in note.checked if one.of == now))


def wanted(note: Note) -> Problem | None:
    """Return the Problem of a published note that nobody else has checked since it changed."""
    if note.status != "published" or note.checked:
        return None
    what = "nobody else has checked the note as it stands"
    line = dict(note.key_lines).get("checked", 1)
    return Problem(Location(note.path, line), "unchecked", what, "have it checked, or write status: draft")


def _plain(value: Any) -> Any:
    """Return a value as JSON has it: of a part what is set in it, so that a new key changes no hash."""
    if isinstance(value, PartialDate):
        return value.text
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Struct):
        names = value.__struct_fields__
        defaults = dict(zip(names[::-1], value.__struct_defaults__[::-1], strict=False))
        parts = {name: getattr(value, name) for name in names if name != "line"}
        return {
            name: _plain(part)
            for name, part in parts.items()
            if name not in defaults or part != defaults[name]
        }
    return value
