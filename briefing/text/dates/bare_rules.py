"""Rules for months and years alone, and for decades."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import cast

from briefing.core.edtf import PartialDate, parse
from briefing.text.dates.arithmetic import Reckoning, Turn, Unread
from briefing.text.dates.words import AFTER_NUMBER, NO_NUMBER_BEFORE, DatePart, DateRule, month_number
from briefing.text.sentences import clean

_SURE_MONTH = re.compile(
    r"\b(?:in|since|until|till|during|throughout|last|this|next|mid)[\s-]\Z", re.IGNORECASE
)
_LIKELY_MONTH = re.compile(r"\b(?:by|of|from|to|before|after|between|and|through|for)\s\Z", re.IGNORECASE)
_MONTH_BEFORE = re.compile(r"(?:ary|ch|ril|May|une|uly|ust|ber)(?:,| to| and| or| until| through|–|-) ?\Z")
# Whoever is called so is named in full or with a title somewhere.
_MAY_SOMEBODY = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|(?!By|In|Of|To|For|On|Last|Since|And|But)[A-Z][a-z]+)\.?\sMay\b"
)
_MONTH_AFTER = re.compile(
    r"(?: to | and | or | until | through |–|-|, )(?:January|February|March|April|June|July)\b"
)
_CAPITAL_AFTER = re.compile(r"\s(?!Mon|Tue|Wed|Thu|Fri|Sat|Sun)[A-Z][a-z]")
_AMBIGUOUS = frozenset({"April", "June", "August", "Mar", "Apr", "Jun", "Jul", "Aug", "Jan"})
_NEAR = 24
_PLAIN_YEAR = r"(?:1[89]|20)[0-9]{2}"


def _month(found: re.Match[str], reckoning: Reckoning) -> PartialDate | Unread | None:
    name = found["month"].rstrip(".")
    if not found["turn"] and not _is_month(found, name):
        return None
    month = month_number(name)
    turn = cast("Turn", found["turn"].lower()) if found["turn"] else None
    year = reckoning.year_of_month(month, turn) if turn else reckoning.year_of(month, found)
    return year if isinstance(year, Unread) else parse(f"{year:04}-{month:02}")


def _is_month(found: re.Match[str], name: str) -> bool:
    """Tell whether a capitalised word alone is a month rather than a person, a verb, or a march."""
    start, end = found.span()
    before, after = found.string[max(0, start - _NEAR) : start], found.string[end : end + _NEAR]
    if _SURE_MONTH.search(before) or _MONTH_BEFORE.search(before):
        return True
    if name == "May":
        likely = _LIKELY_MONTH.search(before) and not (
            _CAPITAL_AFTER.match(after) or _has_somebody_may(found.string)
        )
        return bool(likely or _MONTH_AFTER.match(after))
    if name == "March" or len(name) < len("June"):
        return bool(_LIKELY_MONTH.search(before))
    return name not in _AMBIGUOUS or not _CAPITAL_AFTER.match(after)


@lru_cache(maxsize=1)
def _has_somebody_may(prose: str) -> bool:
    return bool(_MAY_SOMEBODY.search(prose))


def _years(found: re.Match[str], _: Reckoning) -> PartialDate | Unread | None:
    first, last = found["year"], found["last"]
    last = first[:2] + last if len(last) < len(first) else last
    if "/" in found["join"] and int(last) != int(first) + 1:
        return None
    if int(first) >= int(last) or (clean(found["join"]) == "and" and not found["between"]):
        return None
    return parse(f"{first}/{last}")


def _year(found: re.Match[str], _: Reckoning) -> PartialDate | Unread | None:
    plural_after = re.match(r"\s[a-z]+s\b", found.string[found.end() : found.end() + _NEAR])
    if found["year"].endswith("00") and plural_after:
        return None
    return parse(found["year"])


def _listed_years(found: re.Match[str], _: Reckoning) -> tuple[DatePart, ...]:
    years = re.finditer(_PLAIN_YEAR, found["date"])
    start = found.start("date")
    return tuple(DatePart(start + year.start(), start + year.end(), parse(year[0])) for year in years)


RULES = (
    DateRule("month", ("month",), r"\b(?:<turn> )?<month>", _month),
    DateRule(
        "list of years",
        ("digits",),
        r"\b(?:[Ii]n|[Ss]ince|[Bb]y|[Oo]f|[Ff]or|[Bb]oth|[Tt]he) "
        rf"(?P<date>{_PLAIN_YEAR}(?:, {_PLAIN_YEAR})*,? (?:and|or) {_PLAIN_YEAR}){AFTER_NUMBER}",
        _listed_years,
    ),
    DateRule(
        "years",
        ("digits",),
        r"(?:\b(?P<between>[Bb]etween|[Ff]rom) )?"
        rf"{NO_NUMBER_BEFORE}<year>(?P<join> ?[–—/-] ?| to | and | until | through )"
        rf"(?P<last>(?:1[89]|20)?[0-9]{{2}}){AFTER_NUMBER}",
        _years,
    ),
    DateRule(
        "year",
        ("digits",),
        r"(?:\b(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Dd]uring|[Bb]efore|[Aa]fter|[Oo]f|[Ff]rom|[Tt]o|through|for"
        r"|least|around|about|and|[Tt]he|[Yy]ear|an?|its|his|her|their|our|[Ll]ate|[Ee]arly) |\(|['’]s )"
        rf"(?P<date><year>){AFTER_NUMBER}",
        _year,
    ),
    DateRule(
        "early year",
        ("digits",),
        r"\b(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Oo]f|[Ff]rom|[Bb]efore|[Aa]fter|[Yy]ear) "
        r"(?P<date>(?P<year>1[0-7][0-9]{2}))"
        r"(?=[\s\0]*(?:[.,;:)!?]|\Z)| (?:and|when|by|as|the|to|after|until)\b)(?!,[0-9])",
        _year,
    ),
    DateRule(
        "decade",
        ("digits",),
        r"\b(?:[Tt]he )?(?:[Ee]arly |[Ll]ate |mid-)?(?P<tens>(?:1[89]|20)[0-9])0s\b",
        lambda found, _: Unread.PART if found["tens"].endswith("0") else parse(f"{found['tens']}X"),
    ),
)
