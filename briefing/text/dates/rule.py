"""A kind of date expression: where to look for it, how it is written, what it means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from briefing.core.edtf import PartialDate
from briefing.text.dates.words import WORDS
from briefing.text.patterns import compiled

if TYPE_CHECKING:
    import re

    from briefing.text.dates.arithmetic import Reckoning

Trigger = Literal["month", "weekday", "unit", "day", "season", "feast", "digits"]


@dataclass(frozen=True, slots=True)
class DateRule:
    """One rule of the ordered list; where the expressions of two overlap, the earlier rule wins.

    `near` are the triggers that the expression holds or stands by; `pattern` is as `compiled` takes it,
    with the names of `WORDS`. The expression is the group `date` where there is one, else the whole
    match. `read` gives what it means, or nothing where it is no date after all.
    """

    name: str
    near: tuple[Trigger, ...]
    pattern: str
    read: Callable[[re.Match[str], Reckoning], PartialDate | None]

    def compiled(self) -> re.Pattern[str]:
        """Return the regular expression."""
        return compiled(self.pattern, WORDS)
