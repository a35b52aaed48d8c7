"""All kinds of pages, and all questions that they ask, in one place each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from briefing.site import catalogue, entity_counts, ledger
from briefing.site.pages import (
    chronology,
    days,
    documents,
    exports,
    feeds,
    home,
    keydays,
    names,
    notes,
    search,
    texts,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from briefing.engine.plan import Family
    from briefing.engine.query import Question


class Kind(Protocol):
    """A question or a family: all that is kept of it is kept under its kind."""

    @property
    def kind(self) -> str:
        """Its name, which no other has."""


K = TypeVar("K", bound=Kind)


def by_kind(what: Iterable[K]) -> Mapping[str, K]:
    """Return what there is by kind, in the order given.

    Raises ValueError where two are of one kind: one would answer for the other, and nothing would tell.
    """
    found: dict[str, K] = {}
    for one in what:
        if found.setdefault(one.kind, one) is not one:
            raise ValueError(f'two are of the kind "{one.kind}": {found[one.kind]} and {one}')
    return found


PARTS = (home, days, chronology, notes, names, search, texts, exports, feeds, documents)
FAMILIES: tuple[Family, ...] = tuple(
    by_kind((*(family for part in PARTS for family in part.FAMILIES), *ledger.FAMILIES)).values()
)
ASKED = (catalogue, entity_counts, keydays, *PARTS)
QUESTIONS: Mapping[str, Question[Any]] = by_kind(
    (*(one for part in ASKED for one in part.QUESTIONS), *ledger.QUESTIONS)
)
