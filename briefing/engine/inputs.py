"""Inputs: facts from outside, each handed out as the very value whose version is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from msgspec import Struct

from briefing.engine import codec

V_co = TypeVar("V_co", covariant=True)


class Input(Struct, Generic[V_co], frozen=True):
    """A kind of fact from outside, by key.

    `load` returns the value of a key and raises LookupError where there is none. The version of a key
    is a digest of that value, so that nobody can read more than is recorded; `stamp` is another text
    that changes whenever the value does, where one is at hand. `keys` lists all keys, whose versions
    are looked at before each build; an input without `keys` has one for each owner (`Engine.update`).
    """

    kind: str
    load: Callable[[str], V_co]
    keys: Callable[[], Iterable[str]] | None = None
    stamp: Callable[[str], str] | None = None

    def fact(self, key: str) -> str:
        """Name the fact of a key."""
        return f"{self.kind} {key}"

    def version(self, key: str) -> str:
        """Return the present version of a key."""
        return self.stamp(key) if self.stamp else codec.version(self.load(key))


def only(*_: object) -> tuple[str]:
    """Return the only key of an input or output kind that has one."""
    return ("",)
