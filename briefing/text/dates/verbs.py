"""Read from the verbs on either side of a date whether what they tell of lies ahead or behind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

MODALS = frozenset("will shall may might must should would can cannot could".split())
BE = frozenset("be been being get getting".split())
IS = frozenset("is are".split())
HAVE = frozenset("have has had having".split())
WAS = frozenset("was were did".split())
# What is said, in whatever tense, of what is to come; the second only with an infinitive or with "for".
PLANNED = frozenset(
    """supposed expected expects expect scheduled due planned planning slated booked poised tentatively
    upcoming intends intend aims hopes likely unlikely awaits awaiting awaited""".split()
)
WILLING = frozenset(
    """intended intending aimed hoped hoping prepares prepared preparing prepare vows vowed pledges pledged
    promises promised agrees threatens threatened wants wanted want ready cleared invited forecast
    projected predicted calls called looking asks""".split()
)
PLANS = frozenset(
    "hope request decision order invitation deal agreement plan plans proposal promise asked ordered".split()
)
COMING = frozenset(
    """begins starts opens meets ends expires arrives leaves goes faces hosts travels flies resumes
    launches reconvenes continues convenes holds enters visits departs takes closes reopens returns
    precedes meet arrive begin resume convene
    reconvene depart""".split()
)
# "Comes into force", not "comes after a raid"; "go on trial", not "go hungry".
ONWARD: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("come", "comes"), ("into", "to", "up", "before", "ahead")),
    "go": ("to", "on", "into", "before", "ahead"),
}
# What many are to do; of other deeds the present may tell what a picture shows.
TOGETHER = frozenset("close come end expect expire go hope open plan reopen start".split())
MANY = frozenset("they we you who people men women police both all".split())
# "Let them go" and "saw them leave" tell of the time of the first verb.
SEEING = MODALS | frozenset(
    """see saw seen let make made help helped watch watched hear heard to and did do does had have
    has""".split()
)
PAST = frozenset(
    """said told met held took fell killed died came went left began fled won lost saw made gave found got
    led brought fought shot struck sent spoke wrote flew ran rose sank blew broke drove knew thought
    felt heard kept sat stood taught caught bought sold built spent paid lay fed hid bore tore wore
    swore threw grew drew chose froze stole rode ate became withdrew sought swept slid shook sprang
    stuck sued hung woke bled burnt dealt dug drank forbade forgot forgave learnt lent lit meant
    overtook overthrew rang sang shone shrank slept spat sped strode strove swam swung undertook
    understood upheld wept wrung overcame overran oversaw underwent mistook retook seen known taken
    given done gone shown written broken driven spoken fallen risen grown thrown drawn chosen stolen
    hidden beaten ago""".split()
)
# The same in the past as in the infinitive.
EITHER = frozenset(
    "set put cut hit let shut cost quit spread read hurt burst cast rid split thrust beat run".split()
)
MODIFIERS = frozenset(
    """former the a an his her its their our my your this these some any no of in on at by with for from to
    more most very two three four five six seven eight nine ten first second third last next new other many
    several all both each every heavily newly recently well highly""".split()
)
# "As planned" and "than expected" tell no plan.
COMPARING = frozenset({"as", "than"})
# What "to be held" after them tells was held.
CAUSING = frozenset("forced forcing led leading caused causing allowed allowing enabled helped".split())
ARTICLES = frozenset("the a an his her its their our my your".split())
# Whose infinitive may tell of what is to come as well as of what was settled then.
SETTLED = frozenset(
    """agreed decided announced proposed approved ordered asked allowed urged offered told permitted
    requested demanded subpoenaed summoned invited persuaded convinced chose opted voted""".split()
)
SAYING = frozenset(
    "say comment confirm discuss reveal disclose elaborate identify name speculate answer".split()
)
NO_PAST = frozenset(
    "need seed feed speed breed indeed succeed proceed exceed hundred sacred naked wicked red bed".split()
)
BREAKS = frozenset(", ; : that which who and but or after when while because as".split())
ONCE = frozenset("once until when before as".split())
NOBODY = frozenset("no nobody none neither nor".split())
SKIPPED = frozenset("not never also still probably likely only now then".split())
PLANS_TO = frozenset("plans expects wants hopes intends aims".split())
Leaning = Literal["ahead", "behind", "doubt"]

_WORD = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z]+)*|[,;:]")
# What is due to be done, not "due to rain".
_BASES = TOGETHER | COMING | BE | frozenset("take make face speak leave return sail".split())
# What begins all that tells a time, but for regular past tenses.
_TELLING = (
    frozenset({"set", "plans", "to", "comes"})
    .union(MODALS, IS, WAS, HAVE, PAST, EITHER, COMING, TOGETHER)
    .union(PLANNED, PLANS, PLANS_TO, WILLING)
)
_WITHIN, _DENIED_WITHIN, _ONCE_WITHIN = 8, 6, 4


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text and the marks that part its clauses."""
    return tuple(_WORD.findall(text))


