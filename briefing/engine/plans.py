"""Plans of keys: the outputs of each, and what was made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Self

from briefing.core.problems import BriefingError
from briefing.engine.graph import PLAN, Answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefing.engine.output import Output, OutputKind
    from briefing.engine.outputs import Kept


# Other processes take so many keys at a time.
SHARE = 20
# What is known of so many shares is recorded at once: who reads a fact stands all over the table.
SHARES = 4


class File(NamedTuple):
    """An output that was made: its bytes, and what their making read."""

    path: str
    depends: str
    content: bytes
    sha256: str
    reads: tuple[str, ...]


class Planned(NamedTuple):
    """The outputs of a key, each with its digest; what their planning read; which of them were made."""

    planner: str
    outputs: dict[str, str]
    reads: tuple[str, ...]
    made: list[File]

    def without_bytes(self) -> Self:
        """Leave out the bytes of files that are written."""
        return self._replace(made=[file._replace(content=b"") for file in self.made])


class Share(NamedTuple):
    """What a copy worked out and made of some keys, with what was written of it, without its bytes."""

    answers: list[Answer]
    planned: list[Planned]
    kept: list[Kept]


def shares(work: Sequence[tuple[OutputKind[Any], str]]) -> Iterator[tuple[int, int]]:
    """Part keys into shares: where each begins and ends."""
    start = 0
    for end, (kind, _) in enumerate(work, 1):
        if end == len(work) or end - start == SHARE or kind.is_large or work[end][0].is_large:
            yield start, end
            start = end


def keep_to(addresses: tuple[str, ...], outputs: Iterable[Output], planner: str) -> None:
    """Raise BriefingError where an output leaves the addresses that its kind declares."""
    for output in outputs:
        if not output.path.startswith(addresses):
            allowed = ", ".join(addresses)
            raise BriefingError(f"{shown(planner)} would write {output.path}, but declares only {allowed}")


def shown(planner: str) -> str:
    """Return a planner as it is told."""
    return planner.removeprefix(PLAN).rstrip()
