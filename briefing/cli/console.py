"""Give commands what they share: exit codes, and a way to show Problems and progress."""

from __future__ import annotations

import sys
import time

from briefing.cli.progress import Display
from briefing.core.problems import Problem, count, errors

FINE, FAILED, MISUSED, INTERRUPTED = 0, 1, 2, 130


def progress() -> Display:
    """Return a display, on standard error, of how far long work is."""
    return Display.on(sys.stderr, time.monotonic)


def report(problems: tuple[Problem, ...]) -> int:
    """Print Problems on standard error, then how many there are; return the exit code they mean."""
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        print(count(problems), file=sys.stderr)
    return FAILED if errors(problems) else FINE
