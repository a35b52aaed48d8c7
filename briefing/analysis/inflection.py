"""Inflect English verbs, and stem plurals."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

VOWELS = frozenset("aeiou")
_SHORT = 3
_SUFFIX = re.compile(r"(?<=\w{4})(?:up|ings?|ers?|ors?|ions?|ations?|ments?|ists?|ives?|ees?|ed|es?|s)$")
_KEPT = frozenset(
    {"news", "series", "species", "texas", "paris", "isis", "mers", "sars", "lens", "chaos", "always"}
)
_SINGULAR = {
    "children": "child",
    "feet": "foot",
    "lives": "life",
    "men": "man",
    "mice": "mouse",
    "wives": "wife",
    "knives": "knife",
    "leaves": "leaf",
    "thieves": "thief",
    "wolves": "wolf",
    "teeth": "tooth",
    "women": "woman",
    "movies": "movie",
}


def verb_forms(bases: Iterable[str]) -> frozenset[str]:
    """Return the regular verbs' bases with their forms in -s, -ed and -ing."""
    return frozenset(form for base in bases for form in _forms(base))


def _forms(base: str) -> tuple[str, ...]:
    """Return one verb's regular forms, the doubled and the plain consonant both ("begged", "opened")."""
    if base.endswith("y") and base[-2:-1] not in VOWELS:
        return base, f"{base[:-1]}ies", f"{base[:-1]}ied", f"{base}ing"
    if base.endswith("ie"):
        return base, f"{base}s", f"{base}d", f"{base[:-2]}ying"
    if base.endswith("e"):
        return base, f"{base}s", f"{base}d", f"{base[:-1]}ing"
    plural = f"{base}es" if base.endswith(("s", "sh", "ch", "x", "z", "o")) else f"{base}s"
    forms = (base, plural, f"{base}ed", f"{base}ing")
    if base[-1] in VOWELS or base[-2:-1] not in VOWELS:
        return forms
    return *forms, f"{base}{base[-1]}ed", f"{base}{base[-1]}ing"


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the singular of a lower-case word, by suffix: "strikes" and "strike" give one stem.

    Only number is folded: "shell" and "shelling" stay two things.
    """
    if word in _SINGULAR:
        return _SINGULAR[word]
    if len(word) <= _SHORT or word in _KEPT or not word.endswith("s"):
        return word
    if word.endswith("ies") and len(word) > len("ties"):
        return f"{word[:-3]}y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@lru_cache(maxsize=65536)
def root(word: str) -> str:
    """Return what a noun shares with those made of the same verb: "protests", "protesters", "protesting"."""
    short = _SUFFIX.sub("", word.replace("-", ""))
    return short if short == word else root(short)
