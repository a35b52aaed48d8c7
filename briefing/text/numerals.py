"""Find the numbers in prose, in digits or in words: each whole, or without a value."""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from briefing.text import digits
from briefing.text.patterns import compiled
from briefing.text.sentences import clean

_ONES = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_DOZEN, _HUNDRED, _THOUSAND = 12, 100, 1_000
SCALES = {
    "thousand": _THOUSAND,
    "lakh": 10**5,
    "million": 10**6,
    "crore": 10**7,
    "billion": 10**9,
    "trillion": 10**12,
}
_MULTIPLIERS = {"dozen": _DOZEN, "hundred": _HUNDRED, **SCALES}
_LETTERS = {"mn": 10**6, "mln": 10**6, "mio": 10**6, "bln": 10**9, "bn": 10**9, "tn": 10**12, "trn": 10**12}
_WORTH = (
    {word: at for at, word in enumerate(("zero", *_ONES, *_TEENS))}
    | {word: 10 * at for at, word in enumerate(_TENS, 2)}
    | {"a": 1, "an": 1}
)
_PARTS = {"half": 0.5, "quarter": 0.25, "three": 0.75}
_SCALE = "|".join(_MULTIPLIERS)
_UNITS = r"(?:km|kg|cm|mm|ha|sq)\b"
_AROUND = 40
_HYPHENS = ("-", "‑")
# Where "m" means a million: after an amount of money, or before people.
_MONEY = re.compile(r"[$£€¥₹]\s?\Z")
_PEOPLE = re.compile(
    r"[\s\0]+(?:[\w-]+[\s\0]+)?(?:people|persons|civilians|residents|refugees|children|women|men|inhabitants|voters"
    r"|viewers|users|jobs|homes|barrels|tonnes|tons|litres|gallons|dollars|pounds|euros|copies|votes|doses)\b"
)
_NO_THOUSANDS = re.compile(r"[\s\0-]+(?:run|race|walk|marathon|video|screen|tv|resolution)\b", re.IGNORECASE)
_MONTH_BEFORE = re.compile(
    r"(?:(?:ary|ch|ril|May|une|uly|ust|ber)|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)[\s\0]+\Z"
)
# Without regard to case these count as s, i and k, but make no number.
_NO_LETTERS = re.compile("[\u017f\u0130\u0131\u212a]")


class Numeral(Struct, frozen=True):
    """A number at `[start, end)`; `value` is None where it cannot be read whole.

    `scales` are what its last words may multiply a number before it by, the greatest first ("two to three
    hundred thousand"); none where it is bare. `grouped` is one like 40,000, whose thousands may be shared.
    """

    start: int
    end: int
    value: float | None
    scales: tuple[float, ...] = ()
    grouped: bool = False


def find(prose: str) -> tuple[Numeral, ...]:
    """Return the numbers, in order and disjoint, in time in proportion to the text.

    Fractions of a scale ("half a million") and mixed numbers ("two and a half") are numbers. What is an
    ordinal or a part of a name is not told, and what only looks like a number, such as a time, has no value.
    """
    convention = digits.Convention.of(prose)
    found: list[Numeral] = []
    end = 0
    for opener in _openers().finditer(prose):
        at = opener.start()
        while at >= end and (numeral := _read(prose, at, convention)):
            found.append(numeral)
            end = numeral.end
            # What a hyphen joins to a number is looked at here alone: elsewhere it is part of a name.
            at = end + 1 if prose[end : end + 1] in _HYPHENS and _opens(prose, end + 1) else -1
    return tuple(found)


def _opens(prose: str, at: int) -> bool:
    return bool(_openers(joined=True).match(prose, at))


def _read(prose: str, at: int, convention: digits.Convention) -> Numeral | None:
    if part := _part_of_scale().match(prose, at):
        name = next(name for name in _PARTS if part[name])
        scale = _MULTIPLIERS[part["scale"].lower()]
        return Numeral(at, part.end(), _PARTS[name] * scale, (scale,))
    if prose[at] in "0123456789":
        numeral = _in_digits(prose, at, convention)
    else:
        numeral = _between(prose, at) or _in_words(prose, at, joins=True)
    return _with_part(prose, numeral) if numeral and numeral.value is not None else numeral


