"""Split lines into words, and tell by their capitals which are names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from briefing.analysis.lexicon import english
from briefing.analysis.words import TagRole, role_of

_SHORTEST_NAME = 4
_NOUN_ENDINGS = ("s", "ing", "ion", "ment", "ness", "ity", "ance", "ence", "ism", "age", "ure", "ship", "cy")
_HEADLINE = 3

# What stands before a word, and the word; without one at the end of a line.
_PIECE = re.compile(r"([\W_]*+)((?:[^\W_]+(?:[-‐‑'’.&]+[^\W_]+)*)?)")
_POSSESSIVE = re.compile(r"['’][sS]$")


class CasedLine(NamedTuple):
    """The words of a line, as written and in lower case, and before which of them punctuation stands.

    `telling` says that a capital means a name, unless only because it opens the line.
    """

    texts: Sequence[str]
    lower: Sequence[str]
    parted: Sequence[bool]
    telling: bool


def read(line: str) -> CasedLine:
    """Return the words of a line; in one that capitalises all but function words, capitals tell nothing."""
    texts: list[str] = []
    parted: list[bool] = []
    cut = False
    for gap, written in _PIECE.findall(line):
        if not written:
            break
        text = written[:-2] if written[-1] in "sS" and _POSSESSIVE.search(written) else written
        parted.append(cut or (gap != " " and bool(gap.strip())))
        texts.append(text)
        cut = text != written
    lower = [text.lower() for text in texts]
    return CasedLine(texts, lower, parted, _tells(texts, lower))


def _tells(texts: Sequence[str], lower: Sequence[str]) -> bool:
    """Tell whether capitals in a line mark names: some word goes without one, or few words have one."""
    function, capitals = english().function, 0
    for text, plain in zip(texts, lower, strict=True):
        if plain not in function:
            if not (text[0].isupper() or text[0].isdecimal()):
                return True
            capitals += 1
    return capitals < _HEADLINE


def names_in(lines: Iterable[CasedLine]) -> frozenset[str]:
    """Return the lower-case words that are names: with a capital more often than not where that tells.

    Of those that only open lines, a name is what stands before one, or what no word list knows.
    """
    capital: Counter[str] = Counter()
    plain: Counter[str] = Counter()
    openers: list[CasedLine] = []
    for line in lines:
        plain.update(text for text, lower in zip(line.texts, line.lower, strict=True) if text == lower)
        if line.telling:
            capital.update(_capitals(line))
            if line.texts:
                openers.append(line)
    names = {word for word, times in capital.items() if times > plain[word]}
    names.update(
        line.lower[0]
        for line in openers
        if capital[line.lower[0]] == plain[line.lower[0]] and _opens_with_name(line, names)
    )
    return frozenset(names)


def _capitals(line: CasedLine) -> Iterator[str]:
    """Yield the words whose capital tells, in lower case; so the first half of "Kurdish-led" as well."""
    for text, lower in zip(line.texts[1:], line.lower[1:], strict=True):
        if text != lower:
            yield lower
            if "-" in text:
                yield lower.partition("-")[0]


def _opens_with_name(line: CasedLine, names: Collection[str]) -> bool:
    """Tell whether a line's first word reads as nothing but a name, or as the first half of one."""
    word = line.lower[0]
    if len(word) < _SHORTEST_NAME or role_of(word) is not TagRole.NOUN:
        return False
    followed = len(line.texts) > 1 and not line.parted[1] and line.lower[1] in names
    return followed or not word.endswith(_NOUN_ENDINGS)
