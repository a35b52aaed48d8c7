"""Which pages of a built site are not what they were: between folders, and against what is live."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import serving

from briefing.cli import main
from briefing.cli.changes import changes
from briefing.core.problems import BriefingError

if TYPE_CHECKING:
    from pathlib import Path


def site(folder: Path, files: dict[str, str], url: str = "") -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    record = {"files": dict(files)} if not url else {"site": url, "files": dict(files)}
    (folder / "build.json").write_text(json.dumps(record))
    return folder


BEFORE = {"index.html": "1", "a/index.html": "1", "b/index.html": "1", "a.css": "1"}
AFTER = {"index.html": "1", "a/index.html": "2", "c/index.html": "1", "a.css": "2"}
LINES = (
    "added   /c/",
    "changed /a/",
    "removed /b/",
    "1 page added, 1 changed, 1 removed; 1 other file",
)


def test_what_differs_from_another_folder_is_listed(tmp_path: Path) -> None:
    before, after = site(tmp_path / "before", BEFORE), site(tmp_path / "after", AFTER)
    assert changes(after, str(before)) == (f"what changes at {before}:", *LINES)
    assert changes(after, str(after)) == (f"nothing changes at {after}",)


def test_what_differs_from_what_is_live_is_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving.files(site(tmp_path / "before", BEFORE)) as address:
        url = f"{address}/"
        after = site(tmp_path / "after", AFTER, url)
        nowhere = site(tmp_path / "nowhere", AFTER, f"{url}nowhere")
        assert main.main(["changes", str(after)]) == 0
        assert capsys.readouterr().out.splitlines() == [f"what changes at {url}:", *LINES]
        assert main.main(["changes", str(nowhere)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"nothing is live at {url}nowhere/ (build.json answers 404): all is new",
        "3 pages added, 0 changed, 0 removed; 1 other file",
    ]


def test_a_site_that_does_not_say_where_it_is_to_stand_is_refused(tmp_path: Path) -> None:
    folder = site(tmp_path / "site", BEFORE)
    with pytest.raises(BriefingError) as refused:
        changes(folder)
    assert str(refused.value) == f"{folder}/build.json does not say where the site is to stand; name it"


def test_what_is_no_address_is_misuse(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = site(tmp_path / "site", BEFORE)
    assert main.main(["changes", str(folder), "--before", "ftp://fair.example"]) == 2
    assert capsys.readouterr().err == (
        "'ftp://fair.example' is not the address of a site; write it like https://example.org/\n"
    )
