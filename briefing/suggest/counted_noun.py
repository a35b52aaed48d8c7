"""Tell who or what a figure in a sentence counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from briefing.suggest import measures
from briefing.suggest.cast import HOSTILE
from briefing.suggest.measures import NOUNS
from briefing.suggest.people import (
    ANY_SIDE,
    ARMED,
    CIVIL,
    FAMILIES,
    FOUND,
    HEADS,
    PARTS,
    PEOPLE,
    ROLES,
    STATES,
    TAKEN,
    is_general,
    is_people,
)
from briefing.suggest.scene import UNKNOWN

if TYPE_CHECKING:
    from briefing.suggest.cast import Cast
    from briefing.suggest.scene import Scene
    from briefing.text.figures import Figure

# Where a noun phrase ends at the latest.
_STOPS = frozenset(
    """
    was were is are be been has have had who whom which that in from to at on by and or including with as for
    after during since inside among then could would will while when but also of between near across over
    """.split()
)
# Who loses people is counted.
LOSES = re.compile(r"\b(?:lost|loses|losing|suffered)\b[^,;]*\Z")
_WORD = re.compile(r"\s*(?P<word>[\w’'.-]*\w)(?P<mark>[,;:.)—–]*)")
_OPENS = re.compile(r"\s*(?:of\s(?:the|its|their|them|whom|these|those)\b|of\b|more\b|others?\b)?")
_STAFF_OF = re.compile(r"\s(?:more\s)?of\s(?:its|our)\b")
_OF_ITS = re.compile(r"\s(?:more\s)?of\s(?:its|their|our)\b")
# "30 police and soldiers" are of two groups.
_AND_OTHERS = re.compile(
    r"\s(?:and|or)\s(?!(?:crew|staff|family|team|church|union)\s)(?:[a-z]+\s){0,2}?"
    rf"(?:{'|'.join(sorted({*CIVIL, *ARMED, *HOSTILE} - {'forces'}))})\b"
)
# Men of these are none of the people.
_SIDES = frozenset("army military security police intelligence paramilitary rebel militia regime".split())
_LONGEST = 6
_MARK = re.compile(r"[,;:()]|\.\s")
_A_DAY = re.compile(r"\s+(?:a|each|every|per)\s(?:day)\b")
_NUMBER_OF = re.compile(
    r"\bnumber of [“\"‘]?(?P<of>[a-z]+(?: [a-z]+)?)[”\"’]? (?:[A-Z]\w+day )?"
    r"(?:is|was|stands at|stood at|has reached|had reached|at)\s*\Z"
)
_OF_ROLE = re.compile(
    r"\s(?:of|from|in) the (?P<role>(?:[\w-]+ ){0,3}?(?:alliance|force|army|coalition|group|militia))\b"
)
_BELONGS = re.compile(r"\s(?:from|of|in|with|belonging to)\s(?:the\s)?(?:[\w-]+\s){0,2}?\Z")


class Counted(Struct, frozen=True):
    """What a figure counts: `who` is an entity's id or nothing, `end` where the phrase ends.

    `noun` is its head ("fighters"), `what` the measure that noun or unit alone tells, or None.
    """

    who: str
    noun: str
    subset: str
    unit: str
    what: str | None
    end: int


class CountedFigure(Struct, frozen=True):
    """A figure, who or what it counts, and the measure, with the words that tell it.

    `place` is where a list says it was, `previous` that it is told beside a newer one.
    """

    figure: Figure
    counted: Counted
    kind: measures.Measured
    place: str = ""
    previous: bool = False


def of_people(scene: Scene, figure: Figure) -> Counted | None:
    """Return which people a figure counts; None where it counts none."""
    # "A 7.0-magnitude quake" counts nothing.
    if (0 < figure.low <= 1 and not figure.vague) or scene.text[figure.end : figure.end + 1] == "-":
        return None
    words, end = declared(scene, figure.end) or _phrase(scene.text, figure.end)
    words, end = (words, end) if words else _registered(scene, figure)
    if not words and (number := _NUMBER_OF.search(scene.text[: figure.start])):
        words, end = number["of"].split(), figure.end
    found = of_phrase(scene, figure, words, end) if words else None
    mixed = found and is_people(found.noun) and _AND_OTHERS.match(scene.text, found.end)
    return replace(found, who=UNKNOWN) if found and mixed else found


def declared(scene: Scene, start: int) -> tuple[list[str], int] | None:
    """Return the words of a noun phrase up to a common noun that counts as somebody, and where it ends."""
    opened = _OPENS.match(scene.text, start)
    at, words = opened.end() if opened else start, list[str]()
    found = None
    while len(words) < _LONGEST and (word := _WORD.match(scene.text, at)) and word["word"] not in _STOPS:
        words.append(word["word"])
        at = word.end("word")
        found = (list(words), at) if scene.cast.counted_as(words)[0] else found
        if word["mark"]:
            break
    return found


def of_phrase(scene: Scene, figure: Figure, words: Sequence[str], end: int) -> Counted:
    """Return what a figure counts by the words of the noun phrase behind it, up to its head at `end`."""
    noun = words[-1].lower()
    known, more = scene.cast.counted_as(words)
    if known:
        return Counted(known, noun, " ".join(words) if more else "", "", NOUNS.get(noun), end)
    unit: str = "families" if noun in FAMILIES else ""
    if noun in PEOPLE and (day := _A_DAY.match(scene.text[end:])):
        unit, end = "people-a-day", end + day.end()
    named = [one.entity for one in scene.passage.mentions if figure.end <= one.start < end]
    named = [one for one in named if scene.cast.kind(one) == "group"] or _belonging(scene, end)
    ahead = scene.text[: figure.start]
    # Who kills or holds others is not counted among them.
    taken = measures.before(ahead) is not None and not LOSES.search(ahead)
    barred = set() if _OF_ITS.match(scene.text, figure.end) else _barred(scene, figure)
    groups = (
        []
        if taken or scene.text.startswith(" of ", end)
        else [
            one.entity
            for one in scene.passage.mentions
            if one.end <= figure.start and scene.cast.kind(one.entity) == "group" and one.entity not in barred
        ]
    )
    if not named and noun not in ARMED and (who := staff(scene, figure, noun)):
        return Counted(who, noun, "", unit, NOUNS.get(noun), end)
    who, subset = _who(words, named, scene.cast, groups)
    return Counted(who, noun, subset, unit, NOUNS.get(noun), end)


def staff(scene: Scene, figure: Figure, noun: str) -> str:
    """Return who "17 of its staff" and "X lost 40 workers" are: whom the registry calls "X workers"."""
    lost = LOSES.search(scene.text[: figure.start])
    if lost and not is_general(noun):
        here = [one for one in scene.passage.mentions if one.end <= lost.start()]
        groups = [one.entity for one in here if scene.cast.kind(one.entity) == "group"][-1:]
    elif _STAFF_OF.match(scene.text, figure.end):
        groups = [*scene.voice(figure.start)[0].by]
    else:
        return ""
    names = scene.cast.names
    for one in filter(names.entities.get, groups):
        told = (names.entities[one].label, *(alias.text for alias in names.entities[one].aliases))
        if found := next(filter(None, (names.named(f"{text} {noun}") for text in told)), ""):
            return found
    return UNKNOWN


def _registered(scene: Scene, figure: Figure) -> tuple[list[str], int]:
    """Return the words up to the group of the registry that a figure's noun phrase names, if it does."""
    for one in scene.passage.mentions:
        if one.start >= figure.end and scene.cast.kind(one.entity) == "group":
            words = scene.text[figure.end : one.end].split()
            inside = len(words) <= _LONGEST and not _STOPS & set(words) and not _MARK.search(" ".join(words))
            return (words, one.end) if inside else ([], figure.end)
    return [], figure.end


