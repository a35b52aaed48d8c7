"""The values that key dates are found from: reports, their lines, and the days these name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 - a field's type, as readers of these values expect it


@dataclass(frozen=True, slots=True)
class Naming:
    """A day that a line names; `written` with its number ("10 September") and not as "Friday".

    One that only `bounds` a span ("since 10 September") matters all the same, but the line does not
    tell what happened on it.
    """

    day: date
    written: bool
    bounds: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a report and the days it names, in order."""

    text: str
    days: tuple[Naming, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What was published on a day, sentence by sentence, in order; `name` tells reports apart."""

    name: str
    published: date
    lines: tuple[Line, ...]
