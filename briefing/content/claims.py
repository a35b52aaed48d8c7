"""Describe the keys of a claim, and read claims by them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, get_args

from briefing.content.forms.faults import alternatives, quoted
from briefing.content.forms.fields import IDENTIFIER, date, number, one_of, text
from briefing.content.forms.records import Demand, Field, Maker, Record
from briefing.core.model import Bound, Claim, Measure, Stance, Unit
from briefing.text.figures import VAGUE

if TYPE_CHECKING:
    from briefing.content.forms.faults import Faults
    from briefing.content.forms.records import Values

MEASURES: Final[tuple[Measure, ...]] = get_args(Measure)
UNITS: Final[tuple[Unit, ...]] = get_args(Unit)
POSITION: Final = "controls"
FIGURES = tuple(measure for measure in MEASURES if measure != POSITION)

_PEOPLE: tuple[Unit, ...] = ("people", "families", "percent", "people-a-day")
# In what each measure may be counted.
MEASURED_IN: Mapping[Measure, tuple[Unit, ...]] = {
    "killed": _PEOPLE,
    "injured": _PEOPLE,
    "held": _PEOPLE,
    "threatened": _PEOPLE,
    "trapped": _PEOPLE,
    "fled": _PEOPLE,
    "strength": ("people", "percent"),
    "area": ("km2", "percent"),
    "territory": ("percent", "km2"),
    "distance": ("km",),
    "duration": ("days", "weeks", "months", "years"),
}

VALUE = Field("value", number(), "the figure")
LEAST = Field("min", number(), "the lower end of a range")
MOST = Field("max", number(), "the upper end of a range")
WORDS = Field(
    "words",
    text("the words of the report", 60, is_prose=False),
    "a vague wording, such as dozens, instead of a figure",
)
UNIT: Field[Unit] = Field("unit", one_of(UNITS), "what is counted in; people when left out")
# The mark of what the program suggests, and no editor has confirmed.
MARK = Field(
    "status", one_of(("suggested",)), "stands on what the program suggests; check it, then remove this"
)

RECORD = Record(
    "claim",
    (
        Field("by", IDENTIFIER, "who says it: an id in registry/entities.yml", required=True),
        Field("who", IDENTIFIER, "of whom: an id in registry/entities.yml", required=True),
        Field("what", one_of(MEASURES), "what is counted, or controls for a position", required=True),
        VALUE,
        LEAST,
        MOST,
        WORDS,
        Field("bound", one_of(get_args(Bound)), "how the figure is meant; exactly when left out"),
        UNIT,
        Field("subset", text("a text", 100, is_prose=False), "a part of who, such as children"),
        Field("period", date(), "the days that the figure covers (EDTF)"),
        Field("place", IDENTIFIER, "where: the id of a place in registry/entities.yml"),
        Field("stance", one_of(get_args(Stance)), "how far the claimant says that who controls the place"),
        Field("remark", text(), "what a reader of the figure should know"),
        MARK,
    ),
    (
        Demand(
            "no-figure",
            "there is no figure",
            "write value, min and max, or words",
            "what",
            FIGURES,
            any_of=("value", "min", "max", "words"),
        ),
        Demand(
            "two-figures",
            "value stands beside another figure",
            "keep one of value, min with max, and words",
            "value",
            bars=("min", "max", "words"),
        ),
        Demand(
            "two-figures",
            "words stand beside min and max",
            "keep one of value, min with max, and words",
            "words",
            bars=("min", "max"),
        ),
        Demand("half-range", "min stands without max", "write both, or value", "min", needs=("max",)),
        Demand("half-range", "max stands without min", "write both, or value", "max", needs=("min",)),
        Demand(
            "position-without-stance",
            "controls needs a place and a stance",
            f"add place, and a stance: {alternatives(get_args(Stance))}",
            "what",
            (POSITION,),
            needs=("place", "stance"),
        ),
        Demand(
            "position-with-figure",
            "controls is a position and has no figure",
            "leave out value, min, max, words, bound and unit",
            "what",
            (POSITION,),
            bars=("value", "min", "max", "words", "bound", "unit"),
        ),
        Demand(
            "figure-with-stance",
            "a stance stands beside a figure",
            "write what: controls, or leave stance out",
            "what",
            FIGURES,
            bars=("stance",),
        ),
    ),
)


def _make(values: Values, faults: Faults) -> Claim:
    _check_unit(values, faults)
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


def _check_unit(values: Values, faults: Faults) -> None:
    what, unit = values.found["what"], values.get(UNIT) or "people"
    units = MEASURED_IN.get(what, (unit,))
    if unit not in units:
        fault = f"claim: {what} is not counted in {unit}"
        faults.add(values.line_of(UNIT), "wrong-unit", fault, f"write unit: {alternatives(units)}")


CLAIM = Maker(RECORD, _make)
