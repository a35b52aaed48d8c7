"""Put claims and events into words, as the desk offers them: in a line, and part by part."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from briefing.core import edtf
from briefing.core.vocabulary import Vocabulary
from briefing.ledger import statements, wording

if TYPE_CHECKING:
    from briefing.core.model import Claim, Event, Note
    from briefing.core.registry import Entity, Registry, Source
    from briefing.ledger.statements import Statement
    from briefing.suggest.scene import Suggestion


class Fact(NamedTuple):
    """A part of what is suggested: its name, what is suggested for it, and the words that it rests on."""

    name: str
    told: str
    words: str = ""


class Words(Struct, frozen=True, dict=True):
    """The names of a registry, to put what a note claims into words."""

    registry: Registry

    @cached_property
    def _named(self) -> dict[str, Entity | Source]:
        sources: dict[str, Entity | Source] = {one.id: one for one in self.registry.sources}
        return sources | {one.id: one for one in self.registry.entities}

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary.of(self.registry)

    def claim(self, note: Note | None, claim: Claim) -> str:
        """Say a claim in a line: "Observatory: at least 32 civilians killed, 18–19 October 2018, Hajin"."""
        when = edtf.display(claim.period) if claim.period else ""
        statement = self._statement(note, claim)
        if not statement:
            told = " ".join(filter(None, (claim.words, claim.what, self._brief(claim.who))))
        elif statement.is_position:
            extent = wording.STANCES[claim.stance or "asserts"].extent
            told = f"{self._brief(claim.place)} {extent} by {self._brief(claim.who)}"
        else:
            told = self._counted(statement)
        where = "" if statement and statement.is_position else claim.place and self._brief(claim.place)
        return f"{self._brief(claim.by)}: {', '.join(filter(None, (told, when, where)))}"

    def event(self, event: Event) -> str:
        """Say an event in a line, its day first."""
        return f"{edtf.display(event.date)}: {event.what}"

    def facts(self, note: Note | None, one: Suggestion[Claim]) -> list[Fact]:
        """Part a suggested claim into what it says, each part with the words of the text that say so."""
        claim, words = one.value, dict(one.rests_on)
        statement = self._statement(note, claim)
        is_position = statement is not None and statement.is_position
        known = {"by", "who", "what", "period"}
        rule = next((f"{name}: {told}" for name, told in one.rests_on if name not in known), "")
        what = statement.measure.label if statement else claim.what
        figure = wording.figure(statement) if statement else claim.words
        if is_position:
            figure = f"{self._label(claim.place)}, {wording.STANCES[claim.stance or 'asserts'].extent}"
        told = [
            Fact("Source", self._label(claim.by), words.get("by", "")),
            Fact("Measure", "" if is_position else what, words.get("what", "")),
            Fact(
                "Who",
                f"{self._label(claim.who)}{claim.subset and f' ({claim.subset})'}",
                words.get("who", ""),
            ),
            Fact("Place" if is_position else "Figure", figure, rule),
            Fact("Period", edtf.display(claim.period) if claim.period else "", words.get("period", "")),
            Fact("Place", "" if is_position else claim.place and self._label(claim.place)),
            Fact("Wrong if", one.wrong_if),
        ]
        return [fact for fact in told if fact.told]

    def _counted(self, statement: Statement) -> str:
        claim, measure = statement.claim, statement.measure
        figure, who = wording.figure(statement), self._brief(claim.who)
        who = f"{who} ({claim.subset})" if claim.subset else who
        if statement.unit or claim.stance:
            return f"{measure.label}, {who}: {figure}"
        if who[:1].islower():
            return f"{figure} {who} {measure.inline}"
        return f"{figure} {measure.inline}, {who}"

    def _statement(self, note: Note | None, claim: Claim) -> Statement | None:
        found = statements.of_known(replace(note, claims=(claim,)), self._vocabulary) if note else ()
        return found[0] if found else None

    def _label(self, id_: str) -> str:
        return self._named[id_].label if id_ in self._named else id_ or "?"

    def _brief(self, id_: str) -> str:
        return self._named[id_].brief if id_ in self._named else id_ or "?"
