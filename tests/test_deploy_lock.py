"""The lock in a folder that only rsync reaches: one run at a time; what stands still is taken over."""

from __future__ import annotations

import shutil
import threading
import time
from pathlib import Path

import deployment
import pytest

from briefing.core.problems import BriefingError
from briefing.publish.lock import Lock
from briefing.publish.rsync import Rsync

pytestmark = pytest.mark.skipif(not shutil.which("rsync"), reason="there is no rsync")
WAITING = "there: another deployment is at work there; waiting for it to end"
RUN = "0123456789abcdef"


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    """The folder of the runs' files."""
    folder = tmp_path / ".briefing/runs"
    folder.mkdir(parents=True)
    return folder


def lock(runs: Path, announced: list[str] | None = None, *, patience: float = 20) -> Lock:
    """A lock that rsync keeps in a folder of this machine, which is all the same to it."""
    announce = (announced if announced is not None else []).append
    choices = deployment.choices(control=runs.parent / "control", patience=patience, announce=announce)
    return Lock(Rsync(str(runs.parent.parent), "there", 0, choices))


def test_only_one_of_many_holds_the_lock_and_each_gets_it(runs: Path) -> None:
    inside: list[int] = []
    most: list[int] = []

    def run(number: int) -> None:
        with lock(runs).held():
            inside.append(number)
            most.append(len(inside))
            time.sleep(0.05)
            inside.remove(number)

    threads = [threading.Thread(target=run, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    assert most == [1] * 6
    assert list(runs.iterdir()) == []


@pytest.mark.parametrize("left", [RUN, f".{RUN}.Ab12Cd"])
def test_a_lock_that_shows_no_life_is_taken_over(runs: Path, left: str) -> None:
    (runs / left).write_text(".")
    announced: list[str] = []
    with lock(runs, announced, patience=1).held():
        assert not (runs / left).exists()
    assert announced == [WAITING, "there: that deployment has shown no life for 1 seconds; going on"]
    assert list(runs.iterdir()) == []


def test_a_run_that_beats_is_waited_for_however_long_it_takes(runs: Path) -> None:
    announced: list[str] = []
    order: list[str] = []
    held = threading.Event()

    def first() -> None:
        with lock(runs, patience=4).held():
            held.set()
            time.sleep(5)
            order.append("first")

    run = threading.Thread(target=first)
    run.start()
    assert held.wait(300)
    with lock(runs, announced, patience=4).held():
        order.append("second")
    run.join(300)
    assert order == ["first", "second"]
    assert announced == [WAITING]


def test_a_run_whose_lock_was_taken_over_stops_before_the_swap(runs: Path) -> None:
    """It wakes up, and its next sign of life does not bring its file back."""
    with lock(runs, patience=0.6).held() as confirm:
        confirm()
        for file in runs.iterdir():
            file.unlink()
        time.sleep(0.5)
        with pytest.raises(BriefingError) as refused:
            confirm()
    assert str(refused.value) == (
        "another deployment took this one for dead, since it was silent for too long; run it again"
    )


def test_other_files_are_neither_runs_nor_touched(runs: Path) -> None:
    for name in ("readme.txt", "x-y"):
        (runs / name).touch()
    with lock(runs).held():
        pass
    assert {path.name for path in runs.iterdir()} == {"readme.txt", "x-y"}
