"""A folder that can only be listed, added to and removed from, in; a lock that one run holds at a time, out.

Lamport's bakery (1974): a run says that it is choosing, draws a number above all that it sees, and waits
until nobody is choosing and no lower number is left. Behind a plain rsync daemon nothing can be created
or refused in one step, so there is no simpler lock that holds.

A ticket is a file that its run makes one byte longer every few seconds. Whoever waits and sees one stand
still for long takes its run for ended and removes it; no clocks are compared. A run that was only asleep
finds its ticket gone when it asks before the swap, and gives up.
"""

from __future__ import annotations

import secrets
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from briefing.core.problems import BriefingError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

CHOOSING = "choosing"
BEATS = 6  # in the time after which a ticket that stands still is removed
LONGEST_PAUSE = 2.0


class Shelf(Protocol):
    """A folder of small files somewhere else."""

    def sizes(self) -> Mapping[str, int]:
        """Each file's size, by name."""

    def put(self, name: str, content: bytes) -> None:
        """Write a file whole."""

    def remove(self, *names: str) -> None:
        """Remove files, those that are there."""


@dataclass(slots=True)
class _Watch:
    """What was last seen of a ticket, and since when it has stood still."""

    size: int
    since: float


class Tickets:
    """The lock. `patience` is for how many seconds a ticket may stand still."""

    def __init__(self, shelf: Shelf, *, patience: float, announce: Callable[[str], None]) -> None:
        """Draw no ticket yet."""
        self._shelf = shelf
        self._patience = patience
        self._announce = announce
        self._token = secrets.token_hex(8)
        self._ticket = ""
        self._size = 0
        self._seen: dict[str, _Watch] = {}

    @contextmanager
    def held(self) -> Iterator[None]:
        """Wait for one's turn, and keep the ticket alive meanwhile."""
        ended = threading.Event()
        beating = threading.Thread(target=self._beat, args=[ended], daemon=True)
        choosing = f"{CHOOSING}-{self._token}"
        try:
            self._grow(choosing)
            number = 1 + max((_number(name) for name in self._shelf.sizes()), default=0)
            self._ticket = f"{number:08}-{self._token}"
            self._grow(self._ticket)
            self._shelf.remove(choosing)
            beating.start()
            self._wait()
            yield
        finally:
            ended.set()
            if beating.is_alive():
                beating.join()
            with suppress(BriefingError):  # the next run removes what cannot be removed now
                self._shelf.remove(choosing, self._ticket)

    def confirm(self) -> None:
        """Make sure that nobody took this run for ended. Raises BriefingError."""
        if self._ticket not in self._shelf.sizes():
            raise BriefingError(
                "another deployment took this one for ended, since it stood still for too long; run it again"
            )

    def _wait(self) -> None:
        told = False
        while ahead := self._ahead():
            if not told:
                told = True
                self._announce("another deployment is at work there; waiting for it to end")
            for name in ahead:
                if self._stands_still(name, ahead[name]):
                    self._announce(
                        f"that deployment has shown no life for {self._patience:g} seconds; going on"
                    )
                    self._shelf.remove(name)
            time.sleep(min(LONGEST_PAUSE, self._patience / BEATS))

    def _ahead(self) -> dict[str, int]:
        """Tickets that come before ours, and those of runs that have yet to choose."""
        return {
            name: size
            for name, size in self._shelf.sizes().items()
            if self._token not in name
            and (name.startswith(CHOOSING) or (_number(name) > 0 and name < self._ticket))
        }

    def _stands_still(self, name: str, size: int) -> bool:
        now = time.monotonic()
        watch = self._seen.setdefault(name, _Watch(size, now))
        if watch.size != size:
            self._seen[name] = _Watch(size, now)
        return now - self._seen[name].since > self._patience

    def _beat(self, ended: threading.Event) -> None:
        while not ended.wait(self._patience / BEATS):
            with suppress(BriefingError):  # what the run itself does next will say so
                self._grow(self._ticket)

    def _grow(self, name: str) -> None:
        self._size += 1
        self._shelf.put(name, b"." * self._size)


def _number(name: str) -> int:
    """A ticket's number; 0 for what is none."""
    number, _, token = name.partition("-")
    return int(number) if token and number.isdigit() else 0
