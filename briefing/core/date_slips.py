"""Tell what is wrong with a text that is not a date in EDTF, and which date was probably meant."""

from __future__ import annotations

import re

_DASH = r"[-\u2010-\u2015\u2212]"
# Common slips in dates, and the dates that were meant.
_SLIPS = tuple(
    (what, re.compile(pattern, re.IGNORECASE), mended)
    for what, pattern, mended in (
        (
            "has an invisible mark in it",
            r"[\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]",
            "",
        ),
        ("has white space around the slash", r"\s+/\s*|/\s+", "/"),
        (
            "has a word where an interval has a slash",
            r"(?<=[0-9X?~%])\s+(?:to|until|till|through|and)\s+(?=[0-9])",
            "/",
        ),
        (
            "has a dash where an interval has a slash",
            rf"(?<=[0-9X?~%])\s+{_DASH}\s+(?=[0-9])|(?<=[0-9]{{4}}{_DASH}[0-9]{{2}}{_DASH}[0-9]{{2}}){_DASH}",
            "/",
        ),
        ("has dots where an interval has a slash", r"(?<=[0-9X?~%])\s*(?:\.{2,3}|…)\s*(?=[0-9])", "/"),
        ("has dashes that are not hyphens", r"[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]", "-"),
        (
            "has no hyphens between year, month and day",
            r"^([0-9]{4})([/. ]?)([0-9]{2})\2([0-9]{2})$",
            r"\1-\3-\4",
        ),
        ("has its year last", r"^([0-9]{2})\.([0-9]{2})\.([0-9]{4})$", r"\3-\2-\1"),
    )
)
_SECOND_IN_PART = re.compile(r"([0-9]{4}(?:-[0-9]{2}){0,2}-([0-9]{2}))/([0-9]{2}(?:-[0-9]{2})?)")
_UNPADDED = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_WITH_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ].*[0-9].*")
_LETTER_YEAR = re.compile(r"Y-?[0-9]+(?:E[0-9]+)?(?:S[0-9]+)?")
_CENTURY = re.compile(r"[0-9]{2}XX[?~%]?")


def mend(written: str) -> tuple[str, str]:
    """Return the first slip and the mended text; "" and the text itself if there is none."""
    found = ""
    for what, pattern, mended in _SLIPS:
        plain = pattern.sub(mended, written)
        found = found or (what if plain != written else "")
        written = plain
    if part := _SECOND_IN_PART.fullmatch(written):
        found = found or "has a second date that is not whole"
        written = f"{part[1]}/{part[1][: -len(part[3])]}{part[3]}"
    return found, written


def tell(written: str) -> tuple[str, str]:
    """Say what is wrong with a text that is not a single date, and what is allowed."""
    if not written:
        return "is empty", "write YYYY-MM-DD"
    if timed := _WITH_TIME.fullmatch(written):
        return "has a time of day", f"write the day alone, {timed[1]}"
    if unpadded := _UNPADDED.fullmatch(written):
        year, month, day = unpadded.groups()
        return "is not a date", f"write YYYY-MM-DD, here {year}-{month:0>2}-{day:0>2}"
    if _LETTER_YEAR.fullmatch(written):
        return "has a year that is not four digits", "years run from 0001 to 9999"
    if _CENTURY.fullmatch(written):
        return "is a whole century", "write a decade, as in 201X, or a year"
    return "is not a date", "write YYYY-MM-DD"