def nearest(words: Sequence[str], *, near: bool) -> tuple[Leaning | None, bool]:
    """Read the last verb; tell whether it is an infinitive without another.

    `near` says that it tells of one of these days: "agreed to meet on Friday" may be Friday's agreement,
    "agreed to meet in May" is May's meeting.
    """
    infinitive = False
    for at in range(len(words) - 1, -1, -1):
        leaning = _at(words, at, infinitive=infinitive, near=near)
        if leaning:
            return leaning, False
        infinitive = infinitive or _is_infinitive(words, at)
    return ("ahead", True) if infinitive else (None, False)


def first(words: Sequence[str]) -> Leaning | None:
    """Read the first verb."""
    for at in range(len(words)):
        word = words[at].lower()
        if words[at] == "May" or _is_silent(word):
            continue
        following = _lower(words[at + 1 : at + 4])
        if word in MODALS:
            return _modal(word, following)
        if word in IS | WAS:
            planned = following[:1] == ["to"] or not PLANNED.isdisjoint(following) or "set" in following
            return "ahead" if planned else None if word in IS else "behind"
        if word in PLANS_TO or word in COMING or _is_together(words, at):
            return "ahead"
        if word in HAVE or _is_past(word, words[at - 1].lower() if at else "", ()):
            return "behind"
    return None


def _is_silent(word: str) -> bool:
    """Tell most words, which begin nothing that tells a time, from the others at little cost."""
    return word not in _TELLING and not word.endswith("ed")


def _lower(words: Sequence[str]) -> list[str]:
    return [word.lower() for word in words]


def _at(words: Sequence[str], at: int, *, infinitive: bool, near: bool) -> Leaning | None:
    """Read one word with those around it; None unless it is a verb that tells the time."""
    word = words[at].lower()
    if words[at] == "May" or _is_silent(word):
        return None
    previous, following = _previous(words, at), words[at + 1 : at + 4]
    if word in MODALS:
        denied = not NOBODY.isdisjoint(_lower(words[max(0, at - _DENIED_WITHIN) : at]))
        return _modal(word, _lower(following), denied=denied)
    compared = not COMPARING.isdisjoint(words[max(0, at - 2) : at])
    planned = _is_planned(words, at, infinitive=infinitive) and not compared
    if planned or _is_to_be(words, at):
        return "doubt" if tuple(words[max(0, at - 2) : at]) == ("had", "been") else "ahead"
    if _is_past(word, previous, words[max(0, at - _WITHIN) : at]):
        return _past(words, at, infinitive=infinitive, near=near)
    if word in HAVE and following and (following[0] in BE or _is_past(following[0], "", ())):
        return "doubt" if _is_unreal(words, at + 1) else "behind"
    present = word in IS or (word in COMING and previous not in MODIFIERS)
    return "ahead" if present or _is_together(words, at) else None


