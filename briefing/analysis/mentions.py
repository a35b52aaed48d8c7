"""Find every mention of an entity in prose, by the names that the registry gives it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct

from briefing.core.model import Mention
from briefing.core.registry import Entity
from briefing.text.fold import fold
from briefing.text.names import NameTree, names_of

_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670"
# A word, or what no name runs across unless it is written with it: a comma, a bracket, a blank line.
_TOKEN = re.compile(
    rf"[^\W_][^\W_{_MARKS}]*(?:['’‘ʼʻ`´{_MARKS}]+[^\W_]+)*[{_MARKS}]*"
    r"|[,;:!?()\[\]{}\"“”«»|/]|\n[ \t\0\r]*\n"
)
_WORD_END = "qx"
# What would make one word of an entity's and its neighbour, a possessive ending apart.
_JOINED_BEFORE = re.compile(r"[\w\0-][-‐‑–&/.'’\0]*$")
_JOINED_AFTER = re.compile(r"(?!['’][sS]\b(?![-‐‑–&/.'’\0]+\w))[-‐‑–&/.'’\0]*\w")
_NEAR = 8
_POSSESSIVE = re.compile(r"['’‘ʼ`´][sS]$")


class _Token(NamedTuple):
    """A word or a separator of a text: as written, folded, and its place."""

    raw: str
    folded: str
    start: int
    end: int


class Names(Struct, frozen=True):
    """All names of all entities, ready to be found; build it with `Names.of`.

    `reporters` are the ids of entities that are outlets or agencies: mentioned as those who say it.
    """

    entities: Mapping[str, Entity]
    reporters: frozenset[str]
    _words: Mapping[str, str]
    _tree: NameTree

    @classmethod
    def of(
        cls, entities: Iterable[Entity], reporters: Iterable[str] = (), *, adjectives: bool = False
    ) -> Names:
        """Gather the entities' labels and aliases; a name that two share goes to the first id.

        With `adjectives`, what mentions an entity without naming it counts too: "Turkish".
        """
        known = {entity.id: entity for entity in sorted(entities, key=lambda entity: entity.id)}
        tree = NameTree()
        for entity in known.values():
            free, exact = names_of(entity)
            for text in free:
                tree.add((token.folded for token in _tokens(text)), entity.id)
            for text in (*exact, *(entity.adjectives if adjectives else ())):
                tokens = list(_tokens(text))
                step = tree.grow(token.folded for token in tokens)
                step.exact.setdefault(tuple(token.raw for token in tokens), entity.id)
        words = {entity.id: _word(entity.label) for entity in known.values()}
        return cls(known, frozenset(reporters) & known.keys(), words, tree)

    def label(self, entity: str) -> str:
        """Return an entity's preferred name."""
        return self.entities[entity].label

    def word(self, entity: str) -> str:
        """Return the one word, capitalised and of letters only, that stands for an entity in analysed text.

        It follows from the label alone, and no text holds it by itself.
        """
        return self._words[entity]

    def named(self, text: str) -> str:
        """Return the id of the entity that the whole text names, or nothing."""
        tokens = list(_tokens(text))
        taken, entity = self._tree.longest(tokens, _words)
        return entity if len(taken) == len(tokens) else ""


def find(prose: str, names: Names) -> tuple[Mention, ...]:
    """Return the mentions in a text, in order and disjoint: leftmost first, then the longest name.

    A name is matched word by word, whatever its case, accents, apostrophes and hyphens; an exact
    alias only in its own case. A possessive ending is not part of the mention. No name runs over
    a blank line, nor over a comma or bracket that it does not itself have.
    """
    tree, firsts = names._tree, names._tree.then  # noqa: SLF001
    found = []
    end = 0
    for match in _TOKEN.finditer(prose):
        # Few words begin a name: the others are not worth a look at what follows them.
        if _read(match[0])[1] in firsts and match.start() >= end:
            taken, entity = tree.longest(_tokens(prose, match.start()), _words)
            if taken:
                end = taken[-1].end
                found.append(Mention(entity, taken[0].start, end))
    return tuple(found)


def with_words(text: str, mentions: Sequence[Mention], names: Names) -> str:
    """Return the text with every mention replaced by its entity's word, so that YAKE weighs it whole.

    What is joined to it by a hyphen or the like is set apart.
    """
    if not mentions:
        return text
    places = [0, *(place for mention in mentions for place in (mention.start, mention.end)), len(text)]
    parts = [text[start:end] for start, end in pairwise(places)]
    for at, mention in enumerate(mentions):
        before = " " if _JOINED_BEFORE.search(text[max(0, mention.start - _NEAR) : mention.start]) else ""
        after = " " if _JOINED_AFTER.match(text[mention.end : mention.end + _NEAR]) else ""
        parts[2 * at + 1] = f"{before}{names.word(mention.entity)}{after}"
    return "".join(parts)


def stands_for_entity(word: str) -> bool:
    """Tell whether a word that YAKE read is an entity's, with the marks that it may leave it."""
    return re.split(r"['’.]", word, maxsplit=1)[0].endswith(_WORD_END)


def _word(label: str) -> str:
    """Return a label as one word of letters only."""
    letters = (chr(ord("a") + int(sign)) if sign.isdecimal() else sign for sign in fold(label))
    return "".join(filter(str.isalpha, letters)).capitalize() + _WORD_END


def _tokens(text: str, start: int = 0) -> Iterator[_Token]:
    """Split a text, from a token's start on, into words, without possessive endings, and separators."""
    for match in _TOKEN.finditer(text, start):
        raw, folded = _read(match[0])
        yield _Token(raw, folded, match.start(), match.start() + len(raw))


def _words(token: _Token) -> tuple[str, str]:
    return token.folded, token.raw


@lru_cache(maxsize=65536)
def _read(token: str) -> tuple[str, str]:
    """Return a token without possessive ending, and folded; once for all its occurrences."""
    if not token[0].isalnum():
        return token, token if token.strip() else "\n"
    core = token[:-2] if token[-1] in "sS" and _POSSESSIVE.search(token) else token
    return core, fold(core)
