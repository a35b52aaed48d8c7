"""Describe the keys of a claim, and read claims by them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from msgspec.structs import replace

from briefing.content.forms.faults import Faults, alternatives, quoted
from briefing.content.forms.fields import TRUTH, date, id_in, number, one_of, text
from briefing.content.forms.records import Demand, Field, Maker, Record, Values
from briefing.core.model import Bound, Claim, Stance
from briefing.core.registry import COUNT, Measure, Unit
from briefing.text.figures import VAGUE

_LEAST = -(10**15)
VALUE = Field("value", number(_LEAST), "the figure; below zero for a loss or a fall")
LEAST = Field("min", number(_LEAST), "the lower end of a range")
MOST = Field("max", number(_LEAST), "the upper end of a range")
WORDS = Field(
    "words",
    text("the words of the report", 60, is_prose=False),
    "a vague wording, such as dozens, instead of a figure",
)
UNIT = Field(
    "unit",
    id_in("units"),
    "the unit: an id in registry/units.yml; if left out, the measure's default",
)
# The mark of what the program suggests, and no editor has confirmed.
MARK = Field(
    "status", one_of(("suggested",)), "marks a suggestion of the program; check it, then remove this"
)

RECORD = Record(
    "claim",
    (
        Field(
            "by", id_in("entities", "sources"), "who says it: an id in registry/entities.yml", required=True
        ),
        Field(
            "who",
            id_in("entities"),
            "whom or what the claim is about: an id in registry/entities.yml",
            required=True,
        ),
        Field("what", id_in("measures"), "what is counted: an id in registry/measures.yml", required=True),
        VALUE,
        LEAST,
        MOST,
        WORDS,
        Field("bound", one_of(get_args(Bound)), "how the figure is meant; exactly when left out"),
        UNIT,
        Field("subset", text("a text", 100, is_prose=False), "a part of who, such as children"),
        Field("part_of", number(), "the total, claimed in the same note, that the figure is a part of"),
        Field("period", date(), "the days that the figure covers (EDTF)"),
        Field("place", id_in("entities"), "where: the id of a place in registry/entities.yml"),
        Field(
            "stance",
            one_of(get_args(Stance)),
            "whether the claimant says that who holds the place; or doubts or denies a figure of others",
        ),
        Field("of", text("a text", 100, is_prose=False), "what a percentage is a share of, such as the crew"),
        Field("previous", TRUTH, "true for an earlier figure given beside a newer one"),
        Field("remark", text(), "what a reader of the figure should know"),
        MARK,
    ),
    (
        Demand(
            "no-figure",
            "there is neither a figure nor a stance",
            "write value, min and max, or words",
            "what",
            any_of=("value", "min", "max", "words", "stance"),
        ),
        Demand(
            "two-figures",
            "there is a value and another figure",
            "keep one of value, min with max, and words",
            "value",
            bars=("min", "max", "words"),
        ),
        Demand(
            "two-figures",
            "there are words as well as min and max",
            "keep one of value, min with max, and words",
            "words",
            bars=("min", "max"),
        ),
        Demand(
            "part-without-figure",
            "part_of needs a figure",
            "write the part as value, or leave part_of out",
            "part_of",
            any_of=("value", "min", "words"),
        ),
        Demand("half-range", "min needs max", "write both, or value", "min", needs=("max",)),
        Demand("half-range", "max needs min", "write both, or value", "max", needs=("min",)),
    ),
)


def _make(values: Values, faults: Faults) -> Claim:
    words = values.get(WORDS)
    low, high = _vague(words, values, faults) if words else _range(values, faults)
    return Claim(
        **values.but(VALUE, LEAST, MOST, MARK),
        low=low,
        high=high,
        line=values.line,
        suggested=values.get(MARK) is not None,
    )


def _range(values: Values, faults: Faults) -> tuple[float | None, float | None]:
    value, least, most = values.get(VALUE), values.get(LEAST), values.get(MOST)
    if value is not None:
        return value, value
    if least is not None and most is not None and least > most:
        what = f"claim: min {least:,.12g} is more than max {most:,.12g}"
        faults.add(values.line_of(LEAST), "min-over-max", what, "write the smaller one as min")
        return most, least
    return least, most


def _vague(words: str, values: Values, faults: Faults) -> tuple[float | None, float | None]:
    span = VAGUE.get(words.lower())
    if span is None:
        what = f"claim: words {quoted(words)} have no published range"
        faults.add(values.line_of(WORDS), "unknown-words", what, f"write {alternatives(VAGUE)}")
        return None, None
    return float(span[0]), float(span[1])


def record_of(measures: Sequence[Measure], units: Sequence[Unit]) -> Record:
    """The record of a claim with the words of a campaign, for editors' programs."""
    words = {"what": tuple(one.id for one in measures), "unit": (COUNT, *(one.id for one in units))}
    fields = tuple(
        replace(field, kind=one_of(words[field.key])) if field.key in words else field
        for field in RECORD.fields
    )
    control = tuple(one.id for one in measures if one.is_control)
    figure = ("value", "min", "max", "words", "bound", "unit")
    positions = (
        Demand("position-without-stance", "", "", "what", control, needs=("place", "stance")),
        Demand("position-with-figure", "", "", "what", control, bars=figure),
    )
    figures = (
        Demand("figure-with-stance", "", "", "value", bars=("stance",)),
        Demand("figure-with-stance", "", "", "words", bars=("stance",)),
        Demand("figure-with-stance", "", "", "min", bars=("stance",)),
    )
    # Without values, the demand would hold for every claim.
    return Record(RECORD.noun, fields, (*RECORD.demands, *(positions if control else ()), *figures))


CLAIM = Maker(RECORD, _make)
