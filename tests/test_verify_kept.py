from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from test_verify import GOOD, URL, html

from briefing.engine import codec
from briefing.verify import verify
from briefing.verify.pages import PageFacts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

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
    against, pages = codec.loads(kept.read_text("utf-8"), tuple[str, tuple[PageFacts, ...]])
    renamed = tuple(replace(one, title="Fair") if one.path == PAGE else one for one in pages)
    kept.write_text(codec.dumps((against, renamed)), "utf-8")
    (warning,) = verify(folder, kept=kept)
    assert warning.what == 'the title "Fair" is also that of index.html'
    assert verify(folder) == ()
