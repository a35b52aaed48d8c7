"""Inflect lists of English verbs and of phrases that begin with one, "drive:drove:driven out, round up"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from briefing.analysis.inflection import VOWELS, verb_forms

# The forms of irregular verbs by which a measure may be told.
_IRREGULAR = {
    past: base
    for base, *pasts in (
        one.split(":")
        for one in "spend:spent sell:sold lose:lost pay:paid strike:struck steal:stole:stolen shoot:shot"
        " take:took:taken hold:held drive:drove:driven flee:fled send:sent build:built win:won buy:bought"
        " cut:cut shut:shut break:broke:broken fall:fell:fallen catch:caught sink:sank:sunk"
        " rise:rose:risen bring:brought".split()
    )
    for past in pasts
}
_MANY = 4  # letters of a word that may be inflected


def words(listed: str) -> tuple[str, ...]:
    """Return the words and phrases of a list."""
    return tuple(one.strip() for one in listed.split(",") if one.strip())


def actives(listed: str) -> tuple[str, ...]:
    """Return the forms of verbs that may have an object, and tell what has happened: all but the base."""
    return tuple(form for one in words(listed) for form in (*_conjugated(one)[1], *_conjugated(one)[2]))


def perfects(listed: str) -> tuple[str, ...]:
    """Return the past forms and past participles of verbs, behind their subjects."""
    return tuple(form for one in words(listed) for form in _conjugated(one)[1])


def participles(listed: str) -> tuple[str, ...]:
    """Return the past participles of verbs."""
    return tuple(form for one in words(listed) for form in _conjugated(one)[0])


def infinitives(listed: str) -> tuple[str, ...]:
    """Return verbs as they stand behind "managed to" and its like, which tell what has happened."""
    plain = (re.sub(r":\S+", "", one) for one in words(listed))
    return tuple(
        f"{ahead} {one}" for one in plain for ahead in ("managed to", "able to", "helped", "helped to")
    )


def bases(listed: str) -> frozenset[str]:
    """Return the verbs of a list that are a word each, by their bases."""
    return frozenset(one.partition(":")[0] for one in words(listed) if " " not in one)


def pattern(forms: Iterable[str]) -> str:
    """Return an expression for any of some phrases, the longest first; "~" is up to three words."""
    return "|".join(
        re.escape(one).replace(r"\~\ ", r"(?:[\w-]+\s){0,3}?").replace(r"\ ", r"\s")
        for one in sorted({*forms}, key=lambda one: (-len(one), one))
    )


def inflected(phrase: str) -> tuple[str, ...]:
    """Return the other forms of a phrase that begins with a form of a verb ("selling off")."""
    word, space, rest = phrase.partition(" ")
    if word in _IRREGULAR:
        base = _IRREGULAR[word]
        forms = {word, *verb_forms([base])} - {
            base,
            *(f"{base}{end}" for end in ("ed", "d", f"{base[-1]}ed")),
        }
    elif len(word) > _MANY and word.endswith(("ed", "ing")):
        forms = set(_regular(word.removesuffix("ed").removesuffix("ing")))
    else:
        return ()
    return tuple(f"{one}{space}{rest}" for one in sorted(forms))


def _regular(stem: str) -> tuple[str, ...]:
    """Return the forms in -s, -ed and -ing of what a regular verb is without its ending."""
    bases = (stem, f"{stem}e") if stem[-1] not in VOWELS else (stem,)
    return (*(f"{one}s" for one in bases), f"{stem}ed", f"{stem}ing")


@lru_cache(maxsize=512)
def _conjugated(verb: str) -> tuple[tuple[str, ...], ...]:
    """Return a verb's past participles, all its past forms, and those in -s and -ing."""
    head, space, rest = verb.partition(" ")
    base, *irregular = head.split(":")
    known = sorted(verb_forms([base]) - {base})
    past = irregular or [one for one in known if one.endswith("ed")]
    forms = (irregular[1:] or past, past, [one for one in known if not one.endswith("ed")])
    return tuple(tuple(f"{one}{space}{rest}" for one in part) for part in forms)
