"""A catalogue in; the plans of the search index's files out, worked out anew only where documents changed.

What was worked out is kept in the store. The index is a function of the content alone: brought up to
date or made anew, it is the same.
"""

from __future__ import annotations

import hashlib
import zlib
from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

from briefing.chronology import days
from briefing.site import urls
from briefing.site.plan import Plan, digest
from briefing.site.search import coding, documents, lines, partition, root, texts, vocabulary
from briefing.site.search.aliases import Names
from briefing.site.search.entries import entries
from briefing.site.search.root import Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from briefing.site.catalogue import Catalogue
    from briefing.site.search.documents import Found
    from briefing.site.search.lines import Line
    from briefing.store.terms import Terms

DATABASE = "search.sqlite"
# Where more than this part of the documents changed, all lines are made anew: that is sooner done.
FEW = 1 / 8
BATCH = 200
TERMS, LINKS = "t", "l"


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A document to be: what is known of it, its number, and the digest of all its entries are made from."""

    found: Found
    number: int
    digest: str


def plans(catalogue: Catalogue, terms: Terms, *, engine: str) -> tuple[Plan, ...]:
    """Plan every file of the index, bringing the terms in the store up to date. `engine` is the program."""
    published = [card for card in catalogue.cards if card.status == "published"]
    found = tuple(documents.found(catalogue, days.days(published)))
    bits = max(4, len(found).bit_length() + 1)
    names = Names.of(catalogue.registry.entities)
    wanted = _wanted(found, bits, shared=digest(catalogue.registry, engine))
    with terms.change():
        touched = _update(terms, wanted, names)
        files = _ranges(terms, touched, form=(form := coding.FORM * 100 + bits))
    lengths = {href: length for href, (_, _, length) in terms.documents().items()}
    rows = [Row(one.number, one.found, lengths[one.found.href]) for one in wanted]
    plain = _plain_files(terms, rows, catalogue, form)
    blocks = tuple(_blocks(wanted, form))
    version = digest(
        sorted((name, one.depends) for name, one in files.items()),
        sorted((name, hashlib.sha256(content).hexdigest()) for name, content in plain.items()),
        [one.depends for one in blocks],
    )
    told = root.table(rows, catalogue.registry) | root.words(rows, catalogue.registry)
    told["cuts"] = list(partition.cuts(terms.sizes(partition.KEY)))
    told["lists"] = vocabulary.initials(plain)
    told |= {"version": version[:8], "form": form}
    plain["root"] = coding.script("root", form, told)
    return (*files.values(), *(_plan(name, content) for name, content in plain.items()), *blocks)


def _wanted(found: Sequence[Found], bits: int, *, shared: str) -> list[_Wanted]:
    """All documents in order of their numbers."""
    hashes = {one.href: zlib.crc32(one.href.encode()) for one in found}
    numbers = lines.numbered([one.href for one in found], hashes, bits)
    wanted = (_Wanted(one, numbers[one.href], digest(shared, one.digest)) for one in found)
    return sorted(wanted, key=lambda one: one.number)


def _update(terms: Terms, wanted: Sequence[_Wanted], names: Names) -> set[str] | None:
    """Bring the lines of the terms up to date; return the terms that changed, None where all may have."""
    known = terms.documents()
    stale = [one for one in wanted if known.get(one.found.href, ())[:2] != (one.number, one.digest)]
    gone = known.keys() - {one.found.href for one in wanted}
    if not stale and not gone:
        return set()
    if len(stale) + len(gone) > FEW * len(wanted):
        _make_all(terms, wanted, names)
        return None
    changes: defaultdict[str, dict[int, str | None]] = defaultdict(dict)
    for href in sorted(gone):
        _note(changes, lines.unpack(terms.entries(href)), known[href][0], {}, 0)
    kept = []
    for one in stale:
        href = one.found.href
        before = lines.unpack(terms.entries(href)) if href in known else {}
        after, length = entries(one.found.make(), names)
        _note(changes, before, known[href][0] if href in known else 0, after, one.number)
        kept.append((href, one.number, one.digest, length, lines.pack(after)))
    terms.keep_documents(kept, gone)
    _change_lines(terms, changes)
    return set(changes)


def _note(
    changes: defaultdict[str, dict[int, str | None]],
    before: Mapping[str, str],
    was: int,
    after: Mapping[str, str],
    now: int,
) -> None:
    """Note what of a document's entries changes; what is put in wins over what is taken out."""
    if was == now:
        before, after = {}, lines.difference(before, after)  # type: ignore[assignment]
    for term in before:
        changes[term].setdefault(was, None)
    for term, entry in after.items():
        changes[term][now] = entry


