"""Work out who is meant in a note by a role, a description or a person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from briefing.analysis import mentions
from briefing.core.registry import Entity, Measure, Registry, Unit
from briefing.text.fold import fold

if TYPE_CHECKING:
    from briefing.analysis.mentions import Names
    from briefing.suggest.passage import Passage

# Whoever is called so are the enemies of those who speak.
HOSTILE = frozenset(
    "militant militants jihadist jihadists jihadi jihadis extremist extremists terrorist terrorists insurgent"
    " insurgents".split()
)
# What stands before the name of the group that a person speaks for.
_SPEAKS_FOR = re.compile(
    r"\b(?:head|chief|leader|director|commander|spokes\w+|member|activist|adviser|officer|general)\b"
    r"[^.;]*?\b(?:of|for)\b",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\b(?:against|fight(?:s|ing)?|fought|oust|expel(?:led)?|defeat|driven?|drove|kick|flush)"
    r"\s(?:the\s)?(?:last\s)?\Z",
    re.IGNORECASE,
)
_WINDOW = 40  # characters: room for what stands before a name
_HOSTILE_AFTER = re.compile(rf"\s(?:{'|'.join(sorted(HOSTILE))})\b", re.IGNORECASE)
_OUTLETS = frozenset(
    "newspaper daily weekly magazine broadcaster channel television radio website news outlet".split()
)
# Too many are called so for it to tell them apart.
_GENERAL = frozenset({"group", "organisation", "organization", "force", "agency"})
_WORD = re.compile(r"[^\W_]+")
# Who is called so bears arms; a ministry or a government is not its soldiers.
_FORCES = frozenset(
    "army military militia militias force forces fighters soldiers troops rebels guerrillas alliance"
    " coalition armed faction".split()
)
_REGULAR = frozenset("soldier soldiers troops officer officers policemen personnel".split())
_OFFICES = frozenset("ministry government".split())
_RULERS = frozenset(
    "government ministry authority authorities agency commission department office body".split()
)
_STATE = frozenset("army police military".split())


class Cast(Struct, frozen=True, dict=True):
    """Who can be meant in a note.

    `speaks_for` maps a person to their group; `adversary` is the group that the others fight, and
    `protagonist` the one that fights it most, or nothing; `counts` tells how often each is named.
    """

    names: Names
    speaks_for: Mapping[str, str]
    adversary: str
    protagonist: str
    counts: Mapping[str, int]
    measures: tuple[Measure, ...] = ()
    units: tuple[Unit, ...] = ()

    @cached_property
    def counted(self) -> frozenset[str]:
        """Those who stand for people as they are counted, and so claim nothing."""
        people = (self.people(), self.called("civilians"))
        return frozenset({*people, *(self.namesake(one) for one in self.measures if not one.units)}) - {""}

    def namesake(self, measure: Measure) -> str:
        """Return the one entity that is called like a measure or one of its words ("cases"), or nothing."""
        words = {measure.id.replace("-", " "), *measure.words}
        named = {self.names.named(word) for word in words} - {""}
        fitting = [one for one in named if self.kind(one) in measure.of]
        return fitting[0] if len(fitting) == 1 else ""

    @classmethod
    def of(cls, names: Names, passages: Sequence[Passage], registry: Registry) -> Cast:
        """Work out a note's cast from the registry's descriptions and the note's own words."""
        counts = Counter(one.entity for passage in passages for one in passage.mentions)
        people = (entity for entity in names.entities.values() if entity.kind == "person")
        groups = {entity.id: _group(entity, names) for entity in people}
        adversary = _adversary(passages, names)
        return cls(
            names,
            groups,
            adversary,
            _protagonist(names, adversary, counts),
            counts,
            registry.measures,
            registry.units,
        )

    def kind(self, entity: str) -> str:
        """Return what an entity is; an outlet that the registry has among its sources alone is a group."""
        known = self.names.entities.get(entity)
        return known.kind if known else "group"

    def is_outlet(self, entity: str) -> bool:
        """Tell whether an entity is an outlet or agency, among the sources or by its description."""
        known = self.names.entities.get(entity)
        return (
            known is None
            or entity in self.names.reporters
            or bool(_OUTLETS & set(fold(known.description).split()))
        )

    def is_thing(self, entity: str) -> bool:
        """Tell whether somebody counted is a thing."""
        return entity in self.names.entities and self.kind(entity) == "thing"

    def speaks(self, entity: str) -> bool:
        """Tell whether somebody can claim anything: a person or group, but not people as they are counted."""
        return self.kind(entity) in {"person", "group"} and entity not in self.counted

    def voice(self, entity: str) -> str:
        """Return the group that a person speaks for, or the entity itself."""
        return self.speaks_for.get(entity) or entity

    def may_be_called(self, entity: str, noun: str, *, general: bool) -> bool:
        """Tell whether a group may be "the agency": so named or described, or the noun says nothing."""
        known = self.names.entities[entity]
        told = [known.label, known.description, *(alias.text for alias in known.aliases)]
        return general or any(noun in fold(text).split() for text in told)

    @cached_property
    def _nouns(self) -> Mapping[tuple[str, ...], str]:
        """Whom a common noun means where it is counted, as one ("fighter") and as many."""
        nouns: dict[tuple[str, ...], str] = {}
        for one in self.names.entities.values():
            for noun in one.counts_as:
                *ahead, last = fold(noun).split()
                for form in (last, last.removesuffix("s"), last.replace("men", "man")):
                    nouns.setdefault((*ahead, form), one.id)
        return nouns

    def counted_as(self, words: Sequence[str]) -> tuple[str, tuple[str, ...]]:
        """Return who declares the common noun that ends some words, and the words before it."""
        plain = tuple(fold(word) for word in words)
        for start in range(len(plain)):
            if who := self._nouns.get(plain[start:]):
                return who, tuple(words[:start])
        return "", ()

    def is_called(self, entity: str, words: str) -> bool:
        """Tell whether a name of an entity ends in these words."""
        known = self.names.entities.get(entity)
        told = (known.label, *(alias.text for alias in known.aliases)) if known else ()
        return any(f" {fold(text)}".endswith(f" {fold(words)}") for text in told)

    def is_described(self, entity: str, noun: str) -> bool:
        """Tell whether a common noun stands in the description of an entity."""
        known = self.names.entities.get(entity)
        return known is not None and noun in fold(known.description).split()

    def bears(self, entity: str, noun: str) -> bool:
        """Tell whether "soldiers" or "fighters" may be a group's: by its name and description."""
        known = self.names.entities.get(entity)
        label = set(fold(known.label).split()) if known else set()
        told = label | set(fold(known.description).split()) if known else label
        fights = entity == self.adversary and noun not in _REGULAR
        return fights or noun in told or bool((_FORCES | HOSTILE) & told and not _OFFICES & label)

    def may_be_counted(self, entity: str) -> bool:
        """Tell whether a bare number may be of a group: not of a government, an agency or an outlet."""
        known = self.names.entities.get(entity)
        told = set(fold(f"{known.label} {known.description}").split()) if known else set()
        return not self.is_outlet(entity) and not _RULERS & told

    def called(self, word: str) -> str:
        """Return the group whose label is this word, or ends with it ("people"), or nothing."""
        wanted = fold(word)
        found = self.names.named(word)
        if found and self.kind(found) == "group":
            return found
        ends = (one.id for one in self._groups() if fold(one.label).split()[-1:] == [wanted])
        return next(ends, "")

    def people(self, noun: str = "") -> str:
        """Return the group of that name, else whom the registry says to be people in general, or nothing."""
        general = [one.id for one in self._groups() if "people" in fold(one.label).split()]
        only = general[0] if len(general) == 1 else ""
        return (noun and self.called(noun)) or self.called("people") or self.called("civilians") or only

    def authority(self, place: str) -> str:
        """Return the one group that is described as the government or the authorities of a place."""
        told = [(one.id, fold(one.description)) for one in self._groups()]
        label = fold(self.names.entities[place].label)
        ruling = ("government", "authorities")
        found = [one for one, words in told if words.startswith(ruling) and label in words]
        return found[0] if len(found) == 1 else ""

    def place_called(self, word: str) -> str:
        """Return the place whose label ends with a common noun ("pocket"), or that is described by it."""
        places = [one for one in self.names.entities.values() if one.kind == "place"]
        labelled = [one.id for one in places if fold(one.label).split()[-1:] == [word]]
        described = [
            one.id for one in places if word in fold(one.description).split() and self.counts.get(one.id)
        ]
        return min(labelled or described, key=lambda one: (-self.counts.get(one, 0), one), default="")

    def described(self, words: Iterable[str], recent: Sequence[str] = (), *, named: bool = False) -> str:
        """Return the group in whose description these words stand: the one last named, else most often.

        Where it may be `named` so too, its label and aliases count as its description.
        """
        groups = (one for one in self._groups() if self.counts.get(one.id))
        known = {one.id: _described(one, named=named) for one in groups}
        wanted = {root for word in words for root in _roots(word)} & set().union(*known.values())
        for telling in (wanted, wanted - _GENERAL):
            fitting = [one for one, roots in known.items() if telling and telling <= roots]
            last = [one for one in recent if one in fitting]
            if fitting:
                return last[-1] if last else min(fitting, key=lambda one: (-self.counts.get(one, 0), one))
        return ""

    def _groups(self) -> list[Entity]:
        return [one for one in self.names.entities.values() if one.kind == "group"]


