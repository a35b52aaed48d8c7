"""Taking reports in: what is found, what that rests on, what is refused, and what comes of the text."""

from __future__ import annotations

import http.server
from contextlib import suppress
from datetime import date
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
import serving
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from briefing.build import check
from briefing.cli import main
from briefing.core.problems import BriefingError
from briefing.core.registry import Alias, Entity, Registry, Source
from briefing.intake import comparison, evidence, fetch, files, store
from briefing.intake.report import Document

TODAY = date(2026, 11, 28)
REGISTRY = Registry(
    sources=(
        Source("gazette", "outlet", "The Gazette", url="https://www.gazette.example/"),
        Source("wire", "agency", "Fen Wire", short="FW"),
    ),
    entities=(Entity("wire", "group", "Fen Wire", (Alias("Agence des Marais"),)),),
)
PARAGRAPHS = [
    "The dyke at Aldmoor broke at dawn and the water ran into the low streets, an officer said on Thursday.",
    "At least 12 people were hurt, he said, and 340 had left their houses for the school on the hill.",
    "Engineers have asked for a second pump since March, and the council will vote on it next week.",
    "“We heard it before we saw it,” said the miller, who has lived below the dyke for thirty years.",
    "The army sent two boats and a kitchen, and a school for girls was opened to those who had to go.",
]
PROSE = "\n".join(f"<p>{one}</p>" for one in PARAGRAPHS)


def page(head: str = "", foot: str = "", body: str = PROSE, lang: str = "en") -> str:
    return (
        f"<!doctype html><html lang={lang}><head><title>Dyke breaks at dawn</title>{head}</head>"
        f"<body><article><h1>Dyke breaks at dawn</h1>{body}{foot}</article></body></html>"
    )


def document(content: str | bytes, url: str = "") -> Document:
    read = files.read(content.encode() if isinstance(content, str) else content, url=url)
    assert isinstance(read, Document)
    return read


def found(content: str | bytes, url: str = "") -> tuple[str, str, str, str]:
    """The source, the agency, the date of a report, and what the date rests on."""
    report = evidence.of(document(content, url), REGISTRY, TODAY)
    return report.source.value, report.agency.value, report.date.text if report.date else "", report.date_why


DATES = '{"datePublished": "2024-03-03T20:40:00Z", "dateModified": "2024-03-09"}'
JSON_LD = f'<script type="application/ld+json">{{"@graph": [{DATES}]}}</script>'


@pytest.mark.parametrize(
    ("head", "foot", "day", "why"),
    [
        (JSON_LD, "", "2024-03-03", "datePublished in its JSON-LD: 2024-03-03T20:40:00Z"),
        (
            '<meta property="article:published_time" content="2024-03-03">',
            "<p>© 2026 The Gazette</p>",
            "2024-03-03",
            "its tag article:published_time: 2024-03-03",
        ),
        ('<meta property="article:modified_time" content="2024-03-09">', "", "", ""),
        ("", "<p>© 2026 The Gazette</p>", "", ""),
        ("", "<footer>Copyright 1 January 2026</footer>", "", ""),
        ('<meta name="date" content="2031-01-01">', "", "", ""),
        ('<script type="application/ld+json">{"datePublished": [}</script>', "", "", ""),
    ],
)
def test_a_page_is_dated_by_what_says_when_it_was_published(head: str, foot: str, day: str, why: str) -> None:
    assert found(page(head, foot))[2:] == (day, why)


def test_tags_that_differ_on_the_day_are_told() -> None:
    read = document(page(JSON_LD + '<meta name="dc.date" content="2024-03-04">'))
    assert read.doubts == ("other tags date it 2024-03-04",)


def test_a_page_gives_its_headline_its_text_and_its_language() -> None:
    read = document(page('<link rel="canonical" href="https://www.gazette.example/dyke">', lang="en-GB"))
    assert (read.title, read.language, read.url) == (
        "Dyke breaks at dawn",
        "en-gb",
        "https://www.gazette.example/dyke",
    )
    assert [one for one in PARAGRAPHS if one in read.paragraphs] == PARAGRAPHS