def _is_together(words: Sequence[str], at: int) -> bool:
    """Tell "voters go" and "comes into force" from "their hope", "let voters go" and "to go"."""
    onward = ONWARD.get(words[at])
    if onward and words[at + 1 : at + 2] not in [(one,) for one in onward]:
        return False
    if words[at] == "comes":
        return True
    before = _lower(words[max(0, at - _ONCE_WITHIN) : at])
    if words[at] not in TOGETHER or not before or not SEEING.isdisjoint(before):
        return False
    many = before[-1].endswith("s") and not before[-1].endswith(("ss", "us", "is"))
    return (many and before[-1] not in MODIFIERS | {"as", "was", "has"}) or before[-1] in MANY


def _previous(words: Sequence[str], at: int) -> str:
    before = _lower(words[max(0, at - 2) : at])
    return next((word for word in reversed(before) if word not in SKIPPED), before[-1] if before else "")


def _past(words: Sequence[str], at: int, *, infinitive: bool, near: bool) -> Leaning:
    """Read a past tense: it may be within what lies ahead, or set on it."""
    openings = range(at, max(0, at - _ONCE_WITHIN), -1)
    opening = next((back for back in openings if words[back].lower() in ONCE), 0)
    if opening and nearest(words[:opening], near=near)[0] == "ahead":
        return "ahead"
    if _is_unreal(words, at):
        return "doubt"
    return "ahead" if infinitive and words[at].lower() in SETTLED and not near else "behind"


def _is_unreal(words: Sequence[str], at: int) -> bool:
    """Tell "would have sailed", which may have been for either day, from "had sailed"."""
    return {"would", "have"} <= set(words[max(0, at - 3) : at])


def _is_infinitive(words: Sequence[str], at: int) -> bool:
    following = words[at + 1 : at + 2]
    return (
        words[at : at + 1] == ("to",)
        and bool(following)
        and following[0].islower()
        and following[0] not in MODIFIERS
    )


def _is_to_be(words: Sequence[str], at: int) -> bool:
    """Tell "is to meet", "going to meet" and "to be held" from other infinitives."""
    if not _is_infinitive(words, at):
        return False
    following = words[at + 1 : at + 3]
    caused = not CAUSING.isdisjoint(_lower(words[max(0, at - _ONCE_WITHIN) : at]))
    passive = following[0] == "be" and _is_past(following[-1], "", ()) and not caused
    return passive or _previous(words, at) in IS | WAS | {"going"}


def _is_planned(words: Sequence[str], at: int, *, infinitive: bool) -> bool:
    word, previous, following = words[at].lower(), _previous(words, at), words[at + 1 : at + 4]
    if word == "set":
        return following[:1] in (("for",), ("to",))
    if word in PLANNED:
        verb = _lower(following[1:2])
        return not (word == "due" and following[:1] == ("to",)) or not _BASES.isdisjoint(verb)
    if word == "plans" and previous not in MODIFIERS:
        return True
    if word in PLANS:
        return _is_infinitive(words, at + 1)
    return word in WILLING and (infinitive or "for" in following)


def _modal(word: str, following: Sequence[str], *, denied: bool = False) -> Leaning:
    rest = [one for one in following if one not in SKIPPED]
    if rest[:1] == ["have"] and (len(rest) == 1 or rest[1] in BE or _is_past(rest[1], "", ())):
        return "doubt" if word == "would" else "behind"
    says_no = word == "would" and bool(rest) and rest[0] in SAYING
    negated = denied or "not" in following
    return "behind" if negated and (word == "could" or says_no) else "ahead"


def _is_past(word: str, previous: str, before: Sequence[str]) -> bool:
    if previous in BE | IS:
        return False
    if word in EITHER:
        return (MODALS | {"to", "did"}).isdisjoint(before[-_ONCE_WITHIN:])
    if word in WAS:
        return True
    if word in PAST:
        return previous not in ARTICLES
    return _is_regular_past(word, before) and previous not in MODIFIERS


def _is_regular_past(word: str, before: Sequence[str]) -> bool:
    """Tell a past tense from an adjective: "will redeem preferred shares on Friday"."""
    if not word.endswith("ed") or word in NO_PAST:
        return False
    breaks = (at for at, one in enumerate(reversed(before)) if one in BREAKS)
    clause = len(before) - next(breaks, len(before))
    return MODALS.isdisjoint(_lower(before[clause:]))
