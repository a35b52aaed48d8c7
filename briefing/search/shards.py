"""Keep the files of terms, of links and of words in the store.

Changed files are the same as new ones, since the terms alone decide where a file ends.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from briefing.search import encoding, partition, postings
from briefing.search.postings import PostingList

if TYPE_CHECKING:
    from briefing.search.database import Terms

TERMS, LINKS, RANGE, ALL_WORDS = "t", "l", "r", "w"
FILES = ("t-", "l-", "w", "v-")
# Sorts after everything with the same beginning.
LAST = chr(0x10FFFF)
CUTS, LISTS, MANY = "cuts", "lists", "many"
# Up to so many words, there is one list.
ONE_LIST = 8_000
# The name under which the store counts the words in lists.
_WORDS = (0, "words")
SHORTEST = 3
# So many lists by last letters, whatever the letters are.
ENDINGS = 128
_ENTRY = re.compile(r"\D+\d")


def replace(terms: Terms, told: Iterable[tuple[str, PostingList]]) -> None:
    """Make all files from all terms, in order."""
    rows = []
    sizes: dict[tuple[int, str], int] = defaultdict(int)
    words = []
    for term, line in told:
        rows.append((term, line.written(term)))
        _count(sizes, term, line.size(term))
        if listed(term):
            words.append((term, rarity(line.documents)))
    sizes[_WORDS] = len(words)
    terms.clear("sizes", "files", "payloads")
    terms.keep_state(LISTS, "")
    terms.add_sizes(sizes)
    _place(terms, rows, lows := _cuts(terms), range(len(lows)))
    _list(terms, words)


def amend(terms: Terms, changes: Mapping[str, Mapping[int, bytes | None]]) -> None:
    """Change terms: put documents in by number, or take them out, and make anew the files they are in."""
    if not changes:
        return
    lows: list[str] = json.loads(terms.state(CUTS))
    touched: dict[int, list[str]] = defaultdict(list)
    for term in changes:
        touched[partition.range_of(term, lows)].append(term)
    sizes: dict[tuple[int, str], int] = defaultdict(int)
    words: list[tuple[str, int | None]] = []
    for at, some in sorted(touched.items()):
        rows = _read(terms, lows[at])
        for term in some:
            before = PostingList.read(rows.pop(term, ""))
            after = postings.changed(before, changes[term])
            if after.documents:
                rows[term] = after.written(term)
            _count(sizes, term, after.size(term) - before.size(term))
            words += _relisted(sizes, term, before.documents, after.documents)
        _write(terms, lows[at], (rows[term] for term in sorted(rows)))
    terms.add_sizes(sizes)
    _cut_again(terms, lows, {term[: partition.LEVELS[0]] for term in changes})
    _list(terms, words)


def _count(sizes: dict[tuple[int, str], int], term: str, size: int) -> None:
    for letters in partition.LEVELS:
        sizes[letters, term[:letters]] += size


def _relisted(
    sizes: dict[tuple[int, str], int], term: str, before: int, after: int
) -> Iterator[tuple[str, int | None]]:
    """Yield a word that is new, gone, or more or less common than before."""
    if not listed(term):
        return
    sizes[_WORDS] += bool(after) - bool(before)
    rare = rarity(after)
    if not (before and after) or rarity(before) != rare:
        yield term, rare if after else None


def _cuts(terms: Terms, before: Sequence[str] = (), touched: Container[str] | None = None) -> list[str]:
    """Find where files end. Short keys that are not among those touched are cut as they were."""
    short, long = partition.LEVELS
    known = [low for low in before if len(low) > short]

    def within(start: str) -> Iterable[str]:
        if touched is None or start in touched or not known:
            return partition.level(terms.sizes(long, start))
        return known[bisect_left(known, start) : bisect_left(known, start + LAST)]

    found = partition.cuts(terms.sizes(short), within)
    terms.keep_state(CUTS, encoding.payload(found))
    return list(found)


def _cut_again(terms: Terms, before: Sequence[str], touched: Container[str]) -> None:
    """Move terms to the files that they now belong to."""
    after = _cuts(terms, before, touched)
    if after == before:
        return
    kept = set(zip(before, [*before[1:], ""], strict=True)) & set(zip(after, [*after[1:], ""], strict=True))
    stay = {low for low, _ in kept}
    rows = [row for low in before if low not in stay for row in _read(terms, low).items()]
    terms.drop_payloads(_name(RANGE, low) for low in before if low not in after)
    terms.drop_digests(_name(kind, low) for low in before if low not in after for kind in (TERMS, LINKS))
    _place(terms, rows, after, [at for at, low in enumerate(after) if low not in stay])


def _place(terms: Terms, rows: Iterable[tuple[str, str]], lows: Sequence[str], wanted: Iterable[int]) -> None:
    """Write some of the ranges, each with the terms that belong there."""
    held: dict[int, list[str]] = defaultdict(list)
    for term, written in rows:
        held[partition.range_of(term, lows)].append(written)
    for at in wanted:
        _write(terms, lows[at], held.pop(at, []))


def _name(kind: str, low: str) -> str:
    return f"{kind}-{partition.name(low)}"


def _read(terms: Terms, low: str) -> dict[str, str]:
    """The lines of a range, as written, by term."""
    told = terms.payload(_name(RANGE, low))
    return {row[: row.index("\t")]: row for row in told.split("\n")} if told else {}


def _write(terms: Terms, low: str, rows: Iterable[str]) -> None:
    """Keep a range; two files are made from it."""
    told = "\n".join(rows)
    terms.keep_payloads([(_name(RANGE, low), told)])
    both = [(_name(TERMS, low), _terms(told)), (_name(LINKS, low), _links(told))]
    terms.keep_files((name, encoding.digest("\n".join(one))) for name, one in both)


def _terms(told: str) -> list[str]:
    """List each term of a range with its documents and their weights."""
    return [one for row in told.split("\n") for one in row.split("\t", 3)[:3]] if told else []


def _links(told: str) -> list[str]:
    """List each term of a range with what follows it; names and days have nothing."""
    parted = (row.split("\t", 3) for row in told.split("\n")) if told else ()
    return [one for term, _, _, links in parted if links.strip() for one in (term, links)]


def payload(terms: Terms, name: str) -> str:
    """What a file of terms, links or words holds."""
    if name == ALL_WORDS or name.startswith(("w-", "v-")):
        return encoding.payload(terms.payload(name))
    kind, _, low = name.partition("-")
    told = terms.payload(f"{RANGE}-{low}")
    return encoding.payload(_terms(told) if kind == TERMS else _links(told))


def keep(terms: Terms, payloads: Mapping[str, str]) -> None:
    """Keep the payloads of files of the index."""
    terms.keep_payloads(payloads.items())
    terms.keep_files((name, encoding.digest(one)) for name, one in payloads.items())


def _list(terms: Terms, words: Iterable[tuple[str, int | None]]) -> None:
    """Bring the lists of words up to date: many small ones, or where words are few, one of all."""
    told = {name: changed(terms.payload(name), some) for name, some in by_list(words).items()}
    terms.keep_payloads((name, some) for name, some in told.items() if some)
    were, many = terms.state(LISTS) == MANY, terms.sizes(_WORDS[0]).get(_WORDS[1], 0) > ONE_LIST
    terms.keep_state(LISTS, MANY if many else "")
    if many:
        some = told if were else dict([*terms.payloads("v-"), *terms.payloads("w-")])
        terms.keep_files((name, encoding.digest(one)) for name, one in some.items() if one)
        terms.drop_files([name for name, one in told.items() if not one] + ([] if were else [ALL_WORDS]))
    else:
        terms.drop_payloads(name for name, one in told.items() if not one)
        keep(terms, {ALL_WORDS: "".join(one for _, one in terms.payloads("w-"))})
        if were:
            terms.drop_digests(name for kind in ("v-", "w-") for name, _ in terms.payloads(kind))


def initials(terms: Terms) -> list[str]:
    """The first letters, as in file names, for which there is a list; none where all words are in one."""
    if terms.state(LISTS) != MANY:
        return []
    return [name.removeprefix("w-") for name, _ in terms.payloads("w-")]


def listed(term: str) -> bool:
    """Tell whether a term is a word in which a slip may be mended."""
    return len(term) >= SHORTEST and term.isalpha()


def lists(word: str) -> tuple[str, str]:
    """The two lists in which a word is."""
    return f"w-{partition.name(word[0])}", f"v-{encoding.hashed(word[-3:]) % ENDINGS}"


def rarity(count: int) -> int:
    """How common a word is, from 0 to 9, in steps of four."""
    return min(9, count.bit_length() // 2)


def by_list(words: Iterable[tuple[str, int | None]]) -> dict[str, dict[str, int | None]]:
    """Spread words, each with its rarity or None where it is gone, over the lists they are in."""
    found: dict[str, dict[str, int | None]] = defaultdict(dict)
    for word, rare in words:
        for name in lists(word):
            found[name][word] = rare
    return dict(sorted(found.items()))


def changed(told: str, changes: Mapping[str, int | None]) -> str:
    """Put words into a list, or take them out of it: each with a digit for how common it is, in order."""
    entries = _ENTRY.findall(told)
    if len(changes) > len(entries):
        known: dict[str, int | None] = {entry[:-1]: int(entry[-1]) for entry in entries}
        known |= changes
        return "".join(sorted(f"{word}{rare}" for word, rare in known.items() if rare is not None))
    for word, rare in changes.items():
        at = bisect_left(entries, word + "0")
        end = at + (at < len(entries) and entries[at][:-1] == word)
        entries[at:end] = [] if rare is None else [f"{word}{rare}"]
    return "".join(entries)
