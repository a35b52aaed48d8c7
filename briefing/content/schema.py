"""What checks notes and registry in; the same as JSON Schema, for the programs of editors, out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from briefing.content.basemap import BASEMAP
from briefing.content.forms.fields import ListOf
from briefing.content.frontmatter import LEAD, NOTE, PAGE
from briefing.content.registry import ENTITY, MOST_ENTRIES, SOURCE

if TYPE_CHECKING:
    from pathlib import Path

    from briefing.content.forms.fields import Json

FOLDER = ".schema"
NOTE_FILE = "note.json"
SOURCES_FILE = "sources.json"
ENTITIES_FILE = "entities.json"
MAP_FILE = "map.json"

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def note_schema() -> Json:
    """Return the schema of a note's front matter."""
    return _titled("Front matter of a note", NOTE.schema())


def page_schema() -> Json:
    """Return the schema of a page's front matter."""
    return _titled("Front matter of a page", PAGE.schema())


def lead_schema() -> Json:
    """Return the schema of the front matter of a day's lead."""
    return _titled("Front matter of a lead", LEAD.schema())


def sources_schema() -> Json:
    """Return the schema of registry/sources.yml."""
    return _titled("Sources", ListOf(SOURCE, most=MOST_ENTRIES).schema())


def entities_schema() -> Json:
    """Return the schema of registry/entities.yml."""
    return _titled("Entities", ListOf(ENTITY, most=MOST_ENTRIES).schema())


def map_schema() -> Json:
    """Return the schema of registry/map.yml."""
    return _titled("Map", BASEMAP.schema())


def files() -> dict[str, str]:
    """Return the texts of all schema files by name, in the folder `FOLDER` of the project."""
    schemas = {
        NOTE_FILE: note_schema(),
        "page.json": page_schema(),
        "lead.json": lead_schema(),
        SOURCES_FILE: sources_schema(),
        ENTITIES_FILE: entities_schema(),
        MAP_FILE: map_schema(),
    }
    return {name: json.dumps(schema, indent=2, ensure_ascii=False) + "\n" for name, schema in schemas.items()}


def write(root: Path) -> tuple[Path, ...]:
    """Write the schema files below the project's root; return those that changed."""
    changed: list[Path] = []
    for name, text in files().items():
        path = root / FOLDER / name
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        changed.append(path)
    return tuple(changed)


def _titled(title: str, schema: Json) -> Json:
    return {"$schema": _DIALECT, "title": title, **schema}
