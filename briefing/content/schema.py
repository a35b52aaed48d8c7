"""Describe notes and registry as JSON Schema, for the programs of editors."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.content.basemap import BASEMAP
from briefing.content.claims import record_of
from briefing.content.forms.fields import Json, ListOf, ValueKind
from briefing.content.frontmatter import LEAD, NOTE, PAGE
from briefing.content.registry import ENTITY, MEASURE, MOST_ENTRIES, RENAMED, SOURCE, UNIT

if TYPE_CHECKING:
    from briefing.content.forms.records import Record
    from briefing.core.registry import Measure, Unit

FOLDER = ".schema"
NOTE_FILE = "note.json"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
# What each file describes.
_DESCRIBED: Mapping[str, tuple[str, Record | ValueKind[object]]] = {
    NOTE_FILE: ("Front matter of a note", NOTE),
    "page.json": ("Front matter of a page", PAGE),
    "lead.json": ("Front matter of a lead", LEAD),
    "sources.json": ("Sources", ListOf(SOURCE, most=MOST_ENTRIES)),
    "entities.json": ("Entities", ListOf(ENTITY, most=MOST_ENTRIES)),
    "measures.json": ("Measures", ListOf(MEASURE, most=MOST_ENTRIES)),
    "units.json": ("Units", ListOf(UNIT, most=MOST_ENTRIES)),
    "tags.json": ("Tags that were renamed", ListOf(RENAMED, most=MOST_ENTRIES)),
    "map.json": ("Map", BASEMAP),
}


def schemas(measures: Sequence[Measure] = (), units: Sequence[Unit] = ()) -> dict[str, Json]:
    """Return the schema of each kind of file, by the name of the schema's own file.

    Claims may name only the measures and units given, where there are any.
    """
    found: dict[str, Json] = {
        name: {"$schema": _DIALECT, "title": title, **kind.schema()}
        for name, (title, kind) in _DESCRIBED.items()
    }
    if measures:
        found[NOTE_FILE]["properties"]["claims"]["items"] = record_of(measures, units).schema()
    return found


def files(measures: Sequence[Measure] = (), units: Sequence[Unit] = ()) -> dict[str, str]:
    """Return the texts of all schema files by name, in the folder `FOLDER` of the project."""
    return {
        name: json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        for name, schema in schemas(measures, units).items()
    }


def write(root: Path, measures: Sequence[Measure] = (), units: Sequence[Unit] = ()) -> tuple[Path, ...]:
    """Write the schema files below the project's root; return those that changed."""
    changed: list[Path] = []
    for name, text in files(measures, units).items():
        path = root / FOLDER / name
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        changed.append(path)
    return tuple(changed)
