"""Show keys of the content as fields, from the descriptions that check and document them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias, get_args

from briefing.content.forms import yaml
from briefing.content.forms.fields import ListOf, ScalarKind, date
from briefing.content.forms.records import Maker
from briefing.content.frontmatter import NOTE
from briefing.core import edtf
from briefing.core.registry import EntityKind, SourceKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefing.content.differences import Place, Tree, Value
    from briefing.content.forms.records import Field, Record
    from briefing.core.registry import Registry

# Names that the program gives.
_NOT_SHOWN = frozenset({"report", "former", "checked"})
# Kinds of entries that keys are called after: a place, the places.
_KINDS = (*get_args(EntityKind), *get_args(SourceKind))
_PARTED = ", "
# A text with more characters than these gets more than a line.
_LONG = 300
_DATE = "YYYY-MM-DD"
# A report appears on one day, and an interval says between which; events and figures may take days.
_DAY = date(closed=True).described
# The names of what the registry has, whole and brief, by its part and id.
Labels: TypeAlias = "Mapping[tuple[str, str], tuple[str, str]]"


def tables() -> dict[str, Maker[Any]]:
    """Return the keys of a note's head that hold rows, with what describes them."""
    fields = (one for one in NOTE.fields if one.key not in _NOT_SHOWN)
    kinds = {one.key: one.kind.entry for one in fields if isinstance(one.kind, ListOf)}
    return {key: kind for key, kind in kinds.items() if isinstance(kind, Maker)}


def inputs(record: Record, before: str = "") -> Iterator[dict[str, Any]]:
    """Yield how each field of a record is filled in; those of a group in it have its key before theirs."""
    for field in record.fields:
        if field.key in _NOT_SHOWN or field.key in tables():
            continue
        if isinstance(field.kind, Maker):
            yield from inputs(field.kind.record, f"{before}{field.key}.")
        else:
            yield _input(field, before)


def _input(field: Field[object], before: str) -> dict[str, Any]:
    many = isinstance(field.kind, ListOf)
    kind: Any = field.kind.entry if isinstance(field.kind, ListOf) else field.kind
    scalar = kind if isinstance(kind, ScalarKind) else None
    described = scalar.described if scalar else {}
    truth = described.get("type") == "boolean"
    return {
        "key": f"{before}{field.key}",
        "label": f"{before}{field.key}".replace(".", ": ").replace("_", " ").capitalize(),
        "doc": f"{field.doc}; separated by commas" if many else field.doc,
        "required": field.required,
        "many": many,
        "choice": ["true", "false"] if truth else [] if many else list(described.get("enum", ())),
        "parts": list(parts_of(field)),
        "kind": next((one for one in _KINDS if field.key.startswith(one)), ""),
        "date": "" if scalar is None or scalar.wanted != _DATE else "day" if described == _DAY else "span",
        "long": scalar is not None and scalar.is_prose and described.get("maxLength", 0) > _LONG,
    }


def fields(node: yaml.YamlNode | None, labels: Labels) -> list[dict[str, Any]]:
    """Return the fields of a note's head, with what they hold."""
    written = texts(node)
    lines = {key.text: key.line for key, _ in node.entries} if isinstance(node, yaml.Mapping) else {}
    return [
        {
            **one,
            "value": written.get(one["key"], ""),
            "line": lines.get(one["key"], 0),
            "said": said(one, written.get(one["key"], ""), labels),
        }
        for one in inputs(NOTE)
    ]


def texts(node: yaml.YamlNode | None) -> dict[str, str]:
    """Return what the keys of a group hold, as texts."""
    if not isinstance(node, yaml.Mapping):
        return {}
    return {key.text: _text(value) for key, value in node.entries if not isinstance(value, yaml.Mapping)}


def _text(node: yaml.YamlNode) -> str:
    if isinstance(node, yaml.Scalar):
        return " ".join(node.text.split())
    entries = node.entries if isinstance(node, yaml.Sequence) else ()
    return _PARTED.join(" ".join(one.text.split()) for one in entries if isinstance(one, yaml.Scalar))


def said(one: Mapping[str, Any], text: str, labels: Labels, *, brief: bool = False) -> str:
    """Put a date, or the names behind ids, into words; "" for fields that need none."""
    if one["date"]:
        return _when(text, is_day=one["date"] == "day")[brief]
    if not one["parts"]:
        return ""
    named = [_label(labels, one["parts"], id_.strip())[brief] for id_ in text.split(",")]
    return _PARTED.join(filter(None, named))


