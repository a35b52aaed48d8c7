"""Tell the numbers of a sentence that count nothing, as ages do, and nobody, as sums of money do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.suggest.measures import EITHER
from briefing.text.figures import TIMES

if TYPE_CHECKING:
    from briefing.text.figures import Figure

# A figure of which only a part is meant.
_IN_BRACKETS = re.compile(r"\(\s*(?:US)?[$£€¥₹]?\s*\Z")
# An age, the day of a month, a number of a list.
_NO_COUNT = re.compile(
    r"\b[Aa]ge[ds]?(?:\s(?:from|between|of|over|under))?\s*(?:\w+\s(?:to|and)\s)?\Z"
    r"|\b(?:[Aa]ll but|per)\s\Z"
    r"|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\s\Z"
    r"|\b(?:magnitude\s(?:of\s)?|measur(?:ed|ing)\s)\Z"
    # Nor is what another count is compared with.
    r"|\b(?:than|exceed\w*|surpass\w*|topp\w+|twice|double|triple)\s(?:(?:the|an?|its|estimated|official|previous|earlier)\s)+\Z"
    # Nor are the families that those counted are of.
    r"|\b(?:people|persons|members|residents)\sfrom\s\Z"
    # A change is no count.
    r"|\b(?:rise|increase|jump|drop|fall|decline|decrease|gain|surge)\sof\s(?:[\d,.]+\s[\w-]+\sand\s)?\Z"
    r"|\b(?:city|town|village|country|nation|crowd|population|province|region)\sof\s(?:about\s)?\Z"
    r"|\b(?:[Nn]umber|[Nn]o\.|[Pp]hase|[Pp]age|[Dd]ay|[Yy]ear|(?<![a-z]\s)[Ll]evel)\s\Z"
    # "Among the 400 who marched, 12 were hurt": they are the whole.
    r"|(?:\A|[.,;]\s|\b(?:that|said|says)\s)[Aa]mong\s(?:the\s)?\Z"
)
# "A slightly weaker one".
_SUCH = re.compile(r"\b(?:[Aa]n?|[Tt]his|[Tt]hat)\s(?:[\w-]+\s){1,3}\Z")
_TWO_FATES = re.compile(
    r"\b(?:dead|killed|deaths)\s(?:and|or)\s(?:wounded|injured|missing|injuries)\s(?:at|to)\s(?:\w+\s){0,2}\Z"
)
# "The numbers are up 21 cases."
_CHANGE = re.compile(
    r"\b(?:(?:is|are|was|were)\s(?:up|down)(?:\sby)?"
    r"|(?:rose|risen|fell|fallen|increased|grew|dropped|declined|climbed|jumped)\sby)\s\Z"
)
_MONEY = re.compile(r"[$£€¥₹]")
_YEAR = re.compile(r"\b(?:[Ii]n|[Ss]ince|[Uu]ntil)\s[12]\d{3}\Z")
# Behind a number of people stands no time, and none is a part of what the number before it counts.
_NO_PEOPLE = re.compile(
    rf"-\w|:\s|\ssurvivors\b|\s(?:\w+\s)?per\s\d|(?:\smore)?\s(?:{TIMES}|hrs|times)\b"
    r"|\sof\s(?:the|these|those)\s(?:\w+\s)?(?:dead|bodies|corpses|deaths|injured|wounded|cases)\b"
)
# What happens each year is no count of what has happened.
_YEARLY = re.compile(
    r"(?:[^.,;]|[A-Z]\.){0,40}?\b(?:annually|yearly|daily|(?:per|each|every)\s(?:average\s)?(?:year|month|week|day)"
    r"|an?\s(?:average\s)?year|year after year)\b"
)
# "Four children among the 400 refugees": the second is the whole of which the first counts a part.
_WHOLE = re.compile(
    r"(?:\d|\b(?:two|three|four|five|six|seven|eight|nine|ten))\s(?:[\w-]+\s){0,3}(?:among|of|out of)\s"
    r"(?:the\s)?\Z"
)
_FATED = re.compile(r"\s[\w-]+\s(?:killed|dead|injured|wounded|missing|reported|confirmed|recorded|who)\b")
_EACH = re.compile(r"(?:Each|Every)\s(?:year|month|week|day)\b")
# "Children under 12."
_WHO = re.compile(r"\b(?:children|youths|people|men|women|minors|boys|girls|those|anyone|adults)\s\Z")
# A scale, a share, and the time of day.
_OUT_OF = re.compile(
    r"-(?:level|point|stage|step)\b|\sout of\s(?:every\s)?1[0,]+\b"
    r"|\s(?:GMT|BST|E[SD]T|local time|a\.?m\b|p\.?m\b)"
)
_APPOSED = re.compile(r"[A-Z][\w’'-]+,\s\Z")
_PART_WINDOW, _NEAR = 48, 60  # characters
_PART_BEFORE = re.compile(
    r"\b(?:half|(?:third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth)s?|most|many)\s"
    r"(?:of\s)?(?:(?:the|its|their|these|those|all|about|some)\s)*\Z"
)


def counts_nothing(text: str, figure: Figure) -> bool:
    """Tell whether a figure stands in brackets, for a day or an age, for two fates, or as "one of 10"."""
    ahead = text[max(0, figure.start - _PART_WINDOW) : figure.start]
    behind = text[figure.end : figure.end + 4]
    word = figure.text.lower()
    return bool(
        word == "several"  # it is no number
        or (word == "one" and _SUCH.search(ahead))
        or (not figure.high and text.startswith(" know", figure.end))
        or (figure.low == 1 and behind == " of ")
        or (word.startswith(("under ", "over ")) and _WHO.search(ahead))
        or _OUT_OF.match(text, figure.end)
        or (ahead.endswith("out of ") and not figure.text.strip("10,"))
        or (behind[:1] in {",", "."} and figure.text.isdigit() and _APPOSED.search(ahead))
        or (_WHOLE.search(ahead) and not _FATED.match(text, figure.end))
        or any(one.search(ahead) for one in (_PART_BEFORE, _TWO_FATES, _IN_BRACKETS, _NO_COUNT))
        or _YEAR.search(text[: figure.end])
        or _EACH.match(text)
        or _is_either(text, figure)
    )


def counts_nobody(text: str, figure: Figure) -> bool:
    """Tell whether a figure without a unit is of money, time, change, a rate, survivors, or part of one."""
    money = _CHANGE.search(text[: figure.start]) or _MONEY.search(
        text[: figure.end], max(0, figure.start - 1)
    )
    return bool(money or _YEARLY.match(text, figure.end) or _NO_PEOPLE.match(text, figure.end))


def _is_either(text: str, figure: Figure) -> bool:
    """Tell whether a figure counts two fates at once: "12 were killed or wounded"."""
    either = EITHER.search(text, figure.end, figure.end + _NEAR)
    return either is not None and not any(map(str.isdigit, text[figure.end : either.start()]))
