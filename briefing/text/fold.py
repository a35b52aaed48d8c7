"""Fold text to the form in which names are compared, and make addresses of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

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
# A folder's name has at most 255 bytes on most disks, and ours get endings.
LONGEST_SLUG_IN_BYTES = 180
# Combining classes: points of Hebrew and Arabic, then accents, come after those that spell.
_FIRST_POINT, _TONES_AND_LENGTHS = 10, range(84, 133)
# These choose a form of a letter, and are not seen.
_SELECTORS = frozenset((0x034F, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))


def fold(text: str) -> str:
    """Return words in the form in which spellings are compared, with one space between them.

    Compatibility decomposition, marks, apostrophes and invisible characters (NUL among them)
    dropped, case folded, variants of Arabic letters made one; all but letters and digits is a space.
    Folding again changes nothing.
    """
    return " ".join(text.translate(_FOLDS).split())


def slug(text: str) -> str:
    """Return an address made of the text's letters and digits: words joined by hyphens.

    Letters are folded as names are; those of other scripts than Latin stay, with their vowel signs, so
    that the address can be read and tells names apart. At most 80 characters and 180 bytes, cut between
    words where that is possible. Text without a letter or digit is empty. A slug of a slug is the same.
    """
    joined = "-".join(_readable(text).split())
    if _fits(joined):
        return joined
    while "-" in joined and not _fits(joined):
        joined = joined.rpartition("-")[0]
    while not _fits(joined):
        joined = joined[:-1]
    return joined


def _fits(address: str) -> bool:
    return len(address) <= LONGEST_SLUG and len(address.encode()) <= LONGEST_SLUG_IN_BYTES


def _readable(text: str) -> str:
    """Fold a text as names are folded, but keep the signs that spell words of other scripts than Latin."""
    if text.isascii():
        return fold(text)
    kept: list[str] = []
    for sign in unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()):
        if not unicodedata.category(sign).startswith("M"):
            kept.append(sign.translate(_FOLDS))
        elif _spells(sign) and kept and kept[-1].strip() and not kept[-1].isascii():
            kept.append(sign)
    return unicodedata.normalize("NFC", "".join(kept))


def _spells(mark: str) -> bool:
    """Tell a vowel sign, or what makes another letter, from an accent: by its combining class (UAX 44)."""
    kind = unicodedata.combining(mark)
    is_sign = kind < _FIRST_POINT or kind in _TONES_AND_LENGTHS
    return is_sign and unicodedata.category(mark) != "Me" and ord(mark) not in _SELECTORS


class _Folds(dict[int, str]):
    """The folded form of each character met: "" if dropped, a space if it separates words."""

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
# A number with marks between its thousands (or lakhs); JavaScript reads the same.
_GROUPED = re.compile(
    r"(?<![\w.,])(?:[0-9]{1,3}(?:[,'’ \u00a0\u2009\u202f][0-9]{3})+|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3})"
    r"(?!\w|,[0-9])"
)
_NO_DIGIT = re.compile(r"[^0-9]")


def words(text: str) -> list[str]:
    """Return the folded words of a text without possessive endings; the search page reads them likewise.

    A number is one word, however its thousands are parted.
    """
    plain = _POSSESSIVE.sub("", text)
    return _GROUPED.sub(lambda number: _NO_DIGIT.sub("", number[0]), plain).translate(_FOLDS).split()


_CODE = re.compile(r"(?<!\w)([^\W\d_]{1,12})[-‐‑–]?([0-9]{1,4})(?!\w|[-‐‑–.,][0-9])")


def codes(text: str) -> Iterator[str]:
    """Yield the other spelling of each name that ends in a number, as words: of COVID-19, M23 and M-23."""
    for match in _CODE.finditer(text):
        letters, digits = match[1].translate(_FOLDS).strip(), match[2]
        if " " not in letters and letters:
            yield from (letters, digits) if match.end(1) == match.start(2) else (f"{letters}{digits}",)
