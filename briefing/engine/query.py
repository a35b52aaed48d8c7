"""Queries: pure functions of inputs and queries, memoised from one build to the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from msgspec import Struct

C_contra = TypeVar("C_contra", contravariant=True)
T_co = TypeVar("T_co", covariant=True)


class Query(Struct, Generic[C_contra, T_co], frozen=True):
    """A function of a catalogue and a key. What read its value is dirty only where the value changes.

    `form` is the type that the value is kept as from one build to the next; without one, only its
    digest is kept, and the value is computed once in each build that asks for it.
    """

    kind: str
    compute: Callable[[C_contra, str], T_co]
    form: Any = None

    def fact(self, key: str) -> str:
        """Name the fact of a key."""
        return f"{self.kind} {key}"
