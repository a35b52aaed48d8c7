"""Read the subject of a verb of speech: where it stands in its sentence, and whom it names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from briefing.core.model import Mention
from briefing.suggest.memory import OPEN, Voice

if TYPE_CHECKING:
    from briefing.suggest.cast import Cast
    from briefing.suggest.memory import Memory
    from briefing.suggest.passage import Passage

_PRONOUN = re.compile(
    r"(?:\A|\s)(?P<word>[Hh]e|[Ss]he|[Ii]t|[Tt]hey|[Ww]e|I|[Ww]ho|[Ww]hich)\Z|\A\s*(?P<whose>who|which)\s(?:ha[sd]|have|is|was|are|were|\w+ed)\s"
)
_ADVERB = re.compile(
    r"\s(?:also|then|later|has|had|have|now|still|only|earlier|recently|not|did|will|would|\w+ly|"
    r"in a (?:\w+ ){0,2}(?:statement|report|interview)|on (?:\w+day)|since (?:[12]\d{3}|[A-Z]\w+)|so far)\Z"
)
# Where a subject cannot begin further left.
_CUT = re.compile(
    r"[;:“”\"()]|--|[—–]|\b(?:that|but|while|whereas|although|though|as|after|when|if|because|since|before|"
    r"where|until|and)\s"
)
# "…, police and the reeves said."
_BOTH = re.compile(
    r",\s(?:the\s)?(?!he\b|she\b|it\b|they\b)(?:[a-z-]+\s){0,2}(?:police|army|[a-z]+s)\sand\s\Z"
)
# An abbreviation inside a name, as in the Bureau of Floods (BF) of Norland.
_ABBREVIATED = re.compile(r"\([A-Z]{2,8}\)(?=\s(?:of|for|in|at)\b)")
# "Land and Water Minister Kell said."
_OFFICE = re.compile(r"[A-Z][a-z]+ and [A-Z]\Z")
_BRACKETS = re.compile(r"\s\([^()]*\)\Z")
_RELATIVE = re.compile(r",\s(?:which|who|where|whom|citing|quoting)\b[^,;]*,\Z")
# "X, a group that helps the poor, said."
_APPOSED = re.compile(r",\s(?:an?|the|one)\s[^,;]*\s(?:that|who|which)\s[^,;]*,\Z")
_ROLE = re.compile(
    r"\b(?:spokes\w+|officials?|minist(?:er|ry)|chief|head|directors?|leaders?|commanders?|generals?|workers?|"
    r"officers?|activists?|ambassadors?|coordinators?|representatives?|members?|president|secretary|envoy|"
    r"analysts?|scientists?|captain|colonel|mayor|governor|monitors?|observatory|watchdog|executives?)\b",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"\b(?:[Tt]he|[Ii]ts|[Tt]heir)\s(?P<words>(?:[\w-]+\s){0,3}?(?:monitor|observatory|watchdog|alliance|agency|"
    r"ministry|organi[sz]ation|group|coalition|force|committee|newspaper|government|army|police|company|"
    r"council|network|firm|bank|report|statement|communique))\Z"
)
# "Norland", "Norland's government", "Norland officials".
_RULED = re.compile(r"(?:['’]s?)?\s?(?:government|officials|authorities)?")
# "A rebel spokesman".
_OF_SIDE = re.compile(
    r"(?:(?:[Aa]n?|[Tt]he|[Oo]ne|[Ss]ome|[Tt]wo|[Ss]everal)\s)?(?:senior\s|local\s)?(?P<side>[A-Za-z]+)\s"
    r"(?:spokes\w+|commanders?|fighters?|leaders?|officials?|officers?)"
)
# "The general in Gardia" speaks for nobody's government.
_WITHIN = re.compile(r"\s(?:in|at|near|from|inside|around|across|outside)\s(?:the\s)?\Z")
_ROLE_OF = re.compile(
    r"(?:\s[A-Z][\w’'.-]+){0,3},?\s(?:for|of|from|at|with|in)\s(?:[\w’'-]+\s){0,4}(?:of\sthe\s)?"
)
_ROLE_BY = re.compile(r"(?:['’]s?)?(?:\s[a-z][\w-]*){0,3}\s|(?:['’]s?)?(?:\s[A-Z][\w.-]*){1,2}\s")
_OTHER_NAME = re.compile(r"\A(?!at\b|in\b|of\b|from\b|for\b|near\b|on\b|who\b)[a-z][\w-]*\s[A-Z]")
_BUSY = re.compile(r"\s(?:\w+ly\s)?\w+ing\s(?:to|for|against|with|the|in|on|at|from|an?|their|its)\s")
_TO = re.compile(r"\b(?:to|with|against|about|over)\s(?:the\s)?\Z")
_AHEAD = 6  # words before a name in its phrase
TAIL = 4  # words between a name and its verb
_LEAD = 30  # characters before the subject of a sentence


def subject_end(text: str, end: int) -> int:
    """Return where a verb's subject ends: adverbs, auxiliaries and relative clauses are none of it."""
    kept = text[:end].rstrip()
    while (
        found := _ADVERB.search(kept)
        or _RELATIVE.search(kept)
        or _APPOSED.search(kept)
        or _BRACKETS.search(kept)
    ):
        kept = kept[: found.start()].rstrip()
    return len(kept)


