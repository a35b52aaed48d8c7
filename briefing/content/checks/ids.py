"""Say which id of the registry an unknown one may be meant for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from briefing.content.forms.faults import Hints, quoted
from briefing.content.forms.fields import IDENTIFIER
from briefing.text.fold import fold


class Entry(Protocol):
    """What the registry has an id for."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def former(self) -> tuple[str, ...]:
        """The ids that it had before."""


EntryT = TypeVar("EntryT", bound=Entry)


class Ids:
    """The ids in a file of the registry, those that they were before, and the names that go with them."""

    def __init__(
        self, file: str, entries: Iterable[EntryT], names: Callable[[EntryT], Iterable[str]]
    ) -> None:
        known = tuple(entries)
        self._file = file
        self._former = {former: one.id for one in known for former in one.former}
        self._named = {fold(name): one.id for one in known for name in names(one)}
        self._near = Hints(one.id for one in known)

    def like(self, text: str, *others: Ids) -> str:
        """Return what to write instead of an unknown id, which may also be one of others."""
        if text in self._former:
            return f"it is called {self._former[text]} now"
        for ids in (self, *others):
            if near := ids.nearest(text):
                return f"did you mean {near}?"
        if _is_id(text):
            return f"add it to {self._file}"
        return f"write an id of {self._file}: lower-case letters, digits and hyphens"

    def nearest(self, text: str) -> str:
        """Return the id that goes by the text, or that the text is a slip for, or ""."""
        return self._named.get(fold(text)) or self._near.nearest(text)


def shown(text: str) -> str:
    """Return what is written for an id, in quotes if it cannot be one."""
    return text if _is_id(text) else quoted(text)


def _is_id(text: str) -> bool:
    return re.fullmatch(IDENTIFIER.described["pattern"], text) is not None
