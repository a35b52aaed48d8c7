"""Read figures by the measures that a campaign defines: its units, its words, its names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from briefing.core.registry import Measure, Unit
from briefing.suggest import senses, units, verb_phrases
from briefing.suggest.counted_noun import Counted, declared, of_people
from briefing.suggest.measures import OR, WANTED, Measured
from briefing.suggest.memory import is_many
from briefing.suggest.people import is_people
from briefing.suggest.scene import UNKNOWN

if TYPE_CHECKING:
    from briefing.core.model import Mention
    from briefing.suggest.scene import Scene
    from briefing.text.figures import Figure

# As what a fate is counted where a campaign has no measure for it alone.
_WIDER: Mapping[str, str] = {"arrested": "held"}
_PHRASE = 5  # words of the noun phrase behind a figure
_BEFORE, _BEHIND = 70, 70  # characters in which a word tells what is measured
_NEAR = 60  # characters to the name of what is counted
_BREAK = re.compile(
    r"\s(?:despite|after|because|although|before|while)\s|[.;:!?]\s|,\s(?:and|but|while|with|including)\s"
)
_NOUN_ENDS = re.compile(
    r"[,.;:()]|\s(?:was|were|is|are|has|have|had|in|on|at|by|and|to|from|of|that|which|who|where|whose|when|after|before|while|since|during|as|with"
    r"|remain(?:s|ed)?|carrying|containing|fleeing|including|among|plus|travell?ing|trying|heading|bound|aboard)\b"
)
# What may stand between a figure's noun phrase and the word behind it that tells the measure, and between
# such a word and the figure behind that: the nearest word is not enough.
_PLACED = (
    r"(?:\s(?:of|in|on|for|from|across|at|around|among|throughout)"
    r"(?:\s(?!(?:was|were|is|are|to|in|on|at|from|by|with|after|and)\b)[\w’'.-]+){1,6}?)"
)
_BE = (
    r"(?:\s(?:who|that|which|have|has|had|was|were|is|are|been|being|also|now|currently|still|so far|already|"
    r"since|there|left|made|gone|rendered|reported|listed as|among (?:the|those)|remain(?:ed|s)?|\w+ly))"
)
_WHO = r"(?:it|they|he|she|(?:the\s)?[A-Z][\w.&-]*(?:\s[A-Z][\w.&-]*){0,2})"
_BEHIND_GAP = re.compile(
    rf"(?:{_PLACED}{{0,2}}{_BE}*|\sthat\s{_WHO}(?:\s(?:has|have|had))?)(?:\sbelieved\sto\shave|\sconfirmed\s(?:to|as\sbeing)|\sin)?"
    r"(?:\s\w+-\w+)?\s?"
)
_BEFORE_GAP = re.compile(
    rf"{_PLACED}?(?:\s[A-Z][\w.&-]+)?(?:\s(?:had|has|have)\s\w+)?(?:\sby\s[$£€¥]?[\d.,]+\s?\w*(?=\sto\s))?"
    r"(?:\s(?:of|at|to|by|for|is|was|were|are|be|with|the|its|a|an|some|another|further|estimated|up|range|"
    r"ranged|from|between|stood|stands|rose|risen|rising|reached|total|totalled|running|now|had|has|have|"
    r"rise|rises|climb|climbs|grow|grows|reach|reaches|equal|equals|equivalent|amounts|amounted|comes|came|"
    r"slowed|fell|dropped|declined|increased|climbed|jumped|grew|soared|hiked|cut|raised|lowered|revised|down|"
    r"estimates?|rates?|totals?|figures?|numbers?|amounts?|levels?|been|it|them|off|out|away|back|as|many|much|only|just|more|over|since|includ(?:e|es|ed|ing)|\w+ly|[A-Z]\w+day))*"
    r"[\s$£€¥₹-]*(?:[A-Z]{3}\s|(?:US)?[$£€¥₹]?)"
)
# "Using boats, 12 pumps and 40 miles of rope": what is listed behind a word is told by it.
_LIST = re.compile(
    r"(?=[^,]*,)(?:\s(?!(?:was|were|is|are|has|have|had|to|that|which|who|in|on|at|from|after|when|as|said)\b)"
    r"[\w-]+,?){1,12}\s"
)
# Behind a verb that has an object of its own: "12 people killed 25".
_ACTS = re.compile(r"(?<=ed)\s(?:\d|the\b|an?\b|him\b|them\b|their\b)|\sto have been\b")
_THAT = re.compile(r"(?:\s(?:late|early))?(?:\s(?:on\s)?[A-Z]\w+day)?\s(?:that|it)\b")
# Nor is who is "confirmed to have survived" or "confirmed dead" a confirmed case.
_OF_ANOTHER = re.compile(r"\s(?:to\s(?:have|be)|dead|killed|missing)\b")
_FALLS = re.compile(
    r"(?:f[ea]ll(?:s|en|ing)?|dropp(?:ed|ing)|plung(?:ed|ing)|plummet(?:ed|ing)|declin(?:ed|ing)|slump(?:ed|ing)"
    r"|down|lower|slid(?:ing)?|loss|losses|lost \w+|wip(?:ed|ing) out|shed|tumbl(?:ed|ing)|sank|sunk|sinking)"
)
_OF = re.compile(r"\sof\s(?:[\w-]+\s){0,3}\Z")
_IN = re.compile(r"(?:\s\w+){0,3}?\s(?:in|across)\s(?:the\s)?\Z")
_DOES = re.compile(r"(?:\s(?:\w+ly|has|had|have|is|was|been|still|now|also|that|which))*\s")
_THAT_WHO = re.compile(r"\sthat\s(?:the\s)?")
_IT = re.compile(
    r"\b(?:[Tt]he (?:company|firm|agency|group|organi[sz]ation|bank|shares?|stock)|[Ii]ts|[Ii]t)\b"
)
_QUOTES = re.compile(r"[“\"(]")
_PART = re.compile(r"\sof\s(?:the|these|those)\s")
_PLAIN = re.compile(r"[A-Za-z][\w-]+")
_PEOPLE = re.compile(r"\b(?:people|persons?|cases?|deaths?|dead|patients?|victims?|residents|others)\b")


def translated(told: Measured, scene: Scene) -> str:
    """Return the id of the campaign's measure that verbs tell so, or nothing where it has none.

    The one that lists the very word comes first, then the one that is called so or means it.
    """
    known, verb = scene.cast.measures, told.words.split()[-1:]
    if not known:
        return _WIDER.get(told.what, told.what)
    said = [one.id for one in known if {*verb} & {*one.words} and not one.is_control]
    for what in (told.what, _WIDER.get(told.what, told.what)):
        keys = {*verb_phrases.words(senses.FATES[what].keys)} if what in senses.FATES else set()
        meant = [one.id for one in known if one.id == what] or [
            one.id for one in known if keys & {*one.words}
        ]
        if found := [one for one in said if one in meant] or said or meant:
            return found[0]
    return ""


def measured(scene: Scene, figure: Figure) -> tuple[Counted, Measured] | None:
    """Return what a figure counts and by which measure; None where nothing of the campaign tells."""
    # A part of what was counted is no count of its own.
    if not figure.high or _PART.match(scene.text, figure.end):
        return None
    unit, end = units.unit_of(scene, figure)
    # "Dozens of barns" are barns.
    end += len(" of") * (figure.vague and scene.text.startswith(" of ", end))
    phrase = _phrase_end(scene.text, end) if unit is None else end
    able = units.able(scene, unit)
    named = [
        scene.cast.kind(one.entity)
        for one in scene.passage.mentions
        if unit is None and figure.end <= one.start < phrase + _PHRASE
    ]
    found = _told(scene, figure, phrase, able, named)
    if found is None:
        return None
    measure, words = found
    unit = unit or units.unsaid(scene, measure)
    who = (unit and _agent(scene, figure, measure, words)) or _counted(scene, figure, measure, unit, phrase)
    if not who:
        return None
    if who == UNKNOWN and unit is None and {"person", "group"} & set(measure.of):
        people = of_people(scene, figure)
        if people and people.who and people.end <= phrase and is_people(people.noun):
            return replace(people, what=measure.id, unit=""), Measured(measure.id, words)
    noun = " ".join(scene.text[figure.end : phrase].split())
    return Counted(who, noun, "", unit.id if unit else "", measure.id, phrase), Measured(measure.id, words)


def falls(told: Measured) -> bool:
    """Tell whether the word that tells a change tells a fall: its figure is below nought."""
    return bool(_FALLS.fullmatch(told.words.lower()))


@lru_cache(maxsize=256)
def _telling(measure: Measure, able: tuple[Measure, ...]) -> re.Pattern[str]:
    """Return an expression for the words by which a measure is told, and none of the others that are able."""
    others = tuple(word for one in able for word in one.words)
    listed = (*measure.words, measure.id.replace("-", " "))
    said = verb_phrases.pattern(one.removesuffix("s") for one in listed)
    meant = verb_phrases.pattern(one for one in senses.told(listed, others) if one not in listed)
    return re.compile(rf"\b(?:(?:{said})s?|{meant or said})\b", re.IGNORECASE)


def _phrase_end(text: str, start: int) -> int:
    """Return where the noun phrase behind a figure ends at the latest."""
    stop = _NOUN_ENDS.search(text, start)
    end = stop.start() if stop else len(text)
    words = [one.end() for one in re.finditer(r"\S+", text[start:end])]
    return start + words[min(len(words), _PHRASE) - 1] if words else start


def _told(
    scene: Scene, figure: Figure, phrase: int, able: tuple[Measure, ...], named: Sequence[str]
) -> tuple[Measure, str] | None:
    """Return the measure whose word stands nearest: within the phrase, before the figure or behind it."""
    text = scene.text
    spoken = {text.find(one.words, one.at) + len(one.words) for one in scene.said}
    breaks = [one.end() for one in _BREAK.finditer(text, 0, figure.start)]
    low = max(breaks[-1] if breaks else 0, figure.start - _BEFORE)
    cut = _BREAK.search(text, phrase)
    high = min(cut.start() if cut else len(text), phrase + _BEHIND)
    best: tuple[tuple[int, int], Measure, str] | None = None
    for measure in able:
        told_of = bool(set(named) & set(measure.of))
        for found in _telling(measure, able).finditer(text, low, high):
            start, end = found.span()
            # Who "confirmed on Friday that two boats sank" has confirmed no case.
            # "Up" in "up to 30" is the figure's own.
            if figure.start <= start < figure.end:
                continue
            wanted = found[0].endswith(" of") and WANTED.search(text, 0, start)
            if (
                wanted
                or OR.search(text, 0, start)
                or (end in spoken and _THAT.match(text, end))
                or _OF_ANOTHER.match(text, end)
            ):
                continue
            inside = start < phrase and end > figure.end
            away = 0 if inside else figure.start - end if end <= figure.start else start - phrase
            listed = end <= figure.start and told_of and _LIST.fullmatch(text, end, figure.start)
            if not (listed or _bound_to(text, figure, phrase, start, end)):
                continue
            if best is None or (away, start) < best[0]:
                best = (away, start), measure, found[0]
    return (best[1], best[2]) if best else None


def led(scene: Scene, place: int) -> tuple[Counted, Measured] | None:
    """Return what a list of places counts ("countries with cases include"), by the last word before it."""
    able = tuple(one for one in units.able(scene, None) if {"person", "group"} & {*one.of})
    told = [(found, one) for one in able for found in _telling(one, able).finditer(scene.text, 0, place)]
    found, measure = max(told, key=lambda one: one[0].end(), default=(None, None))
    if found is None or measure is None:
        return None
    who = scene.cast.namesake(measure) or scene.cast.people() or UNKNOWN
    return Counted(who, found[0], "", "", measure.id, place), Measured(measure.id, found[0])


def _bound_to(text: str, figure: Figure, phrase: int, start: int, end: int) -> bool:
    """Tell whether nothing but what may stand there lies between a figure and a word."""
    if end <= figure.start:
        return _BEFORE_GAP.fullmatch(text, end, figure.start) is not None
    if start >= phrase:
        return _BEHIND_GAP.fullmatch(text, phrase, start) is not None
    return not _ACTS.match(text, end) and not _QUOTES.search(text, figure.end, start)


def _counted(scene: Scene, figure: Figure, measure: Measure, unit: Unit | None, last: int) -> str:
    """Return who or what a figure is of: named up to `last`, behind "of", or as the clause's subject."""
    fitting = [one for one in scene.passage.mentions if scene.cast.kind(one.entity) in measure.of]
    namesake = scene.cast.namesake(measure) if unit is None else ""
    inside = [one.entity for one in fitting if figure.end <= one.start < last]
    noun = declared(scene, figure.end) if unit is None else None
    who = scene.cast.counted_as(noun[0])[0] if noun else ""
    if who and scene.cast.kind(who) in measure.of:
        inside.append(who)
    elif namesake:
        phrase = scene.text[figure.end : last]
        plain = _PLAIN.findall(phrase)
        told = not plain or _telling(measure, units.able(scene, unit)).search(phrase)
        return namesake if told or any(map(is_people, plain)) else ""
    if inside:
        return inside[-1]
    of = [one for one in fitting if _OF.match(scene.text[last : one.start])]
    if of:
        return next(
            (one.entity for one in reversed(fitting) if scene.text[of[0].end : one.start] == " "),
            of[0].entity,
        )
    if unit is None:
        return _unnamed(scene, figure, measure, fitting, scene.text[figure.end : last].strip(" -").lower())
    # "The 40 crowns that X has spent" are X's.
    whose = [one.entity for one in fitting if _THAT_WHO.fullmatch(scene.text, last, one.start)]
    places = [one for one in fitting if one.start >= last and scene.cast.kind(one.entity) == "place"]
    lies = places[0].entity if places and _IN.fullmatch(scene.text, last, places[0].start) else ""
    known = scene.memory.whose.get((measure.id, unit.id), UNKNOWN)
    return next(iter(whose), lies) or _beside(figure, fitting) or _meant(scene, figure, measure) or known


