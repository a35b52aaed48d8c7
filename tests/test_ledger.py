"""The ledger as a whole: no claim is lost, a day knows nothing later, a count that falls is a warning."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import campaign
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from test_ledger_relations import STATEMENTS, position, stated

from briefing.build import check
from briefing.core import edtf
from briefing.core.problems import count, errors, warnings
from briefing.ledger import as_of, lines, statements
from briefing.ledger.as_of import StatementRef
from briefing.ledger.assembly import Ledger
from briefing.ledger.falling_counts import falls
from briefing.site.ledger.comparisons import Comparison, compare

if TYPE_CHECKING:
    from pathlib import Path

    from briefing.ledger.statements import Statement

LEDGERS = st.lists(STATEMENTS, max_size=12, unique_by=lambda one: one.id).map(Ledger.of)


@settings(max_examples=80, deadline=None)
@given(ledger=LEDGERS)
def test_no_claim_is_lost_and_each_stands_once(ledger: Ledger) -> None:
    told = [one.id for scopes in ledger.groups.values() for scope in scopes for one in ledger.of_scope(scope)]
    assert sorted(told) == sorted(one.id for one in ledger.statements)


@settings(max_examples=60, deadline=None)
@given(found=st.lists(STATEMENTS, max_size=12, unique_by=lambda one: one.id), seed=st.randoms())
def test_the_order_of_notes_does_not_matter(found: list[Statement], seed: object) -> None:
    shuffled = list(found)
    seed.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = Ledger.of(found), Ledger.of(shuffled)
    assert one.statements == other.statements
    assert list(one.groups.items()) == list(other.groups.items())


def compared(ledger: Ledger, statement: Statement) -> Comparison:
    """What was said of a statement as of its report."""
    return compare(ledger, statement, (), str, statement.as_of.end)


def told(ledger: Ledger) -> list[StatementRef]:
    """What was reported, newest first."""
    return [
        StatementRef(one.as_of.start, one.as_of.end, one.slug, one.id, repr(one.series))
        for one in ledger.statements
    ][::-1]


@settings(max_examples=80, deadline=None)
@given(ledger=LEDGERS, day=st.integers(0, 25).map(lambda number: date(2021, 3, 1) + timedelta(days=number)))
def test_nothing_published_after_a_day_is_known_on_it(ledger: Ledger, day: date) -> None:
    sure, further = as_of.latest(told(ledger), day)
    out = {repr(one.series): one.id for one in ledger.statements if one.as_of.end <= day}
    assert {one.series: one.id for one in sure} == out
    assert not further
    perhaps = as_of.possible(told(ledger), day)
    assert all(one.start <= day < one.end for one in perhaps)
    assert len({one.series for one in perhaps}) == len(perhaps)


@settings(max_examples=80, deadline=None)
@given(ledger=LEDGERS)
def test_nothing_published_after_a_report_stands_beside_its_claims(ledger: Ledger) -> None:
    ends = {one.id: one.as_of.end for one in ledger.statements}
    for statement in ledger.statements:
        said = compared(ledger, statement)
        assert all(ends[one.id] <= statement.as_of.end for one in said.relations)


def test_a_day_shows_the_series_reported_last_and_says_that_there_are_others() -> None:
    day = date(2021, 3, 10)
    many = [
        StatementRef(day - timedelta(number), day - timedelta(number), "n", "c", str(number))
        for number in range(41)
    ]
    sure, further = as_of.latest(many, day)
    assert ([int(one.series) for one in sure], further) == (list(range(39, -1, -1)), True)
    assert not as_of.latest(many[1:], day)[1]


def test_a_position_is_set_beside_rival_claims_to_its_place_before_all_others() -> None:
    agreeing = [position("partly", f"witness{number}", "militia") for number in range(6)]
    mine, own = position("asserts"), position("partly", who="militia")
    rival = position("asserts", "mayor", "militia")
    elsewhen = position("asserts", "vicar", "militia", day="2021-03-02")
    ledger = Ledger.of([mine, own, rival, elsewhen, *agreeing])
    beside = ledger.counterparts(mine)
    assert (beside[0], len(beside)) == (rival, 4)
    assert [one.kind for one in ledger.relations(mine)] == ["contradicts", "differs", "differs", "differs"]
    assert not {own, elsewhen} & set(beside)


def test_a_figure_reported_again_unchanged_is_told_so() -> None:
    since = {"period": "2021-03-01/2021-03-20"}
    ledger = Ledger.of([stated(9, **since), stated(9, as_of="2021-03-12", **since)])
    assert [compared(ledger, one).news for one in ledger.statements] == [
        "new",
        "reported again",
    ]


WHOLE = stated(
    9.5,
    bound="about",
    unit="percent",
    of="all porters",
    subset="Porters",
    place="aldmoor",
    period="2021-03-01/2021-03-04~",
    previous=True,
    remark="Told by letter",
)


@settings(max_examples=40, deadline=None)
@given(one=STATEMENTS | st.sampled_from([WHOLE, stated("dozens"), position("partly")]))
def test_a_statement_can_be_made_from_its_line(one: Statement) -> None:
    assert lines.read(one.id, one.slug, lines.written(one), campaign.KNOWN) == one
    if not one.is_position:
        line = lines.scope_written(one, lines.written(one))
        assert lines.read(one.id, one.slug, line, campaign.KNOWN) == one
        assert lines.scope_read(one.group, line) == (one.scope, one.claim.subset)


def test_a_correction_of_a_figure_leaves_its_address() -> None:
    corrected = replace(WHOLE.claim, low=1.0, high=1.0, bound="exactly")
    assert statements._name("a", WHOLE.claim) == statements._name("a", corrected)


FALL = (
    '{later}: warning: claim: killed falls to "850" in vane\'s count since 2021-03-01; '
    'it was "{before}900" before, at {earlier}; correct whichever is wrong'
)


def fallen(*found: Statement) -> list[str]:
    return [str(problem) for problem in falls(Ledger.of(found), "content/notes/{}.md".format)]


def since(day: int, figure: float, **claim: str) -> Statement:
    return stated(figure, as_of=f"2021-03-{day}", slug=f"n{day}", period=f"2021-03-01/2021-03-{day}", **claim)


def test_a_count_that_falls_is_a_warning_that_names_both_notes() -> None:
    assert fallen(since(10, 900, bound="at-least"), since(12, 850)) == [
        FALL.format(later="content/notes/n12.md", before="at least ", earlier="content/notes/n10.md")
    ]


def test_the_highest_figure_before_is_the_one_named() -> None:
    told = fallen(since(10, 900), since(11, 950), since(12, 850))
    assert len(told) == 1
    assert "content/notes/n11.md" in told[0]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (since(10, 300, bound="more-than"), since(12, 300, bound="about")),
        (since(10, 900), since(12, 950)),
        (since(10, 900), since(12, 850, by="vicar")),
        (since(10, 900), since(12, 850, subset="porters")),
        (since(10, 900), stated(850, as_of="2021-03-12", period="2021-03-02/2021-03-12")),
        (since(10, 900), stated(850, as_of="2021-03-12", period="2021-03-01/2021-03-09")),
        (since(10, 900), stated(850, as_of="2021-03-10/2021-03-12", period="2021-03-01/2021-03-10")),
        (since(10, 900, what="held"), since(12, 850, what="held")),
        (since(10, 900), stated("umpteen", as_of="2021-03-12", period="2021-03-01/2021-03-12")),
    ],
)
def test_what_may_be_right_is_no_fall(earlier: Statement, later: Statement) -> None:
    assert fallen(earlier, later) == []


CLAIM = "claims:\n  - {{by: vane, who: brigade, what: killed, value: {}, period: 2021-03-01/{}}}\n"


def falling(tmp_path: Path) -> Path:
    notes = {
        f"2021-03-{day}-gazette-a.md": campaign.note(
            day=f"2021-03-{day}",
            body=f"Of the Dyke Brigade {value} were killed, Ada Vane said.",
            extra=CLAIM.format(value, f"2021-03-{day}"),
        )
        for day, value in (("10", 900), ("12", 850))
    }
    return campaign.write(tmp_path, notes)


def test_a_warning_is_told_and_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = falling(tmp_path)
    monkeypatch.chdir(root)
    _, problems = check.read(root / "content", today=campaign.TODAY)
    notes = "content/notes/2021-03-{}-gazette-a.md:6"
    assert [str(problem) for problem in problems] == [
        FALL.format(later=notes.format(12), before="", earlier=notes.format(10))
    ]
    assert (errors(problems), warnings(problems), count(problems)) == ((), problems, "1 warning")
    report = campaign.made(campaign.chosen(root))
    assert report.warnings == problems
    assert ", 1 warning: " in str(report)


def test_warnings_can_be_limited_to_a_path(tmp_path: Path) -> None:
    content = falling(tmp_path) / "content"
    for name, told in (("2021-03-10-gazette-a.md", 0), ("2021-03-12-gazette-a.md", 1)):
        _, problems = check.read(content, today=campaign.TODAY, paths=[content / "notes" / name])
        assert len(problems) == told


def test_a_day_inferred_as_either_of_two_is_known_on_the_second() -> None:
    one = stated(9, as_of="2021-03-10/2021-03-11", period="2021-03-01/2021-03-10")
    days = [date(2021, 3, number) for number in (9, 10, 11)]
    reported = told(Ledger((one,)))
    found = [(len(as_of.latest(reported, day)[0]), len(as_of.possible(reported, day))) for day in days]
    assert found == [(0, 0), (0, 1), (1, 0)]
    assert edtf.display(one.as_of) == "10–11 March 2021"
