"""What is worked out in; the facts that it read on the way, any of which makes it stale, out."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Tracer:
    """Writes down, for whatever is being worked out, each fact that is read. Facts are named by texts."""

    def __init__(self) -> None:
        """Begin with nothing being worked out."""
        self._open: list[dict[str, None]] = []

    def read(self, fact: str) -> None:
        """Say that a fact is read now."""
        if self._open:
            self._open[-1][fact] = None

    def trace(self, make: Callable[[], T]) -> tuple[T, tuple[str, ...]]:
        """Work something out; return it with the facts that it read itself, in the order of first reading.

        What is worked out within it by another `trace` keeps its facts to itself.
        """
        self._open.append({})
        try:
            made = make()
        finally:
            reads = self._open.pop()
        return made, tuple(reads)
