"""Types of arguments that argparse lacks: counts, days and ports."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import date

LAST_PORT = 65535


def count(text: str) -> int:
    """Read a whole number from 1."""
    number = int(text) if text.isascii() and text.isdigit() else 0
    if number < 1:
        raise ArgumentTypeError(f"{text!r} is not a count; write a whole number from 1")
    return number


def day(text: str) -> date:
    """Read a day."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is not a day; write YYYY-MM-DD") from error


def port(text: str) -> int:
    """Read the number of a port."""
    number = int(text) if text.isascii() and text.isdigit() else -1
    if not 0 <= number <= LAST_PORT:
        raise ArgumentTypeError(f"{text!r} is not a port; write a number from 0 to {LAST_PORT}")
    return number
