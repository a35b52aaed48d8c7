"""What happens at once, or in another place: edits, builds, a preview, publications, folders that move."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import cast

import campaign
import killing
import pytest
import test_build
from deployment import back, live, put, site

from briefing.build import pipeline
from briefing.build.options import Options
from briefing.engine import file_state
from briefing.site.render import templates

NOTES = {"a.md": campaign.note("Dyke holds"), "b.md": campaign.note("Dyke breaks", "2021-03-05")}


def clean(root: Path) -> dict[str, bytes]:
    """What a build makes that has nothing to start from."""
    campaign.made(campaign.chosen(root, output="clean", store=".other"))
    found = campaign.files(root / "clean")
    shutil.rmtree(root / "clean")
    shutil.rmtree(root / ".other")
    return found


def test_what_is_edited_at_any_moment_of_a_build_is_in_the_next(tmp_path: Path) -> None:
    root = campaign.write(tmp_path, NOTES)
    edits: list[str] = []

    def progress(what: str, *_: int) -> None:
        """Edit a note at each step, so that its size stays."""
        edits.append(what)
        for name, day in (("a.md", 4), ("b.md", 5)):
            told = campaign.note(f"Dyke {len(edits):03}", f"2021-03-0{day}")
            (root / "content/notes" / name).write_text(told, "utf-8")

    where = campaign.chosen(root)
    theme = templates.Theme(templates.environment(where.folders.themes, {}))
    pipeline.build(where, theme, Options(campaign.TODAY, progress))
    assert "pages planned and written" in edits
    campaign.made(where)
    assert f"Dyke {len(edits):03}".encode() in (root / "output/notes/a/index.html").read_bytes()
    assert campaign.files(root / "output") == clean(root)


def test_a_preview_and_a_build_of_one_project_take_turns(tmp_path: Path) -> None:
    root = killing.write(tmp_path, NOTES)
    page = root / ".briefing/preview/notes/a/index.html"
    with killing.started(root, "-m", "briefing", "serve", "--port", "0") as serving:
        try:
            with killing.started(root, "-m", "briefing", "build", "--rebuilt") as building:
                told, _ = building.communicate(timeout=300)
            assert building.returncode == 0
            test_build.replace(root / "content/notes/a.md", "Dyke holds", "Dyke leaks")
            deadline = time.monotonic() + 300
            while not (page.exists() and "Dyke leaks" in page.read_text("utf-8")):
                assert time.monotonic() < deadline
                time.sleep(0.05)
        finally:
            serving.send_signal(signal.SIGINT)
            _, of_preview = serving.communicate(timeout=300)
    assert told.splitlines()[-1].startswith("built from nothing, all ")
    assert set(of_preview.splitlines()) <= {"waiting for another build"}


def live_on_branch(repository: Path) -> str:
    """The word of the site on the branch; fails where that site is not whole."""
    place = repository.parent / f"read {time.monotonic_ns()}"
    subprocess.run(["git", "clone", "-q", "-b", "pages", repository, place / "current"], check=True)
    return live(place)


@pytest.mark.parametrize("kind", ["folder", "branch"])
def test_two_publications_and_a_rollback_at_once_leave_one_site_whole(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "web.git"
    to, look = str(place), cast("Callable[[Path], str]", live)
    if kind == "branch":
        subprocess.run(["git", "init", "-q", "--bare", place], check=True)
        to, look = f"git+file://{place}#pages", live_on_branch
    for word in ("one", "two"):
        put(site(tmp_path / word, word), to)
    for number in range(2):
        sites = [site(tmp_path / f"{name}{number}", f"{name} {number}") for name in "ab"]
        works: list[Callable[[], str]] = [lambda one=one: put(one, to) for one in sites]  # type: ignore[misc]
        with ThreadPoolExecutor() as pool:
            done = [pool.submit(work) for work in (*works, lambda: back(to))]
        assert [run.exception() for run in done] == [None] * 3
        assert look(place) in {"one", "two", "a 0", "b 0", "a 1", "b 1"}


def test_a_project_that_is_moved_or_copied_with_its_stores_is_built_as_if_from_nothing(
    tmp_path: Path,
) -> None:
    first, second = campaign.write(tmp_path / "first", NOTES), tmp_path / "second"
    campaign.made(campaign.chosen(first))
    shutil.copytree(first, second)
    first.rename(tmp_path / "third")
    test_build.edit(tmp_path / "third", 1)
    campaign.made(campaign.chosen(tmp_path / "third"))
    assert campaign.files(tmp_path / "third/output") == clean(tmp_path / "third")
    # The copy was made elsewhere, and takes the place of what its stores tell of.
    test_build.remove(second, 0)
    second.rename(first)
    campaign.made(campaign.chosen(first))
    assert campaign.files(first / "output") == clean(first)


def test_a_time_in_whole_seconds_is_trusted_only_once_a_step_of_two_seconds_is_over() -> None:
    second = file_state.SECOND
    times = {"st_mtime_ns": 100 * second, "st_ctime_ns": 100 * second}
    coarse = file_state.of(os.stat_result((0o100644, 1, 1, 1, 0, 0, 5, 100, 100, 100), times))
    assert not file_state.settled(coarse.rest, 102 * second)
    assert file_state.settled(coarse.rest, 103 * second)


def test_edits_on_a_disk_that_counts_in_steps_of_two_seconds_are_seen(tmp_path: Path) -> None:
    """Times are set back to even seconds, as such a disk would tell them."""
    root = campaign.write(tmp_path, NOTES)
    where = campaign.chosen(root)
    for number in range(3):
        test_build.replace(
            root / "content/notes/a.md", ["Dyke holds", "Dyke 0", "Dyke 1"][number], f"Dyke {number}"
        )
        for path in (root / "content").rglob("*"):
            even = path.stat().st_mtime_ns // (2 * file_state.SECOND) * 2 * file_state.SECOND
            os.utime(path, ns=(even, even))
        campaign.made(where)
        assert f"Dyke {number}" in (root / "output/notes/a/index.html").read_text("utf-8")
    assert json.loads((root / "output/build.json").read_bytes())["notes"] == len(NOTES)
