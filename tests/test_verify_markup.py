"""What the HTML standard calls an error, verification finds: an independent parser is the judge."""

from __future__ import annotations

import html5lib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.verify import page
from briefing.verify.markup import KnownTags

BEFORE = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>t</title></head><body>'
AFTER = "</body></html>"
ELEMENTS = """
    a b body br button caption dd div dl dt em form g h2 h3 head html img li main math ol optgroup option p
    path section select span svg table tbody td tfoot th thead title tr ul
""".split()
PIECES = [
    *(f"<{name}>" for name in ELEMENTS),
    *(f"</{name}>" for name in ELEMENTS),
    *(
        "x ",
        " ",
        "&amp;",
        "&",
        "&x;",
        "&nope;",
        "&#0;",
        "&#39;",
        "&#x80;",
        "&eacute;",
        "&lt",
        "<",
        "\0",
        "\x07",
    ),
    *("<!-- c -->", "<!-->", "<!x>", "<!doctype html>", "<!-- a --!>", "<!-- <!-- -->", "<?x?>", "</>"),
    *(
        '<p id="a" id="b">',
        '<a href="x"y>',
        '<p a="1"b="2">',
        "<p =x>",
        "<p 'x'>",
        '<p a=b"c>',
        "<p a='&z;'>",
    ),
    *("<p/>", "<br/>", "<path/>", "</p >", "</p x>", "<li id=i>", "<meta charset=utf-8>", "<col>"),
    *("<textarea>&nope;", "<textarea>", "</textarea>", "<script>", "</script>", "<style>", "</style>"),
]


def errors(text: str) -> list[str]:
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(text)
    return [str(error[1]) for error in parser.errors]


def found(text: str) -> list[str]:
    return [
        what
        for _, rule, what in page.read(text, path="a", known=KnownTags()).faults
        if rule in {"markup", "id"}
    ]


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(PIECES), max_size=9).map("".join))
def test_whatever_a_strict_parser_refuses_is_found(body: str) -> None:
    text = f"{BEFORE}{body}{AFTER}"
    assert found(text) or not errors(text)


@pytest.mark.parametrize(
    "body",
    [
        "<p>a</p><ul><li>a<li>b</ul><dl><dt>a<dd>b<dt>c</dl>",
        "<table><caption>x</caption><thead><tr><th>a<th>b<tbody><tr><td>c<td><p>d</table>",
        "<table><colgroup><col><col></colgroup><tr><td>a</td></tr></table>",
        '<svg viewBox="0 0 1 1"><title>a</title><g><path d="M0 0"/><text>b</text></g></svg>',
        "<select><option>a<option>b<optgroup label=c><option>d</select>",
        "<p>&lt;&#39;&eacute;&#x2014; <b>a</b> <em>b</em><br><img src=a alt=''></p>",
        "<!-- a comment --><details><summary>a</summary><p>b</details>",
        '<textarea><p>&amp;</textarea><script type=\'application/json\'>{"a": "&b<c"}</script>',
    ],
)
def test_what_a_strict_parser_takes_and_we_write_is_no_fault(body: str) -> None:
    text = f"{BEFORE}{body}{AFTER}"
    assert errors(text) == []
    assert [what for what in found(text) if "policy" not in what] == []