@pytest.mark.parametrize(
    ("url", "source"),
    [
        ("https://gazette.example/a", "gazette"),
        ("https://news.gazette.example/a", "gazette"),
        ("https://notgazette.example/a", ""),
        ("https://gazette.example.org/a", ""),
        ("", ""),
    ],
)
def test_an_outlet_is_known_by_its_domain(url: str, source: str) -> None:
    assert found(page(), url)[0] == source


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Dyke breaks at dawn\n\n19-10-2018\nThe Gazette\n",
            ("gazette", "", "2018-10-19", "its dateline: 19-10-2018"),
        ),
        ("Dyke breaks at dawn\n\n05/06/2018\n", ("", "", "", "")),
        (
            "Dyke breaks at dawn\nBy FW - Dec 06,2018 - Last updated at Dec 09,2018\n",
            ("", "wire", "2018-12-06", "its dateline: By FW - Dec 06,2018 - Last updated at Dec 09,2018"),
        ),
        ("Dyke breaks at dawn\nLast updated: 9 December 2018\n", ("", "", "", "")),
        ("Dyke breaks at dawn\nThe dyke was built on 9 December 2008\n", ("", "", "", "")),
        (
            "Dyke breaks at dawn\nALDMOOR, Dec 6, 2018 (Fen Wire) — The dyke broke.\n",
            ("", "wire", "2018-12-06", "its dateline: ALDMOOR, Dec 6, 2018 (Fen Wire)"),
        ),
        ("Dyke breaks at dawn\nALDMOOR, Dec 6 (Fen Wire) — The dyke broke at dawn.\n", ("", "wire", "", "")),
        ("Dyke breaks at dawn\nIt broke.-FW\n\nTurn the page\n", ("", "wire", "", "")),
        ("Dyke breaks at dawn\nIt broke.\n\n© Agence des Marais\n", ("", "wire", "", "")),
        ("Dyke breaks at dawn\nThe Fen Wire reporter saw how it broke at dawn.\n", ("", "", "", "")),
    ],
)
def test_a_text_is_read_by_its_dateline_its_byline_and_its_last_line(
    text: str, expected: tuple[str, ...]
) -> None:
    assert found(text) == expected


def test_lines_of_a_page_around_the_report_are_no_headline() -> None:
    text = "You are here\nThe Gazette - News\n\nDyke breaks at dawn\n\nIt broke.\n"
    assert evidence.of(document(text), REGISTRY, TODAY).headline == "Dyke breaks at dawn"


def pdf(*pages: str) -> bytes:
    """A PDF with a line of text a line, in a font that every reader has."""
    writer = pypdf.PdfWriter()
    for text in pages:
        made = writer.add_blank_page(600, 800)
        stream = DecodedStreamObject()
        lines = "".join(f"({line}) Tj 0 -14 Td " for line in text.splitlines())
        stream.set_data(f"BT /F1 12 Tf 40 760 Td {lines} ET".encode() if text else b"")
        font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
        kept = writer._add_object(DictionaryObject({NameObject(k): NameObject(v) for k, v in font.items()}))
        fonts = DictionaryObject({NameObject("/F1"): kept})
        made[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        made[NameObject("/Contents")] = writer._add_object(stream)
    opened = BytesIO()
    writer.write(opened)
    return opened.getvalue()


def test_a_pdf_gives_its_text_in_paragraphs() -> None:
    text = """Dyke breaks at dawn
The dyke at Aldmoor broke at dawn and the water ran in-
to the streets.
At least 12 people were hurt, a council officer said on that
day.
"""
    assert document(pdf(text)).paragraphs == [
        "Dyke breaks at dawn",
        "The dyke at Aldmoor broke at dawn and the water ran into the streets.",
        "At least 12 people were hurt, a council officer said on that day.",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (pdf(""), "the PDF holds pictures of 1 pages and no text; have them recognised first"),
        (b"%PDF-1.7\nrubbish", None),
        (page(body="<p>We value your privacy. Accept all cookies?</p>").encode(), None),
        (
            b"PK\x03\x04xx",
            "it is a ZIP file or a document of an office program; give a page, a PDF, a feed or plain text",
        ),
        (b"\x89PNG\r\n", "it is an image; give a page, a PDF, a feed or plain text"),
        (b"a\x00b", "it is not text; give a page, a PDF, a feed or plain text"),
        (b" \n", "it is empty"),
        (b"a" * (files.LARGEST + 1), "it has more than 20,000,000 bytes; paste the report's text"),
    ],
)
def test_what_holds_no_report_is_refused_in_one_message(content: bytes, message: str | None) -> None:
    with pytest.raises(BriefingError) as caught:
        files.read(content)
    told = str(caught.value)
    if message:
        assert told == message
    else:
        assert told.startswith(("the PDF cannot be read: ", "the page holds no report but "))


