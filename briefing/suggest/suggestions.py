"""Suggest what a note's text holds and its front matter lacks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefing.core.model import Claim, Event, Note
from briefing.suggest.aliases import OtherName, other_names
from briefing.suggest.cast import Cast
from briefing.suggest.claims import suggested
from briefing.suggest.occasions import Moment, moments, occasions
from briefing.suggest.passage import passages
from briefing.suggest.scene import UNKNOWN

if TYPE_CHECKING:
    from briefing.analysis.mentions import Names
    from briefing.core.registry import Registry
    from briefing.suggest.parser import Parser
    from briefing.suggest.scene import Suggestion


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What a note lacks, each kind in the order of the text."""

    claims: tuple[Suggestion[Claim], ...] = ()
    events: tuple[Suggestion[Event], ...] = ()
    aliases: tuple[OtherName, ...] = ()
    dates: tuple[Moment, ...] = ()

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
    found = passages(note, names)
    cast = Cast.of(names, found, registry)
    reporters = (one for one in (note.agency, note.source) if one in names.entities)
    written = {_key(claim) for claim in note.claims}
    trees = parser.trees(note.path, found) if parser else {}
    claims = suggested(found, cast, own=next(reporters, ""), trees=trees)
    events = occasions(note, found, names)
    return Suggestions(
        claims=tuple(one for one in claims if _key(one.value) not in written),
        events=events,
        aliases=other_names(found, names),
        dates=moments(note, found, events),
    )


def _key(claim: Claim) -> tuple[object, ...]:
    """What makes two claims the same statement, whatever their bound, period and place."""
    return claim.by, claim.who, claim.what, claim.low, claim.high, claim.words, claim.place * (not claim.low)
