"""Record the faults of one file as it is read, and word hints for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct, field

from briefing.core.problems import LONGEST_QUOTED, Location, Problem, Severity, nearest

MOST_PROBLEMS = 1000
_LONGEST_READ = 1000


class Faults(Struct):
    """The Problems of the one file at `path`, in the order in which they were met."""

    path: str
    found: list[Problem] = field(default_factory=list)
    _told: Counter[Severity] = field(default_factory=Counter)

    def add(self, line: int, rule: str, what: str, allowed: str = "") -> None:
        """Record one fault; `line` counts from 1 in the file, 0 means the file as a whole."""
        self._add("error", line, rule, what, allowed)

    def warn(self, line: int, rule: str, what: str, allowed: str = "") -> None:
        """Record what may be right as it is."""
        self._add("warning", line, rule, what, allowed)

    def _add(self, severity: Severity, line: int, rule: str, what: str, allowed: str) -> None:
        """Record a Problem; nobody reads a thousand of one file: what goes over that is told as one."""
        self._told[severity] += 1
        if self._told[severity] <= MOST_PROBLEMS:
            self.found.append(Problem(Location(self.path, line), rule, what, allowed, severity))
        elif self._told[severity] == MOST_PROBLEMS + 1:
            what, allowed = "there are more problems than these", "mend these first"
            self.found.append(Problem(Location(self.path), "too-many-problems", what, allowed, severity))

    def problems(self) -> tuple[Problem, ...]:
        """Return what was recorded so far."""
        return tuple(self.found)


def quoted(text: str) -> str:
    """Return the text in quotes for a message: on one line, at most 60 characters, escapes shown."""
    shown = " ".join(text[:_LONGEST_READ].split())
    shown = "".join(mark if mark.isprintable() else f"U+{ord(mark):04X}" for mark in shown)
    cut = len(shown) > LONGEST_QUOTED or len(text) > _LONGEST_READ
    return f'"{shown[:LONGEST_QUOTED]}…"' if cut else f'"{shown}"'


class Hints:
    """Known words to compare slips with: each slip once, and no more slips than anyone would read."""

    most = 100

    def __init__(self, known: Iterable[str]) -> None:
        self._known = sorted(known)
        self._found: dict[str, str] = {}

    def nearest(self, word: str) -> str:
        """Return the known word that `word` is likely a slip for, or "" when there is none."""
        if word not in self._found:
            if len(self._found) >= self.most:
                return ""
            self._found[word] = nearest(word, self._known)
        return self._found[word]


def alternatives(words: Iterable[str]) -> str:
    """Return the words as a choice in English: "a, b or c"."""
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last