def _change_lines(terms: Terms, changes: Mapping[str, Mapping[int, str | None]]) -> None:
    known = {term: lines.Line(*rest) for term, *rest in terms.lines(sorted(changes))}
    changed = {term: lines.changed(known.get(term, lines.NOTHING), changes[term]) for term in sorted(changes)}
    gone = [term for term, line in changed.items() if not line.documents]
    kept = ((term, *_texts(line)) for term, line in changed.items() if line.documents)
    terms.keep_lines(kept, gone)


def _texts(line: Line) -> tuple[str, str, str]:
    return line.gaps, line.weights, line.links


def _make_all(terms: Terms, wanted: Sequence[_Wanted], names: Names) -> None:
    """Make all lines anew; entries of documents that did not change are looked up."""
    known = terms.documents()
    growing = lines.Growing()
    terms.clear()
    terms.keep_documents((), known.keys() - {one.found.href for one in wanted})
    batch = []
    for one in wanted:
        href = one.found.href
        number, made, length = known.get(href, (-1, "", 0))
        if made == one.digest:
            packed = terms.entries(href)
        else:
            found, length = entries(one.found.make(), names)
            packed = lines.pack(found)
        growing.add(one.number, packed)
        if (number, made) != (one.number, one.digest):
            batch.append((href, one.number, one.digest, length, packed))
        if len(batch) == BATCH:
            terms.keep_documents(batch)
            batch = []
    terms.keep_documents(batch)
    terms.keep_lines((term, *_texts(line)) for term, line in growing.lines())


def _ranges(terms: Terms, touched: set[str] | None, *, form: int) -> dict[str, Plan]:
    """Plan the files of terms and of links; those whose range and terms are as before are not looked at."""
    lows = partition.cuts(terms.sizes(partition.KEY))
    known = terms.files() if touched is not None else {}
    stale = {partition.range_of(term, lows) for term in touched or ()}
    found, kept = {}, {}
    for at, (low, high) in enumerate(zip(lows, (*lows[1:], ""), strict=True)):
        names = [f"{kind}-{partition.name(low)}" for kind in (TERMS, LINKS)]
        key = f"{low}\t{high}\t{form}"
        contents: Sequence[bytes] = ()
        if at in stale or key not in known:
            rows = terms.lines_between(low, high)
            contents = [_range(rows, name, form) for name in names]
            known[key] = " ".join(hashlib.sha256(content).hexdigest()[:32] for content in contents)
        kept[key] = known[key]
        for place, (name, made) in enumerate(zip(names, known[key].split(), strict=True)):
            again = partial(_range_again, terms, low, high, name, form)
            found[name] = Plan(_href(name), "", made, partial(bytes, contents[place]) if contents else again)
    terms.keep_files(kept.items())
    return found


def _range_again(terms: Terms, low: str, high: str, name: str, form: int) -> bytes:
    return _range(terms.lines_between(low, high), name, form)


def _range(rows: Iterable[Sequence[str]], name: str, form: int) -> bytes:
    """Write a range: of each term its documents and weights, or in a file of links what follows it."""
    told: list[str] = []
    for term, gaps, weights, links in rows:
        if name.startswith(TERMS):
            told += (term, gaps, weights)
        elif links.strip():
            told += (term, links)
    return coding.script(name, form, told)


def _plain_files(terms: Terms, rows: Sequence[Row], catalogue: Catalogue, form: int) -> dict[str, bytes]:
    contents: dict[str, Any] = dict(vocabulary.files(terms.counts()))
    contents |= root.facets(rows, catalogue.registry, catalogue.vocabulary)
    return {name: coding.script(name, form, content) for name, content in contents.items()}


def _blocks(wanted: Sequence[_Wanted], form: int) -> Iterator[Plan]:
    """Plan the files that hold what is shown of documents."""
    for name, same in groupby(wanted, key=lambda one: texts.name(one.number)):
        some = tuple(same)
        depends = digest(form, tuple((one.number, one.digest) for one in some))
        yield Plan(_href(name), "", depends, partial(_block, name, some, form))


def _block(name: str, some: Iterable[_Wanted], form: int) -> bytes:
    return coding.script(name, form, texts.block((one.number, one.found.make()) for one in some))


def _plan(name: str, content: bytes) -> Plan:
    return Plan(_href(name), "", hashlib.sha256(content).hexdigest(), partial(bytes, content))


def _href(name: str) -> str:
    return f"{urls.SEARCH}{name}.js"
