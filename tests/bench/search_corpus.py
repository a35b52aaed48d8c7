"""A seed and a size in; an invented campaign of notes with answers planted in them out.

The words are made of syllables and as frequent as words of news are (Zipf), so that the vocabulary
grows with the corpus as a real one does; nothing of it means anything.
"""

from __future__ import annotations

import random
from bisect import bisect
from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from briefing.analysis.tags import Candidate
from briefing.chronology.cards import Card, EntityRef
from briefing.chronology.days import Day
from briefing.content import urls
from briefing.core import edtf
from briefing.core.model import Block, Body, Event, Note
from briefing.core.registry import Alias, Entity, EntityKind, Registry, Source
from briefing.search import documents
from briefing.search.senses import STOPWORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.search.documents import Document

WORDS = 590
START = date(2016, 1, 1)
VOCABULARY = 200_000
# Words of this rank and beyond are rarer than Zipf's law has it, as in real text.
TAIL = 5_000
COMMON = 0.42
KINDS: tuple[EntityKind, ...] = ("place", "place", "place", "person", "group")
ONSETS = "b br c ch d dr f g gr h j k kr l m n p pr qu r s sh st t tr v w z".split()
VOWELS = "a e i o u ai ea ou".split()
CODAS = ["", "", "", "n", "r", "l", "s", "t", "m", "nd", "rk", "sh"]
SPELLINGS = [("ai", "ay"), ("ou", "u"), ("ea", "i"), ("qu", "k"), ("sh", "ch"), ("k", "q"), ("z", "s")]


class Query(Struct, frozen=True, dict=True):
    """What is asked, which kind of question it is, and the addresses that answer it."""

    kind: str
    text: str
    answers: tuple[str, ...]


