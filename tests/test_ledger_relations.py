"""How two claims relate: the rules on invented claims, of a war and of an oil spill."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import campaign
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.core import edtf, model
from briefing.core.model import Claim
from briefing.core.registry import Measure, Unit
from briefing.core.vocabulary import Vocabulary
from briefing.ledger import intervals
from briefing.ledger.figure_rules import FIGURE_RULES
from briefing.ledger.position_rules import POSITION_RULES
from briefing.ledger.relations import Relation, relate, within_report
from briefing.ledger.statements import Statement
from briefing.site.ledger.reasons import reason

PROJECT = Path(__file__).resolve().parent.parent
DECIDED = Path(__file__).with_suffix(".txt")


def stated(
    figure: float | str = 0, *, by: str = "vane", as_of: str = "2021-03-10", slug: str = "", **claim: Any
) -> Statement:
    """A statement of an invented campaign; dates are EDTF."""
    words = figure if isinstance(figure, str) else ""
    number = None if isinstance(figure, str) else float(figure)
    if "period" in claim:
        claim["period"] = edtf.parse(claim["period"])
    values: dict[str, Any] = {"who": "brigade", "what": "killed", "low": number, "high": number, **claim}
    if values["what"] == "controls":
        values.update(low=None, high=None)
    told = Claim(by=by, words=words, **values)
    name = slug or f"{by}-{as_of}-{figure}-{sorted(claim.items())!r}"
    measure, unit = campaign.KNOWN.measure(told.what), campaign.KNOWN.unit(told)
    return Statement(name, name, told, edtf.parse(as_of), "The Gazette", measure, unit)


def related(one: Statement, other: Statement) -> Relation:
    relation = relate(one, other)
    assert relation is not None
    return relation


SINCE = {"period": "2021-03-01/2021-03-10"}


@pytest.mark.parametrize(
    ("one", "other", "kind", "rule"),
    [
        (stated(30, **SINCE), stated(45, by="vicar", **SINCE), "contradicts", "at-odds"),
        (stated(30, **SINCE), stated(31, by="vicar", bound="at-most", **SINCE), "agrees", "borne-out"),
        (stated(30, **SINCE), stated(30, by="vicar", bound="more-than", **SINCE), "contradicts", "at-odds"),
        (stated(30, bound="at-least", **SINCE), stated(900, by="vicar", **SINCE), "open", "left-open"),
        (stated("umpteen", **SINCE), stated(9, by="vicar", **SINCE), "open", "left-open"),
        (stated("dozens", **SINCE), stated(30, by="vicar", **SINCE), "rounds", "rounded-by-another"),
        (stated(30, **SINCE), stated(30, by="vicar", **SINCE), "agrees", "same-figure"),
        (stated(30, **SINCE), stated(45, slug="b", **SINCE), "open", "unordered"),
        (stated(30, **SINCE), stated(30, slug="b", **SINCE), "agrees", "same-figure"),
        (stated(30, **SINCE), stated(30, as_of="2021-03-11", **SINCE), "updates", "later-report"),
        (
            stated(30, as_of="2021-03-10/2021-03-12", period="2021-03-01/2021-03-09"),
            stated(45, as_of="2021-03-11/2021-03-12", period="2021-03-01/2021-03-11"),
            "updates",
            "later-end",
        ),
        (
            stated(30, bound="at-least", as_of="2021-03-12", period="2021-03-01/2021-03-10"),
            stated(45, as_of="2021-03-12", period="2021-03-01/2021-03-12"),
            "updates",
            "later-end",
        ),
        (
            stated(30, bound="at-least", as_of="2021-03-12/2021-03-13", period="2021-03-01/2021-03-12"),
            stated(45, as_of="2021-03-13/2021-03-14", period="2021-03-01/2021-03-13"),
            "rounds",
            "rounded",
        ),
        (
            stated(30, bound="at-least", what="held", as_of="2021-03-12/2021-03-13"),
            stated(45, what="held", as_of="2021-03-13/2021-03-14"),
            "rounds",
            "rounded",
        ),
        (stated(30, **SINCE), stated(45, by="vicar", subset="porters", **SINCE), "differs", "other-subset"),
        (stated(30, **SINCE), stated(45, by="vicar", place="aldmoor", **SINCE), "differs", "other-place"),
        (stated(30, **SINCE), stated(45, by="vicar", period="2021-03-02"), "differs", "other-period"),
        (stated(30, **SINCE), stated(45, by="vicar"), "differs", "other-scope"),
        (
            stated(30, what="held", period="2021-03-01"),
            stated(45, by="vicar", what="held", period="2021-03-02"),
            "updates",
            "later-time",
        ),
        (
            stated(30, what="held", period="2021-03-01/2021-03-04"),
            stated(45, by="vicar", what="held", period="2021-03-02"),
            "contradicts",
            "at-odds",
        ),
    ],
)
def test_the_first_rule_that_fits_decides(one: Statement, other: Statement, kind: str, rule: str) -> None:
    relation = related(one, other)
    assert (relation.kind, relation.rule) == (kind, rule)


UNITS = (
    Unit("barrels-a-day", "barrel a day", "barrels a day", base="litres-a-day", factor=158.987295),
    Unit("gallons-a-day", "gallon a day", "gallons a day", base="litres-a-day", factor=3.785412),
    Unit("dollars", "dollar", "dollars", symbol="$", prefix=True),
)
OIL = Vocabulary(
    (
        Measure(
            "flow", "Flow", "Oil a day.", "rate", units=("barrels-a-day", "gallons-a-day"), of=("thing",)
        ),
        Measure("vessels", "Vessels", "At work.", "stock"),
        Measure("cases", "Cases", "Confirmed.", "count", accumulates=True),
        Measure("profit", "Profit", "Of a quarter.", "money", units=("dollars",)),
    ),
    UNITS,
)


def told(what: str, low: float, by: str = "owner", as_of: str = "2021-04-26", **claim: Any) -> Statement:
    """A statement of a campaign that is no war."""
    high = claim.pop("high", low)
    period = edtf.parse(claim.pop("period")) if "period" in claim else None
    made = Claim(by, "well", what, low, high, period=period, **claim)
    name = f"{by}-{as_of}-{what}-{low}-{made}"
    return Statement(name, name, made, edtf.parse(as_of), "", OIL.measure(what), OIL.unit(made))


def stance_of(what: str, stance: model.Stance, by: str = "agency") -> Statement:
    """A doubt or denial of a figure, which gives none."""
    made = Claim(by, "well", what, stance=stance)
    return Statement(f"{by}-{stance}", "a", made, edtf.parse("2021-04-26"), "", OIL.measure(what))


@pytest.mark.parametrize(
    ("one", "other", "kind", "rule"),
    [
        (told("flow", 1000), told("flow", 42000, "guard", unit="gallons-a-day"), "agrees", "converted"),
        (
            told("flow", 5000),
            told("flow", 210000, as_of="2021-06-10", unit="gallons-a-day"),
            "agrees",
            "converted",
        ),
        (told("flow", 5000), told("flow", 5000, "panel", high=25000), "agrees", "borne-out"),
        (told("flow", 5000), told("flow", 12000, "panel", high=19000), "contradicts", "at-odds"),
        (told("flow", 1000), told("flow", 5000, "panel", "2021-04-29"), "updates", "later-time"),
        (told("flow", 1000), told("flow", 5000, as_of="2021-04-29"), "updates", "later-report"),
        (
            told("flow", 1000, period="2021-04-24"),
            told("flow", 5000, "panel", "2021-04-29", period="2021-04-24"),
            "contradicts",
            "at-odds",
        ),
        (
            told("flow", 1000, period="2021-04-24"),
            told("flow", 5000, "panel", "2021-04-29", period="2021-04-28"),
            "updates",
            "later-time",
        ),
        (told("flow", 1000, place="gulf"), told("flow", 1000, "panel"), "agrees", "same-figure"),
        (told("vessels", 32), told("vessels", 69, "guard", "2021-04-29"), "updates", "later-time"),
        (told("cases", 20), told("cases", 45, "agency", "2021-05-10"), "updates", "later-time"),
        (told("cases", 45), told("cases", 20, "agency", "2021-05-10"), "contradicts", "at-odds"),
        (told("cases", 48), told("cases", 45, "agency"), "contradicts", "at-odds"),
        (told("cases", 5186), told("cases", 5000, "agency", bound="about"), "rounds", "rounded-by-another"),
        (told("cases", 1364, previous=True), told("cases", 1626), "updates", "previous"),
        (
            told("profit", 2, period="2021-01/2021-03"),
            told("profit", -17, period="2021-04/2021-06"),
            "differs",
            "other-period",
        ),
        (told("flow", 100, bound="at-least"), told("flow", 200, bound="at-most"), "agrees", "two-ends"),
        (told("cases", 45), stance_of("cases", "doubts"), "open", "doubted"),
        (told("cases", 45), stance_of("cases", "denies"), "contradicts", "denied"),
        (stance_of("cases", "doubts"), stance_of("cases", "denies", "guard"), "agrees", "both-disputed"),
    ],
)
def test_figures_of_any_measure_relate_by_what_it_is(
    one: Statement, other: Statement, kind: str, rule: str
) -> None:
    relation = related(one, other)
    assert (relation.kind, relation.rule) == (kind, rule)


def position(
    stance: model.Stance, by: str = "vane", who: str = "brigade", day: str = "2021-03-04"
) -> Statement:
    return stated(by=by, who=who, what="controls", place="aldmoor", stance=stance, period=day)


@pytest.mark.parametrize(
    ("one", "other", "kind", "rule"),
    [
        (position("asserts"), position("denies", "vicar"), "contradicts", "denied"),
        (position("partly"), position("denies", "vicar"), "contradicts", "denied"),
        (position("asserts"), position("asserts", "vicar", "militia"), "contradicts", "rivals"),
        (position("asserts"), position("asserts", "vane", "militia"), "differs", "other-party"),
        (position("asserts"), position("partly", "vicar", "militia"), "differs", "other-party"),
        (position("asserts"), position("doubts", "vicar"), "open", "doubted"),
        (position("asserts"), position("asserts", "vicar"), "agrees", "same-stance"),
        (position("asserts"), position("partly", "vicar"), "contradicts", "other-extent"),
        (position("asserts"), position("partly", "vane"), "open", "doubted"),
        (position("asserts"), position("partly", "vane", "militia"), "open", "part-besides"),
        (position("asserts"), position("partly", "vane", "militia", "2021-03-05"), "differs", "other-party"),
        (position("asserts"), position("asserts", "vicar", "militia", "2021-03-05"), "differs", "other-time"),
        (position("asserts"), position("denies", "vicar", day="2021-03-05"), "differs", "other-time"),
        (position("asserts"), position("denies", day="2021-03-05"), "updates", "later-position"),
    ],
)
def test_positions_on_a_place_have_rules_of_their_own(
    one: Statement, other: Statement, kind: str, rule: str
) -> None:
    relation = related(one, other)
    assert (relation.kind, relation.rule) == (kind, rule)


def test_claims_under_different_headings_are_not_related() -> None:
    assert relate(stated(30, **SINCE), stated(30, what="injured", **SINCE)) is None
    assert relate(stated(30, **SINCE), stated(30, who="militia", **SINCE)) is None


def test_every_rule_has_a_name_of_its_own() -> None:
    for rules in (FIGURE_RULES, POSITION_RULES):
        names = [rule.name for rule in rules]
        assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize(
    ("value", "slack"),
    [
        (300, 30),
        (320, 5),
        (500, 50),
        (700, 50),
        (7_000, 500),
        (90, 5),
        (30, 3),
        (17, 0.5),
        (100, 10),
        (2.5, 0.25),
    ],
)
def test_about_reaches_half_a_place_and_at_most_a_tenth(value: float, slack: float) -> None:
    assert intervals.slack(value) == pytest.approx(slack)


DAYS = st.integers(0, 20).map(lambda number: date(2021, 3, 1) + timedelta(days=number))
SPANS = st.tuples(DAYS, st.integers(0, 3)).map(
    lambda one: edtf.of_interval(one[0], one[0] + timedelta(one[1]))
)
STATEMENTS = st.builds(
    lambda value, by, as_of, period, bound, subset, what, number: stated(
        value,
        by=by,
        as_of=as_of.text,
        slug=f"n{number}",
        bound=bound,
        subset=subset,
        what=what,
        **({"period": period.text} if period else {}),
    ),
    st.integers(1, 400),
    st.sampled_from(["vane", "vicar", "mayor"]),
    SPANS,
    st.none() | SPANS,
    st.sampled_from(model.Bound.__args__),  # type: ignore[attr-defined]
    st.sampled_from(["", "porters"]),
    st.sampled_from(["killed", "held"]),
    st.integers(0, 10**9),
)


@settings(max_examples=200, deadline=None)
@given(one=STATEMENTS, other=STATEMENTS)
def test_the_order_of_two_claims_does_not_matter_and_one_origin_never_contradicts_itself(
    one: Statement, other: Statement
) -> None:
    relation = relate(one, other)
    assert relation == relate(other, one)
    if relation is None:
        assert one.group != other.group or one.id == other.id
        return
    assert {relation.first.id, relation.second.id} == {one.id, other.id}
    assert reason(relation)
    if relation.kind == "contradicts":
        assert one.claim.by != other.claim.by
        assert one.scope == other.scope
    if relation.rule in {"rounded", "later-report", "later-end"}:
        assert one.claim.by == other.claim.by


def test_what_a_claimant_says_besides_of_another_party_is_related_within_its_report() -> None:
    place = {"what": "controls", "place": "aldmoor", "slug": "dyke"}
    whole = stated(stance="asserts", **place)
    part = stated(stance="partly", who="moor", **{**place, "slug": "dyke-2"})
    another = stated(stance="partly", who="moor", by="vicar", **{**place, "slug": "dyke-3"})
    told = "one claimant says that one party holds all of it, and another still a part"
    for one, other in ((whole, part), (part, whole)):
        found = list(within_report(one, (whole, part, another)))
        assert [(x.kind, x.rule, reason(x)) for x in found] == [("open", "part-besides", told)]
        assert {found[0].first.id, found[0].second.id} == {one.id, other.id}
    assert list(within_report(another, (whole, part, another))) == []


def test_figures_of_one_report_in_two_units_are_not_comparable() -> None:
    people, families = (
        stated(700, slug="a", **SINCE),
        stated(130, unit="families", slug="b", by="vicar", **SINCE),
    )
    elsewhere = stated(130, unit="families", slug="c", place="aldmoor", **SINCE)
    of_a_part = stated(130, unit="families", slug="d", subset="porters", **SINCE)
    mill = stated(700, place="mill", slug="e", **SINCE)
    found = list(within_report(people, (people, families, elsewhere, of_a_part)))
    assert {(one.kind, one.rule, *sorted((one.first.slug, one.second.slug))) for one in found} == {
        ("differs", "other-unit", "a", "b"),
        ("differs", "other-unit", "a", "c"),
    }
    assert list(within_report(mill, (elsewhere,))) == []
