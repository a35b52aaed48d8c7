"""The ledger of the Hajin campaign: all pairs of its claims, decided by hand, and what its pages say."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import campaign
import pytest
from test_ledger import compared, told

from briefing.ledger import as_of
from briefing.ledger.assembly import Ledger, Origins
from briefing.ledger.relations import Relation, relate, within_report
from briefing.ledger.wording import figure
from briefing.site.ledger.reasons import reason

if TYPE_CHECKING:
    from briefing.ledger.statements import Statement

DECIDED = Path(__file__).with_suffix(".txt")


@cache
def hajin() -> Ledger:
    return campaign.ledger(campaign.PROJECT / "content")


def pairs() -> list[Relation]:
    """Every pair of the five notes' claims under one heading."""
    told = hajin().statements
    return [relation for one, other in combinations(told, 2) if (relation := relate(one, other))]


def shown_to_readers() -> set[str]:
    """The pairs that readers are shown: beside a claim, or above figures as why they stand apart."""
    ledger = hajin()
    report = defaultdict(list)
    for one in ledger.statements:
        report[one.slug].append(one)
    beside = (
        relation
        for one in ledger.statements
        for relation in (*within_report(one, report[one.slug]), *ledger.relations(one))
    )
    above = (
        relation for scope in ledger.scopes if scope.what != "controls" and (relation := ledger.apart(scope))
    )
    return {line(relation) for relation in (*beside, *above)}


def shown(statement: Statement) -> str:
    claim = statement.claim
    what = figure(statement) or f"{claim.stance} {claim.who}"
    period = claim.period.text if claim.period else "no period"
    return " ".join(filter(None, (claim.by, what, claim.subset, f"({period}, {statement.carrier})")))


def line(relation: Relation) -> str:
    group = " ".join(relation.first.group)
    told = f"{shown(relation.first)} | {shown(relation.second)}"
    return f"{relation.kind} {relation.rule} | {group} | {told}"


def test_every_pair_of_the_campaigns_claims_is_related_and_shown_as_decided_by_hand() -> None:
    """In the table a star marks the pairs that readers are shown."""
    seen = shown_to_readers()
    told = sorted(map(line, pairs()))
    assert seen <= set(told)
    assert [f"{'*' if one in seen else ' '} {one}" for one in told] == DECIDED.read_text("utf-8").splitlines()


def test_the_one_contradiction_of_the_campaign_is_how_much_of_hajin_was_held() -> None:
    found = [one for one in pairs() if one.kind == "contradicts"]
    assert {line(one) for one in found} <= shown_to_readers()
    assert {(one.rule, one.first.group, one.first.when.text, one.second.when.text) for one in found} == {
        ("other-extent", ("controls", "hajin"), "2018-12-14", "2018-12-14")
    }
    assert sorted(one.claim.by for relation in found for one in (relation.first, relation.second)) == sorted(
        ["ap", "deirezzor24", "sohr", "sohr", *["ypg"] * 4]
    )


@pytest.mark.parametrize(
    ("first", "second", "kind", "why"),
    [
        (
            "sohr at least 500 (2018-09-10/2018-12-14, afp-relay)",
            "sohr 539 (2018-09-10/2018-12-14, ap-relay)",
            "rounds",
            "one claimant's count, rounded: at least 500 allows for 539",
        ),
        (
            "sohr more than 820 (2018-09-10/2018-12-06, jordan-times)",
            "sohr 922 (2018-09-10/2018-12-14, ap-relay)",
            "updates",
            "the same claimant's later figure: more than 820, then 922",
        ),
        (
            "sohr more than 820 (2018-09-10/2018-12-06, jordan-times)",
            "sohr 34 (2018-12-04/2018-12-06, jordan-times)",
            "differs",
            "for different periods: 10 September – 6 December 2018, and 4–6 December 2018",
        ),
        (
            "putin about 700 (2018-10-15~/2018-10-19, rudaw)",
            "sohr 130 families (2018-10-15~/2018-10-19, rudaw)",
            "differs",
            "one is a count, the other in families",
        ),
        (
            "un 10,000 (2018-10-19~, rudaw)",
            "un about 7,000 (2018-12-13/2018-12-14, the-national)",
            "updates",
            "the same claimant's later figure: 10,000, then about 7,000",
        ),
        (
            "sohr about 300 (2018-09-10/2018-12-13, the-national)",
            "sohr 324 (2018-09-10/2018-12-14, ap-relay)",
            "rounds",
            "one claimant's count, rounded: about 300 allows for 324",
        ),
    ],
)
def test_readers_are_told_why(first: str, second: str, kind: str, why: str) -> None:
    found = [one for one in pairs() if (shown(one.first), shown(one.second)) == (first, second)]
    assert [(one.kind, reason(one)) for one in found] == [(kind, why)]


def test_relays_of_one_count_are_one_origin() -> None:
    ledger = hajin()
    totals = [scope for scope in ledger.scopes if scope.start == "2018-09-10" and not scope.subset]
    counted = {(scope.what, scope.who): ledger.origins(scope) for scope in totals if scope.what == "killed"}
    assert counted == {
        ("killed", "isis"): Origins(3, ("sohr",)),
        ("killed", "sdf"): Origins(4, ("sohr",)),
        ("killed", "civilians"): Origins(4, ("sohr",)),
    }


def test_origins_grow_only_as_reports_appear() -> None:
    ledger = hajin()
    (scope,) = (
        one for one in ledger.scopes if one[:3] == ("killed", "sdf", "") and one.start == "2018-09-10"
    )
    days = (date(2018, 12, 5), date(2018, 12, 6), date(2018, 12, 14), date(2018, 12, 15))
    assert [ledger.origins(scope, day).reports for day in days] == [0, 1, 2, 4]


def test_on_the_day_hajin_fell_the_totals_are_those_of_the_day_before() -> None:
    ledger, day = hajin(), date(2018, 12, 14)
    by_id = {one.id: one for one in ledger.statements}
    fresh = [by_id[one.id] for one in as_of.latest(told(ledger), day)[0] if one.end == day]
    assert {
        (one.claim.who, figure(one)): compared(ledger, one).news
        for one in fresh
        if one.claim.what in {"killed", "trapped"}
    } == {
        ("civilians", "about 300"): "was more than 300, as of 6 Dec 2018",
        ("sdf", "about 500"): "was more than 480, as of 6 Dec 2018",
        ("civilians", "about 7,000"): "was 10,000, as of 19 Oct 2018",
    }
    assert "922" in {figure(by_id[one.id]) for one in as_of.possible(told(ledger), day)}
