"""Find the phrases of a text that might become tags."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from briefing.analysis.inflection import stem
from briefing.analysis.letter_case import CasedLine, names_in, read
from briefing.analysis.lexicon import english
from briefing.analysis.words import TagRole, is_code, role_of

LONGEST = 3
LONGEST_NAME = 5
_LINKS = frozenset({"of", "for"})
# Looking a member up in its class takes time.
_BREAK, _NOUN = TagRole.BREAK, TagRole.NOUN

_KEY_WORD = re.compile(r"[^\W_]+")


class Phrase(Struct, frozen=True):
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
    """Words that no punctuation, function word, verb or date parts, and the number of their line.

    `texts` are in lower case but for names and what is part of one; `marks` are true for those of names.
    """

    texts: tuple[str, ...]
    lower: tuple[str, ...]
    marks: tuple[bool, ...]
    parts: tuple[TagRole, ...]
    line: int


def key(text: str) -> str:
    """Return what all spellings of a phrase share: its words' stems in one run."""
    plain = text.lower().replace("’", "").replace("'", "")
    return "".join(map(stem, _KEY_WORD.findall(plain)))


# A phrase's key is those of its words in one run.
_key_of_word = lru_cache(maxsize=65536)(key)


def find(lines: Sequence[str], known: Collection[str], entities: Mapping[str, str]) -> tuple[Phrase, ...]:
    """Return every phrase of one to three words (names: five), in order of first occurrence.

    `known` are the words that YAKE scored, any other ends a phrase; `entities` tells the id of the
    entity that a word stands for. An entity, and a name with a number in it (COVID-19, M23), is a phrase
    of its own and part of no other.
    """
    words = [read(line) for line in lines]
    names = names_in(words)
    spans: defaultdict[str, list[_Span]] = defaultdict(list)
    for number, line in enumerate(words):
        for chunk in _chunks(line, number, names, known, entities):
            for identity, span in _spans(chunk):
                spans[identity].append(span)
    _join_short_names(spans)
    return tuple(_phrase(identity, found, entities) for identity, found in spans.items())


def _join_short_names(spans: dict[str, list[_Span]]) -> None:
    """Count "Vegas" as "Las Vegas", where the text has one longer name that ends so."""
    longer: defaultdict[str, list[str]] = defaultdict(list)
    for identity, found in spans.items():
        words = found[0].words
        if len(words) > 1 and found[0].name and not _LINKS.intersection(words):
            longer[words[-1]].append(identity)
    for short, full in longer.items():
        if len(full) == 1 and short in spans and spans[short][0].name and len(spans[short][0].words) == 1:
            label, words = spans[full[0]][0].label, spans[full[0]][0].words
            spans[full[0]] += [span._replace(words=words, label=label) for span in spans.pop(short)]


def _chunks(
    line: CasedLine, number: int, names: frozenset[str], known: Collection[str], entities: Mapping[str, str]
) -> Iterator[_Chunk]:
    """Yield the runs of words of a line that can be part of tags, each entity by itself."""
    marks = _marks(line, names)
    roles = _roles(line.lower, marks, known)
    run: list[tuple[str, str, bool, TagRole]] = []
    for at, (lower, mark, role) in enumerate(zip(line.lower, marks, roles, strict=True)):
        link = bool(run) and lower in _LINKS and _links(line, at, names)
        code = is_code(lower) and (mark or _is_upper(line.texts[at]))
        entity = code or lower in entities
        if run and (line.parted[at] or entity or (role is _BREAK and not link)):
            yield _chunk(run, number)
            run = []
        if entity:
            # Two F-16s are of the F-16.
            text, plain = (word.removesuffix("s") if code else word for word in (line.texts[at], lower))
            yield _Chunk((text,), (plain,), (True,), (TagRole.NOUN,), number)
        elif link:
            run.append((line.texts[at], lower, True, TagRole.LINK))
        elif role is not _BREAK:
            named = mark or _is_of_name(lower, names)
            run.append((line.texts[at] if named else lower, lower, mark, role))
    if run:
        yield _chunk(run, number)


