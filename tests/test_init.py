"""`init` lays out a campaign that can be checked, built and verified, and leaves alone what is there."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import campaign
import pytest

import briefing
from briefing import verify
from briefing.cli import main
from briefing.content import project, schema, tree
from briefing.core.vocabulary import Vocabulary

SKELETON = campaign.PROJECT / "briefing" / "skeleton"
NEXT = """\
  briefing serve      # shows the site and follows every save
  briefing publish    # checks, builds and verifies the site into output/
"""


@pytest.fixture(params=project.presets())
def laid_out(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new campaign of each preset, in the folder that we are in."""
    folder = tmp_path / "oil"
    project.lay_out(folder, title="Oil", preset=request.param)
    monkeypatch.chdir(folder)
    return folder


def test_the_folder_holds_what_a_campaign_needs(tmp_path: Path) -> None:
    project.lay_out(tmp_path, title="Oil", preset="disaster")
    assert sorted(campaign.files(tmp_path)) == sorted(
        (
            *(path.relative_to(SKELETON).as_posix() for path in SKELETON.rglob("*") if path.is_file()),
            *(f"{schema.FOLDER}/{name}" for name in schema.files()),
            "content/registry/measures.yml",
            "content/registry/units.yml",
            "pelicanconf.py",
            "requirements.txt",
        )
    )
    assert (tmp_path / "requirements.txt").read_text() == f"briefing-digest=={briefing.__version__}\n"


def test_it_passes_the_check_which_says_where_something_is_to_be_filled_in(
    laid_out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["check"]) == 0
    *told, counted = capsys.readouterr().err.splitlines()
    marked = [
        f"{path}:{number}: warning: {place} is still here; replace it"
        for path in ("content/pages/about.md", "content/pages/method.md")
        for number, line in enumerate((laid_out / path).read_text("utf-8").splitlines(), start=1)
        for place in re.findall(r"\[fill in: .*?\]", line)
    ]
    assert marked
    assert (told, counted) == (marked, f"{len(marked)} warnings")


def test_its_site_can_be_built_and_verified_before_anything_is_filled_in(
    laid_out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["build"]) == 0
    assert capsys.readouterr().out.startswith("0 notes, 0 briefings, ")
    assert verify.verify(laid_out / "output") == ()


def test_editors_programs_find_the_schema_of_every_file(laid_out: Path) -> None:
    for path in sorted((laid_out / "content").rglob("*.*")):
        (named,) = re.findall(
            r"^# yaml-language-server: \$schema=(\S+)$", path.read_text("utf-8"), re.MULTILINE
        )
        assert (path.parent / named).is_file(), path
    known = tree.read_registry(laid_out / "content")
    claim = json.loads((laid_out / schema.FOLDER / "note.json").read_text("utf-8"))["properties"]["claims"]
    assert claim["items"]["properties"]["what"]["enum"] == [measure.id for measure in known.measures]


def test_measures_and_units_of_a_preset_are_used_and_said_once(laid_out: Path) -> None:
    known = Vocabulary.of(tree.read_registry(laid_out / "content"))
    used = {unit for measure in known.measures for unit in measure.units}
    bases = {unit.base for unit in known.units}
    assert set(known.units_by_id) - used - bases == set()
    assert len({measure.definition for measure in known.measures}) == len(known.measures)
    assert [measure.id for measure in known.measures if not measure.definition.endswith(".")] == []


def test_the_title_is_that_of_the_folder_or_as_one_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    titles = []
    for words in (["oil-spill"], ["b", "--title", 'Öl  "2010" \\ ‘x’']):
        assert main.main(["init", *words]) == 0
        namespace: dict[str, object] = {}
        exec((tmp_path / words[0] / "pelicanconf.py").read_text("utf-8"), namespace)  # noqa: S102
        titles.append(namespace["SITENAME"])
    assert titles == ["Oil spill", 'Öl "2010" \\ ‘x’']
    assert capsys.readouterr().out == (
        "oil-spill: a campaign with the measures and units of the preset general; next:\n"
        f"  cd oil-spill\n{NEXT}"
        "b: a campaign with the measures and units of the preset general; next:\n"
        f"  cd b\n{NEXT}"
    )


def test_a_new_repository_is_no_hindrance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    assert main.main(["init", ".", "--preset", "health"]) == 0
    assert capsys.readouterr().out == (
        f".: a campaign with the measures and units of the preset health; next:\n{NEXT}"
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["full"], "full holds something already; name a folder that is empty or not there yet\n"),
        (["file"], "file is a file; name a folder that is empty or not there yet\n"),
        (
            ["new", "--preset", "disater"],
            "preset disater: there is no such preset; did you mean disaster?\n",
        ),
        (
            ["new", "--preset", "../presets"],
            "preset ../presets: there is no such preset; choose one of conflict, disaster, general, health\n",
        ),
    ],
)
def test_what_will_not_do_gets_a_message_and_nothing_is_written(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    told: str,
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    before = campaign.files(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert main.main(["init", *words]) == 1
    assert capsys.readouterr() == ("", told)
    assert campaign.files(tmp_path) == before
    assert not (tmp_path / "new").exists()


def test_every_folder_of_it_is_in_the_wheel(tmp_path: Path) -> None:
    """Files whose names begin with a dot, too."""
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=campaign.PROJECT, capture_output=True, check=True)
    (wheel,) = tmp_path.glob("briefing_digest-*.whl")
    unpacked = tmp_path / "wheel"
    subprocess.run([sys.executable, "-m", "zipfile", "-e", str(wheel), str(unpacked)], check=True)
    environment = {**os.environ, "PYTHONPATH": str(unpacked)}
    for words in (["init", "oil", "--preset", "disaster"], ["--settings", "oil/pelicanconf.py", "build"]):
        command = [sys.executable, "-P", "-m", "briefing", *words]
        subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=True)
    project.lay_out(tmp_path / "ours", title="Oil", preset="disaster")
    built = campaign.files(tmp_path / "oil")
    ours = campaign.files(tmp_path / "ours")
    assert {path: built[path] for path in ours} == ours
    assert {path.suffix for path in (unpacked / "briefing" / "theme").rglob("*") if path.is_file()} == {
        ".css",
        ".html",
        ".js",
        ".svg",
    }
    assert "output/index.html" in built