def _in_digits(prose: str, at: int, convention: digits.Convention) -> Numeral | None:
    run = _digits().match(prose, at)
    found = _suffix().match(prose, run.end()) if run else None
    if run is None or found is None:
        return None
    before, after = prose[max(0, at - _AROUND) : at], prose[run.end() : run.end() + _AROUND]
    number = digits.value(run[0], convention, before=before, after=after)
    scale = _scale_of(found, before)
    # "On May 5 300 people" is no 5,300.
    in_doubt = any(gap in run[0] for gap in digits.SPACES) and _MONTH_BEFORE.search(before)
    if number is None or scale is None or in_doubt:
        return Numeral(at, found.end(), None)
    grouped = scale == 1 and number >= _THOUSAND and number % _THOUSAND == 0 and not run[0].isdigit()
    scales = (_THOUSAND,) if grouped else (scale,) if scale > 1 else ()
    rest = _rest_in_digits().match(prose, found.end())
    if rest and (less := int(rest["number"]) * _MULTIPLIERS[rest["scale"].lower()]) < scale:
        return Numeral(at, rest.end(), number * scale + less)
    return Numeral(at, found.end(), number * scale, scales, grouped)


def _scale_of(found: re.Match[str], before: str) -> float | None:
    """Return what the words or letters behind digits multiply by; None where that is in doubt."""
    after = found.string[found.end() : found.end() + _AROUND]
    if found["scale"]:
        return float(_MULTIPLIERS[found["scale"].lower()] * (SCALES["crore"] if found["crore"] else 1))
    if found["letters"]:
        return float(_LETTERS[found["letters"].lower()])
    if found["letter"] == "m":
        return 1e6 if _MONEY.search(before) or _PEOPLE.match(after) else None
    if found["letter"] == "M":
        return 1e6
    if found["letter"]:
        return None if _NO_THOUSANDS.match(after) else _THOUSAND
    return None if found["glued"] else 1


def _between(prose: str, at: int) -> Numeral | None:
    """Read the first number of "between two hundred and three thousand", which is not 203,000."""
    if not clean(prose[max(0, at - len("between   ")) : at]).lower().endswith("between"):
        return None
    first = _in_words(prose, at, joins=False)
    join = _and().match(prose, first.end) if first else None
    last = _in_words(prose, join.end(), joins=True) if join else None
    if first is None or last is None or first.value is None or last.value is None:
        return None
    return first if first.value < last.value else None


def _in_words(prose: str, at: int, *, joins: bool) -> Numeral | None:
    """Read "two million three hundred thousand and six"; `joins` says whether "and" may be a part of it."""
    found = _group(joins=joins).match(prose, at)
    if found is None or _NO_LETTERS.search(found[0]):
        return None
    scales, total, end = _spoken(found)
    least, first = scales[-1:], total
    while least and (found := _next(joins=joins).match(prose, end)) and not _NO_LETTERS.search(found[0]):
        last, more, stop = _spoken(found)
        if more >= least[0] or (found["and"] and more >= _HUNDRED):
            break
        total, end, least = total + more, stop, last[-1:]
    return Numeral(at, end, total, scales if total == first else ())


def _spoken(found: re.Match[str]) -> tuple[tuple[float, ...], float, int]:
    """Return what a group of words multiplies by, what it is worth, and where it ends."""
    worth, word = 0, ""
    for word in re.split("[-‑ ]", clean(found["group"]).lower()):
        if word in {"hundred", "dozen"}:
            worth *= _MULTIPLIERS[word]
        elif word != "and":
            worth += _WORTH[word]
    own = _MULTIPLIERS.get(word, 1)
    scale = _MULTIPLIERS[found["scale"].lower()] if found["scale"] else 1
    scale *= SCALES["crore"] if found["crore"] else 1
    scales = tuple(dict.fromkeys(each for each in (own * scale, scale) if each > 1))
    return scales, worth * scale, found.end()


def _with_part(prose: str, numeral: Numeral) -> Numeral:
    """Read on in "two and a half million" and "a million and a half"; "two-thirds" has no value."""
    if found := _mixed().match(prose, numeral.end):
        part = next(worth for name, worth in _PARTS.items() if found[name])
        own = _MULTIPLIERS[found["scale"].lower()] if found["scale"] else 1
        scales = numeral.scales or ((own,) if own > 1 else ())
        if numeral.scales and own > 1:
            return replace(numeral, end=found.end(), value=None)
        value = (numeral.value or 0) * own + part * (scales[-1] if scales else 1)
        return replace(numeral, end=found.end(), value=value, scales=scales)
    fraction = _fraction().match(prose, numeral.end)
    if fraction and (numeral.value == 1 or fraction[0].endswith("s")):
        return replace(numeral, end=fraction.end(), value=None)
    return numeral


