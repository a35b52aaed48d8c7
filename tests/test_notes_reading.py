"""Bytes of notes, pages, leads and the registry in, their values out; hostile bytes do no harm."""

from __future__ import annotations

from datetime import date

import cost
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.content import frontmatter, registry, tree
from briefing.content.markdown import parser
from briefing.core import edtf
from briefing.core.model import Claim, Correction, Event, Lead, Note, Page
from briefing.core.problems import Problem
from briefing.core.registry import Alias, Entity, Position, Source
from briefing.text.figures import VAGUE

WHOLE = """\
---
title: "Mill: burned"
source: herald
agency: wire
headline: 'Blaze at mill'
url: https://example.org/mill
date: 2018-12-14/2018-12-15
date_basis: inferred
date_evidence: says Friday, and
  that the fair was the day before
summary: The mill burned.
tags: [mill, 2018]
not_tags: [bridge]
events:
  - {date: 2018-12-14, what: The mill burned., places: [aldmoor], actors: [council]}
claims:
  - {by: council, who: townspeople, what: injured, value: 12, bound: at-least, subset: children, period: 2018}
  - by: council
    who: townspeople
    what: fled
    min: 1200
    max: 1500.5
    unit: families
    remark: The lower one is from the night.
  - {by: council, who: townspeople, what: fled, words: Dozens, place: aldmoor}
  - {by: council, who: council, what: controls, place: aldmoor, stance: doubts}
corrections:
  - {date: 2019-01-05, what: It was the mill.}
status: withdrawn
withdrawn: 2019-01
status_reason: The report was withdrawn.
---

At least twelve children were hurt, and 1,200 to 1,500.5 families fled, dozens of them at night.
"""


def messages(problems: tuple[Problem, ...]) -> list[str]:
    return [str(problem) for problem in problems]


def test_a_whole_note_is_read() -> None:
    note, problems = tree.parse_file("notes/2018/2018-12-14-mill.md", WHOLE.encode())
    assert messages(problems) == []
    assert isinstance(note, Note)
    low, high = VAGUE["dozens"]
    assert note.path == "content/notes/2018/2018-12-14-mill.md"
    assert note.slug == "2018-12-14-mill"
    assert (note.title, note.source, note.agency, note.url) == (
        "Mill: burned",
        "herald",
        "wire",
        "https://example.org/mill",
    )
    assert note.date_evidence == "says Friday, and that the fair was the day before"
    assert note.tags == ("mill", "2018")
    assert note.events == (
        Event(edtf.parse("2018-12-14"), "The mill burned.", ("aldmoor",), ("council",), line=15),
    )
    year = edtf.parse("2018")
    assert note.claims == (
        Claim(
            "council", "townspeople", "injured", 12, 12, "at-least", subset="children", period=year, line=17
        ),
        Claim(
            "council",
            "townspeople",
            "fled",
            1200,
            1500.5,
            unit="families",
            remark="The lower one is from the night.",
            line=18,
        ),
        Claim("council", "townspeople", "fled", low, high, words="Dozens", place="aldmoor", line=25),
        Claim("council", "council", "controls", place="aldmoor", stance="doubts", line=26),
    )
    assert note.corrections == (Correction(edtf.parse("2019-01-05"), "It was the mill.", line=28),)
    assert (note.status, note.status_reason) == ("withdrawn", "The report was withdrawn.")
    assert note.withdrawn == edtf.parse("2019-01")
    assert (note.body_line, note.body[:10]) == (33, "\nAt least ")
    assert dict(note.key_lines)["claims"] == 16


def test_a_note_with_windows_line_ends_reads_the_same() -> None:
    plain, _ = frontmatter.parse_note("a.md", WHOLE.encode())
    windows, problems = frontmatter.parse_note("a.md", WHOLE.replace("\n", "\r\n").encode())
    assert messages(problems) == []
    assert plain is not None
    assert windows is not None
    assert (windows.claims, windows.events, windows.body_line) == (
        plain.claims,
        plain.events,
        plain.body_line,
    )
    assert windows.body == plain.body.replace("\n", "\r\n")


def test_a_note_with_title_and_date_alone_comes_back_beside_its_problems() -> None:
    note, problems = frontmatter.parse_note("a.md", b"---\ntitle: Mill\ndate: 2018\n---\nIt burned.\n")
    assert note is not None
    assert (note.title, note.source, note.body) == ("Mill", "", "It burned.\n")
    assert messages(problems) == [
        "a.md:2: source is missing; add it: who published the report: an id in registry/sources.yml"
    ]


