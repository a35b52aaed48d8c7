"""Suggest other names of known entities, as a note writes them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from msgspec import Struct

from briefing.analysis.inflection import stem
from briefing.analysis.lexicon import english
from briefing.text.fold import fold
from briefing.text.names import names_of

if TYPE_CHECKING:
    from briefing.analysis.mentions import Names
    from briefing.suggest.passage import Passage

# Two spellings differ in no more than vowels and letters that languages write for one sound; they are so much
# alike, of 1, and of so many letters.
_ALIKE = 0.7
_SHORTEST = 5
_SOUNDS = str.maketrans({"q": "k", "g": "k", "c": "k", "x": "k", "v": "f", **dict.fromkeys("aeiouyw", None)})
_DIGRAPHS = re.compile(r"(?<=[bcdgkstz])h|(?<=\w)h|ph(?=\w)")
_BRACKETED = re.compile(r"\s?\((?P<name>[A-Z][A-Za-z.]{1,9}[A-Z]?)\)")
_CALLED = re.compile(
    r",? (?:also|better|otherwise|formerly|now|once) (?:known|called|spelt|spelled)(?: as)? [“\"‘']?"
)
_NAME = re.compile(r"\b[A-Z][\w’'-]+(?: (?:al|el|ez|de|of|bin|ibn|Al|El)?[- ]?[A-Z][\w’'-]+){0,4}")


class OtherName(Struct, frozen=True):
    """A name that the registry lacks, whose it seems to be, and why."""

    entity: str
    name: str
    exact: bool
    sentence: str
    reason: str


def other_names(passages: Sequence[Passage], names: Names) -> tuple[OtherName, ...]:
    """Return other names that a text itself gives to an entity, and other spellings of one; each once.

    A name in brackets must be made of the letters of the name before it; spellings must sound alike.
    """
    spelt = _spelt(names)
    found: dict[tuple[str, str], OtherName] = {}
    for passage in passages:
        for one in (*_abbreviations(passage, names), *_called(passage, names), *_spellings(passage, spelt)):
            found.setdefault((one.entity, one.name), one)
    return tuple(found.values())


def _abbreviations(passage: Passage, names: Names) -> Iterator[OtherName]:
    for one in passage.mentions:
        after = _BRACKETED.match(passage.text, one.end)
        if after and not names.named(after["name"]):
            label = names.label(one.entity)
            if any(_abbreviates(after["name"], text) for text in (passage.text[one.start : one.end], label)):
                reason = f"stands in brackets after {label}"
                yield OtherName(one.entity, after["name"], True, passage.plain, reason)  # noqa: FBT003


def _abbreviates(short: str, name: str) -> bool:
    """Tell whether letters are those of a name in their order, half of them or more the first of a word."""
    letters, words = fold(short.replace(".", "")), fold(name).split()
    initials, rest = [word[0] for word in words], iter("".join(words))
    in_order = all(letter in rest for letter in letters)
    return len(words) > 1 and in_order and 2 * sum(letter in initials for letter in letters) >= len(letters)


def _called(passage: Passage, names: Names) -> Iterator[OtherName]:
    for one in passage.mentions:
        after = _CALLED.match(passage.text, one.end)
        name = _NAME.match(passage.text, after.end()) if after else None
        if name and not names.named(name[0]):
            reason = f"is what {names.label(one.entity)} is called too"
            yield OtherName(one.entity, name[0], False, passage.plain, reason)  # noqa: FBT003


def _spellings(passage: Passage, spelt: Mapping[str, Sequence[tuple[str, str]]]) -> Iterator[OtherName]:
    starts = [one.start for one in passage.mentions]
    here = {one.entity for one in passage.mentions}
    for found in _NAME.finditer(passage.text):
        last = bisect_left(starts, found.end()) - 1
        name = found[0]
        taken = last >= 0 and passage.mentions[last].end > found.start()
        if taken or name.lower() in english().demonyms:
            continue
        # One sentence does not spell one thing in two ways.
        known = [
            one for one in spelt.get(_sound(name), ()) if one[0] not in here and _is_spelling(name, one[1])
        ]
        if len({entity for entity, _ in known}) == 1:
            entity, label = known[0]
            yield OtherName(entity, name, False, passage.plain, f"is spelt like {label}")  # noqa: FBT003


def _spelt(names: Names) -> dict[str, list[tuple[str, str]]]:
    """Return the entities and their names by how they sound."""
    found: dict[str, list[tuple[str, str]]] = {}
    for entity in names.entities.values():
        for known in names_of(entity)[0]:
            found.setdefault(_sound(known), []).append((entity.id, known))
    return found


def _sound(name: str) -> str:
    """Return the consonants of each word, those of one sound as one, and whether a vowel opens it."""
    return " ".join(map(_sound_of_word, fold(name).split()))


def _sound_of_word(word: str) -> str:
    plain = _DIGRAPHS.sub(lambda found: "f" if found[0] == "ph" else "", word)
    opening = "a" if plain[:1] in set("aeiouy") else ""
    consonants = plain.translate(_SOUNDS)
    return opening + "".join(
        letter for at, letter in enumerate(consonants) if letter != consonants[at - 1 : at]
    )


def _is_spelling(name: str, known: str) -> bool:
    """Tell a spelling of a name from the same one, its plural, and another with as many consonants."""
    one, other = fold(name), fold(known)
    if min(len(one), len(other)) < _SHORTEST or stem(one) == stem(other):
        return False
    near = abs(len(one) - len(other)) <= 1 + one.count(" ")
    return near and SequenceMatcher(None, one, other).ratio() >= _ALIKE
