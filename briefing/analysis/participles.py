"""Tell past participles, which hang on a noun or an auxiliary, from verbs in the past tense."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from briefing.analysis.openers import COORDINATORS
from briefing.analysis.verbs import DETERMINERS, PREPOSITIONS, is_participle, is_running

if TYPE_CHECKING:
    from briefing.analysis.tokens import Token
    from briefing.analysis.verbs import Verb


def has_agent(tokens: Sequence[Token], verb: Verb) -> bool:
    """Tell "sanctions slapped by the council" from "answered by firing", "rose by 5"."""
    agent = any(one.is_word and not is_running(one.lower) for one in tokens[verb.end + 1 : verb.end + 2])
    return agent and tokens[verb.end].lower == "by" and is_participle(verb.head)


def ends_noun(tokens: Sequence[Token], last: Verb, verb: Verb) -> bool:
    """Tell "they are held for looting and murder committed in May" from "they fled and were seen in May"."""
    after = tokens[verb.end : verb.end + 1]
    return last.tense != "past" and any(one.lower in PREPOSITIONS for one in after)


def shares_auxiliary(tokens: Sequence[Token], last: Verb, verb: Verb) -> bool:
    """Tell "will be raised and towed" from "will be raised and they towed"."""
    joined = tokens[verb.start - 1].lower in COORDINATORS and not verb.sure
    return joined and last.tense in {"would", "ahead", "may"} and tokens[last.end - 2].lower == "be"


def takes_object(tokens: Sequence[Token], verb: Verb) -> bool:
    """Tell whether what follows a verb can be its object."""
    return any(
        one.kind == "number" or one.lower in DETERMINERS or (one.is_word and one.text[0].isupper())
        for one in tokens[verb.end : verb.end + 1]
    )
