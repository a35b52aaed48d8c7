"""The lines of a text in, the phrases that might become tags out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from briefing.analysis.inflection import stem
from briefing.analysis.words import Part, part

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

LONGEST = 3
LONGEST_NAME = 5
_LINKS = frozenset({"of", "for"})
_TITLE_CASE = 0.6
_TITLE_CASE_WORDS = 3

_WORD = re.compile(r"[^\W_]+(?:[-‐‑'’.&]+[^\W_]+)*")
_POSSESSIVE = re.compile(r"['’][sS]$")
_KEY_WORD = re.compile(r"[^\W_]+")


class Word(NamedTuple):
    """One word of a line: as written, in lower case, and whether it is written as names are.

    `parted` says that punctuation stands before it, `telling` that a capital here would mean a name.
    """

    text: str
    lower: str
    capital: bool
    parted: bool
    telling: bool


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase with what its occurrences have in common.

    `key` is the same for all its spellings ("air strike", "airstrikes"), `label` the commonest of
    them, `words` its words in lower case. `times` counts occurrences, `alone` those that are a
    whole noun phrase, `lines` are the numbers of the lines it stands in, in order.
    """

    key: str
    label: str
    words: tuple[str, ...]
    times: int
    alone: int
    lines: tuple[int, ...]
    name: bool
    entity: str = ""


class _Span(NamedTuple):
    """One occurrence of a phrase."""

    words: tuple[str, ...]
    label: str
    line: int
    name: bool
    alone: bool


class _Chunk(NamedTuple):
    """Words that no punctuation, function word, verb or date parts; `marks` are true for those of names."""

    words: tuple[Word, ...]
    marks: tuple[bool, ...]
    parts: tuple[Part, ...]
    line: int


def key(text: str) -> str:
    """Return what all spellings of a phrase share: its words' stems in one run."""
    plain = text.lower().replace("’", "").replace("'", "")
    return "".join(map(stem, _KEY_WORD.findall(plain)))


def find(lines: Sequence[str], known: Collection[str], entities: Mapping[str, str]) -> tuple[Phrase, ...]:
    """Return every phrase of one to three words (names: five), in order of first occurrence.

    `known` are the words that YAKE scored, any other ends a phrase; `entities` tells the id of the
    entity that a word stands for. An entity is a phrase of its own and part of no other.
    """
    read = [_read(line) for line in lines]
    names = _names(read)
    spans: defaultdict[str, list[_Span]] = defaultdict(list)
    for number, line in enumerate(read):
        for chunk in _chunks(line, number, names, known, entities):
            for span in _spans(chunk):
                spans[key(span.label)].append(span)
    return tuple(_phrase(identity, found, entities) for identity, found in spans.items())


def _read(line: str) -> list[Word]:
    """Return the words of a line; in one that capitalises most words, capitals tell nothing."""
    pieces: list[tuple[str, bool]] = []
    at, parted = 0, False
    for match in _WORD.finditer(line):
        text = match.group()
        core = text[:-2] if text[-1] in "sS" and _POSSESSIVE.search(text) else text
        gap = line[at : match.start()]
        pieces.append((core, parted or bool(gap.strip())))
        at, parted = match.end(), core != text
    capitals = sum(text[0].isupper() for text, _ in pieces)
    telling = len(pieces) < _TITLE_CASE_WORDS or capitals < _TITLE_CASE * len(pieces)
    return [
        Word(text, lower := text.lower(), text != lower, parted, telling and at > 0)
        for at, (text, parted) in enumerate(pieces)
    ]


def _names(read: Iterable[Sequence[Word]]) -> frozenset[str]:
    """Return the lower-case words that are written with a capital wherever that tells something."""
    balance: Counter[str] = Counter()
    for line in read:
        for word in line:
            if not word.capital:
                balance[word.lower] -= 1
            elif word.telling:
                balance[word.lower] += 1
    return frozenset(word for word, surplus in balance.items() if surplus > 0)


def _chunks(
    line: Sequence[Word],
    number: int,
    names: frozenset[str],
    known: Collection[str],
    entities: Mapping[str, str],
) -> Iterator[_Chunk]:
    """Yield the runs of words of a line that can be part of tags, each entity by itself."""
    run: list[tuple[Word, bool, Part]] = []
    for at, word in enumerate(line):
        mark = word.lower in names
        role = part(word.lower, capital=mark) if word.lower in known else Part.BREAK
        if run and _links(line, at, names):
            mark, role = True, Part.LINK
        entity = word.lower in entities
        if run and (word.parted or entity or role is Part.BREAK):
            yield _chunk(run, number)
            run = []
        if entity:
            yield _Chunk((word,), (True,), (Part.NOUN,), number)
        elif role is not Part.BREAK:
            run.append((word, mark, role))
    if run:
        yield _chunk(run, number)


def _chunk(run: Sequence[tuple[Word, bool, Part]], line: int) -> _Chunk:
    """Lay a run of words out as columns."""
    words, marks, parts = zip(*run, strict=True)
    return _Chunk(words, marks, parts, line)


def _links(line: Sequence[Word], at: int, names: frozenset[str]) -> bool:
    """Tell whether a word only joins the two halves of one name ("Bank of England")."""
    if line[at].lower not in _LINKS or not 0 < at < len(line) - 1:
        return False
    before, after = line[at - 1], line[at + 1]
    return before.lower in names and after.lower in names and not (line[at].parted or after.parted)


def _spans(chunk: _Chunk) -> Iterator[_Span]:
    """Yield the phrases in a chunk: whole names, and what ends where the chunk or a name in it ends."""
    words, marks, parts, line = chunk
    size = len(words)
    for end in range(1, size + 1):
        if end < size and (marks[end] or not marks[end - 1]):
            continue
        for start in range(max(0, end - LONGEST_NAME), end):
            name = all(marks[start:end])
            inside = start and marks[start - 1] and marks[start]
            if inside or (end - start > LONGEST and not name) or not _is_sound(parts[start:end]):
                continue
            label = " ".join(words[at].text if marks[at] else words[at].lower for at in range(start, end))
            lower = tuple(word.lower for word in words[start:end])
            yield _Span(lower, label, line, name, alone=end - start == size)


def _is_sound(parts: Sequence[Part]) -> bool:
    """Tell whether a phrase could be a tag by its first and last word."""
    if len(parts) == 1:
        return parts[0] is Part.NOUN
    return parts[0] in {Part.NOUN, Part.MODIFIER} and parts[-1] in {Part.NOUN, Part.GENERAL}


def _phrase(identity: str, spans: Sequence[_Span], entities: Mapping[str, str]) -> Phrase:
    """Sum up the occurrences of one phrase."""
    spellings = Counter(span.label for span in spans)
    label = min(spellings, key=lambda text: (-spellings[text], text))
    words = next(span.words for span in spans if span.label == label)
    return Phrase(
        key=identity,
        label=label,
        words=words,
        times=len(spans),
        alone=sum(span.alone for span in spans),
        lines=tuple(sorted({span.line for span in spans})),
        name=any(span.name for span in spans),
        entity=entities.get(words[0], ""),
    )
