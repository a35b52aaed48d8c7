"""Keep the names of entities as a tree of words, and find the longest name at the start of a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from msgspec import Struct, field

from briefing.core.registry import Entity
from briefing.text.fold import fold

T = TypeVar("T")


def names_of(entity: Entity) -> tuple[list[str], list[str]]:
    """Return an entity's names of any case, its label first, and those that hold in one case only."""
    exact = [alias.text for alias in entity.aliases if alias.exact]
    only_exact = {fold(text) for text in exact}
    free = (entity.label, *(alias.text for alias in entity.aliases if not alias.exact))
    return [text for text in free if fold(text) not in only_exact], exact


class NameTree(Struct):
    """A step in a tree of names: where the next word leads, and whose name ends here.

    `exact` has the owners of names that hold only as they are written, by their words as written.
    """

    then: dict[str, NameTree] = field(default_factory=dict)
    owner: str = ""
    exact: dict[tuple[str, ...], str] = field(default_factory=dict)

    def grow(self, words: Iterable[str]) -> NameTree:
        """Return the step that folded words lead to, made where it is missing."""
        step = self
        for word in words:
            step = step.then.setdefault(word, NameTree())
        return step

    def add(self, words: Iterable[str], owner: str) -> None:
        """Add a name by its folded words; one that has an owner keeps it."""
        step = self.grow(words)
        step.owner = step.owner or owner

    def longest(self, tokens: Iterable[T], read: Callable[[T], tuple[str, str]]) -> tuple[list[T], str]:
        """Return the tokens of the longest name at their start, and its owner; no tokens without a name.

        `read` gives the word of a token, folded and as written.
        """
        step, taken, written = self, [], []
        length, owner = 0, ""
        for token in tokens:
            folded, word = read(token)
            if folded not in step.then:
                break
            step = step.then[folded]
            taken.append(token)
            written.append(word)
            if here := step.exact.get(tuple(written), step.owner) if step.exact else step.owner:
                length, owner = len(taken), here
        return taken[:length], owner
