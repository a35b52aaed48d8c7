"""The zip file of a site: the same bytes each time, and every link leads to a file."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import campaign
import pytest

from briefing import archive

if TYPE_CHECKING:
    from pathlib import Path


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
    assert archive.with_files(before.encode()).decode() == after


def test_a_zipped_site_is_whole_and_the_same_each_time(tmp_path: Path) -> None:
    root = campaign.write(tmp_path, {"2021-03-04-a.md": campaign.note()})
    campaign.made(campaign.chosen(root))
    count = archive.write(root / "output", tmp_path / "dyke.zip")
    first = (tmp_path / "dyke.zip").read_bytes()
    assert count == len(campaign.files(root / "output"))
    archive.write(root / "output", tmp_path / "dyke.zip")
    assert (tmp_path / "dyke.zip").read_bytes() == first
    with zipfile.ZipFile(tmp_path / "dyke.zip") as opened:
        opened.extractall(tmp_path / "unzipped")
    pages = list((tmp_path / "unzipped" / "dyke").rglob("*.html"))
    assert pages
    assert not [page for page in pages if b'href="../"' in page.read_bytes()]