class Corpus:
    """All notes of an invented campaign; the same for the same seed and size."""

    def __init__(self, count: int, seed: int = 7) -> None:
        """Make vocabulary, names, notes and planted questions."""
        self.seed = seed
        self.random = random.Random(seed)  # noqa: S311 - no secrets here
        self.words = self._words()
        self.totals = list(accumulate(min(1, TAIL / (rank + 1)) / (rank + 20) for rank in range(VOCABULARY)))
        self.common = sorted(STOPWORDS)
        self.entities = [self._entity(at) for at in range(60 + count // 25)]
        self.of_names = {
            word
            for one in self.entities
            for name in (one.label, *(alias.text for alias in one.aliases))
            for word in name.lower().replace("-", " ").split()
        }
        self.weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.entities))))
        self.sources = [
            Source(f"outlet-{at}", "outlet", f"The {self.words[900 + at].title()}") for at in range(14)
        ]
        self.agencies = [
            Source(f"wire-{at}", "agency", f"{self.words[950 + at].title()} Wire") for at in range(4)
        ]
        self.named: defaultdict[str, dict[str, set[str]]] = defaultdict(dict)
        self.holding: defaultdict[str, set[str]] = defaultdict(set)
        self.days: defaultdict[date, set[str]] = defaultdict(set)
        self.notes: list[Note] = []
        self.cards: list[Card] = []
        days = sorted(self.random.randrange(1100) for _ in range(count))
        for at, day in enumerate(days):
            self._note(at, START + timedelta(days=day))

    def _words(self) -> list[str]:
        found: dict[str, None] = dict.fromkeys(STOPWORDS)
        while len(found) < VOCABULARY + len(STOPWORDS):
            length = 2 if len(found) < 3000 else self.random.choice((2, 3, 3))
            found["".join(self._syllable() for _ in range(length))] = None
        return list(found)[len(STOPWORDS) :]

    def _syllable(self) -> str:
        pick = self.random.choice
        return pick(ONSETS) + pick(VOWELS) + pick(CODAS)

    def _entity(self, at: int) -> Entity:
        kind = KINDS[at % len(KINDS)]
        count = {"place": (1, 1, 2), "person": (2,), "group": (2, 3)}[kind]
        names = [
            "".join(self._syllable() for _ in range(self.random.choice((2, 3))))
            for _ in range(self.random.choice(count))
        ]
        label = " ".join(name.title() for name in names)
        aliases = {self._respelt(label)} | {"Al-" + self._respelt(label), self._respelt(self._respelt(label))}
        return Entity(f"e{at}", kind, label, tuple(Alias(text) for text in sorted(aliases - {label})))

    def _respelt(self, name: str) -> str:
        changes = [(a, b) for a, b in SPELLINGS if a in name.lower()] or [("a", "aa")]
        old, new = self.random.choice(changes)
        return name.lower().replace(old, new, 1).title()

    def _word(self) -> str:
        if self.random.random() < COMMON:
            return self.random.choice(self.common)
        return self.words[min(VOCABULARY - 1, bisect(self.totals, self.random.random() * self.totals[-1]))]

    def _pick(self) -> Entity:
        return self.entities[bisect(self.weights, self.random.random() * self.weights[-1])]

    def _sentence(self, subject: Sequence[str]) -> list[str]:
        words = [self._word() for _ in range(self.random.randrange(14, 28))]
        if subject and self.random.random() < 0.6:
            words.insert(self.random.randrange(len(words)), self.random.choice(subject))
        return words

    def _note(self, at: int, day: date) -> None:
        chosen = list({one.id: one for one in (self._pick() for _ in range(6))}.values())
        subject = [self.random.choice([one.label, *(alias.text for alias in one.aliases)]) for one in chosen]
        paragraphs, count = [], 0
        while count < WORDS:
            sentences = [self._sentence(subject) for _ in range(4)]
            count += sum(map(len, sentences))
            paragraphs.append(" ".join(" ".join(words).capitalize() + "." for words in sentences))
        body = "\n\n".join(paragraphs)
        title = " ".join([self._word() for _ in range(5)]).capitalize() + f" {self.random.choice(subject)}"
        slug = f"{day.isoformat()}-{at:05}"
        blocks, start = [], 0
        for number, text in enumerate(paragraphs):
            blocks.append(Block(start, start + len(text), f"p{number + 1}"))
            start += len(text) + 2
        self.days[day].add(slug)
        outlet, agency = self.random.choice(self.sources), self.random.choice([*self.agencies, None])
        events = tuple(
            Event(
                edtf.of_day(day - timedelta(days=self.random.randrange(3))), " ".join(self._sentence(subject))
            )
            for _ in range(3)
        )
        told = " ".join((title, body, *(event.what for event in events)))
        for word in set(told.lower().replace(".", "").split()):
            self.holding[word].add(slug)
        for one, name in zip(chosen, subject, strict=True):
            if name.lower() in told.lower():
                self.named[one.id].setdefault(name, set()).add(slug)
        document = Body(f"<p>{body}</p>", body, tuple(blocks))
        head: dict[str, Any] = {
            "path": f"content/notes/{slug}.md", "slug": slug, "title": title, "date": edtf.of_day(day),
            "source": outlet.id, "agency": agency.id if agency else "", "events": events,
        }  # fmt: skip
        self.notes.append(Note(**head, body=body, body_line=5, document=document))
        counts = Counter(body.lower().split())
        tags = [word for word, _ in counts.most_common(60) if word not in STOPWORDS and "." not in word][:8]
        by_id = sorted(zip(chosen, subject, strict=True), key=lambda pair: pair[0].id)
        self.cards.append(
            Card(
                **head,
                source_label=outlet.label,
                agency_label=agency.label if agency else "",
                tags=tuple(Candidate(tag, tag, "", 1) for tag in tags),
                entities=tuple(
                    EntityRef(one.id, one.kind, one.label, body.count(name)) for one, name in by_id
                ),
            )
        )

    def registry(self) -> Registry:
        """Outlets, agencies and entities."""
        return Registry(
            tuple(sorted([*self.sources, *self.agencies], key=lambda one: one.id)),
            tuple(sorted(self.entities, key=lambda one: one.id)),
        )

    def documents(self) -> dict[str, Document]:
        """All that a build would have searched: notes, days and entities, by address."""
        found = [
            documents.of_note(card, tuple((tag.key, tag.label) for tag in card.tags), note, (), str)
            for card, note in zip(self.cards, self.notes, strict=True)
        ]
        happened: defaultdict[date, dict[str, Card]] = defaultdict(dict)
        reported: defaultdict[date, dict[str, Card]] = defaultdict(dict)
        for card in self.cards:
            reported[card.date.start][card.slug] = card
            for event in card.events:
                happened[event.date.start][card.slug] = card
        for at in sorted(happened.keys() | reported.keys()):
            day = Day(at, tuple(happened[at].values()), tuple(reported[at].values()))
            first = (*day.happened, *day.reported)[0].title
            found.append(documents.of_day(day, headline=first, summary=""))
        named = {one.id for card in self.cards for one in card.entities}
        start, end = self.cards[0].date.start, self.cards[-1].date.end
        for entity in self.entities:
            known = entity.id in named
            found.append(
                documents.of_entity(entity, start=start if known else None, end=end if known else None)
            )
        return {one.href: one for one in found}

    def queries(self, each: int = 12) -> list[Query]:
        """Questions whose answers are known: plain words, other names, slips, phrases, days."""
        self.random.seed(4 + self.seed)
        found = []
        for _ in range(each):
            found += [
                self._plain(),
                self._alias(),
                self._slip(),
                self._name_slip(),
                self._phrase(),
                self._day(),
            ]
        return found

    def _rare(self, note: Note, most: int) -> list[str]:
        words = {
            word
            for word in note.body.lower().replace(".", "").split()
            if word.isalpha() and word not in STOPWORDS
        }
        return sorted(
            (word for word in words if len(self.holding[word]) <= most),
            key=lambda word: (len(self.holding[word]), word),
        )

    def _plain(self) -> Query:
        """Two words that few notes share."""
        note = self.random.choice(self.notes)
        words = self.random.sample(self._rare(note, max(20, len(self.notes) // 12)), 2)
        both = self.holding[words[0]] & self.holding[words[1]]
        return Query("plain words", " ".join(words), tuple(map(urls.note, sorted(both))))

    def _few(self) -> tuple[Entity, dict[str, set[str]]]:
        some = [
            one
            for one in self.entities
            if self.named[one.id] and sum(map(len, self.named[one.id].values())) <= 9
        ]
        some = some or [min(self.entities, key=lambda one: sum(map(len, self.named[one.id].values())) or 99)]
        entity = self.random.choice(some)
        return entity, self.named[entity.id]

    def _told(self, entity: Entity, spelt: dict[str, set[str]]) -> tuple[str, ...]:
        return (urls.entity(entity.id), *(urls.note(slug) for slug in sorted(set().union(*spelt.values()))))

    def _alias(self) -> Query:
        """A name of a thing, asked for in one spelling and told in others."""
        entity, spelt = self._few()
        names = [entity.label, *(alias.text for alias in entity.aliases)]
        return Query("other names", self.random.choice(names), self._told(entity, spelt))

    def _slipped(self, word: str) -> str:
        at = self.random.randrange(1, len(word) - 1)
        if self.random.random() < 0.5:
            return word[:at] + word[at + 1 :]
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    def _slip(self) -> Query:
        """A rare word, no name, with a slip in it, of which no note has the slipped form."""
        while True:
            note = self.random.choice(self.notes)
            words = [word for word in self._rare(note, 8) if len(word) > 5 and word not in self.of_names]
            if words and (slipped := self._slipped(word := self.random.choice(words))) not in self.holding:
                return Query("slips", slipped, tuple(map(urls.note, sorted(self.holding[word]))))

    def _name_slip(self) -> Query:
        """A name with a slip in it."""
        while True:
            entity, spelt = self._few()
            first = max(entity.label.split(), key=len)
            slipped = self._slipped(first.lower())
            if (
                len(first) > 4
                and slipped not in self.holding
                and not any(slipped in alias.text.lower() for alias in entity.aliases)
            ):
                return Query(
                    "slips in names",
                    entity.label.lower().replace(first.lower(), slipped),
                    self._told(entity, spelt),
                )

    def _phrase(self) -> Query:
        """Three words in a row."""
        while True:
            note = self.random.choice(self.notes)
            words = note.body.lower().split(". ")[0].split()
            at = self.random.randrange(len(words) - 3)
            three = words[at : at + 3]
            if (
                sum(word in STOPWORDS for word in three) <= 1
                and three[0] not in STOPWORDS
                and three[2] not in STOPWORDS
            ):
                text = " ".join(three)
                told = [
                    urls.note(one.slug)
                    for one in self.notes
                    if f" {text} " in f" {one.body.lower().replace('.', '')} "
                ]
                return Query("phrases", f'"{text}"', tuple(told))

    def _day(self) -> Query:
        """A day: its briefing, and what was reported on it."""
        day = self.random.choice(sorted(day for day, slugs in self.days.items() if len(slugs) < 10))
        shown = edtf.display(edtf.of_day(day))
        return Query(
            "days", shown, (urls.briefing(day), *(urls.note(slug) for slug in sorted(self.days[day])))
        )
