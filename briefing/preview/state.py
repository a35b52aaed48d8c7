"""Hold what a preview shows: files of the site, newer ones made ahead of the build, and Problems."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct, field

from briefing.build.options import OvertakenError
from briefing.content import urls
from briefing.core.problems import BriefingError, Problem
from briefing.engine.digests import digest


class State(Struct):
    """What the preview shows now; `changed` tells the open pages when that may have changed.

    `is_newer` tells whether something was saved that no build has begun with. `ahead` has the content of
    files as it will be when they are built, `drawn` is another after each save of what is no text. Until what
    was saved is built, `coming` tells a file as it will be, by its path; None where it stays.
    """

    output: Path
    is_newer: Callable[[], bool]
    ahead: dict[str, bytes] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    drawn: int = 0
    serial: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)
    coming: Callable[[str], bytes | None] | None = None
    _asked: set[str] = field(default_factory=set)
    _foreseeing: int = 0
    _open: Counter[str] = field(default_factory=Counter)

    def take(self, problems: Sequence[Problem]) -> None:
        """Note the Problems of a build that has ended, or that it was good: all is shown as built then."""
        with self.changed:
            self.problems = tuple(str(problem) for problem in problems)
            self.ahead, self.coming = {}, None
        self.tell()

    def expect(self, coming: Callable[[str], bytes | None]) -> None:
        """Note that something was saved, and show the open pages as they will be."""
        with self.changed:
            self.coming = coming
            self._asked.clear()
        for path in self.open():
            self.foresee(path)

    def rest(self, seconds: float) -> None:
        """Wait until no page was made ahead for so long."""
        ended = time.monotonic() + seconds
        with self.changed:
            while self._foreseeing or time.monotonic() < ended:
                if self.changed.wait(seconds):
                    ended = time.monotonic() + seconds

    def foresee(self, path: str) -> None:
        """Show a file as it will be, once after each save; where something is wrong, the build tells what."""
        with self.changed:
            coming = self.coming
            if coming is None or self.problems or path in self._asked:
                return
            self._asked.add(path)
            self._foreseeing += 1
        try:
            found = coming(path)
        except BriefingError:
            return
        else:
            with self.changed:
                if self.coming is coming and found is not None:
                    self.ahead[path] = found
                elif self.coming is coming:
                    self.ahead.pop(path, None)
        finally:
            with self.changed:
                self._foreseeing -= 1
            self.tell()

    def tell(self) -> None:
        """Let the open pages check whether they have changed."""
        with self.changed:
            self.serial += 1
            self.changed.notify_all()

    def pause(self) -> None:
        """Take a pause in a build; raise OvertakenError if something newer was saved."""
        with self.changed:
            self.ahead = {path: made for path, made in self.ahead.items() if self._built(path) != made}
        self.tell()
        if self.is_newer():
            raise OvertakenError

    def open(self) -> tuple[str, ...]:
        """Return the files that are open in browsers, or are about to be again, by their paths."""
        with self.changed:
            return tuple(sorted({*self.ahead, *(path for path, times in self._open.items() if times)}))

    @contextmanager
    def opened(self, path: str) -> Iterator[None]:
        """Count a file as open."""
        with self.changed:
            self._open[path] += 1
        try:
            yield
        finally:
            with self.changed:
                self._open[path] -= 1

    def read(self, path: str) -> bytes | None:
        """Return the content of a file as it is shown now; None where there is none."""
        ahead = self.ahead.get(path)
        return self._built(path) if ahead is None else ahead

    def _built(self, path: str) -> bytes | None:
        try:
            return (self.output / path).read_bytes()
        except (OSError, ValueError):
            return None

    def name(self, path: str) -> str:
        """Return a name for what a path shows, which changes with it."""
        content = self.read(path)
        shown = self.read(urls.NOT_FOUND) if content is None else content
        return digest((shown or b"").decode("utf-8", "replace"), self.drawn)

    def as_event(self, path: str) -> bytes:
        """Write the state of a page as the text/event-stream that it reads (WHATWG, HTML, 9.2)."""
        told = json.dumps({"built": self.name(path), "problems": self.problems})
        return f"data: {told}\n\n".encode()
