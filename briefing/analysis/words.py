"""Tell what role an English word can play in a tag."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from briefing.analysis.inflection import stem
from briefing.analysis.lexicon import ADJECTIVE_ENDINGS, PARTICIPLES, english

_DIGIT = re.compile(r"\d")
# COVID-19, M23, H5N1, SARS-CoV-2, Su-57s, and networks such as 5G.
_CODE = re.compile(
    r"(?P<letters>[a-z]{1,12})(?:[-‐‑][a-z]{1,12})*(?P<hyphen>[-‐‑]?)(?P<number>[0-9]{1,4})"
    r"(?:[a-z][0-9]{0,3})?s?|[2-6]g"
)
# With a number behind them, these tell a time, an amount or a place in a row, and name nothing.
_NO_CODES = frozenset(
    "mid post pre early late since circa top under over past no nos vol p pp page pages part point age aged "
    "day week month year q fy grade class level round row line step stage category phase".split()
)
_YEARS = range(1500, 2100)


class TagRole(Enum):
    """What a word can do in a tag."""

    NOUN = "may stand anywhere, or alone"
    GENERAL = "says too little alone; may end a longer tag"
    MODIFIER = "may begin a tag, not end one"
    WEAK = "adds nothing at a tag's edge"
    LINK = "joins the halves of a name"
    BREAK = "is in no tag"


@lru_cache(maxsize=65536)
def role_of(word: str, *, capital: bool = False) -> TagRole:
    """Return what a word can do; it is in lower case, `capital` says that the text writes it as a name.

    Dates, numbers and function words are so even with a capital: months win over people called May.
    """
    lexicon = english()
    if _breaks(word) or (not capital and _is_verb(word)):
        return TagRole.BREAK
    demonym = word in lexicon.demonyms or word.removesuffix("s") in lexicon.demonyms
    if demonym or ("-" in word and _is_compound_adjective(word)):
        return TagRole.MODIFIER
    singular = stem(word)
    if singular in lexicon.general or singular in lexicon.chrome:
        return TagRole.GENERAL
    if capital:
        return TagRole.NOUN
    if word in lexicon.weak:
        return TagRole.WEAK
    return TagRole.MODIFIER if _is_adjective(word) else TagRole.NOUN


def is_code(word: str) -> bool:
    """Tell a name with a number in it, such as covid-19, m23 or f-16, given in lower case."""
    match = _CODE.fullmatch(word)
    if match is None or match["letters"] is None:
        return match is not None
    lexicon, letters = english(), match["letters"]
    if letters in _NO_CODES or letters in lexicon.calendar or letters in lexicon.function:
        return False
    return not (match["hyphen"] and int(match["number"]) in _YEARS)


def _breaks(word: str) -> bool:
    """Tell whether no tag can hold the word, however it is written."""
    lexicon = english()
    listed = word in lexicon.function or word in lexicon.calendar or word in lexicon.numbers
    return listed or len(word) == 1 or bool(_DIGIT.search(word))


def _is_verb(word: str) -> bool:
    """Tell verbs and adverbs by list and ending."""
    lexicon = english()
    if word in lexicon.verbs:
        return True
    if "-" in word or word in lexicon.nouns or word in lexicon.participles:
        return False
    if word.endswith("ing"):
        return len(word) > len("bring")
    return word.endswith(("ly", "ed")) and len(word) > len("shed")


def _is_adjective(word: str) -> bool:
    """Tell adjectives by list and ending."""
    lexicon = english()
    if word in lexicon.nouns_like_adjectives:
        return False
    return word in lexicon.adjectives or word in lexicon.participles or word.endswith(ADJECTIVE_ENDINGS)


def _is_compound_adjective(word: str) -> bool:
    """Tell adjectives such as "Kurdish-led" by either half."""
    first, _, last = word.partition("-")
    return first in english().demonyms or last in PARTICIPLES or last.endswith(("ed", "ing"))