# Dates repeat from row to row.
@lru_cache(maxsize=1024)
def _when(text: str, *, is_day: bool) -> tuple[str, str]:
    try:
        when = edtf.parse(text)
    except ValueError:
        return "", ""
    told = edtf.display(when), edtf.display_short(when)
    if not is_day or when.precision != "interval":
        return told
    if (when.end - when.start).days == 1:
        return _or(told[0]), _or(told[1])
    return f"a day of {told[0]}", f"a day of {told[1]}"


def _or(told: str) -> str:
    return re.sub(r"\s*–\s*", " or ", told, count=1)


def labels_of(known: Registry) -> Labels:
    """Return the names of all that the registry has an id for."""
    named: dict[tuple[str, str], tuple[str, str]] = {}
    named.update((("sources", one.id), (one.label, one.brief)) for one in known.sources)
    named.update((("entities", one.id), (one.label, one.brief)) for one in known.entities)
    named.update((("measures", one.id), (one.label, one.label)) for one in known.measures)
    named.update((("units", one.id), (one.plural, one.plural)) for one in known.units)
    return named


def _label(labels: Labels, parts: Sequence[str], id_: str) -> tuple[str, str]:
    return next((labels[part, id_] for part in parts if (part, id_) in labels), ("", ""))


def kind_of(at: Place) -> tuple[Record, Field[object]]:
    """Return the field at a place in a head, with its record. Raises KeyError where there is none."""
    if len(at) not in {1, 3}:
        raise KeyError(at)
    record = NOTE if len(at) == 1 else tables()[str(at[0])].record
    fields = {one.key: one for one in record.fields if one.key not in tables()}
    return record, fields[str(at[-1])]


def with_value(head: Tree, at: Place, text: str) -> Value:
    """Return a head with the value of a field's text, without the key for an empty text.

    Raises KeyError where there is no such field, or row.
    """
    record, field = kind_of(at)
    if len(at) == 1:
        return _with(head, record, field, text)
    key, number = str(at[0]), at[1]
    listed = head.get(key) if isinstance(head, dict) else None
    if not isinstance(head, dict) or not isinstance(listed, tuple) or number not in range(len(listed)):
        raise KeyError(at)
    if listed[int(number)] and not isinstance(listed[int(number)], dict):
        raise KeyError(at)
    rows: list[Value] = list(listed)
    rows[int(number)] = _with(listed[int(number)], record, field, text)
    return {**head, key: rows}


def _with(group: Tree, record: Record, field: Field[object], text: str) -> Value:
    held: dict[str, Value] = dict(group) if isinstance(group, dict) else {}
    value = value_of(field, text)
    if value is None:
        return {name: one for name, one in held.items() if name != field.key}
    return _placed(held, record, field.key, value)


def _placed(held: Mapping[str, Value], record: Record, key: str, value: Value) -> Value:
    """Return a group of keys with a value; a new key goes where its description has it."""
    if key in held:
        return {**held, key: value}
    order = [one.key for one in record.fields]
    earlier = [name for name in held if name in order and order.index(name) < order.index(key)]
    at = list(held).index(earlier[-1]) + 1 if earlier else 0
    parted = list(held.items())
    return dict([*parted[:at], (key, value), *parted[at:]])


def with_rows(head: Mapping[str, Tree], key: str, rows: Sequence[Value]) -> Value:
    """Return a head with rows in a list, no list for none; a new list goes where its description has it."""
    held: dict[str, Value] = {name: one for name, one in head.items() if name != key or rows}
    return _placed(held, NOTE, key, list(rows)) if rows else held


def parts_of(field: Field[object]) -> tuple[str, ...]:
    """Return the parts of the registry whose ids a field holds."""
    kind: Any = field.kind.entry if isinstance(field.kind, ListOf) else field.kind
    return tuple(one for one in getattr(kind, "names", ()) if one != "tags")


def value_of(field: Field[object], text: str) -> Value | None:
    """Return the value of a field's text, None for an empty one."""
    folded = " ".join(text.split())
    if isinstance(field.kind, ListOf):
        parted = [part.strip() for part in folded.split(",") if part.strip()]
        one_alone = field.kind.or_one and len(parted) == 1
        return parted[0] if one_alone else parted or None
    kind: Any = field.kind
    if kind.schema().get("type") == "boolean" and folded in {"true", "false"}:
        return folded == "true"
    return folded or None
