"""Bring the search index up to date: only the files whose documents changed are made again.

What was worked out is kept in the store. The index is a function of the documents alone: brought up to
date or made anew, it is the same.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Protocol, TypeVar

from msgspec import Struct

from briefing.content import urls
from briefing.core.registry import Registry
from briefing.engine import codec
from briefing.engine.digests import digest
from briefing.search import encoding, manifest, postings, shards, texts
from briefing.search.aliases import Aliases
from briefing.search.documents import Document
from briefing.search.entries import Indexer
from briefing.search.senses import Senses

if TYPE_CHECKING:
    from briefing.search.database import Terms

    PostingChanges = defaultdict[str, dict[int, bytes | None]]
    Fresh = tuple[str, str, int, str, Document]

DATABASE = "search.sqlite"
# If more than this part of the documents changed, it is quicker to make all files again.
FEW = 1 / 4
# How many documents are read at a time, and with how many it pays to start other processes.
BATCH, WORTH_PROCESSES = 60, 300
ENGINE, NAMES, TABLE, REGISTRY = "engine", "names", "table", "registry"
ROOT = "root"
NEVER = ("", -1)


Batch = TypeVar("Batch")
Result = TypeVar("Result")


class Copies(Protocol):
    """A function that does work on batches, anywhere, and yields each with its result, in any order."""

    def __call__(
        self, work: Callable[[Batch], Result], batches: Iterable[Batch], /
    ) -> Iterator[tuple[Batch, Result]]:
        """Do the work."""


class Index(Struct, frozen=True):
    """The files of the index: a digest of each by address, and how to make one while the store is open."""

    files: Mapping[str, str]
    make: Callable[[str], bytes]


def update(
    terms: Terms,
    digests: Mapping[str, str],
    document: Callable[[str], Document],
    registry: Registry,
    *,
    engine: str,
    copies: Copies | None = None,
) -> Index:
    """Bring the index in the store up to date. `document` is asked only for those whose digest changed.

    A digest must cover all that its document is made from; entities of the registry are documents too.
    `engine` is the program: of another, nothing that is kept is used. `copies` do work on many batches, in
    any order, where documents may be asked for too.
    """
    bits = max(4, len(digests).bit_length() + 1)
    form = encoding.FORM * 100 + bits
    with terms.change():
        if terms.state(ENGINE) != engine:
            terms.clear_all()
            terms.keep_state(ENGINE, engine)
        reader = Indexer(Aliases.of(registry.entities), Senses.of(registry.measures))
        changed = _bring_documents(_Update(terms, document, reader, copies), digests, registry, bits)
        _bring_table(terms, registry, changed=changed)
        files = _bring_root(terms, form)
    return Index(
        {f"{urls.SEARCH}{name}.js": f"{form} {made}" for name, made in files.items()},
        partial(_make, terms, form),
    )


def _bring_documents(update: _Update, digests: Mapping[str, str], registry: Registry, bits: int) -> bool:
    """Bring documents up to date, with their terms and texts; tell whether their table may be another."""
    terms = update.terms
    known = terms.documents()
    stale = [href for href, made in digests.items() if known.get(href, NEVER)[0] != made]
    gone = known.keys() - digests.keys()
    told = [(one.id, one.label, one.aliases) for one in registry.entities]
    names = digest(bits, told, [(one.id, one.label, one.words) for one in registry.measures])
    if same := terms.state(NAMES) == names:
        if not (stale or gone):
            return False
    else:
        terms.keep_state(NAMES, names)
    if same and len(stale) + len(gone) <= FEW * len(digests):
        before = {href: number for href, (_, number) in known.items()}
        return update.some({href: digests[href] for href in stale}, gone, before, bits)
    update.all(digests, set(stale), gone, bits)
    return True


def _numbers(hrefs: Iterable[str], bits: int) -> dict[str, int]:
    hashes = {href: zlib.crc32(href.encode()) for href in hrefs}
    return postings.numbered(list(hashes), hashes, bits)


class _Update(Struct, frozen=True):
    """Changed documents, read with the registry's names."""

    terms: Terms
    document: Callable[[str], Document]
    reader: Indexer
    copies: Copies | None = None

    def all(self, digests: Mapping[str, str], stale: Collection[str], gone: Iterable[str], bits: int) -> None:
        """Make all files again; documents that did not change are read from the store."""
        terms, growing = self.terms, postings.Growing()
        numbers = _numbers(digests, bits)
        terms.drop_documents(gone)
        order = sorted(digests, key=numbers.__getitem__)

        def read(at: int) -> list[tuple[Document, Mapping[str, bytes], int]]:
            some = order[at : at + BATCH]
            told = (self.document(one) if one in stale else self._kept(one) for one in some)
            return [(one, *self.reader.entries(one)) for one in told]

        starts = range(0, len(order), BATCH)
        # Only this process reads the store.
        copies = self.copies if len(stale) == len(order) >= WORTH_PROCESSES else None
        for at, found in _in_order(copies(read, starts)) if copies else ((one, read(one)) for one in starts):
            fresh = []
            for href, (told, entries, length) in zip(order[at : at + BATCH], found, strict=True):
                growing.add(numbers[href], entries)
                if href in stale:
                    fresh.append((href, digests[href], numbers[href], manifest.facts_of(told, length), told))
            _keep(terms, fresh)
        terms.renumber((numbers[href], href) for href in order if href not in stale)
        shards.replace(terms, growing.lines())
        _bring_texts(terms, 0, max(numbers.values(), default=0))

    def some(
        self, stale: Mapping[str, str], gone: Collection[str], before: Mapping[str, int], bits: int
    ) -> bool:
        """Change what differs from before, by numbers; tell whether the table of documents does."""
        terms = self.terms
        after = before
        if gone or stale.keys() - before.keys():
            after = _numbers((before.keys() | stale.keys()) - set(gone), bits)
        moved = [
            href for href in after if after is not before and before.get(href, after[href]) != after[href]
        ]
        changes: PostingChanges = defaultdict(dict)
        fresh, other = [], bool(gone or moved)
        for href in sorted({*stale, *moved, *gone}):
            was = self.reader.entries(self._kept(href))[0] if href in before else {}
            now: Mapping[str, bytes] = {}
            if href in stale:
                told = self.document(href)
                now, length = self.reader.entries(told)
                facts = manifest.facts_of(told, length)
                other = other or terms.facts_of(href) != facts
                fresh.append((href, stale[href], after[href], facts, told))
            elif href in after:
                now = was
            _note(changes, was, before.get(href, 0), now, after.get(href, 0))
        terms.drop_documents(gone)
        terms.renumber((after[href], href) for href in moved)
        _keep(terms, fresh)
        shards.amend(terms, changes)
        touched = {numbers.get(href, -1) for href in (*stale, *moved, *gone) for numbers in (before, after)}
        for block in {texts.block_of(number) for number in touched if number >= 0}:
            _bring_texts(terms, *texts.numbers_in(block))
        return other

    def _kept(self, href: str) -> Document:
        return codec.loads(self.terms.content(href), Document)


