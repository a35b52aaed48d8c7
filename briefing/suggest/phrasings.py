"""Tell turns of phrase by which a date is that of a plan, or of no deed."""

from __future__ import annotations

import re
from calendar import month_name
from typing import TYPE_CHECKING

from briefing.analysis.lexicon import english
from briefing.analysis.openers import COMMAS, DOUBTING
from briefing.analysis.verbs import DETERMINERS, PREPOSITIONS, verb_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.analysis.tokens import Token
    from briefing.analysis.verbs import Verb
    from briefing.core.model import DateExpression

_AHEAD = 80  # characters
_LONGEST = 31  # days: what takes longer is background
# No day can be told of these; the last are hours of opening.
_VAGUE = re.compile(
    r"\b(?:recent|coming|(?:past|last|next) (?:few|several|couple))\b|day(?: to |-)\w+day\Z", re.IGNORECASE
)
_RELATIVE = re.compile(
    r"\b(?:today|tonight|yesterday|tomorrow|(?:this|last) (?:morning|night|evening))\b", re.IGNORECASE
)
# What a date is only a part of: "Sunday or late Monday", "between May and June", "May-to-June".
_ENDS_A_CHOICE = re.compile(
    r"(?:\bor|\bbetween\b[^,.;:]* and)(?: (?:early|late|on|in|the))* \Z|\w-\Z"
    r"|\b(?:(?:up|down) from|prior to)\b[^,.;:]* \Z",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r" or |-\w|,? \d{1,2}[.:]\d\d (?:[ap]m )?[A-Z]{2,4} [\w(]")
# Behind the date of "Aldmoor, May 5 (Agency) -".
_DATE_LINE = re.compile(r" ?\([^()]{2,30}\) ?[-–—]")
_BEFORE_MONTH = frozenset("and or but last this next early late mid since until till before after".split())
_LOOSE = frozenset("the at least about around early late last this next end start of middle".split())
_NAMING = frozenset("a an the its their his her our my your another this that".split())
# "An attack on the 10th" from "the 10 December attack".
_AFTER_DATE = (PREPOSITIONS - {"like"}) | frozenset(
    "and or but after before when while that was were is are has had will would could said killed".split()
)
_OPINIONS = frozenset(
    """
    approved disapproved favored favoured opposed preferred supported backed agreed disagreed blamed trusted
    rated viewed considered answered
    """.split()
)
# Verbs of why, of what is thought or shown, and of words alone: they tell no deed.
_NO_DEEDS = frozenset(
    """
    attributed ascribed linked cautioned predicted forecast speculated
    reiterated stressed emphasised emphasized underscored underlined highlighted showed proved demonstrated
    planned intended expected hoped estimating expecting hoping considering planning thinking believing
    reflected indicated illustrated represented deserved expressed voiced did followed preceded
    asserted contended explained insisted joked maintained mused quipped remarked replied suggested
    quoted recalled remembered confirmed discussed described detailed mourned
    """.split()
)
# A question, or one that somebody is quoted with; what only leads to a list; what a picture shows.
NO_TELLING = re.compile(
    r"\A\W*(?:FILE\b|(?:In an?|(?:In t|T)his) (?:[\w-]+ ){0,3}(?:photo|photograph|image|picture)\b)"
    r"|, \w+day, \w+\.? \d{1,2}, \d{4}\W*\Z|:\s*\Z|\b[Uu]pdated at \d|\barticle was amended\b"
    r"|\?[\"'”’\s]*(?:\Z|(?:\w+\s){1,4}(?:asked|wondered)\b)"
)
_WISHES = frozenset("trying tries seeking seeks wants want".split())
_TIMES = frozenset("night nights day days hours weeks months weekend".split())
_RAISED = frozenset("concern concerns question questions fears doubt doubts hopes".split())
UNDONE = frozenset(
    "denied denies failed refused declined supposed postponed cancelled canceled averted avoided".split()
)
# What goes on with "to" after these was done.
DONE = frozenset(
    """
    managed began started continued helped forced led came went returned gathered met flew travelled
    traveled rushed tried attempted moved proceeded sent deployed dispatched used left
    """.split()
)
_SHARES = frozenset({"percent", "cent", "%", "pc"})
_DOCUMENTS = frozenset(
    """
    statement statements report letter interview speech message video audio note paper article survey poll
    study tape recording address memo email e-mail post tweet communique declaration release remarks comments
    """.split()
)

_SPAN = re.compile(r"(?:by|since|from|between|the (?:past|last)|past|recent|in)\b", re.IGNORECASE)
_COUNTED = re.compile(r"\b(?:\d[\d,.]*|hundreds|thousands|dozens|scores|millions?)\b")
_TOTAL = re.compile(
    r"\b(?:toll|total|tally|so far|altogether|that number)\b|(?:\A|\band )the number\b", re.IGNORECASE
)


def is_datable(date: DateExpression, text: str, *, alone: bool) -> bool:
    """Tell a day or month from "since May", "recent weeks", "Sunday or Monday", a quoted "today".

    The date of a date line counts where it is `alone`.
    """
    value = date.value
    exact = not (value.open_start or value.open_end or _VAGUE.search(date.text))
    whole = alone or not _DATE_LINE.match(text, date.end)
    whole &= not (
        _ENDS_A_CHOICE.search(text[max(0, date.start - _AHEAD) : date.start])
        or _GOES_ON.match(text, date.end)
    )
    whole &= "/" not in date.text or any(one.isalpha() for one in date.text) or date.text.count("/") > 1
    quoted = _RELATIVE.search(date.text) and is_quoted(text, date.start)
    return exact and whole and not quoted and (value.end - value.start).days <= _LONGEST


