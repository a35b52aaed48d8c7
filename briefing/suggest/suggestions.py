"""Suggest what a note's text holds and its front matter lacks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from briefing.core.model import Claim, Event, Note
from briefing.suggest.aliases import OtherName, other_names
from briefing.suggest.cast import Cast
from briefing.suggest.claims import LONGEST, suggested
from briefing.suggest.fact_sheets import turned
from briefing.suggest.occasions import Moment, moments, occasions
from briefing.suggest.passage import passages
from briefing.suggest.scene import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefing.analysis.mentions import Names
    from briefing.core.registry import Registry
    from briefing.suggest.parser import Parser
    from briefing.suggest.passage import Passage
    from briefing.suggest.scene import Suggestion

_WORD = re.compile(r"[\w%’'-]+")
_BEHIND, _NEAR = 2, 40  # words, and the characters that they stand in


class Unplaced(Struct, frozen=True):
    """A figure of which it is not known what it counts, as its sentence words it."""

    words: str
    sentence: str


class Suggestions(Struct, frozen=True):
    """What a note lacks, each kind in the order of the text."""

    claims: tuple[Suggestion[Claim], ...] = ()
    events: tuple[Suggestion[Event], ...] = ()
    aliases: tuple[OtherName, ...] = ()
    dates: tuple[Moment, ...] = ()
    figures: tuple[Unplaced, ...] = ()

    @property
    def open(self) -> tuple[Suggestion[Claim], ...]:
        """Claims of which it is not known who makes them, or of whom: an editor has to say."""
        return tuple(one for one in self.claims if UNKNOWN in {one.value.by, one.value.who})

    @property
    def whole(self) -> Suggestions:
        """All but the open claims: what can be written into a note."""
        return replace(self, claims=tuple(one for one in self.claims if one not in self.open))

    def __bool__(self) -> bool:
        """Tell whether there is anything."""
        return bool(self.claims or self.events or self.aliases or self.dates)


def suggest(note: Note, registry: Registry, names: Names, parser: Parser | None = None) -> Suggestions:
    """Find what to suggest for a note, without a parser by word lists; `names` are the registry's."""
    read = passages(note, names)
    cast = Cast.of(names, read, registry)
    found = turned(note, read, cast)
    written = {_key(claim) for claim in note.claims}
    trees = parser.trees(note.path, found) if parser else {}
    claims = suggested(found, cast, own=note.agency or note.source, trees=trees)
    events = occasions(note, found, names)
    return Suggestions(
        claims=tuple(one for one in claims if _key(one.value) not in written),
        events=events,
        aliases=other_names(found, names),
        dates=moments(note, found, events),
        figures=tuple(dict.fromkeys(_unplaced(found, [*note.claims, *(one.value for one in claims)]))),
    )


def _unplaced(passages: Sequence[Passage], claims: Sequence[Claim]) -> Iterator[Unplaced]:
    """Yield the figures, none and one apart, that no claim has, each with the words behind it."""
    known = {abs(value) for claim in claims for value in (claim.low, claim.high) if value is not None}
    for passage in passages:
        for one in passage.figures if len(passage.text) <= LONGEST else ():
            if one.high > 1 and not {one.low, one.high} <= known:
                behind = _WORD.findall(passage.text[one.end : one.end + _NEAR])[:_BEHIND]
                yield Unplaced(" ".join([one.text, *behind]), passage.plain)


def _key(claim: Claim) -> tuple[object, ...]:
    """What makes two claims the same statement, whatever their bound, period and place."""
    return claim.by, claim.who, claim.what, claim.low, claim.high, claim.words, claim.place * (not claim.low)