def _in_order(done: Iterable[tuple[int, Result]]) -> Iterator[tuple[int, Result]]:
    """Yield the results of batches, which are named by where they start, in that order."""
    early: dict[int, Result] = {}
    at = 0
    for start, found in done:
        early[start] = found
        while at in early:
            yield at, early.pop(at)
            at += BATCH


def _keep(terms: Terms, fresh: Iterable[Fresh]) -> None:
    """Keep changed documents, each with its address, digest, number and facts."""
    some = tuple(fresh)
    terms.keep_documents(
        (href, made, number, encoding.digest(texts.shown(told))) for href, made, number, _, told in some
    )
    terms.keep_facts((href, facts) for href, _, _, facts, _ in some)
    terms.keep_contents((href, codec.dumps(told)) for href, *_, told in some)


def _note(
    changes: PostingChanges, before: Mapping[str, bytes], was: int, after: Mapping[str, bytes], now: int
) -> None:
    """Note which entries of a document change; what is put in wins over what is taken out."""
    if was != now:
        for term in before:
            changes[term].setdefault(was, None)
        for term, entry in after.items():
            changes[term][now] = entry
        return
    for term in before.keys() - after.keys():
        changes[term].setdefault(was, None)
    for term, entry in after.items():
        if before.get(term) != entry:
            changes[term][now] = entry


def _bring_texts(terms: Terms, first: int, last: int) -> None:
    """Bring up to date the files with the texts that results show, by number."""
    told = {
        texts.name(block): encoding.digest(repr(tuple(some)))
        for block, some in groupby(terms.shown(first, last), key=lambda one: texts.block_of(one[0]))
    }
    terms.drop_digests(texts.name(block) for block in range(texts.block_of(first), texts.block_of(last) + 1))
    terms.keep_files(told.items())


def _bring_table(terms: Terms, registry: Registry, *, changed: bool) -> None:
    """Bring up to date the table of all documents, and the lists that narrow results."""
    known = digest(registry)
    if not changed and terms.state(REGISTRY) == known:
        return
    terms.keep_state(REGISTRY, known)
    numbers: dict[str, int] = {}

    def kept() -> Iterator[str]:
        for href, number, facts in terms.facts():
            numbers[href] = number
            yield facts

    rows = manifest.read(kept())
    places = {href: place for place, href in enumerate(numbers)}
    told = manifest.table([*numbers.values()], rows, registry) | manifest.words(places, registry)
    terms.keep_state(TABLE, encoding.payload(told))
    shards.keep(
        terms, {name: encoding.payload(facet) for name, facet in manifest.facets(rows, registry).items()}
    )


def _bring_root(terms: Terms, form: int) -> dict[str, str]:
    """Bring up to date the root, which names the version of all other files; return the digests of all."""
    files = terms.files()
    known = files.pop(ROOT, "")
    table = terms.state(TABLE)
    version = encoding.digest(table + repr(sorted(files.items())))
    if known != version:
        rest = {"lists": shards.initials(terms), "version": version[:8], "form": form}
        payload = f'{table[:-1]},"cuts":{terms.state(shards.CUTS)},{encoding.payload(rest)[1:]}'
        terms.keep_payloads([(ROOT, payload)])
        terms.keep_files([(ROOT, version)])
    return {**files, ROOT: version}


def _make(terms: Terms, form: int, href: str) -> bytes:
    """Write a file of the index."""
    name = href.removeprefix(urls.SEARCH).removesuffix(".js")
    if (block := texts.read_name(name)) is not None:
        kept = terms.contents(*texts.numbers_in(block))
        told = texts.payload((number, codec.loads(content, Document)) for number, content in kept)
        return encoding.script(name, form, told)
    of_terms = name.startswith(shards.FILES)
    return encoding.script(name, form, shards.payload(terms, name) if of_terms else terms.payload(name))
