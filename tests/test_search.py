"""The search index: a function of the content alone, brought up to date in few files."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import campaign
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.append(str(Path(__file__).parent / "bench"))

from datetime import date
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace
from search_corpus import Corpus

from briefing.core.registry import Alias, Entity, Measure, Registry
from briefing.engine.database import discard
from briefing.engine.digests import digest
from briefing.search import builder, database, encoding, partition, postings, shards
from briefing.search.aliases import Aliases
from briefing.search.documents import Document, DocumentPart
from briefing.search.entries import LEVELS, Indexer
from briefing.search.senses import Senses, stem
from briefing.site.render import assets
from briefing.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from briefing.search.documents import PartKind

T = TypeVar("T")
U = TypeVar("U")
CASES = json.loads(Path(__file__).with_name("folding_cases.json").read_text("utf-8"))
ENTITIES = (
    Entity("aldmoor", "place", "Aldmoor", (Alias("Aldmuir"), Alias("Old Moor"))),
    Entity("fen", "group", "Order of Fen", (Alias("Fenmen"), Alias("OF", exact=True))),
)
MEASURES = (Measure("sick", "Sick", "Ill.", "count", words=("sick", "ill", "fell ill")),)
ENTRY = st.text("#$%&", min_size=1, max_size=1).flatmap(
    lambda weight: st.lists(st.text("ABC", min_size=2, max_size=2), max_size=3).map(
        lambda links: (weight + "".join(links)).encode()
    )
)
WORDS = st.text("abcd", min_size=1, max_size=9)


@pytest.mark.parametrize(("text", "folded"), CASES)
def test_words_fold_as_the_table_has_it(text: str, folded: str) -> None:
    assert " ".join(fold.words(text)) == folded


@given(st.text())
@settings(deadline=None)
def test_words_are_those_of_folding_but_for_possessives(text: str) -> None:
    plain = text.replace("s", "z").replace("S", "Z")
    assert fold.words(plain) == fold.fold(plain).split()


@given(st.lists(st.integers(0, 10**7)))
@settings(deadline=None)
def test_numbers_come_back(values: list[int]) -> None:
    places = encoding.rising(encoding.numbers(values))
    assert [place - before - 1 for before, place in pairwise([-1, *places])] == values
    rising = sorted(set(values))
    assert encoding.rising(encoding.gaps(rising)) == rising


@given(st.dictionaries(st.integers(0, 200), ENTRY), st.dictionaries(st.integers(0, 200), ENTRY | st.none()))
@settings(deadline=None)
def test_a_line_that_is_changed_is_the_line_made_anew(
    before: dict[int, bytes], changes: dict[int, bytes | None]
) -> None:
    after = {number: entry for number, entry in {**before, **changes}.items() if entry}
    assert postings.changed(line(before), changes) == line(after)


def line(found: dict[int, bytes]) -> postings.PostingList:
    growing = postings.Growing()
    for number, entry in sorted(found.items()):
        growing.add(number, {"term": entry})
    return dict(growing.lines()).get("term", postings.NOTHING)


@given(st.dictionaries(WORDS, st.integers(1, 900), max_size=60))
@settings(deadline=None)
def test_ranges_hold_every_key_and_no_more_than_the_limit(sizes: dict[str, int]) -> None:
    short: dict[str, int] = {}
    long: dict[str, dict[str, int]] = {}
    for term, size in sizes.items():
        first, key = term[: partition.LEVELS[0]], term[: partition.LEVELS[1]]
        short[first] = short.get(first, 0) + size
        long.setdefault(first, {})[key] = long.get(first, {}).get(key, 0) + size
    lows = partition.cuts(short, lambda first: partition.level(long[first], 1000), 1000)
    held: dict[int, dict[str, int]] = {}
    for term, size in sizes.items():
        held.setdefault(partition.range_of(term, lows), {})[term] = size
    assert lows[0] == ""
    assert list(lows) == sorted(set(lows))
    for some in held.values():
        assert sum(some.values()) <= 1000 or len({term[: partition.KEY] for term in some}) == 1


@given(st.dictionaries(WORDS, st.integers(0, 9)), st.dictionaries(WORDS, st.integers(0, 9) | st.none()))
@settings(deadline=None)
def test_a_list_of_words_that_is_changed_is_the_list_made_anew(
    before: dict[str, int], changes: dict[str, int | None]
) -> None:
    after = {word: rare for word, rare in {**before, **changes}.items() if rare is not None}
    told = shards.changed("", before)
    assert shards.changed(told, changes) == shards.changed("", after)


def test_a_file_name_is_safe_on_every_disk() -> None:
    names = [partition.name(low) for low in ("", "con", "@is", "حجين", "=a b")]
    assert names == ["", "con", "_40is", "_62d_62c_64a_646", "_3da_20b"]


def test_the_script_is_served_in_eighteen_kilobytes() -> None:
    served = assets.read([campaign.PROJECT / "theme"])["search.js"].content
    assert len(gzip.compress(served, 9)) <= 18_000


def test_numbers_of_documents_stay_when_others_come() -> None:
    hrefs = [f"notes/{at}/" for at in range(500)]
    before = postings.numbered(hrefs, {href: hash_of(href) for href in hrefs}, 10)
    more = [*hrefs, "notes/new/"]
    after = postings.numbered(more, {href: hash_of(href) for href in more}, 10)
    assert len(set(after.values())) == 501
    assert sum(before[href] != after[href] for href in hrefs) <= 5


def hash_of(href: str) -> int:
    return int(digest(href)[:8], 16)


def found(*parts: tuple[PartKind, str], days: tuple[date, ...] = ()) -> dict[str, bytes]:
    told = Document(
        "notes/a/", "note", "A", tuple(DocumentPart(*part) for part in parts), days=days, happened=days
    )
    return Indexer(Aliases.of(ENTITIES), Senses.of(MEASURES)).entries(told)[0]


def test_any_name_of_a_thing_is_its_one_term_and_one_of_its_own() -> None:
    assert {term for term in found(("text", "Fenmen of Old Moor")) if term[0] in "@="} == {
        "@aldmoor",
        "@fen",
        "=fenmen",
        "=old moor",
    }


def test_words_of_a_measure_and_of_one_sense_are_one_term_beside_their_own() -> None:
    told = found(("text", "Many were ill; the strikes killed two, and others died"))
    assert {term for term in told if term[0] == "%"} == {"%sick", "%die"}
    assert {"ill", "killed", "died"} <= set(told)


def test_what_is_also_written_as_one_word_is_found_as_that_too() -> None:
    told = found(("text", "Air strikes broke the cease-fire on the south bank"))
    assert {"airstrikes", "ceasefire", "air", "strikes"} <= set(told)
    assert "southbank" not in told


def test_a_number_is_found_by_its_digits_however_its_size_is_written() -> None:
    told = found(
        ("text", "$6 million went to ten thousand people; two hundred were left, and 1.5 million in all")
    )
    assert {"6000000", "10000", "200", "1500000"} <= set(told)
    assert "6" in told


def test_forms_of_a_word_share_a_stem() -> None:
    forms = [
        *(("take", "takes", "taking"), ("line", "lines"), ("kill", "kills", "killed", "killing")),
        *(("run", "running"), ("travel", "travelled"), ("city", "cities"), ("free", "freed")),
    ]
    assert [len(set(map(stem, some))) for some in forms] == [1] * len(forms)
    assert stem("class") != stem("clad")


def test_an_exact_name_is_found_in_its_own_case_only() -> None:
    assert "@fen" in found(("text", "The OF came."))
    assert "@fen" not in found(("text", "The end of it."))
    assert "of" not in found(("text", "The end of it."))


def test_a_term_tells_whether_an_event_or_a_claim_holds_it() -> None:
    told = found(
        ("text", "Aldmoor fell."), ("event", "Gates fell."), ("claim", "Fenmen"), days=(date(2021, 3, 4),)
    )
    flags = {term: encoding.SIGNS.index(chr(entry[0])) // LEVELS for term, entry in told.items()}
    assert flags == {
        "aldmoor": 0,
        "@aldmoor": 0,
        "=aldmoor": 0,
        "fell": 1,
        "%take": 1,
        "gates": 1,
        "fenmen": 2,
        "@fen": 2,
        "=fenmen": 2,
        "#21c20": 1,
        "#21c2004": 1,
    }


def test_words_are_listed_by_first_letter_and_by_last_three() -> None:
    assert shards.lists("sluice") == ("w-s", shards.lists("juice")[1])
    assert not shards.listed("ab")
    assert not shards.listed("@aldmoor")


class Campaign(Struct, frozen=True, dict=True):
    """What is to be searched, as it stands at one time."""

    documents: Mapping[str, Document]
    registry: Registry

    def index(
        self, store: Path, engine: str = "", copies: builder.Copies | None = None
    ) -> tuple[dict[str, str], dict[str, bytes], list[str]]:
        """Bring the index up to date: digests, contents, and which documents were asked for."""
        asked: list[str] = []

        def document(href: str) -> Document:
            asked.append(href)
            return self.documents[href]

        digests = {href: digest(one) for href, one in self.documents.items()}
        with database.opened(store) as kept:
            found = builder.update(kept, digests, document, self.registry, engine=engine, copies=copies)
            return dict(found.files), {href: found.make(href) for href in found.files}, asked

    def made(self, store: Path) -> dict[str, bytes]:
        """The files of the index."""
        return self.index(store)[1]

    def edited(self, href: str, old: str, new: str) -> Campaign:
        """The same with one document's text changed."""
        one = self.documents[href]
        parts = tuple(replace(part, text=part.text.replace(old, new, 1)) for part in one.parts)
        assert parts != one.parts
        return replace(self, documents={**self.documents, href: replace(one, parts=parts)})

    def first(self, count: int) -> Campaign:
        """The same with the first notes only."""
        left = [href for href, one in self.documents.items() if one.kind == "note"][count:]
        return self.without(*left)

    def without(self, *left: str) -> Campaign:
        """The same without some documents."""
        return replace(
            self, documents={href: one for href, one in self.documents.items() if href not in left}
        )


