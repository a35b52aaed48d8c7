"""How two statements stand to each other, in a few words: one of each pair tells it for both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from test_ledger_relations import related, stated

from briefing.site.ledger.reasons import in_few_words, is_echo

if TYPE_CHECKING:
    from briefing.ledger.statements import Statement

SINCE = {"period": "2021-03-01/2021-03-10"}
HELD = {"what": "controls", "place": "aldmoor", "stance": "asserts", "period": "2021-03-10"}


def words(one: Statement, other: Statement) -> tuple[str, str]:
    relation = related(one, other)
    assert is_echo(one, relation) != is_echo(other, relation)
    return in_few_words(one, relation, str.title), in_few_words(other, relation, str.title)


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        (
            stated(539, **SINCE),
            stated(500, bound="at-least", **SINCE),
            ("The Gazette’s rounding: at least 500", "The Gazette’s rounding of 539"),
        ),
        (
            stated(300, bound="more-than", as_of="2021-03-04", **SINCE),
            stated(324, **SINCE),
            ("replaced by 324", "was over 300 on 4 Mar 2021"),
        ),
        (stated(9, **SINCE), stated(9, slug="b", **SINCE), ("the same in The Gazette",) * 2),
        (
            stated(30, **SINCE),
            stated(45, by="vicar", **SINCE),
            ("disputed: 45, says Vicar", "disputed: 30, says Vane"),
        ),
        (
            stated(30, **SINCE),
            stated(31, by="vicar", bound="at-most", **SINCE),
            ("in keeping with at most 31, says Vicar", "in keeping with 30, says Vane"),
        ),
        (
            stated(**HELD),
            stated(by="vicar", **{**HELD, "stance": "denies"}),
            ("disputed: not held by Brigade, says Vicar", "disputed: held by Brigade, says Vane"),
        ),
    ],
    ids=("rounds", "updates", "same", "contradicts", "agrees", "positions"),
)
def test_a_relation_is_told_in_a_few_words_from_either_side(
    one: Statement, other: Statement, told: tuple[str, str]
) -> None:
    assert words(one, other) == told