def _barred(scene: Scene, figure: Figure) -> set[str]:
    """Return who cannot be meant by "militants" and "fighters" alone.

    It is who speaks or has spoken, who bears no arms, and whose fighters the sentence names beside them.
    """
    voices = (scene.voice(figure.start)[0], *(one.voice for one in scene.said))
    spoken = {by for one in (*voices, *(voice for voice, _ in scene.memory.groups)) for by in one.by}
    behind = ((one.entity, _WORD.match(scene.text, one.end)) for one in scene.passage.mentions)
    beside = {entity for entity, word in behind if word and word["word"].lower() in ARMED}
    return {*spoken, *beside, scene.cast.called("civilians"), scene.cast.people()}


def _phrase(text: str, start: int) -> tuple[list[str], int]:
    """Return the words of the noun phrase that follows a figure, up to its head, and where it ends."""
    opened = _OPENS.match(text, start)
    at = opened.end() if opened else start
    words: list[str] = []
    best: tuple[list[str], int] = ([], start)
    while len(words) < _LONGEST and (found := _WORD.match(text, at)):
        word = found["word"]
        # "IS" may be a name; whom they took "officers hostage" are officers.
        if not words and word.lower() in STATES and opened and opened[0].strip() == "of":
            return [word], found.end("word")
        if word in _STOPS or (words and word in TAKEN) or (word.lower() in STATES and not _singular(words)):
            break
        words.append(word)
        at = found.end("word")
        if word.lower() in HEADS or word.lower().removesuffix("s") in HEADS or is_people(word):
            best = (list(words), at)
        elif best[0]:
            break
        if found["mark"]:
            break
    return best if best[0] else (_named_head(words), at)


