"""A note's sentences and its cast in; the claims that they hold, each with its reasons, out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefing.model import Claim
from briefing.suggestions import measures
from briefing.suggestions.counting import Counted, counted
from briefing.suggestions.speech import attributions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefing.edtf import PartialDate
    from briefing.model import Measure
    from briefing.suggestions.cast import Cast
    from briefing.suggestions.passage import Passage
    from briefing.suggestions.speech import Attribution
    from briefing.text.figures import Figure

_JOINED = re.compile(r"[\s,—–-]*(?:and|including|among them|of them|of whom|plus)?[\s,]*(?:\w+ly\s)?\Z")
_SAME_PERIOD = re.compile(r"\b(?:same period|that (?:period|time)|whole battle|this period)\b")
_TOLL_OF = re.compile(r"\b(\w+) (?:dead|deaths|death toll|toll|fatalities)\s(?:at|of|to|is|was|stood at|reached)\s*\Z")
_STRENGTH_OF = re.compile(
    r"\b(?:[Tt]he|[Ii]ts) (?P<role>(?:[\w-]+ ){1,3}?(?:alliance|force|army|coalition|group))(?:'s|’s) (?:strength|ranks)\b"
)
# What "about" goes with other than a number.
_SPEAKS_ABOUT = re.compile(r"\b(?:alarm|alarmed|warn\w*|worr\w+|concern\w*|told|asked|spoke|speaking|heard|learned)\s\Z")
# Losses go on being counted from sentence to sentence.
_TOLLS = frozenset({"killed", "injured", "fled"})


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A claim, the sentence that it stands in, and the words of it that told who, what and of whom."""

    claim: Claim
    sentence: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Found:
    """A figure with what it counts, before it is known who says so."""

    figure: Figure
    counted: Counted
    kind: measures.Kind


@dataclass(slots=True)
class _Memory:
    """What a later sentence may lean on: who spoke, who was named, what was last counted by whom."""

    speaker: tuple[str, ...] = ()
    block: int = -1
    named: tuple[str, ...] = ()
    toll: tuple[str, ...] = ()
    held: str = ""
    period: PartialDate | None = None
    since_toll: int = 99


def suggested(passages: Sequence[Passage], cast: Cast, *, own: str) -> tuple[Suggestion, ...]:
    """Return the claims with a figure, in order; `own` is who says what nobody else is said to say."""
    memory = _Memory()
    found: list[Suggestion] = []
    for passage in passages:
        said = attributions(passage, cast, memory.speaker)
        figures = tuple(_figures(passage, cast, memory))
        for one in figures:
            by, words = _by(one, said, figures, memory, own)
            found += _claims(passage, one, by, words, memory)
        _remember(memory, passage, said, figures, own)
    return tuple({_key(one.claim): one for one in reversed(found)}.values())[::-1]


def _key(claim: Claim) -> tuple[object, ...]:
    """What makes two tellings one claim: all but when and where."""
    figure = (claim.words, claim.low, claim.high, claim.bound, claim.unit)
    return (claim.by, claim.who, claim.what, claim.subset, *figure)


def _figures(passage: Passage, cast: Cast, memory: _Memory) -> Iterator[_Found]:
    before: _Found | None = None
    last_end = 0
    for figure in passage.figures:
        if figure.start < last_end or _aside(passage.text, figure):
            continue
        recent = [*memory.named, *(one.entity for one in passage.mentions if one.end <= figure.start)]
        what = counted(passage, figure, cast, recent)
        found = _measured(passage, figure, what, before, memory, recent, cast)
        if found and before and found.kind == before.kind:
            found = _sharing_bound(passage.text, before, found)
        if found:
            yield found
            before, last_end = found, found.counted.end


def _sharing_bound(text: str, before: _Found, found: _Found) -> _Found:
    """In "at least 900 A and 500 B were killed", the bound is of both."""
    between = text[before.counted.end : found.figure.start]
    if between.strip() != "and" or found.figure.bound != "exactly" or before.figure.bound == "exactly":
        return found
    return replace(found, figure=replace(found.figure, bound=before.figure.bound))


def _aside(text: str, figure: Figure) -> bool:
    """Tell a conversion in brackets ("30 km (18 miles)") and the like."""
    return text[: figure.start].rstrip().endswith("(")


def _measured(  # noqa: PLR0913
    passage: Passage,
    figure: Figure,
    what: Counted | None,
    before: _Found | None,
    memory: _Memory,
    recent: Sequence[str],
    cast: Cast,
) -> _Found | None:
    text = passage.text
    ahead = text[: figure.start]
    if what and what.unit not in {"people", "families", "people-a-day"} and what.what:
        return _Found(figure, what, measures.Kind(what.what, what.unit, text[figure.start : what.end]))
    joined = before is not None and bool(_JOINED.match(text[before.counted.end : figure.start]))
    bare = what is None
    end = what.end if what else figure.end
    kind = measures.before(ahead) or measures.after(text[end:], bare=bare)
    if bare and (kind is None or not (_elliptic(text[end:]) or (figure.vague and _goes_on(text[end:])))):
        return None
    if kind is None and what and what.what:
        kind = measures.Kind(what.what, what.unit, what.noun)
    if kind is None or (kind.what == "strength" and not _armed(what)):
        kind = before.kind if joined and before else None
    if kind is None and _armed(what):
        kind = measures.having(ahead)
    if kind is None:
        return None
    who = _whom(what, kind, before, memory, recent, cast, text, ahead)
    if not who:
        return None
    base = what or replace_end(before, end)
    return _Found(figure, replace(base, who=who), replace(kind, unit=base.unit))


