"""Charts of claims over time, one panel for each scope."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10
from typing import TYPE_CHECKING, NamedTuple, get_args

from briefing.core import edtf
from briefing.ledger import intervals
from briefing.ledger.wording import figure, number
from briefing.site.pictures import labels
from briefing.site.pictures.labels import Box
from briefing.site.pictures.panels import Chart, Legend, Mark, Panel, Shape, Sign, Tick

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from briefing.core.model import Claim
    from briefing.core.registry import MeasureKind, Unit
    from briefing.ledger.statements import Scope, Statement

WIDTH, HEIGHT = 360.0, 190.0
LEFT, RIGHT, TOP, BOTTOM = 46.0, 352.0, 26.0, 166.0
# The half of a mark's width and of a band's, and how far a whisker that is open reaches.
MARK, BAND, WHISKER = 5.0, 12.0, 16.0
SHAPES: tuple[Shape, ...] = ("circle", "square", "diamond", "triangle", "wedge", "cross")
# Days on the axis that are told by name, at most.
TICKS = 3
# The room at the right for the figure of the newest mark.
MARGIN = 94.0
# What does not change as a campaign goes on.
UNDRAWN: frozenset[MeasureKind] = frozenset(("control", "size", "time"))


class Words(NamedTuple):
    """How to name an entity, a scope's heading, title and anchor, a note's source by its slug, and a unit."""

    label: Callable[[str], str]
    heading: Callable[[Statement], str]
    title: Callable[[Scope], str]
    anchor: Callable[[Scope], str]
    source: Callable[[str], str]
    unit: Callable[[str, str], Unit | None]


@dataclass(frozen=True, slots=True)
class _Frame:
    """Days and figures to units, as panels of one measure and unit share them."""

    first: date
    days: int
    top: float
    low: float = 0.0
    unit: Unit | None = None

    def x(self, day: date) -> float:
        width = RIGHT - MARGIN - LEFT - 14
        return LEFT + 14 + width * ((day - self.first).days / self.days if self.days else 0.5)

    def y(self, value: float) -> float:
        scaled = value / self.unit.factor if self.unit else value
        return BOTTOM - (BOTTOM - TOP) * (scaled - self.low) / (self.top - self.low)


def chart(statements: Iterable[Statement], words: Words) -> Chart | None:
    """Draw each scope whose figures are of two days or more, in the order given; None without any."""
    scopes: dict[Scope, list[Statement]] = {}
    for statement in statements:
        if statement.measure.kind not in UNDRAWN:
            scopes.setdefault(statement.scope, []).append(statement)
    shown = {scope: same for scope, same in scopes.items() if _changes(same)}
    if not shown:
        return None
    shapes = _shapes(one.claim.by for same in shown.values() for one in _known(same))
    frames = _frames(shown, words)
    return Chart(
        width=WIDTH,
        height=HEIGHT,
        legend=_legend(shapes, words),
        signs=_signs(one.claim for same in shown.values() for one in _known(same)),
        panels=tuple(
            _panel(scope, same, frames[scope.what, scope.unit], shapes, words)
            for scope, same in shown.items()
        ),
    )


def _changes(same: Iterable[Statement]) -> bool:
    """Tell whether there is something to see over time."""
    return len({one.counted_to for one in _known(same)}) > 1


def _known(same: Iterable[Statement]) -> list[Statement]:
    return [one for one in same if intervals.of(one) is not None]


def _shapes(claimants: Iterable[str]) -> dict[str, Shape]:
    found: dict[str, Shape] = {}
    for by in claimants:
        found.setdefault(by, SHAPES[min(len(found), len(SHAPES) - 1)])
    return found


def _legend(shapes: Mapping[str, Shape], words: Words) -> tuple[Legend, ...]:
    named: dict[Shape, list[str]] = {}
    for by, shape in shapes.items():
        named.setdefault(shape, []).append(words.label(by))
    return tuple(Legend(shape, ", ".join(texts)) for shape, texts in named.items())


def _signs(claims: Iterable[Claim]) -> tuple[Sign, ...]:
    """What the marks say; "at least" and "more than" together, as each is told by the other."""
    used = {sign for claim in claims for sign in _said(claim)}
    if used & {"at-least", "more-than"}:
        used |= {"at-least", "more-than"}
    return tuple(sign for sign in get_args(Sign) if sign in used)


def _said(claim: Claim) -> Iterator[Sign]:
    if claim.words:
        yield "words"
        return
    if claim.bound != "exactly":
        yield claim.bound
    if claim.low != claim.high:
        yield "about"


def _frames(shown: Mapping[Scope, Sequence[Statement]], words: Words) -> dict[tuple[str, str], _Frame]:
    """One frame for each measure and unit: panels side by side are read against each other."""
    together: dict[tuple[str, str], list[Statement]] = {}
    for scope, same in shown.items():
        together.setdefault((scope.what, scope.unit), []).extend(_known(same))
    frames = {}
    for key, same in together.items():
        days = [one.counted_to for one in same]
        unit = words.unit(*key)
        ends = [end for one in same if (found := intervals.of(one)) for end in (found.least, found.most)]
        high, low = (end / (unit.factor if unit else 1.0) for end in (max(ends), min(ends)))
        bottom = -_round_up(-low * 1.1) if low < 0 else 0.0
        frames[key] = _Frame(min(days), (max(days) - min(days)).days, _round_up(high * 1.1), bottom, unit)
    return frames


def _round_up(value: float) -> float:
    """The next number that a fifth of its first place goes into: 1,050 → 1,200; 0 → 1."""
    if value <= 0:
        return 1.0
    step = 10.0 ** floor(log10(value)) / 5
    return float(ceil(value / step) * step)


def _panel(
    scope: Scope, same: Sequence[Statement], frame: _Frame, shapes: Mapping[str, Shape], words: Words
) -> Panel:
    known = sorted(_known(same), key=lambda one: (one.counted_to, one.key))
    return Panel(
        anchor=words.anchor(scope),
        heading=words.heading(known[0]),
        title=words.title(scope),
        description=_description(known, frame),
        across=_across(frame, known),
        up=tuple(_up(frame)),
        marks=tuple(_marks(known, frame, shapes, words)),
        left_out=len(same) - len(known),
    )


def _up(frame: _Frame) -> Iterator[Tick]:
    factor = frame.unit.factor if frame.unit else 1.0
    for value in (frame.low, (frame.low + frame.top) / 2, frame.top):
        yield Tick(frame.y(value * factor), number(float(f"{value:.6g}")))


def _description(known: Sequence[Statement], frame: _Frame) -> str:
    first, last = known[0], known[-1]
    days = [edtf.display(edtf.of_day(one.counted_to)) for one in (first, last)]
    several = any(one.unit != frame.unit for one in known)
    converted = f" All are drawn in {frame.unit.plural}." if frame.unit and several else ""
    return (
        f"{len(known)} claims by the last day that they count, from {figure(first)} up to {days[0]} "
        f"to {figure(last)} up to {days[1]}. The table beside it tells each.{converted}"
    )


def _across(frame: _Frame, known: Sequence[Statement]) -> tuple[Tick, ...]:
    days = sorted({one.counted_to for one in known})
    chosen = days if len(days) <= TICKS else [days[0], days[-1]]
    ticks: list[Tick] = []
    for day in (chosen[0], *chosen[:0:-1]):
        at = frame.x(day)
        # Two dates need their room.
        if all(abs(at - other.at) > 70 for other in ticks):  # noqa: PLR2004 - units
            ticks.append(Tick(round(at, 1), edtf.display_short(edtf.of_day(day))))
    return tuple(sorted(ticks, key=lambda tick: tick.at))


def _marks(
    known: Sequence[Statement], frame: _Frame, shapes: Mapping[str, Shape], words: Words
) -> Iterator[Mark]:
    bands = [_band(one, frame) for one in known]
    places = _apart(
        [
            (frame.x(one.counted_to), frame.y(_value(one)), band)
            for one, band in zip(known, bands, strict=True)
        ]
    )
    taken = [_ground(x, y, band) for (x, y), band in zip(places, bands, strict=True)]
    for one, (x, y) in zip(known, places, strict=True):
        end = _open_to(one.claim, y)
        if end is not None:
            taken.append(Box(x - 1, min(y, end), x + 1, max(y, end)))
    edge = Box(LEFT, 0, WIDTH, BOTTOM)
    for statement, (x, y), band in zip(known, places, bands, strict=True):
        claim = statement.claim
        label = labels.place((x, y), BAND if band else MARK, figure(statement), taken, edge)
        if label:
            taken.append(labels.box(label, figure(statement)))
        yield Mark(
            x=round(x, 1),
            y=round(y, 1),
            shape=shapes[claim.by],
            hollow=bool(claim.words) or claim.bound == "more-than",
            open_to=_open_to(claim, y),
            band=band,
            figure=figure(statement),
            words=_words(statement, words),
            label=label,
        )


def _value(statement: Statement) -> float:
    """Where a claim stands: the figure as stated, the middle of a range."""
    found = intervals.of(statement)
    return (found.least + found.most) / 2 if found else 0.0


def _open_to(claim: Claim, y: float) -> float | None:
    if claim.words:
        return None
    if claim.bound in {"at-least", "more-than"}:
        return round(max(2.0, y - WHISKER), 1)
    return round(min(BOTTOM, y + WHISKER), 1) if claim.bound == "at-most" else None


def _band(statement: Statement, frame: _Frame) -> tuple[float, float] | None:
    """The upper and lower edge of what a figure allows for, where it is closed and no single number."""
    found = intervals.of(statement)
    if found is None:
        return None
    low, high = (found.low, found.high) if statement.claim.bound == "about" else (found.least, found.most)
    if low == high:
        return None
    return round(max(TOP, frame.y(high)), 1), round(frame.y(low), 1)


def _ground(x: float, y: float, band: tuple[float, float] | None) -> Box:
    """The space that a mark takes with its band."""
    if band is None:
        return labels.around(x, y, MARK)
    return Box(x - BAND, min(y - MARK, band[0]), x + BAND, max(y + MARK, band[1]))


def _apart(places: Sequence[tuple[float, float, tuple[float, float] | None]]) -> list[tuple[float, float]]:
    """Set marks side by side that would cover each other: they are of one day, or of days close by.

    Where there is no room for bands side by side, only the marks are kept from covering each other.
    """
    found: list[tuple[float, float]] = []
    whole: list[Box] = []
    for x, y, band in places:
        steps = (step * side for step in range(2 * len(places) + 1) for side in (1, -1))
        moved = [at for step in steps if LEFT + MARK <= (at := x + step * (2 * MARK + 2)) <= RIGHT]
        marks = [labels.around(*one, MARK) for one in found]
        bare = (at for at in moved if _clear(labels.around(at, y, MARK), marks))
        free = (at for at in moved if _clear(_ground(at, y, band), whole))
        at = next(free, next(bare, x))
        found.append((at, y))
        whole.append(_ground(at, y, band))
    return found


def _clear(space: Box, others: Iterable[Box]) -> bool:
    """Tell whether there is a gap between a mark and others."""
    wider = Box(space.left - 1, space.top - 1, space.right + 1, space.bottom + 1)
    return not any(wider.meets(other) for other in others)


def _words(statement: Statement, words: Words) -> str:
    day, as_of = edtf.display(edtf.of_day(statement.counted_to)), edtf.display(statement.as_of)
    return (
        f"{words.label(statement.claim.by)}: {figure(statement)}, up to {day}; "
        f"{words.source(statement.slug)}, as of {as_of}"
    )
