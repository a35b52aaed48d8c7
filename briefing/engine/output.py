"""Outputs: files that a build makes, planned by kind and key."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from msgspec import Struct

C_contra = TypeVar("C_contra", contravariant=True)


class Output(Struct, frozen=True):
    """A file to be made: its path below the output folder, and how its bytes are made.

    `depends` is a digest of the values that the making takes from the planning; all else it reads from
    the catalogue, which records it.
    """

    path: str
    depends: str
    make: Callable[[], bytes]


class OutputKind(Struct, Generic[C_contra], frozen=True):
    """A kind of output: its keys, and the outputs of each.

    `addresses` are the beginnings of all paths that it writes, so that nothing else is put there. The
    outputs of a key are planned again whenever one of them is made again: planning has to be cheap. A kind
    `is_large` where those of a key take megabytes.
    """

    kind: str
    addresses: tuple[str, ...]
    keys: Callable[[C_contra], Iterable[str]]
    outputs: Callable[[C_contra, str], Iterable[Output]]
    is_large: bool = False
