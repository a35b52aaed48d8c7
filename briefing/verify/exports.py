"""Check exports against their schemas and the standards of their formats."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import posixpath
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from briefing.content import urls
from briefing.verify.schemas import Schema, shipped
from briefing.verify.site_files import Fault, fault_of_address, file_of_address

if TYPE_CHECKING:
    from briefing.verify.site_files import SiteFiles

SCHEMA = ".schema.json"
CLAIMS, EVENTS, TIMELINE = (f"{urls.EXPORTS}{name}.json" for name in ("claims", "events", "timeline"))
# RFC 5545, section 3.1: octets in a line, without its end.
LONGEST_LINE = 75
_WANTED = ("UID", "DTSTAMP", "DTSTART")


def rows(folder: Path, path: str) -> Iterator[dict[str, Any]]:
    """Read the records of an export, and of its parts; what cannot be read is a Problem elsewhere."""
    for file in (folder / path, *sorted((folder / path).with_suffix("").glob("*.json"))):
        try:
            tree = json.loads(file.read_bytes())
        except (OSError, ValueError, RecursionError):
            continue
        found = tree.get(PurePosixPath(path).stem) if isinstance(tree, dict) else ()
        yield from (row for row in found if isinstance(row, dict)) if isinstance(found, list) else ()


def table_of(path: str) -> str:
    """The export that a file is, or is a part of: "data/claims" of "data/claims/2018-12.csv"."""
    folder = posixpath.dirname(path)
    return posixpath.splitext(path)[0] if f"{folder}/" == urls.EXPORTS else folder


def schemas(folder: Path, site: SiteFiles) -> dict[str, str]:
    """The SHA-256 of each schema that can be read, by the export that it describes."""
    found = {}
    for path in site.files:
        if path.startswith(urls.EXPORTS) and path.endswith(SCHEMA):
            with suppress(OSError):
                found[path.removesuffix(SCHEMA)] = hashlib.sha256((folder / path).read_bytes()).hexdigest()
    return found


def of_json(tree: Any, *, path: str, folder: Path, site: SiteFiles) -> Iterator[Fault]:
    """Check a JSON file against the schema that it names, a file of this site; an index against its parts."""
    if isinstance(tree, dict) and "parts" in tree:
        yield from _of_index(tree, path, site)
        return
    if f"{table_of(path)}.json" == TIMELINE:
        yield from (Fault("schema", fault) for fault in shipped("timeline").faults(tree))
    address = tree.get("schema") if isinstance(tree, dict) else None
    if not isinstance(address, str):
        return
    described = address.removeprefix(f"{site.url}/")
    if described != f"{table_of(path)}{SCHEMA}":
        site.asks_more()
    if described not in site.files:
        yield Fault("schema", f"the schema {address!r} is not a file of this site")
        return
    try:
        schema = _schema((folder / described).read_bytes())
    except (ValueError, RecursionError):
        yield Fault("schema", f"{described} is not a JSON Schema")
        return
    for fault in schema.faults(tree):
        yield Fault("schema", f"{fault} (by {described})")


@lru_cache(maxsize=8)
def _schema(content: bytes) -> Schema:
    """Compile a schema once for all parts that it describes. Raises ValueError if it is none."""
    return Schema(json.loads(content))


def _of_index(index: dict[str, Any], path: str, site: SiteFiles) -> Iterator[Fault]:
    """Check that an index lists only files of this site, and all in the folder of its name."""
    site.asks_more()
    faults = tuple(shipped("parts").faults(index))
    yield from (Fault("schema", fault) for fault in faults)
    if faults:
        return
    listed = {file_of_address(address, site) for part in index["parts"] for address in part["files"]}
    for address in (address for part in index["parts"] for address in part["files"]):
        if fault := fault_of_address(address, site):
            yield fault
    folder = f"{table_of(path)}/"
    for other in sorted({one for one in site.files if one.startswith(folder)} - listed):
        yield Fault("parts", f"{other} is not listed in the index")


def of_csv(text: str, *, path: str, folder: Path, site: SiteFiles) -> Iterator[Fault]:
    """Check a CSV file against RFC 4180, and the schema of the JSON file beside it, if any."""
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=False))
    if not rows:
        yield Fault("csv", "the file is empty", "write its header")
        return
    yield from _faults_of_ends(text, "csv")
    for at, row in enumerate(rows[1:], 1):
        if len(row) != len(rows[0]):
            yield Fault("csv", f"row {at} has {len(row)} cells, the header {len(rows[0])}")
    described = f"{table_of(path)}{SCHEMA}"
    if described in site.files:
        columns = _columns(folder / described, PurePosixPath(table_of(path)).name)
        yield from (
            Fault("schema", f"{what} (by {described})", allowed) for what, allowed in _beyond(rows, columns)
        )


def _faults_of_ends(text: str, rule: str) -> Iterator[Fault]:
    if text.count("\n") != text.count("\r\n") or not text.endswith("\r\n"):
        yield Fault(rule, "a line does not end in CRLF")


def _beyond(rows: list[list[str]], columns: dict[str, set[str]]) -> Iterator[tuple[str, str]]:
    """Yield values that their columns do not allow, and what is allowed."""
    if not columns:
        return
    if rows[0] != list(columns):
        yield f"the header is {','.join(rows[0])}", f"it must be {','.join(columns)}"
        return
    for at, (name, codes) in enumerate(columns.items()):
        cells = {row[at] for row in rows[1:] if len(row) == len(columns)} if codes else set()
        for cell in sorted(cells - codes):
            yield f"{name} is {cell!r}", f"it must be one of {', '.join(sorted(codes - {''}))}"


def _columns(file: Path, table: str) -> dict[str, set[str]]:
    """Read the columns of a CSV file from a schema, each with the words allowed in it; none: any is."""
    try:
        row = json.loads(file.read_bytes())["properties"][table]["items"]["properties"]
        return {name: _codes(column) for name, column in row.items() if not _is_records(column)}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _is_records(column: dict[str, Any]) -> bool:
    return column.get("type") == "array" and column["items"].get("type") == "object"


def _codes(column: dict[str, Any]) -> set[str]:
    return {"" if code is None else code for code in column.get("enum", ())}


def of_calendar(text: str) -> Iterator[Fault]:
    """Check an iCalendar file against the rules of RFC 5545 that calendar programs insist on."""
    yield from _faults_of_ends(text, "calendar")
    for at, line in enumerate(text.split("\r\n"), 1):
        if len(line.encode()) > LONGEST_LINE:
            yield Fault("calendar", f"line {at} is longer than {LONGEST_LINE} bytes", "fold it")
    lines = text.replace("\r\n ", "").split("\r\n")
    if lines[0] != "BEGIN:VCALENDAR" or "END:VCALENDAR" not in lines[-2:]:
        yield Fault("calendar", "the calendar is incomplete")
    identities: set[str] = set()
    for event in _events(lines):
        for name in _WANTED:
            if name not in event:
                yield Fault("calendar", f"the event {event.get('UID', '')!r} has no {name}")
        if (identity := event.get("UID", "")) in identities:
            yield Fault("calendar", f"the UID {identity!r} occurs twice")
        identities.add(identity)


def _events(lines: list[str]) -> Iterator[dict[str, str]]:
    """Yield the properties of each event, by name; without its end the calendar lacks its own too."""
    found: dict[str, str] | None = None
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found = {}
        elif line == "END:VEVENT" and found is not None:
            yield found
            found = None
        elif found is not None:
            found[name.partition(";")[0].upper()] = value
