"""Read the year behind a day or a month: in digits, with its era, or told from this one."""

from __future__ import annotations

import re

from briefing.text.dates.arithmetic import Reckoning, Unread
from briefing.text.dates.words import AFTER_NUMBER, WORDS, count_of

_MOST = 9999
_SHIFTS = {"last": -1, "previous": -1, "this": 0, "next": 1}
ERA = r"(?:BCE?|B\.C\.(?:E\.)?|A\.D\.|AD|C\.E\.|CE|AH|before Christ)(?!\w)"
ANNO = r"(?:A\.D\.|AD|anno Domini)"
_AFTER_DATE = r"(?:,(?: | of |)| of | (?=[0-9AaCclnpst])|(?<=[.])(?=[0-9]))"
# All ways to tell the year behind "5 May", or behind "May". What can only be read in part is `vague`.
TAIL = (
    rf"(?:{_AFTER_DATE}(?:the year )?(?:"
    rf"(?:{ANNO} )?(?P<erayear>[0-9]{{1,6}}) ?(?P<era>{ERA})|{ANNO} (?P<annoyear>[0-9]{{1,6}})(?!\w)"
    rf"|(?P<year>1[0-9]{{3}}|2[01][0-9]{{2}}){AFTER_NUMBER}"
    r"|(?P<odd>[0-9]{1,6})(?![\w%]|[.:/-][0-9])(?=[\s\0]*(?:[.;:!?)”\"]|\Z|\n))"
    r"|(?P<shift>last|this|next|previous) year\b(?!['’])"
    rf"|(?P<back>{WORDS['number']}) years? ago\b"
    r"|(?P<vague>(?:that|the same|the (?:previous|following|next|preceding|year)|a year|the year"
    rf"|{WORDS['number']} years?)(?: (?:year|before|after|earlier|later))?\b(?<!the)(?<!\bthat)(?<!same))"
    r")|)"
)


def year_of(found: re.Match[str], reckoning: Reckoning) -> int | Unread | None:
    """Return the year that the match's tail tells; None where it has none."""
    if found["era"] or found["annoyear"]:
        return _of_era(found)
    if found["year"]:
        return int(found["year"])
    if found["shift"]:
        return reckoning.end.year + _SHIFTS[found["shift"]]
    if found["back"]:
        count, vague = count_of(found["back"])
        return Unread.PART if vague else reckoning.year(-count).start.year
    too_late = len(found["odd"] or "") > len(str(_MOST))
    return Unread.YEAR if too_late else Unread.PART if found["odd"] or found["vague"] else None


def _of_era(found: re.Match[str]) -> int | Unread:
    era = (found["era"] or "AD").replace(".", "")
    year = int(found["erayear"] or found["annoyear"])
    return year if era in {"AD", "CE"} and 1 <= year <= _MOST else Unread.YEAR
