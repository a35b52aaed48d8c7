"""Load the word lists in `english/`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from msgspec import Struct

from briefing.analysis.inflection import verb_forms

ADJECTIVE_ENDINGS = tuple("able ible ical onal ural ental ial ual ful less ous ive ish ary ic".split())
# After a hyphen.
PARTICIPLES = frozenset(
    """
    led backed based old ed like wide style born made run held owned related friendly term long level scale
    """.split()
)


class Lexicon(Struct, frozen=True):
    """What is known of English words, all in lower case; each list says in its first line what it is for."""

    function: frozenset[str]
    calendar: frozenset[str]
    numbers: frozenset[str]
    chrome: frozenset[str]
    general: frozenset[str]
    vague: frozenset[str]
    weak: frozenset[str]
    verbs: frozenset[str]
    irregular: frozenset[str]
    nouns: frozenset[str]
    participles: frozenset[str]
    adjectives: frozenset[str]
    demonyms: frozenset[str]
    titles: frozenset[str]
    plural_modifiers: frozenset[str]
    nouns_like_adjectives: frozenset[str]


@cache
def english() -> Lexicon:
    """Return the lists, read once."""
    nouns = _words("nouns")
    return Lexicon(
        function=_words("function"),
        calendar=_words("calendar"),
        numbers=_words("numbers"),
        chrome=_words("chrome"),
        general=_words("general"),
        vague=_words("vague"),
        weak=_words("weak"),
        verbs=(verb_forms(_words("verbs")) | _words("irregular")) - nouns,
        irregular=_words("irregular"),
        nouns=nouns,
        participles=_words("participles"),
        adjectives=_words("adjectives"),
        demonyms=_words("demonyms"),
        titles=_words("titles"),
        plural_modifiers=_words("plural_modifiers"),
        nouns_like_adjectives=_words("nouns_like_adjectives"),
    )


def _words(name: str) -> frozenset[str]:
    """Return the words of one list, without its comment lines."""
    text = (files("briefing.analysis") / "english" / f"{name}.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())
