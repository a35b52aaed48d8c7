from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from test_verify import GOOD, URL, html

from briefing.engine import codec
from briefing.verify import verdicts, verify
from briefing.verify.verdicts import Verdicts

PAGE = "notes/a/index.html"
BLOCK = {
    "@context": "https://schema.org",
    "@type": "CollectionPage",
    "name": "A",
    "inLanguage": "en",
    "url": f"{URL}/notes/c/",
}
LINKED = html(
    "A",
    f'<p id="p1"><a href="../../">home</a> <a href="{URL}/notes/b/">b</a> The ferry sank at the old quay.</p>'
    f'<img src="../../i.svg" alt=""><script type="application/ld+json">{json.dumps(BLOCK)}</script>',
)
SITE = {
    **GOOD,
    "index.html": GOOD["index.html"].replace("<ul>", '<a href="notes/b/">b</a><a href="notes/c/">c</a><ul>'),
    PAGE: LINKED,
    "notes/b/index.html": html("B", ""),
    "notes/c/index.html": html("C", ""),
}
CLAIMS = {"claims": [{"id": "x", "figure": "12", "claimant_label": "Hale", "as_of": "2018-12-14"}]}
HASHES = dict.fromkeys((path for path in SITE if path != "build.json"), "0" * 64)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Lay out a sound site that has been verified, with what was found kept beside it."""
    made = tmp_path / "site"
    write(made, SITE)
    assert verify(made, kept=tmp_path / "kept") == ()
    return made


def loaded(kept: Path) -> Verdicts:
    with kept.open(encoding="utf-8") as lines:
        return verdicts.load(kept, codec.loads(lines.readline()[:-1], tuple[str, int])[0])


def write(folder: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("gone", ["i.svg", "notes/b/index.html", "notes/c/index.html"])
def test_what_a_known_page_leads_to_is_missed_when_it_goes(gone: str, folder: Path) -> None:
    (folder / gone).unlink()
    found = verify(folder, kept=folder.with_name("kept"))
    assert found == verify(folder)
    assert any(PAGE in problem.location.path for problem in found)


def test_an_id_that_goes_is_missed_by_the_known_pages_that_link_to_it(folder: Path) -> None:
    kept, link = folder.with_name("kept"), '<a href="notes/a/#p1">p</a>'
    write(folder, {"index.html": SITE["index.html"].replace("<ul>", f"{link}<ul>")})
    assert verify(folder, kept=kept) == ()
    write(folder, {PAGE: LINKED.replace('id="p1"', 'id="p2"')})
    (fault,) = verify(folder, kept=kept)
    assert fault.what == "'notes/a/#p1' leads nowhere; notes/a/index.html has no id \"p1\""
    assert (fault,) == verify(folder)


@pytest.mark.parametrize(
    ("files", "more"),
    [
        ({PAGE: LINKED.replace('id="p1"', 'id="p2"')}, {}),
        ({"build.json": json.dumps({"site": URL, "files": HASHES})}, {}),
        ({"data/claims.json": json.dumps(CLAIMS), PAGE: LINKED.replace("12", "13")}, {}),
        ({}, {"held_back": {"content/notes/d.md": ("The ferry sank at the old quay.",)}}),
        ({}, {"word_budgets": {"home": 0, "note": 0}, "images": {}}),
    ],
)
def test_known_pages_are_held_to_what_is_expected_now(
    files: dict[str, str], more: dict[str, Any], folder: Path
) -> None:
    write(folder, files)
    assert verify(folder, kept=folder.with_name("kept"), **more) == verify(folder, **more)


@pytest.mark.parametrize("damage", ["", "{}", '["", []] 00000000'])
def test_a_damaged_file_of_what_was_found_counts_for_nothing(damage: str, folder: Path) -> None:
    kept = folder.with_name("kept")
    sound = kept.read_text("utf-8")
    kept.write_text(damage, "utf-8")
    assert verify(folder, kept=kept) == ()
    assert kept.read_text("utf-8") == sound


def test_a_page_that_stands_is_not_read_again(folder: Path) -> None:
    kept = folder.with_name("kept")
    against, pages, files = loaded(kept)
    renamed = tuple(replace(one, title="Fair") if one.path == PAGE else one for one in pages)
    verdicts.keep(kept, Verdicts(against, renamed, files))
    (warning,) = verify(folder, kept=kept)
    assert warning.what == 'the title "Fair" is also that of index.html'
    assert verify(folder) == ()


def test_a_file_that_stands_is_not_checked_again(folder: Path) -> None:
    kept = folder.with_name("kept")
    against, pages, files = loaded(kept)
    broken = (folder / "feeds/atom.xml").read_text("utf-8").replace("</feed>", "")
    (folder / "feeds/atom.xml").write_text(broken, "utf-8")
    (fault,) = verify(folder, kept=kept)
    assert fault.what == "the XML cannot be read: no element found: line 8, column 0"
    sha256 = hashlib.sha256(broken.encode()).hexdigest()
    known = tuple(replace(one, sha256=sha256) if one.path == "feeds/atom.xml" else one for one in files)
    verdicts.keep(kept, Verdicts(against, pages, known))
    assert verify(folder, kept=kept) == ()


ENTRY = f'<link href="{URL}/notes/a/"/>'
DATA = {
    "data/claims.json": json.dumps({"claims": [], "schema": f"{URL}/data/claims.schema.json"}),
    "data/claims.schema.json": json.dumps({"type": "object", "required": ["claims"]}),
    "data/claims.csv": "id\r\n",
    "feeds/other.xml": GOOD["feeds/atom.xml"]
    .replace("atom.xml", "other.xml")
    .replace(ENTRY, f'<link href="{URL}/notes/b/#n1"/>'),
    "notes/b/index.html": html("B", '<p id="n1">x</p>'),
    "style.css": "a { background: url(data:image/png,x) } b { background: url(i.svg) }",
    "sitemap.xml": GOOD["sitemap.xml"].replace("</urlset>", f"<url><loc>{URL}/notes/c/</loc></url></urlset>"),
}
MOVED = html("C", '<a href="../a/">A</a>', head=f'<link rel="canonical" href="{URL}/notes/a/">').replace(
    "<title>",
    '<meta name="robots" content="noindex"><meta http-equiv="refresh" content="0; url=../a/"><title>',
)
LATER = {
    "an anchor that a feed leads to": {"notes/b/index.html": html("B", "")},
    "a schema": {"data/claims.schema.json": json.dumps({"type": "object", "required": ["figures"]})},
    "a page's policy": {
        "notes/b/index.html": DATA["notes/b/index.html"].replace("img-src 'self'", "img-src data:")
    },
    "a page that leads on": {"notes/c/index.html": MOVED},
    "an entry": {"feeds/atom.xml": GOOD["feeds/atom.xml"].replace(ENTRY, f'<link href="{URL}/notes/z/"/>')},
}


@pytest.mark.parametrize("later", LATER.values(), ids=LATER)
def test_what_is_known_of_a_file_ends_with_what_it_was_held_against(
    later: dict[str, str], folder: Path, tmp_path: Path
) -> None:
    write(folder, DATA)
    kept = tmp_path / "kept"
    assert verify(folder, kept=kept) == verify(folder)
    write(folder, later)
    found = verify(folder, kept=kept)
    assert found == verify(folder)
    assert found


ROW = (
    '<table><tr id="{id}"><td class="figure">12</td><td class="claimant">Hale</td>'
    '<td class="as-of"><time datetime="2018-12-14">then</time></td></tr></table>'
)


def test_a_claim_that_changed_is_missed_on_the_pages_that_show_it_and_no_others_are_read(
    folder: Path,
) -> None:
    claims = [{**CLAIMS["claims"][0], "id": id_} for id_ in ("x", "y")]
    pages = {
        f"notes/{page}/index.html": html(page, ROW.format(id=id_)) for page, id_ in (("b", "x"), ("c", "y"))
    }
    write(folder, {**pages, "data/claims.json": json.dumps({"claims": claims})})
    kept = folder.with_name("kept")
    assert verify(folder, kept=kept) == verify(folder) == ()
    against, sound, files = loaded(kept)
    renamed = tuple(replace(one, title="Fair") if "/c/" in one.path else one for one in sound)
    verdicts.keep(kept, Verdicts(against, renamed, files))
    claims[0]["figure"] = "13"
    write(folder, {"data/claims.json": json.dumps({"claims": claims})})
    assert [one.what for one in verify(folder, kept=kept)] == [
        'the figure "12" is "13" in the export of claims',
        'the title "Fair" is also that of index.html',
    ]
