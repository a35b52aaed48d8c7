"""Tell what a sentence says was so from what it says could or would be, or was not."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from briefing.analysis import clauses

if TYPE_CHECKING:
    from briefing.analysis.clauses import Clause, ParsedSentence
    from briefing.analysis.verbs import Verb

_DENIED = re.compile(
    r"\b(?:denie[ds]|denying|false(?:ly)?|untrue|would|if|unless|whether"
    r"|(?:predictions?|forecasts?|warnings?|threats?|risks?) (?:of|that)|scenarios?"
    r"|accus(?:e|es|ed|ing)\b[^.;]{0,60}? of"
    r"|allegations?|avert(?:ed|ing)?|prevent(?:ed|ing)?"
    r"|(?:no|without) (?:evidence|proof|signs?|indications?)|nothing (?:suggests|indicates|shows|proves))\b",
    re.IGNORECASE,
)
_UNTRUE = re.compile(
    r"[^.;]*\b(?:is|are|was|were|as|be)\s(?:\w+ly\s)?"
    r"(?:untrue|not true|false|unfounded|baseless|groundless|fabricated|invented)\b"
    r"|[^.;]*\blacks? credibility\b"
)
_UNREAL = frozenset({"may", "would", "not", "ahead"})
_PARTING = frozenset({",", ";", "and", "but", "or"})


def is_denied(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence denies or doubts what stands in `[start, end)` of it."""
    return bool(_DENIED.search(re.split(r"[.;]", text[:start])[-1]) or _UNTRUE.match(text, end))


def is_not_so(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence denies what stands in `[start, end)`, or says that it could or would be."""
    return is_denied(text, start, end) or is_unreal(text, end)


def is_unreal(text: str, end: int) -> bool:
    """Tell whether what ends at `end` of a sentence could, may or would be so, or is not.

    So is all that hangs on a condition.
    """
    sentence = _read(text)
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


@lru_cache(maxsize=2)
def _read(text: str) -> ParsedSentence:
    """Read a sentence once for all its figures."""
    return clauses.read(text)


def _governor(sentence: ParsedSentence, clause: Clause, at: int) -> Verb | None:
    """Return the verb of which the words at a token are the subject, else that before them."""
    before = [one for one in clause.verbs if one.start < at]
    behind = [one for one in clause.verbs if one.start >= at]
    if behind and not any(one.lower in _PARTING for one in sentence.tokens[at : behind[0].start]):
        return behind[0]
    return before[-1] if before else next(iter(behind), None)


def _told(sentence: ParsedSentence, clause: Clause, at: int) -> Clause | None:
    """Return the clause whose subject stands between "said" and its verb."""
    found = (one for one in sentence.clauses if one.parent == clause.number and one.kind == "told")
    return next((one for one in found if one.verbs and one.verbs[0].start > at), None)
