"""Read the registry: sources, entities, measures, units and tags."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar, get_args

from msgspec.structs import replace

from briefing.content.entities import ENTITY_RECORD, FORMER, ID, NAME, SHORT
from briefing.content.forms import files, yaml
from briefing.content.forms.addresses import WEB_ADDRESS
from briefing.content.forms.faults import Faults, quoted
from briefing.content.forms.fields import IDENTIFIER, TRUTH, ListOf, id_in, number, one_of, text
from briefing.content.forms.records import Demand, Field, Maker, Record, Values
from briefing.core.problems import Problem
from briefing.core.registry import (
    Entity,
    EntityKind,
    Measure,
    MeasureKind,
    RenamedTag,
    Source,
    SourceKind,
    Unit,
)
from briefing.text.fold import slug

T = TypeVar("T", Source, Entity, Measure, Unit, RenamedTag)

SOURCES = "registry/sources.yml"
ENTITIES = "registry/entities.yml"
MEASURES = "registry/measures.yml"
UNITS = "registry/units.yml"
TAGS = "registry/tags.yml"

MOST_ENTRIES = 20_000

# What editors write for a tag.
TAG = replace(text(longest=60, is_prose=False), names=("tags",))

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
        Field("label", NAME, "its name", required=True),
        SHORT,
        Field("description", text(), "what it is"),
        Field("url", WEB_ADDRESS, "its web site"),
        FORMER,
    ),
)
MEASURE_RECORD = Record(
    "measure",
    (
        ID,
        Field("label", NAME, "its name, as pages show it", required=True),
        Field("definition", text(), "what is counted or measured, in a sentence or two", required=True),
        Field("kind", one_of(get_args(MeasureKind)), "what its figures are", required=True),
        Field("accumulates", TRUTH, "whether a later total cannot be smaller"),
        Field(
            "units", ListOf(id_in("units"), unique=True), "ids of units, the default first; count for none"
        ),
        Field("of", ListOf(one_of(get_args(EntityKind)), unique=True), "kinds of entity that are counted"),
        Field("share_of", text(longest=120), "what its percentages are a share of"),
        Field("includes", text(), "what is included, if readers may ask"),
        Field("excludes", text(), "what is not counted"),
        Field(
            "words",
            ListOf(text(longest=60, is_prose=False), unique=True),
            "the words that reports use for it",
        ),
        FORMER,
    ),
)
UNIT_RECORD = Record(
    "unit",
    (
        ID,
        Field("singular", text(longest=60), "its name beside 1", required=True),
        Field("plural", text(longest=60), "its name beside other numbers", required=True),
        Field("symbol", text(longest=12), "its sign, such as km²"),
        Field("prefix", TRUTH, "whether the symbol stands before the number"),
        Field(
            "base",
            replace(IDENTIFIER, names=("units",)),
            "the id of the unit that it is compared in",
        ),
        Field("factor", number(1e-6, 1e12), "how many of its base one is"),
        Field("currency", text(longest=3), "for money: the ISO 4217 code, which reports may use"),
        FORMER,
    ),
    (
        Demand("base-without-factor", "a base needs a factor", "write both", "base", needs=("factor",)),
        Demand("base-without-factor", "a factor needs a base", "write both", "factor", needs=("base",)),
        Demand(
            "prefix-without-symbol",
            "prefix needs a symbol",
            "write both",
            "prefix",
            needs=("symbol",),
        ),
    ),
)


TAG_RECORD = Record(
    "tag",
    (
        Field("label", TAG, "its name now", required=True),
        Field(
            "former",
            ListOf(text(longest=60, is_prose=False), unique=True),
            "its former names; notes tagged with one have this tag, and old addresses lead on",
            required=True,
        ),
    ),
)


def _known(make: Callable[..., T], kind: str) -> Callable[[Values, Faults], T | None]:
    """Make what has an id, of a kind if that is at fault: notes still mean it."""

    def made(values: Values, _: Faults) -> T | None:
        identity = values.get(ID)
        given = {"kind": kind, "label": identity, **values.but()}
        return make(**given, line=values.line) if identity else None

    return made


def _whole(make: Callable[..., T]) -> Callable[[Values, Faults], T | None]:
    return lambda values, _: make(**values.found, line=values.line)


def _tag(values: Values, faults: Faults) -> RenamedTag | None:
    label, former = values.found["label"], values.found["former"]
    if odd := next((one for one in (label, *former) if not slug(one)), ""):
        what = f"tag: {quoted(odd)} makes no address"
        faults.add(values.line, "bad-tag", what, "write it with letters or digits")
        return None
    return RenamedTag(slug(label), label, former, values.line)


SOURCE = Maker(SOURCE_RECORD, _known(Source, "agency"), anyhow=True)
ENTITY = Maker(ENTITY_RECORD, _known(Entity, "group"), anyhow=True)


MEASURE = Maker(MEASURE_RECORD, _whole(Measure))
UNIT = Maker(UNIT_RECORD, _whole(Unit))
RENAMED = Maker(TAG_RECORD, _tag)


def _parse(
    path: str, content: bytes, kind: Maker[T], *, by_id: bool = True
) -> tuple[tuple[T, ...], tuple[Problem, ...]]:
    """Read a file of the registry, `by_id` or in its own order.

    Of two with one id the first counts, the other is a Problem.
    """
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
    order = sorted(first) if by_id else first
    return tuple(first[identity] for identity in order), faults.problems()


parse_sources = partial(_parse, kind=SOURCE)
parse_entities = partial(_parse, kind=ENTITY)


def parse_measures(path: str, content: bytes) -> tuple[tuple[Measure, ...], tuple[Problem, ...]]:
    """Read the measures, each with its place in the file."""
    found, problems = _parse(path, content, MEASURE, by_id=False)
    return tuple(replace(one, rank=rank) for rank, one in enumerate(found)), problems


parse_units = partial(_parse, kind=UNIT, by_id=False)
parse_tags = partial(_parse, kind=RENAMED, by_id=False)

# Every file of the registry: which part of it that is, of what form, and what reads it.
FILES: Mapping[str, tuple[str, Any, Callable[[str, bytes], tuple[tuple[Any, ...], tuple[Problem, ...]]]]] = {
    SOURCES: ("sources", tuple[Source, ...], parse_sources),
    ENTITIES: ("entities", tuple[Entity, ...], parse_entities),
    MEASURES: ("measures", tuple[Measure, ...], parse_measures),
    UNITS: ("units", tuple[Unit, ...], parse_units),
    TAGS: ("tags", tuple[RenamedTag, ...], parse_tags),
}
REQUIRED = (SOURCES, ENTITIES)
