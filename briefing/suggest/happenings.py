"""Find the dates on which, by a sentence's main clause, something happened or is planned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from briefing.analysis import clauses
from briefing.analysis.openers import COMMAS, COORDINATORS
from briefing.analysis.verbs import DETERMINERS, PREPOSITIONS, is_running, verb_at
from briefing.suggest import phrasings

if TYPE_CHECKING:
    from briefing.analysis.clauses import Clause, ParsedSentence
    from briefing.analysis.verbs import Verb
    from briefing.core.edtf import PartialDate
    from briefing.core.model import DateExpression

_SOON = 3  # days
_MOST_WORDS = 200  # of a sentence that is read
# A date behind these is one from which, until or before which something is told, not the day of it.
_NOT_ON = frozenset("since until till before after between from ahead prior to than of through".split())
_BEFORE_DATE = frozenset(
    "on in at by early late earlier later the this about around for during of night morning".split()
)
_PARTS_OF_DAY = frozenset("night morning evening afternoon day hours".split())
_LOOSE = frozenset({*"the at least about around early late last gmt local time".split(), *':"“‘'})
_NOBODY = frozenset("no nobody none nothing neither nor never".split())


class Happening(Struct, frozen=True):
    """A date of a sentence on which something happened, or is `planned`.

    `[start, end)` of the sentence tells it: all of it, or what a plan says of the name that ends at `name`,
    as in "Hale, who is to speak on Monday, said".
    """

    date: DateExpression
    planned: bool
    start: int
    end: int
    name: int | None = None


def happenings(text: str, dates: Sequence[DateExpression], published: PartialDate) -> Iterator[Happening]:
    """Yield the dates of a sentence that its main clause, or what is reported in it, tells of.

    `published` is when the report appeared: what is planned must not be over by then, what happened must
    have begun.
    """
    telling = text.count(" ") <= _MOST_WORDS and not phrasings.NO_TELLING.search(text)
    datable = [one for one in dates if telling and phrasings.is_datable(one, text, alone=len(dates) == 1)]
    if not datable:
        return
    sentence = clauses.read(text, [(one.start, one.end) for one in dates])
    for date in datable:
        dated = _Dated(sentence, date, published)
        if dated.is_planned and date.value.end >= published.start:
            yield dated.plan(len(text))
        elif dated.has_happened and date.value.start <= published.end:
            yield Happening(date, planned=False, start=0, end=len(text))


class _Dated:
    """A date with the clause that it stands in and the verb that it goes with."""

    def __init__(self, sentence: ParsedSentence, date: DateExpression, published: PartialDate) -> None:
        self.sentence, self.date, self.published = sentence, date, published
        self.tokens = sentence.tokens
        self.at = next(number for number, one in enumerate(self.tokens) if one.start == date.start)
        self.clause = sentence.clause(self.at)
        self.verb = self._governor()
        if self.verb and self.verb.speech and (told := self._told_of(self.verb)):
            self.clause, self.verb = told, told.verbs[0]

    @property
    def is_planned(self) -> bool:
        """True where the clause says that something is to be then."""
        verb, ahead = self.verb, self.date.value.start > self.published.end
        if phrasings.is_scheduled(self.tokens, self.at):
            return ahead
        if (
            verb is None
            or self._may_be_over(verb)
            or not (self._stands_in_main or self._is_inserted)
            or self._is_bound
            or self._is_named
            or phrasings.is_wished(self.tokens, verb)
        ):
            return False
        deadline = phrasings.is_deadline(self.tokens, self.at)
        if deadline or self._is_denied(verb) or self._is_conditional or self._is_given_up(verb):
            return False
        if verb.tense == "state" and verb.head in {"is", "are"}:
            return ahead and self._follows(verb) and self._lower(verb.start - 1) != "it"
        if verb.tense == "present":
            return ahead and not (self._is_inserted or verb.speech)
        return verb.tense == "ahead" or (verb.tense == "would" and self.clause.kind == "told")

    @property
    def has_happened(self) -> bool:
        """True where the clause says that something happened then."""
        verb = self.verb
        if verb is None or self._is_bound or self._is_denied(verb) or phrasings.is_no_deed(self.tokens, verb):
            return False
        if (
            not self._stands_in_main
            or "next" in self.date.text.lower()
            or is_running(verb.head)
            or self._opens_in_passing(verb)
            or self._leads_on(verb)
            or (self._is_named and not self._is_subject(verb))
        ):
            return False
        if (verb.speech or self._told()) and not self._is_act_of_speech(verb):
            return False
        infinitive = phrasings.has_infinitive(self.tokens, verb.end, self.at - 1)
        undone = infinitive and verb.head not in phrasings.DONE
        undone |= phrasings.is_deadline(self.tokens, self.at)
        return verb.tense == "past" and not undone and (verb.speech or not self._is_total)

    def _may_be_over(self, verb: Verb) -> bool:
        """Tell "was due on Friday", of which nobody knows whether the last is meant, from "is due"."""
        farther = (self.date.value.start - self.published.end).days > _SOON
        weekday = self.date.text.isalpha() and self.date.text.endswith("day")
        return farther and weekday and self._lower(verb.start) in {"was", "were"}

    def plan(self, length: int) -> Happening:
        """Return the plan with the part of the sentence that tells it."""
        if not self._is_inserted:
            return Happening(self.date, planned=True, start=0, end=length)
        words = tuple(self.sentence.words(self.clause))
        name = self.tokens[self.clause.start - 2].end
        return Happening(self.date, planned=True, start=words[1].start, end=words[-1].end, name=name)

    def _lower(self, at: int) -> str:
        return self.tokens[at].lower if 0 <= at < len(self.tokens) else ""

    def _between(self, verb: Verb | None) -> list[str]:
        """Return the words between a verb, or the beginning, and the date behind it."""
        return [one.lower for one in self.tokens[verb.end if verb else 0 : self.at]]

    @property
    def _stands_in_main(self) -> bool:
        """True in the main clause, and in what that says somebody said."""
        clause = self.clause
        while clause.kind == "told":
            clause = self.sentence.clauses[clause.parent]
        return clause.kind == "main" or (clause.kind == "speech" and self.clause.kind == "told")

    @property
    def _is_inserted(self) -> bool:
        """True in a clause such as ", who is due in Haiti on Sunday,"."""
        opening = self._lower(self.clause.start)
        return self.clause.kind == "relative" and self.clause.apart and opening in {"who", "which"}

    def _governor(self) -> Verb | None:
        """Return the verb that the date goes with: that before it, or behind it where it opens a part."""
        verbs = [one for one in self.clause.verbs if not self._is_parted(one)]
        before = [one for one in verbs if one.end <= self.at]
        behind = [one for one in verbs if one.end > self.at]
        if before and behind and self._opens_part:
            return behind[0]
        return before[-1] if before else behind[0] if behind else None

    def _is_parted(self, verb: Verb) -> bool:
        """Tell whether a mark that ends a sentence stands between the date and a verb."""
        first, last = sorted((self.at, verb.start))
        return any(one.text in {";", ":", "|"} for one in self.tokens[first:last])

    @property
    def _opens_part(self) -> bool:
        at = self.at - 1
        while self._lower(at) in _BEFORE_DATE:
            at -= 1
        return self._lower(at) in {"", ",", "and", "but", "—", "–"}

    def _told_of(self, verb: Verb) -> Clause | None:
        """Tell "said a raid on Monday killed" from "said on Monday that a raid killed"."""
        if verb.start > self.at or verb.end >= self.at or verb.head in {"told", "tells"}:
            return None
        first = self.tokens[verb.end]
        opens = first.lower in DETERMINERS or first.kind == "number" or first.text[0].isupper()
        return next(iter(self._told()), None) if opens else None

    def _told(self) -> list[Clause]:
        """Return the clauses that tell what is said in the one of the date."""
        hanging = (one for one in self.sentence.clauses if one.parent == self.clause.number)
        return [one for one in hanging if one.kind == "told" and one.verbs]

    def _is_act_of_speech(self, verb: Verb) -> bool:
        """Tell "NATO admitted on Sunday that it fired", "on Sunday, NATO said it fired", "reported 12 dead".

        Nobody knows on which day happened what "NATO said on Sunday".
        """
        if any(one.kind == "date" and one.start != self.date.start for one in self.tokens):
            return False
        told = [one.verbs[0] for one in self._told()]
        if not verb.speech:
            return True
        if verb.head == "reported" and not told:
            after = self.tokens[verb.end : verb.end + 1]
            return any(one.kind == "number" or one.lower in DETERMINERS - _NOBODY for one in after)
        opens = self.at < verb.start and any(one.text in COMMAS for one in self.tokens[self.at : verb.start])
        return opens and any(
            one.tense == "past"
            and not (one.speech or is_running(one.head) or self._lower(one.start) == "had")
            and not phrasings.is_no_deed(self.tokens, one)
            for one in told
        )

    @property
    def _is_bound(self) -> bool:
        """True for a day from, until, before or as of which something is told, or "in May alone"."""
        at = self.at - 1
        while self._lower(at) in _LOOSE or (0 <= at < self.at - 1 and self.tokens[at].kind == "number"):
            at -= 1
        if self._lower(at) == "of" and self._lower(at - 1) in _PARTS_OF_DAY:
            return False
        return (
            self._lower(self.at + 1) == "alone"
            or phrasings.is_of_the_next(self.tokens, self.at)
            or self._lower(at) in _NOT_ON
            or self.date.text.lower().startswith("since")
        )

    @property
    def _is_named(self) -> bool:
        """Tell "flew in for the first meeting Monday of the council" from "aired pictures Monday of him"."""
        before = self._between(self.verb)[:-1]
        of_noun = self._lower(self.at + 1) in {"of", "between"} and not PREPOSITIONS.isdisjoint(before)
        return of_noun or phrasings.names_a_thing(self.tokens, self.at)

    def _is_subject(self, verb: Verb) -> bool:
        """Tell whether the clause opens with what the date names: "Tuesday's blast killed 12"."""
        opening = (one for one in self.sentence.words(self.clause) if one.start < self.date.start)
        return verb.start > self.at and all(one.lower in DETERMINERS for one in opening)

    def _is_denied(self, verb: Verb) -> bool:
        """Tell whether a verb says that nothing was done, or that nobody did it."""
        start = self.tokens[verb.start].start
        before = {one.lower for one in self.sentence.words(self.clause) if one.start < start}
        return verb.head in phrasings.UNDONE or not before.isdisjoint(_NOBODY)

    def _opens_in_passing(self, verb: Verb) -> bool:
        """Tell "Recalling a visit on Monday, she said": what the date goes with is not the main verb."""
        first = self.tokens[0]
        if verb.start < self.at or not first.is_word or first.lower == "following":
            return False
        return is_running(first.lower) and not any(one.text in COMMAS for one in self.tokens[: self.at])

    @property
    def _is_conditional(self) -> bool:
        home = {self.clause.number, 0}
        return any(one.kind == "condition" and one.parent in home for one in self.sentence.clauses)

    def _leads_on(self, verb: Verb) -> bool:
        """Tell "a man held on Monday escaped", "film shot on Friday by the army is short"."""
        if verb.sure or verb.end > self.at or not COORDINATORS.isdisjoint(self._between(verb)):
            return False
        after = self.at + 1
        follows = self._next_verb(after)
        if follows is None:
            rest = self.sentence.clauses[self.clause.number + 1 :]
            next_to = self.clause.kind == "told" and any(
                one.kind == "told" and one.parent == self.clause.parent and not one.apart for one in rest
            )
            by = self._lower(after) == "by"
            return next_to or (by and any(one.sure and one.start > after for one in self.clause.verbs))
        # "Police held a man on Monday accused of it."
        of_object = self._lower(follows.end) in PREPOSITIONS and self._lower(verb.end) not in PREPOSITIONS
        return follows.tense in {"past", "state"} and not of_object

    def _next_verb(self, start: int) -> Verb | None:
        """Return the first verb before the next mark, coordinator or clause of another kind."""
        for at in range(start, len(self.tokens)):
            clause = self.sentence.clause(at)
            other = clause is not self.clause and clause.kind != "participle"
            if other or self.tokens[at].kind == "mark" or self._lower(at) in COORDINATORS | {"to"}:
                return None
            if verb := verb_at(self.tokens, at):
                return verb
        return None

    def _is_given_up(self, verb: Verb) -> bool:
        """Tell "was to leave on Monday but stayed"."""
        later = (one for one in self.clause.verbs if one.start > self.at and one.tense in {"past", "not"})
        return any(self._lower(at) == "but" for one in later for at in range(verb.end, one.start))

    def _follows(self, verb: Verb) -> bool:
        """Tell "the vote is on Sunday" from "the town is quiet on Sunday"."""
        return all(self._lower(at) in _BEFORE_DATE | {"next"} for at in range(verb.end, self.at))

    @property
    def _is_total(self) -> bool:
        words = " ".join(one.text for one in self.sentence.words(self.clause) if one.kind != "date")
        by = "by " if self._lower(self.at - 1) == "by" else ""
        return phrasings.is_total(words, by + self.date.text)
