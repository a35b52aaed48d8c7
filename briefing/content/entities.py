"""Describe what the registry says of an entity."""

from __future__ import annotations

from typing import get_args

from briefing.content.forms import yaml
from briefing.content.forms.faults import Faults, quoted
from briefing.content.forms.fields import IDENTIFIER, Json, ListOf, id_in, number, one_of, text
from briefing.content.forms.records import Demand, Field, Maker, Record
from briefing.core.registry import Alias, EntityKind, Position, Precision, Role
from briefing.text.fold import fold

NAME = text(longest=120)
ID = Field("id", IDENTIFIER, "the id by which notes refer to it", required=True)
FORMER = Field(
    "former", ListOf(IDENTIFIER, unique=True), "ids that it had before; their addresses lead on to it"
)
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
                Field("text", NAME, "the name", required=True),
                Field(
                    "case", one_of(("exact",)), "exact: counts in this case only, such as IS", required=True
                ),
            ),
        ),
        lambda values, _: Alias(values.found["text"], exact=True),
    )

    def read(self, node: yaml.YamlNode, name: str, faults: Faults) -> Alias | None:
        if isinstance(node, yaml.Mapping):
            return self.cased.read(node, name, faults)
        name_ = NAME.read(node, name, faults)
        if name_ is not None and not fold(name_):
            what = f"{name} {quoted(name_)} has no letter or digit"
            faults.add(node.line, "bad-alias", what, "write a name")
            return None
        return None if name_ is None else Alias(name_)

    def schema(self) -> Json:
        return {"anyOf": [NAME.schema(), self.cased.schema()]}


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
ROLE = Maker(
    Record(
        "role",
        (
            Field("of", id_in("entities"), "in whom or what: an id in registry/entities.yml", required=True),
            Field("as", text(longest=60), "what it is there, such as head", required=True),
        ),
    ),
    lambda values, _: Role(of=values.found["of"], as_=values.found["as"]),
)
SHORT = Field("short", text(longest=30, is_prose=False), "its name where there is little room, such as AP")
ENTITY_RECORD = Record(
    "entity",
    (
        ID,
        Field("kind", one_of(get_args(EntityKind)), "what it is", required=True),
        Field("label", NAME, "its preferred name", required=True),
        SHORT,
        Field("aliases", ListOf(_AliasKind()), "its other names"),
        Field("description", text(), "what it is, in a sentence"),
        Field(
            "adjectives",
            ListOf(NAME, unique=True),
            "words that mention it without naming it, such as Turkish, in this case only",
        ),
        Field(
            "counts_as",
            ListOf(NAME, unique=True),
            "common nouns in the plural that mean it where reports count them, such as fighters",
        ),
        Field(
            "within",
            id_in("entities"),
            "the id of the entity, of the same kind, that it lies in or belongs to",
        ),
        Field("role", ROLE, "what a person or group is in another, such as its head"),
        Field("position", POSITION, "where a place is"),
        FORMER,
    ),
    (
        Demand(
            "role-of-no-one",
            "only a person or a group has a role",
            "leave role out",
            "kind",
            ("place", "thing"),
            bars=("role",),
        ),
        Demand(
            "position-of-no-place",
            "only a place has a position",
            "leave position out, or write kind: place",
            "kind",
            ("person", "group", "thing"),
            bars=("position",),
        ),
        Demand(
            "counted-as-one",
            "only a group or a thing is counted by a common noun",
            "leave counts_as out",
            "kind",
            ("person", "place"),
            bars=("counts_as",),
        ),
    ),
)
