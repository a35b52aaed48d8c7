"""Lay out a plot at one width: days across, figures up, a step a claimant, labels that never touch."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from briefing.core import edtf
from briefing.ledger import intervals
from briefing.ledger.wording import figure, number
from briefing.site.pictures import findings, labels
from briefing.site.pictures.labels import Box, Label
from briefing.site.pictures.panels import Curve, Dot, Drawing, Shape, Stretch, Tick, Width
from briefing.site.pictures.plot_labels import BOTTOM, MARK, TOP, ended, labelled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefing.core.model import Claim
    from briefing.core.registry import Unit
    from briefing.ledger.statements import Statement

# The room for the figures of the axis, before its first day.
AXIS = 46.0
# How far a whisker that is open reaches.
WHISKER = 14.0
# The space between two days that are named.
APART = 66.0
# Where figures fill less of the axis than this, they are drawn again, enlarged.
CROWDED = 0.3


class Size(NamedTuple):
    """A drawing's width, and from where to where its fields reach."""

    name: Width
    width: int
    fields: tuple[tuple[float, float], ...]


PHONE = Size("phone", 328, ((8.0, 236.0),))
DESK = Size("desk", 960, ((8.0, 776.0),))
ENLARGED = Size("desk", 960, ((8.0, 368.0), (440.0, 776.0)))


class Told(Struct, frozen=True):
    """A claimant's figures as a line: their `shape` and `tone`, its `name`, and what says each in full."""

    shape: Shape
    tone: int
    name: str
    statements: tuple[Statement, ...]
    words: tuple[str, ...]


class Scale(Struct, frozen=True):
    """From the first day to the last, and from the lowest figure to the top, in a unit."""

    first: date
    last: date
    low: float
    top: float
    unit: Unit | None
    what: str

    def y(self, value: float) -> float:
        """Where a figure, in the base of its unit, stands."""
        scaled = value / self.unit.factor if self.unit else value
        return BOTTOM - (BOTTOM - TOP) * (scaled - self.low) / (self.top - self.low)


class _Days(Struct, frozen=True):
    """A stretch of days, as wide as its field."""

    left: float
    right: float
    first: date
    last: date

    def x(self, day: date) -> float:
        whole = (self.last - self.first).days
        return round(
            self.left + (self.right - self.left) * ((day - self.first).days / whole if whole else 1), 1
        )


def draw(told: Sequence[Told], scale: Scale) -> tuple[Drawing, ...]:
    """Draw lines for a phone and for a desk."""
    days = sorted({one.counted_to for line in told for one in line.statements})
    share = (days[-1] - days[0]).days / max((scale.last - scale.first).days, 1)
    desk = ENLARGED if share < CROWDED else DESK
    return tuple(_drawing(size, told, scale, days) for size in (PHONE, desk))


