"""What pages ask of the campaign, where rows are looked up, and where answers are kept: the forms of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefing.engine.listings import Row
    from briefing.site.catalogue import Catalogue

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Question(Generic[T]):
    """Something that is worked out of the campaign for each of some keys, and that several pages show.

    Pages that read the answer are made again only where it has become another. `form` is the type that
    the answer is kept as from one build to the next (see `store.codec`); without one, only its digest is.
    """

    kind: str
    make: Callable[[Catalogue, str], T]
    form: Any = None


class Listings(Protocol):
    """Where rows are looked up: see `store.rows`."""

    def rows(self, listing: str) -> tuple[Row, ...]:
        """All rows of a listing, in order."""

    def last(self, listing: str, count: int) -> tuple[Row, ...]:
        """The last rows of a listing, in order."""

    def places(self, listing: str) -> tuple[str, ...]:
        """The places of a listing that any row has, in order."""

    def count(self, listing: str) -> int:
        """How many rows a listing has."""

    def listings(self, kind: str) -> tuple[str, ...]:
        """The keys of all listings of a kind, in order."""

    def counts(self, kind: str) -> tuple[tuple[str, int], ...]:
        """The keys of all listings of a kind, in order, and how many rows each has."""

    def beside(self, listing: str, place: str) -> tuple[str, str]:
        """The places before and after one."""


class Answers(Protocol):
    """Where answers are kept: returns the one that still holds, or has it worked out and keeps it.

    `changed` are the names of those that have become others in this build.
    """

    changed: set[str]

    def answer(self, question: Question[T], key: str, make: Callable[[], T]) -> T:
        """The answer to a question for a key."""

    def take_back(self, name: str) -> None:
        """Forget that an answer was given, by its name."""
