"""Suggest who is said to hold which place.

The rules read a sentence in which the two sides and the places stand as marks, so that one pattern
fits whatever they are called.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from briefing.core.model import Claim, Stance
from briefing.suggest.reality import is_not_so

if TYPE_CHECKING:
    from briefing.suggest.cast import Cast
    from briefing.suggest.passage import Passage
    from briefing.suggest.scene import Reasons, Scene, Suggestion

Side = Literal["adversary", "protagonist"]
# The marks, one letter each: adversary, protagonist, place, anybody else.
_A, _S, _P, _G = "\ue000", "\ue001", "\ue002", "\ue003"
_TAKEN = r"(?:secured|captured|seized|taken|took|retook|retaken|recaptured|liberated|conquered)"
_US = rf"(?:{_S}|\b(?:alliance|force|forces|troops))(?: fighters)?"
_THEM = rf"(?:{_A}|\b(?:militants|jihadists|insurgents|extremists|holdouts))"
_NEAR = 40  # characters
_LAST_PLACES = 3
_PART = (
    r"(?:the |its |their |a |\w+ ){0,2}(?:parts of|parts?(?= of)|areas?|neighbou?rhoods?|districts?|streets|"
    r"cent(?:re|er)|edges?|outskirts|market|mosque|hospital|half|most)"
)
# What a place may be called by; the first kind also by the other words of its line.
_NOUNS = {"town": "town", "city": "city", "village": "village"} | dict.fromkeys(
    ("pocket", "holdout", "enclave", "toehold", "bastion"), "pocket"
)
_NOUN = rf"(?:{'|'.join(_NOUNS)})"
_NEGATED = re.compile(r"\b(?:not|never|no longer|denie[ds]|failed to|unable to)\b|n['’]t\b")
_BY_THEM = re.compile(rf"\s*by (?:\w+ )?{_A}")
_DRIVEN = re.compile(rf"{_S}[^.;]{{0,30}}?\b(?:was|were|been|being) \Z")
_DRIVEN_OUT = re.compile(rf"{_THEM}|{_G}|\b(?:they|them|fighters|troops|forces|group)\b")
_OURS = re.compile(r"\b(?:our|their|his) (?:forces?|troops)\b")
_LAST_NOUN = re.compile(rf"\b({_NOUN})\Z")


class PositionRule(Struct, frozen=True):
    """A wording: whose hold it tells of, how far they are said to hold the place, and the pattern."""

    name: str
    side: Side
    stance: Stance
    pattern: re.Pattern[str]
    several: bool = False
    looks_back: bool = False


def _rule(
    name: str, side: Side, stance: Stance, pattern: str, *, several: bool = False, looks_back: bool = False
) -> PositionRule:
    return PositionRule(name, side, stance, re.compile(pattern), several, looks_back)


# The first that fits a side in a clause is taken.
RULES: tuple[PositionRule, ...] = (
    _rule("too early", "protagonist", "doubts", r"too (?:early|soon) to (?:say|call|declare|claim|speak)"),
    _rule(
        "land lost", "adversary", "denies",
        rf"{_A}[^.;]{{0,20}}?\blost all (?:its )?(?:territory|land|ground)\b",
    ),
    _rule(
        "enters", "protagonist", "partly",
        rf"(?:{_US}[^.;]{{0,70}}?|\band )\b(?:enter(?:ed|s)"
        rf"|(?:mov|push|advanc|progress)(?:es|ed)(?: deep)? into|"
        rf"br(?:eak|oke|oken) into)\b[^.;]{{0,40}}?(?:{_P}|\b{_NOUN}\b)",
    ),
    _rule(
        "takes a part", "protagonist", "partly",
        rf"{_US}[^.;]{{0,120}}?\b(?:{_TAKEN}|wrest|control)\s(?:of )?"
        rf"(?:wide|large|some|several|new|most|{_PART})(?!\w)"
        rf"|\b{_PART} (?:and [\w ]+ )?(?:was|were|had been|has been|have been) {_TAKEN}",
    ),
    _rule(
        "fights for a part", "protagonist", "partly",
        r"\b(?:fighting|clashes)\b[^.;]{0,30}? in (?:small|some|several) parts\b",
    ),
    _rule(
        "drives out", "protagonist", "asserts",
        r"\b(?:expelled|kicked?|drove|driven|ousted|thrown|flushed|cleared|forced)\b[^.;]{0,50}?"
        rf"\b(?:from|out of)\s{_P}",
    ),
    _rule(
        "secures", "protagonist", "asserts",
        rf"{_US}[^.;]{{0,60}}?(?<!briefly )\b{_TAKEN}\s(?:back )?(?:the \w+ of )?{_P}",
    ),
    _rule(
        "is taken", "protagonist", "asserts",
        rf"\b(?:town|village|city) (?:was|had been|has been) {_TAKEN}",
    ),
    _rule("capture", "protagonist", "asserts", r"\bconfirm(?:s|ed) the (?:capture|fall|loss)\b"),
    _rule("loses", "protagonist", "asserts", rf"{_A}[^.;]{{0,25}}?\blost\b(?! all)[^.;]{{0,30}}?{_P}"),
    _rule(
        "is confined", "adversary", "partly",
        rf"(?:{_THEM}|\bfighters)[^.;]{{0,60}}?\b(?:confined to|limited to|holed up|in small pockets)\b"
        rf"|\bsmall {_A} pockets\b|\bexistence is limited\b",
    ),
    _rule(
        "withdrew in part", "adversary", "partly",
        rf"{_THEM}[^.;]{{0,30}}?\b(?:withdr(?:ew|awn)|retreated)\b(?! (?:in)?to\b)",
    ),
    _rule("still strong", "adversary", "partly", rf"{_A}[^.;]{{0,20}}?\bstill strong\b"),
    _rule(
        "keeps some", "adversary", "partly",
        rf"{_A}[^.;]{{0,20}}?\b(?:holds?|held|keeps?|controls?) (?:some|several|villages|parts)\b"
        rf"|\b(?:presence|present) in\b[^.;]{0,90}?\bpocket\b|{_A}['’]s? last (?:\S+ )?stronghold\b",
    ),
    _rule(
        "pulls back to", "adversary", "asserts",
        rf"\b(?:pulled|pulls|fell|fall) back\b[^.;]{{0,60}}?\bto {_P} and {_P}", several=True,
    ),
    _rule(
        "holds", "adversary", "asserts",
        rf"{_A}[^.;]{{0,60}}?\b(?:holds?|controls?|cling on to)\s(?:the )?{_P}",
    ),
    _rule(
        "holds land", "adversary", "asserts",
        r"\b(?:territory|land|ground) (?:that )?it (?:still )?controls\b", looks_back=True,
    ),
)  # fmt: skip


def positions(scene: Scene) -> Iterator[Suggestion[Claim]]:
    """Suggest the positions in a sentence, in order; one a side and stance, and place."""
    passage, cast = scene.passage, scene.cast
    marked, places = _marked(passage, cast)
    sides = {"adversary": cast.adversary, "protagonist": cast.protagonist}
    found: dict[tuple[str, str], tuple[int, Stance, Reasons]] = {}
    for rule in RULES:
        who = sides[rule.side]
        match = rule.pattern.search(marked.text)
        if (
            not match
            or not who
            or _turned(rule, match)
            or _OURS.search(match.string, max(0, match.start() - 8), match.end())
        ):
            continue
        start, end = marked.origin(match.start()), marked.origin(match.end())
        if rule.stance in {"asserts", "partly"} and is_not_so(passage.text, start, end):
            continue
        words = ((rule.name, passage.text[start:end]),)
        for place in _places(rule, match, scene, places):
            found.setdefault((who, place), (end - 1, rule.stance, words))
    period = next((one.value for one in passage.dates if one.value.is_day), None)
    for (who, place), (start, stance, told_by) in sorted(
        found.items(), key=lambda one: (one[1][0], one[0][1])
    ):
        told = partial(Claim, who=who, what="controls", period=period, place=place, stance=stance)
        yield from scene.suggestions(start, told, told_by)


def _turned(rule: PositionRule, match: re.Match[str]) -> bool:
    """Tell whether the words around a match turn it into its opposite: then nothing is suggested."""
    clause = re.split(r"[.;]", match.string[: match.end()])[-1]
    if rule.stance not in {"doubts", "denies"} and _NEGATED.search(clause):
        return True
    if rule.side == "adversary":
        return False
    if rule.name == "drives out" and not _DRIVEN_OUT.search(clause):
        return True
    before, behind = match.string[: match.start()], match.string[match.end() :]
    if before.rstrip().endswith(_A) or _BY_THEM.match(behind) or _DRIVEN.search(before):
        return True
    other = {"drives out": _S, "secures": _A, "takes a part": _A}.get(rule.name, "")
    return bool(other) and other in match[0]


class _Marked(Struct, frozen=True):
    """A sentence with marks for names, and where each stretch of it came from."""

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    def origin(self, at: int) -> int:
        """The place in the sentence of a place in the marked text."""
        stretch = bisect_right(self.starts, at) - 1
        return self.origins[stretch] + at - self.starts[stretch]


def _marked(passage: Passage, cast: Cast) -> tuple[_Marked, tuple[tuple[int, str], ...]]:
    """Mark the names of a sentence; also return where in the marked text each place stands."""
    parts: list[str] = []
    starts, origins, places = [0], [0], []
    length = last = 0
    for one in passage.mentions:
        parts.append(passage.text[last : one.start])
        length += one.start - last
        mark = _mark(one.entity, cast)
        if mark == _P:
            places.append((length, one.entity))
        parts.append(mark)
        length += 1
        last = one.end
        starts.append(length)
        origins.append(last)
    parts.append(passage.text[last:])
    return _Marked("".join(parts), tuple(starts), tuple(origins)), tuple(places)


def _mark(entity: str, cast: Cast) -> str:
    if entity == cast.adversary:
        return _A
    if entity == cast.protagonist:
        return _S
    return _P if cast.kind(entity) == "place" else _G


def _places(
    rule: PositionRule, match: re.Match[str], scene: Scene, places: tuple[tuple[int, str], ...]
) -> list[str]:
    """Return the places that a position is about.

    The one its words end with, also as "the town"; else the last in them, else the next within a few
    words, or for what looks back the one before.
    """
    noun = _LAST_NOUN.search(match[0])
    if noun and (called := scene.cast.place_called(_NOUNS[noun[1]])):
        last = [one for one in scene.memory.named if scene.cast.kind(one) == "place"][-_LAST_PLACES:]
        return [called] if called in last or not last else []
    inside = [place for at, place in places if match.start() <= at < match.end()]
    if inside:
        return inside[-2:] if rule.several else inside[-1:]
    before = [place for at, place in places if match.start() - _NEAR <= at < match.start()]
    behind = [place for at, place in places if match.end() <= at < match.end() + _NEAR]
    return before[-1:] if rule.looks_back else behind[:1]
