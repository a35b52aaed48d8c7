"""A kind of date expression: where to look for it, how it is written, what it means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from briefing.text.dates.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefing.edtf import PartialDate
    from briefing.text.dates.reckoning import Reckoning

Trigger = Literal["month", "weekday", "unit", "day", "season", "feast", "digits"]
# White space within a block, NUL counted in: at most one line break, and no way to match it twice.
_GAP = r"(?:[ \t\r\xa0\u2009\u202f\0]*+\n?+[ \t\r\xa0\u2009\u202f\0]*+(?<=[\s\0]))"
_GROUP = re.compile(r"(?<!P)<([a-z]+)(2?)>")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the ordered list; where the expressions of two overlap, the earlier rule wins.

    `near` are the triggers that the expression holds or stands by. In `pattern` a space is white
    space, and `<month>` or `<month2>` a group of that name that matches the word of that kind; no
    spaces in lookbehinds and character classes. The expression is the group `date` where there is
    one, else the whole match. `read` gives what it means, or nothing where it is no date after all.
    """

    name: str
    near: tuple[Trigger, ...]
    pattern: str
    read: Callable[[re.Match[str], Reckoning], PartialDate | None]

    def compiled(self) -> re.Pattern[str]:
        """Return the regular expression."""
        named = _GROUP.sub(lambda found: f"(?P<{found[1]}{found[2]}>{WORDS[found[1]]})", self.pattern)
        return re.compile(named.replace(" ", _GAP))
