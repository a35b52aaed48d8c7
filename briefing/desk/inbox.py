"""List the notes by their state."""

from __future__ import annotations

import re
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from briefing.content.folder import LEADS, replace
from briefing.core import program
from briefing.core.problems import BriefingError
from briefing.desk import lines, stories
from briefing.desk.library import is_note
from briefing.desk.lines import Line  # noqa: TC001 - the store reads this type's hints
from briefing.engine import codec
from briefing.suggest import rejections
from briefing.text.fold import fold, slug

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from briefing.desk.library import Library
    from briefing.desk.stories import Story
    from briefing.intake.store import Kept, Likeness
    from briefing.suggest.rejections import Rejection

# The states of notes with their headings, in working order; each note has one.
STATES = {
    "problems": "With problems",
    "confirm": "To confirm",
    "draft": "Draft",
    "published": "Published",
    "corrected": "Corrected",
    "withdrawn": "Withdrawn",
}
# What else a list can be narrowed to.
NARROWED = {"unchecked": "Not checked by a second person", "uncredited": "With an image without a credit"}
# So many notes, and days, are listed at once, and so many notes are looked through while a page waits; so
# many lines are made before all are kept for the next start.
MOST, DAYS, FRESH, KEPT = 200, 40, 4, 500
_TERM = re.compile(r'-?"[^"]+"|\S+')


class Wanted(Struct, frozen=True):
    """What the inbox is to list; a day counts where the report may have appeared by then."""

    state: str = ""
    query: str = ""
    source: str = ""
    since: str = ""
    until: str = ""
    narrowed: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Wanted:
        """Take it from what a page's address gives; what is unknown narrows nothing."""
        names = {"q": "query", "from": "since", "to": "until", "only": "narrowed"}
        told = {names.get(key, key): value for key, value in given.items()}
        known = {key: told.get(key, "") for key in ("query", "source", "since", "until")}
        state, narrowed = told.get("state", ""), told.get("narrowed", "")
        return cls(
            state if state in STATES else "", narrowed=narrowed if narrowed in NARROWED else "", **known
        )

    def takes(self, lines: Iterable[Line]) -> Iterator[Line]:
        """Yield the lines that are wanted, of whatever state."""
        terms = [(one.startswith("-"), fold(one.strip('-"'))) for one in _TERM.findall(self.query)]
        for line in lines:
            if self.source not in {"", line.source} or (self.since and line.day < self.since):
                continue
            if (self.until and line.day > self.until) or (self.narrowed == "unchecked" and line.checked):
                continue
            if self.narrowed == "uncredited" and not line.uncredited:
                continue
            if all((term in line.held) is not barred for barred, term in terms):
                yield line


class Inbox(Struct, frozen=True):
    """The lines of some notes, how many there are of each state, and what else waits.

    `days` have no lead, `uncredited` are notes with images without a credit, `sources` are those of all
    notes, `stories` those that two notes may tell. `more` notes, `earlier` days and `others` with images are
    not listed, `unread` notes not looked through yet.
    """

    lines: tuple[Line, ...]
    counts: dict[str, int]
    days: tuple[str, ...]
    uncredited: tuple[Line, ...]
    sources: tuple[str, ...]
    stories: tuple[Story, ...] = ()
    more: int = 0
    earlier: int = 0
    others: int = 0
    unread: int = 0


class _Kept(Struct, frozen=True):
    """The lines of an earlier run, each with the version that it was made of."""

    program: str
    lines: dict[str, tuple[str, Line]]