def test_pages_and_leads_are_read() -> None:
    page, problems = tree.parse_file("pages/about.md", b"---\ntitle: About\ndescription: What.\n---\nText.\n")
    assert problems == ()
    assert isinstance(page, Page)
    assert (page.slug, page.title, page.description) == ("about", "About", "What.")
    lead, problems = tree.parse_file("briefings/2018-12-14.md", b"---\ntitle: Mill burns\n---\nText.\n")
    assert problems == ()
    assert isinstance(lead, Lead)
    assert (lead.date, lead.title) == (edtf.of_day(date(2018, 12, 14)), "Mill burns")


def test_the_registry_is_read_and_sorted_by_id() -> None:
    sources, problems = registry.parse_sources(
        "s.yml",
        b"# Outlets\n- {id: wire, kind: agency, label: Wire}\n"
        b"- {id: herald, kind: outlet, label: The Herald, description: Weekly., url: https://example.org}\n",
    )
    assert problems == ()
    assert sources == (
        Source("herald", "outlet", "The Herald", "Weekly.", "https://example.org", line=3),
        Source("wire", "agency", "Wire", line=2),
    )
    entities, problems = registry.parse_entities(
        "e.yml",
        b"- id: aldmoor\n  kind: place\n  label: Aldmoor\n  aliases: [Old Moor, {text: AM, case: exact}]\n"
        b"  position: {lat: 54.5, lon: -2.25, precision: approximate, basis: invented}\n",
    )
    assert problems == ()
    position = Position(54.5, -2.25, "approximate", "invented")
    aliases = (Alias("Old Moor"), Alias("AM", exact=True))
    assert entities == (Entity("aldmoor", "place", "Aldmoor", aliases, "", position, line=1),)


def test_an_empty_registry_file_is_no_fault() -> None:
    assert registry.parse_entities("e.yml", b"# nobody yet\n") == ((), ())


@pytest.mark.parametrize(
    ("claim", "body"),
    [
        ("value: 17000", "Some 17,000 fled."),
        ("value: 22", "Twenty-two fled."),
        ("value: 6", "Six fled."),
        ("value: 50, unit: percent", "About 50% fled."),
        ("min: 10, max: 15", "From 10 to 15 fled."),
        ("value: 320", "| who | fled |\n|---|---|\n| men | 320 |\n\nSome fled."),
        ("value: 12", "They fled.[^1]\n\n[^1]: There were 12 of them."),
        ("words: hundreds", "Hundreds fled."),
    ],
)
def test_a_figure_may_stand_in_the_text_in_any_of_these_ways(claim: str, body: str) -> None:
    front = f"title: a\nsource: b\ndate: 2018\nclaims:\n  - {{by: c, who: d, what: fled, {claim}}}\n"
    _, problems = frontmatter.parse_note("a.md", f"---\n{front}---\n{body}\n".encode())
    assert messages(problems) == []


def test_numbers_and_words_of_yaml_stay_what_the_editor_sees() -> None:
    note, problems = frontmatter.parse_note(
        "a.md", b"---\ntitle: 1.10\nsource: no\ndate: 2018-12-14\ntags: [no, on, 007, 1e3]\n---\nText.\n"
    )
    assert messages(problems) == []
    assert note is not None
    assert (note.title, note.source, note.tags) == ("1.10", "no", ("no", "on", "007", "1e3"))


FRONT_PIECES = st.sampled_from(
    [
        *"title: x|source: y|date: 2018|claims:|events:|tags: [a, b]|  |- |: |{|}|[|]|,|&a |*a".split("|"),
        "\n",
        *[
            "'",
            '"',
            "!!str ",
            "#",
            "|",
            ">",
            "\\",
            "\t",
            "<<: ",
            "? ",
            "---",
            "é",
            "2018-02-30",
            "{by: a, who: b, ",
        ],
        *[
            "what: killed",
            "value: 900",
            "min: 3",
            "max: 2",
            "stance: doubts",
            "words: dozens",
            "~",
            "%",
            "@",
            "`",
        ],
    ]
)


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=300))
def test_no_bytes_make_the_parser_raise(content: bytes) -> None:
    for parse in (frontmatter.parse_note, frontmatter.parse_page, frontmatter.parse_lead):
        parse("content/notes/a.md", content)
        parse("content/notes/a.md", b"---\n" + content + b"\n---\nText.\n")
    for parse_registry in (registry.parse_sources, registry.parse_entities):
        parse_registry("content/registry/a.yml", content)


