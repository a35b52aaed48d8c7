from __future__ import annotations

import cost
import pytest

from briefing.text import markup

LEFT = {
    "[[Aldmoor]]": "a wiki link",
    "![[dyke.png]]": "a wiki link",
    "{{< figure src=dyke.png >}}": "a shortcode",
    "{{% notice %}}": "a shortcode",
    "[gallery ids=1]": "a shortcode",
    "{% include dyke.html %}": "a template's tag",
    "{%- if dyke -%}": "a template's tag",
    "{{ page.title }}": "a placeholder",
    "<br>": "an HTML tag",
    "<BR/>": "an HTML tag",
    "</div>": "an HTML tag",
    '<a href="https://example.org/a_b">': "an HTML tag",
    "<span\nclass=a>": "an HTML tag",
    "<my-map id=1>": "a tag",
    "<Tweet />": "a tag",
    "<!DOCTYPE html>": "a declaration",
    "<?xml version=1?>": "a declaration",
    "<%= dyke %>": "a declaration",
    "[the town][9]": "a reference without a target",
    "[the town][]": "a reference without a target",
    "![A map](my map.png)": "an image that has a space in its address",
    "[a page](my page.md)": "a link that has a space in its address",
    "[a page](<)": "a link or image that cannot be read",
    "~~struck~~": "strikethrough",
    "==marked==": "a highlight",
    "^[by our count]": "an inline footnote",
    "{#toll}": "an attribute list",
    "{.wide}": "an attribute list",
    "{: .wide}": "an attribute list",
    "{++two++}": "an edit mark",
    "** bold**": "bold type that does not end",
    "<!-- ask -->": "an HTML comment",
    "<!--\nask": "an HTML comment",
    "{# ask #}": "a template's comment",
    "{% comment %}": "a template's comment",
    "{{/* ask */}}": "a template's comment",
    "{>>ask<<}": "a comment",
    "%%ask%%": "a comment",
}
AT_THE_START = {
    "[ ] to be checked": "a box of a task list",
    "[x] checked": "a box of a task list",
    "::: note": "a directive",
    ":::{note}": "a directive",
    "!!! warning": "a directive",
    "[TOC]": "a directive",
    "##Toll": "a heading without its space",
    "| a | b |": "a table without its second line",
}
PROSE = (
    "Of 3 < 5 and 5 > 2, and a <b",
    "He [Assad] said [sic] so (again) [1].",
    "Mail <unknown> or <3.",
    "At 50%% of it, or 5 ~ 6, a == b, x*y*z and snake_case_words.",
    "AT&T; {curly} {{ and [ ] alone: a [b] (c).",
    "C++ and #hajin and 1 | 2 | 3",
)
IN_A_HEAD = {
    "**bold**": "Markdown",
    "__bold__": "Markdown",
    "an *odd* word": "Markdown",
    "[the council](https://example.org)": "a Markdown link",
    "said so[^1]": "a footnote",
    "AT&amp;T": "an HTML entity",
    "a&#8217;b": "an HTML entity",
}


@pytest.mark.parametrize(("written", "kind"), LEFT.items())
def test_markup_of_other_programs_is_found_amid_prose(written: str, kind: str) -> None:
    found = list(markup.in_body(f"The dyke {written} held."))
    assert [one.kind for one in found][:1] == [kind]
    assert found[0].start == len("The dyke ")
    assert found[0].comment == ("comment" in kind)
    assert [one.kind for one in markup.in_head(f"The dyke {written} held.")]


@pytest.mark.parametrize(("written", "kind"), AT_THE_START.items())
def test_markup_that_stands_at_the_start_of_a_text_is_found_there_alone(written: str, kind: str) -> None:
    assert [one.kind for one in markup.in_body(written)] == [kind]
    assert not list(markup.in_body(f"a {written}"))


@pytest.mark.parametrize("text", PROSE)
def test_prose_is_not_taken_for_markup(text: str) -> None:
    assert list(markup.in_body(text)) == []
    assert list(markup.in_head(text)) == []


@pytest.mark.parametrize(("written", "kind"), IN_A_HEAD.items())
def test_markdown_is_markup_where_nothing_reads_it(written: str, kind: str) -> None:
    assert [one.kind for one in markup.in_head(written)] == [kind]


@pytest.mark.parametrize(
    "piece", ["<!--", "{{", "{%", "{#", "~~a", "==a", "[a", "[a](", "<a ", "**a", "%%a ", "^["]
)
def test_looking_for_markup_takes_time_in_proportion(piece: str) -> None:
    short, long = (piece * (length // len(piece)) for length in (10_000, 40_000))
    assert cost.ratio(lambda text: list(markup.in_body(text)), short, long) <= cost.MOST
    assert cost.ratio(lambda text: list(markup.in_head(text)), short, long) <= cost.MOST
