"""Part an English sentence into its clauses: the main one, what it reports, and those that hang on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from briefing.analysis import participles
from briefing.analysis.lexicon import english
from briefing.analysis.openers import (
    COMMAS,
    COORDINATORS,
    DASHES,
    ENDS,
    RELATIVE,
    REPORTING,
    ClauseKind,
    hedge,
    opener,
)
from briefing.analysis.tokens import Token, tokenise
from briefing.analysis.verbs import DETERMINERS, PREPOSITIONS, Verb, is_participle, is_running, verb_at

# After these a word in -ing is a noun, or part of the verb.
_LEADING = (
    DETERMINERS
    | PREPOSITIONS
    | COORDINATORS
    | frozenset("new heavy fierce violent not be been being is are was were".split())
)


class Clause(Struct):
    """A clause with the number of the one it hangs on, and its finite verbs in order.

    `apart` tells that a comma stands before it; `fresh`, while it is read, that a part of it begins.
    """

    kind: ClauseKind
    number: int
    parent: int
    start: int
    apart: bool = False
    verbs: list[Verb] = field(default_factory=list)
    fresh: bool = True


class ParsedSentence(Struct, frozen=True):
    """The tokens of a sentence, its clauses, and the number of the clause of each token."""

    tokens: tuple[Token, ...]
    clauses: tuple[Clause, ...]
    home: tuple[int, ...]

    def clause(self, at: int) -> Clause:
        """Return the clause that a token stands in."""
        return self.clauses[self.home[at]]

    def words(self, clause: Clause) -> Iterator[Token]:
        """Yield the tokens of a clause, without those of clauses in it."""
        return (token for token, home in zip(self.tokens, self.home, strict=True) if home == clause.number)


def read(text: str, dates: Sequence[tuple[int, int]] = ()) -> ParsedSentence:
    """Part a sentence; `dates` are the `[start, end)` of what is read as one word.

    What the words leave open goes to the clause that hangs on another: rather too little is taken for the
    main clause than too much.
    """
    return _ClauseReader(tokenise(text, dates)).sentence()


class _ClauseReader:
    """Goes through the tokens with the numbers of the clauses that are open, the innermost last."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self.tokens = tokens
        self.clauses = [Clause("main", 0, -1, 0)]
        self.open = [0]
        self.home = [0] * len(tokens)

    def sentence(self) -> ParsedSentence:
        at = 0
        while at < len(self.tokens):
            end = self._take(at)
            self.home[at:end] = [self.open[-1]] * (end - at)
            at = end
        return ParsedSentence(self.tokens, tuple(self.clauses), tuple(self.home))

    @property
    def top(self) -> Clause:
        return self.clauses[self.open[-1]]

    def _lower(self, at: int) -> str:
        return self.tokens[at].lower if 0 <= at < len(self.tokens) else ""

    def _push(self, kind: ClauseKind, at: int) -> None:
        apart = self._lower(at - 1) in COMMAS
        self.clauses.append(Clause(kind, len(self.clauses), self.open[-1], at, apart))
        self.open.append(len(self.clauses) - 1)

    def _take(self, at: int) -> int:
        """Take the token, or the verb that starts there; return where to go on."""
        token = self.tokens[at]
        if token.kind == "mark":
            self._mark(at)
        elif token.lower in COORDINATORS:
            self.top.fresh = True
        elif token.lower == "according" and self._lower(at + 1) == "to":
            self._push("speech", at)
        elif hedging := hedge(self.tokens, at):
            return at + hedging
        elif kind := self._opener(at):
            self._push(kind, at)
        elif verb := verb_at(self.tokens, at):
            self._place(verb)
            return verb.end
        elif self._is_running(at) or (self._lower(at - 1) in COMMAS and self._is_added(at)):
            self._push("participle", at)
        return at + 1

    def _opener(self, at: int) -> ClauseKind | None:
        return opener(self.tokens, at, self.top.verbs, fresh=self.top.fresh)

    def _is_running(self, at: int) -> bool:
        """Tell "a boat leaving Libya": a participle that follows a noun at once."""
        word, before = self._lower(at), self.tokens[at - 1] if at else None
        if before is None or not before.is_word or not self.tokens[at].is_word:
            return False
        if not is_running(word) or word in english().nouns:
            return False
        after_verb = bool(self.top.verbs) and self.top.verbs[-1].head == before.lower
        after_verb |= self._lower(at - 2) == "to" and before.lower in english().verbs
        return not after_verb and before.lower not in _LEADING

    def _is_added(self, at: int) -> bool:
        """Tell ", leaving the town", ", sold in May," from ", fighting spread"."""
        word = self.tokens[at].text
        running = is_running(word) and word not in english().nouns | {"starting", "beginning"}
        participle = word.islower() and is_participle(word) and not verb_at(self.tokens, at)
        return word == "including" or running or participle

    def _mark(self, at: int) -> None:
        mark = self.tokens[at].text
        inside = any(self.clauses[number].kind == "aside" for number in self.open)
        if mark in "([" or (mark in DASHES and not inside and self._opens_insertion(at)):
            self._push("aside", at)
        elif inside and mark in DASHES | {")", "]"}:
            while self.clauses[self.open.pop()].kind != "aside":
                pass
        elif mark in ENDS:
            del self.open[1:]
            self.top.fresh = True
        elif mark in COMMAS:
            self._comma(at)

    def _opens_insertion(self, at: int) -> bool:
        """Tell the first dash of a pair, but for that behind a date line."""
        return self._lower(at - 1) not in {"", ")"} and any(
            one.text in DASHES for one in self.tokens[at + 1 :]
        )

    def _comma(self, at: int) -> None:
        """End the clauses that a comma ends: a clause of its own goes on, or an insertion is over."""
        if self._waits(at):
            return
        goes_on = self._goes_on(at)
        dated = any(one.kind == "date" for one in self.tokens[at + 1 : at + 3])
        while len(self.open) > 1 and self.top.kind not in {"told", "doubted"}:
            inserted = self.top.apart and self.top.kind in {"relative", "participle", "speech"}
            if not (goes_on or (inserted and dated)):
                break
            self.open.pop()
        self.top.fresh = True

    def _waits(self, at: int) -> bool:
        """Tell "where A, B and C met", "since the rig, a new one, sank": the verb is still to come."""
        if self.top.verbs or self.top.kind not in {"relative", "time", "cause", "condition"}:
            return False
        hangs = at + 1 < len(self.tokens) and self.clauses[self.open[-2]].verbs
        return self.top.kind == "relative" or bool(hangs and verb_at(self.tokens, at + 1))

    def _goes_on(self, at: int) -> bool:
        """Tell whether a finite verb stands before the next comma, and in no clause that opens there."""
        if self._lower(at + 1) in RELATIVE:
            return False
        for number in range(at + 1, len(self.tokens)):
            if self.tokens[number].text in COMMAS | ENDS or (number > at + 2 and self._opener(number)):
                return False
            verb = verb_at(self.tokens, number)
            if verb and (verb.sure or (verb.tense == "past" and self._lower(number - 1) not in COMMAS)):
                return True
        return False

    def _place(self, verb: Verb) -> None:
        """Give a verb to its clause, which it may open, or end others for."""
        while self.top.kind == "participle" and (verb.sure or not self.top.apart):
            self.open.pop()
        top, last = self.top, self.top.verbs[-1] if self.top.verbs else None
        if last and top.fresh and self._is_tail(verb):
            self._tail(verb)
        elif last and (verb.weak or participles.shares_auxiliary(self.tokens, last, verb)):
            return
        elif not verb.sure and self._is_reduced(verb):
            self._push("participle", verb.start)
        elif last is None or top.fresh:
            self._take_verb(verb)
        else:
            self._follow(last, verb)

    def _follow(self, last: Verb, verb: Verb) -> None:
        """Place a verb that nothing parts from the last one of the clause."""
        if last.speech:
            self._report(last, verb)
        elif last.weak:
            self.top.verbs[-1] = verb
        elif len(self.open) > 1:
            self.open.pop()
            self._place(verb)
        else:
            # "He regretted claiming it was so" needs no "that".
            self._push("told" if last.head in REPORTING else "cause", verb.start)
            self._take_verb(verb)

    def _take_verb(self, verb: Verb) -> None:
        self.top.verbs.append(verb)
        self.top.fresh = False

    def _report(self, speech: Verb, verb: Verb) -> None:
        """Tell "said rebels attacked", "said on Monday rebels attacked" from "said in a statement issued"."""
        between = self.tokens[speech.end : verb.start]
        dates = [number for number, one in enumerate(between) if one.kind == "date"]
        subject = between[dates[-1] + 1 if dates else 0 :]
        if verb.sure or (subject and subject[0].lower not in PREPOSITIONS):
            self._push("told", verb.start)
            self._take_verb(verb)
        else:
            self._push("participle", verb.start)

    def _is_tail(self, verb: Verb) -> bool:
        """Tell ", she said", ", she testified on Monday." from ", with fighting reported there"."""
        if not verb.speech:
            rest = self.tokens[verb.end :]
            ends = all(one.kind in {"date", "mark"} or one.lower in PREPOSITIONS for one in rest)
            return verb.head in REPORTING and ends and self._lower(self._start_of(verb.start) - 1) in COMMAS
        opens = self._lower(self._start_of(verb.start))
        return self.top.kind in {"main", "told", "speech"} and (verb.sure or opens not in {"with", "and"})

    def _start_of(self, at: int) -> int:
        """Return where the words begin that no comma and no coordinator parts from these."""
        while at and self.tokens[at - 1].text not in COMMAS and self._lower(at - 1) not in COORDINATORS:
            at -= 1
        return at

    def _tail(self, verb: Verb) -> None:
        """Make ", a monitor said" a clause of its own, from its comma on."""
        start, owner = self._start_of(verb.start), self.open[-1]
        self._push("speech", start)
        self._take_verb(verb)
        for number in range(start, verb.start):
            if self.home[number] == owner:
                self.home[number] = self.open[-1]

    def _is_reduced(self, verb: Verb) -> bool:
        """Tell "the boat seized on Monday sank", ", backed by tanks," from "they seized the boat"."""
        last = self.top.verbs[-1] if self.top.verbs else None
        joined = self._lower(self._start_of(verb.start) - 1) in COORDINATORS
        if (
            not verb.start
            or self._lower(verb.start - 1) in COMMAS
            or participles.has_agent(self.tokens, verb)
            or (last and joined and participles.ends_noun(self.tokens, last, verb))
        ):
            return True
        if last and not self.top.fresh:
            return not (last.speech or last.weak)
        if last or self._lower(verb.start - 1) in COORDINATORS:
            return False
        rest = tuple(self._rest(verb.end))
        if any(one.sure for one in rest):
            return True
        acts = any(one.tense == "past" and participles.takes_object(self.tokens, one) for one in rest)
        return acts and not participles.takes_object(self.tokens, verb)

    def _rest(self, at: int) -> Iterator[Verb]:
        """Yield the finite verbs up to the next mark, coordinator or opener."""
        while at < len(self.tokens):
            if self.tokens[at].text in COMMAS | ENDS or self._lower(at) in COORDINATORS or self._opener(at):
                return
            verb = verb_at(self.tokens, at)
            if verb:
                yield verb
            at = verb.end if verb else at + 1