def subject_start(passage: Passage, end: int) -> int:
    """Return where the noun phrase before a verb begins at the earliest."""
    text, start = passage.text, 0
    for cut in _CUT.finditer(text, 0, end):
        joins = (
            cut[0].startswith("and")
            and cut.end() < end
            and (
                any(one.end == len(text[: cut.start()].rstrip()) for one in passage.mentions)
                or _BOTH.search(text[start : cut.end()])
                or _OFFICE.search(text, max(0, cut.start() - _LEAD), cut.end() + 1)
            )
        )
        inside = any(one.start < cut.start() and cut.end() < one.end for one in passage.mentions) or any(
            one.start() <= cut.start() < one.end() for one in _ABBREVIATED.finditer(text, 0, end)
        )
        if not joins and not inside:
            start = cut.end()
    # Without a comma that closes an apposition, the subject is what follows the last one; with one, its head
    # stands before the apposition.
    commas = [one.end() for one in re.finditer(", ", text[:end]) if one.start() >= start]
    apposed = text[:end].endswith(",")
    return commas[-2] if apposed and len(commas) > 1 else start if apposed or not commas else commas[-1]


def subject(passage: Passage, cast: Cast, memory: Memory, start: int, end: int) -> Voice | None:
    """Return who the noun phrase before a verb names; None where there is none."""
    text = passage.text
    parts: list[tuple[int, int]] = []
    at = start
    for comma in re.finditer(",", text[start:end]):
        parts.append((at, start + comma.start()))
        at = start + comma.end()
    parts.append((at, end))
    parts = [one for one in parts if text[one[0] : one[1]].strip()]
    if not parts:
        return None
    if len(parts) > 1 and text[:end].endswith(","):
        head, apposed = parts[-2], parts[-1]
        inside = _phrase(passage, cast, memory, *apposed)
        if inside.by and cast.kind(inside.entity) == "person":
            return inside
        whole = _phrase(passage, cast, memory, *head)
        return whole if whole.by else inside
    return _phrase(passage, cast, memory, *parts[-1])


def _phrase(passage: Passage, cast: Cast, memory: Memory, start: int, end: int) -> Voice:
    """Return who a noun phrase is: named at its head, by a role with its group, or by what came before."""
    text = passage.text[start:end].rstrip()
    if pronoun := _PRONOUN.search(text):
        word = (pronoun["word"] or pronoun["whose"]).lower()
        if word in {"who", "which"}:
            named = [one for one in speakers(passage, cast) if one.end <= start + pronoun.start() + 1]
            return voice_of(cast, named[-1:], "it") if named else OPEN
        here = [one.entity for one in passage.mentions[:1] if one.start <= _LEAD and one.end <= start]
        return memory.pronoun(word, cast, here)
    named = [one for one in speakers(passage, cast) if start <= one.start and one.end <= end]
    first = [
        one
        for one in named
        if len(passage.text[start : one.start].split()) <= _AHEAD
        and not _TO.search(passage.text, start, one.start)
    ]
    heads = [
        one
        for one in first
        if _heads(passage.text[one.end : start + len(text)], person=cast.kind(one.entity) == "person")
    ]
    # In "rebels fighting to oust Kell said", who speaks stands first.
    busy = [one for one in first[:1] if _BUSY.match(passage.text, one.end, end)]
    people = busy or [one for one in heads if cast.kind(one.entity) == "person"]
    if people:
        return voice_of(cast, people[-1:], "named")
    told = _ROLE.search(text)
    of = _of_role(passage.text, named, start + told.start(), start + told.end()) if told else None
    if of:
        return voice_of(cast, [of], "role")
    if heads:
        one = heads[-1]
        joined = [
            other
            for other in heads[-2:-1]
            if passage.text[other.end : one.start].strip() in {"and", "and the", "and a"}
        ]
        return voice_of(cast, [*joined, one], "named")
    return role(passage, cast, memory, start, end)


