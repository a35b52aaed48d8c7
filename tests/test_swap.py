from __future__ import annotations

from pathlib import Path

import pytest

from briefing.core.problems import BriefingError
from briefing.publish import built_folder, swap


def folder(path: Path, word: str) -> Path:
    path.mkdir()
    (path / "index.html").write_text(word)
    return path


def word(path: Path) -> str:
    return (path / "index.html").read_text()


def test_the_new_folder_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    new, live = folder(tmp_path / "output.new", "new"), folder(tmp_path / "output", "old")
    swap.swap(new, live)
    assert word(live) == "new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["output"]


def test_the_first_folder_is_put_in_place(tmp_path: Path) -> None:
    swap.swap(folder(tmp_path / "output.new", "new"), tmp_path / "output")
    assert word(tmp_path / "output") == "new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["output"]


def test_two_renames_do_where_names_cannot_be_exchanged(tmp_path: Path) -> None:
    new, live = folder(tmp_path / "output.new", "new"), folder(tmp_path / "output", "old")
    old = swap._rename(new, live)
    assert (word(live), word(old), old.name) == ("new", "old", "output.old")


def test_the_old_folder_comes_back_when_the_second_rename_fails(tmp_path: Path) -> None:
    live = folder(tmp_path / "output", "old")
    with pytest.raises(FileNotFoundError):
        swap._rename(tmp_path / "gone", live)
    assert word(live) == "old"


def test_nothing_to_put_in_place_leaves_the_old_folder(tmp_path: Path) -> None:
    live, gone = folder(tmp_path / "output", "old"), tmp_path / "gone"
    with pytest.raises(BriefingError) as caught:
        swap.swap(gone, live)
    assert str(caught.value) == f"{gone} is not a folder; nothing to put in the place of {live}"
    assert word(live) == "old"


def test_what_cannot_be_followed_is_told(tmp_path: Path) -> None:
    new, live = tmp_path / "output.new", tmp_path / "output"
    assert built_folder.follow(new, live) == ""
    folder(live, "old")
    told = f"{live} holds no build.json: build the site there first; all files are made again"
    assert built_folder.follow(new, live) == told
    (live / "build.json").write_text("{}")
    told = f"{live}/build.json is not a record of a build; all files are made again"
    assert built_folder.follow(new, live) == told
    assert not new.exists()


def test_a_link_in_the_place_of_the_site_is_refused(tmp_path: Path) -> None:
    new, live = folder(tmp_path / "output.new", "new"), tmp_path / "output"
    live.symlink_to(folder(tmp_path / "elsewhere", "old"))
    with pytest.raises(BriefingError) as caught:
        swap.swap(new, live)
    assert str(caught.value) == f"{live} is not a folder of its own; move it away, the site is put there"
    assert word(live) == "old"


def test_settling_brings_back_what_was_lost_between_two_renames(tmp_path: Path) -> None:
    folder(tmp_path / "output.old", "old")
    folder(tmp_path / "output.new", "half")
    swap.settle(tmp_path / "output.new", tmp_path / "output")
    assert word(tmp_path / "output") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["output"]


def test_settling_removes_what_a_killed_run_left(tmp_path: Path) -> None:
    for name in ("output", "output.old", "output.new"):
        folder(tmp_path / name, name)
    swap.settle(tmp_path / "output.new", tmp_path / "output")
    assert word(tmp_path / "output") == "output"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["output"]