def _unnamed(scene: Scene, figure: Figure, measure: Measure, fitting: Sequence[Mention], phrase: str) -> str:
    """Return who or what a figure without a unit is of, whose noun phrase names nobody."""
    people = _PEOPLE.search(phrase)
    telling = _telling(measure, units.able(scene, None))
    bare = phrase in {"", "more", "other", "others"} or telling.fullmatch(phrase) is not None
    alone = {"person", "group"} & set(measure.of)
    before = [
        one.entity
        for one in fitting
        if bare
        and one.entity not in scene.voice(figure.start)[0].by
        and one.end <= figure.start
        and scene.cast.kind(one.entity) != "person"
        and (not alone or (scene.cast.kind(one.entity) in alone and scene.cast.may_be_counted(one.entity)))
    ]
    # A thing that is counted by what it reaches is the one that the sentence names.
    things = {one.entity for one in fitting} if not alone and (bare or telling.search(phrase)) else set()
    if bare and measure.of == ("thing",) and not things:
        things = {one for one in scene.named(figure.start) if scene.cast.kind(one) == "thing"}
    if before or len(things) == 1:
        return before[-1] if before else things.pop()
    if not (people or bare) or not alone:
        return UNKNOWN
    counted = of_people(scene, figure)
    known = (
        counted.who
        if counted and counted.who != UNKNOWN and counted.end <= figure.end + len(phrase) + 1
        else ""
    )
    return known or scene.cast.people(people[0] if people else "") or UNKNOWN


def _agent(scene: Scene, figure: Figure, measure: Measure, verb: str) -> str:
    """Return the thing that does what is measured ("the barge leaked 40 tons of tar"), or nothing."""
    at = scene.text.rfind(verb, 0, figure.start)
    things = (one for one in scene.passage.mentions if scene.cast.kind(one.entity) == "thing")
    fitting = [one for one in things if one.end < at and _DOES.fullmatch(scene.text, one.end, at)]
    return fitting[-1].entity if fitting and "thing" in measure.of else ""


def _beside(figure: Figure, fitting: Sequence[Mention]) -> str:
    """Return who is named close before a figure, in its clause."""
    before = [one for one in fitting if one.end <= figure.start and figure.start - one.end <= _NEAR]
    return before[-1].entity if before else ""


def _meant(scene: Scene, figure: Figure, measure: Measure) -> str:
    """Return the group that "the company" or "its" means before a figure: the one last named."""
    groups = [one for one in scene.groups(figure.start) if not is_many(one, scene.cast)]
    meant = "group" in measure.of and _IT.search(scene.text, 0, figure.start)
    return groups[-1] if meant and groups else ""
