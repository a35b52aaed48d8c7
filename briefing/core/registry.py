"""The values of the registry: sources, entities, measures, units and tags."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

EntityKind = Literal["person", "group", "place", "thing"]
SourceKind = Literal["outlet", "agency"]
Part = Literal["sources", "entities", "measures", "units", "tags", "notes"]
Precision = Literal["exact", "approximate"]
MeasureKind = Literal["count", "stock", "flow", "rate", "money", "change", "level", "size", "time", "control"]
# Kinds whose figures grow over a period from its first day on; all others are states of things at a time.
OVER_A_PERIOD: frozenset[MeasureKind] = frozenset(("count", "flow", "time"))
# Kinds whose figures may be below zero: losses and falls.
SIGNED: frozenset[MeasureKind] = frozenset(("money", "change", "level"))
# In a measure's units, means no unit: the figure counts its `who`.
COUNT = "count"
# The unit whose figures are shares of something.
PERCENT = "percent"


class Alias(Struct, frozen=True):
    """Another name of an entity; an `exact` one matches only in the same case ("IS")."""

    text: str
    exact: bool = False


class Position(Struct, frozen=True):
    """Where a place is, in degrees (WGS 84), how exactly, and what says so."""

    lat: float
    lon: float
    precision: Precision
    basis: str


class Role(Struct, frozen=True):
    """What a person or group is to another entity: `as_` "head" `of` this id."""

    of: str
    as_: str


class Entity(Struct, frozen=True):
    """A person, group, place or thing: its preferred name and its other names, as the registry has them.

    It lies, or belongs, `within` another, by its id. `adjectives` mention it without naming it: "Turkish".
    `counts_as` are common nouns that mean it where they are counted: "fighters".
    `former` are ids that it had before, here and below.
    """

    id: str
    kind: EntityKind
    label: str
    aliases: tuple[Alias, ...] = ()
    description: str = ""
    position: Position | None = None
    former: tuple[str, ...] = ()
    short: str = ""
    within: str = ""
    role: Role | None = None
    adjectives: tuple[str, ...] = ()
    counts_as: tuple[str, ...] = ()
    line: int = 0

    @property
    def brief(self) -> str:
        """The name where there is little room."""
        return self.short or self.label


class Source(Struct, frozen=True):
    """An outlet that published reports, or an agency whose wire outlets relay."""

    id: str
    kind: SourceKind
    label: str
    description: str = ""
    url: str = ""
    former: tuple[str, ...] = ()
    short: str = ""
    line: int = 0

    @property
    def brief(self) -> str:
        """The name where there is little room."""
        return self.short or self.label


class Unit(Struct, frozen=True):
    """What is counted in: one `unit` is `factor` of its `base`, over which figures compare.

    `symbol` comes before the number if `prefix`; `currency` is the ISO 4217 code of money.
    """

    id: str
    singular: str
    plural: str
    symbol: str = ""
    prefix: bool = False
    base: str = ""
    factor: float = 1.0
    currency: str = ""
    former: tuple[str, ...] = ()
    line: int = 0

    @property
    def dimension(self) -> str:
        """What comparable figures share: the base, or the unit itself."""
        return self.base or self.id


class Measure(Struct, frozen=True):
    """What can be counted or measured in this campaign, with its definition.

    `units` are ids, the default first; none, or `COUNT` among them: figures count their `who`, which is of a
    kind among `of`. Where it `accumulates`, a later total of a series cannot be smaller. `share_of` says of
    what percentages are; `words` are those by which reports tell it.
    """

    id: str
    label: str
    definition: str
    kind: MeasureKind
    accumulates: bool = False
    units: tuple[str, ...] = ()
    of: tuple[EntityKind, ...] = ()
    share_of: str = ""
    includes: str = ""
    excludes: str = ""
    words: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    rank: int = 0
    line: int = 0

    @property
    def inline(self) -> str:
        """The label as within a sentence."""
        return self.label if self.label[1:2].isupper() else self.label[:1].lower() + self.label[1:]

    @property
    def defined(self) -> str:
        """The definition, with what is counted in and what is not."""
        limits = (("Included: ", self.includes), ("Not included: ", self.excludes))
        return " ".join((self.definition, *(f"{name}{text}" for name, text in limits if text)))

    @property
    def over_a_period(self) -> bool:
        """True where figures grow from the first day of their period on."""
        return self.accumulates or self.kind in OVER_A_PERIOD

    @property
    def is_control(self) -> bool:
        """True where claims say who holds a place, and have a stance in place of a figure."""
        return self.kind == "control"

    @property
    def default_unit(self) -> str:
        """The unit of a figure that is written without one; empty for a count."""
        return "" if self.units[:1] in {(), (COUNT,)} else self.units[0]


class RenamedTag(Struct, frozen=True):
    """A tag that was called otherwise before: `id` is the slug of its label, `former` are labels too."""

    id: str
    label: str
    former: tuple[str, ...] = ()
    line: int = 0


class Registry(Struct, frozen=True):
    """All known sources and entities, sorted by id; the rest in the order of their files."""

    sources: tuple[Source, ...] = ()
    entities: tuple[Entity, ...] = ()
    measures: tuple[Measure, ...] = ()
    units: tuple[Unit, ...] = ()
    tags: tuple[RenamedTag, ...] = ()
