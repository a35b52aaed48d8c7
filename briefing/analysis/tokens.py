"""Cut a sentence into words, marks and dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

TokenKind = Literal["word", "number", "mark", "date"]

_TOKEN = re.compile(
    r"(?P<number>\d[\d,.]*(?::\d\d)?(?:st|nd|rd|th| ?[ap]m)?(?!\w))"
    r"|(?P<word>[^\W_]+(?:[.'’-]+[^\W_]+)*)|(?P<mark>--|[^\w\s])"
)
_POSSESSIVE = re.compile(r"['’]s?\b|['’](?=\s)")


class Token(Struct, frozen=True):
    """A word, number, mark or date: `[start, end)` of the sentence, as written and in lower case."""

    kind: TokenKind
    text: str
    lower: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """True for a word, which a number is not."""
        return self.kind == "word"


def tokenise(text: str, dates: Sequence[tuple[int, int]] = ()) -> tuple[Token, ...]:
    """Return the tokens in order; each `[start, end)` of `dates` is one, its possessive ending another."""
    found: list[Token] = []
    last = 0
    for start, end in dates:
        found += _between(text, last, start)
        found.append(Token("date", text[start:end], text[start:end].lower(), start, end))
        last = end
        if ending := _POSSESSIVE.match(text, end):
            found.append(Token("mark", ending[0], "'s", *ending.span()))
            last = ending.end()
    return (*found, *_between(text, last, len(text)))


def _between(text: str, start: int, end: int) -> Iterator[Token]:
    for match in _TOKEN.finditer(text, start, end):
        kind: TokenKind = "word" if match["word"] else "number" if match["number"] else "mark"
        yield Token(kind, match[0], match[0].lower().replace("’", "'"), *match.span())
