"""Say in a sentence what a claimant's figures did: rose, fell, or stayed as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.core import edtf
from briefing.ledger import intervals, relations
from briefing.ledger.wording import in_brief

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from briefing.ledger.statements import Statement

NUMBERS = (
    "",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
# How many figures of a series, before and after, may be what one of them rounds.
NEAR = 8


def counted(same: Iterable[Statement]) -> tuple[Statement, ...]:
    """A claimant's figures by the last day that they count, without those that only round another."""
    order = sorted(
        (one for one in same if intervals.of(one) is not None), key=lambda one: (one.counted_to, one.key)
    )
    kept = tuple(one for at, one in enumerate(order) if not _is_rounding(one, order, at))
    return kept or tuple(order)


def _is_rounding(statement: Statement, order: Sequence[Statement], at: int) -> bool:
    for other in order[max(0, at - NEAR) : at + NEAR + 1]:
        relation = relations.relate(statement, other)
        if relation and relation.kind == "rounds" and statement.claim.bound != "exactly":
            return other.claim.bound == "exactly" or other.key > statement.key
    return False


def finding(series: Iterable[Sequence[Statement]], name: Callable[[str], str]) -> str:
    """Say how the figures of one or two series changed: the sentence over a chart.

    Each is of one claimant, by the day that it counts to. A second is told if it is the same claimant's and
    changed in the same way.
    """
    told = sorted((one for one in series if one), key=_change, reverse=True)
    if not told:
        return ""
    first = told[0]
    second = next((one for one in told[1:] if _alike(first, one)), None)
    also = f", of {subject(second[0], name)} {_span(second)}" if second else ""
    verb, days = _verb(first), _days(first)
    whose = f"{possessive(name(first[0].claim.by))} {_noun(first[0])} {subject(first[0], name)}"
    if not days:
        return _first_upper(f"{whose} stood at {brief(first[-1])} on {_day(first[-1])}")
    if not verb:
        return _first_upper(f"{whose} stayed at {brief(first[-1])} for {days}")
    return _first_upper(f"{whose} {verb} {_span(first)}{also}{',' if also else ''} in {days}")


def _change(same: Sequence[Statement]) -> float:
    """How much of the larger figure came or went."""
    first, last = _value(same[0]), _value(same[-1])
    return abs(last - first) / max(abs(first), abs(last), 1e-9) if _days(same) else -1.0


def _alike(one: Sequence[Statement], other: Sequence[Statement]) -> bool:
    return (
        one[0].claim.by == other[0].claim.by
        and one[0].claim.who != other[0].claim.who
        and (_verb(one), _days(one)) == (_verb(other), _days(other))
        and bool(_verb(one))
    )


def _value(statement: Statement) -> float:
    found = intervals.of(statement)
    return (found.least + found.most) / 2 if found else 0.0


def _verb(same: Sequence[Statement]) -> str:
    first, last = _value(same[0]), _value(same[-1])
    if brief(same[0]) == brief(same[-1]):
        return ""
    return "rose" if last > first else "fell" if last < first else "went"


def _span(same: Sequence[Statement]) -> str:
    return f"from {brief(same[0])} to {brief(same[-1])}"


def _days(same: Sequence[Statement]) -> str:
    """How long it took: "eight days", "a day"; empty for figures of one day."""
    days = (same[-1].counted_to - same[0].counted_to).days
    if days <= 1:
        return "a day" if days else ""
    return f"{NUMBERS[days] if days < len(NUMBERS) else f'{days:,}'} days"


def _day(statement: Statement) -> str:
    return edtf.display(edtf.of_day(statement.counted_to))


def _noun(statement: Statement) -> str:
    return "figure for" if statement.unit else "count of"


def subject(statement: Statement, name: Callable[[str], str]) -> str:
    """What is counted: "SDF killed", "children among civilians killed"."""
    claim = statement.claim
    who = f"{claim.subset} among {name(claim.who)}" if claim.subset else name(claim.who)
    return f"{who}{',' if statement.unit else ''} {statement.measure.inline}"


def brief(statement: Statement) -> str:
    """A figure in brief."""
    return " ".join(filter(None, in_brief(statement)))


def possessive(name: str) -> str:
    """A name as an owner: SOHR’s, United Nations’."""
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]
