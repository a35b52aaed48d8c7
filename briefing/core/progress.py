"""The type of functions that show progress."""

from __future__ import annotations

from collections.abc import Callable

# Called with what is being done, how much is done, and how much there is.
Progress = Callable[[str, int, int], None]


def silent(_what: str, _done: int, _total: int) -> None:
    """Show no progress."""
