"""Tell which sentences cannot be understood without the one before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from briefing.analysis.inflection import stem
from briefing.analysis.lexicon import english

# At the start of a sentence, these point back.
_OPENERS = frozenset(
    """
    he she it they this that these those his hers its their theirs him them her
    however but and or nor yet so then also instead meanwhile moreover furthermore nevertheless nonetheless
    still besides thus therefore hence otherwise similarly likewise additionally consequently
    both neither either another other others such former latter same there here
    afterwards afterward later earlier farther further elsewhere
    """.split()
)
_PRONOUNS = frozenset({"he", "she", "they", "him", "them", "his", "her", "their"})
_SPEECH = (
    "said|says|say|told|tells|added|adds|wrote|writes|reported|reports|claimed|claims|warned|warns|announced|stated|"
    "explained|insisted|replied|noted|argued|asked|tweeted|quoted|confirmed|denied|vowed|predicted|recalled"
)
_SPEAKS = re.compile(rf"\b(?:{_SPEECH}|according)\b", re.IGNORECASE)
_SPEAKER_UNNAMED = re.compile(
    rf"^(?:The|A|An|One)\s+(?:[a-z][\w-]*\s+){{1,3}}(?:also\s+|later\s+|then\s+|has\s+|had\s+)?(?:{_SPEECH})\b"
)
_PRONOUN_SPEAKS = re.compile(
    rf"\b(?:he|she|it|they)\s+(?:also\s+|later\s+|then\s+|has\s+|had\s+)?(?:{_SPEECH})\b"
)
_POINTS_BACK = re.compile(r"^The (?:two|three|four|pair|same|former|latter|other|others|group|move|latest)\b")
_QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)")
_NAME = re.compile(r"(?<=\S )[A-Z]\w")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# "In that attack", "no such plan", "as a result".
_BACK = r"(?:In|At|On|For|By|With|After|Before|Despite|Under|From|Among) (?:that|those|these|this|such)"
_OTHER_TIME = r"(?! (?:day|week|month|year|time|morning|night)\b) [a-z]"
_CONNECTS = re.compile(
    rf"{_BACK}{_OTHER_TIME}|(?:As a result|In response|For example|For instance|At the same time|In return"
    r"|In turn|In fact|By contrast|In contrast|On the other hand|By comparison|Of these|Of those)\b"
)
_SUCH = re.compile(r"\bsuch (?!as\b)(?:an? )?[a-z]")
_FULL_NAME = re.compile(r"\b[A-Z][\w’'-]+(?: (?:[A-Z]\. )?(?:al-|bin |ibn |de |van |von )?[A-Z][\w-]+){1,3}")
_SINGLE_NAME = re.compile(
    r"(?<![\w’'.-] )[A-Z][\w-]{2,}|(?<=[a-z0-9,;:] )[A-Z][\w-]{2,}|(?<=M[rs] )[A-Z][\w-]{2,}"
)
_COURTESY = frozenset({"Mr", "Mrs", "Ms", "Dr"})
_A_THING = re.compile(r"\b[Aa]n? (?:[a-z-]+ ){0,2}?([a-z]{4,})\b")
_THE_THING = re.compile(r"^The ([a-z]{4,})(?: ([a-z]{4,}))?\b")
_OPENING_QUOTES = ('"', "“", "'", "‘")
_NOUN_PHRASE = 3


def leanings(texts: Sequence[str]) -> tuple[bool, ...]:
    """Tell of each sentence in order whether it leans on the one before it.

    It does when it opens with a pronoun or a word such as "however", has a "he" or "they" before
    anybody it could mean, calls its speaker by a role alone ("The monitor said"), opens with a thing
    the sentence before spoke of ("The strikes"), or is speech without its speaker.
    """
    found = []
    quoted = False
    before = ""
    for text in texts:
        found.append(quoted or leans(text) or _takes_up(text, before))
        quoted = _left_open(text, quoted=quoted)
        before = text
    return tuple(found)


def supports(texts: Sequence[str]) -> tuple[frozenset[int], ...]:
    """Return for each sentence which others it cannot do without; -1 where it leans on what no sentence is.

    That is the one before, where it leans on that or says "such" or "in that attack"; and the first that
    has the whole of a name of which it has the last word alone, or "a" thing with which it opens as "the".
    """
    found = []
    names: dict[str, int] = {}
    things: dict[str, int] = {}
    for number, (text, leaning) in enumerate(zip(texts, leanings(texts), strict=True)):
        before = {number - 1} if leaning or _CONNECTS.match(text) or _SUCH.search(text) else set()
        whole = [name[0].split() for name in _FULL_NAME.finditer(text)]
        full = {words[-1] for words in whole if words[0] not in _COURTESY}
        short = (name[0] for name in _SINGLE_NAME.finditer(text) if name[0] not in full)
        taken = {names[name] for name in short if name in names}
        opening = _THE_THING.match(text)
        taken |= {
            things[stem(word)] for word in (opening.groups("") if opening else ()) if stem(word) in things
        }
        found.append(frozenset(before | taken))
        for name in full:
            names.setdefault(name, number)
        for one in _A_THING.finditer(text):
            things.setdefault(stem(one[1]), number)
    return tuple(found)


def leans(text: str) -> bool:
    """Tell whether a sentence leans on another by its own wording."""
    first = _WORD.search(text)
    plain = _QUOTED.sub(" ", text)
    return (
        first is None
        or first[0].lower() in _OPENERS
        or bool(_SPEAKER_UNNAMED.match(text) or _POINTS_BACK.match(text))
        or (text.startswith(_OPENING_QUOTES) and not _SPEAKS.search(plain))
        or _pronoun_first(plain)
        or _pronoun_speaks(plain)
    )


def _pronoun_first(plain: str) -> bool:
    """Tell whether a pronoun comes before any name that it could stand for."""
    lexicon = english()
    for number, found in enumerate(_WORD.finditer(plain)):
        word = found[0]
        lower = word.lower()
        if lower in _PRONOUNS:
            return True
        known = lower in lexicon.function or lower in lexicon.calendar or lower in lexicon.weak
        if word[0].isupper() and not known and (number or lower not in lexicon.verbs):
            return False
    return False


def _pronoun_speaks(plain: str) -> bool:
    """Tell whether "he said" stands where nobody who could speak has been named."""
    found = _PRONOUN_SPEAKS.search(plain)
    if not found:
        return False
    before = plain[: found.start()]
    return not _SPEAKS.search(before) and not (_NAME.search(before) and not found.group().startswith("it"))


def _takes_up(text: str, before: str) -> bool:
    """Tell whether a sentence opens with a thing that the one before it has brought up."""
    first = _WORD.search(text)
    if first is None or first[0] != "The":
        return False
    words = _WORD.findall(text)
    if len(words) < _NOUN_PHRASE:
        return False
    lexicon = english()
    phrase = takewhile(
        lambda word: word.islower() and word not in lexicon.function, words[1 : 1 + _NOUN_PHRASE]
    )
    named = {stem(word) for word in phrase if word not in lexicon.weak}
    return bool(named) and not named.isdisjoint(map(stem, _WORD.findall(before.lower())))


def _left_open(text: str, *, quoted: bool) -> bool:
    """Tell whether a sentence ends inside a quotation."""
    if "“" in text or "”" in text:
        return text.rfind("“") > text.rfind("”")
    return quoted ^ (text.count('"') % 2 == 1)
