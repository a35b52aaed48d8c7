"""Tell what a sentence says was so from what it says could or would be, or was not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.analysis import clauses

if TYPE_CHECKING:
    from briefing.analysis.clauses import Clause, Sentence
    from briefing.analysis.verbs import Verb

_UNREAL = frozenset({"may", "would", "not"})
_PARTING = frozenset({",", ";", "and", "but", "or"})


def is_unreal(text: str, end: int) -> bool:
    """Tell whether the figure that ends at `end` is of what could, may or would be, or is not so.

    So is all that hangs on a condition.
    """
    sentence = clauses.read(text)
    at = next((number for number, one in enumerate(sentence.tokens) if one.end >= end), None)
    if at is None:
        return False
    clause = sentence.clause(at)
    verb = _governor(sentence, clause, at)
    if verb and verb.speech and (told := _told(sentence, clause, at)):
        clause, verb = told, told.verbs[0]
    hangs = clause.kind == "condition" or any(
        one.kind == "condition" and one.parent == clause.number for one in sentence.clauses
    )
    return hangs or (verb is not None and verb.tense in _UNREAL)


def _governor(sentence: Sentence, clause: Clause, at: int) -> Verb | None:
    """Return the verb of which the words at a token are the subject, else that before them."""
    before = [one for one in clause.verbs if one.start < at]
    behind = [one for one in clause.verbs if one.start >= at]
    if behind and not any(one.lower in _PARTING for one in sentence.tokens[at : behind[0].start]):
        return behind[0]
    return before[-1] if before else next(iter(behind), None)


def _told(sentence: Sentence, clause: Clause, at: int) -> Clause | None:
    """Return the clause whose subject stands between "said" and its verb."""
    found = (one for one in sentence.clauses if one.parent == clause.number and one.kind == "told")
    return next((one for one in found if one.verbs and one.verbs[0].start > at), None)
