"""The zip file of a site: the same bytes for the same content, and read from a disk as on the web."""

from __future__ import annotations

import os
import zipfile
from typing import TYPE_CHECKING

import campaign
import pytest
from playwright.sync_api import expect

from briefing.publish import built_folder

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<a href="../notes/a/">', '<a href="../notes/a/index.html">'),
        ('<a href="./">', '<a href="./index.html">'),
        ('<a href="../#top">', '<a href="../index.html#top">'),
        (
            '<form class="x" action="../search/" method="get">',
            '<form class="x" action="../search/index.html" method="get">',
        ),
        ('<a href="a/?q=b">', '<a href="a/index.html?q=b">'),
        ('<a href="https://dyke.example/a/">', '<a href="https://dyke.example/a/">'),
        ('<a href="#a/">', '<a href="#a/">'),
        ('<a href="../a.css">', '<a href="../a.css">'),
        ("<p>href=a/</p>", "<p>href=a/</p>"),
    ],
)
def test_links_to_folders_name_their_page(before: str, after: str) -> None:
    assert built_folder.with_files(before.encode()).decode() == after


def test_a_zipped_site_is_whole_and_the_same_each_time(tmp_path: Path) -> None:
    root = campaign.write(tmp_path, {"2021-03-04-a.md": campaign.note()})
    campaign.made(campaign.chosen(root))
    count = built_folder.write(root / "output", tmp_path / "dyke.zip")
    first = (tmp_path / "dyke.zip").read_bytes()
    assert count == len(campaign.files(root / "output"))
    built_folder.write(root / "output", tmp_path / "dyke.zip")
    assert (tmp_path / "dyke.zip").read_bytes() == first
    with zipfile.ZipFile(tmp_path / "dyke.zip") as opened:
        opened.extractall(tmp_path / "unzipped")
    pages = list((tmp_path / "unzipped" / "dyke").rglob("*.html"))
    assert pages
    assert not [page for page in pages if b'href="../"' in page.read_bytes()]


def test_the_same_content_gives_the_same_zip_wherever_and_whenever_it_is_made(tmp_path: Path) -> None:
    for name in ("here", "elsewhere"):
        root = campaign.write(tmp_path / name, {"2021-03-04-a.md": campaign.note()})
        campaign.made(campaign.chosen(root))
    for path in (tmp_path / "elsewhere/output").rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
        path.chmod(0o700)
    made = [tmp_path / name / "dyke.zip" for name in ("here", "elsewhere")]
    for target in made:
        built_folder.write(target.parent / "output", target)
    assert made[0].read_bytes() == made[1].read_bytes()
    with zipfile.ZipFile(made[0]) as opened:
        names = opened.namelist()
        assert names == sorted(names, key=lambda name: name.split("/"))
        assert {entry.date_time for entry in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.browser
def test_an_unpacked_site_is_read_from_a_disk(tmp_path: Path, browser: Browser) -> None:
    root = campaign.write(tmp_path, {"2021-03-04-a.md": campaign.note()})
    campaign.made(campaign.chosen(root))
    built_folder.write(root / "output", tmp_path / "dyke.zip")
    with zipfile.ZipFile(tmp_path / "dyke.zip") as opened:
        opened.extractall(tmp_path / "unzipped")
    page = browser.new_page()
    faults: list[str] = []
    page.on("requestfailed", lambda request: faults.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto((tmp_path / "unzipped/dyke/index.html").as_uri())
    heading = page.get_by_role("heading", level=1)
    page.get_by_role("link", name="Notes", exact=True).click()
    expect(heading).to_have_text("Notes")
    page.get_by_role("link", name="Dyke holds").first.click()
    expect(heading).to_have_text("Dyke holds")
    assert page.evaluate("document.styleSheets.length") == 1
    page.get_by_label("Search").fill("aldmuir")
    page.keyboard.press("Enter")
    expect(heading).to_have_text("Search")
    expect(page.get_by_role("link", name="Dyke holds").first).to_be_visible()
    assert page.url.startswith("file:")
    assert faults == []
    page.close()
