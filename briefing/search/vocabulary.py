"""Write the lists of words by which the search page mends slips.

A slip leaves either a word's first letter or its last three letters as they are (two slips seldom spoil
both), so a word is listed by its first letter and again by its last three.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping

from briefing.search import encoding, partition

SHORTEST = 3
# So many lists by last letters, whatever the letters are.
ENDINGS = 128
_ENTRY = re.compile(r"\D+\d")


def listed(term: str) -> bool:
    """Tell whether a term is a word in which a slip may be mended."""
    return len(term) >= SHORTEST and term.isalpha()


def lists(word: str) -> tuple[str, str]:
    """The two lists in which a word is."""
    return f"w-{partition.name(word[0])}", f"v-{encoding.hashed(word[-3:]) % ENDINGS}"


def rarity(count: int) -> int:
    """How common a word is, from 0 to 9, in steps of four."""
    return min(9, count.bit_length() // 2)


def by_list(words: Iterable[tuple[str, int | None]]) -> dict[str, dict[str, int | None]]:
    """Spread words, each with its rarity or None where it is gone, over the lists they are in."""
    found: dict[str, dict[str, int | None]] = defaultdict(dict)
    for word, rare in words:
        for name in lists(word):
            found[name][word] = rare
    return dict(sorted(found.items()))


def changed(told: str, changes: Mapping[str, int | None]) -> str:
    """Put words into a list, or take them out of it: each with a digit for how common it is, in order."""
    entries = _ENTRY.findall(told)
    if len(changes) > len(entries):
        known: dict[str, int | None] = {entry[:-1]: int(entry[-1]) for entry in entries}
        known |= changes
        return "".join(sorted(f"{word}{rare}" for word, rare in known.items() if rare is not None))
    for word, rare in changes.items():
        at = bisect_left(entries, word + "0")
        end = at + (at < len(entries) and entries[at][:-1] == word)
        entries[at:end] = [] if rare is None else [f"{word}{rare}"]
    return "".join(entries)
