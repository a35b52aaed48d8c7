"""The registry's names in; where a text's words are one of them, out.

It is quicker than `analysis.mentions` and reads names the way the search page does: as folded words,
whatever stands between them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import compress, count
from typing import TYPE_CHECKING

from briefing.text.fold import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefing.core.model import Entity


@dataclass(slots=True)
class _Node:
    """A step in the tree of names: where the next word leads, and whose name ends here."""

    then: dict[str, _Node] = field(default_factory=dict)
    entity: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """All names of all entities: those of any case as a tree of words, exact ones as a pattern."""

    tree: _Node
    exact: re.Pattern[str] | None
    owners: dict[str, str]

    @classmethod
    def of(cls, entities: Iterable[Entity]) -> Names:
        """Gather labels and aliases; a name that two share goes to the first id."""
        tree = _Node()
        owners: dict[str, str] = {}
        for entity in sorted(entities, key=lambda one: one.id):
            exact = [alias.text for alias in entity.aliases if alias.exact]
            for text in exact:
                owners.setdefault(text, entity.id)
            only_exact = {fold(text) for text in exact}
            for text in (entity.label, *(alias.text for alias in entity.aliases if not alias.exact)):
                if fold(text) not in only_exact:
                    _plant(tree, words(text), entity.id)
        longest_first = sorted(owners, key=lambda text: (-len(text), text))
        joined = "|".join(map(re.escape, longest_first))
        return cls(tree, re.compile(rf"(?<!\w)(?:{joined})(?!\w)") if joined else None, owners)

    def named(self, text: str, folded: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Yield (entity, name as folded words) for each occurrence; `folded` are the text's words."""
        firsts = self.tree.then
        free = 0
        for at in compress(count(), map(firsts.__contains__, folded)):
            if at < free:
                continue
            length, entity = _longest(self.tree, folded, at)
            if length:
                free = at + length
                yield entity, " ".join(folded[at:free])
        if self.exact:
            for match in self.exact.finditer(text):
                yield self.owners[match.group()], " ".join(words(match.group()))


def _plant(tree: _Node, name: Sequence[str], entity: str) -> None:
    for word in name:
        tree = tree.then.setdefault(word, _Node())
    tree.entity = tree.entity or entity


def _longest(tree: _Node, folded: Sequence[str], at: int) -> tuple[int, str]:
    best, entity = 0, ""
    for end in range(at, len(folded)):
        step = tree.then.get(folded[end])
        if step is None:
            break
        tree = step
        if tree.entity:
            best, entity = end + 1 - at, tree.entity
    return best, entity
