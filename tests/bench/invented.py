"""A seed in; an invented campaign out: a registry, and notes, ten a day, that any generator can be given.

Words are made of syllables and as frequent as those of news are (Zipf); subjects have phrases of
their own that come back, so that tags recur as tags do. Nothing of it means anything. Note number N
is the same however many notes there are.
"""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate
from typing import Literal, TypeVar

from msgspec import Struct

WORDS = 590
A_DAY = 10
START = date(1999, 1, 1)  # 100,000 notes end before today
VOCABULARY, SUBJECTS, ENTITIES, OUTLETS, AGENCIES = 6000, 300, 200, 12, 4
COMMON = 0.42  # the share of words that every text has
FUNCTION_WORDS = (
    "the the the the of of to to and and a a in in that is was for on with as by at from it were had "
    "have been are has not but which their its they this after who would said will when more also than "
    "out up over about into could before some other no all there if two between since while during near"
).split()
ONSETS = "b br d dr f g gr h j k l m n p pr r s st t tr v w z".split()
VOWELS = "a e i o u a e i o u ea ai".split()
CODAS = ["", "", "", "", "", "n", "r", "l", "t", "m", "sh"]
MEASURES = "killed injured held fled".split()
BOUNDS = {"exactly": "", "at-least": "at least ", "more-than": "more than ", "about": "about "}
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()

T = TypeVar("T")
Kind = Literal["person", "group", "place"]


class Named(Struct, frozen=True):
    """A person, group or place: its id, its label, and its other names."""

    id: str
    kind: Kind
    label: str
    aliases: tuple[str, ...]


class Stated(Struct, frozen=True):
    """A claim as the front matter has it, and the sentence of the body that holds its figure."""

    keys: str
    sentence: str


class Told(Struct, frozen=True):
    """A note: what its front matter says, and its paragraphs. `subjects` are what a tag may be."""

    name: str
    title: str
    day: date
    source: str
    agency: str
    tags: tuple[str, ...]
    subjects: tuple[str, ...]
    events: tuple[str, ...]
    claims: tuple[Stated, ...]
    paragraphs: tuple[str, ...]


