"""What a site says that it is made from: the record of the build, the foot of the home page, the headers."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import campaign
import pytest
from test_publish import prepared, publish

import briefing
from briefing import verify
from briefing.build import pipeline
from briefing.cli import main
from briefing.core.settings import Settings
from briefing.publish.repository import Repository
from briefing.site import headers

COMMIT = "4f3a2b1c9d8e7f60514233241506f7e8d9cabbac"
NOTES = {"2021-03-04-a.md": campaign.note(), "2021-03-05-b.md": campaign.note("Dyke mended", "2021-03-05")}
EDITION = '<p id="edition">'


def of_commit(root: Path, commit: str, output: str = "output") -> Settings:
    own = {"tagline": "A flood, day by day", "store": f".store-{output}", "commit": commit}
    return campaign.chosen(root, output=output, BRIEFING=own)


def record(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "build.json").read_bytes())
    return found


def edition(folder: Path) -> str:
    text = (folder / "index.html").read_text("utf-8")
    return " ".join(text.partition(EDITION)[2].partition("</p>")[0].split())


def test_the_record_tells_commit_versions_and_files(tmp_path: Path) -> None:
    root = campaign.write(tmp_path, NOTES)
    campaign.made(of_commit(root, f"{COMMIT}-dirty"))
    told = record(root / "output")
    assert (told["site"], told["commit"], told["dirty"]) == ("https://dyke.example/", COMMIT, True)
    assert told["made_with"] == pipeline.versions()
    files = campaign.files(root / "output")
    del files["build.json"]
    assert told["files"] == {path: hashlib.sha256(files[path]).hexdigest() for path in sorted(files)}


def test_a_site_without_a_commit_says_none(tmp_path: Path) -> None:
    root = campaign.write(tmp_path, NOTES)
    campaign.made(of_commit(root, ""))
    told = record(root / "output")
    assert (told["commit"], told["dirty"]) == ("", False)
    assert edition(root / "output") == (
        'Newest report: <time datetime="2021-03-05">5 March 2021</time>. '
        '<a href="./build.json">Versions, and the hash of every file</a>'
    )


def test_an_error_is_reported_with_the_edition_that_is_cited(tmp_path: Path) -> None:
    root = campaign.write(tmp_path, NOTES)
    to = "https://b.example/new?page={page}&as_of={edition}&hash={hash}"
    where = campaign.chosen(root, BRIEFING={"tagline": "A flood", "store": ".store", "report": to})
    campaign.made(where)
    shown = '<p><a href="https://b.example/new?page=https%3A%2F%2Fdyke.example%2F{}">Report an error</a></p>'
    sha256 = hashlib.sha256(NOTES["2021-03-04-a.md"].encode()).hexdigest()
    for path, told in {
        "about": "about%2F&amp;as_of=&amp;hash=",
        "notes/2021-03-04-a": f"notes%2F2021-03-04-a%2F&amp;as_of=4%20March%202021&amp;hash={sha256}",
    }.items():
        assert shown.format(told) in (root / "output" / path / "index.html").read_text("utf-8")
    assert verify.verify(root / "output") == ()
    campaign.made(campaign.chosen(root, BRIEFING={"tagline": "A flood", "store": ".store"}))
    assert "Report an error" not in (root / "output/about/index.html").read_text("utf-8")


def test_the_home_page_tells_the_commit_and_every_page_leads_there(tmp_path: Path) -> None:
    root = campaign.write(tmp_path, NOTES)
    campaign.made(of_commit(root, COMMIT))
    assert edition(root / "output").startswith(f"Made from commit {COMMIT[:12]}. Newest report: ")
    pages = {path: text for path, text in campaign.files(root / "output").items() if path.endswith(".html")}
    without = [path for path, text in pages.items() if b'#edition">What this site is made from' not in text]
    assert without == ["index.html"]
    campaign.made(of_commit(root, f"{COMMIT}-dirty"))
    assert f"{COMMIT[:12]} and changes not committed. " in edition(root / "output")


def test_another_commit_changes_the_home_page_and_the_record_alone(tmp_path: Path) -> None:
    root = campaign.write(tmp_path, NOTES)
    campaign.made(of_commit(root, COMMIT))
    before = campaign.files(root / "output")
    assert campaign.made(of_commit(root, COMMIT[::-1])).written == 2
    after = campaign.files(root / "output")
    assert {path for path in before if before[path] != after[path]} == {"build.json", "index.html"}
    campaign.made(of_commit(root, COMMIT[::-1], output="clean"))
    assert campaign.files(root / "clean") == after


def test_the_site_brings_the_headers_that_hosts_look_for(tmp_path: Path) -> None:
    root = campaign.write(tmp_path, NOTES)
    where = of_commit(root, "")
    campaign.made(where)
    assert (root / "output" / headers.FILE).read_text("utf-8") == headers.netlify(where.site)


def test_the_version_told_is_that_of_the_program() -> None:
    assert pipeline.versions()["briefing"] == briefing.__version__


def git(root: Path, *words: str) -> str:
    names = {
        f"GIT_{who}_{what}": "a@b.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    told = subprocess.run(
        ["git", "-C", str(root), *words],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **names, **alone},
    )
    return told.stdout.strip()


def found_out(root: Path) -> str:
    """What a publication finds out of the commit."""
    return Repository(root).commit_of(
        [root / name for name in ("content", "theme", "pelicanconf.py")], pytest.fail
    )


def test_the_commit_is_the_last_that_touched_what_the_site_is_made_of(tmp_path: Path) -> None:
    root = campaign.write(tmp_path, NOTES)
    assert found_out(root) == ""
    git(root, "init", "-q")
    assert found_out(root) == ""
    git(root, "add", "content")
    git(root, "commit", "-q", "-m", "Add notes")
    first = git(root, "rev-parse", "HEAD")
    assert found_out(root) == f"{first}-dirty"  # the theme is not committed
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "Add the theme")
    second = git(root, "rev-parse", "HEAD")
    assert found_out(root) == second
    (root / "README.md").write_text("A flood.\n")
    assert found_out(root) == second
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "Say what this is")
    assert found_out(root) == second
    (root / "content/notes/2021-03-04-a.md").write_text(campaign.note("Dyke holds again"), "utf-8")
    assert found_out(root) == f"{second}-dirty"


def test_a_history_that_is_cut_off_before_that_commit_tells_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = campaign.write(tmp_path / "whole", NOTES)
    (root / "pelicanconf.py").write_text(
        'SITENAME = "Dyke"\nSITEURL = "https://dyke.example"\nPLUGINS = ["briefing.plugin"]\n'
    )
    git(root, "init", "-q", "--initial-branch", "grafted")
    git(root, "add", ".")
    for what in ("Begin", "Go on", "Go on"):
        git(root, "commit", "-q", "--allow-empty", "-m", what)
    cut = (
        "this clone is shallow and lacks the commit that last touched the sources, so the site names no "
        "commit; git fetch --unshallow brings the whole history"
    )
    for depth, commit in ((1, ""), (2, ""), (3, git(root, "rev-list", "--max-parents=0", "HEAD"))):
        clone, told = tmp_path / str(depth), list[str]()
        git(tmp_path, "clone", "-q", "--depth", str(depth), f"file://{root}", str(clone))
        found = Repository(clone).commit_of([clone / "content", clone / "pelicanconf.py"], told.append)
        assert (found, told) == (commit, [] if commit else [cut])
    monkeypatch.chdir(tmp_path / "1")
    assert main.main(["publish"]) == 0
    assert capsys.readouterr().err.splitlines()[0] == f"publish: {cut}"
    assert record(tmp_path / "1/output")["commit"] == ""


def test_publish_tells_the_commit(tmp_path: Path) -> None:
    root = prepared(tmp_path)
    (root / ".gitignore").write_text("/.*\n/output/\n__pycache__/\n")
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "Begin")
    assert publish(root).returncode == 0
    told = record(root / "output")
    assert (told["commit"], told["dirty"]) == (git(root, "rev-parse", "HEAD"), False)
