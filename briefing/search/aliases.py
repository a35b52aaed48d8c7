"""Find the registry's names among a text's folded words, as the search page reads them.

It is quicker than `analysis.mentions`: names are folded words, whatever stands between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, count

from msgspec import Struct

from briefing.core.registry import Entity
from briefing.text.fold import words
from briefing.text.names import NameTree, names_of


class Aliases(Struct, frozen=True):
    """All names of all entities: those of any case as a tree of words, exact ones as a pattern."""

    tree: NameTree
    exact: re.Pattern[str] | None
    owners: dict[str, str]

    @classmethod
    def of(cls, entities: Iterable[Entity]) -> Aliases:
        """Gather labels and aliases; a name that two share goes to the first id."""
        tree = NameTree()
        owners: dict[str, str] = {}
        for entity in sorted(entities, key=lambda one: one.id):
            free, exact = names_of(entity)
            for text in exact:
                owners.setdefault(text, entity.id)
            for text in free:
                tree.add(words(text), entity.id)
        longest_first = sorted(owners, key=lambda text: (-len(text), text))
        joined = "|".join(map(re.escape, longest_first))
        return cls(tree, re.compile(rf"(?<!\w)(?:{joined})(?!\w)") if joined else None, owners)

    def named(self, text: str, folded: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Yield (entity, name as folded words) for each occurrence; `folded` are the text's words."""
        free = 0
        for at in compress(count(), map(self.tree.then.__contains__, folded)):
            if at < free:
                continue
            taken, entity = self.tree.longest(range(at, len(folded)), lambda place: (folded[place],) * 2)
            if taken:
                free = at + len(taken)
                yield entity, " ".join(folded[at:free])
        if self.exact:
            for match in self.exact.finditer(text):
                yield self.owners[match.group()], " ".join(words(match.group()))
