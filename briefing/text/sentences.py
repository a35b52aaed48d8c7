"""Split running English prose into sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

# White space as in `str.isspace`, and NUL, which replaces what a reader does not see.
BLANK = (
    "\0 \t\n\r\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005"
    "\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)

# Never the last word of a sentence.
TITLES = frozenset(
    """Adm Brig Capt Cdr Cmdr Col Cpl Det Dr Fr Gen Gov Hon Insp Lt Lieut Maj Messrs Mlle Mme Mr Mrs Ms
    Mt Pfc Pres Prof Pvt Rep Reps Rev Sen Sens Sgt Spc St Ste Supt al approx ca cf e.g eg i.e ie incl pop v
    viz vs""".split()
)
# Never the last word of a sentence before a number.
NUMBERED = frozenset(
    """Apr Art Aug Ch Dec Feb Fig Jan Jul Jun Mar No Nos Nov Oct Para Rs Sec Sep Sept Vol c ch fig no nos p
    para pp sec vol""".split()
)
# The last word of a sentence only where the next one clearly opens a sentence.
SHORTENED = frozenset(
    """Apr Aug Ave Bldg Blvd Bros Co Corp Dec Dept Dist Feb Ft Inc Jan Jr Jul Jun Ltd Nov Oct Plc Rd Sep
    Sept Sr Univ dept etc ft hrs lb lbs oz sq""".split()
)
# The same, after a comma: "Jackson, Miss."
STATES = frozenset(
    """Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Mass Md Mich Minn Miss Mo Mont Neb Nev Okla
    Ore Pa Penn Tenn Tex Va Vt Wash Wis Wyo""".split()
)
# Capitalised, these open a sentence even after a shortened word.
OPENERS = frozenset(
    """A About According After All Also Although Among An And Another Any As At Because Before Both But By
    Despite During Each Earlier Even Few For Four From Further He Her Here His How However I If In Instead It
    Its Last Later Many Meanwhile More Most Much My Nevertheless No Nobody None Nor Not Now Of On Once One
    Only Or Other Others Our Over She Since So Some Still Such That The Their Then There These They This
    Those Three Though Through Thus To Two Under Unlike Until We What When Where Whether Which While Who Why
    With Without Yesterday Yet You Your""".split()
)
# What may follow an hour and still belong to it.
CLOCK = frozenset(
    """Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July
    August September October November December BST CET CST EDT EST ET GMT HKT IST JST MST PDT PST PT UTC
    Eastern Central Pacific""".split()
)
BRANDS = frozenset({"Jeopardy", "Yahoo", "Yum"})

_BLOCK_BREAK = re.compile(r"\n[\s\0]*\n")
_STOP = re.compile(r"[.!?…؟۔]+(?:[ \xa0]\.(?!\w))*([\"'”’»)\]}*\0]*)")
_GAP = re.compile(r"[\s\0]*")
_OPENING = re.compile(r"[\s\0\"'“‘„«(\[{—–\-_*•]*")
_WORD = re.compile(r"[^\W\d_](?:[^\W_]|['’](?=[^\W\d_]))*")
_LOWER_NAME = re.compile(r"(?:[ae]l-|i|e)[A-Z]")
_SPEAKER = re.compile(
    r"(?:[A-Z][\w.'’-]{0,30}\s){1,4}(?:said|says|asked|asks|wrote|writes|shouted|added|told|cried|recalled)\b"
)
_LAST_WORD = re.compile(r"[\w.]+\Z")
_LONGEST_WORD = 24
_LONGEST_INITIAL = 2
_CONTINUING = ",;:%)]}|/"
_DASHES = "-–—"
_QUOTES = "\"'”’“‘"


class Sentence(Struct, frozen=True):
    """`[start, end)` of one sentence in the text it was found in, no white space around it."""

    start: int
    end: int


def split(prose: str) -> tuple[Sentence, ...]:
    """Return the sentences of the prose, in order; together they hold all its letters and digits.

    A blank line ends a sentence, a single line break does not; NUL counts as white space between
    lines and as nothing between words. Takes time in proportion to the text.
    """
    return tuple(sentence for start, end in _blocks(prose) for sentence in _sentences(prose, start, end))


def clean(text: str) -> str:
    """Return the text as a reader sees it: without NUL, on one line, single-spaced."""
    return " ".join(text.replace("\0", "").split())


def _blocks(prose: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _BLOCK_BREAK.finditer(prose):
        yield start, found.start()
        start = found.end()
    yield start, len(prose)


def _sentences(prose: str, start: int, end: int) -> Iterator[Sentence]:
    for found in _STOP.finditer(prose, start, end):
        if _ends_sentence(prose, start, found, end):
            yield from _trimmed(prose, start, found.end())
            start = found.end()
    yield from _trimmed(prose, start, end)


def _trimmed(prose: str, start: int, end: int) -> Iterator[Sentence]:
    """Yield the sentence without the white space around it, unless it has no letter or digit."""
    piece = prose[start:end]
    left = len(piece) - len(piece.lstrip(BLANK))
    right = len(piece.rstrip(BLANK))
    if any(character.isalnum() for character in piece):
        yield Sentence(start + left, start + right)


def _ends_sentence(prose: str, start: int, stop: re.Match[str], end: int) -> bool:
    """Tell whether a sentence that began at `start` is over after the punctuation of `stop`."""
    following = _skip(_GAP, prose, stop.end(), end)
    if not prose[stop.end() : following].replace("\0", ""):
        return False
    head = _skip(_OPENING, prose, following, end)
    if head == end or prose[head] in _CONTINUING:
        return False
    if prose[head].islower() and not _LOWER_NAME.match(prose, head, end):
        return False
    before = prose[max(start, stop.start() - _LONGEST_WORD) : stop.start()].replace("\0", "")
    last = _LAST_WORD.search(before)
    word = last[0] if last else ""
    marks = prose[stop.start() : stop.start(1)]
    if marks != ".":
        return word not in BRANDS and not (stop[1] and set(marks) & set("!?") and _SPEAKER.match(prose, head))
    if prose[head].isdigit():
        return not (word in NUMBERED or word in TITLES or _is_acronym(word) or before.strip(BLANK).isdigit())
    quoted = _closes_quotation(stop[1], before.removesuffix(word))
    return _after_word(word, before, prose[following : head + _LONGEST_WORD], quoted=quoted)


def _after_word(word: str, before: str, following: str, *, quoted: bool) -> bool:
    """Tell whether a full stop after `word` ends a sentence, given the text on both sides of it.

    `quoted` is true when a quotation closes here that did not begin with the word.
    """
    if word in TITLES:
        return False
    opening = _skip(_OPENING, following, 0, len(following))
    found = _WORD.match(following, opening)
    following_word = found[0] if found else ""
    marks = set(following[:opening])
    if word in {"a.m", "p.m"}:
        return following_word not in CLOCK and "(" not in marks
    shortened = word in SHORTENED or (word in STATES and before.endswith(f", {word}")) or _is_acronym(word)
    if not shortened:
        return not before.strip(BLANK).isdigit()
    if quoted or (len(word) > 1 and marks & set(_QUOTES)):
        return True
    initial = following[opening + len(following_word) :].startswith(".")
    return following_word in OPENERS and not initial and not marks & set(_DASHES)


def _closes_quotation(closing: str, before: str) -> bool:
    """Tell whether a quotation ends here that began earlier than with the last word."""
    return any(mark in _QUOTES for mark in closing) and before[-1:] not in set(_QUOTES)


def _is_acronym(word: str) -> bool:
    """Tell whether the word is an initial or letters with full stops between them: "J", "U.S", "Ph.D"."""
    letters = word.split(".")
    if len(letters) == 1:
        return len(word) == 1 and word.isupper()
    return all(len(letter) <= _LONGEST_INITIAL and letter.isalpha() for letter in letters)


def _skip(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    """Return where the pattern's match at `start` ends; `start` where there is none."""
    found = pattern.match(text, start, end)
    return found.end() if found else start
