"""`briefing verify` as a whole: a site built from an invented campaign, and the content beside it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import campaign

from briefing.cli import main
from briefing.cli.verify import verified

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from briefing.core.settings import Settings

CONF = 'SITENAME = "Dyke 2021"\nSITEURL = "https://dyke.example"\nPLUGINS = ["briefing.plugin"]\n'
DRAFT = "The sluice keeper is to be questioned about the missing key."
WITHDRAWN = "Nobody saw the second breach before the morning of Friday."
REASON = "status: withdrawn\nwithdrawn: 2021-03-09\nstatus_reason: The report was wrong.\n"
NOTES = {
    "a.md": campaign.note(
        extra="claims:\n  - {by: vane, who: brigade, what: injured, value: 12, period: 2021-03-04}\n",
        body="The Dyke Brigade reached Aldmoor on Thursday; exactly 12 were injured, Colonel Vane said.",
    ),
    "b.md": campaign.note("What the keeper is said to know", "2021-03-05", DRAFT, "status: draft\n"),
    "c.md": campaign.note("A second breach", "2021-03-06", WITHDRAWN, REASON),
}


def site(root: Path, *, drafts: bool = False) -> Settings:
    campaign.write(root, NOTES)
    (root / "pelicanconf.py").write_text(CONF)
    chosen = campaign.chosen(root, BRIEFING_DRAFTS=drafts)
    campaign.made(chosen)
    return chosen


def test_a_built_site_has_no_problems(tmp_path: Path) -> None:
    chosen = site(tmp_path)
    assert verified(chosen.folders.output, content=chosen.folders.content) == ()


def test_a_preview_with_drafts_is_not_fit_to_publish(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    site(tmp_path, drafts=True)
    monkeypatch.chdir(tmp_path)
    assert main.main(["verify", "output"]) == 1
    told = capsys.readouterr().err.splitlines()
    assert (
        f'output/notes/b/index.html: "{DRAFT}" is published here; '
        "content/notes/b.md:7, where it comes from, is a draft or withdrawn"
    ) in told
    places = {line.partition(":")[0] for line in told if DRAFT[:20] in line}
    assert {"output/notes/b/index.html", "output/feeds/atom.xml", "output/data/notes.json"} <= places


def test_the_text_of_a_withdrawn_note_is_found_where_an_older_page_was_left(tmp_path: Path) -> None:
    chosen = site(tmp_path)
    page = chosen.folders.output / "notes/a/index.html"
    page.write_text(page.read_text("utf-8").replace("</main>", f"<p>{WITHDRAWN}</p></main>"), "utf-8")
    record = chosen.folders.output / "build.json"
    record.write_text(json.dumps({**json.loads(record.read_text("utf-8")), "files": None}))
    (found,) = verified(chosen.folders.output, content=chosen.folders.content)
    content = chosen.folders.content
    assert str(found) == (
        f'{page}: "{WITHDRAWN}" is published here; '
        f"{content}/notes/c.md:9, where it comes from, is a draft or withdrawn (from {content}/notes/a.md)"
    )


def test_another_content_folder_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site(tmp_path / "one")
    words = ["--settings", str(tmp_path / "one/pelicanconf.py"), "verify"]
    output = str(tmp_path / "one/output")
    assert main.main([*words, output, "--content", str(tmp_path / "two")]) == 2
    assert capsys.readouterr().err == f"--content: there is no folder {tmp_path}/two\n"
    assert main.main([*words, output, "--content", str(tmp_path / "one/content")]) == 0
    assert main.main(words) == 2
    assert capsys.readouterr().err == "verify: name the built folder, or an address with --live\n"


def test_notes_that_open_and_end_alike_still_differ_in_titles_and_descriptions(tmp_path: Path) -> None:
    days = ("2021-03-04", "2021-03-05", "2021-03-06", "2021-03-07")
    extra = ("", "", REASON, REASON)
    notes = {f"{day}.md": campaign.note(day=day, extra=more) for day, more in zip(days, extra, strict=True)}
    chosen = campaign.chosen(campaign.write(tmp_path, notes))
    campaign.made(chosen)
    assert verified(chosen.folders.output, content=chosen.folders.content) == ()
