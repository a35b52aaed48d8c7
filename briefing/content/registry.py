"""The bytes of the registry's two files in; its sources and entities out, or Problems."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeVar, get_args

from briefing.content.forms import files, yaml
from briefing.content.forms.faults import Faults, quoted
from briefing.content.forms.fields import Identifier, ListOf, Number, OneOf, Text, WebAddress
from briefing.content.forms.records import Demand, Field, Maker, Record
from briefing.core.model import Alias, Entity, EntityKind, Position, Precision, Source, SourceKind
from briefing.text.fold import fold

if TYPE_CHECKING:
    from briefing.content.forms.fields import Json
    from briefing.content.forms.records import Values
    from briefing.core.problems import Problem

T = TypeVar("T", Source, Entity)

SOURCES = "registry/sources.yml"
ENTITIES = "registry/entities.yml"

MOST_ENTRIES = 20_000

_NAME = Text(longest=120)

SOURCE_ID = Field("id", Identifier(), "the id by which notes refer to it", required=True)
SOURCE_KIND: Field[SourceKind] = Field(
    "kind",
    OneOf(get_args(SourceKind)),
    "an outlet, or an agency whose wire outlets relay",
    required=True,
)
SOURCE_LABEL = Field("label", _NAME, "its name", required=True)
SOURCE_DESCRIPTION = Field("description", Text(), "what it is")
SOURCE_URL = Field("url", WebAddress(), "its web site")

LATITUDE = Field("lat", Number(-90, 90), "degrees north (WGS 84)", required=True)
LONGITUDE = Field("lon", Number(-180, 180), "degrees east (WGS 84)", required=True)
PRECISION: Field[Precision] = Field(
    "precision", OneOf(get_args(Precision)), "how exact the position is", required=True
)
BASIS = Field("basis", Text(), "what says so", required=True)

ALIAS_TEXT = Field("text", _NAME, "the name", required=True)
ALIAS_CASE: Field[Literal["exact"]] = Field(
    "case", OneOf(("exact",)), "exact: found in this case only, as IS is", required=True
)


def _source(values: Values, _faults: Faults) -> Source | None:
    identity = values.get(SOURCE_ID)
    if identity is None:
        return None
    # With a fault in the rest it still is the source that notes mean, and they are not at fault.
    kind: SourceKind = values.given(SOURCE_KIND, "agency")
    label = values.given(SOURCE_LABEL, identity)
    return Source(
        identity, kind, label, values.given(SOURCE_DESCRIPTION, ""), values.given(SOURCE_URL, ""), values.line
    )


def _position(values: Values, _faults: Faults) -> Position | None:
    lat, lon, precision = values.get(LATITUDE), values.get(LONGITUDE), values.get(PRECISION)
    if lat is None or lon is None or precision is None:
        return None
    return Position(lat, lon, precision, values.given(BASIS, ""))


def _exact_alias(values: Values, _faults: Faults) -> Alias | None:
    text = values.get(ALIAS_TEXT)
    return None if text is None else Alias(text, exact=True)


class _AliasKind:
    """A name, or a name with its case."""

    cased: Maker[Alias] = Maker(Record("alias", (ALIAS_TEXT, ALIAS_CASE)), _exact_alias)

    def read(self, node: yaml.YamlNode, name: str, faults: Faults) -> Alias | None:
        if isinstance(node, yaml.Mapping):
            return self.cased.read(node, name, faults)
        text = _NAME.read(node, name, faults)
        if text is not None and not fold(text):
            faults.add(
                node.line, "bad-alias", f"{name} {quoted(text)} has no letter or digit", "write a name"
            )
            return None
        return None if text is None else Alias(text)

    def schema(self) -> Json:
        return {"anyOf": [_NAME.schema(), self.cased.schema()]}


POSITION: Maker[Position] = Maker(Record("position", (LATITUDE, LONGITUDE, PRECISION, BASIS)), _position)

ENTITY_ID = Field("id", Identifier(), "the id by which notes refer to it", required=True)
ENTITY_KIND: Field[EntityKind] = Field("kind", OneOf(get_args(EntityKind)), "what it is", required=True)
ENTITY_LABEL = Field("label", _NAME, "its preferred name", required=True)
ALIASES = Field("aliases", ListOf(_AliasKind()), "its other names")
DESCRIPTION = Field("description", Text(), "what it is, in a sentence")
PLACED = Field("position", POSITION, "where a place is")


def _entity(values: Values, _faults: Faults) -> Entity | None:
    identity = values.get(ENTITY_ID)
    if identity is None:
        return None
    kind: EntityKind = values.given(ENTITY_KIND, "group")
    label = values.given(ENTITY_LABEL, identity)
    return Entity(
        identity,
        kind,
        label,
        values.given(ALIASES, ()),
        values.given(DESCRIPTION, ""),
        values.get(PLACED),
        values.line,
    )


SOURCE: Maker[Source] = Maker(
    Record("source", (SOURCE_ID, SOURCE_KIND, SOURCE_LABEL, SOURCE_DESCRIPTION, SOURCE_URL)), _source
)
ENTITY: Maker[Entity] = Maker(
    Record(
        "entity",
        (ENTITY_ID, ENTITY_KIND, ENTITY_LABEL, ALIASES, DESCRIPTION, PLACED),
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
    ),
    _entity,
)


def parse_sources(path: str, content: bytes) -> tuple[tuple[Source, ...], tuple[Problem, ...]]:
    """Read the sources, sorted by id; of two with one id the first stands, and the other is a Problem."""
    return _parse(path, content, SOURCE)


def parse_entities(path: str, content: bytes) -> tuple[tuple[Entity, ...], tuple[Problem, ...]]:
    """Read the entities, sorted by id; of two with one id the first stands, and the other is a Problem."""
    return _parse(path, content, ENTITY)


def _parse(path: str, content: bytes, kind: Maker[T]) -> tuple[tuple[T, ...], tuple[Problem, ...]]:
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
