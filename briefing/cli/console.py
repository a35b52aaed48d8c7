"""Give commands what they share: exit codes, and a way to show Problems and progress."""

from __future__ import annotations

import argparse
import sys
import time

from briefing.cli.progress import Display
from briefing.core.problems import Problem, count, errors
from briefing.core.progress import Progress, silent

FINE, FAILED, MISUSED, INTERRUPTED = 0, 1, 2, 130


def progress(*, quiet: bool = False) -> Progress:
    """Return a display, on standard error, of how far long work is; none for who wants quiet."""
    return silent if quiet else Display.on(sys.stderr, time.monotonic)


def say(options: argparse.Namespace, text: str) -> None:
    """Print what was done, unless the command line asks for quiet."""
    if not options.quiet:
        print(text, flush=True)


def report(problems: tuple[Problem, ...]) -> int:
    """Print Problems on standard error, then how many there are; return the exit code they mean."""
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        print(count(problems), file=sys.stderr)
    return FAILED if errors(problems) else FINE