def _group(person: Entity, names: Names) -> str:
    found = _SPEAKS_FOR.search(person.description)
    if not found:
        return ""
    after = mentions.find(person.description[found.start() :], names)
    # "The Missing Migrants Project" is not the migrants.
    said = person.description[found.start() :]
    whole = (one for one in after if not re.match(r"\s[A-Z]", said[one.end :]))
    return next((one.entity for one in whole if names.entities[one.entity].kind == "group"), "")


def _adversary(passages: Sequence[Passage], names: Names) -> str:
    """Find the group most often called militants and the like, or fought against."""
    found: Counter[str] = Counter()
    described = [entity.description for entity in names.entities.values()]
    told = [(text, mentions.find(text, names)) for text in described]
    present = {one.entity for passage in passages for one in passage.mentions}
    # Of those who fight an army, the army is not the militants.
    present -= {one.id for one in names.entities.values() if _STATE & set(_heads(one))}
    for text, named in [*((passage.text, passage.mentions) for passage in passages), *told]:
        for one in named:
            if names.entities[one.entity].kind == "group" and one.entity in present:
                against = _AGAINST.search(text, max(0, one.start - _WINDOW), one.start)
                found[one.entity] += bool(against) + bool(_HOSTILE_AFTER.match(text, one.end))
    best = sorted((-times, entity) for entity, times in found.items() if times)
    return best[0][1] if best else ""