def _drawing(size: Size, told: Sequence[Told], scale: Scale, days: Sequence[date]) -> Drawing:
    left, right = size.fields[0]
    stretches = [_Days(left + AXIS, right, scale.first, scale.last)]
    if len(size.fields) > 1:
        eve = days[0] - timedelta(days=max(1, (days[-1] - days[0]).days // 12))
        stretches.append(_Days(*size.fields[1], eve, scale.last))
    fields = tuple(
        _field(size, told, scale, stretch, is_last=stretch is stretches[-1], is_first=not at)
        for at, stretch in enumerate(stretches)
    )
    return Drawing(size.name, (size.width, round(BOTTOM + 28)), tuple(_up(scale)), BOTTOM, fields)


def _field(
    size: Size, told: Sequence[Told], scale: Scale, days: _Days, *, is_last: bool, is_first: bool
) -> Stretch:
    lines = [_line(line, scale, days) for line in told]
    known = sorted({one.counted_to for line in told for one in line.statements})
    title = "" if is_first else f"Enlarged: {edtf.display(edtf.of_interval(known[0], known[-1]))}"
    across = _across(days) if is_first else _named(days, known)
    left = size.fields[0][0] if is_first else days.left
    if is_last:
        frame = Box(days.left - 8, 8, days.right + MARK, BOTTOM)
        texts = _texts(left, scale) if is_first else ()
        lines = labelled(ended(lines, size.name, days.right), frame, texts)
    return Stretch(left, days.right, title, tuple(across), tuple(lines))


# The axes.


def _up(scale: Scale) -> Iterator[Tick]:
    factor = scale.unit.factor if scale.unit else 1.0
    for part in (0, 1, 2, 3, 4):
        value = scale.low + (scale.top - scale.low) * part / 4
        text = number(float(f"{value:.6g}"))
        unit = f" {scale.unit.plural if scale.unit else scale.what}" if part == 4 else ""  # noqa: PLR2004 - the top
        yield Tick(round(scale.y(value * factor), 1), f"{text}{unit}")


def _texts(left: float, scale: Scale) -> Iterator[Box]:
    """The space that the figures of the axis take."""
    return (labels.box(Label(left, tick.at - 4, "start"), tick.text) for tick in _up(scale))


def _across(days: _Days) -> list[Tick]:
    """The first and the last day, and the months between where there is room."""
    ends = [Tick(days.x(day), edtf.display_short(edtf.of_day(day))) for day in (days.first, days.last)]
    months: list[Tick] = []
    for year, month in _months(days.first, days.last):
        tick = Tick(days.x(date(year, month, 1)), f"{date(year, month, 1):%b}" if month > 1 else str(year))
        before = months[-1].at + APART / 2 if months else ends[0].at + APART * 1.4
        if before <= tick.at <= ends[1].at - APART * 1.4:
            months.append(tick)
    return [ends[0], *months, ends[1]] if days.first < days.last else [ends[1]]


def _months(first: date, last: date) -> Iterator[tuple[int, int]]:
    at = first.year * 12 + first.month
    while at <= last.year * 12 + last.month - 1:
        yield at // 12, at % 12 + 1
        at += 1


def _named(days: _Days, known: Sequence[date]) -> list[Tick]:
    """The days that have figures, those to the right first."""
    ticks: list[Tick] = []
    for day in reversed(known):
        at = days.x(day)
        if all(abs(at - other.at) > APART for other in ticks):
            ticks.append(Tick(at, edtf.display_short(edtf.of_day(day))))
    return ticks[::-1]


# Lines.


def _line(told: Told, scale: Scale, days: _Days) -> Curve:
    marks = tuple(
        _mark(one, words, scale, days) for one, words in zip(told.statements, told.words, strict=True)
    )
    steps = [
        (days.x(one.counted_to), round(scale.y(value(one)), 1)) for one in findings.counted(told.statements)
    ]
    path = f"M{steps[0][0]},{steps[0][1]}" + "".join(f"H{x}V{y}" for x, y in steps[1:])
    return Curve(told.shape, told.tone, path, marks, None, told.name, "")


def _mark(statement: Statement, words: str, scale: Scale, days: _Days) -> Dot:
    claim, y = statement.claim, round(scale.y(value(statement)), 1)
    return Dot(
        x=days.x(statement.counted_to),
        y=y,
        hollow=bool(claim.words) or claim.bound == "more-than",
        open_to=_open_to(claim, y),
        band=_band(statement, scale),
        figure=figure(statement),
        words=words,
        label=None,
    )


def value(statement: Statement) -> float:
    """Where a claim stands: the figure as stated, the middle of a range."""
    found = intervals.of(statement)
    return (found.least + found.most) / 2 if found else 0.0


def _open_to(claim: Claim, y: float) -> float | None:
    if claim.words:
        return None
    if claim.bound in {"at-least", "more-than"}:
        return round(max(2.0, y - WHISKER), 1)
    return round(min(BOTTOM, y + WHISKER), 1) if claim.bound == "at-most" else None


def _band(statement: Statement, scale: Scale) -> tuple[float, float] | None:
    """The upper and lower edge of what a figure allows for, where it is closed and no single number."""
    found = intervals.of(statement)
    if found is None:
        return None
    low, high = (found.low, found.high) if statement.claim.bound == "about" else (found.least, found.most)
    if low == high:
        return None
    return round(max(TOP, scale.y(high)), 1), round(scale.y(low), 1)
