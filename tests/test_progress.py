"""How long work is shown: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import pytest

from briefing.cli.console import Display, bar, counted, lasting


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def shown(columns: int) -> tuple[Display, Clock, list[str]]:
    clock, written = Clock(), list[str]()
    return Display(written.append, clock, columns), clock, written


def run(show: Display, clock: Clock, seconds: float, *, total: int = 1000, steps: int = 10) -> None:
    for step in range(steps + 1):
        show("notes analysed", total * step // steps, total)
        clock.now += seconds / steps


def test_away_from_a_terminal_a_plain_line_comes_every_few_seconds() -> None:
    show, clock, written = shown(0)
    run(show, clock, 20)
    assert written == [
        "notes analysed: 300 of 1,000, 50 a second, 14 s left\n",
        "notes analysed: 600 of 1,000, 50 a second, 8 s left\n",
        "notes analysed: 900 of 1,000, 50 a second, 2 s left\n",
    ]


def test_a_terminal_gets_a_bar_that_is_gone_in_the_end() -> None:
    show, clock, written = shown(80)
    run(show, clock, 4, total=40, steps=4)
    assert written == [
        "\r\x1b[K[######..................] notes analysed: 10 of 40, 10 a second, 3 s left",
        "\r\x1b[K[############............] notes analysed: 20 of 40, 10 a second, 2 s left",
        "\r\x1b[K[##################......] notes analysed: 30 of 40, 10 a second, 1 s left",
        "\r\x1b[K",
    ]


def test_a_bar_stays_within_a_narrow_terminal() -> None:
    show, clock, written = shown(30)
    run(show, clock, 10)
    assert max(len(one.removeprefix("\r\x1b[K")) for one in written) == 29


@pytest.mark.parametrize("columns", [0, 80])
def test_what_is_soon_done_is_not_shown(columns: int) -> None:
    show, clock, written = shown(columns)
    run(show, clock, 0.1)
    assert not written


def test_what_follows_is_counted_afresh() -> None:
    show, clock, written = shown(0)
    run(show, clock, 100, steps=1)
    written.clear()
    show("pages written", 0, 80)
    clock.now += 8
    show("pages written", 40, 80)
    assert written == ["pages written: 40 of 80, 5.0 a second, 8 s left\n"]


def test_what_was_there_before_does_not_make_the_rate() -> None:
    show, clock, written = shown(0)
    show("notes analysed", 900, 1000)
    clock.now += 10
    show("notes analysed", 910, 1000)
    assert written == ["notes analysed: 910 of 1,000, 1.0 a second, 1 min 30 s left\n"]


def test_what_has_no_steps_is_told_at_once() -> None:
    show, _, written = shown(80)
    show("waiting for another build", 0, 0)
    assert written == ["waiting for another build\n"]


def test_times_are_told_in_their_two_largest_units() -> None:
    assert [lasting(seconds) for seconds in (0.4, 59, 61.2, 3600, 7325)] == [
        "0 s",
        "59 s",
        "1 min 1 s",
        "1 h 0 min",
        "2 h 2 min",
    ]


def test_a_rate_needs_something_done() -> None:
    assert counted(0, 10, 0, 3) == "0 of 10"
    assert bar(0, 10).strip("[]") == "." * 24
    assert bar(10, 10).strip("[]") == "#" * 24
