"""The lock behind rsync: one run at a time, by their numbers; what stands still is taken over."""

from __future__ import annotations

import random
import threading
import time
from typing import TYPE_CHECKING

import pytest

from briefing.core.problems import BriefingError
from briefing.publish.tickets import Tickets

if TYPE_CHECKING:
    from collections.abc import Mapping


class Shelf:
    """A folder in memory that takes its time."""

    def __init__(self, *, slowest: float = 0.003) -> None:
        self.files: dict[str, bytes] = {}
        self._lock = threading.Lock()
        self._slowest = slowest
        self._random = random.Random(7)  # noqa: S311 - how long things take

    def sizes(self) -> Mapping[str, int]:
        time.sleep(self._random.uniform(0, self._slowest))
        with self._lock:
            found = {name: len(content) for name, content in self.files.items()}
        time.sleep(self._random.uniform(0, self._slowest))
        return found

    def put(self, name: str, content: bytes) -> None:
        time.sleep(self._random.uniform(0, self._slowest))
        with self._lock:
            self.files[name] = content

    def remove(self, *names: str) -> None:
        with self._lock:
            for name in names:
                self.files.pop(name, None)


def tickets(shelf: Shelf, told: list[str] | None = None, *, patience: float = 20) -> Tickets:
    return Tickets(shelf, patience=patience, announce=(told if told is not None else []).append)


def test_only_one_of_many_holds_the_lock_and_each_gets_it() -> None:
    shelf = Shelf()
    inside: list[int] = []
    most: list[int] = []

    def run(number: int) -> None:
        with tickets(shelf, patience=0.6).held():  # beats ten times a second
            inside.append(number)
            most.append(len(inside))
            time.sleep(0.01)
            inside.remove(number)

    runs = [threading.Thread(target=run, args=[number]) for number in range(8)]
    for one in runs:
        one.start()
    for one in runs:
        one.join(60)
    assert most == [1] * 8
    assert shelf.files == {}


@pytest.mark.parametrize("left", ["00000001-0123", "choosing-0123"])
def test_a_lock_that_shows_no_life_is_taken_over(left: str) -> None:
    shelf, told = Shelf(), list[str]()
    shelf.files[left] = b"."
    started = time.monotonic()
    with tickets(shelf, told, patience=0.3).held():
        assert left not in shelf.files
    assert time.monotonic() - started > 0.3
    assert told == [
        "another deployment is at work there; waiting for it to end",
        "that deployment has shown no life for 0.3 seconds; going on",
    ]
    assert shelf.files == {}


def test_a_run_that_beats_is_waited_for_however_long_it_takes() -> None:
    shelf, told, order = Shelf(), list[str](), list[str]()
    held = threading.Event()

    def first() -> None:
        with tickets(shelf, patience=0.3).held():
            held.set()
            time.sleep(1.2)
            order.append("first")

    run = threading.Thread(target=first)
    run.start()
    assert held.wait(10)
    with tickets(shelf, told, patience=0.3).held():
        order.append("second")
    run.join(10)
    assert order == ["first", "second"]
    assert told == ["another deployment is at work there; waiting for it to end"]


def test_a_run_whose_lock_was_taken_over_stops_before_the_swap() -> None:
    shelf = Shelf()
    lock = tickets(shelf)
    with lock.held():
        lock.confirm()
        shelf.files.clear()
        with pytest.raises(BriefingError) as refused:
            lock.confirm()
    assert str(refused.value) == (
        "another deployment took this one for ended, since it stood still for too long; run it again"
    )


def test_other_files_are_neither_tickets_nor_touched() -> None:
    shelf = Shelf()
    shelf.files["readme.txt"] = shelf.files["x-y"] = b""
    with tickets(shelf).held():
        pass
    assert set(shelf.files) == {"readme.txt", "x-y"}
