"""Set a sentence among who can be meant in it and what came before, for the rules that suggest claims."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Generic, Literal, TypeAlias, TypeVar

from msgspec import Struct

from briefing.core.model import Claim
from briefing.suggest.memory import OPEN, Voice

if TYPE_CHECKING:
    from briefing.suggest.cast import Cast
    from briefing.suggest.memory import Memory
    from briefing.suggest.passage import Passage
    from briefing.suggest.speech import Act
    from briefing.suggest.syntax import Tree


T = TypeVar("T")
Reasons: TypeAlias = tuple[tuple[str, str], ...]
Confidence = Literal["sure", "likely", "doubtful"]
# Who or what cannot be told: the editor is asked, and `check` refuses it.
UNKNOWN = "?"
# How sure a claimant is who was found so.
CONFIDENCE: dict[str, Confidence] = {
    "named": "sure",
    "role": "sure",
    "pronoun": "likely",
    "quoted": "likely",
    "listed": "likely",
    "place": "likely",
    "report": "likely",
    "carried": "likely",
    "short": "likely",
    "it": "likely",
}
# What would make a claimant wrong who was found so.
WRONG_IF: dict[str, str] = {
    "named": "somebody else is quoted there",
    "pronoun": "another person is meant",
    "role": "another of that role is meant",
    "quoted": "another quotation has begun",
    "listed": "the list has another lead",
    "place": "the report itself says so of the country",
    "report": "the report does not say whose count it gives",
    "carried": "the count is another's",
    "it": "another group is meant",
    "short": "another group is meant",
}
# Words by which somebody may speak whom no rule found.
_SPOKEN = re.compile(
    r"\b(?:sa(?:y|ys|id|ying)|t(?:ell|old)|(?<!been\s)(?<!cases\s)(?<!deaths\s)report(?:s|ed|ing)"
    r"|(?<![Aa]n\s)(?<!any\s)(?<!the\s)(?<!previous\s)(?<!earlier\s)estimat(?:e|es|ed|ing)|accord\w*|announc\w+|figures|claim(?:s|ed|ing)?(?!\s(?:[\w,.]+\s){1,5}lives)|(?<!not\s)confirms?|warn\w*|talking"
    r"|thinks?|alleg\w+|suspect\w*|tally|data|speculat\w+|predict\w+|calculat\w+|blam\w+(?!\sfor\b)|list(?:s|ed)|identif\w+)\b"
)
# Countries that have reported cases have had them.
_RECORDED = re.compile(
    r"\b(?:countries|nations|states|provinces|regions|cities|districts|hospitals|towns)\s"
    r"(?:(?:has|have|had|now|also|\w+ly)\s){0,3}(?:reported|confirmed)\b"
)
# Sentences run together without a stop, as headlines and bylines are.
_RUN_TOGETHER = re.compile(
    r"[a-z0-9%]['’]?s?\s(?:(?:An?|In|It|He|She|They|This|These|There|More|At|Some|But|Another|Many|By|Two|Three"
    r"|Four|Five|Six|Seven|Eight|Nine|Ten|[A-Z]\w+ty-\w+)\s(?=[a-z0-9])|The\s[a-z]|NEW:|\*\s[A-Z])"
    r"|\A(?:NEW|By\s(?:the\s)?[A-Z]\w+\s[A-Z])|\d\s[A-Z][a-z]+\s[A-Z][a-z]+\s(?:was|is|has)\b"
)
_MARK = re.compile(r"[“”\"]")
_QUOTED = 25  # characters
_CLAUSE = re.compile(r"[\d,]")
# What may stand before a common noun that speaks.
_PLAIN = frozenset("The the Local local some by to that".split())
_JOINED = re.compile(r"(?:,?\s(?:and|but)|;)\s*(?:[Tt]he\s)?\Z")


class Suggestion(Struct, Generic[T], frozen=True):
    """A claim or an event, the sentence that it stands in, and the words of it that tell each of its parts.

    `wrong_if` says what would make it wrong.
    """

    value: T
    sentence: str
    rests_on: Reasons
    confidence: Confidence = "likely"
    wrong_if: str = ""

    @property
    def reason(self) -> str:
        """All that it rests on, in one line."""
        told = "; ".join(f"{name}: {words}" for name, words in self.rests_on)
        return f"{told}; wrong if {self.wrong_if}" if self.wrong_if else told


class Scene(Struct, frozen=True):
    """A sentence with its surroundings; `own` makes the claims that nobody else is said to make.

    `tree` is its parse, where there is one.
    """

    passage: Passage
    cast: Cast
    memory: Memory
    said: tuple[Act, ...] = ()
    own: str = ""
    tree: Tree | None = None

    @property
    def text(self) -> str:
        """The sentence."""
        return self.passage.text

    def named(self, end: int) -> list[str]:
        """Everything named before a place in the sentence, in order."""
        here = (one.entity for one in self.passage.mentions if one.end <= end)
        return [*self.memory.named, *here]

    def groups(self, end: int) -> list[str]:
        """The groups named before a place in the sentence, in order."""
        return [one for one in self.named(end) if self.cast.kind(one) == "group"]

    def place_called(self, noun: str, end: int) -> str:
        """Return the place that "the town" means: the one last named that is described as a town."""
        places = (one for one in reversed(self.named(end)) if self.cast.kind(one) == "place")
        return next((one for one in places if self.cast.is_described(one, noun)), "")

    def voice(self, start: int, unit: str | None = None) -> tuple[Voice, str]:
        """Return who says what starts there, and the words that tell; a figure is in a unit.

        The act that governs the smallest stretch with it; else who goes on speaking: inside a quotation,
        in a list, from the sentence before; else the report itself where nobody has counted. Where
        somebody speaks and does not govern it, or nobody can be told, it stays open.
        """
        if _RUN_TOGETHER.search(self.text):
            return OPEN, "nobody known: two sentences run together"
        governing = sorted(
            (one for one in self.said if one.governs(start)), key=lambda one: one.end - one.start
        )
        # Who quotes somebody passes on a count, as an outlet does that cites him; a minister makes it his.
        outlets = all(one.relays or all(map(self.cast.is_outlet, one.voice.by)) for one in governing)
        relayed = [one for one in governing if one.relays and one.voice.by]
        governing = [one for one in relayed if outlets or one.words.startswith("quot")] or governing
        # "…, with reports putting": it is not who else speaks.
        beside = governing and governing[0].words.endswith("ing")
        for one in governing[:1] if beside else governing:
            if one.voice.by:
                return one.voice, one.words
        if governing:
            return OPEN, f"nobody known: {governing[0].words}"
        # "A happened, and X said that B": the first clause is nobody's but the report's.
        apart = all(
            one.at > start
            and _JOINED.search(self.text[: one.at])
            and not _CLAUSE.search(one.words)
            and self.text[one.at + len(one.words) :].strip(" .")
            for one in self.said
        )
        if self.said and not apart:
            return OPEN, f"nobody known: beside {self.said[0].words}"
        return self._carried(unit)

    def _carried(self, unit: str | None) -> tuple[Voice, str]:
        memory = self.memory
        if quoted := memory.quotes(self.text):
            return Voice(quoted.by, "quoted", quoted.entity), "the quotation goes on"
        if memory.listed and self.passage.item:
            return Voice(memory.listed.by, "listed", memory.listed.entity), "the list goes on"
        carried = memory.carries(unit)
        # What a country reports of itself does not go on with the next country.
        elsewhere = any(self.cast.kind(one.entity) == "place" for one in self.passage.mentions)
        if carried and not (carried.how == "place" and elsewhere):
            return Voice(carried.by, "carried", carried.entity), "goes on with the count before"
        if (
            self.own
            and not memory.counted
            and _speaks(self.text[: self.said[0].at] if self.said else self.text)
        ):
            return OPEN, "nobody known: somebody may speak"
        if self.own and not memory.counted:
            return Voice((self.own,), "report", self.own), "nobody else is named, so the report itself"
        return OPEN, "nobody known: others have counted before"

    def _is_whole(self, act: Act) -> bool:
        """Tell whether who speaks is all that an act's subject names.

        In "X and residents said" there is another, "county officials" are not all officials.
        """
        named = [one for one in self.passage.mentions if act.at <= one.start < act.at + len(act.words)]
        words = re.finditer(r"[\w’'-]+", self.text[act.at : act.at + len(act.words)])
        beside = [one for one in words if not any(name.start <= one.start() < name.end for name in named)]
        joined = len(act.voice.by) == 1 and any(one[0] == "and" for one in beside)
        common = [one for one in named if self.text[one.start].islower() and one.entity in act.voice.by]
        names = (one.end for one in named)
        ahead = {*names, *(word.end() for word in beside if word[0] not in _PLAIN)}
        return not joined and not any(one.start - 1 in ahead for one in common)

    def suggestions(
        self,
        start: int,
        told: Callable[[str], Claim],
        reasons: Reasons,
        unit: str | None = None,
        *,
        guessed: bool = False,
    ) -> Iterator[Suggestion[Claim]]:
        """Suggest the claim that `told` makes of a claimant, for each who says what starts there.

        Where it is `guessed` who is counted, no claim is sure.
        """
        voice, words = self.voice(start, unit)
        sure = CONFIDENCE.get(voice.how, "doubtful")
        # Another who speaks there may be the one whose count it is.
        alone = all(one.voice.by == voice.by and self._is_whole(one) for one in self.said)
        sure = "likely" if sure == "sure" and (guessed or not alone) else sure
        wrong = WRONG_IF.get(voice.how, WRONG_IF["it"]) + (" or others are counted" if guessed else "")
        for by in voice.by or (UNKNOWN,):
            claim = told(by)
            rests_on = (("by", words), *reasons)
            if UNKNOWN in {by, claim.who}:
                yield Suggestion(claim, self.passage.plain, rests_on, "doubtful")
            else:
                yield Suggestion(claim, self.passage.plain, rests_on, sure, wrong)


def _speaks(text: str) -> bool:
    """Tell whether somebody may speak in a text: by a word, or in more of a quotation than a word or two."""
    parts = _MARK.split(text)
    return (
        _SPOKEN.search(_RECORDED.sub("", text)) is not None
        or len(parts) % 2 == 0
        or any(len(one) > _QUOTED for one in parts[1::2])
    )