def _singular(words: Sequence[str]) -> bool:
    """Tell whether a phrase so far describes people ("12 civilian"), so that "dead" is its head."""
    return bool(words) and f"{words[-1].lower()}s" in HEADS


def _named_head(words: list[str]) -> list[str]:
    """Keep a phrase whose head is a name ("30 Druze")."""
    return next((words[: at + 1] for at, word in enumerate(words) if word[0].isupper()), [])


def _who(words: Sequence[str], named: Sequence[str], cast: Cast, before: Sequence[str]) -> tuple[str, str]:
    """Return the group counted and, where the figure is of a part of it, that part in words.

    `named` are groups that the phrase names, `before` those named earlier.
    """
    noun = words[-1].lower()
    if noun in PARTS and (named or not _SIDES & set(words)):
        return (named[0] if named else cast.people()), noun
    if named:
        return named[0], ""
    if noun in PEOPLE | FOUND | FAMILIES or any(word.lower() in CIVIL for word in words):
        civil = noun not in PEOPLE | FOUND or any(word.lower() in CIVIL for word in words)
        return (cast.called("civilians") if civil else "") or cast.people(noun), ""
    if noun in HOSTILE and not set(words[:-1]) - ANY_SIDE:
        return cast.adversary or UNKNOWN, ""
    # "12 oil workers" are of the people, whoever they work for.
    if noun not in HEADS and is_people(noun):
        return cast.people(), " ".join(words)
    return _of_side(words, cast, before)


def _of_side(words: Sequence[str], cast: Cast, before: Sequence[str]) -> tuple[str, str]:
    """Return the side of people who bear arms, by the words before their noun or by who is named before."""
    noun, last = words[-1].lower(), before[-1] if before else ""
    marks = [word for word in words[:-1] if word[0].isupper() or "-" in word]
    # "Two rebel soldiers" are whom the registry calls rebels, and not those last named.
    sides = [word for word in words[:-1] if word.islower() and word not in ANY_SIDE and not marks]
    fitting = cast.described(marks or sides, before, named=not marks)
    if sides or fitting:
        return fitting or UNKNOWN, "" if sides or "-" in marks[0] else " ".join(words)
    # "12 soldiers" are of who is called an army, and not of whoever was named last.
    subset = " ".join(words) if len(words) > 1 or noun in ROLES else ""
    return last if last and cast.bears(last, noun) else UNKNOWN, subset


def _belonging(scene: Scene, end: int) -> list[str]:
    """Return the group that a phrase names behind it: "fighters from the alliance X", "of the alliance"."""
    named = [
        one.entity
        for one in scene.passage.mentions
        if one.start > end
        and scene.cast.kind(one.entity) == "group"
        and _BELONGS.match(scene.text[end : one.start])
    ]
    role = _OF_ROLE.match(scene.text, end)
    called = scene.cast.described(role["role"].split(), scene.groups(end)) if role else ""
    return named[:1] or ([called] if called else [])