def _is_upper(text: str) -> bool:
    """Tell whether all letters but the ending of a plural are capitals, so that no sentence opens with it."""
    return text.removesuffix("s").isupper()


def _marks(line: CasedLine, names: Collection[str]) -> list[bool]:
    """Tell of each word whether it is written as names are, and is no title."""
    titles = english().titles
    return [
        text != lower and (lower in names or (at > 0 and line.telling)) and lower not in titles
        for at, (text, lower) in enumerate(zip(line.texts, line.lower, strict=True))
    ]


def _roles(lower: Sequence[str], marks: Sequence[bool], known: Collection[str]) -> list[TagRole]:
    """Return what each word can do in a tag: nothing where YAKE gave it no score."""
    weak = english().weak
    return [
        role_of(word, capital=mark) if word in known or (mark and word in weak) else _BREAK
        for word, mark in zip(lower, marks, strict=True)
    ]


def _is_of_name(lower: str, names: Collection[str]) -> bool:
    """Tell whether a word begins as a name does ("Kurdish-led")."""
    head = lower.partition("-")[0]
    return head in names or head in english().demonyms


def _chunk(run: Sequence[tuple[str, str, bool, TagRole]], line: int) -> _Chunk:
    """Lay a run of words out as columns."""
    texts, lower, marks, parts = zip(*run, strict=True)
    return _Chunk(texts, lower, marks, parts, line)


def _links(line: CasedLine, at: int, names: frozenset[str]) -> bool:
    """Tell whether a word only joins the two halves of one name ("Bank of England")."""
    if not 0 < at < len(line.lower) - 1 or line.parted[at] or line.parted[at + 1]:
        return False
    return line.lower[at - 1] in names and line.lower[at + 1] in names


def _spans(chunk: _Chunk) -> Iterator[tuple[str, _Span]]:
    """Yield the phrases in a chunk, each with its key.

    They are whole names, and what ends where the chunk or a name in it ends.
    """
    texts, lower, marks, _, line = chunk
    size = len(texts)
    for end in range(1, size + 1):
        if end < size and (marks[end] or not marks[end - 1]):
            continue
        for start in range(max(0, end - LONGEST_NAME), end):
            name = all(marks[start:end])
            inside = start and marks[start - 1] and marks[start]
            if inside or (end - start > LONGEST and not name) or not _is_sound(chunk, start, end, name=name):
                continue
            words = texts[start:end]
            identity = "".join(map(_key_of_word, words))
            yield identity, _Span(lower[start:end], " ".join(words), line, name, end - start == size)


def _is_sound(chunk: _Chunk, start: int, end: int, *, name: bool) -> bool:
    """Tell whether a phrase could be a tag: by its ends, and by what stands before a noun."""
    first, last = chunk.parts[start], chunk.parts[end - 1]
    if end - start == 1:
        return first is _NOUN
    if name:
        return last is not TagRole.MODIFIER
    if not (first is _NOUN or first is TagRole.MODIFIER) or not (last is _NOUN or last is TagRole.GENERAL):
        return False
    return not any(map(_is_plural, chunk.texts[start : end - 1], chunk.lower[start : end - 1]))


def _is_plural(text: str, lower: str) -> bool:
    """Tell whether a word is a plural, and neither a name nor known to stand before nouns."""
    return text == lower != stem(lower) and lower not in english().plural_modifiers


def _phrase(identity: str, spans: Sequence[_Span], entities: Mapping[str, str]) -> Phrase:
    """Sum up the occurrences of one phrase."""
    if len(spans) == 1:
        words, label, line, name, alone = spans[0]
        return Phrase(identity, label, words, 1, int(alone), (line,), name, entities.get(words[0], ""))
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