def _heads(entity: Entity) -> list[str]:
    """Return the words of a label, and the first word of the description."""
    return [*fold(entity.label).split(), *fold(entity.description).split()[:1]]


def _protagonist(names: Names, adversary: str, counts: Mapping[str, int]) -> str:
    """Find the group most often named of those that the registry says fight the adversary."""
    fighting = [
        entity.id
        for entity in names.entities.values()
        for one in mentions.find(entity.description, names)
        if entity.kind == "group"
        and one.entity == adversary != entity.id
        and _AGAINST.search(entity.description[: one.start])
    ]
    return min(fighting, key=lambda one: (-counts.get(one, 0), one), default="")


def _described(entity: Entity, *, named: bool) -> set[str]:
    told = (entity.description, *([entity.label, *(one.text for one in entity.aliases)] if named else ()))
    return {root for text in told for word in _WORD.findall(text) for root in _roots(word)}


def _roots(word: str) -> set[str]:
    """The forms under which a word of a description is found: "US-backed" as "united states" and "backed"."""
    forms = {"us": "united", "u": "united", "american": "united", "uk": "britain", "british": "britain"}
    plain = [part for part in fold(word).split() if len(part) > 1 or part == "u"]
    return {re.sub(r"(ing|s)$", "", forms.get(part, part)) for part in plain}
