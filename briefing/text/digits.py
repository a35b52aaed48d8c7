"""Read a number in digits, if there is no doubt which number is meant."""

from __future__ import annotations

import re

from msgspec import Struct

SPACES = " \t\xa0\u2007\u2009\u202f"
_MARKS = ",.'’ʼ:/"
# A run of digits with all marks that may belong to it, so that it is read whole or not at all.
# A space parts thousands alone: three digits, and no more than three before it.
PATTERN = (
    r"[0-9]++(?:"
    rf"\0*[{_MARKS}]\0*[0-9]++"
    rf"|(?<![0-9]{{4}})\0*[{SPACES}\n]\0*[0-9]{{3}}(?![0-9])"
    r")*+(?: ?[½¼¾⅓⅔]|[ -][1-9]/[1-9](?![0-9/]))?"
)
_VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_PLAIN = re.compile(r"0|[1-9][0-9]{0,14}")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:([,' ])[0-9]{3})(?:\1[0-9]{3}){0,4}")
_OF_INDIA = re.compile(r"[1-9][0-9]?(?:,[0-9]{2}){1,6},[0-9]{3}")
_DECIMAL = re.compile(r"(?P<whole>.*[0-9])\.(?P<part>[0-9]{1,6})")
_WITH_COMMA = re.compile(r"(?P<whole>.*[0-9]),(?P<part>[0-9]{1,6})")
_DOTTED = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,4}")
_IN_DOUBT = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_ADDRESS = re.compile(r"(?:(?:1?[0-9]?[0-9]|2[0-4][0-9]|25[0-5])(?:\.|\Z)){4}")
_PART = re.compile(r"(?P<whole>[0-9]+)[ -](?P<over>[1-9])/(?P<under>[1-9])")
# A run of these, and how it begins where it can only be written in one of the ways.
_RUN = re.compile(r"[0-9.,][0-9.,]+")
_ENGLISH = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])")
_CONTINENTAL = re.compile(
    r"(?:[0-9]{1,3}(?:\.[0-9]{3}){2,}|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]{1,2}|[0-9]+,[0-9]{1,2})(?![0-9.,])"
)
# What is measured may have parts; of people and things there are only whole ones.
_SCALED = re.compile(
    r"[\s\0-]?(?:%|per\s?cent|percentage|(?:hundred|thousand|lakh|million|crore|billion|trillion|m|mn|bn|tn)\b)"
)
_MEASURED = re.compile(
    r"""[\s\0-]?(?:[ckm]?m\b|kg\b|ha\b|km|kilo|mile|met(?:re|er)|feet|foot|inch|tonne|ton\b|tons\b|gram|lit(?:re|er)|gallon
    |barrel|degree|second|minute|hour|day|week|month|year|dollar|euro|pound|cent\b|cents\b|point|time|[mgk]w\b
    |hectare|acre|square|sq|cubic)""",
    re.IGNORECASE | re.VERBOSE,
)
_COUNTED = re.compile(
    r"[\s\0]+(?:[a-zA-Z-]+[\s\0]+){0,2}?(?:[a-z]{2,}s|people|men|women|children|police|dead)\b"
)
_CURRENCY = re.compile(r"[$£€¥₹]\s?\Z")


class Convention(Struct, frozen=True):
    """How a text writes its numbers, as far as it shows: "1,250.5" in English, "1.250,5" on the continent."""

    english: bool
    continental: bool

    @classmethod
    def of(cls, prose: str) -> Convention:
        """Look for numbers that can only be written in one of the ways."""
        runs = _RUN.findall(prose)
        return cls(any(map(_ENGLISH.match, runs)), any(map(_CONTINENTAL.match, runs)))


def value(written: str, convention: Convention, *, before: str = "", after: str = "") -> float | None:
    """Return the number; None for a date, a version, a phone number, and what may be two numbers.

    `before` and `after` are some of the text around it.
    """
    plain = re.sub(rf"[{SPACES}\n]", " ", written.replace("\0", "")).replace("’", "'").replace("ʼ", "'")
    if plain[-1] in "½¼¾⅓⅔":
        whole, part = value(plain[:-1].strip(), convention), _VULGAR.get(plain[-1])
        return whole + part if whole is not None and part is not None else None
    if mixed := _PART.fullmatch(plain):
        return int(mixed["whole"]) + int(mixed["over"]) / int(mixed["under"])
    if (whole := _whole(plain)) is not None:
        return whole
    if _IN_DOUBT.fullmatch(plain):
        return _with_dot(plain, convention, before, after)
    if _DOTTED.fullmatch(plain) and not _ADDRESS.fullmatch(plain):
        return float(plain.replace(".", ""))
    return _decimal(plain, after, convention)


def _whole(plain: str) -> float | None:
    if _PLAIN.fullmatch(plain):
        return float(plain)
    if _GROUPED.fullmatch(plain) or _OF_INDIA.fullmatch(plain):
        return float(re.sub("[,' ]", "", plain))
    return None


def _decimal(plain: str, after: str, convention: Convention) -> float | None:
    """Read "1,250.5", "1 250.5", "1.250,5" and, where they cannot be two numbers, "1 250,5" and "3,5"."""
    if found := _DECIMAL.fullmatch(plain):
        whole = _whole(found["whole"])
        return None if whole is None else float(f"{whole:.0f}.{found['part']}")
    found = _WITH_COMMA.fullmatch(plain)
    if found is None or "," in found["whole"]:
        return None
    whole = (
        float(found["whole"].replace(".", ""))
        if _DOTTED.fullmatch(found["whole"])
        else _whole(found["whole"])
    )
    grouped = not found["whole"].isdigit()
    sure = grouped or _SCALED.match(after) or (_MEASURED.match(after) and not convention.english)
    return float(f"{whole:.0f}.{found['part']}") if whole is not None and sure else None


def _with_dot(plain: str, convention: Convention, before: str, after: str) -> float | None:
    """Read "1.250": of what is scaled a decimal, of what is counted a thousand, by the text else."""
    if _SCALED.match(after):
        return float(plain)
    thousands = float(plain.replace(".", ""))
    if convention.english != convention.continental:
        if convention.continental:
            return thousands
        return float(plain) if _MEASURED.match(after) or _CURRENCY.search(before) else None
    if _CURRENCY.search(before) or _MEASURED.match(after):
        return None
    return thousands if _COUNTED.match(after) else None
