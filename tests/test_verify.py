from __future__ import annotations

import hashlib
import json
import re
from html import escape, unescape
from pathlib import Path

import cost
import images
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.core.settings import Site
from briefing.site import feeds
from briefing.verify import page, verify
from briefing.verify.markup import KnownTags

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"
URL = "https://aldmoor.example/fair"


def html(
    title: str,
    body: str,
    *,
    head: str = "",
    root: str = "../../",
    policy: str = POLICY,
    description: str = "",
) -> str:
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}</title>
<meta name="description" content="{description or f"About {title}."}">
<link rel="stylesheet" href="{root}style.css">
{head}
</head>
<body>
<h1>{title}</h1>
{body}
</body>
</html>
"""


ATOM = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>{URL}/</id><title>Fair</title><updated>2018-12-14T00:00:00Z</updated><author><name>A</name></author>
<link rel="self" href="{URL}/feeds/atom.xml"/>
<entry><id>{URL}/notes/a/</id><title>A</title><updated>2018-12-14T00:00:00Z</updated>
<published>2018-12-13T00:00:00Z</published><link href="{URL}/notes/a/"/></entry>
</feed>
"""
FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Fair",
    "home_page_url": f"{URL}/",
    "items": [{"id": "a", "url": f"{URL}/notes/a/", "title": "A", "content_text": "Text."}],
}
SITEMAP = f"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>{URL}/</loc></url><url><loc>{URL}/notes/a/</loc></url></urlset>
"""
GOOD = {
    "index.html": html(
        "Fair",
        '<p><a href="notes/a/#p1">A</a> <a href="https://elsewhere.example/">out</a></p>'
        '<ul><li>one<li>two</ul><svg viewBox="0 0 1 1"><title>t</title><path d="M0 0"/></svg>',
        root="",
        head=f'<link rel="canonical" href="{URL}/">',
    ),
    "notes/a/index.html": html("A", '<p id="p1"><a href="../../">home</a></p><img src="../../i.svg" alt="">'),
    "404.html": html("Not here", '<a href="/fair/">home</a>', root="/fair/"),
    "style.css": "body { background: url(i.svg) } /* url(https://elsewhere.example/) */",
    "site.js": 'import { show } from "./show.js"; let svg = "http://www.w3.org/2000/svg";\n',
    "show.js": "export function show() {}\n",
    "i.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    "build.json": json.dumps({"site": f"{URL}/"}),
    "feeds/atom.xml": ATOM,
    "feeds/feed.json": json.dumps(FEED),
    "sitemap.xml": SITEMAP,
}


def problems(folder: Path, files: dict[str, str]) -> list[str]:
    """Write the good site with some files changed; return the problems, folder left off."""
    for path, text in {**GOOD, **files}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return [str(problem).replace(f"{folder}/", "") for problem in verify(folder)]


def test_a_sound_site_has_no_problems(tmp_path: Path) -> None:
    assert problems(tmp_path, {}) == []


def test_a_missing_folder_is_a_problem(tmp_path: Path) -> None:
    folder = tmp_path / "none"
    assert [str(problem) for problem in verify(folder)] == [
        f"{folder}: there is no such folder; build the site first"
    ]


def test_a_folder_without_a_home_page_is_a_problem(tmp_path: Path) -> None:
    assert [str(problem) for problem in verify(tmp_path)] == [f"{tmp_path}/index.html: there is no home page"]


BODIES = {
    '<a href="../b/">b</a>': "'../b/' leads nowhere; there is no notes/b/index.html",
    '<a href="../../notes/a">a</a>': "'../../notes/a' names a folder; end it with /",
    '<a href="../../../x.html">x</a>': "'../../../x.html' leads nowhere; there is no ../x.html",
    '<a href="#p9">p</a>': "'#p9' leads nowhere; notes/a/index.html has no id \"p9\"",
    '<a href="../../#p9">p</a>': "'../../#p9' leads nowhere; index.html has no id \"p9\"",
    '<a href="/fair/">home</a>': "'/fair/' works at the root of a host only; make it relative to the page",
    f'<a href="{URL}/notes/b/">b</a>': f"'{URL}/notes/b/' leads nowhere; there is no notes/b/index.html",
    '<a href="javascript:alert(1)">x</a>': "'javascript:alert(1)' is neither in the site nor on the web",
    '<a href="http://[x">x</a>': "'http://[x' is not an address",
    '<img src="../../I.svg" alt="">': "'../../I.svg' leads nowhere; there is no I.svg",
    '<img src="//e.example/i.png" alt="">': "'//e.example/i.png' makes the page ask another host",
    '<img srcset="../../i.svg 1x, x.svg 2x" alt="">': "'x.svg' leads nowhere; there is no notes/a/x.svg",
    '<img src="data:image/png;base64,AA" alt="">': (
        "the page's policy forbids 'data:image/png;base64,AA' as img"
    ),
    '<video src="../../i.svg"></video>': "the page's policy forbids '../../i.svg' as media",
    '<p style="color: red">x</p>': "the page's policy forbids a style attribute",
    '<p onclick="x()">x</p>': "the page's policy forbids an onclick attribute",
    "<style>p {}</style>": "the page's policy forbids a style element",
    "<script>x()</script>": "the page's policy forbids a script element",
    '<script type="application/ld+json">{</script>': (
        "the block of JSON cannot be read: Expecting property name enclosed in double quotes: "
        "line 1 column 2 (char 1)"
    ),
    f'<script type="application/ld+json">{{"url": ["{URL}/b/"]}}</script>': (
        f"'{URL}/b/' leads nowhere; there is no b/index.html"
    ),
    '<label for="q">q</label>': 'a label or description names the id "q", which the page lacks',
    '<p id="a">x</p><p id="a">y</p>': 'id "a" occurs twice',
    '<p id="a b">x</p>': 'id "a b" is empty or holds white space',
    "<p>1 < 2</p>": "a < opens no tag; write it as &lt;",
    "<p>x</div>": "</div> closes nothing",
    "<div><b>x</div>": "</div> comes before the end of <b>",
    "<p>x<div>y</div>": "<div> stands in a <p>, which ends there",
    '<a href="../../"><a href="../../">x</a></a>': "<a> stands in <a>",
    "<div/>": "<div/> does not close itself",
    '<p class="a" class="b">x</p>': "<p> has two class attributes",
    '<p class="a"b">x</p><!-- " -->': "<p> holds 'b\">x</p><!-- \" --', which is not an attribute",
    '<base href="../../">': "a base element redirects every link of the page",
}


@pytest.mark.parametrize(("body", "message"), BODIES.items(), ids=range(len(BODIES)))
def test_a_fault_of_a_body_is_found_on_its_line(body: str, message: str, tmp_path: Path) -> None:
    assert f"notes/a/index.html:14: {message}" in problems(
        tmp_path, {"notes/a/index.html": html("A", f'<p id="p1">x</p>\n{body}')}
    )


def test_an_element_left_open_is_found_where_the_one_around_it_ends(tmp_path: Path) -> None:
    assert problems(tmp_path, {"notes/a/index.html": html("A", '<div id="p1">')}) == [
        "notes/a/index.html:14: </body> comes before the end of <div>"
    ]


def test_a_fault_of_a_body_is_found_once(tmp_path: Path) -> None:
    body = '<p id="p1"><a href="../b/">b</a> <a href="../b/">b again</a></p>'
    assert problems(tmp_path, {"notes/a/index.html": html("A", body)}) == [
        "notes/a/index.html:13: '../b/' leads nowhere; there is no notes/b/index.html"
    ]


WORDS = (
    """He pointed to "https://e.example/a" and 'https://e.example/b', import('x'), import "y" and """
    """@import "z"; then <a href='none'> and src="none"."""
)


def test_an_editors_words_are_not_taken_for_code(tmp_path: Path) -> None:
    told = json.dumps(json.dumps([f"export 'x'\n{WORDS}"]))
    named = json.dumps({"name": f"{URL}/none/", "url": f"{URL}/notes/a/", "also": [f"{URL}/none/"]})
    block = f'<script type="application/ld+json">{named}</script>'
    text = f"<summary>{escape(WORDS)}</summary><link"
    site = {
        "search/x-1.js": f'briefing("x-1",207,{len(told)},{told})\n',
        "feeds/atom.xml": GOOD["feeds/atom.xml"].replace("<link href", f"{text} href"),
        "notes/a/index.html": GOOD["notes/a/index.html"].replace("</body>", f"{block}</body>"),
    }
    assert not [one for one in problems(tmp_path, site) if "JSON-LD" not in one]


@pytest.mark.parametrize(
    "script",
    [
        'briefing("x", "https://e.example/a"); fetch("https://e.example/a")',
        'briefing("x", "https://e.example/a" + track())',
        'briefing("https://e.example/a"',
        'other("https://e.example/a")',
    ],
)
def test_what_is_more_than_values_for_the_search_page_is_code(script: str, tmp_path: Path) -> None:
    assert problems(tmp_path, {"search/x-1.js": script}) == [
        "search/x-1.js: 'https://e.example/a' makes the page ask another host"
    ]


HEADS = {
    html("Fair", '<p id="p1">x</p>', description="x"): (
        'warning: the title "Fair" is also that of index.html; write another title for one of them'
    ),
    html("A", '<p id="p1">x</p>', description="About Fair."): (
        'warning: the description "About Fair." is also that of index.html; '
        "write another summary or description for one of them"
    ),
    html("A", '<p id="p1">x</p>', head='<meta name="description" content="x">'): (
        "the page has two meta descriptions"
    ),
    html("A", '<p id="p1">x</p>', description=" "): "the page has no meta description",
    html("A", '<p id="p1">x</p><h1>B</h1>'): "the page has 2 h1; it needs exactly one",
    html("A", '<p id="p1">x</p>', head="<title>B</title>"): "the page has two titles",
    html("", '<p id="p1">x</p>'): "the page has no title",
    html("A", '<p id="p1">x</p>', policy=f"{POLICY}; frame-ancestors 'none'"): (
        "frame-ancestors has no effect in a page's own policy; a server sends it as a header"
    ),
    html("A", '<p id="p1">x</p>', head=f'<link rel="canonical" href="{URL}/">'): (
        f"the canonical address is {URL}/; it must be {URL}/notes/a/"
    ),
    html("A", '<p id="p1">x</p>').replace(' lang="en"', ""): "the html element has no lang",
    html("A", '<p id="p1">x</p>').replace('<meta charset="utf-8">', ""): (
        'the page has no <meta charset="utf-8">'
    ),
    html("A", '<p id="p1">x</p>').replace("http-equiv", "name"): "the page has no Content-Security-Policy",
}


@pytest.mark.parametrize(("text", "message"), HEADS.items(), ids=range(len(HEADS)))
def test_a_fault_of_a_page_as_a_whole_is_found(text: str, message: str, tmp_path: Path) -> None:
    assert problems(tmp_path, {"notes/a/index.html": text}) == [f"notes/a/index.html: {message}"]


def moved(head: str) -> dict[str, str]:
    """The good site with a page that leads on."""
    leads_on = f'<meta http-equiv="refresh" content="0; url=../a/">{head}'
    return {"notes/b/index.html": html("B", '<a href="../a/">A</a>', head=leads_on)}


def test_a_page_that_leads_on_needs_no_link_to_it_but_says_that_it_is_to_be_forgotten(tmp_path: Path) -> None:
    canonical, robots = (
        f'<link rel="canonical" href="{URL}/notes/a/">',
        '<meta name="robots" content="noindex">',
    )
    assert problems(tmp_path, moved(canonical + robots)) == []
    assert problems(tmp_path, moved(canonical)) == [
        "notes/b/index.html: the page leads on, and search engines may keep it; robots: noindex"
    ]
    assert problems(tmp_path, moved(canonical.replace("/a/", "/b/") + robots)) == [
        f"notes/b/index.html: the canonical address is {URL}/notes/b/; it must be {URL}/notes/a/"
    ]
    listed = SITEMAP.replace("</urlset>", f"<url><loc>{URL}/notes/b/</loc></url></urlset>")
    assert problems(tmp_path, {**moved(canonical + robots), "sitemap.xml": listed}) == [
        f"sitemap.xml: '{URL}/notes/b/' is a page that leads on to another"
    ]


def test_a_page_that_leads_on_leads_somewhere(tmp_path: Path) -> None:
    text = html("B", "<p>x</p>", head='<meta http-equiv="refresh" content="0; url=../c/">')
    text = text.replace("<title>", '<meta name="robots" content="noindex"><title>')
    assert problems(tmp_path, {"notes/b/index.html": text}) == [
        "notes/b/index.html:9: '../c/' leads nowhere; there is no notes/c/index.html"
    ]


def test_a_page_without_a_doctype_is_a_problem(tmp_path: Path) -> None:
    text = html("A", '<p id="p1">x</p>').replace("<!doctype html>\n", "")
    assert problems(tmp_path, {"notes/a/index.html": text}) == [
        "notes/a/index.html:1: the page does not start with <!doctype html>"
    ]


def test_a_policy_after_the_style_sheet_is_a_problem(tmp_path: Path) -> None:
    late = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    text = html("A", '<p id="p1">x</p>').replace(late, "").replace("</head>", f"{late}</head>")
    assert problems(tmp_path, {"notes/a/index.html": text}) == [
        "notes/a/index.html:10: the policy comes after something that it should govern"
    ]


def test_the_images_of_a_site_are_looked_into_as_those_of_its_content(tmp_path: Path) -> None:
    telling = images.png(2, 1, images.chunk(b"tEXt", b"Author\0Ada Vane"))
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures/gate.png").write_bytes(telling)
    (tmp_path / "pictures/half.jpg").write_bytes(b"\xff\xd8\xff")
    active = '<svg xmlns="http://www.w3.org/2000/svg">\n<script/></svg>'
    assert problems(tmp_path, {"i.svg": active}) == [
        "i.svg:2: <script> is nothing that a still picture needs; take it out, or keep the image as PNG",
        'pictures/gate.png: the text "Author" tells by whom it was made; briefing strip takes it out',
        "pictures/half.jpg: breaks off before its end; copy it again from where it came from",
    ]


def index_of_sitemaps(hrefs: list[str], most: int = 1) -> dict[str, str]:
    site = Site(title="Fair", url=URL)
    made = feeds.sitemaps(hrefs, most).items()
    return {path: feeds.sitemap(site, kind, listed).decode() for path, (kind, listed) in made}


def test_many_addresses_stand_in_sitemaps_that_an_index_lists(tmp_path: Path) -> None:
    files = index_of_sitemaps(["notes/a/", ""])
    assert sorted(files) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"]
    assert [re.findall("<loc>(.*)</loc>", files[path]) for path in sorted(files)] == [
        [f"{URL}/"],
        [f"{URL}/notes/a/"],
        [f"{URL}/sitemap-1.xml", f"{URL}/sitemap-2.xml"],
    ]
    assert problems(tmp_path, files) == []
    listed = files["sitemap.xml"]
    assert problems(tmp_path, {"sitemap.xml": listed.replace("sitemap-2.xml", "feeds/feed.json")}) == [
        "sitemap.xml: feeds/feed.json is not a sitemap",
        "sitemap.xml: sitemap-2.xml is not listed in the index",
    ]
    (tmp_path / "sitemap.xml").write_text(listed, "utf-8")
    (tmp_path / "sitemap-2.xml").unlink()
    assert [str(one).replace(f"{tmp_path}/", "") for one in verify(tmp_path)] == [
        f"sitemap.xml: '{URL}/sitemap-2.xml' leads nowhere; there is no sitemap-2.xml"
    ]


def test_addresses_that_one_sitemap_may_hold_stand_in_one() -> None:
    hrefs = [f"notes/{number}/" for number in range(feeds.MOST_LOCATIONS)]
    assert list(feeds.sitemaps(hrefs)) == ["sitemap.xml"]
    made = feeds.sitemaps([*hrefs, ""])
    assert {path: len(listed) for path, (_, listed) in made.items()} == {
        "sitemap-1.xml": 50_000,
        "sitemap-2.xml": 1,
        "sitemap.xml": 2,
    }


OTHERS = {
    ("style.css", "@import 'x.css';"): "'x.css' leads nowhere; there is no x.css",
    ("style.css", "a { background: url('//e.example/i.png') }"): (
        "'//e.example/i.png' makes the page ask another host"
    ),
    ("style.css", "a { background: url(data:image/png,x) }"): (
        "a page's policy forbids 'data:image/png,x' as img"
    ),
    ("site.js", 'import("./gone.js")'): "'./gone.js' leads nowhere; there is no gone.js",
    ("site.js", 'import x from "https://e.example/x.js"'): (
        "'https://e.example/x.js' makes the page ask another host"
    ),
    ("site.js", "fetch('https://e.example/count')"): (
        "'https://e.example/count' makes the page ask another host"
    ),
    ("sitemap.xml", SITEMAP.replace("</urlset>", "")): (
        "the XML cannot be read: no element found: line 3, column 0"
    ),
    ("sitemap.xml", SITEMAP.replace("/notes/a/", "/notes/b/")): (
        f"'{URL}/notes/b/' leads nowhere; there is no notes/b/index.html"
    ),
    ("sitemap.xml", SITEMAP.replace("/notes/a/", "/")): f"the address '{URL}/' occurs twice",
    ("sitemap.xml", SITEMAP.replace(f"{URL}/notes", "https://e.example/notes")): (
        "'https://e.example/notes/a/' is not an address of this site"
    ),
    ("feeds/atom.xml", ATOM.replace("2018-12-13T00:00:00Z", "2018-12-15T00:00:00Z")): (
        "entry 'A' was updated before it was published"
    ),
    ("feeds/atom.xml", ATOM.replace("2018-12-13T00:00:00Z", "2018-12-13")): (
        "published of entry 'A' is '2018-12-13'; write it like 2018-12-14T00:00:00Z"
    ),
    ("feeds/atom.xml", ATOM.replace("<author><name>A</name></author>", "")): (
        "entry 'A' has no author, nor has the feed"
    ),
    ("feeds/atom.xml", ATOM.replace(f'<link href="{URL}', '<link href="')): (
        "entry 'A' has '/notes/a/', which is not an absolute address"
    ),
    ("feeds/atom.xml", ATOM.replace("<title>A</title>", "")): f"entry '{URL}/notes/a/' has no title",
    ("feeds/feed.json", "{"): (
        "the JSON cannot be read: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"
    ),
    ("feeds/feed.json", json.dumps(FEED | {"title": ""})): (
        "title must be longer than or equal to 1 characters; see jsonfeed.org/version/1.1"
    ),
    ("feeds/feed.json", json.dumps(FEED | {"version": "https://jsonfeed.org/version/1"})): (
        "version must be same as const definition: https://jsonfeed.org/version/1.1; "
        "see jsonfeed.org/version/1.1"
    ),
    ("feeds/feed.json", json.dumps(FEED | {"items": [{"id": 1, "content_text": "x"}]})): (
        "items 1: id must be string; see jsonfeed.org/version/1.1"
    ),
    ("feeds/atom.xml", ATOM.replace("<id>" + URL + "/notes/a/</id>", "<id>a</id>")): (
        "the id 'a' of entry 'A' is not an absolute address"
    ),
    ("feeds/atom.xml", ATOM.replace("<title>A</title>", "<title>A</title><title>B</title>")): (
        "entry 'A' has 2 title elements; it needs exactly one"
    ),
    ("feeds/atom.xml", ATOM.replace('rel="self"', 'rel="alternate"')): "the feed has no link to itself",
    ("feeds/atom.xml", ATOM.replace(f'<link href="{URL}/notes/a/"/>', "")): (
        "entry 'A' has neither content nor a link to it"
    ),
    ("feeds/feed.json", json.dumps(FEED | {"items": FEED["items"] * 2})): (  # type: ignore[operator]
        "the id 'a' occurs twice"
    ),
    (
        "feeds/feed.json",
        json.dumps(FEED | {"items": [{"id": "a", "title": "A"}]}),
    ): ("items 1: cannot be validated by any definition; see jsonfeed.org/version/1.1"),
    ("feeds/feed.json", json.dumps(FEED | {"items": [{"id": "a", "content_html": "<a href='b/'>b</a>"}]})): (
        "entry 'a' has 'b/', which is not an absolute address"
    ),
    ("404.html", html("Not here", '<a href="./">home</a>', root="/fair/")): (
        "13: './' works under one address only; start it with /fair/"
    ),
    ("alone.html", html("Alone", "<p>x</p>", root="")): "no link leads here from the home page",
}


@pytest.mark.parametrize(("path", "text", "message"), [(*key, value) for key, value in OTHERS.items()])
def test_a_fault_between_files_is_found(path: str, text: str, message: str, tmp_path: Path) -> None:
    assert problems(tmp_path, {path: text}) == [f"{path}:{'' if message[0] == '1' else ' '}{message}"]


def test_a_page_that_only_a_form_leads_to_is_reached(tmp_path: Path) -> None:
    form = '<p id="p1">x</p><form action="../../search/" method="get"></form>'
    files = {
        "notes/a/index.html": html("A", form),
        "search/index.html": html("Search", "<p>x</p>", root="../"),
    }
    assert problems(tmp_path, files) == []


def test_a_file_that_is_not_utf8_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "notes/a").mkdir(parents=True)
    problems(tmp_path, {})
    (tmp_path / "feeds/feed.json").write_bytes(b'"\xff"')
    assert [str(problem) for problem in verify(tmp_path)] == [
        f"{tmp_path}/feeds/feed.json: byte 1 is not UTF-8"
    ]


def test_without_an_address_absolute_links_are_not_followed(tmp_path: Path) -> None:
    home = GOOD["index.html"].replace(f'<link rel="canonical" href="{URL}/">', "")
    found = problems(tmp_path, {"build.json": "{}", "index.html": home})
    assert found == [
        "404.html:8: '/fair/style.css' leads nowhere; there is no fair/style.css",
        "404.html:13: '/fair/' leads nowhere; there is no fair/index.html",
    ]


PIECES = (
    "< > </ /> <p <a&#32;href= \" ' = &#32; &#10; <!-- --> <script> </script> <svg> </svg> <title> & <li>"
)


def test_the_build_record_is_held_against_the_files(tmp_path: Path) -> None:
    sound = {path: hashlib.sha256(text.encode()).hexdigest() for path, text in GOOD.items()}
    del sound["build.json"]
    record = {"site": f"{URL}/", "files": sound}
    assert problems(tmp_path, {"build.json": json.dumps(record)}) == []
    record["files"] = {path: digest for path, digest in sound.items() if path != "i.svg"} | {"gone.svg": ""}
    assert problems(tmp_path, {"build.json": json.dumps(record), "site.js": ""}) == [
        "gone.svg: build.json lists this file, but it is missing",
        "i.svg: build.json does not list this file",
        "site.js: this is not the file that build.json lists; its SHA-256 differs",
    ]


MARKUP = st.lists(
    st.sampled_from([*map(unescape, PIECES.split()), "<table><tr>", "x", "<h1 id=a>", "\0", "é"]), max_size=40
).map("".join)


@settings(max_examples=150, deadline=None)
@given(MARKUP)
def test_reading_never_raises(text: str) -> None:
    read = page.read(text, path="a.html", known=KnownTags())
    numbers = (*read.references.values(), *(at for at, _, _ in read.faults if at >= 0))
    assert all(1 <= read.markup.line(at) <= text.count("\n") + 1 for at in numbers)


ENDLESS = [
    "<a ",
    '<a b="',
    "<!",
    "</",
    "<a  ",
    "&lt;",
    "<p><b>",
    "<a b=c ",
    "<!--",
    "<!-- --!",
    "<script>",
    "<svg>",
    "<table><tr><td>",
]


@pytest.mark.parametrize("piece", ENDLESS)
def test_reading_takes_time_in_proportion_to_length(piece: str) -> None:
    def read(text: str) -> object:
        return page.read(text, path="a.html", known=KnownTags())

    # Both take more memory than Python keeps at hand: to have it from the system takes time of its own.
    assert cost.ratio(read, piece * 25_000, piece * 100_000) <= cost.MOST
