"""Share exit codes, and ways to show Problems and progress, among the commands."""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections.abc import Callable
from typing import Self, TextIO

from msgspec import Struct

from briefing.core.problems import Problem, count, errors
from briefing.core.progress import Progress, silent

# Seconds of a piece of work before anything is shown, and then between two showings.
TERMINAL, ELSEWHERE = 0.2, 5.0
BAR = 24
_CLEARED = "\r\x1b[K"
FINE, FAILED, MISUSED, INTERRUPTED = 0, 1, 2, 130


class Display(Struct):
    """Shows how far work is, where `write` puts it; call it with what is done, how much, and of how much.

    `columns` is the width of the terminal, 0 where there is none. `clock` counts seconds. What is
    done is in words such as "notes analysed"; where its number is first told, and when, its rate
    counts from. A total of 0 tells of something that takes its time without steps.
    """

    write: Callable[[str], object]
    clock: Callable[[], float]
    columns: int = 0
    _what: str = ""
    _done: int = 0
    _first: int = 0
    _started: float = 0.0
    _told: float = 0.0

    @classmethod
    def on(cls, stream: TextIO, clock: Callable[[], float]) -> Self:
        """Show work on a stream, with a bar where it is a terminal."""

        def write(told: str) -> None:
            stream.write(told)
            stream.flush()

        return cls(write, clock, shutil.get_terminal_size().columns if stream.isatty() else 0)

    def __call__(self, what: str, done: int, total: int) -> None:
        """Show it, if it is time."""
        now = self.clock()
        if what != self._what or done < self._done:
            self._what, self._first, self._started, self._told = what, done, now, now
        self._done = done
        if not total:
            self.write(f"{what}\n")
        elif self.columns:
            self._draw(now, done, total)
        elif now - self._told >= ELSEWHERE:
            self._told = now
            self.write(f"{what}: {self._line(now, done, total)}\n")

    def _line(self, now: float, done: int, total: int) -> str:
        return counted(done, total, done - self._first, now - self._started)

    def _draw(self, now: float, done: int, total: int) -> None:
        if done >= total:
            if self._told > self._started:
                self.write(_CLEARED)
            self._told = self._started
        elif now - self._told >= TERMINAL:
            self._told = now
            told = f"{bar(done, total)} {self._what}: {self._line(now, done, total)}"
            self.write(f"{_CLEARED}{told[: self.columns - 1]}")


def bar(done: int, total: int) -> str:
    """Draw how much is done."""
    full = BAR * done // total
    return f"[{'#' * full}{'.' * (BAR - full)}]"


def counted(done: int, total: int, lately: int, seconds: float) -> str:
    """Say how much is done; and at which rate, and how long the rest takes, where `lately` tells."""
    told = f"{done:,} of {total:,}"
    if lately <= 0 or seconds <= 0:
        return told
    rate = lately / seconds
    shown = f"{rate:,.0f} a second" if rate >= 10 else f"{rate:.1f} a second"  # noqa: PLR2004 - two digits
    return f"{told}, {shown}, {lasting((total - done) / rate)} left"


def lasting(seconds: float) -> str:
    """Say how long something lasts, in its two largest units."""
    whole = round(seconds)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def progress(*, quiet: bool = False) -> Progress:
    """Return a display, on standard error, of how far long work is; a silent one under --quiet."""
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
