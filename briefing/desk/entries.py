"""Find entries of the registry by any of their names, and add those that are missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from briefing.content import differences, places, registry, tree, value_edits
from briefing.content.checks.across_files import Content, cross_check
from briefing.content.folder import CONTENT
from briefing.content.forms.records import Maker
from briefing.core.problems import BriefingError, Problem, errors
from briefing.core.registry import Entity, Measure, Registry, Source, Unit
from briefing.desk import form
from briefing.text.fold import fold, slug

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from briefing.content.differences import Value
    from briefing.content.forms.records import Record

PARTS: Mapping[str, tuple[str, Record]] = {
    "entities": (registry.ENTITIES, registry.ENTITY.record),
    "sources": (registry.SOURCES, registry.SOURCE.record),
    "measures": (registry.MEASURES, registry.MEASURE.record),
    "units": (registry.UNITS, registry.UNIT.record),
}
# How many entries are offered, and how like a name a slip must be, as in the hints of `check`.
MOST, ALIKE = 12, 0.7
# With so many found by name, slips are not tried.
_ENOUGH = 3
# What ranks behind all that a name fits.
_NO_NAME = 4


def find(known: Registry, parts: Sequence[str], query: str, kind: str = "") -> list[dict[str, str]]:
    """Return the entries of some parts that a query may mean, the likeliest first, of a `kind` before others.

    A name that is the query comes before one that begins with it, that has all its words begin some of its
    own, that holds it, and at last that it is a slip for.
    """
    wanted = fold(query)
    entries = [(part, one) for part in parts if part in PARTS for one in getattr(known, part)]
    found = [(rank, part, one, name) for part, one in entries for rank, name in _fits(one, wanted)]
    if wanted and len(found) < _ENOUGH:
        had = {one.id for _, _, one, _ in found}
        slips = ((part, one) for part, one in entries if one.id not in had)
        found += [
            (_NO_NAME + rank, part, one, name) for part, one in slips for rank, name in _slips(one, wanted)
        ]
    found.sort(
        key=lambda one: (one[0], getattr(one[2], "kind", "") != kind if kind else False, _label(one[2]))
    )
    shown = {one.id: _shown(part, one, name) for _, part, one, name in reversed(found)}
    return list(reversed(shown.values()))[:MOST]


# The names of a registry are looked through at every letter.
_folded = lru_cache(maxsize=100_000)(fold)


def _names(entry: Entity | Source | Measure | Unit) -> Iterator[str]:
    yield entry.id
    if isinstance(entry, Unit):
        yield from filter(None, (entry.singular, entry.plural, entry.symbol))
        return
    yield entry.label
    if isinstance(entry, Entity):
        yield from (alias.text for alias in entry.aliases)
    if isinstance(entry, Measure):
        yield from entry.words
    else:
        yield from filter(None, (entry.short,))


def _label(entry: Entity | Source | Measure | Unit) -> str:
    return entry.plural if isinstance(entry, Unit) else entry.label


def _fits(entry: Any, wanted: str) -> Iterator[tuple[float, str]]:
    """Yield how well an entry's best name fits, and that name, where any does."""
    best = min(
        ((rank, name) for name in _names(entry) if (rank := _rank(_folded(name), wanted)) < _NO_NAME),
        default=None,
    )
    if best:
        yield best


def _rank(name: str, wanted: str) -> float:
    if name == wanted or not wanted:
        return 0
    if name.startswith(wanted):
        return 1
    words = name.split()
    if all(any(one.startswith(part) for one in words) for part in wanted.split()):
        return 2
    return 3 if wanted in name else _NO_NAME


def _slips(entry: Any, wanted: str) -> Iterator[tuple[float, str]]:
    matcher = SequenceMatcher(None, "", wanted, autojunk=False)
    best: tuple[float, str] | None = None
    for name in _names(entry):
        for one in {_folded(name), *_folded(name).split()}:
            # Texts of very different lengths cannot be alike.
            if 2 * min(len(one), len(wanted)) < ALIKE * (len(one) + len(wanted)):
                continue
            matcher.set_seq1(one)
            if matcher.quick_ratio() >= ALIKE and (alike := matcher.ratio()) >= ALIKE:
                best = min(best or (1.0, name), (1 - alike, name))
    if best:
        yield best


