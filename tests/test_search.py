"""The search index: a function of the content alone, brought up to date in few files."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import campaign
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.append(str(Path(__file__).parent / "bench"))

from dataclasses import replace

from search_corpus import Corpus

from briefing import indexing
from briefing.model import Alias, Entity
from briefing.site import assets
from briefing.site.plan import digest
from briefing.site.search import coding, lines, partition, vocabulary
from briefing.site.search.aliases import Names
from briefing.site.search.documents import Document, Part
from briefing.site.search.entries import entries
from briefing.store import database, terms
from briefing.text import folding

if TYPE_CHECKING:
    from briefing.site.catalogue import Catalogue
    from briefing.site.plan import Plan

CASES = json.loads(Path(__file__).with_name("folding_cases.json").read_text("utf-8"))
ENTITIES = (
    Entity("aldmoor", "place", "Aldmoor", (Alias("Aldmuir"), Alias("Old Moor"))),
    Entity("fen", "group", "Order of Fen", (Alias("Fenmen"), Alias("OF", exact=True))),
)
ENTRY = st.text("#$%&", min_size=1, max_size=1).flatmap(
    lambda weight: st.lists(st.text("ABC", min_size=2, max_size=2), max_size=3).map(
        lambda links: weight + "".join(links)
    )
)


@pytest.mark.parametrize(("text", "folded"), CASES)
def test_words_fold_as_the_table_has_it(text: str, folded: str) -> None:
    assert " ".join(folding.words(text)) == folded


@given(st.text())
@settings(deadline=None)
def test_words_are_those_of_folding_but_for_possessives(text: str) -> None:
    plain = text.replace("s", "z").replace("S", "Z")
    assert folding.words(plain) == folding.fold(plain).split()


@given(st.lists(st.integers(0, 10**7)))
@settings(deadline=None)
def test_numbers_come_back(values: list[int]) -> None:
    assert coding.read(coding.numbers(values)) == values
    rising = sorted(set(values))
    assert coding.rising(coding.numbers(coding.gaps(rising))) == rising


@given(st.dictionaries(st.integers(0, 200), ENTRY), st.dictionaries(st.integers(0, 200), ENTRY | st.none()))
@settings(deadline=None)
def test_a_line_that_is_changed_is_the_line_made_anew(
    before: dict[int, str], changes: dict[int, str | None]
) -> None:
    after = {number: entry for number, entry in {**before, **changes}.items() if entry}
    assert lines.changed(line(before), changes) == line(after)


def line(found: dict[int, str]) -> lines.Line:
    growing = lines.Growing()
    for number, entry in sorted(found.items()):
        growing.add(number, lines.pack({"term": entry}))
    return dict(growing.lines()).get("term", lines.NOTHING)


@given(st.dictionaries(st.text("abcd", min_size=1, max_size=4), st.integers(1, 900), max_size=60))
@settings(deadline=None)
def test_ranges_hold_every_key_and_no_more_than_the_limit(sizes: dict[str, int]) -> None:
    lows = partition.cuts(sizes, 1000)
    held: dict[int, list[str]] = {}
    for key in sizes:
        held.setdefault(partition.range_of(key, lows), []).append(key)
    assert lows[0] == ""
    assert list(lows) == sorted(set(lows))
    assert all(len(keys) == 1 or sum(sizes[key] for key in keys) <= 1000 for keys in held.values())


def test_a_file_name_is_safe_on_every_disk() -> None:
    names = [partition.name(low) for low in ("", "con", "@is", "حجين", "=a b")]
    assert names == ["", "con", "_40is", "_62d_62c_64a_646", "_3da_20b"]


def test_the_script_is_served_in_ten_kilobytes() -> None:
    served = assets.read(campaign.PROJECT / "theme")["search.js"].content
    assert len(gzip.compress(served, 9)) <= 10_000


def test_numbers_of_documents_stay_when_others_come() -> None:
    hrefs = [f"notes/{at}/" for at in range(500)]
    before = lines.numbered(hrefs, {href: hash_of(href) for href in hrefs}, 10)
    more = [*hrefs, "notes/new/"]
    after = lines.numbered(more, {href: hash_of(href) for href in more}, 10)
    assert len(set(after.values())) == 501
    assert sum(before[href] != after[href] for href in hrefs) <= 5


def hash_of(href: str) -> int:
    return int(digest(href)[:8], 16)


def found(text: str) -> dict[str, str]:
    told = Document("notes/a/", "note", "A", "", False, "", "", (Part("text", text),), ())  # noqa: FBT003
    return entries(told, Names.of(ENTITIES))[0]


def test_any_name_of_a_thing_is_its_one_term_and_one_of_its_own() -> None:
    assert {term for term in found("Fenmen of Old Moor") if term[0] in "@="} == {
        "@aldmoor",
        "@fen",
        "=fenmen",
        "=old moor",
    }


def test_an_exact_name_is_found_in_its_own_case_only() -> None:
    assert "@fen" in found("The OF came.")
    assert "@fen" not in found("The end of it.")
    assert "of" not in found("The end of it.")


def test_words_are_listed_by_first_letter_and_by_last_two() -> None:
    many = [
        (f"{a}{b}{c}{d}", 5)
        for a in "abcdefghij"
        for b in "abcdefghij"
        for c in "xyz"
        for d in map(chr, range(97, 123))
    ]
    assert list(vocabulary.files(many)) == ["w"] if len(many) <= vocabulary.ONE_LIST else True
    files = vocabulary.files([*many, *((f"{word}s", 1) for word, _ in many)])
    assert vocabulary.initials(files) == list("abcdefghij")
    assert "aaxa1" in files["w-a"]
    assert "aaxa1" in files[vocabulary.ending("aaxa")]


def plans(catalogue: Catalogue, store: Path) -> dict[str, Plan]:
    with terms.opened(store) as kept:
        return {plan.href: plan for plan in indexing.plans(catalogue, kept, engine="")}


def made(catalogue: Catalogue, store: Path) -> dict[str, bytes]:
    with terms.opened(store) as kept:
        return {plan.href: bytes(plan.make()) for plan in indexing.plans(catalogue, kept, engine="")}  # type: ignore[arg-type]


def edited(catalogue: Catalogue, at: int, old: str, new: str) -> Catalogue:
    """The same catalogue with one note's text changed."""
    slug = catalogue.cards[at].slug
    note = catalogue.note(slug)
    prose = note.document.prose.replace(old, new, 1)
    longer = len(prose) - len(note.body)
    blocks = tuple(
        replace(block, start=block.start + longer * bool(number), end=block.end + longer)
        for number, block in enumerate(note.document.blocks)
    )
    changed = replace(note, body=prose, document=replace(note.document, prose=prose, blocks=blocks))
    return replace(
        catalogue,
        note=lambda asked: changed if asked == slug else catalogue.note(asked),
        sources={**catalogue.sources, slug: digest(changed)},
    )


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return Corpus(60).catalogue(tmp_path_factory.mktemp("corpus"))