@settings(max_examples=40, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"%PDF-1.4\n", b"<html><body><p>", b"<rss>", b"<?xml version='1.0'?><feed>"]),
)
def test_no_file_breaks_the_intake(rubbish: bytes, head: bytes) -> None:
    with suppress(BriefingError):
        read = files.read(head + rubbish)
        assert isinstance(read, tuple)


FEED = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<item><title>Dyke breaks at dawn</title><link>https://gazette.example/dyke</link>
<pubDate>Thu, 06 Dec 2018 10:00:00 GMT</pubDate><content:encoded><![CDATA[{PROSE}]]></content:encoded></item>
<item><title>Teaser</title><link>javascript:alert(1)</link><description>Short.</description></item>
</channel></rss>"""


def test_a_feed_gives_entries_and_the_report_of_one() -> None:
    entries = files.read(FEED.encode())
    assert not isinstance(entries, Document)
    assert [(one.title, one.url, one.day) for one in entries] == [
        ("Dyke breaks at dawn", "https://gazette.example/dyke", "2018-12-06"),
        ("Teaser", "", ""),
    ]
    made = files.of_entry(entries[0])
    assert (made.day, made.url, made.paragraphs) == ("2018-12-06", "https://gazette.example/dyke", PARAGRAPHS)


@pytest.mark.parametrize(
    "address",
    "127.0.0.1 10.0.0.1 192.168.1.1 169.254.169.254 0.0.0.0 ::1 fe80::1%eth0 fd00::1 ::ffff:127.0.0.1 "
    "2002:7f00:1:: 64:ff9b::7f00:1 224.0.0.1 100.64.0.1".split(),
)
def test_an_address_inside_is_not_public(address: str) -> None:
    assert not fetch.is_public(address)
    assert fetch.is_public("93.184.216.34")


class _Site(http.server.BaseHTTPRequestHandler):
    """Answers as pages do that one may fetch, and as those that one may not."""

    def do_GET(self) -> None:
        if self.path == "/robots.txt":
            self._send(200, b"User-agent: *\nDisallow: /shut\n")
        elif self.path == "/moved":
            self._send(302, b"", {"Location": "/page"})
        elif self.path == "/round":
            self._send(302, b"", {"Location": "/round"})
        elif self.path == "/inside":
            self._send(302, b"", {"Location": "http://10.0.0.1/"})
        elif self.path == "/large":
            self._send(200, b"a" * (files.LARGEST + 1))
        elif self.path == "/page":
            self._send(
                200,
                page().encode("latin-1", "xmlcharrefreplace"),
                {"Content-Type": "text/html; charset=latin-1"},
            )
        else:
            self._send(404, b"")

    def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_a_page_is_fetched_within_its_rules() -> None:
    def here(address: str) -> bool:
        return address == "127.0.0.1"

    with serving.answering(_Site) as site:
        got = fetch.fetch(f"{site}/moved", allowed=here)
        assert (got.url, got.charset) == (f"{site}/page", "latin-1")
        assert document(got.content, got.url).title == "Dyke breaks at dawn"
        told = {}
        for path in ("shut", "round", "inside", "large", "none"):
            with pytest.raises(BriefingError) as caught:
                fetch.fetch(f"{site}/{path}", allowed=here)
            told[path] = str(caught.value)
        with pytest.raises(BriefingError) as private:
            fetch.fetch(f"{site}/page")
    save, inside = (
        "save the page and give the file",
        "is an address of this machine or of a private network; save the page",
    )
    assert told == {
        "shut": f"{site}/shut: its robots.txt allows no program; {save}",
        "round": f"{site}/round: leads on more than 5 times; {save}",
        "inside": f"http://10.0.0.1/robots.txt: {inside}",
        "large": f"{site}/large: has more than 20,000,000 bytes; {save}",
        "none": f"{site}/none: answers 404; {save}",
    }
    where = f"{site}/robots.txt"
    assert (
        str(private.value) == f"{where}: is an address of this machine or of a private network; save the page"
    )


@pytest.mark.parametrize(
    "url", ["file:///etc/hosts", "http://", "https://a:b@c.example/", "http://a.example/a b"]
)
def test_what_is_no_address_of_a_page_is_not_asked(url: str) -> None:
    with pytest.raises(BriefingError, match=r"^.*: is not the address of a page; write https://…$"):
        fetch.fetch(url)


WIRE = " ".join(f"{word} {number}" for number, word in enumerate("dyke water street house pump".split() * 16))


def kept(folder: Path, text: str, source: str) -> None:
    store.keep(folder, text, store.Kept(store.name_of(text), "Dyke", source))


def test_a_relay_and_an_update_are_told_with_what_differs(tmp_path: Path) -> None:
    kept(tmp_path, f"{WIRE} and 12,000 people left.", "wire")
    (like,) = store.alike(tmp_path, f"The Gazette writes: {WIRE} and 15,000 people left.")
    assert like.share > 0.9
    assert (like.here, like.there) == (("15,000",), ("12,000",))
    what = f"{like.share:.0%} of the words are those of {like.report.name}, “Dyke”; "
    what += "only here: 15,000; only there: 12,000"
    assert like.told("gazette") == f"a relay? {what}"
    assert like.told("wire") == f"an update? {what}"
    (same,) = store.alike(tmp_path, f"{WIRE} and 12,000 people left.")
    assert same.told("wire") == f"the same text as {same.report.name}, “Dyke”"


def test_reports_that_share_a_quotation_alone_are_not_alike(tmp_path: Path) -> None:
    kept(tmp_path, f"“{WIRE}” he said.", "wire")
    assert store.alike(tmp_path, f"She heard him: “{WIRE}”, and left.") == []


def test_a_damaged_report_says_so(tmp_path: Path) -> None:
    (tmp_path / "0.json").write_text("{", "utf-8")
    with pytest.raises(BriefingError) as caught:
        store.alike(tmp_path, "a")
    assert str(caught.value) == f"{tmp_path / '0.json'}: is damaged; remove it"


PLAIN = "Dyke breaks at dawn\nThe Gazette\n6 December 2018\n\n" + "\n\n".join(PARAGRAPHS) + "\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pelicanconf.py").write_text(
        'SITENAME = "Dyke"\nSITEURL = "https://dyke.example"\nPLUGINS = ["briefing.plugin"]\n', "utf-8"
    )
    registry = tmp_path / "content/registry"
    registry.mkdir(parents=True)
    (registry / "sources.yml").write_text("- {id: gazette, kind: outlet, label: The Gazette}\n", "utf-8")
    (registry / "entities.yml").write_text("- {id: people, kind: group, label: People}\n", "utf-8")
    (registry / "measures.yml").write_text(
        "- {id: hurt, label: Hurt, definition: Those who were hurt., kind: count, units: [count]}\n", "utf-8"
    )
    (tmp_path / "report.txt").write_text(PLAIN, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_command_writes_a_head_and_keeps_the_text_here(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["intake", "report.txt"]) == 0
    *told, path = capsys.readouterr().out.splitlines()
    assert told == [
        "headline: Dyke breaks at dawn",
        "source: gazette (it says “The Gazette”)",
        "agency: none named",
        "date: 2018-12-06 (its dateline: 6 December 2018)",
        "language: not stated",
        "text: 107 words in 8 paragraphs",
    ]
    name = store.name_of("\n".join(PLAIN.splitlines()))
    assert path == "content/notes/2018/2018-12-06-gazette-dyke-breaks-at-dawn.md"
    assert (project / path).read_text("utf-8") == (
        "---\n# yaml-language-server: $schema=../../../.schema/note.json\n"
        'title: "[fill in: the title, in your own words]"\n'
        "# it says “The Gazette”\nsource: gazette\n"
        'headline: "Dyke breaks at dawn"\n'
        "# its dateline: 6 December 2018\ndate: 2018-12-06\n"
        f"report: {name}\nstatus: draft\n---\n\n"
    )
    assert store.load(project / ".briefing/reports", name) == "\n".join(PLAIN.splitlines())
    assert main.main(["intake", "report.txt"]) == 1
    assert capsys.readouterr().err == f"{path}: there is such a note; edit it, or rename it first\n"


def test_check_holds_a_note_to_its_report(project: Path) -> None:
    assert main.main(["intake", "--quiet", "report.txt"]) == 0
    (path,) = (project / "content/notes").rglob("*.md")
    rows = (f"  - {{by: gazette, who: people, what: hurt, value: {value}}}\n" for value in (13, 12, 1))
    claims = f"claims:\n{''.join(rows)}"
    body = (
        "Thirteen were hurt, or 12, or one.\n\n"
        "The Gazette says engineers have asked for a second pump since March, "
    )
    body += "and “we heard it before we saw it,” too.\n"
    path.write_text(path.read_text("utf-8").replace("status: draft\n---\n", f"{claims}---\n") + body, "utf-8")
    _, problems = check.read(project / "content", today=TODAY, reports=project / ".briefing/reports")
    where = "content/notes/2018/2018-12-06-gazette-dyke-breaks-at-dawn.md"
    told = [str(one) for one in problems if one.rule in {"figure-not-in-report", "carried-over"}]
    carried = '"engineers have asked for a second pump since March, and" is in the report word for word'
    assert told == [
        f"{where}:11: warning: claim: figure 13 is not in the report; compare it with the report",
        f"{where}:18: warning: {carried}; tell it in your own words",
    ]
    (project / ".briefing/reports" / store.name_of("\n".join(PLAIN.splitlines()))).unlink()
    _, problems = check.read(project / "content", today=TODAY, reports=project / ".briefing/reports")
    assert not {one.rule for one in problems} & {"figure-not-in-report", "carried-over"}


def test_nothing_in_a_report_leaves_a_place_to_fill_in(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "bare.txt").write_text("It broke.\n", "utf-8")
    assert main.main(["intake", "bare.txt"]) == 0
    path = project / capsys.readouterr().out.splitlines()[-1]
    assert path.name == "undated-it-broke.md"
    assert "\nsource:\n" in path.read_text("utf-8")
    assert "# nothing in the report says when it appeared\ndate:\n" in path.read_text("utf-8")


def test_the_command_line_knows_better(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "bare.txt").write_text("It broke.\n", "utf-8")
    assert main.main(["intake", "bare.txt", "--source", "gazette", "--date", "2018-12~"]) == 0
    path = project / capsys.readouterr().out.splitlines()[-1]
    assert path.read_text("utf-8").count("# as you say\n") == 2
    assert main.main(["intake", "bare.txt", "--source", "herald"]) == 1
    assert main.main(["intake", "bare.txt", "--date", "soon"]) == 2
    assert main.main(["intake", "none.txt"]) == 1
    assert (
        capsys.readouterr().err.splitlines()[0] == "--source: herald is not in registry/sources.yml; add it"
    )


def test_a_feed_is_listed_until_an_entry_is_named(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "feed.xml").write_text(FEED, "utf-8")
    assert main.main(["intake", "feed.xml"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "1. 2018-12-06 Dyke breaks at dawn https://gazette.example/dyke",
        "2. no date Teaser ",
        "take one in: briefing intake feed.xml --entry N",
    ]
    assert main.main(["intake", "feed.xml", "--entry", "1", "--source", "gazette"]) == 0
    assert main.main(["intake", "feed.xml", "--entry", "3"]) == 2


LETTERS = st.lists(st.sampled_from('dyke water “ ” " broke , . 12 ne\u0301 東京'.split()), max_size=40).map(
    " ".join
)


@settings(max_examples=60, deadline=None)
@given(LETTERS, LETTERS)
def test_carried_words_stand_in_both_texts(text: str, report: str) -> None:
    for start, end in comparison.carried(text, report):
        words = " ".join(comparison._WORD.findall(text[start:end].lower()))
        assert len(words.split()) >= comparison.RUN
        assert " ".join(words.split()[: comparison.RUN]) in " ".join(comparison._WORD.findall(report.lower()))