def replace_end(before: _Found | None, end: int) -> Counted:
    noun = before.counted.noun if before else ""
    subset = before.counted.subset if before else ""
    return Counted("", noun, subset, before.counted.unit if before else "people", None, end)


def _elliptic(text: str) -> bool:
    """Tell whether a figure without a noun ends its clause, or goes on with its verb."""
    return bool(re.match(r"\s*(?:[.,;:)]|\Z|(?:\w+ly\s)?(?:injured|wounded|killed|dead|missing)\b|as\s|in\s|during\s)", text))


def _goes_on(text: str) -> bool:
    """Tell whether a figure is the subject of the verb that follows it at once."""
    return bool(re.match(r"\s(?:have|has|had|were|are|was|fled|left|died)\b", text))


def _armed(what: Counted | None) -> bool:
    return what is not None and what.noun not in {"", "people", "civilians", "women", "children", "families"}


def _whom(  # noqa: PLR0913
    what: Counted | None,
    kind: measures.Kind,
    before: _Found | None,
    memory: _Memory,
    recent: Sequence[str],
    cast: Cast,
    text: str,
    ahead: str,
) -> str:
    groups = [one for one in recent if cast.kind(one) == "group"]
    if what is None:
        lost = re.search(r"\b(?:lost|loses|losing)\b[^,;]*\Z", ahead)
        if lost:
            return groups[-1] if groups else ""
        named = _TOLL_OF.search(ahead)
        if named and cast.called(named[1] + "s"):
            return cast.called(named[1] + "s")
        if kind.what in {"fled", "trapped"}:
            return cast.called("civilians")
        return before.counted.who if before else ""
    if kind.what == "threatened" and what.noun in {"people", "hostages", "persons"}:
        held = before.counted.who if before and before.kind.what == "held" else memory.held
        return held or what.who
    if kind.what == "strength" and (strong := _STRENGTH_OF.search(ahead)):
        return cast.described(strong["role"].split(), groups) or what.who
    if before and what.noun in {"bombers", "children", "women", "men"} and _part_of(text, before, ahead):
        return before.counted.who
    return what.who


def _part_of(text: str, before: _Found, ahead: str) -> bool:
    return bool(re.search(r"\b(?:including|of them|of whom|among them)\b", text[before.counted.end :][:60])) or (
        ahead.rstrip().endswith("including")
    )


def _by(
    one: _Found, said: Sequence[Attribution], figures: Sequence[_Found], memory: _Memory, own: str
) -> tuple[tuple[str, ...], str]:
    """Return who says a figure, and the words that tell: the sentence's speaker, or the one it leans on."""
    start = one.figure.start
    before = [a for a in said if a.start < start]
    behind = [a for a in said if a.start > start]
    trailing = [a for a in behind if a.words.lower().startswith(("according", "citing"))]
    if trailing and (not before or _nearer(trailing[0], before[-1], start)):
        return trailing[0].by, trailing[0].words
    if before:
        return before[-1].by, before[-1].words
    if behind:
        return behind[0].by, behind[0].words
    if memory.toll and one.kind.what in _TOLLS and memory.since_toll <= 2:  # noqa: PLR2004
        return memory.toll, "the count goes on from the sentence before"
    return (own,) if own else (), "no one else is named: the report itself"


def _nearer(behind: Attribution, before: Attribution, at: int) -> bool:
    return behind.start - at < at - before.end or True


def _claims(
    passage: Passage, one: _Found, by: tuple[str, ...], words: str, memory: _Memory
) -> Iterator[Suggestion]:
    figure, what = one.figure, one.counted
    period, told = _period(passage, memory)
    bound = "at-most" if one.kind.what == "duration" else figure.bound
    if figure.text.lower().startswith("about") and _SPEAKS_ABOUT.search(passage.text[: figure.start]):
        bound = "exactly"
    for claimant in by:
        claim = Claim(
            by=claimant,
            who=what.who,
            what=one.kind.what,
            low=None if figure.vague else figure.low,
            high=None if figure.vague else figure.high,
            bound="exactly" if figure.vague else bound,
            unit=what.unit,
            words=re.sub(r"\s+", " ", figure.text) if figure.vague else "",
            subset=what.subset,
            period=period,
            place=_place(passage, what),
        )
        reason = f"by: {words}; what: {one.kind.words}; who: {what.noun or passage.text[figure.start:what.end]}"
        yield Suggestion(claim, " ".join(passage.text.split()), reason + (f"; period: {told}" if told else ""))


def _period(passage: Passage, memory: _Memory) -> tuple[PartialDate | None, str]:
    """Return the days that a sentence's figures cover: a span before a day, or that of the count before."""
    spans = [one for one in passage.dates if one.value.precision == "interval"]
    if spans:
        return spans[0].value, spans[0].text
    if _SAME_PERIOD.search(passage.text) and memory.period:
        return memory.period, "as before"
    days = [one for one in passage.dates if one.value.is_day]
    return (days[0].value, days[0].text) if days else (None, "")


def _place(passage: Passage, what: Counted) -> str:
    return ""


def _remember(
    memory: _Memory,
    passage: Passage,
    said: Sequence[Attribution],
    figures: Sequence[_Found],
    own: str,
) -> None:
    if said:
        memory.speaker = said[-1].by
    memory.named = tuple([*memory.named, *(one.entity for one in passage.mentions)][-30:])
    memory.since_toll += 1
    for one in figures:
        if one.kind.what in _TOLLS:
            memory.toll, _ = _by(one, said, figures, memory, own)
            memory.since_toll = 1
        if one.kind.what == "held":
            memory.held = one.counted.who
    period, _ = _period(passage, memory)
    if period and figures:
        memory.period = period
