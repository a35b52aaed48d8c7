"""Fold text to the form in which names are compared, and make addresses of it."""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256

APOSTROPHES = "'’‘ʼʻʽʾʿʹ′`´＇"
# Letters that NFKD leaves whole though spellings vary, so that the search page can use them too.
LETTERS = {
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "ħ": "h",
    "ı": "i",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ß": "ss",
    "ٱ": "ا",
    "ة": "ه",
    "ى": "ي",
    "ی": "ي",
    "ک": "ك",
    "ـ": "",
}
LONGEST_SLUG = 80

_ASCII_BREAKS = re.compile(r"[^a-z0-9]+")


def fold(text: str) -> str:
    """Return words in the form in which spellings are compared, with one space between them.

    Compatibility decomposition, marks, apostrophes and invisible characters (NUL among them)
    dropped, case folded, variants of Arabic letters made one; all but letters and digits is a space.
    Folding again changes nothing.
    """
    return " ".join(text.translate(_FOLDS).split())


def slug(text: str) -> str:
    """Return an address made of the text's Latin letters and digits: words joined by hyphens.

    At most 80 characters, cut between words where that is possible. Text in another script
    becomes eight digits of its SHA-256; text without a letter or digit is empty.
    """
    folded = fold(text)
    words = _ASCII_BREAKS.sub(" ", folded).split()
    if not words:
        return sha256(folded.encode()).hexdigest()[:8] if folded else ""
    joined = "-".join(words)
    if len(joined) <= LONGEST_SLUG:
        return joined
    return joined[: LONGEST_SLUG + 1].rpartition("-")[0] or joined[:LONGEST_SLUG]


class _Folds(dict[int, str]):
    """What each character stands for, found out once: nothing when dropped, a space where it parts words."""

    def __missing__(self, code: int) -> str:
        """Fold a character met for the first time."""
        self[code] = folded = _folded(chr(code))
        return folded


def _folded(character: str) -> str:
    if character == "\0" or character in APOSTROPHES or unicodedata.category(character) == "Cf":
        return ""
    whole = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    kept = (letter for letter in whole if not unicodedata.category(letter).startswith("M"))
    return "".join(LETTERS.get(letter, letter if letter.isalnum() else " ") for letter in kept)


_FOLDS = _Folds()
_POSSESSIVE = re.compile(r"['’‘ʼ`´][sS](?!\w)")


def words(text: str) -> list[str]:
    """Return the folded words of a text without possessive endings; the search page reads them likewise."""
    return _POSSESSIVE.sub("", text).translate(_FOLDS).split()
