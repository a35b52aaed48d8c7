"""The files for machines, their schemas, and the page that explains them."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec import Struct

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

    from briefing.engine.query import Query
    from briefing.site.catalogue import Catalogue
    from briefing.site.tables import Table

TABLES = (claims.TABLE, events.TABLE, entities.TABLE, notes.TABLE)
INTRODUCTION = (
    "Everything this site is made of, as files: the same bytes from the same notes, rows in a fixed order, "
    "each with a schema. Nothing in them is more certain than the report it comes from."
)


def _schema_path(table: Table) -> str:
    return f"{urls.EXPORTS}{table.name}.schema.json"


class Form(Struct, frozen=True):
    """A file of records as the page offers it, what its texts answer for which listings, and their frame."""

    file: File
    question: Query[Catalogue, str]
    kind: str
    frame: Callable[[Catalogue, Iterable[str]], bytes]

    def part(self, name: str) -> str:
        """The path of a part: `data/claims/2018-12.csv`."""
        stem, _, suffix = self.file.href.rpartition(".")
        return f"{stem}/{name}.{suffix}"


PAGE, SCHEMAS = "page", "schemas"


def _keys(catalogue: Catalogue) -> Iterator[str]:
    """What is planned at a time: the page, the schemas, each file of records, or all parts of a month."""
    yield from (PAGE, SCHEMAS)
    if not catalogue.ask(texts.IN_PARTS):
        yield from (file.name for file in FILES)
        return
    yield from (file.name for file in INDEXES)
    for kind in KINDS:
        yield from (f"{kind} {name}" for name in texts.names(catalogue, kind))


def _plans(catalogue: Catalogue, key: str) -> Iterator[Output]:
    """Output the page `/data/`, all schemas, one file by its name, or the parts of a month."""
    kind, _, name = key.partition(" ")
    if key == PAGE:
        yield catalogue.html(urls.EXPORTS, "exports.html", partial(_page, catalogue))
    elif key == SCHEMAS:
        for at, table in enumerate(TABLES):
            yield file(_schema_path(table), partial(_schema, catalogue, at))
    elif kind in KINDS:
        for form in FORMS:
            if form.kind == kind:
                yield file(form.part(name), partial(_part, catalogue, form, name))
    else:
        yield file(f"{urls.EXPORTS}{key}", partial(_records, catalogue, key))


OUTPUTS = (OutputKind("exports", (urls.EXPORTS,), _keys, _plans, is_large=True),)
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
        files=INDEXES if catalogue.ask(texts.IN_PARTS) else FILES,
        tables=_tables(catalogue),
        schemas=tuple(Link(_schema_path(table), "Its JSON Schema.") for table in TABLES),
    )


def _csv(table: Table, _catalogue: Catalogue, parts: Iterable[str]) -> bytes:
    return tables.as_csv(table, parts)


def _json(table: Table, catalogue: Catalogue, parts: Iterable[str]) -> bytes:
    return tables.as_json(table.name, parts, _about(catalogue, table))


def _timeline(catalogue: Catalogue, parts: Iterable[str]) -> bytes:
    return timeline.as_json(parts, catalogue.site)


def _calendar(catalogue: Catalogue, parts: Iterable[str]) -> bytes:
    return calendar.as_ics(parts, catalogue.site)


def _entities(catalogue: Catalogue) -> bytes:
    found = entities.rows(catalogue.entities, partial(naming, catalogue), catalogue.site)
    return _json(entities.TABLE, catalogue, [tables.json_lines(entities.TABLE, found)])


def _records(catalogue: Catalogue, name: str) -> bytes:
    """Make a file of records by its name: all of them, or the index of its parts."""
    if name == _ENTITIES.name:
        return _entities(catalogue)
    form = next(form for form in FORMS if form.file.name == name)
    if catalogue.ask(texts.IN_PARTS):
        return _index(catalogue, form.kind)
    return form.frame(catalogue, texts.whole(catalogue, form.question, form.kind))


def _part(catalogue: Catalogue, form: Form, name: str) -> bytes:
    return form.frame(catalogue, texts.part(catalogue, form.question, name))


def _index(catalogue: Catalogue, kind: str) -> bytes:
    """List the parts, each with its files."""
    forms = [form for form in FORMS if form.kind == kind]
    parts = (
        {"part": name, "files": [head.absolute(catalogue.site, form.part(name)) for form in forms]}
        for name in texts.names(catalogue, kind)
    )
    return tables.as_json("parts", [tables.lines(parts)], _about(catalogue, KINDS[kind]))


def _offered(name: str, form: str, about: str, table: Table | None = None) -> File:
    return File(f"{urls.EXPORTS}{name}", form, about, f"table-{table.name}" if table else "")


_CLAIMS = _offered("claims.csv", "CSV", "every claim, a row each", claims.TABLE)
_CLAIMS_JSON = _offered("claims.json", "JSON", "every claim with its relations", claims.TABLE)
_EVENTS = _offered("events.csv", "CSV", "every event, a row each", events.TABLE)
_EVENTS_JSON = _offered("events.json", "JSON", "every event with all its accounts", events.TABLE)
_ENTITIES = _offered("entities.json", "JSON", "people, groups, places and things", entities.TABLE)
_NOTES = _offered("notes.json", "JSON", "every note and its report", notes.TABLE)
_TIMELINE = _offered("timeline.json", "JSON", "all events in the form that TimelineJS reads")
_CALENDAR = _offered("events.ics", "iCalendar", "all events, to subscribe to in a calendar")
# Every file of records as the page offers it, and those that are put together from the texts of days.
FILES = (_CLAIMS, _CLAIMS_JSON, _EVENTS, _EVENTS_JSON, _ENTITIES, _NOTES, _TIMELINE, _CALENDAR)
FORMS = (
    Form(_CLAIMS, texts.CLAIMS_CSV, "claimed", partial(_csv, claims.TABLE)),
    Form(_CLAIMS_JSON, texts.CLAIMS_JSON, "claimed", partial(_json, claims.TABLE)),
    Form(_EVENTS, texts.EVENTS_CSV, "begun", partial(_csv, events.TABLE)),
    Form(_EVENTS_JSON, texts.EVENTS_JSON, "begun", partial(_json, events.TABLE)),
    Form(_NOTES, texts.NOTES_JSON, "noted", partial(_json, notes.TABLE)),
    Form(_TIMELINE, texts.TIMELINE, "begun", _timeline),
    Form(_CALENDAR, texts.CALENDAR, "begun", _calendar),
)
# What is offered instead where there are too many notes for one file: indexes of a part for each month.
KINDS = {"claimed": claims.TABLE, "begun": events.TABLE, "noted": notes.TABLE}
_EVENT_FORMS = "CSV, JSON with all accounts, JSON that TimelineJS reads, iCalendar"
_LISTED = "by month, as the files that this index lists"
INDEXES = (
    _offered("claims.json", "JSON", f"every claim, {_LISTED}: CSV, and JSON with relations", claims.TABLE),
    _offered("events.json", "JSON", f"every event, {_LISTED}: {_EVENT_FORMS}", events.TABLE),
    _ENTITIES,
    _offered("notes.json", "JSON", f"every note and its report, {_LISTED}", notes.TABLE),
)
# What every site has, in one form or the other.
PATHS = (*(file.href for file in INDEXES), *(_schema_path(table) for table in TABLES))


def _about(catalogue: Catalogue, table: Table) -> dict[str, str | None]:
    site = catalogue.site
    return {
        "title": f"{site.title}: {table.title}",
        "site": head.absolute(site, urls.HOME),
        "licence": site.licence_url or site.licence or None,
        "dictionary": head.absolute(site, f"{urls.EXPORTS}#table-{table.name}"),
        "schema": head.absolute(site, _schema_path(table)),
    }


def _schema(catalogue: Catalogue, at: int) -> bytes:
    table = _tables(catalogue)[at]
    found: dict[str, Any] = tables.schema(table, head.absolute(catalogue.site, _schema_path(table)))
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()
