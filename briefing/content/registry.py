"""Read the sources and entities of the registry."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar, get_args

from briefing.content.forms import files, yaml
from briefing.content.forms.faults import Faults, quoted
from briefing.content.forms.fields import IDENTIFIER, WEB_ADDRESS, ListOf, number, one_of, text
from briefing.content.forms.records import Demand, Field, Maker, Record
from briefing.core.model import Alias, Entity, EntityKind, Position, Precision, Source, SourceKind
from briefing.core.problems import Problem
from briefing.text.fold import fold

if TYPE_CHECKING:
    from briefing.content.forms.fields import Json
    from briefing.content.forms.records import Values

T = TypeVar("T", Source, Entity)

SOURCES = "registry/sources.yml"
ENTITIES = "registry/entities.yml"

MOST_ENTRIES = 20_000

_NAME = text(longest=120)

ID = Field("id", IDENTIFIER, "the id by which notes refer to it", required=True)
_DEGREES = (
    Field("lat", number(-90, 90), "degrees north (WGS 84)", required=True),
    Field("lon", number(-180, 180), "degrees east (WGS 84)", required=True),
)


class _AliasKind:
    """A name, or a name with its case."""

    cased = Maker(
        Record(
            "alias",
            (
                Field("text", _NAME, "the name", required=True),
                Field("case", one_of(("exact",)), "exact: found in this case only, as IS is", required=True),
            ),
        ),
        lambda values, _: Alias(values.found["text"], exact=True),
    )

    def read(self, node: yaml.YamlNode, name: str, faults: Faults) -> Alias | None:
        if isinstance(node, yaml.Mapping):
            return self.cased.read(node, name, faults)
        name_ = _NAME.read(node, name, faults)
        if name_ is not None and not fold(name_):
            what = f"{name} {quoted(name_)} has no letter or digit"
            faults.add(node.line, "bad-alias", what, "write a name")
            return None
        return None if name_ is None else Alias(name_)

    def schema(self) -> Json:
        return {"anyOf": [_NAME.schema(), self.cased.schema()]}


POSITION = Maker(
    Record(
        "position",
        (
            *_DEGREES,
            Field("precision", one_of(get_args(Precision)), "how exact the position is", required=True),
            Field("basis", text(), "what says so", required=True),
        ),
    ),
    lambda values, _: Position(**values.but()),
)
SOURCE_RECORD = Record(
    "source",
    (
        ID,
        Field(
            "kind",
            one_of(get_args(SourceKind)),
            "an outlet, or an agency whose wire outlets relay",
            required=True,
        ),
        Field("label", _NAME, "its name", required=True),
        Field("description", text(), "what it is"),
        Field("url", WEB_ADDRESS, "its web site"),
    ),
)
ENTITY_RECORD = Record(
    "entity",
    (
        ID,
        Field("kind", one_of(get_args(EntityKind)), "what it is", required=True),
        Field("label", _NAME, "its preferred name", required=True),
        Field("aliases", ListOf(_AliasKind()), "its other names"),
        Field("description", text(), "what it is, in a sentence"),
        Field("position", POSITION, "where a place is"),
    ),
    (
        Demand(
            "position-of-no-place",
            "only a place has a position",
            "leave position out, or write kind: place",
            "kind",
            ("person", "group"),
            bars=("position",),
        ),
    ),
)


def _known(make: Callable[..., T], kind: str) -> Callable[[Values, Faults], T | None]:
    """Make what has an id, of a kind: with a fault in the rest it still is what notes mean by it."""

    def made(values: Values, _: Faults) -> T | None:
        identity = values.get(ID)
        given = {"kind": kind, "label": identity, **values.but()}
        return make(**given, line=values.line) if identity else None

    return made


SOURCE = Maker(SOURCE_RECORD, _known(Source, "agency"), anyhow=True)
ENTITY = Maker(ENTITY_RECORD, _known(Entity, "group"), anyhow=True)


def _parse(path: str, content: bytes, kind: Maker[T]) -> tuple[tuple[T, ...], tuple[Problem, ...]]:
    """Read sources or entities, sorted by id; of two with one id the first stands, the other is a Problem."""
    faults = Faults(path)
    text = files.text_of(content, faults)
    node = None if text is None else yaml.read(text, first_line=1, faults=faults)
    found: tuple[T, ...] = ()
    if node is not None:
        listed: ListOf[T] = ListOf(kind, most=MOST_ENTRIES)
        found = listed.read(node, "the registry", faults) or ()
    first: dict[str, T] = {}
    for each in found:
        if each.id in first:
            what = f"{kind.record.noun}: id {quoted(each.id)} is taken, by line {first[each.id].line}"
            faults.add(each.line, "duplicate-id", what, "give each its own")
        else:
            first[each.id] = each
    return tuple(first[identity] for identity in sorted(first)), faults.problems()


parse_sources = partial(_parse, kind=SOURCE)
parse_entities = partial(_parse, kind=ENTITY)
