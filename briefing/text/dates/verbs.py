"""Read from the verbs on either side of a date whether what they tell of lies ahead or behind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from briefing.text.dates import verb_lists as verbs

Leaning = Literal["ahead", "behind", "doubt"]

_WORD = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z]+)*|[,;:]")
# What is due to be done, not "due to rain".
_BASES = (
    verbs.TOGETHER | verbs.COMING | verbs.BE | frozenset("take make face speak leave return sail".split())
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
        word, following = words[at].lower(), _lower(words[at + 1 : at + 4])
        if words[at] == "May":
            continue
        if word in verbs.MODALS:
            return _modal(word, following)
        if word in verbs.IS | verbs.WAS:
            planned = following[:1] == ["to"] or not verbs.PLANNED.isdisjoint(following) or "set" in following
            return "ahead" if planned else None if word in verbs.IS else "behind"
        if word in verbs.PLANS_TO or word in verbs.COMING or _is_together(words, at):
            return "ahead"
        if word in verbs.HAVE or _is_past(word, words[at - 1].lower() if at else "", ()):
            return "behind"
    return None


def _lower(words: Sequence[str]) -> list[str]:
    return [word.lower() for word in words]


def _at(words: Sequence[str], at: int, *, infinitive: bool, near: bool) -> Leaning | None:
    """Read one word with those around it; nothing where it is no verb that tells."""
    word, previous, following = words[at].lower(), _previous(words, at), words[at + 1 : at + 4]
    if words[at] == "May":
        return None
    if word in verbs.MODALS:
        denied = not verbs.NOBODY.isdisjoint(_lower(words[max(0, at - _DENIED_WITHIN) : at]))
        return _modal(word, _lower(following), denied=denied)
    compared = not verbs.COMPARING.isdisjoint(words[max(0, at - 2) : at])
    planned = _is_planned(words, at, infinitive=infinitive) and not compared
    if planned or _is_to_be(words, at):
        return "doubt" if tuple(words[max(0, at - 2) : at]) == ("had", "been") else "ahead"
    if _is_past(word, previous, words[max(0, at - _WITHIN) : at]):
        return _past(words, at, infinitive=infinitive, near=near)
    if word in verbs.HAVE and following and (following[0] in verbs.BE or _is_past(following[0], "", ())):
        return "doubt" if _is_unreal(words, at + 1) else "behind"
    present = word in verbs.IS or (word in verbs.COMING and previous not in verbs.MODIFIERS)
    return "ahead" if present or _is_together(words, at) else None


def _is_together(words: Sequence[str], at: int) -> bool:
    """Tell "voters go" and "comes into force" from "their hope", "let voters go" and "to go"."""
    onward = verbs.ONWARD.get(words[at])
    if onward and words[at + 1 : at + 2] not in [(one,) for one in onward]:
        return False
    if words[at] == "comes":
        return True
    before = _lower(words[max(0, at - _ONCE_WITHIN) : at])
    if words[at] not in verbs.TOGETHER or not before or not verbs.SEEING.isdisjoint(before):
        return False
    many = before[-1].endswith("s") and not before[-1].endswith(("ss", "us", "is"))
    return (many and before[-1] not in verbs.MODIFIERS | {"as", "was", "has"}) or before[-1] in verbs.MANY


def _previous(words: Sequence[str], at: int) -> str:
    before = _lower(words[max(0, at - 2) : at])
    return next(
        (word for word in reversed(before) if word not in verbs.SKIPPED), before[-1] if before else ""
    )


def _past(words: Sequence[str], at: int, *, infinitive: bool, near: bool) -> Leaning:
    """Read a past tense: it may be within what lies ahead, or set on it."""
    openings = range(at, max(0, at - _ONCE_WITHIN), -1)
    opening = next((back for back in openings if words[back].lower() in verbs.ONCE), 0)
    if opening and nearest(words[:opening], near=near)[0] == "ahead":
        return "ahead"
    if _is_unreal(words, at):
        return "doubt"
    return "ahead" if infinitive and words[at].lower() in verbs.SETTLED and not near else "behind"


def _is_unreal(words: Sequence[str], at: int) -> bool:
    """Tell "would have sailed", which may have been for either day, from "had sailed"."""
    return {"would", "have"} <= set(words[max(0, at - 3) : at])


def _is_infinitive(words: Sequence[str], at: int) -> bool:
    following = words[at + 1 : at + 2]
    return (
        words[at : at + 1] == ("to",)
        and bool(following)
        and following[0].islower()
        and following[0] not in verbs.MODIFIERS
    )


def _is_to_be(words: Sequence[str], at: int) -> bool:
    """Tell "is to meet", "going to meet" and "to be held" from other infinitives."""
    if not _is_infinitive(words, at):
        return False
    following = words[at + 1 : at + 3]
    caused = not verbs.CAUSING.isdisjoint(_lower(words[max(0, at - _ONCE_WITHIN) : at]))
    passive = following[0] == "be" and _is_past(following[-1], "", ()) and not caused
    return passive or _previous(words, at) in verbs.IS | verbs.WAS | {"going"}


def _is_planned(words: Sequence[str], at: int, *, infinitive: bool) -> bool:
    word, previous, following = words[at].lower(), _previous(words, at), words[at + 1 : at + 4]
    if word == "set":
        return following[:1] in (("for",), ("to",))
    if word in verbs.PLANNED:
        verb = _lower(following[1:2])
        return not (word == "due" and following[:1] == ("to",)) or not _BASES.isdisjoint(verb)
    if word == "plans" and previous not in verbs.MODIFIERS:
        return True
    if word in verbs.PLANS:
        return _is_infinitive(words, at + 1)
    return word in verbs.WILLING and (infinitive or "for" in following)


def _modal(word: str, following: Sequence[str], *, denied: bool = False) -> Leaning:
    rest = [one for one in following if one not in verbs.SKIPPED]
    if rest[:1] == ["have"] and (len(rest) == 1 or rest[1] in verbs.BE or _is_past(rest[1], "", ())):
        return "doubt" if word == "would" else "behind"
    says_no = word == "would" and bool(rest) and rest[0] in verbs.SAYING
    negated = denied or "not" in following
    return "behind" if negated and (word == "could" or says_no) else "ahead"


def _is_past(word: str, previous: str, before: Sequence[str]) -> bool:
    if previous in verbs.BE | verbs.IS:
        return False
    if word in verbs.EITHER:
        return (verbs.MODALS | {"to", "did"}).isdisjoint(before[-_ONCE_WITHIN:])
    if word in verbs.WAS:
        return True
    if word in verbs.PAST:
        return previous not in verbs.ARTICLES
    return _is_regular_past(word, before) and previous not in verbs.MODIFIERS


def _is_regular_past(word: str, before: Sequence[str]) -> bool:
    """Tell a past tense from an adjective: "will redeem preferred shares on Friday"."""
    if not word.endswith("ed") or word in verbs.NO_PAST:
        return False
    breaks = (at for at, one in enumerate(reversed(before)) if one in verbs.BREAKS)
    clause = len(before) - next(breaks, len(before))
    return verbs.MODALS.isdisjoint(_lower(before[clause:]))