@cache
def _openers(*, joined: bool = False) -> re.Pattern[str]:
    """Find where a number may begin: by a digit, or by a word that opens one; first letters at once."""
    words = ("zero", *_ONES, *_TEENS, *_TENS, "half", "quarter")
    rest: dict[str, list[str]] = {}
    for word in sorted(words):
        rest.setdefault(word[0], []).append(word[1:])
    rest.setdefault("a", []).append(rf"n?(?:(?: |-)(?:{_SCALE}|half|quarter))")
    branches = (rf"[{first}{first.upper()}](?:(?i:{'|'.join(ends)})\b)" for first, ends in rest.items())
    initials = "".join(f"{first}{first.upper()}" for first in rest)
    start = "" if joined else r"(?<![\w:/.,])(?<!\w[-‑])"
    return compiled(rf"{start}(?=[0-9{initials}])(?:[0-9]|{'|'.join(branches)})", {})


@cache
def _digits() -> re.Pattern[str]:
    return re.compile(digits.PATTERN)


@cache
def _suffix() -> re.Pattern[str]:
    return compiled(
        rf"(?:(?: |-)(?P<scale>(?i:{_SCALE}))s?\b(?: (?P<crore>(?i:crore))s?\b)?"
        rf"| ?(?P<letters>(?i:{'|'.join(_LETTERS)}))(?!\w)|(?P<letter>[kKmM])(?!\w)"
        rf"|(?={_UNITS})|(?P<glued>\w+)|)",
        {},
    )


@cache
def _rest_in_digits() -> re.Pattern[str]:
    """Find the 50 thousand of "2 lakh 50 thousand"."""
    return compiled(rf"(?: )(?P<number>[0-9]{{1,3}}) (?P<scale>{_SCALE})\b", {}, flags=re.IGNORECASE)


@cache
def _group(*, joins: bool) -> re.Pattern[str]:
    return compiled(_words(joins=joins), {}, flags=re.IGNORECASE)


@cache
def _next(*, joins: bool) -> re.Pattern[str]:
    join = "(?P<and>(?: |-)and(?: |-))| |-" if joins else "(?P<and>(?!))| |-"
    return compiled(rf"(?:{join}){_words(joins=joins)}", {}, flags=re.IGNORECASE)


def _words(*, joins: bool) -> str:
    """What one group of a spoken number looks like: up to its first scale."""
    small = rf"(?:(?:{'|'.join(_TENS)})(?:[-‑ ](?:{'|'.join(_ONES)}))?|{'|'.join((*_TEENS, *_ONES))})\b"
    small = small.replace("[-‑ ]", "(?:-|‑| )")
    join = "(?: |-)(?:and(?: |-))?" if joins else "(?: |-)"
    hundred = rf"(?:an?|{small})(?: |-)hundred\b(?:{join}{small}(?!(?: |-)hundred))?"
    scales = "|".join(SCALES)
    return (
        rf"(?P<group>(?:an?|{small})(?: |-)dozen\b|{hundred}|{small}|zero\b|an?(?=(?: |-)(?:{scales})\b))"
        rf"(?:(?: |-)(?P<scale>{scales})s?\b(?: (?P<crore>crore)s?\b)?)?"
    )


@cache
def _and() -> re.Pattern[str]:
    return compiled(" and ", {}, flags=re.IGNORECASE)


@cache
def _part_of_scale() -> re.Pattern[str]:
    part = (
        "(?:(?:an?|one)(?: |-))?(?P<half>half)|(?:(?:an?|one)(?: |-))?(?P<quarter>quarter)"
        "|(?P<three>three)(?: |-)quarters?"
    )
    return compiled(rf"(?:{part})(?: of)? (?:an? )?(?P<scale>{_SCALE})\b", {}, flags=re.IGNORECASE)


@cache
def _mixed() -> re.Pattern[str]:
    part = "(?:an?|one)(?: |-)(?:(?P<half>half)|(?P<quarter>quarter))|(?P<three>three)(?: |-)quarters"
    return compiled(
        rf"(?: |-)and(?: |-)(?:{part})\b(?:(?: |-)(?P<scale>{_SCALE})s?\b)?", {}, flags=re.IGNORECASE
    )


@cache
def _fraction() -> re.Pattern[str]:
    parts = (
        "half|halves|third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twelfth|hundredth|thousandth"
    )
    return compiled(rf"(?: |-)(?:{parts})s?\b(?!-)", {}, flags=re.IGNORECASE)
