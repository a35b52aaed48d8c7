"""Suggest the claims that the sentences of a note hold, each with its reasons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from msgspec.structs import replace

from briefing.core.edtf import PartialDate
from briefing.core.model import Bound, Claim
from briefing.suggest.counted_noun import of_people
from briefing.suggest.figures import counted_figures
from briefing.suggest.holdings import holdings
from briefing.suggest.memory import Memory
from briefing.suggest.positions import positions
from briefing.suggest.reality import is_denied, is_unreal
from briefing.suggest.scene import UNKNOWN, Scene, Suggestion
from briefing.suggest.speech import acts

if TYPE_CHECKING:
    from briefing.suggest.cast import Cast
    from briefing.suggest.counted_noun import CountedFigure
    from briefing.suggest.passage import Passage
    from briefing.suggest.syntax import Tree
    from briefing.text.figures import Figure

_SAME_PERIOD = re.compile(r"\b(?:same period|that (?:period|time)|this period)\b")
# What "about" goes with other than a number.
_SPEAKS_ABOUT = re.compile(
    r"\b(?:alarm|alarmed|warn\w*|worr\w+|concern\w*|told|asked|spoke|speaking|heard|learned)\s\Z"
)
# No sentence of a report is longer, in characters; what is, says nothing that a rule could read.
LONGEST = 3_000
MOST = 60  # figures
_CLAUSE = re.compile(r"\b(?:where|which|who|whom|while|after|when|since|among|against)\b")
_IN = re.compile(r"\s(?:in|near|from|at|inside|around)\s(?:the\s)?(?:[\w-]+\s){0,3}\Z")
# Where somebody is based is not where people died.
_INSIDE = re.compile(
    r"(?:\A|(?<!based)(?<!headquartered)(?<!born)\s)(?:[Ii]n|[Aa]t|[Ii]nside|[Aa]cross)\s(?:the\s)?(?:[\w-]+\s){0,3}\Z"
)
_ELSEWHERE = re.compile(r"\b(?:since|while|whereas|but)\b")
_HEAD = re.compile(r"\s*(?:In|At|Across)\s(?:the\s)?(?:[\w-]+\s){0,3}\Z")
# What is suspected is another measure than what is known.
_SUSPECTED = re.compile(r"\bsuspect(?:s|ed)?\b")
_UNCONFIRMED = re.compile(r"\s(?:unconfirmed|unverified)\b")
# Nor is who is feared dead among the dead.
_FEARED = re.compile(
    r"(?:[^.;,]{0,40}?|[^.;]{0,80}?\b(?:is|are|was|were)\s)\b(?P<fear>feared|presumed|believed|thought)\s(?:to\s(?:be|have(?:\sbeen)?)\s)?"
    r"(?P<fate>dead|killed|died|drowned)\b"
)
_NEAR = 60  # characters
# What parts a figure from a word that tells of others: another figure, another clause.
_BETWEEN = re.compile(
    r"[\d;:“”\"]|,\s(?!including\b)|\b(?:and|or|where|which|who|whom|while|after|when|since|that)\b"
)
# "The four men killed" were told of before.
_MEANT = re.compile(r"\b(?:the|these|those|all)\s\Z", re.IGNORECASE)
_SHORT = 5  # words of a noun phrase
# "2,000 homes and businesses": the number is of both.
_MORE_NOUNS = re.compile(r"\s(?:and|or|as well as)\s(?!\w+(?:ed|ing)\b|left\b|the\b)[a-z]")
# What happened "in X and Y" happened in neither alone.
_PLACES = re.compile(
    r"(?:['’]s?[\w\s,]{0,60}?)?\s(?:and|or)\s(?:in\s)?(?:the\s)?(?:[A-Z]|several\b|other\b|many\b|\w+ern\b)"
)


def suggested(
    passages: Sequence[Passage], cast: Cast, *, own: str, trees: Mapping[int, Tree]
) -> tuple[Suggestion[Claim], ...]:
    """Return the claims of a note, each once, in order; `own` makes those that nobody else makes.

    `trees` are the parses that there are, by where their sentences start.
    """
    memory = Memory()
    found: dict[tuple[object, ...], list[Suggestion[Claim]]] = {}
    for passage in passages:
        if len(passage.text) > LONGEST or len(passage.figures) > MOST:
            continue
        memory = memory.starts(passage)
        scene = Scene(passage, cast, memory, acts(passage, cast, memory), own, trees.get(passage.start))
        figures = tuple(counted_figures(scene))
        by_rule = tuple(holdings(scene))
        told = {one.value.place for one in by_rule}
        held = (*by_rule, *(one for one in positions(scene) if one.value.place not in told))
        for one in (*_figures(scene, figures), *held):
            alike = found.setdefault(_key(one.value), [])
            places = {other.value.place for other in alike}
            if not alike or (one.value.place and places.isdisjoint({"", one.value.place})):
                alike.append(one)
        memory = _after(scene, figures)
    return tuple(chain.from_iterable(found.values()))


def _key(claim: Claim) -> tuple[object, ...]:
    """What makes two tellings one claim: all but its period and, for a figure, the place."""
    return replace(claim, period=None, place=claim.place if claim.stance else ""), claim.stance


def _figures(scene: Scene, figures: Sequence[CountedFigure]) -> Iterator[Suggestion[Claim]]:
    period, words = _period(scene, figures)
    for one in figures:
        figure, what = one.figure, one.counted
        # "Within 30 days" is said of what lies ahead alone.
        suspected = _SUSPECTED.search(scene.text[max(0, figure.start - _NEAR) : what.end + _NEAR])
        if (suspected and "suspect" not in one.kind.what) or _UNCONFIRMED.match(scene.text, figure.end):
            continue
        feared = _FEARED.match(scene.text, figure.end)
        if feared and feared["fate"] == one.kind.words.split()[-1] and feared["fear"] not in one.kind.words:
            continue
        unreal = what.what != "duration" and is_unreal(scene.text, figure.end)
        if unreal or is_denied(scene.text, figure.start, figure.end):
            continue
        noun = what.noun or scene.text[figure.start : what.end]
        told = partial(
            Claim,
            who=what.who,
            what=one.kind.what,
            low=figure.low,
            high=figure.high,
            bound=_bound(scene, one),
            unit=what.unit,
            words=" ".join(figure.text.split()) if figure.vague else "",
            subset=what.subset,
            period=_day_behind(scene, one) if one.previous else period,
            place=one.place or _place(scene, one),
            previous=one.previous,
        )
        reasons = (("what", one.kind.words), ("who", noun), *((("period", words),) if words else ()))
        yield from scene.suggestions(
            figure.start,
            told,
            reasons,
            what.unit,
            guessed=_is_apart(scene, figure) or not _is_told(scene, one),
        )


def _is_apart(scene: Scene, figure: Figure) -> bool:
    """Tell whether a figure stands in another clause than the first one: of it less is sure."""
    before = [one.end for one in scene.passage.figures if one.end <= figure.start]
    return bool(before) and _CLAUSE.search(scene.text, before[0], figure.start) is not None


def _is_told(scene: Scene, one: CountedFigure) -> bool:
    """Tell whether a figure's clause tells both whom or what it counts and what happened to them.

    The noun stands at the number, with its bound; no other figure or clause lies between them and the
    word that tells. A group or thing is named there, or the registry says whom the noun means.
    """
    text, figure, what, cast = scene.text, one.figure, one.counted, scene.cast
    phrase = text[figure.end : what.end].split()
    elsewhere = one.place or one.previous or _MEANT.search(text[: figure.start])
    joined = {"and", "or"} & set(phrase) or _MORE_NOUNS.match(text, what.end)
    if (
        elsewhere
        or joined
        or not (what.noun or what.unit)
        or len(phrase) > _SHORT
        or figure not in scene.passage.figures
    ):
        return False
    ahead, behind = text.rfind(one.kind.words, 0, figure.start), text.find(one.kind.words, figure.start)
    gaps = [
        *([text[ahead + len(one.kind.words) : figure.start]] if ahead >= 0 else []),
        *([text[what.end : behind]] if behind >= 0 else []),
    ]
    if all(_BETWEEN.search(gap) for gap in gaps):
        return False
    if what.who in {*cast.counted, cast.counted_as([what.noun])[0], cast.counted_as(phrase)[0]}:
        return True
    people = cast.kind(what.who) in {"group", "person"}
    return any(
        one.entity == what.who
        and (one.start >= figure.end or not people)
        # "Two workers" may be others than those whom the registry calls so for short.
        and (
            text[one.start].isupper()
            or cast.names.entities[one.entity].label.lower() == text[one.start : one.end]
        )
        and not _BETWEEN.search(text[one.end : figure.start] + text[what.end : one.start])
        for one in scene.passage.mentions
    )


def _bound(scene: Scene, one: CountedFigure) -> Bound:
    figure = one.figure
    if figure.vague:
        return "exactly"
    if one.kind.what == "duration" and not one.counted.noun:
        return "at-most"
    about = figure.text.lower().startswith("about")
    return "exactly" if about and _SPEAKS_ABOUT.search(scene.text[: figure.start]) else figure.bound


def _period(scene: Scene, figures: Sequence[CountedFigure]) -> tuple[PartialDate | None, str]:
    """Return the days that a sentence's figures cover: a span before a day, or that of the count before.

    The day of an earlier figure ("from 8 on Saturday") is that one's alone.
    """
    ends = [one.figure.end for one in figures if one.previous]
    dates = [one for one in scene.passage.dates if not any(0 <= one.start - end <= _NEAR for end in ends)]
    spans = [one for one in dates if one.value.precision == "interval"]
    if spans:
        return spans[0].value, spans[0].text
    if _SAME_PERIOD.search(scene.text) and scene.memory.period:
        return scene.memory.period, "as before"
    days = [one for one in dates if one.value.is_day]
    return (days[0].value, days[0].text) if days else (None, "")


def _day_behind(scene: Scene, one: CountedFigure) -> PartialDate | None:
    """Return the day that stands behind an earlier figure ("from 8 on Saturday")."""
    behind = (date for date in scene.passage.dates if 0 <= date.start - one.figure.end <= _NEAR)
    return next((date.value for date in behind), None)


def _place(scene: Scene, one: CountedFigure) -> str:
    """Return the place that a figure's clause goes on to name ("trapped in X"), else the only one named."""
    end = one.counted.end
    for mention in scene.passage.mentions:
        gap = scene.text[end : mention.start]
        if mention.start >= end and len(gap) <= _NEAR and scene.cast.kind(mention.entity) == "place":
            if _IN.search(gap) and not set(gap) & set(",;."):
                return "" if _PLACES.match(scene.text, mention.end) else mention.entity
            break
    named = [one for one in scene.passage.mentions if scene.cast.kind(one.entity) == "place"]
    if (
        len(named) != 1
        or not _INSIDE.search(scene.text[: named[0].start])
        or _PLACES.match(scene.text, named[0].end)
    ):
        return ""
    # Another figure before it has the place for itself: "60 deaths, three in Norland".
    own = any(end <= other.start < named[0].start for other in scene.passage.figures)
    # So has another clause; and who "spoke in Norland" told of others elsewhere.
    start, ahead = one.figure.start, named[0].end <= one.figure.start
    gap = scene.text[named[0].end : start] if ahead else scene.text[end : named[0].start]
    apart = not (ahead and _HEAD.match(scene.text[: named[0].start])) and bool(_ELSEWHERE.search(gap))
    spoken = any(start < act.at < named[0].start for act in scene.said)
    return "" if own or apart or spoken else named[0].entity


def _after(scene: Scene, figures: Sequence[CountedFigure]) -> Memory:
    """What the next sentence may lean on."""
    voices = [scene.voice(one.figure.start, one.counted.unit)[0] for one in figures]
    held = [one.counted.who for one in figures if one.kind.what == "held"]
    memory = scene.memory.after(scene.passage, scene.cast, [one.voice for one in scene.said], voices)
    period = _period(scene, figures)[0] if figures else memory.period
    # Who has counted people in the paragraph may go on, whether there is a measure for that or not.
    counting = [one for one in scene.passage.figures if of_people(scene, one)]
    whose = {
        (one.kind.what, one.counted.unit): one.counted.who for one in figures if one.counted.who != UNKNOWN
    }
    said = any(one.voice.by and one.governs(figure.start) for one in scene.said for figure in counting)
    return replace(
        memory,
        counted=memory.counted or said,
        held=held[-1] if held else memory.held,
        period=period,
        unit=figures[-1].counted.unit if figures else memory.unit,
        whose={**memory.whose, **whose},
    )
