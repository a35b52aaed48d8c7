"""The files for machines, their schemas, and the page that explains them."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from briefing.content import urls
from briefing.engine.output import Output, OutputKind
from briefing.site import head, tables
from briefing.site.catalogue import file
from briefing.site.entity_counts import naming
from briefing.site.exports import calendar, claims, entities, events, notes, texts, timeline
from briefing.site.models import ExportsPage
from briefing.site.parts import Link
from briefing.site.tables import File

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from briefing.site.catalogue import Catalogue
    from briefing.site.tables import Table

TABLES = (claims.TABLE, events.TABLE, entities.TABLE, notes.TABLE)
INTRODUCTION = (
    "Everything this site is made of, as files: the same bytes from the same notes, rows in a fixed order, "
    "each with a schema. Nothing in them is more certain than the report it comes from."
)


def _schema_path(table: Table) -> str:
    return f"{urls.EXPORTS}{table.name}.schema.json"


PAGE, SCHEMAS = "page", "schemas"


def _keys(_: Catalogue) -> tuple[str, ...]:
    """What is planned at a time: the page, the schemas, and each file of records."""
    return (PAGE, SCHEMAS, *_MAKERS)


def _plans(catalogue: Catalogue, key: str) -> Iterator[Output]:
    """Output the page `/data/`, all schemas, or one file by its name."""
    if key == PAGE:
        yield catalogue.html(urls.EXPORTS, "exports.html", partial(_page, catalogue))
    elif key == SCHEMAS:
        for at, table in enumerate(TABLES):
            yield file(_schema_path(table), partial(_schema, catalogue, at))
    else:
        yield file(f"{urls.EXPORTS}{key}", partial(_MAKERS[key], catalogue))


OUTPUTS = (OutputKind("exports", (urls.EXPORTS,), _keys, _plans),)
QUERIES = texts.QUERIES


def _tables(catalogue: Catalogue) -> tuple[Table, ...]:
    """All tables, claims with the measures and units of this campaign."""
    return (claims.table(catalogue.vocabulary), *TABLES[1:])


def _page(catalogue: Catalogue) -> ExportsPage:
    return ExportsPage(
        head=head.head(
            catalogue.site,
            title="Data",
            description=INTRODUCTION,
            path=urls.EXPORTS,
            section=urls.EXPORTS,
        ),
        title="Data",
        introduction=INTRODUCTION,
        files=tuple(FILES),
        tables=_tables(catalogue),
        schemas=tuple(Link(_schema_path(table), "Its JSON Schema.") for table in TABLES),
    )


def _claims_csv(catalogue: Catalogue) -> bytes:
    return tables.as_csv(claims.TABLE, texts.parts(catalogue, texts.CLAIMS_CSV, "claimed"))


def _claims_json(catalogue: Catalogue) -> bytes:
    return _json(catalogue, claims.TABLE, texts.parts(catalogue, texts.CLAIMS_JSON, "claimed"))


def _events_csv(catalogue: Catalogue) -> bytes:
    return tables.as_csv(events.TABLE, texts.parts(catalogue, texts.EVENTS_CSV, "begun"))


def _events_json(catalogue: Catalogue) -> bytes:
    return _json(catalogue, events.TABLE, texts.parts(catalogue, texts.EVENTS_JSON, "begun"))


def _timeline(catalogue: Catalogue) -> bytes:
    return timeline.as_json(texts.parts(catalogue, texts.TIMELINE, "begun"), catalogue.site)


def _calendar(catalogue: Catalogue) -> bytes:
    return calendar.as_ics(texts.parts(catalogue, texts.CALENDAR, "begun"), catalogue.site)


def _entities_json(catalogue: Catalogue) -> bytes:
    found = entities.rows(catalogue.entities, partial(naming, catalogue), catalogue.site)
    return _json(catalogue, entities.TABLE, [tables.json_lines(entities.TABLE, found)])


def _notes_json(catalogue: Catalogue) -> bytes:
    standing = texts.parts(catalogue, texts.NOTES_JSON, "noted")
    return _json(catalogue, notes.TABLE, (*standing, texts.withdrawn(catalogue)))


def _offered(name: str, form: str, about: str, table: Table | None = None) -> File:
    return File(f"{urls.EXPORTS}{name}", form, about, f"table-{table.name}" if table else "")


# Every file of records as the page offers it, and what makes it.
FILES: dict[File, Callable[[Catalogue], bytes]] = {
    _offered("claims.csv", "CSV", "every claim, a row each", claims.TABLE): _claims_csv,
    _offered("claims.json", "JSON", "every claim with its relations", claims.TABLE): _claims_json,
    _offered("events.csv", "CSV", "every event, a row each", events.TABLE): _events_csv,
    _offered("events.json", "JSON", "every event with all its accounts", events.TABLE): _events_json,
    _offered("entities.json", "JSON", "people, groups, places and things", entities.TABLE): _entities_json,
    _offered("notes.json", "JSON", "every note and its report", notes.TABLE): _notes_json,
    _offered("timeline.json", "JSON", "all events in the form that TimelineJS reads"): _timeline,
    _offered("events.ics", "iCalendar", "all events, to subscribe to in a calendar"): _calendar,
}
PATHS = (*(file.href for file in FILES), *(_schema_path(table) for table in TABLES))
_MAKERS = {file.name: make for file, make in FILES.items()}


def _json(catalogue: Catalogue, table: Table, parts: Iterable[str]) -> bytes:
    site = catalogue.site
    about = {
        "title": f"{site.title}: {table.title}",
        "site": head.absolute(site, urls.HOME),
        "licence": site.licence_url or site.licence or None,
        "dictionary": head.absolute(site, f"{urls.EXPORTS}#table-{table.name}"),
        "schema": head.absolute(site, _schema_path(table)),
    }
    return tables.as_json(table.name, parts, about)


def _schema(catalogue: Catalogue, at: int) -> bytes:
    table = _tables(catalogue)[at]
    found: dict[str, Any] = tables.schema(table, head.absolute(catalogue.site, _schema_path(table)))
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()