def is_scheduled(tokens: Sequence[Token], at: int) -> bool:
    """Tell the date of what is to come by "to be published on Tuesday" or "ahead of Sunday's vote"."""
    return _names_what_lies_ahead(tokens, at) or _is_to_be(tokens, at) or is_of_the_next(tokens, at)


def is_of_the_next(tokens: Sequence[Token], at: int) -> bool:
    """Tell "on the eve of a vote in Aldmoor on Tuesday" from "on the eve of a vote, on Tuesday"."""
    start = at - 1
    while (
        start > 0
        and (tokens[start].kind != "mark" or tokens[start].text == "-")
        and not verb_at(tokens, start)
    ):
        if tokens[start].lower == "of" and tokens[start - 1].lower in {"eve", "ahead"}:
            return True
        start -= 1
    return False


def _is_to_be(tokens: Sequence[Token], at: int) -> bool:
    start = at
    while start and tokens[start - 1].text not in COMMAS:
        start -= 1
    return start > 0 and _words(tokens, start, start + 2) == ["to", "be"]


def is_deadline(tokens: Sequence[Token], at: int) -> bool:
    """Tell a date by or until which something is to be done."""
    at -= 1
    while at >= 0 and tokens[at].lower in _LOOSE:
        at -= 1
    return at >= 0 and tokens[at].lower in {"by", "until", "till"}


def names_a_thing(tokens: Sequence[Token], at: int) -> bool:
    """Tell a date that tells which thing is meant: "Tuesday's blast", "a May 25 crackdown"."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if (
        after is None
        or after.lower == "'s"
        or (after.text == "," and _words(tokens, at - 1, at) in (["a"], ["an"]))
    ):
        return after is not None
    if _is_bare_month(tokens, at):
        return True
    before = _words(tokens, at - 1, at)
    named = not _NAMING.isdisjoint(before) or any(one.endswith("'s") for one in before)
    return named and after.is_word and after.lower not in _AFTER_DATE


def _is_bare_month(tokens: Sequence[Token], at: int) -> bool:
    """Tell "the front-month June contract" from "in June" and "last June"."""
    before, behind = tokens[at - 1], tokens[at + 1 : at + 2]
    noun = before.lower in {"on", "."} or (
        before.is_word and before.lower not in PREPOSITIONS | _BEFORE_MONTH
    )
    pair = before.lower in {"and", "or"} and any(
        one.is_word and one.lower not in _AFTER_DATE for one in behind
    )
    return at > 0 and tokens[at].text in month_name[1:] and (noun or pair)


def _names_what_lies_ahead(tokens: Sequence[Token], at: int) -> bool:
    if not names_a_thing(tokens, at):
        return False
    start = at - 1 if _words(tokens, at - 1, at) in (["the"], ["a"], ["next"]) else at
    before = _words(tokens, start - 2, start)
    return before == ["ahead", "of"] or before[-1:] in (["before"], ["for"])


def is_no_deed(tokens: Sequence[Token], verb: Verb) -> bool:
    """Tell "52 percent approved" and "in a statement issued today, he said" from "issued a statement"."""
    opinion = verb.head in _OPINIONS and not _SHARES.isdisjoint(_words(tokens, 0, verb.start))
    if (
        opinion
        or verb.head in _NO_DEEDS
        or not _RAISED.isdisjoint(_words(tokens, verb.start - 1, verb.start))
    ):
        return True
    start = verb.start
    while start and tokens[start - 1].text not in COMMAS:
        start -= 1
    behind = _words(tokens, verb.end, verb.end + 3)
    if (start and tokens[start].lower == "with") or (verb.head == "spent" and not _TIMES.isdisjoint(behind)):
        return True
    in_one = tokens[0].lower in PREPOSITIONS and not verb.sure
    return in_one and not _DOCUMENTS.isdisjoint(_words(tokens, verb.start - 1, verb.start))


def is_quoted(text: str, at: int) -> bool:
    """Tell a place between quotation marks, of which the first or the last may stand in another sentence."""
    before, behind = text[:at], text[at:]
    curly = before.count("“") > before.count("”") or behind.count("”") > behind.count("“")
    return curly or before.count('"') % 2 == 1 or behind.count('"') % 2 == 1


def is_wished(tokens: Sequence[Token], verb: Verb) -> bool:
    """Tell "she hopes they will meet on Sunday" from "they will meet on Sunday"."""
    doubted = not (DOUBTING - {"expected", "expects"}).isdisjoint(_words(tokens, 0, verb.start))
    return doubted or verb.head in _WISHES


def has_infinitive(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Tell "to travel" from "to Cairo", "to the town" and "what appeared to be"."""
    return any(_is_infinitive(tokens, at) for at in range(start, end))


def _is_infinitive(tokens: Sequence[Token], at: int) -> bool:
    word, behind = tokens[at + 1 : at + 3]
    if tokens[at].lower != "to" or not word.is_word or word.text[0].isupper():
        return False
    if at and tokens[at - 1].lower.startswith(("appear", "seem", "according")):
        return False
    verbal = word.lower in english().verbs or word.lower in english().nouns
    has_object = behind.is_word and (behind.lower in DETERMINERS or behind.text[0].isupper())
    return word.lower not in DETERMINERS | PREPOSITIONS and (verbal or has_object)


def _words(tokens: Sequence[Token], start: int, end: int) -> list[str]:
    return [one.lower for one in tokens[max(0, start) : end]]


def is_total(words: str, date: str) -> bool:
    """Tell the words of a clause that counts what has come together by or in the time of a date."""
    return bool(_TOTAL.search(words) or (_SPAN.match(date) and _COUNTED.search(words)))