@pytest.fixture(scope="module")
def corpus() -> Campaign:
    made = Corpus(40)
    return Campaign(made.documents(), made.registry())


@pytest.fixture(scope="module")
def note(corpus: Campaign) -> Document:
    return [one for one in corpus.documents.values() if one.kind == "note"][7]


@pytest.mark.parametrize("few", [0, 1])
def test_an_index_brought_up_to_date_is_the_index_made_anew(
    corpus: Campaign, note: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(builder, "FEW", few)
    monkeypatch.setattr(shards, "ONE_LIST", 10)
    corpus.made(tmp_path / "kept")
    first = note.parts[-5].text.split(". ")[0]
    one = corpus.edited(note.href, first, "Wholly other words about a zeppelin")
    two = one.without(list(one.documents)[20])
    renamed = replace(corpus.registry.entities[3], aliases=(Alias("Zeppelin"),))
    entities = (*corpus.registry.entities[:3], renamed, *corpus.registry.entities[4:])
    three = replace(two, registry=replace(two.registry, entities=entities))
    for at, step in enumerate((one, two, three, corpus.first(12), corpus)):
        assert step.made(tmp_path / "kept") == step.made(tmp_path / f"anew{at}")


def test_an_index_is_the_same_whichever_documents_are_read_first(
    corpus: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(builder, "BATCH", 7)
    monkeypatch.setattr(builder, "WORTH_PROCESSES", 1)
    begun: list[object] = []

    def backwards(work: Callable[[T], U], batches: Iterable[T]) -> Iterator[tuple[T, U]]:
        begun.extend(batches)
        return reversed([(one, work(one)) for one in batches])

    spread = corpus.index(tmp_path / "spread", copies=backwards)[1]
    assert len(begun) > 1
    assert spread == corpus.made(tmp_path / "kept")


def test_where_words_grow_many_their_lists_are_split_as_if_they_had_always_been(
    corpus: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = corpus.first(30)
    few.made(tmp_path / "kept")
    with database.opened(tmp_path / "kept") as kept:
        words = kept.sizes(0)["words"]
    monkeypatch.setattr(shards, "ONE_LIST", words)
    for at, step in enumerate((corpus, few, corpus)):
        found = step.made(tmp_path / "kept")
        assert found == step.made(tmp_path / f"anew{at}")
        assert ("search/w.js" in found) == (step is few)


def test_only_documents_that_changed_are_asked_for(corpus: Campaign, note: Document, tmp_path: Path) -> None:
    store = tmp_path / "kept"
    files, _, asked = corpus.index(store)
    assert sorted(asked) == sorted(corpus.documents)
    assert corpus.index(store) == (files, corpus.made(store), [])
    other = corpus.edited(note.href, note.title, "Another title")
    assert other.index(store)[2] == [note.href]
    fewer = replace(other.without("entities/e0/"), registry=Registry((), corpus.registry.entities[1:]))
    assert fewer.index(store)[2] == []
    assert sorted(fewer.index(store, "other program")[2]) == sorted(fewer.documents)


def test_an_edit_of_a_sentence_rewrites_few_files(corpus: Campaign, note: Document, tmp_path: Path) -> None:
    before = corpus.index(tmp_path / "kept")[0]
    word = note.parts[-5].text.split()[3]
    after = corpus.edited(note.href, f" {word} ", f" {word} zeppelin ").index(tmp_path / "kept")[0]
    changed = [href for href, made in after.items() if made != before.get(href)]
    assert len(changed) <= 8
    assert "search/root.js" in changed


def test_a_damaged_index_in_the_store_is_made_anew(corpus: Campaign, tmp_path: Path) -> None:
    before = corpus.made(tmp_path / "kept")
    discard(tmp_path / "kept")
    (tmp_path / "kept").write_bytes(b"not a database")
    assert corpus.made(tmp_path / "kept") == before


def test_drafts_and_withdrawn_notes_never_reach_the_index(tmp_path: Path) -> None:
    draft = campaign.note("Hangar", body="The zeppelin hangar burned at Aldmoor.", extra="status: draft\n")
    gone = "status: withdrawn\nwithdrawn: 2021-03-09\nstatus_reason: It was a hoax.\n"
    withdrawn = campaign.note("Dome", body="The planetarium fell at Aldmoor.", extra=gone)
    root = campaign.write(
        tmp_path, {"2021-03-04-a.md": campaign.note(), "2021-03-06-c.md": draft, "2021-03-07-d.md": withdrawn}
    )
    for drafts in (False, True):
        campaign.made(campaign.chosen(root, output=f"out{drafts}", BRIEFING_DRAFTS=drafts))
        files = campaign.files(root / f"out{drafts}" / "search")
        index = b"".join(content for name, content in files.items() if name.endswith(".js"))
        assert b"sluice" in index
        assert not [
            word for word in (b"zeppelin", b"hangar", b"planetarium", b"hoax") if word in index.lower()
        ]