@settings(deadline=None, max_examples=200)
@given(st.lists(FRONT_PIECES, max_size=30).map("".join))
def test_no_front_matter_makes_the_parser_raise_and_none_is_dropped_in_silence(front: str) -> None:
    note, problems = frontmatter.parse_note("a.md", f"---\n{front}\n---\nText.\n".encode())
    assert note is not None or problems
    for each in (*problems, *registry.parse_entities("e.yml", front.encode())[1]):
        assert "\n" not in str(each)
        assert each.location.line <= front.count("\n") + 4


HOSTILE = {
    "many aliases": "a: &a [x]\n" + "".join(f"b{n}: &b{n} [*a, *a, *a]\n" for n in range(2000)),
    "deep flow": "a: " + "[" * 90_000,
    "deep blocks": "- " * 45_000,
    "deep mappings": "{a: " * 20_000,
    "same key": "a: 1\n" * 19_000,
    "unknown keys": "".join(f"k{n}: 1\n" for n in range(9_000)),
    "quotes": '"' * 90_000,
    "many claims": "claims:\n" + "- {by: a, who: b, what: killed, value: 9}\n" * 2_000,
}


def as_prose(text: str) -> float:
    """How many times as long a note takes to read as one of 25,000 bytes of plain prose."""
    prose = "The mill at Aldmoor burned, said the council.\n\n" * 530
    plain = f"---\ntitle: a\nsource: b\ndate: 2018\n---\n{prose}"
    return cost.ratio(
        lambda text: frontmatter.parse_note("a.md", text.encode()), plain, text, most=MOST_OF_PROSE
    )


# A note may hold forty times as much prose; measured is what takes as long.
MOST_OF_PROSE = 100


@pytest.mark.parametrize("front", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_front_matter_is_refused_in_good_time(front: str) -> None:
    text = f"---\n{front}\n---\nText.\n"
    assert 0 < len(frontmatter.parse_note("a.md", text.encode())[1]) <= 1001
    assert as_prose(text) <= MOST_OF_PROSE


# The worst of some eighty patterns that were tried, and what used to be quadratic in parsers.
PATTERNS = [
    *"[ ![ [a]( [^ _a_ ` <a &amp; {".split(),
    *["- a\n", "1. a\n", "[a](javascript:x) ", "[^a]: b\n\n", "|a", "x"],
]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_no_pattern_of_markup_takes_long(pattern: str) -> None:
    body = most_that_is_read(pattern * (990_000 // len(pattern.encode())))
    assert as_prose(f"---\ntitle: a\nsource: b\ndate: 2018\n---\n{body}") <= MOST_OF_PROSE


def most_that_is_read(body: str) -> str:
    """Cut a body of one repeated pattern to a length that is just not too costly."""
    length = len(body)
    while parser.too_costly(body[:length]):
        length = length * 9 // 10
    return body[:length]


def test_a_body_with_too_much_markup_is_refused() -> None:
    body = "[" * 100_000
    _, problems = frontmatter.parse_note(
        "a.md", f"---\ntitle: a\nsource: b\ndate: 2018\n---\n{body}".encode()
    )
    assert messages(problems) == [
        (
            "a.md:6: the text has too much markup, or too many lines, to be read in a reasonable time; "
            "split it in two"
        )
    ]


def test_a_line_of_a_hundred_thousand_characters_is_read() -> None:
    body = "The mill at *Aldmoor* burned, said the council. " * 2_100
    note, problems = frontmatter.parse_note(
        "a.md", f"---\ntitle: a\nsource: b\ndate: 2018\n---\n{body}".encode()
    )
    assert problems == ()
    assert note is not None
    assert len(note.document.prose) == len(body) > 100_000


def test_a_thousand_problems_of_a_file_are_enough() -> None:
    front = "".join(f"k{n}: 1\n" for n in range(2_000))
    _, problems = frontmatter.parse_note("a.md", f"---\n{front}---\nText.\n".encode())
    assert len(problems) == 1001
    assert str(problems[-1]) == "a.md: there are more problems than these; mend these first"
