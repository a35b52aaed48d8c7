"""The trace of a computation: which facts it read, so that a change of any of them makes it dirty."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


class Tracer:
    """Records, for whatever is being computed, each fact that is read. Facts are named by texts."""

    def __init__(self) -> None:
        self._open: list[dict[str, None]] = []

    def read(self, fact: str) -> None:
        """Record that a fact is read now."""
        if self._open:
            self._open[-1][fact] = None

    def replay(self, facts: Iterable[str]) -> None:
        """Record again what a computation read whose value was kept."""
        for fact in facts:
            self.read(fact)

    def trace(self, compute: Callable[[], T]) -> tuple[T, tuple[str, ...]]:
        """Compute something; return it with the facts that it read itself, in the order of first reading.

        What is computed within it by another `trace` keeps its facts to itself.
        """
        self._open.append({})
        try:
            value = compute()
        finally:
            reads = self._open.pop()
        return value, tuple(reads)
