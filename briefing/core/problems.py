"""Problems: where something is wrong, what is wrong, what is allowed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable
from typing import Literal

from msgspec import Struct

# How many things of a kind a message names.
NAMED = 3
# How many characters of a text a message quotes; a longer one is no slip for a known word.
LONGEST_QUOTED = 60
# What comes before the @ of an address, a token perhaps: in a URL, with a slash in the password, elsewhere.
_USER = re.compile(
    r"""(?<=://)[^/\s]*@|(?<=://)(?!\[)[^/:\s]*:(?!\d{1,5}(?:/|$))\S*@|(?P<git>git\+)?[^/\s'"]*@"""
)
# An error stops publication; a warning leaves it to the editor.
Severity = Literal["error", "warning"]


class BriefingError(Exception):
    """Something that stops the whole run, with a message a user can act on."""


class MisusedError(BriefingError):
    """A wrong command line: nothing was begun, exit code 2."""


class Location(Struct, frozen=True, order=True):
    """A place in a file: `path` as the user would type it, `line` from 1 (0: the file as a whole)."""

    path: str
    line: int = 0

    def __str__(self) -> str:
        """Write the place as `path:line`, or as the path alone."""
        return f"{self.path}:{self.line}" if self.line else self.path


class Problem(Struct, frozen=True, order=True):
    """A fault that an editor can mend.

    `what` says what is wrong, `allowed` what is allowed instead (may be empty);
    `rule` is the fault's short, stable name, such as `unknown-key`. One of severity "warning" may
    be right as it is: it is told, and stops nothing.
    """

    location: Location
    rule: str
    what: str
    allowed: str = ""
    severity: Severity = "error"

    @property
    def text(self) -> str:
        """What is wrong and what is allowed, on one line."""
        return f"{self.what}; {self.allowed}" if self.allowed else self.what

    def __str__(self) -> str:
        """Write the fault on one line: `path:line: what; what is allowed`, a warning marked as one."""
        mark = "warning: " if self.severity == "warning" else ""
        return f"{self.location}: {mark}{self.text}"


def report(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return the problems without repeats, ordered by path, line, rule and text."""
    return tuple(sorted(set(problems)))


def errors(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return the problems that stop publication, in the order given."""
    return tuple(problem for problem in problems if problem.severity == "error")


def warnings(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return the problems that stop nothing, in the order given."""
    return tuple(problem for problem in problems if problem.severity == "warning")


def count(problems: tuple[Problem, ...]) -> str:
    """Say how many: "2 problems, 1 warning"; "" for none."""
    stopping, told = len(errors(problems)), len(warnings(problems))
    parts = ((stopping, "problem"), (told, "warning"))
    return ", ".join(f"{number} {noun}{'s' if number > 1 else ''}" for number, noun in parts if number)


def few(names: Collection[str]) -> str:
    """Name the first in alphabetical order, and say how many more there are."""
    more = len(names) - NAMED
    return ", ".join(sorted(names)[:NAMED]) + (f" and {more} more" if more > 0 else "")


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that `word` is likely a slip for; ties go to the first by alphabet, or ""."""
    if len(word) > LONGEST_QUOTED:
        return ""
    lower = word.lower()
    candidates = {one.lower(): one for one in sorted(known, reverse=True)}
    if lower in candidates:
        return candidates[lower]
    close = difflib.get_close_matches(lower, sorted(candidates), n=1, cutoff=0.7)
    return candidates[close[0]] if close else ""


def without_users(text: str) -> str:
    """Hide whatever comes before the @ of addresses in a text."""
    return _USER.sub(r"\g<git>…@", text)


class RefusedError(BriefingError):
    """The content has Problems that stop publication: nothing was built, what was published stays."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