def role(passage: Passage, cast: Cast, memory: Memory, start: int, end: int) -> Voice:
    """Return who "the agency", "the watchdog", "Marsh-led alliance" is, or nobody."""
    text = passage.text[start:end].strip(" ,.")
    place = [one for one in passage.mentions if start <= one.start and one.end <= end]
    if (
        place
        and not re.match(r"(?:of|in|from|at|for)\s", text)
        and _RULED.fullmatch(passage.text[place[-1].end : end].strip())
        and not _WITHIN.search(passage.text[start : place[-1].start])
        and (ruler := cast.authority(place[-1].entity))
    ):
        return Voice((ruler,), "place", ruler)
    surname = memory.surname(text)
    if surname:
        return Voice((cast.voice(surname),), "named", surname)
    own = text.lower().startswith(("her ", "his "))
    if not own and (short := _SHORT.search(text) or _SHORT.search(f"the {text}")):
        # "Kyoto news agency" is another one than "the news agency".
        other = any(word[0].isupper() for word in short["words"].split()) and not place
        return OPEN if other else memory.short(short["words"], cast, passage.mentions)
    if (voice := _known(text, passage, cast, memory)).by:
        return voice
    # "A doctor at the hospital" is one of those whom the registry calls doctors.
    one_of = re.match(
        r"(?:an?|one|another|two|three|several|some|the)\s(?:[\w-]+\s){0,2}?(\w+)(?=\s(?:at|in|from|of|who)\b|\Z)",
        text.lower(),
    )
    many = cast.names.named(_plural(one_of[1])) if one_of else ""
    # "The official" is whose official spoke before, rather than one of the officials.
    if many and re.fullmatch(r"[Tt]he\s\w+", text) and (before := memory.spoke_for()):
        return replace(before, how="short")
    return Voice((many,), "short", many) if many and cast.speaks(many) else OPEN


def _of_side(text: str, cast: Cast) -> str:
    """Return who "rebel spokesmen" are: whom the registry calls rebels, or nothing."""
    side = _OF_SIDE.fullmatch(text)
    named = cast.names.named(_plural(side["side"].lower())) if side else ""
    return named if named and cast.speaks(named) else ""


def _known(text: str, passage: Passage, cast: Cast, memory: Memory) -> Voice:
    """Return who "her group", "the mayor", "the coast guard" is among those met before, or nobody."""
    if side := _of_side(text, cast):
        return Voice((side,), "role", side)
    if re.fullmatch(r"(?:[Hh]er|[Hh]is) (?:group|organi[sz]ation|agency|charity|team)", text):
        return memory.pronoun("she", cast, ())
    plain = re.fullmatch(r"[Tt]he ([a-z]+(?: [a-z]+)?)", text)
    office = memory.office(plain[1], cast) if plain else OPEN
    return office if office.by or not plain else memory.namesake(plain[1], cast, passage.mentions)


def _plural(noun: str) -> str:
    return noun + (
        "" if noun.endswith("s") and not noun.endswith("ss") else "es" if noun.endswith("ss") else "s"
    )


def speakers(passage: Passage, cast: Cast) -> list[Mention]:
    """The mentions of a sentence that can speak: never things, places, or those whom others count."""
    return [one for one in passage.mentions if cast.speaks(one.entity)]


def _heads(after: str, *, person: bool) -> bool:
    """Tell whether a name is its phrase's head, by what follows it: "X's men" are not X."""
    plain = after.strip()
    # "Army and welfare officials" are not the army.
    if re.match(r"and\s(?!the\b)[a-z][\w-]*\s[a-z]", plain):
        return False
    if person and re.match(r"(?:of|at|from|for|with|in)\s", plain):
        return True
    # "CNN affiliate KOKI" is not CNN.
    other = _OTHER_NAME.search(plain) and not _ROLE.search(plain)
    return not re.match(r"['’]s?\b", after) and len(plain.split()) <= TAIL and "," not in plain and not other


def _of_role(text: str, named: list[Mention], start: int, end: int) -> Mention | None:
    """Return the group that a role is of: the one behind "for" or "of", or right before it."""
    behind = [one for one in named if one.start >= end and _ROLE_OF.fullmatch(text, end, one.start)]
    first = [
        one for one in named if len(text[text.rfind(",", 0, one.start) + 1 : one.start].split()) <= _AHEAD
    ]
    before = [one for one in first if one.end <= start and _ROLE_BY.fullmatch(text, one.end, start)]
    return next(iter([*behind[:1], *before[-1:]]), None)


def voice_of(cast: Cast, named: list[Mention], how: str) -> Voice:
    """Return the voice of those named: of a person, that of the group they speak for."""
    by = tuple(dict.fromkeys(cast.voice(one.entity) for one in named))
    return Voice(by, how, named[-1].entity)
