"""Faults as values: where something is wrong, what is wrong and what is allowed."""

from __future__ import annotations

from dataclasses import dataclass


class BriefingError(Exception):
    """Something that stops the whole run, with a message a user can act on."""


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file: `path` as the user would type it, `line` from 1 (0: the file as a whole)."""

    path: str
    line: int = 0

    def __str__(self) -> str:
        """Write the place as `path:line`, or as the path alone."""
        return f"{self.path}:{self.line}" if self.line else self.path


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A fault that an editor can mend.

    `what` says what is wrong, `allowed` what may stand there instead (may be empty);
    `rule` is the fault's short, stable name, such as `unknown-key`.
    """

    location: Location
    rule: str
    what: str
    allowed: str = ""

    def __str__(self) -> str:
        """Write the fault on one line: `path:line: what; what is allowed`."""
        tail = f"; {self.allowed}" if self.allowed else ""
        return f"{self.location}: {self.what}{tail}"


def report(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return the problems without repeats, ordered by path, line, rule and text."""
    return tuple(sorted(set(problems)))
