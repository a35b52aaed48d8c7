"""Markdown bodies in, their HTML, prose, anchors and links out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import html5lib
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.content.markdown import reader
from briefing.core.model import Block, Heading, Reference
from briefing.text import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from briefing.core.model import Body

PIECES = (
    "The mill at Aldmoor burned. ",
    "word",
    " ",
    "\n",
    "\n\n",
    "  \n",
    "\\\n",
    "*",
    "**",
    "_",
    "`",
    "``",
    "~~",
    "[",
    "]",
    "(",
    ")",
    "](/a)",
    '](<b c> "t\n u")',
    "![alt](",
    "{static}x.png)",
    "[^1]",
    "\n\n[^1]: note\n\n",
    "\n\n[ref]: /x\n\n",
    "[ref]",
    "<https://example.org/%41>",
    "<a@example.org>",
    "<b>",
    "<!-- x -->",
    "&amp;",
    "&nbsp;",
    "&#0;",
    "&nGt;",
    "\\*",
    "\\[",
    "# ",
    "\n## Head\n",
    "\n===\n",
    "\n---\n",
    "> ",
    "\n> ",
    "\n- ",
    "\n  - ",
    "\n1. ",
    "\n    ",
    "\t",
    "\n\t",
    "\n: ",
    "\n```\n",
    "|a|b|\n|-|-:|\n|c|d|\n",
    "é",
    "\u00a0",
    "\u2003",
    "حجين",
    "😀",
    ".",
    "!",
)
BODIES = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
BLOCK_TAGS = {"ul", "ol", "dl", "blockquote", "p", "table", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "hr"}


def read(body: str) -> Body:
    return reader.read(body, 1)[0]


def messages(body: str) -> list[str]:
    return [str(problem) for problem in reader.read(body, 5, path="a.md")[1]]


def seen(text: str) -> str:
    return " ".join(text.replace("\0", "").split())


def own_text(element: Element) -> Iterator[str]:
    """Yield what a reader sees of one element, without the blocks and footnote marks in it."""
    yield element.text or ""
    for child in element:
        if child.tag == "br":
            yield " "
        elif child.tag not in BLOCK_TAGS and child.get("class") != "footnote-ref":
            yield from own_text(child)
        yield child.tail or ""


def elements(html: str) -> dict[str, Element]:
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return {element.get("id", ""): element for element in tree.iter() if element.get("id")}


@settings(deadline=None, max_examples=100)
@given(BODIES)
def test_the_prose_of_a_block_is_what_its_element_shows(body: str) -> None:
    document = read(body)
    found = elements(document.html)
    for block in document.blocks:
        assert seen("".join(own_text(found[block.anchor]))) == seen(document.prose[block.start : block.end])


@settings(deadline=None, max_examples=100)
@given(BODIES)
def test_prose_has_the_length_of_the_body_and_blocks_are_ordered_and_hold_all_of_it(body: str) -> None:
    document = read(body)
    assert len(document.prose) == len(body)
    end = 0
    for number, block in enumerate(document.blocks, start=1):
        assert end <= block.start < block.end <= len(body)
        assert block.anchor == f"p{number}"
        assert seen(document.prose[end : block.start]) == ""
        end = block.end
    assert seen(document.prose[end:]) == ""


@settings(deadline=None, max_examples=100)
@given(BODIES.filter(lambda body: "&" not in body))
def test_what_is_seen_stands_in_the_body_at_the_same_offset(body: str) -> None:
    for mark, written in zip(read(body).prose, body, strict=True):
        assert mark in {written, "\0", "\n", " "}


@settings(deadline=None, max_examples=100)
@given(BODIES)
def test_no_sentence_crosses_a_block(body: str) -> None:
    document = read(body)
    for sentence in sentences.split(document.prose):
        assert any(block.start <= sentence.start < sentence.end <= block.end for block in document.blocks)


@settings(deadline=None, max_examples=100)
@given(BODIES)
def test_windows_line_ends_change_offsets_only(body: str) -> None:
    plain, windows = read(body), read(body.replace("\n", "\r\n"))
    assert windows.html == plain.html
    assert len(windows.prose) == len(body) + body.count("\n")
    assert windows.prose.replace("\0", "") == plain.prose.replace("\0", "")
    for one, other in zip(plain.blocks, windows.blocks, strict=True):
        assert seen(plain.prose[one.start : one.end]) == seen(windows.prose[other.start : other.end])


@settings(deadline=None, max_examples=100)
@given(BODIES)
def test_no_two_elements_have_one_anchor_and_no_script_gets_through(body: str) -> None:
    html = read(body).html
    anchors = re.findall(r' id="([^"]*)"', html)
    assert len(anchors) == len(set(anchors))
    assert "<script" not in html
    assert " style=" not in html
    assert "<h1" not in html


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=300))
def test_no_text_makes_the_reader_raise(body: str) -> None:
    assert len(read(body).prose) == len(body)


def test_a_body_is_read_into_html_prose_and_blocks() -> None:
    body = "The *mill* at [Aldmoor](/entities/aldmoor/) burned.\n\n- One\n- Two\n\n> Said the\n> council."
    document = read(body)
    assert document.html == (
        '<p id="p1">The <em>mill</em> at <a href="/entities/aldmoor/">Aldmoor</a> burned.</p>\n'
        '<ul>\n<li id="p2">One</li>\n<li id="p3">Two</li>\n</ul>\n'
        '<blockquote>\n<p id="p4">Said the\ncouncil.</p>\n</blockquote>\n'
    )
    assert [document.prose[block.start : block.end].replace("\0", "") for block in document.blocks] == [
        "The mill at Aldmoor burned.",
        "One",
        "Two",
        "Said the\ncouncil.",
    ]
    assert document.blocks[0] == Block(0, 51, "p1")
    assert document.references == (Reference("/entities/aldmoor/", 1),)


def test_headings_start_at_the_second_level_and_get_anchors_of_their_words() -> None:
    document = read("# The mill\n\n## The *mill*\n\n###### P1\n\n## ?!\n\nText.\n")
    assert document.headings == (
        Heading(1, "The mill", "the-mill"),
        Heading(2, "The mill", "the-mill-2"),
        Heading(6, "P1", "section-p1"),
        Heading(2, "?!", "section"),
    )
    assert '<h2 id="the-mill">The mill</h2>' in document.html
    assert '<h4 id="section-p1">P1</h4>' in document.html
    assert seen(document.prose) == "Text."


def test_tables_footnotes_and_definitions_are_shown_and_only_definitions_are_prose() -> None:
    document = read(
        "Hurt:[^1]\n\n| who | how many |\n|---|--:|\n| men | 2 |\n\nmill\n: a house\n\n[^1]: By a beam.\n"
    )
    assert '<td class="align-right">2</td>' in document.html
    assert '<dd id="p2">a house</dd>' in document.html
    assert '<li id="fn1" class="footnote-item"><p>By a beam.' in document.html
    assert seen(document.prose) == "Hurt: a house"


def test_raw_html_is_text() -> None:
    document = read("A <script>alert(1)</script> <b onclick='x'>mill</b>.\n\n<div>\n\nx\n\n</div>\n")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in document.html
    assert "<div>" not in document.html


def test_links_of_other_schemes_are_dropped_and_told() -> None:
    body = "[a](javascript:alert%281%29) [b](JaVaScRiPt:x) [c](&#106;avascript:x) [d](data:text/html,x) <file:///x>"
    document, _ = reader.read(body, 5)
    assert document.html == '<p id="p1">a b c d file:///x</p>\n'
    assert messages(body) == [
        f'a.md:5: link "{target}" is dropped; write https:, http:, mailto: or {{filename}}…'
        for target in (
            "javascript:alert%281%29",
            "JaVaScRiPt:x",
            "javascript:x",
            "data:text/html,x",
            "file:///x",
        )
    ]


def test_internal_links_keep_their_brace_for_the_page_to_resolve() -> None:
    document = read(
        "See [that]({filename}../2018/b c.md#p2)\nand <https://example.org/é> and\n\n![M]({static}/m.png)\n"
    )
    assert 'href="{filename}' not in document.html  # a space ends a target that has no angle brackets
    document = read(
        "See [that](<{filename}../2018/b c.md#p2>)\nand <https://example.org/é>.\n\n![M]({static}/m.png)\n"
    )
    assert 'href="{filename}../2018/b c.md#p2"' in document.html
    assert document.references == (
        Reference("{filename}../2018/b c.md#p2", 1),
        Reference("https://example.org/%C3%A9", 2),
        Reference("{static}/m.png", 4, image=True),
    )


def test_an_image_alone_is_no_prose_and_its_description_keeps_escaped_signs() -> None:
    document = read("Text.\n\n![A \\*mill\\*]({static}m.png)\n")
    assert '<p><img src="{static}m.png" alt="A *mill*"></p>' in document.html
    assert [block.anchor for block in document.blocks] == ["p1"]


def test_entries_of_a_tight_list_are_apart_for_sentences() -> None:
    document = read("- the mill\n- the bridge\n")
    assert [document.prose[each.start : each.end] for each in sentences.split(document.prose)] == [
        "the mill",
        "the bridge",
    ]


def test_a_line_with_nothing_to_see_does_not_part_a_paragraph() -> None:
    document = read("The mill\n![M]({static}m.png)\nburned.\n")
    assert len(sentences.split(document.prose)) == 1


def test_a_first_line_of_odd_spaces_moves_nothing() -> None:
    document = read("word\n> \u00a0\nThe mill\n")
    assert [document.prose[block.start : block.end] for block in document.blocks] == ["word", "The mill"]


def test_the_signs_of_a_quotation_are_no_prose() -> None:
    document = read("> The mill\n> burned.\n")
    assert document.prose == "\0\0The mill\n\0\0burned.\n"


def test_entities_and_escapes_are_what_they_stand_for() -> None:
    assert read("A &amp; B\\*").prose == "A &\0\0\0\0 B\0*"
    assert read("`a\nb`").prose == "\0a b\0"


def test_the_highest_level_of_heading_is_the_second_whichever_the_editor_took() -> None:
    document, _ = reader.read("### Deep\n\nText.\n\n#### Deeper\n", 1)
    assert [tag for tag in ("<h2", "<h3", "<h4") if tag in document.html] == ["<h2", "<h3"]


def test_each_table_stands_in_a_box_that_scrolls_and_has_a_name() -> None:
    table = "| a |\n|---|\n| 1 |\n"
    document, _ = reader.read(f"{table}\nText.\n\n{table}\n`<table>`\n", 1)
    assert document.html.count('<div class="scroller" role="region"') == 2
    assert 'aria-label="Table 2"' in document.html
    assert document.html.count("</table>\n</div>") == 2
