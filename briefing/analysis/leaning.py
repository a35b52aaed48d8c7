"""Sentences in, which of them cannot be understood without the one before out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# Said at the start of a sentence, these point back.
_OPENERS = frozenset(
    """
    he she it they this that these those his her hers its their theirs him them
    however but and or nor yet so then also instead meanwhile moreover furthermore nevertheless nonetheless
    still besides thus therefore hence otherwise similarly likewise additionally consequently
    both neither either another other others such former latter same
    there here afterwards later earlier
    """.split()
)
_PRONOUNS = frozenset({"he", "she", "they", "him", "them", "his", "her", "their"})
_SPEECH = (
    "said|says|say|told|tells|added|adds|wrote|writes|reported|reports|claimed|claims|warned|warns|announced|stated|"
    "explained|insisted|replied|noted|argued|asked|tweeted|according|quoted|confirmed|denied|vowed|predicted|recalled"
)
_ROLE = re.compile(
    rf"^(?:the|a)\s+(?:[a-z][\w-]*\s+){{1,3}}(?:also\s+|later\s+|then\s+|has\s+|had\s+)?(?:{_SPEECH})\b",
    re.IGNORECASE,
)
_LIKE_THESE = re.compile(
    r"^the (?:two|three|pair|same|former|latter|other|others|group|move|decision|incident|attack)\b",
    re.IGNORECASE,
)
_SPEAKS = re.compile(rf"\b(?:{_SPEECH})\b", re.IGNORECASE)
_QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def leanings(texts: Sequence[str]) -> tuple[bool, ...]:
    """Tell of each sentence in order whether it leans on the one before it.

    It does when it opens with a pronoun or a word such as "however", names nobody before its
    first "he" or "they", calls its speaker by a role alone ("The monitor said"), or is
    speech without its speaker.
    """
    found = []
    quoted = False
    for text in texts:
        found.append(quoted or leans(text))
        quoted = _left_open(text, quoted=quoted)
    return tuple(found)


def leans(text: str) -> bool:
    """Tell whether a sentence leans on another by its own wording."""
    plain = _QUOTED.sub(" ", text)
    words = _WORD.findall(text)
    if not words:
        return True
    if words[0].lower() in _OPENERS or _ROLE.match(text) or _LIKE_THESE.match(text):
        return True
    speech = text[0] in "\"“'‘"
    if speech and not _SPEAKS.search(plain):
        return True
    return _pronoun_first(plain)


def _pronoun_first(plain: str) -> bool:
    """Tell whether a pronoun comes before any name that it could stand for."""
    for number, word in enumerate(_WORD.findall(plain)):
        if word.lower() in _PRONOUNS:
            return True
        if number and word[0].isupper():
            return False
    return False


def _left_open(text: str, *, quoted: bool) -> bool:
    """Tell whether the sentence ends inside a quotation."""
    if "“" in text or "”" in text:
        return text.rfind("“") > text.rfind("”")
    return quoted ^ (text.count('"') % 2 == 1)