class Register(Struct):
    """The lines of all notes, each made again where its note changed, the registry or what was rejected.

    They are kept in a file, if there is one, for the next start. Work in the background goes on when `wait`
    returns.
    """

    library: Library
    file: Path | None = None
    wait: Callable[[], None] = lambda: None
    lock: threading.Lock = field(default_factory=threading.Lock)
    _lines: dict[str, tuple[str, Line]] = field(default_factory=dict)
    _slugs: dict[str, str] = field(default_factory=dict)
    _pairs: tuple[tuple[Kept, Likeness], ...] = ()
    _worker: threading.Thread | None = None

    def recall(self) -> None:
        """Take up the lines of an earlier run, as far as this program made them."""
        with suppress(OSError, codec.DamagedError):
            kept = codec.loads(self.file.read_text("utf-8"), _Kept) if self.file else None
            if kept and kept.program == program.fingerprint():
                self._lines = dict(kept.lines)

    def keep(self) -> None:
        """Keep the lines; where the disk is full or read-only, the next start makes them again."""
        with suppress(OSError):
            if self.file:
                self.file.parent.mkdir(parents=True, exist_ok=True)
                replace(self.file, codec.dumps(_Kept(program.fingerprint(), self._lines)).encode())

    def look_through(self, most: int, paths: Iterable[str]) -> int:
        """Make the lines of up to so many changed notes; return how many are left."""
        left = 0
        for number, (path, version) in enumerate(self._changed(paths)):
            if number < most:
                self._lines[path] = version, lines.of(self.library, path)
            else:
                left += 1
        return left

    def begin(self) -> None:
        """Make all missing lines in the background."""
        if self._worker is None or not self._worker.is_alive():
            self._worker = threading.Thread(target=self.warm, daemon=True)
            self._worker.start()

    def warm(self) -> None:
        """Make all lines, one at a time, so that a page has to wait for a few at most."""
        # If the rejections cannot be read, the page says so.
        with suppress(BriefingError):
            while changed := list(self._changed(self.library.paths())):
                for number, (path, version) in enumerate(changed, 1):
                    self.wait()
                    with self.lock:
                        self._lines[path] = version, lines.of(self.library, path)
                        if number % KEPT == 0 or number == len(changed):
                            self.keep()
            self._pairs = stories.found(self.library.reports)

    def read(self, wanted: Wanted | None = None) -> Inbox:
        """List the notes that are wanted: the latest first in each state."""
        wanted = wanted or Wanted()
        files = self.library.files()
        paths = [path for path in files if is_note(path)]
        with self.lock:
            unread = self.look_through(FRESH, paths)
            lines = [self._lines[path][1] for path in paths if path in self._lines]
        order = list(STATES)
        lines.sort(key=lambda one: (one.day, one.path), reverse=True)
        lines.sort(key=lambda one: order.index(one.state))
        fit = list(wanted.takes(lines))
        shown = [one for one in fit if wanted.state in {"", one.state}]
        counts = Counter(one.state for one in fit)
        led = {path.rpartition("/")[2].removesuffix(".md") for path in files if path.startswith(f"{LEADS}/")}
        days = sorted({one.start for one in lines if one.start} - led, reverse=True)
        uncredited = [one for one in lines if one.uncredited]
        return Inbox(
            tuple(shown[:MOST]),
            {name: counts[name] for name in STATES},
            tuple(days[:DAYS]),
            tuple(uncredited[:DAYS]),
            tuple(sorted({one.source for one in lines if one.source})),
            tuple(islice(stories.unanswered(self._pairs, lines, self.library.folder), DAYS)),
            max(len(shown) - MOST, 0),
            max(len(days) - DAYS, 0),
            max(len(uncredited) - DAYS, 0),
            unread,
        )

    def _changed(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Yield the notes whose lines are to be made, the last first, each with its version."""
        shared = self.library.shared_version()
        rejected: dict[str, list[Rejection]] = defaultdict(list)
        for one in sorted(rejections.load(self.library.folder)):
            rejected[one.note].append(one)
        for path in reversed(tuple(paths)):
            version = repr((self.library.version(path), shared, rejected.get(self._slug(path))))
            if path not in self._lines or self._lines[path][0] != version:
                yield path, version

    def _slug(self, path: str) -> str:
        if path not in self._slugs:
            self._slugs[path] = slug(Path(path).stem)
        return self._slugs[path]