def test_an_index_brought_up_to_date_is_the_index_made_anew(corpus: Catalogue, tmp_path: Path) -> None:
    made(corpus, tmp_path / "kept")
    first = corpus.note(corpus.cards[7].slug).body.split(". ")[0]
    one = edited(corpus, 7, first, "Wholly other words about a zeppelin")
    two = replace(one, cards=one.cards[:30] + one.cards[31:])
    for step in (one, two, corpus):
        assert made(step, tmp_path / "kept") == made(step, tmp_path / f"anew{id(step)}")


def test_an_edit_of_a_sentence_rewrites_few_files(corpus: Catalogue, tmp_path: Path) -> None:
    before = plans(corpus, tmp_path / "kept")
    first = corpus.note(corpus.cards[7].slug).body.split()[3]
    after = plans(edited(corpus, 7, f" {first} ", f" {first} zeppelin "), tmp_path / "kept")
    changed = [href for href, plan in after.items() if plan.depends != before[href].depends]
    assert len(changed) <= 8
    assert "search/root.js" in changed


def test_a_damaged_index_in_the_store_is_made_anew(corpus: Catalogue, tmp_path: Path) -> None:
    before = made(corpus, tmp_path / "kept")
    database.discard(tmp_path / "kept")
    (tmp_path / "kept").write_bytes(b"not a database")
    assert made(corpus, tmp_path / "kept") == before


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