def _shown(part: str, entry: Entity | Source | Measure | Unit, name: str) -> dict[str, str]:
    """Return an entry as the picker shows it; `also` is the name by which it was found, if another."""
    label = _label(entry)
    if isinstance(entry, Measure):
        detail = entry.definition
    elif isinstance(entry, Unit):
        detail = entry.symbol
    else:
        detail = f"{entry.kind}{': ' if entry.description else ''}{entry.description}"
    also = "" if fold(name) in {fold(label), fold(entry.id)} else name
    return {"id": entry.id, "part": part, "label": label, "also": also, "detail": detail}


def id_of(known: Registry, parts: Sequence[str], text: str) -> str:
    """Return the id of the one entry that goes by a name, or the text where none or more than one does."""
    found = {one["id"] for one in find(known, parts, text) if _goes_by(known, one, text)}
    return found.pop() if len(found) == 1 else text


def _goes_by(known: Registry, one: Mapping[str, str], text: str) -> bool:
    entry = next(entry for entry in getattr(known, one["part"]) if entry.id == one["id"])
    return fold(text) in {fold(name) for name in _names(entry)} - {""}


def asked(known: Registry, path: str, query: Mapping[str, str]) -> list[dict[str, Any]]:
    """Answer with the entries that a text may mean, or with the fields of a new one."""
    parts, text = query.get("parts", ""), query.get("q", "")
    if path == "/find":
        return list(find(known, parts.split(","), text, query.get("kind", "")))
    return blank(parts, text)


def blank(part: str, text: str) -> list[dict[str, Any]]:
    """Return the fields of a new entry, with what its name tells. Raises BriefingError for no such part."""
    record = _described(part)[1]
    name = slug(text) if text.isascii() else ""
    given = {"id": name, "label": text, "singular": text, "plural": text}
    return [{**one, "value": given.get(one["key"], "")} for one in form.inputs(record)]


def _described(part: str) -> tuple[str, Record]:
    if part not in PARTS:
        raise BriefingError(f"{part}: the registry has no such part")
    return PARTS[part]


def added(
    folder: Path, part: str, given: Mapping[str, str], today: date
) -> tuple[str, bytes, bytes, tuple[Problem, ...]]:
    """Return a file of the registry, by its path, before and after an entry is added, and its faults then."""
    path, record = _described(part)
    before = (folder / path).read_bytes() if (folder / path).is_file() else b""
    held = differences.tree(places.opened(path, before).node)
    rows = list(held) if isinstance(held, tuple) else []
    row = dict(_row(record, given))
    at = _place(rows, row, ordered=part in {"entities", "sources"})
    after = value_edits.changed(path, before, [*rows[:at], row, *rows[at:]])
    old, new = (_problems(folder, path, part, content, today) for content in (before, after))
    had = {one.what for one in old}
    return path, before, after, tuple(one for one in errors(tuple(new)) if one.what not in had)


def _row(record: Record, given: Mapping[str, str], before: str = "") -> Iterator[tuple[str, Value]]:
    for field in record.fields:
        if isinstance(field.kind, Maker):
            if group := dict(_row(field.kind.record, given, f"{before}{field.key}.")):
                yield field.key, group
        elif (value := form.value_of(field, given.get(f"{before}{field.key}", ""))) is not None:
            yield field.key, value


def _place(rows: Sequence[Any], row: Mapping[str, Any], *, ordered: bool) -> int:
    """Return the place of a new entry in the order of a file: by id, of all or of its kind, or none."""
    entries = [(number, one) for number, one in enumerate(rows) if isinstance(one, dict)]
    for peers in (entries, [one for one in entries if one[1].get("kind") == row.get("kind")]):
        ids = [str(one.get("id", "")) for _, one in peers]
        if ordered and ids and ids == sorted(ids):
            smaller = [number for number, one in peers if str(one.get("id", "")) < str(row.get("id", ""))]
            return smaller[-1] + 1 if smaller else peers[0][0]
    return len(rows)


def _problems(folder: Path, path: str, part: str, content: bytes, today: date) -> list[Problem]:
    """Return what is wrong with a file of the registry, with the rest of it as it is."""
    found, problems = tree.parse_file(path, content)
    read = tree.read_registry(folder)
    parts = {name: getattr(read, name) for name in ("sources", "entities", "measures", "units", "tags")}
    changed = Content(registry=Registry(**{**parts, part: found}))
    across = cross_check(changed, today=today)
    return [*problems, *(one for one in across if one.location.path == f"{CONTENT}/{path}")]
