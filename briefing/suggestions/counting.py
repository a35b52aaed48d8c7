"""A figure in its sentence and the cast in; who or what is counted out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.suggestions.cast import HOSTILE
from briefing.suggestions.measures import NOUNS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefing.model import Measure, Unit
    from briefing.suggestions.cast import Cast
    from briefing.suggestions.passage import Passage
    from briefing.text.figures import Figure

_CIVIL = frozenset(
    "civilian civilians resident residents inhabitant inhabitants villager villagers noncombatant noncombatants"
    " non-combatant non-combatants bystander bystanders hostage hostages captive captives refugee refugees".split()
)
_PARTS = frozenset("women woman men man children child boys girls minors infants elderly".split())
_PEOPLE = frozenset("people person persons".split())
_FAMILIES = frozenset("family families household households".split())
_ARMED = frozenset(
    "fighter fighters soldier soldiers troops militiamen gunmen combatants bomber bombers commander commanders"
    " member members forces personnel officer officers policemen".split()
)
_HEADS = _CIVIL | _PARTS | _PEOPLE | _FAMILIES | _ARMED | HOSTILE | NOUNS.keys()
# What people are, in "15 injured", rather than who.
_STATES = frozenset({"dead", "injured", "wounded", "displaced"})
# Where a noun phrase ends at the latest.
_STOPS = frozenset(
    """
    was were is are be been has have had who whom which that in from to at on by and or including with as for
    after during since inside among then could would will while when but also of between near across over
    """.split()
)
_WORD = re.compile(r"\s*(?P<word>[\w’'.-]*\w)(?P<mark>[,;:.)—–]*)")
_OPENS = re.compile(r"\s*(?:of\s(?:the|its|their|them|whom|these|those)\b|of\b|more\b)?")
_LONGEST = 6
_UNITS: Mapping[str, tuple[Unit, Measure]] = {
    r"\s?(?:square (?:kilomet(?:re|er)s?|km)|km²|km2|sq\.? ?km)": ("km2", "area"),
    r"[\s-]?(?:kilomet(?:re|er)s?|km)\b": ("km", "distance"),
    r"\s?(?:per ?cent\b|percent\b|%)": ("percent", "territory"),
    r"\s(?:more\s)?days?\b": ("days", "duration"),
    r"\s(?:more\s)?weeks?\b": ("weeks", "duration"),
    r"\s(?:more\s)?months?\b": ("months", "duration"),
    r"\s(?:more\s)?years?\b": ("years", "duration"),
}
_LAND = re.compile(r"[^.;]{0,30}?\b(?:territory|land|ground|area)\b|\s(?:for|in|of)\s[A-Z]")
_A_DAY = re.compile(r"\s+(?:a|each|every|per)\s(?:day)\b")
_AHEAD = re.compile(r"\b(?:will|would|won't|won’t|shall|to be|vowed|predicted|promised)\b")
_WITHIN = re.compile(r"\b(?:[Ww]ithin|[Ii]n under)(?:\s(?:another|the next|some))?\s*\Z")
_NUMBER_OF = re.compile(
    r"\bnumber of [“\"‘]?(?P<of>\w+(?: \w+)?)[”\"’]? (?:is|was|stands at|stood at|has reached|had reached|at)\s*\Z"
)
_BELONGS = re.compile(r"\s(?:from|of|in|with|belonging to)\s(?:the\s)?(?:[\w-]+\s){0,2}?\Z")


@dataclass(frozen=True, slots=True)
class Counted:
    """What a figure counts: `who` is an entity's id or nothing, `end` where the phrase ends.

    `noun` is its head ("fighters"), `what` the measure that noun or unit alone tells, or None.
    """

    who: str
    noun: str
    subset: str
    unit: Unit
    what: Measure | None
    end: int


def counted(passage: Passage, figure: Figure, cast: Cast, recent: Sequence[str]) -> Counted | None:
    """Return what a figure counts; None where it is nothing that the ledger keeps.

    `recent` are the entities named before it, in order, those of earlier sentences included.
    """
    return _of_units(passage, figure, recent, cast) or _of_people(passage, figure, cast, recent)


def _of_units(passage: Passage, figure: Figure, recent: Sequence[str], cast: Cast) -> Counted | None:
    after, ahead = passage.text[figure.end :], passage.text[: figure.start]
    groups = [one for one in recent if cast.kind(one) == "group"]
    places = [one for one in recent if cast.kind(one) == "place"]
    for pattern, (unit, measure) in _UNITS.items():
        found = re.match(pattern, after)
        if not found:
            continue
        end = figure.end + found.end()
        if measure == "duration" and not (_WITHIN.search(ahead) and _AHEAD.search(passage.text)):
            return None
        if measure == "territory" and not _LAND.match(after[found.end() :]):
            return None
        if measure == "distance":
            return Counted(_lying(passage, figure, places, cast), "", "", unit, measure, end)
        holders = [one for one in groups if one == cast.adversary] or groups
        who = holders[-1] if measure == "area" else cast.adversary or (groups[-1] if groups else "")
        return Counted(who, "", "", unit, measure, end)
    return None


def _lying(passage: Passage, figure: Figure, places: Sequence[str], cast: Cast) -> str:
    """Return the place that lies somewhere: the one last named before "lies", or the first of the sentence."""
    verb = re.search(r"(?:,\swhich\s|\s)(?:lies|is|lay|stands|sits)\b", passage.text[: figure.start])
    named = [one for one in passage.mentions if cast.kind(one.entity) == "place" and one.end <= figure.start]
    if verb:
        named = [one for one in named if one.end <= verb.start() + 1]
        return named[-1].entity if named else ""
    return named[0].entity if named else (places[-1] if places else "")


def _of_people(passage: Passage, figure: Figure, cast: Cast, recent: Sequence[str]) -> Counted | None:
    if figure.low <= 1 and not figure.vague:
        return None
    words, end = _phrase(passage.text, figure.end)
    if not words and (number := _NUMBER_OF.search(passage.text[: figure.start])):
        words, end = number["of"].split(), figure.end
    if not words:
        return None
    noun = words[-1].lower()
    unit: Unit = "families" if noun in _FAMILIES else "people"
    if noun in _PEOPLE and (day := _A_DAY.match(passage.text[end:])):
        unit, end = "people-a-day", end + day.end()
    named = [one.entity for one in passage.mentions if figure.end <= one.start < end]
    who, subset = _who(words, named, _belonging(passage, end, cast), cast, recent)
    return Counted(who, noun, subset, unit, NOUNS.get(noun), end)


def _phrase(text: str, start: int) -> tuple[list[str], int]:
    """Return the words of the noun phrase that follows a figure, up to its head, and where it ends."""
    opened = _OPENS.match(text, start)
    at = opened.end() if opened else start
    words: list[str] = []
    best: tuple[list[str], int] = ([], start)
    while len(words) < _LONGEST and (found := _WORD.match(text, at)):
        word = found["word"]
        # "IS" may be a name.
        if word in _STOPS or (word.lower() in _STATES and not _HEADS.intersection(map(str.lower, words))):
            break
        words.append(word)
        at = found.end("word")
        if word.lower() in _HEADS or (word.lower().endswith("s") and word.lower()[:-1] in _HEADS):
            best = (list(words), at)
        elif best[0]:
            break
        if found["mark"]:
            break
    return best if best[0] else (_named_head(words), at)


def _named_head(words: list[str]) -> list[str]:
    """Keep a phrase whose head is a name ("30 Druze")."""
    for at, word in enumerate(words):
        if word[0].isupper():
            return words[: at + 1]
    return []


def _who(
    words: Sequence[str], named: Sequence[str], belonging: str, cast: Cast, recent: Sequence[str]
) -> tuple[str, str]:
    """Return the group counted and, where the figure is of a part of it, that part in words."""
    noun, modifiers = words[-1].lower(), words[:-1]
    groups = [one for one in named if cast.kind(one) == "group"]
    before = [one for one in recent if cast.kind(one) == "group"]
    civil = any(word.lower() in _CIVIL for word in words)
    if groups:
        return groups[0], ""
    if civil or noun in _FAMILIES | _PARTS:
        return cast.called("civilians"), noun if noun in _PARTS else ""
    if noun in _PEOPLE:
        return cast.called(noun) or cast.called("civilians"), ""
    if belonging:
        return belonging, ""
    if noun in HOSTILE:
        return cast.adversary or (before[-1] if before else ""), ""
    plain = [word for word in modifiers if word[0].isupper() or "-" in word]
    if plain and (fitting := _described(plain, cast, before)):
        return fitting, "" if "-" in plain[0] else " ".join(words)
    subset = " ".join(word for word in words if word.lower() not in {"fighter", "fighters"} or modifiers)
    return (before[-1] if before else ""), subset if modifiers else ""


def _described(words: Sequence[str], cast: Cast, before: Sequence[str]) -> str:
    return cast.described(words, before)


def _belonging(passage: Passage, end: int, cast: Cast) -> str:
    """Return the group that a phrase names behind it: "fighters from the alliance X"."""
    for one in passage.mentions:
        if one.start > end and cast.kind(one.entity) == "group" and _BELONGS.match(passage.text[end : one.start]):
            return one.entity
    return ""
