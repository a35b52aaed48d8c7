"""Set a sentence among who can be meant in it and what came before, for the rules that suggest claims."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from briefing.core.edtf import PartialDate
from briefing.core.model import Claim

if TYPE_CHECKING:
    from briefing.suggest.cast import Cast
    from briefing.suggest.passage import Passage
    from briefing.suggest.speech import Attribution


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Suggestion(Generic[T]):
    """A claim or an event, the sentence that it stands in, and the words of it that tell so."""

    value: T
    sentence: str
    reason: str


@dataclass(frozen=True, slots=True)
class Before:
    """What a sentence may lean on.

    `speaker` spoke last, `named` are those named last, in order; `toll` is who gave the last count of
    losses, `toll_age` sentences ago; `held` who was last said to be held; `period` what the last
    figures covered.
    """

    speaker: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    toll: tuple[str, ...] = ()
    toll_age: int = 0
    held: str = ""
    period: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence with its surroundings; `own` makes the claims that nobody else is said to make."""

    passage: Passage
    cast: Cast
    before: Before
    said: tuple[Attribution, ...] = ()
    own: str = ""

    @property
    def text(self) -> str:
        """The sentence."""
        return self.passage.text

    def named(self, end: int) -> list[str]:
        """Everything named before a place in the sentence, in order."""
        here = (one.entity for one in self.passage.mentions if one.end <= end)
        return [*self.before.named, *here]

    def groups(self, end: int) -> list[str]:
        """The groups named before a place in the sentence, in order."""
        return [one for one in self.named(end) if self.cast.kind(one) == "group"]

    def speaker(self, start: int) -> tuple[tuple[str, ...], str]:
        """Return who says what starts there, and the words that tell.

        "According to" goes first, then who spoke last before, then who speaks after; else nobody but
        the report.
        """
        before = [one for one in self.said if one.start < start]
        behind = [one for one in self.said if one.start >= start]
        trailing = [one for one in behind if one.words.lower().startswith(("according", "citing"))]
        chosen: Sequence[Attribution] = trailing[:1] or before[-1:] or behind[:1]
        if chosen:
            return chosen[0].by, chosen[0].words
        return (self.own,) if self.own else (), "nobody else is named, so the report itself"

    def suggestions(
        self, start: int, told: Callable[[str], Claim], reason: str
    ) -> Iterator[Suggestion[Claim]]:
        """Suggest the claim that `told` makes of a claimant, for each who says what starts there."""
        by, words = self.speaker(start)
        return (Suggestion(told(claimant), self.passage.plain, f"by: {words}; {reason}") for claimant in by)
