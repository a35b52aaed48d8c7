"""Progress of long work, as those who show it take it."""

from __future__ import annotations

from collections.abc import Callable

# What is being done, how much of it is done, and how much there is.
Progress = Callable[[str, int, int], None]


def silent(_what: str, _done: int, _total: int) -> None:
    """Show no progress."""