class Campaign:
    """The registry, and any note of it by number; the same for the same seed."""

    def __init__(self, seed: int = 5, words: int = WORDS) -> None:
        """Make vocabulary, subjects and names; a note has so many `words`, and its last sentence."""
        self.seed = seed
        self.length = words
        chance = random.Random(seed)  # noqa: S311 - no secrets here
        self.words = self._words(chance)
        self.subjects = [self._subject(chance) for _ in range(SUBJECTS)]
        self.entities = self._entities(chance)
        self.outlets = [f"outlet-{number}" for number in range(OUTLETS)]
        self.agencies = [f"wire-{number}" for number in range(AGENCIES)]
        self.labels = {one: self.words[900 + at].title() for at, one in enumerate(self.sources)}
        self.of_kind = {
            kind: [one for one in self.entities if one.kind == kind] for kind in ("person", "group", "place")
        }

    @property
    def sources(self) -> tuple[str, ...]:
        """The ids of outlets, then of agencies."""
        return (*self.outlets, *self.agencies)

    @cached_property
    def _totals(self) -> list[float]:
        return list(accumulate(1 / (rank + 12) for rank in range(VOCABULARY)))

    def _words(self, chance: random.Random) -> list[str]:
        found: dict[str, None] = {}
        while len(found) < VOCABULARY:
            length = 2 if len(found) < 4000 else chance.choice((2, 3, 3))
            word = "".join(_syllable(chance) for _ in range(length))
            if len(word) > 3 and word not in FUNCTION_WORDS:
                found[word] = None
        return list(found)

    def _subject(self, chance: random.Random) -> tuple[str, ...]:
        """Phrases of two words that belong together, whatever note tells of them."""
        return tuple(" ".join(chance.sample(self.words[100:], 2)) for _ in range(4))

    def _entities(self, chance: random.Random) -> list[Named]:
        kinds: tuple[Kind, ...] = ("place", "group", "person", "place", "person")
        found: dict[str, Named] = {}
        while len(found) < ENTITIES:
            kind = kinds[len(found) % len(kinds)]
            parts = [
                "".join(_syllable(chance) for _ in range(3)).title()
                for _ in range(1 if kind == "place" else 2)
            ]
            label, alias = " ".join(parts), f"{_syllable(chance)}{parts[-1].lower()}".title()
            if label not in found:
                aliases = (alias,) if kind != "person" else (parts[-1], f"Officer {parts[-1]}")
                found[label] = Named(f"{kind}-{len(found)}", kind, label, aliases)
        return list(found.values())

    def note(self, number: int, *, told: int = 0) -> Told:
        """Note `number`, from 0, one of the day's ten; `told` anew makes another of the same day."""
        chance = random.Random(f"{self.seed} {number} {told}")  # noqa: S311 - no secrets here
        day = START + timedelta(days=number // A_DAY)
        cast = list({one.id: one for one in (self._pick(chance, self.entities) for _ in range(6))}.values())
        subjects = [self._pick(chance, self.subjects) for _ in range(2)]
        phrases = list(dict.fromkeys(phrase for subject in subjects for phrase in subject))
        claims = tuple(self._claim(chance, day) for _ in range(2))
        title = f"{self._title(chance, phrases)} {chance.choice(cast).label}"
        name = f"{day}-{number:06}" + (f"-{told}" if told else "")
        return Told(
            name=name,
            title=title,
            day=day,
            source=self._pick(chance, self.outlets),
            agency=chance.choice((*self.agencies, "")),
            tags=tuple(chance.sample(phrases, 2)) if number % 4 == 0 else (),
            subjects=tuple(dict.fromkeys((*chance.sample(phrases, 3), *(one.label for one in cast[:3])))),
            events=tuple(self._event(chance, day, cast) for _ in range(2)),
            claims=claims,
            paragraphs=tuple(self._paragraphs(chance, phrases, cast, claims)),
        )

    def _pick(self, chance: random.Random, some: Sequence[T]) -> T:
        """One of them, the first ones more often."""
        return some[int(len(some) * chance.random() ** 2.5)]

    def _word(self, chance: random.Random) -> str:
        if chance.random() < COMMON:
            return chance.choice(FUNCTION_WORDS)
        return self.words[bisect(self._totals, chance.random() * self._totals[-1]) % VOCABULARY]

    def _title(self, chance: random.Random, phrases: Sequence[str]) -> str:
        words = [self._word(chance) for _ in range(3)]
        return f"{' '.join(words)} {chance.choice(phrases)} near".capitalize()

    def _sentence(self, chance: random.Random, phrases: Sequence[str], cast: Sequence[Named]) -> str:
        words = [self._word(chance) for _ in range(chance.randrange(12, 22))]
        if chance.random() < 0.5:
            words.insert(chance.randrange(1, len(words)), chance.choice(phrases))
        if chance.random() < 0.55:
            one = chance.choice(cast)
            words.insert(chance.randrange(1, len(words)), chance.choice((one.label, *one.aliases)))
        if chance.random() < 0.12:
            words.append(f"on {chance.choice(WEEKDAYS)}")
        text = " ".join(words)
        return f"{text[0].upper()}{text[1:]}."

    def _paragraphs(
        self,
        chance: random.Random,
        phrases: Sequence[str],
        cast: Sequence[Named],
        claims: Sequence[Stated],
    ) -> list[str]:
        sentences = [claim.sentence for claim in claims]
        count = sum(len(sentence.split()) for sentence in sentences)
        while count < self.length:
            sentences.insert(0, self._sentence(chance, phrases, cast))
            count += len(sentences[0].split())
        return [" ".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4)]

    def _event(self, chance: random.Random, day: date, cast: Sequence[Named]) -> str:
        places = [one.id for one in cast if one.kind == "place"][:2]
        actors = [one.id for one in cast if one.kind != "place"][:2]
        when = day - timedelta(days=chance.choice((0, 0, 1, 1, 2, 5)))
        what = " ".join(self._word(chance) for _ in range(9)).capitalize()
        return (
            f'{{date: {when}, what: "{what}.", places: [{", ".join(places)}], actors: [{", ".join(actors)}]}}'
        )

    def _claim(self, chance: random.Random, day: date) -> Stated:
        by = self._pick(chance, self.of_kind["group"])
        who = self._pick(chance, self.of_kind["group"])
        place = self._pick(chance, self.of_kind["place"])
        if chance.random() < 0.12:
            stance = chance.choice("asserts partly doubts denies".split())
            keys = f"by: {by.id}, who: {who.id}, what: controls, place: {place.id}, stance: {stance}"
            return Stated(
                f"{{{keys}, period: {day}}}", f"{by.label} told who holds {place.label} on that day."
            )
        measure, bound = chance.choice(MEASURES), chance.choice(list(BOUNDS))
        figure, since = chance.randrange(2, 400), day
        if chance.random() < 0.3:
            # Counted from the campaign's start on, so it must not fall from a day to the next.
            figure, since = 1000 + 7 * (day - START).days, START
        period = f"{since}/{day}" if since < day else f"{day}"
        keys = f"by: {by.id}, who: {who.id}, what: {measure}, value: {figure}, bound: {bound}"
        what = f"{BOUNDS[bound]}{figure:,} of {who.label} were {measure} near {place.label}"
        return Stated(f"{{{keys}, period: {period}, place: {place.id}}}", f"{by.label} said {what}.")


def _syllable(chance: random.Random) -> str:
    return chance.choice(ONSETS) + chance.choice(VOWELS) + chance.choice(CODAS)
