"""Suggest which group is said to hold, take or lose which place, whoever they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

from briefing.core.model import Claim, Mention, Stance
from briefing.suggest.people import CIVIL
from briefing.suggest.reality import is_not_so

if TYPE_CHECKING:
    from briefing.suggest.scene import Scene, Suggestion

# One letter for each group and each place that a sentence names.
_G, _P = "\ue000", "\ue001"
_MEN = r"(?:['’]s)?(?: (?:fighters|forces|troops|soldiers|men|militia|army|units|loyalists))?"
_WHEN = r"(?: (?:have|has|had|also|now|again|then|\w+ly|still|this \w+|on \w+day))*"
_TOWN = (
    r"(?: (?:the|its|their|a|all of|whole of|most|much|half|some|parts?|sections?|areas?|edges?|heart"
    r"|cent(?:re|er)|besieged|old|nearby|surrounding|neighbouring|small|large|main|major|key|strategic|eastern|western|northern"
    r"|southern|coastal|central|historic|ancient|border|mining|provincial|regional|\w+-(?:held|rich|controlled)"
    r"|(?:town|village|settlement|district)s?|cit(?:y|ies)|port|hub|stronghold|capital|of"
    rf"|{_P}['’]s)){{0,6}}"
    r"(?: (?:the|an?)(?: (?!(?:to|in|at|on|from|of)\b)[a-z-]+){0,4} "
    r"(?:towns?|cit(?:y|ies)|villages?|ports?|hub|stronghold|capital) of(?: the)?)?"
)
_TAKES = (
    r"(?:captured|recaptured|seized?|took|retook|taken|retaken?|secured|liberated|overran|ran over|conquered|"
    r"took over|freed|re-?established control (?:of|over)|"
    r"(?:took|takes?|taken|seized?|won|(?:re)?gained|retook|claimed|wrested)(?: full| complete)? control of)"
)
_TAKEN = rf"(?:was|were|is|has been|have been|had been)(?: \w+ly)? {_TAKES} by(?: the)? <who>"
_FALLEN = r"(?:has |have |had )?(?P<verb>fell|fallen) to(?: the)? <who>"
_SAYS = (
    r" (?:said|says|announced|confirmed|claimed)(?: (?:on|late|early|\w+day)\b)*(?: that)?"
    r" (?:it|they|(?:its|their) (?:forces|troops|fighters|soldiers|men))"
)
# Behind a place that something is named after: "took over the Aldmoor mission".
_OF_IT = (
    r" (?:air|airport|airspace|base|border|campaign|coast|conflict|crisis|embassy|front|headquarters|mission"
    r"|oil|operation|peace|plant|refinery|road|talks|terminal|uprising|war)\b"
)
# "The only town in eastern Rana held by rebels": a part of the place, nobody knows which.
_PART_OF = re.compile(
    r"\b(?:areas?|bases?|cit(?:y|ies)|lands?|part|towns?|villages?) in(?: the)?(?: \w+ern)? \Z"
)
# "Hajin and Sousa", "Both Hajin and Sousa".
_NEXT = re.compile(rf"(?:,? and|,)(?: the)? ({_P})(?!\w)")
_OPENS = re.compile(r"(?:\A[\"“]?|[,;:]\s|\b(?:that|said|says)\s)(?:[Bb]oth\s)?(?:the\s)?\Z")
_ENDS = re.compile(
    r"\s*(?:[.,;:)]|\Z)|\s(?:settlements|villages|towns|cities|districts|areas|in|on|near|since|after|as|for|from|by)\b"
)
_LAST = re.compile(rf"({_P})(?:,? and|,)(?: the)? \Z")
_HOLDS = (
    r"(?:controls?|controlled|holds?|held|occup(?:y|ies|ied)|(?:is|are|was|were|remain(?:s|ed)?)(?: \w+)? "
    r"(?:controlling|in(?: \w+)? control of))"
)
_IN_HANDS = (
    r"(?:, (?:[^,;]|,(?=\d)){1,60})?,?"
    r"(?: (?:is|was|are|were|ha(?:s|ve) been|remains?|remained|stays?|stayed))?"
    r"(?: (?!and )\w+){0,4} "
    r"(?:controlled by|held by|occupied by|in the hands of|under the control of|in (?:the )?control of)"
    r"(?: the)? <who>"
)
_UNDER = r"(?: \w+){0,3} (?:under|in) <who> (?:\w+ )?(?:control|hands|rule)"
_FREED = (
    r"(?: is| are| was| were| has been| have been)(?: now| all| \w+ly)* "
    r"(?:secured|liberated|free|freed|retaken|recaptured|under(?: full| complete| total)? control\b)"
    r"(?! (?:by|of|from)\b)"
)
_ENTERS = r"entered|moved into|pushed into|advanced into|broke into|fought their way into"
_OURS = r"(?: (?:its|their|all|some))*(?: (?:forces|troops|fighters|soldiers|men|units))?"
_LEAVES = (
    rf"lost|lost control of|withdr(?:ew|awn){_OURS} from|retreated from|fled from"
    rf"|pulled{_OURS} out of|abandoned"
)
# A group's name as an adjective: "rebel control".
_ADJECTIVE = re.compile(r"\b([a-z]+)(?=\s(?:control|hands|rule|fighters|forces|troops)\b)")
# Those who say so: their side.
_SPEAKER = re.compile(
    r"\b[Ww]e(?= )|\b[Oo]ur (?:own )?(?:forces|fighters|troops|soldiers|men|army|units|boys|brigades)\b"
    r"|\b[Oo]ur(?= (?:\w+ )?(?:control|hands|rule)\b)"
)
_TOWN_ALONE = re.compile(r"\b[Tt]he (town|city|village|port|capital|district|island|camp)(?= [a-z])(?! of\b)")
# Before a place of which a part is meant.
_PART = re.compile(
    r"\b(?:(?:percent|per cent|%|heart|sections?|parts?|areas?|half|much|most|edges?|some|cent(?:re|er)) of "
    r"|\w+ern \Z)"
)
# Behind one that was left again.
_LEFT = re.compile(
    r"[^.;]{0,60}?\b(?:and|but) (?:then|later|soon|quickly|\w+ later) (?:withdrew|left|retreated|lost|fled)\b"
)
# A day behind one of these is that of something else.
_HANGS = re.compile(r"\b(?:which|who|that|where|when|after|before|since|until|as|while)\b")
_AHEAD = 25  # characters
# What was so before, or is so of another place: "Aldmoor, once held by rebels", "Rana, where a hill is held".
_AWAY = re.compile(r"\b(?:once|formerly|previously|where)\b")
# They tell what others hold.
_TELLERS = re.compile(r"\b(?:Ministry|Department|Agency|Office|Observatory)\b")
# Nothing is held yet where this stands before the verb.
_NOT_SO = re.compile(
    r"\b(?:not|never|no longer|deni\w+|failed|unable|tr(?:y|ies|ied|ying)|want\w*|hop\w+|plan\w*|vow\w*|"
    r"threaten\w*|attempt\w*|could|would|will|may|might|if)\b[^,;]{0,30}\Z"
    r"|\bto (?:\w+ly )?\Z|n['’]t\b[^,;]{0,30}\Z|\bbriefly \Z"
)


class HoldingRule(Struct, frozen=True):
    """A wording, by its named groups `who` and `place`, and how far the place is said to be held."""

    name: str
    stance: Stance
    pattern: re.Pattern[str]


def _rule(name: str, stance: Stance, pattern: str) -> HoldingRule:
    who, place = f"(?P<who>{_G})", f"(?P<place>{_P})(?!['’]s|{_OF_IT})"
    return HoldingRule(name, stance, re.compile(pattern.replace("<who>", who).replace("<place>", place)))


RULES: tuple[HoldingRule, ...] = (
    _rule(
        "drives out",
        "asserts",
        rf"<who>{_MEN}{_WHEN} (?P<verb>pushed|drove|forced|expelled|ousted|routed)(?: the)? {_G}{_MEN} "
        rf"(?:(?:back )?out of|away from|from){_TOWN} <place>",
    ),
    _rule("takes", "asserts", rf"<who>{_MEN}{_WHEN} (?P<verb>{_TAKES}){_TOWN} <place>"),
    _rule("holds", "asserts", rf"<who>{_MEN}{_WHEN} (?P<verb>{_HOLDS}){_TOWN} <place>"),
    _rule("in the hands of", "asserts", f"<place>(?P<verb>{_IN_HANDS})"),
    _rule("under control", "asserts", f"<place>(?P<verb>{_UNDER})"),
    _rule("is taken by", "asserts", f"<place> (?P<verb>{_TAKEN})"),
    _rule("falls to", "asserts", f"<place> {_FALLEN}"),
    _rule(
        "says it took", "asserts", rf"<who>{_MEN}{_SAYS}{_WHEN} (?P<verb>{_TAKES}|{_HOLDS}){_TOWN} <place>"
    ),
    _rule("says it entered", "partly", rf"<who>{_MEN}{_SAYS}{_WHEN} (?P<verb>{_ENTERS}){_TOWN} <place>"),
    _rule("says it left", "denies", rf"<who>{_MEN}{_SAYS}{_WHEN} (?P<verb>{_LEAVES}){_TOWN} <place>"),
    _rule("is in hand", "asserts", f"<place>(?P<verb>{_FREED})"),
    _rule("enters", "partly", rf"<who>{_MEN}{_WHEN} (?P<verb>{_ENTERS}){_TOWN} <place>"),
    _rule("leaves", "denies", rf"<who>{_MEN}{_WHEN} (?P<verb>{_LEAVES}){_TOWN} <place>"),
)


def holdings(scene: Scene) -> Iterator[Suggestion[Claim]]:
    """Suggest what a sentence says of who holds a place, the first wording for each group and place."""
    text, marks = _marked(scene)
    seen: set[tuple[str, str]] = set()
    for rule in RULES:
        for found in rule.pattern.finditer(text):
            place = marks[found.start("place")]
            who = (
                marks[found.start("who")]
                if "who" in rule.pattern.groupindex
                else (_side(scene, place[1]), *place[1:])
            )
            before = text[: found.start("verb")]
            # What had been so before is told by somebody, or is no news.
            past = before.endswith("had ") and (found["verb"] == "held" or not scene.said)
            if (
                not who[0]
                or past
                or _AWAY.search(found["verb"])
                or _PART_OF.search(text[: found.start()])
                or (who[0], place[0]) in seen
                or _NOT_SO.search(before)
                or _NOT_SO.search(found["verb"] + " ")
                or _LEFT.match(text, found.end())
                or scene.text[slice(*who[1:])].lower() in CIVIL
                or _TELLERS.search(scene.cast.names.entities[who[0]].label)
            ):
                continue
            start, end = min(who[1], place[1]), max(who[2], place[2])
            if is_not_so(scene.text, start, end):
                continue
            seen.add((who[0], place[0]))
            days = (one for one in scene.passage.dates if one.value.is_day)
            period = next((one.value for one in days if not _HANGS.search(scene.text[end : one.start])), None)
            words = ((rule.name, scene.text[start:end]),)
            for at in _places(text, found):
                seen.add((who[0], marks[at][0]))
                ahead = found.end("verb") if found.end("verb") <= at else at - _AHEAD
                part = rule.stance == "asserts" and _PART.search(text[max(0, ahead) : at])
                stance: Stance = "partly" if part else rule.stance
                told = partial(
                    Claim, who=who[0], what="controls", period=period, place=marks[at][0], stance=stance
                )
                yield from scene.suggestions(end - 1, told, words)


def _places(text: str, found: re.Match[str]) -> list[int]:
    """Return where the place stands, and those of a list that it ends or begins."""
    first, last = found.span("place")
    before: list[int] = []
    after: list[int] = []
    while found.start() == first and (one := _LAST.search(text[:first])):
        first = one.start(1)
        before.insert(0, first)
    while found.end() == last and (one := _NEXT.match(text, last)):
        last = one.end(1)
        after.append(one.start(1))
    opens, ends = _OPENS.search(text[:first]), _ENDS.match(text, last)
    return [*(before if opens else ()), found.start("place"), *(after if ends else ())]


def _side(scene: Scene, start: int) -> str:
    """Return the armed side of who alone says what starts there, or nothing."""
    by = scene.voice(start)[0].by
    side = scene.cast.voice(by[0]) if len(by) == 1 else ""
    return side if side and scene.cast.kind(side) == "group" and scene.cast.bears(side, "fighters") else ""


def _town(scene: Scene, found: re.Match[str]) -> str:
    """Return the place that "the town" means, if no other place is named between it and these words."""
    before = (one.entity for one in scene.passage.mentions if one.end <= found.start())
    last = [one for one in before if scene.cast.kind(one) == "place"][-1:]
    called = scene.place_called(found[1], found.start())
    return called if last in ([], [called]) else ""


def _marked(scene: Scene) -> tuple[str, dict[int, tuple[str, int, int]]]:
    """Return the sentence with a letter for each name, and whose each is: id, and where it stands."""
    parts: list[str] = []
    marks: dict[int, tuple[str, int, int]] = {}
    length = last = 0
    adjectives = (
        Mention(scene.cast.names.named(f"{found[1]}s"), found.start(), found.end())
        for found in _ADJECTIVE.finditer(scene.text)
    )
    towns = (Mention(_town(scene, found), *found.span()) for found in _TOWN_ALONE.finditer(scene.text))
    speakers = (
        Mention(_side(scene, found.start()), *found.span()) for found in _SPEAKER.finditer(scene.text)
    )
    named = [*scene.passage.mentions, *(one for one in (*adjectives, *towns, *speakers) if one.entity)]
    for one in sorted(named, key=lambda one: (one.start, -one.end)):
        kind = scene.cast.kind(one.entity)
        if kind in {"group", "place"} and one.start >= last:
            parts += [scene.text[last : one.start], _G if kind == "group" else _P]
            length += one.start - last + 1
            marks[length - 1] = one.entity, one.start, one.end
            last = one.end
    return "".join([*parts, scene.text[last:]]), marks
