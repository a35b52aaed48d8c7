"""What verification finds in what a site tells: figures, exports, words, drafts; and the notes it names."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from test_verify import GOOD, URL, html

from briefing.cli.verify import verified
from briefing.content.forms.fields import ListOf, ScalarKind
from briefing.content.forms.records import Maker, Record
from briefing.content.frontmatter import NOTE as NOTE_KEYS
from briefing.content.survey import survey
from briefing.text.passages import words_of
from briefing.verify import pages, verify
from briefing.verify.leaks import Withheld, words_of_file

ROW = (
    '<tr id="claim-1"><th data-part="claimant"><a href="../../">Mayor Hale</a></th>'
    '<td class="figure">at least 12 <span>new</span></td><td>2019</td>'
    '<td data-part="as-of"><time datetime="2018-10-26">26 Oct 2018</time>, '
    '<a href="../../">Gazette</a></td></tr>'
)
MARK = (
    '<svg viewBox="0 0 9 9"><title>Injured</title><g><title>Mayor Hale: at least 12, as of 26 October</title>'
    '<text class="value">at least 12</text></g></svg>'
)
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["schema", "claims"],
    "properties": {
        "schema": {"const": f"{URL}/data/claims.schema.json"},
        "claims": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "figure"],
                "properties": {
                    "id": {"type": "string", "minLength": 1},
                    "claimant_label": {"type": "string"},
                    "figure": {"type": ["string", "null"]},
                    "bound": {"enum": ["exactly", "at-least", None]},
                    "as_of": {"type": "string"},
                    "relations": {"type": "array", "items": {"type": "object"}},
                },
            },
        },
    },
}
CLAIM: dict[str, Any] = {
    "id": "claim-1",
    "claimant_label": "Mayor Hale",
    "figure": "at least 12",
    "bound": "at-least",
    "as_of": "2018-10-26",
    "relations": [],
}
HEADER = "id,claimant_label,figure,bound,as_of\r\n"
CSV = f"{HEADER}claim-1,Mayor Hale,at least 12,at-least,2018-10-26\r\n"
EVENT = "BEGIN:VEVENT\r\nUID:a\r\nDTSTAMP:20181026T000000Z\r\nDTSTART;VALUE=DATE:20181026\r\nEND:VEVENT\r\n"
CALENDAR = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{EVENT}END:VCALENDAR\r\n"
TIMELINE = {"events": [{"unique_id": "a", "start_date": {"year": 2018}, "text": {"headline": "A"}}]}


def export(*claims: dict[str, Any]) -> str:
    return json.dumps({"schema": f"{URL}/data/claims.schema.json", "claims": claims})


def table(*rows: str) -> str:
    return html("A", f'<p id="p1">x</p><table><tbody>{"".join(rows)}</tbody></table>{MARK}')


SITE = {
    **GOOD,
    "notes/a/index.html": table(ROW),
    "data/claims.json": export(CLAIM),
    "data/claims.schema.json": json.dumps(SCHEMA),
    "data/claims.csv": CSV,
    "data/events.ics": CALENDAR,
    "data/timeline.json": json.dumps(TIMELINE),
}


def put(folder: Path, files: Mapping[str, str]) -> Path:
    for path, text in {**SITE, **files}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode())
    return folder


def problems(folder: Path, files: Mapping[str, str], **given: Any) -> list[str]:
    return [str(one).replace(f"{folder}/", "") for one in verify(put(folder, files), **given)]


def test_a_site_with_figures_and_exports_has_no_problems(tmp_path: Path) -> None:
    assert problems(tmp_path, {}) == []


FIGURES = {
    ROW.replace("at least 12", "12"): ['is "at least 12" in the export of claims'],
    ROW.replace('"claimant"', '"by"'): ["has no claimant"],
    ROW.replace("Mayor Hale", ""): ["has no claimant"],
    ROW.replace('"as-of"', '"when"'): ["does not say as of when it is known"],
    ROW.replace("<time", "<span").replace("</time", "</span"): ["does not say as of when it is known"],
    ROW.replace("Mayor Hale", "Mayor Vane"): [
        'is given to "Mayor Vane", in the export of claims to "Mayor Hale"'
    ],
    ROW.replace("2018-10-26", "2018-10-27"): ["is dated 2018-10-27, in the export of claims 2018-10-26"],
    ROW.replace("claim-1", "claim-2"): ["is not in the export of claims"],
    ROW.replace("at least 12", "at least 13"): ['is "at least 12" in the export of claims'],
}


@pytest.mark.parametrize(("row", "faults"), FIGURES.items(), ids=range(len(FIGURES)))
def test_a_figure_without_one_of_its_parts_is_found(row: str, faults: list[str], tmp_path: Path) -> None:
    figure = row.partition('"figure">')[2].partition(" <span")[0]
    assert problems(tmp_path, {"notes/a/index.html": table(row)}) == [
        f'notes/a/index.html:13: the figure "{figure} new" {fault}' for fault in faults
    ]


def test_a_shortened_name_is_compared_as_it_is_written(tmp_path: Path) -> None:
    row = ROW.replace("Mayor Hale", '<abbr title="Hale &amp;amp; Sons">Hale</abbr>')
    files = {
        "notes/a/index.html": table(row),
        "data/claims.json": export({**CLAIM, "claimant_label": "Hale &amp; Sons"}),
        "data/claims.csv": CSV.replace("Mayor Hale", "Hale &amp; Sons"),
    }
    assert problems(tmp_path, files) == []


@pytest.mark.parametrize("figure", ["1", "about 0.5 km²", "10 to 15 families", "dozens of", "more than 3"])
def test_a_figure_may_stand_with_or_without_a_bound(figure: str, tmp_path: Path) -> None:
    row = ROW.replace("at least 12", figure)
    files = {"notes/a/index.html": table(row), "data/claims.json": export({**CLAIM, "figure": figure})}
    assert problems(tmp_path, files) == []


@pytest.mark.parametrize(
    ("mark", "fault"),
    [
        (
            MARK.replace("Mayor Hale: ", ""),
            'no title says who gives the figure "at least 12" in a chart, and as of when',
        ),
        (
            MARK.replace(", as of 26 October", ""),
            'no title says who gives the figure "at least 12" in a chart, and as of when',
        ),
    ],
)
def test_a_figure_in_a_chart_that_nothing_explains_is_found(mark: str, fault: str, tmp_path: Path) -> None:
    text = table(ROW).replace(MARK, mark)
    assert problems(tmp_path, {"notes/a/index.html": text}) == [f"notes/a/index.html:13: {fault}"]


def linked(value: object) -> str:
    block = f'<script type="application/ld+json">{json.dumps(value)}</script>'
    return table(ROW).replace("</body>", f"{block}</body>")


PAGE_SAYS = {
    "@context": "https://schema.org",
    "@type": "Article",
    "name": "A",
    "url": f"{URL}/notes/a/",
    "inLanguage": "en",
    "headline": "A",
    "temporalCoverage": "2018-10-26",
}


def without(name: str) -> dict[str, str]:
    return {key: value for key, value in PAGE_SAYS.items() if key != name}


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (without("name"), "must contain ['name'] properties"),
        (without("headline"), "must contain ['headline'] properties"),
        (PAGE_SAYS | {"@type": "Essay"}, "@type must be one of ['Article', 'CollectionPage', 'WebSite']"),
        (PAGE_SAYS | {"author": "A"}, "must not contain {'author'} properties"),
        (PAGE_SAYS | {"about": [{"@type": "Place"}]}, "about cannot be validated by any definition"),
    ],
)
def test_json_ld_is_held_to_its_schema(value: dict[str, Any], fault: str, tmp_path: Path) -> None:
    assert problems(tmp_path / "sound", {"notes/a/index.html": linked(PAGE_SAYS)}) == []
    found = problems(tmp_path / "planted", {"notes/a/index.html": linked(value)})
    assert [one.partition(" properties")[0] for one in found] == [
        f"notes/a/index.html:14: JSON-LD: {fault}".partition(" properties")[0]
    ]


EXPORTS = {
    ("data/claims.json", export(CLAIM, CLAIM | {"id": 7}, CLAIM | {"bound": "over"})): [
        "claims 2: id must be string (by data/claims.schema.json)",
        "claims 3: bound must be one of ['exactly', 'at-least', None] (by data/claims.schema.json)",
    ],
    ("data/claims.json", export(CLAIM).replace(URL, "https://e.example")): [
        "the schema 'https://e.example/data/claims.schema.json' is not a file of this site"
    ],
    ("data/claims.csv", CSV.replace("\r\n", "\n")): ["a line does not end in CRLF"],
    ("data/claims.csv", f"{CSV}claim-2\r\n"): ["row 2 has 1 cells, the header 5"],
    ("data/claims.csv", CSV.replace("at-least,", "over,")): [
        "bound is 'over' (by data/claims.schema.json); it must be one of at-least, exactly"
    ],
    ("data/claims.csv", CSV.replace("claimant_label", "claimant")): [
        (
            "the header is id,claimant,figure,bound,as_of (by data/claims.schema.json); "
            "it must be id,claimant_label,figure,bound,as_of"
        )
    ],
    ("data/events.ics", CALENDAR.replace("UID:a\r\n", "")): ["the event '' has no UID"],
    ("data/events.ics", CALENDAR.replace(EVENT, EVENT + EVENT)): ["the UID 'a' occurs twice"],
    ("data/events.ics", CALENDAR.replace("END:VCALENDAR\r\n", "")): ["the calendar is incomplete"],
    ("data/events.ics", CALENDAR.replace("VERSION:2.0", f"VERSION:{'2' * 80}")): [
        "line 2 is longer than 75 bytes; fold it"
    ],
    ("data/timeline.json", json.dumps({"events": [{"unique_id": "a", "start_date": {}, "text": {}}]})): [
        "events 1: start_date must contain ['year'] properties"
    ],
}


@pytest.mark.parametrize(
    ("path", "text", "faults"), [(*key, value) for key, value in EXPORTS.items()], ids=range(len(EXPORTS))
)
def test_exports_are_held_to_their_schemas_and_standards(
    path: str, text: str, faults: list[str], tmp_path: Path
) -> None:
    assert problems(tmp_path, {path: text}) == [f"{path}: {fault}" for fault in faults]


DAY = "briefings/2018/10/26/index.html"
SHOWN = "<p>Twelve were <b>in</b>jured<span>, </span>Hale&nbsp;said.</p>"  # five words
UNSEEN = (
    "<p hidden>Not shown <input hidden></p><details><summary>All <em>of it</em></summary><details><summary>A"
    "</summary>b</details> not counted</details><svg><title>nor this</title></svg>"
)


@pytest.mark.parametrize(("budget", "told"), [(10, []), (9, [10])])
def test_a_page_with_more_words_than_its_kind_may_show_is_found(
    budget: int, told: list[int], tmp_path: Path
) -> None:
    opened = "<details open><summary>Two words</summary></details>"
    page = html("Day", f"<main>{SHOWN}{UNSEEN}{opened}</main>", root="../../../../")
    home = SITE["index.html"].replace("<p>", '<p><a href="briefings/2018/10/26/">day</a> ')
    found = problems(tmp_path, {"index.html": home, DAY: page}, word_budgets={"briefing": budget})
    assert found == [
        f"{DAY}: warning: the page shows {words} words; the budget of briefing pages is 9; "
        "shorten it, or change words_briefing in the settings"
        for words in told
    ]


def test_a_kind_of_page_without_a_budget_shows_as_many_words_as_it_has(tmp_path: Path) -> None:
    assert problems(tmp_path, {}, word_budgets={"home": 0, "briefing": 1}) == []


HIDDEN = "The council has hidden a second bridge in the old quarry."
HELD = {"content/notes/b.md": (HIDDEN, "Four words are few")}
PLACES = {
    "notes/a/index.html": table(ROW).replace("x</p>", f"x</p><p>The <b>council has</b>{HIDDEN[15:]}</p>"),
    "feeds/atom.xml": SITE["feeds/atom.xml"].replace(
        "<published>", f"<summary>{HIDDEN.replace(' ', '&#32;')}</summary><published>"
    ),
    "data/claims.json": export(CLAIM | {"remark": HIDDEN.replace(" in ", "\n in ")}),
    "site.js": f"let hidden = {json.dumps(HIDDEN)};",
}


@pytest.mark.parametrize("path", PLACES)
def test_a_text_of_a_note_that_is_held_back_is_found_wherever_it_stands(path: str, tmp_path: Path) -> None:
    assert problems(tmp_path, {path: PLACES[path]}, held_back=HELD) == [
        (
            f'{path}: "{HIDDEN}" is published here; '
            "content/notes/b.md, where it comes from, is a draft or withdrawn"
        )
    ]


def test_a_text_of_a_note_that_is_held_back_is_found_in_a_description(tmp_path: Path) -> None:
    page = table(ROW).replace('content="About A."', f'content="{HIDDEN}"')
    assert problems(tmp_path, {"notes/a/index.html": page}, held_back=HELD) == [
        (
            f'notes/a/index.html: "{HIDDEN}" is published here; '
            "content/notes/b.md, where it comes from, is a draft or withdrawn"
        )
    ]


def test_words_in_another_order_are_no_text_that_is_held_back() -> None:
    withheld = Withheld({"b.md": [HIDDEN]})
    assert list(withheld.found(words_of(HIDDEN))) == [(HIDDEN, "b.md")]
    assert list(withheld.found(words_of(HIDDEN.replace("second bridge", "bridge second")))) == []
    assert list(withheld.found(words_of(HIDDEN[:-8]))) == []
    assert words_of_file("a\\nb \\u00e9 &amp; c") == ("a", "b", "é", "c")


NOTE = "---\ntitle: {title}\nsource: gazette\ndate: 2018-10-26\n{extra}---\n{body}\n"
BODY = "A footbridge gave way at the market on Friday evening."
WITHDRAWN = "status: withdrawn\nwithdrawn: 2018-11-02\nstatus_reason: It was wrong.\n"


def content(root: Path) -> Path:
    for path, text in {
        "notes/2018/a.md": NOTE.format(title="A", extra="", body=BODY),
        "notes/b.md": NOTE.format(
            title="A second bridge is said to be there", extra="status: draft\n", body=f"{HIDDEN}\n\n{BODY}"
        ),
        "notes/c.md": NOTE.format(
            title="What the mayor has told us of it",
            extra=WITHDRAWN,
            body="Nobody was ever seen at the old gate.",
        ),
        "pages/about.md": "---\ntitle: About\ndescription: x\n---\nA page.\n",
        "briefings/2018-10-26.md": "---\ntitle: Lead\n---\nA lead.\n",
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    return root


def test_a_survey_tells_what_is_held_back_and_where_addresses_come_from(tmp_path: Path) -> None:
    root = content(tmp_path / "content")
    found = survey(root)
    assert found.origins == {
        "about/": f"{root}/pages/about.md",
        "briefings/2018/10/26/": f"{root}/briefings/2018-10-26.md",
        "notes/a/": f"{root}/notes/2018/a.md",
        "notes/b/": f"{root}/notes/b.md",
        "notes/c/": f"{root}/notes/c.md",
    }
    held = {path: [text for text in texts if text] for path, texts in found.held_back.items()}
    assert held == {
        f"{root}/notes/b.md": ["A second bridge is said to be there", HIDDEN],
        f"{root}/notes/c.md": ["Nobody was ever seen at the old gate."],
    }


def prose_keys(record: Record) -> Iterator[tuple[str, ...]]:
    """The way to each key that holds prose, by the description of front matter."""
    for field in record.fields:
        inner = field.kind.entry if isinstance(field.kind, ListOf) else field.kind
        if isinstance(inner, Maker):
            yield from ((field.key, *rest) for rest in prose_keys(inner.record))
        elif isinstance(inner, ScalarKind) and inner.is_prose:
            yield (field.key,)


@pytest.mark.parametrize("keys", list(prose_keys(NOTE_KEYS)), ids=".".join)
def test_prose_of_any_key_of_a_draft_is_held_back(tmp_path: Path, keys: tuple[str, ...]) -> None:
    said = "A third bridge has been there all along"
    told = f'{keys[0]}: "{said}"' if len(keys) == 1 else f'{keys[0]}: [{{{keys[1]}: "{said}"}}]'
    title = "" if keys == ("title",) else "title: B\n"
    text = f"---\n{title}source: gazette\ndate: 2018-10-26\nstatus: draft\n{told}\n---\n{BODY}\n"
    root = content(tmp_path / "content")
    (root / "notes" / "b.md").write_text(text)
    assert said in survey(root).held_back[f"{root}/notes/b.md"]


@pytest.mark.parametrize("path", ["robots.txt", "data/new.tsv", "notes/a/plain"])
def test_withheld_texts_are_looked_for_in_files_of_any_kind(tmp_path: Path, path: str) -> None:
    root = content(tmp_path / "content")
    folder = put(tmp_path / "site", {path: f"1\t{HIDDEN}\n"})
    told = f'{folder}/{path}: "{HIDDEN}" is published here; {root}/notes/b.md:7, where it comes from'
    assert f"{told}, is a draft or withdrawn" in [str(one) for one in verified(folder, content=root)]


def test_data_in_a_format_that_nobody_checks_is_told(tmp_path: Path) -> None:
    folder = put(tmp_path / "site", {"data/new.tsv": "1\t2\n"})
    assert [str(one) for one in verified(folder)] == [
        (
            f'{folder}/data/new.tsv: no check exists for a data file that ends in ".tsv"; '
            "add its format to verify/whole.py"
        )
    ]


def test_the_content_folder_is_what_a_site_is_held_against(tmp_path: Path) -> None:
    root = content(tmp_path / "content")
    folder = put(tmp_path / "site", {"notes/a/index.html": PLACES["notes/a/index.html"]})
    assert [str(one) for one in verified(folder, content=root)] == [
        (
            f'{folder}/notes/a/index.html: "{HIDDEN}" is published here; '
            f"{root}/notes/b.md:7, where it comes from, is a draft or withdrawn (from {root}/notes/2018/a.md)"
        )
    ]


ORIGIN = {"notes/a/": "content/notes/a.md", "notes/b/": "content/notes/b.md"}


def test_a_fault_of_a_notes_page_names_the_note(tmp_path: Path) -> None:
    page = table(ROW).replace("x</p>", '<a href="gone/">x</a> <a href="../b">x</a></p>')
    assert problems(tmp_path, {"notes/a/index.html": page}, origin=ORIGIN) == [
        "notes/a/index.html:13: '../b' leads nowhere; there is no notes/b (from content/notes/a.md)",
        (
            "notes/a/index.html:13: 'gone/' leads nowhere; there is no notes/a/gone/index.html "
            "(from content/notes/a.md)"
        ),
    ]


def test_a_fault_in_a_list_names_the_note_of_its_entry(tmp_path: Path) -> None:
    listed = (
        '<ul>\n<li><a href="notes/a/#p1">A</a>\n<p>one</p></li>\n'
        '<li><p><img src="gone.png" alt=""></p>\n<a href="notes/b/">B</a></li>\n'
        '<li>\n<img src="none.png" alt="">\n</li>\n</ul>'
    )
    files = {
        "index.html": SITE["index.html"].replace("</body>", f"{listed}</body>"),
        "notes/b/index.html": html("B", "<p>x</p>"),
    }
    assert problems(tmp_path, files, origin=ORIGIN) == [
        "index.html:17: 'gone.png' leads nowhere; there is no gone.png (from content/notes/b.md)",
        "index.html:20: 'none.png' leads nowhere; there is no none.png",
    ]


def test_a_fault_of_a_briefing_names_the_note_of_its_entry_or_the_lead(tmp_path: Path) -> None:
    entry = '<ul><li><a href="../../../../notes/a/">A</a>\n<a href="none/">x</a></li></ul>'
    page = html("Day", f'<p><a href="gone/">x</a></p>\n{entry}', root="../../../../")
    home = SITE["index.html"].replace("<p>", '<p><a href="briefings/2018/10/26/">day</a> ')
    files = {"index.html": home, "briefings/2018/10/26/index.html": page}
    lead = {"briefings/2018/10/26/": "content/briefings/2018-10-26.md"}
    where = "briefings/2018/10/26"
    assert problems(tmp_path, files, origin={**ORIGIN, **lead}) == [
        (
            f"{where}/index.html:13: 'gone/' leads nowhere; there is no {where}/gone/index.html "
            f"(from {lead[f'{where}/']})"
        ),
        (
            f"{where}/index.html:15: 'none/' leads nowhere; there is no {where}/none/index.html "
            f"(from {ORIGIN['notes/a/']})"
        ),
    ]


def test_a_fault_of_a_feed_names_the_note_that_it_is_about(tmp_path: Path) -> None:
    feed = SITE["feeds/atom.xml"].replace("/notes/a/", "/notes/b/")
    assert problems(tmp_path, {"feeds/atom.xml": feed}, origin=ORIGIN) == [
        (
            f"feeds/atom.xml: '{URL}/notes/b/' leads nowhere; there is no notes/b/index.html "
            "(from content/notes/b.md)"
        )
    ]


def test_many_pages_are_read_by_all_processors_with_the_same_findings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"n{number}" for number in range(30)]
    links = " ".join(f'<a href="notes/{name}/#p1">{name}</a>' for name in names)
    files = {
        f"notes/{name}/index.html": html(name.upper(), f'<p id="p{at % 7}"><a href="../../gone/">x</a></p>')
        for at, name in enumerate(names)
    }
    files["index.html"] = SITE["index.html"].replace("</body>", f"<p>{links}</p></body>")
    alone = problems(tmp_path, files, origin=ORIGIN)
    monkeypatch.setattr(pages, "FEW", 10)
    monkeypatch.setattr(pages, "_SHARE", 4)
    assert problems(tmp_path, files, origin=ORIGIN) == alone
    assert len(alone) == 55


def test_a_fault_of_a_notes_page_names_the_line_of_the_note(tmp_path: Path) -> None:
    note = tmp_path / "a.md"
    note.write_text(
        "---\ntitle: The lost key\nsummary: Nobody knows who had it at last, they said.\n---\n"
        "The keeper [left](/gone/for-ever/) it.\n\nThen the key was found.\n"
    )
    page = table(ROW).replace("x</p>", '<a href="../../gone/for-ever/">x</a></p>')
    page = page.replace('content="About A."', 'content="Fair, 3 May: Nobody knows who had it at last…"')
    files = {
        "notes/a/index.html": page,
        "notes/b/index.html": html("B", "x", description="Fair, 3 May: Nobody knows who had it at last…"),
        "index.html": SITE["index.html"].replace("<p>", '<p><a href="notes/b/">b</a> '),
    }
    told = "Fair, 3 May: Nobody knows who had it at last…"
    assert problems(tmp_path / "site", files, origin={"notes/a/": str(note)}) == [
        (
            "notes/a/index.html:13: '../../gone/for-ever/' leads nowhere; there is no "
            f"gone/for-ever/index.html (from {note}:5)"
        ),
        (
            f'notes/b/index.html: warning: the description "{told}" is also that of notes/a/index.html; '
            f"write another summary or description for one of them (from {note}:3)"
        ),
    ]


def test_what_is_told_in_the_registry_too_is_not_held_back(tmp_path: Path) -> None:
    root = content(tmp_path / "content")
    draft = root / "notes" / "b.md"
    told = "A bridge that \\u0066ew people have ever crossed"
    (root / "registry").mkdir()
    (root / "registry/entities.yml").write_text(
        f'- {{id: b, kind: place, label: B, description: "{told}"}}\n'
    )
    (root / "pages/more.md").write_text(
        "---\ntitle: More\ndescription: x\n---\nA gate [that nobody](/about/) has ever *seen* at night.\n"
    )
    text = draft.read_text().replace(
        HIDDEN, "A bridge that few people have ever crossed.\n\nA gate that nobody has ever seen at night."
    )
    draft.write_text(text)
    assert survey(root).held_back[str(draft)] == ("A second bridge is said to be there",)
