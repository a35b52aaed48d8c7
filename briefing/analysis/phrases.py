"""The lines of a text in, the phrases that might become tags out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from briefing.analysis.inflection import stem
from briefing.analysis.lexicon import english
from briefing.analysis.words import Part, part

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

LONGEST = 3
LONGEST_NAME = 5
_LINKS = frozenset({"of", "for"})
_SHORTEST_NAME = 4
_NOUN_ENDINGS = ("s", "ing", "ion", "ment", "ness", "ity", "ance", "ence", "ism", "age", "ure", "ship", "cy")
_HEADLINE = 3

_WORD = re.compile(r"[^\W_]+(?:[-‐‑'’.&]+[^\W_]+)*")
_POSSESSIVE = re.compile(r"['’][sS]$")
_KEY_WORD = re.compile(r"[^\W_]+")


class Word(NamedTuple):
    """One word of a line: as written, in lower case, and whether it is written as names are.

    `parted` says that punctuation stands before it, `telling` that a capital here would mean a name,
    `opens` that the capital may be there because the line starts.
    """

    text: str
    lower: str
    capital: bool
    parted: bool
    telling: bool
    opens: bool


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
    _join_short_names(spans)
    return tuple(_phrase(identity, found, entities) for identity, found in spans.items())


def _read(line: str) -> list[Word]:
    """Return the words of a line; in one that capitalises all but function words, capitals tell nothing."""
    pieces: list[tuple[str, bool]] = []
    at, parted = 0, False
    for match in _WORD.finditer(line):
        text = match.group()
        core = text[:-2] if text[-1] in "sS" and _POSSESSIVE.search(text) else text
        gap = line[at : match.start()]
        pieces.append((core, parted or bool(gap.strip())))
        at, parted = match.end(), core != text
    function = english().function
    content = [text for text, _ in pieces if text.lower() not in function]
    telling = len(content) < _HEADLINE or not all(
        text[0].isupper() or text[0].isdecimal() for text in content
    )
    return [
        Word(text, lower := text.lower(), text != lower, parted, telling and at > 0, telling and at == 0)
        for at, (text, parted) in enumerate(pieces)
    ]


def _names(read: Iterable[Sequence[Word]]) -> frozenset[str]:
    """Return the lower-case words that are names: with a capital more often than not where that tells.

    Of those that only open lines, a name is what stands before one, or what no word list knows.
    """
    balance: Counter[str] = Counter()
    openers: list[Sequence[Word]] = []
    for line in read:
        for word in line:
            _weigh(word, balance)
        if line and line[0].opens:
            openers.append(line[:2])
    names = {word for word, surplus in balance.items() if surplus > 0}
    names.update(
        pair[0].lower for pair in openers if not balance[pair[0].lower] and _opens_with_name(pair, names)
    )
    return frozenset(names)


def _weigh(word: Word, balance: Counter[str]) -> None:
    """Count an occurrence for or against a word's being a name; so for the first half of "Kurdish-led"."""
    if not word.capital:
        balance[word.lower] -= 1
    elif word.telling:
        balance[word.lower] += 1
        if "-" in word.text:
            balance[word.lower.partition("-")[0]] += 1


def _opens_with_name(words: Sequence[Word], names: Collection[str]) -> bool:
    """Tell whether a line's first word reads as nothing but a name, or as the first half of one."""
    word = words[0].lower
    if len(word) < _SHORTEST_NAME or part(word) is not Part.NOUN:
        return False
    following = words[1] if len(words) > 1 and not words[1].parted else None
    return bool(following and following.telling and following.lower in names) or not word.endswith(
        _NOUN_ENDINGS
    )


def _join_short_names(spans: dict[str, list[_Span]]) -> None:
    """Move what is told of "Vegas" to "Las Vegas", where the text has one longer name that ends so."""
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
    line: Sequence[Word],
    number: int,
    names: frozenset[str],
    known: Collection[str],
    entities: Mapping[str, str],
) -> Iterator[_Chunk]:
    """Yield the runs of words of a line that can be part of tags, each entity by itself."""
    titles, demonyms, weak = english().titles, english().demonyms, english().weak
    run: list[tuple[Word, bool, Part]] = []
    for at, word in enumerate(line):
        mark = word.capital and (word.telling or word.lower in names) and word.lower not in titles
        scored = word.lower in known or (mark and word.lower in weak)
        role = part(word.lower, capital=mark) if scored else Part.BREAK
        if run and _links(line, at, names):
            mark, role = True, Part.LINK
        entity = word.lower in entities
        if run and (word.parted or entity or role is Part.BREAK):
            yield _chunk(run, number)
            run = []
        if entity:
            yield _Chunk((word,), (True,), (Part.NOUN,), number)
        elif role is not Part.BREAK:
            head = word.lower.partition("-")[0]
            named = mark or head in names or head in demonyms
            run.append((word if named else word._replace(text=word.lower), mark, role))
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
            if (
                inside
                or (end - start > LONGEST and not name)
                or not _is_sound(words[start:end], parts[start:end], name=name)
            ):
                continue
            label = " ".join(word.text for word in words[start:end])
            lower = tuple(word.lower for word in words[start:end])
            yield _Span(lower, label, line, name, alone=end - start == size)


def _is_sound(words: Sequence[Word], parts: Sequence[Part], *, name: bool) -> bool:
    """Tell whether a phrase could be a tag: by its ends, and by what stands before a noun."""
    if len(parts) == 1:
        return parts[0] is Part.NOUN
    if name:
        return True
    ends = parts[0] in {Part.NOUN, Part.MODIFIER} and parts[-1] in {Part.NOUN, Part.GENERAL}
    return ends and not any(_is_plural(word) for word in words[:-1])


def _is_plural(word: Word) -> bool:
    """Tell a plural that is no name and not known to stand before nouns."""
    return word.text == word.lower != stem(word.lower) and word.lower not in english().plural_modifiers


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
