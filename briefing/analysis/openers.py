"""Tell which words of a sentence open a clause that hangs on another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from briefing.analysis.verbs import DETERMINERS, PREPOSITIONS, Verb, is_adverb, verb_at

if TYPE_CHECKING:
    from briefing.analysis.tokens import Token

# The main clause, what somebody is said to say or to doubt, who says so, and what sets the scene.
ClauseKind = Literal[
    "main",
    "told",
    "doubted",
    "speech",
    "relative",
    "time",
    "cause",
    "condition",
    "question",
    "participle",
    "aside",
]

DASHES = frozenset({"—", "–", "--"})
COMMAS = DASHES | {","}
ENDS = frozenset({";", ":", "|"})
COORDINATORS = frozenset({"and", "but", "or", "nor"})
RELATIVE = frozenset({"who", "whom", "whose", "which", "where", "whereby"})
_KINDS: dict[str, ClauseKind] = {
    **dict.fromkeys(RELATIVE, "relative"),
    **dict.fromkeys("when while after before since until till whenever following".split(), "time"),
    **dict.fromkeys("because although though whereas despite".split(), "cause"),
    **dict.fromkeys("if unless lest assuming".split(), "condition"),
    **dict.fromkeys("whether why how what whatever wherever".split(), "question"),
}
_PRONOUNS = frozenset({"i", "you", "he", "she", "it", "they", "we"})
_PARTS_OF_DAY = frozenset("dawn dusk dark midnight noon midday sunset sunrise nightfall daybreak".split())
# "As" is no conjunction between these.
_BEFORE_AS = frozenset("such known well described seen named identified only same so".split())
_AFTER_AS = frozenset("part many much well few little of to if per early late soon long far".split())
# What only hedges: "launched what appeared to be an attack".
_HEDGE = re.compile(
    r"what (?:appear(?:s|ed)|seem(?:s|ed)|(?:is|was) (?:believed|described|called|thought))\b"
)
_DOUBTS = frozenset("fears fear doubts doubt hopes hope possibility risk danger denial".split())
_REPORTS = frozenset(
    """
    reports report claims claim statement news assumption allegation allegations evidence sign signs fact
    belief suggestion accusation accusations confirmation announcement
    """.split()
)
# Verbs that tell what happened, though they do more than tell it.
REPORTING = frozenset(
    """
    acknowledged acknowledges admitted admits announced announces argued argues claimed claims complained
    conceded concluded confirmed confirms declared declares disclosed insisted insists learned
    maintained maintains recalled revealed reveals stressed testified
    """.split()
)
DOUBTING = frozenset(
    """
    denied denies deny denying doubted doubts doubt feared fears fear hoped hopes hope expected expects
    warned warns threatened predicted predicts believed believes believe thinks think thought suggested
    suggests demanded urged false untrue unlikely possible
    """.split()
)


def opener(tokens: Sequence[Token], at: int, verbs: Sequence[Verb], *, fresh: bool) -> ClauseKind | None:
    """Return what kind of clause a token opens, if any.

    `verbs` are those of the clause that it stands in; `fresh` tells that a new part of that may begin here.
    """
    if not tokens[at].is_word:
        return None
    word, before = tokens[at].lower, _word(tokens, at - 1)
    if word == "that":
        return _of_that(tokens, at, verbs)
    if word in _PRONOUNS:
        return "relative" if verbs and not fresh and _follows_noun(tokens, at, verbs[-1]) else None
    if word == "as":
        plain = before not in _BEFORE_AS and _word(tokens, at + 1) not in _AFTER_AS
        opens = _word(tokens, at + 1) in _PRONOUNS or _has_verb(tokens, at + 1, COORDINATORS)
        return "time" if plain and opens else None
    if word == "once":
        return "time" if before in {"", *COMMAS} and _has_verb(tokens, at + 1) else None
    kind = "cause" if word == "with" and not at else _KINDS.get(word)
    # "The day before", "after dawn".
    alone = at + 1 == len(tokens) or tokens[at + 1].kind == "mark"
    return None if kind == "time" and (alone or _word(tokens, at + 1) in _PARTS_OF_DAY) else kind


def hedge(tokens: Sequence[Token], at: int) -> int:
    """Return how many tokens from here on only hedge."""
    found = _HEDGE.match(" ".join(one.lower for one in tokens[at : at + 5]))
    return len(found[0].split()) if found else 0


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].lower if 0 <= at < len(tokens) else ""


def _of_that(tokens: Sequence[Token], at: int, verbs: Sequence[Verb]) -> ClauseKind | None:
    """Tell what "that" opens: what is told or doubted, or a relative clause; or it is "that day"."""
    before = _word(tokens, at - 1)
    if before in DOUBTING | _DOUBTS:
        return "doubted"
    if before in _REPORTS:
        return "told"
    last = verbs[-1] if verbs else None
    if last and last.head in REPORTING and last.end < at and tokens[last.end].lower in DETERMINERS:
        return "relative"
    if last and (last.speech or last.head in REPORTING | DOUBTING or last.end == at):
        return "doubted" if last.head in DOUBTING else "told"
    if before in COORDINATORS and any(one.speech for one in verbs):
        return "told"
    follows = at and (tokens[at - 1].kind != "mark" or before in COMMAS)
    return "relative" if follows and _has_verb(tokens, at + 1) else None


def _has_verb(tokens: Sequence[Token], at: int, stops: frozenset[str] = frozenset()) -> bool:
    """Tell whether a finite verb stands before the next mark, and before what else stops it."""
    while at < len(tokens) and tokens[at].text not in COMMAS | ENDS and tokens[at].lower not in stops:
        if verb_at(tokens, at):
            return True
        at += 1
    return False


def _follows_noun(tokens: Sequence[Token], at: int, last: Verb) -> bool:
    """Tell "the figure he gave" from "he gave" and "said he gave"."""
    before = tokens[at - 1]
    if not before.is_word or is_adverb(before.lower) or before.lower in _LEADING:
        return False
    return not (last.end == at or last.speech or last.head in REPORTING | DOUBTING)


_LEADING = DETERMINERS | PREPOSITIONS | COORDINATORS | RELATIVE | _KINDS.keys() | {"that", "as", "be", "been"}
