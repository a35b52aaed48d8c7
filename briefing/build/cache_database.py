"""The database of the content cache: parsed files and cards.

It only saves work: a build without it makes the same site.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from briefing.build.marks import Mark, MarkKind
from briefing.engine.database import PATIENCE, Connection, StoreDamagedError, connect, guarded, undone

FORM = 11
SCHEMA = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE files (path TEXT PRIMARY KEY, state TEXT NOT NULL, sha256 TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE unchecked (path TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE doubts (path TEXT PRIMARY KEY, told TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE warnings (path TEXT PRIMARY KEY, told TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE marks (
  path TEXT NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL, line INTEGER NOT NULL, detail TEXT NOT NULL
);
CREATE INDEX marks_by_value ON marks (kind, value);
CREATE INDEX marks_by_path ON marks (path);
CREATE TABLE unfollowed (series TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE falls (series TEXT PRIMARY KEY, told TEXT NOT NULL) WITHOUT ROWID;
CREATE TRIGGER lost_from_series AFTER DELETE ON marks WHEN old.kind = 'series'
BEGIN INSERT OR IGNORE INTO unfollowed VALUES (old.value); END;
CREATE TRIGGER new_in_series AFTER INSERT ON marks WHEN new.kind = 'series'
BEGIN INSERT OR IGNORE INTO unfollowed VALUES (new.value); END;
CREATE TABLE texts (path TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE targets (target TEXT NOT NULL, path TEXT NOT NULL, PRIMARY KEY (target, path)) WITHOUT ROWID;
CREATE INDEX targets_by_path ON targets (path);
CREATE TABLE cards (
  path TEXT PRIMARY KEY, slug TEXT NOT NULL, sha256 TEXT NOT NULL, version TEXT NOT NULL,
  status TEXT NOT NULL, tags TEXT NOT NULL, waiting INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX cards_by_slug ON cards (slug);
CREATE TABLE analysed (path TEXT PRIMARY KEY, value TEXT NOT NULL, folded TEXT NOT NULL);
"""


# What is kept for each file that was read.
OF_FILES = ("files", "texts", "targets", "doubts", "warnings", "marks")


class ReadFile(NamedTuple):
    """A file of the content when it was read: its hash, and its state if that can be trusted."""

    state: str
    sha256: str


class CachedFile(NamedTuple):
    """What was read from a file: what the file is, its value as a text, and the files that it refers to.

    `doubts` are the warnings that the file alone gives rise to, as a text.
    """

    file: ReadFile
    value: str
    targets: tuple[str, ...]
    doubts: str = ""


class CardState(NamedTuple):
    """A note's card as it was worked out of a file with this hash; `version` is a digest of the card.

    `status` is the note's, `tags` the keys of all that can be its tags, one a line; `waiting` counts the
    events that were found where the note's head says nothing of events.
    """

    slug: str
    sha256: str
    version: str
    status: str = "published"
    tags: str = ""
    waiting: int = 0


class Store:
    """What was read and worked out of each file, by path below the content folder."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def undone(self) -> AbstractContextManager[None]:
        """Undo all changes made within, however the block ends."""
        return undone(self.connection)

    def about(self, name: str) -> str:
        """Return a note kept under a name, or an empty text."""
        return self.connection.execute("SELECT value FROM about WHERE name = ?", (name,)).get or ""

    def keep_about(self, name: str, value: str) -> None:
        """Keep a note under a name."""
        with self.connection:
            self.connection.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (name, value))

    def forget_files(self) -> None:
        """Delete everything kept about files."""
        with self.connection:
            for table in (*OF_FILES, "unchecked", "cards", "analysed"):
                self.connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names

    def files(self) -> dict[str, ReadFile]:
        """Return all files that were read without a fault, by path."""
        rows = self.connection.execute("SELECT path, state, sha256 FROM files")
        return {path: ReadFile(state, sha256) for path, state, sha256 in rows}

    def keep_files(self, read: Mapping[str, CachedFile], gone: Iterable[str] = ()) -> None:
        """Keep what was read from files, and delete others; all of them are to be checked."""
        with self.connection:
            lost = [(path,) for path in (*gone, *read)]
            self.connection.executemany("INSERT OR IGNORE INTO unchecked VALUES (?)", lost)
            for table in OF_FILES:
                self.connection.executemany(f"DELETE FROM {table} WHERE path = ?", lost)  # noqa: S608
            rows = ((path, *kept.file) for path, kept in read.items())
            self.connection.executemany("INSERT INTO files VALUES (?, ?, ?)", rows)
            texts = ((path, zlib.compress(kept.value.encode(), 1)) for path, kept in read.items())
            self.connection.executemany("INSERT INTO texts VALUES (?, ?)", texts)
            pairs = ((target, path) for path, kept in read.items() for target in set(kept.targets))
            self.connection.executemany("INSERT INTO targets VALUES (?, ?)", pairs)
            doubts = ((path, kept.doubts) for path, kept in read.items() if kept.doubts)
            self.connection.executemany("INSERT INTO doubts VALUES (?, ?)", doubts)

    def forget_states(self) -> None:
        """Forget the states of all files, so that each is read before it counts as the same."""
        self.connection.execute("UPDATE files SET state = ''")

    def keep_states(self, states: Mapping[str, str]) -> None:
        """Keep the states of files whose content was found to be as before."""
        with self.connection:
            query = "UPDATE files SET state = ? WHERE path = ?"
            self.connection.executemany(query, ((state, path) for path, state in states.items()))

    def unchecked(self) -> set[str]:
        """Return the files that changed, or were removed, since a check last passed."""
        return {path for (path,) in self.connection.execute("SELECT path FROM unchecked")}

    def doubts(self) -> dict[str, str]:
        """Return the warnings that come from single files, as a text each, by path."""
        return dict(self.connection.execute("SELECT path, told FROM doubts"))

    def of_program(self, program: str) -> None:
        """Delete what another version of the program kept; `digest` is that of this one."""
        if self.about("program") != program:
            self.forget_files()
            with self.connection:
                self.connection.execute("DELETE FROM about")
            self.keep_about("program", program)

    def warnings(self) -> tuple[str, ...]:
        """Return the warnings of all files that have any, in one or two texts each."""
        query = "SELECT path, told FROM doubts UNION ALL SELECT path, told FROM warnings ORDER BY path"
        return tuple(told for _, told in self.connection.execute(query))

    def keep_check(self, told: Mapping[str, str], passed: str) -> None:
        """Keep that a check passed, with the warnings of these files (an empty text for none)."""
        with self.connection:
            self.connection.execute("INSERT OR REPLACE INTO about VALUES ('checked', ?)", (passed,))
            self.connection.execute("DELETE FROM unchecked")
            self.connection.executemany("DELETE FROM warnings WHERE path = ?", ((path,) for path in told))
            rows = ((path, text) for path, text in told.items() if text)
            self.connection.executemany("INSERT INTO warnings VALUES (?, ?)", rows)

    def keep_marks(self, marks: Mapping[str, Iterable[Mark]]) -> None:
        """Replace the marks of notes."""
        with self.connection:
            lost = ((path,) for path in marks)
            self.connection.executemany("DELETE FROM marks WHERE path = ?", lost)
            rows = ((path, *mark) for path, some in marks.items() for mark in some)
            self.connection.executemany("INSERT INTO marks VALUES (?, ?, ?, ?, ?)", rows)

    def holders(self, kind: MarkKind, value: str) -> tuple[tuple[str, Mark], ...]:
        """Return the paths of the notes that have a mark, in order, each with its value."""
        query = "SELECT * FROM marks WHERE kind = ? AND value = ? ORDER BY path, line"
        rows = self.connection.execute(query, (kind, value))
        return tuple((path, Mark(*mark)) for path, *mark in rows)

    def values(self, kind: MarkKind) -> Iterator[tuple[str, int]]:
        """Yield each value of a mark, and how many notes have it."""
        query = "SELECT value, count(*) FROM marks WHERE kind = ? GROUP BY value"
        yield from self.connection.execute(query, (kind,))

    def unfollowed(self) -> frozenset[str]:
        """Return the series that may have changed since their falls were last kept."""
        return frozenset(name for (name,) in self.connection.execute("SELECT series FROM unfollowed"))

    def keep_falls(self, told: Mapping[str, str]) -> None:
        """Keep the warnings of series that fall, and delete those of other series that may have changed."""
        with self.connection:
            self.connection.execute("DELETE FROM falls WHERE series IN (SELECT series FROM unfollowed)")
            self.connection.executemany("INSERT INTO falls VALUES (?, ?)", told.items())
            self.connection.execute("DELETE FROM unfollowed")

    def falls(self) -> tuple[str, ...]:
        """Return the warnings of series that fall, a text for each."""
        return tuple(told for (told,) in self.connection.execute("SELECT told FROM falls"))

    def text(self, path: str) -> str:
        """Return what was read from a file; raises StoreDamagedError where the store lacks it."""
        value = self.connection.execute("SELECT value FROM texts WHERE path = ?", (path,)).get
        if value is None:
            raise StoreDamagedError(f"the store lacks the text of {path}")
        return zlib.decompress(value).decode()

    def referring(self, targets: Iterable[str]) -> set[str]:
        """The files that refer to any of these."""
        query = "SELECT path FROM targets WHERE target = ?"
        return {path for one in targets for (path,) in self.connection.execute(query, (one,))}

    def all_targets(self) -> set[str]:
        """The files that any file refers to."""
        return {target for (target,) in self.connection.execute("SELECT DISTINCT target FROM targets")}

    def targets(self, paths: Iterable[str]) -> set[str]:
        """The files that any of these refer to."""
        query = "SELECT target FROM targets WHERE path = ?"
        return {target for one in paths for (target,) in self.connection.execute(query, (one,))}

    def cards(self) -> dict[str, CardState]:
        """Which cards there are, by path."""
        rows = self.connection.execute("SELECT path, slug, sha256, version, status, tags, waiting FROM cards")
        return {path: CardState(*state) for path, *state in rows}

    def named(self, slugs: Iterable[str]) -> set[str]:
        """The files of notes that have a card and one of these slugs."""
        query = "SELECT path FROM cards WHERE slug = ?"
        return {path for one in slugs for (path,) in self.connection.execute(query, (one,))}

    def without_card(self) -> set[str]:
        """The files that were read and have no card (yet)."""
        query = "SELECT path FROM files WHERE path NOT IN (SELECT path FROM cards)"
        return {path for (path,) in self.connection.execute(query)}

    def path(self, slug: str) -> str:
        """The path of a note's file; raises LookupError where there is no such note."""
        found: str | None = self.connection.execute("SELECT path FROM cards WHERE slug = ?", (slug,)).get
        if found is None:
            raise LookupError(f"there is no note {slug}")
        return found

    def card(self, path: str) -> str:
        """Return a note's card; raises StoreDamagedError where the store lacks it."""
        found: str | None = self.connection.execute("SELECT value FROM analysed WHERE path = ?", (path,)).get
        if found is None:
            raise StoreDamagedError(f"the store lacks the card of {path}")
        return found

    def keep_cards(self, made: Mapping[str, tuple[CardState, str, str]], gone: Iterable[str] = ()) -> None:
        """Keep cards, each with its value and the folded text that names are found in; forget others."""
        with self.connection:
            lost = [(path,) for path in (*gone, *made)]
            for table in ("cards", "analysed"):
                self.connection.executemany(f"DELETE FROM {table} WHERE path = ?", lost)  # noqa: S608
            rows = ((path, *known) for path, (known, _, _) in made.items())
            self.connection.executemany("INSERT INTO cards VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
            values = ((path, value, folded) for path, (_, value, folded) in made.items())
            self.connection.executemany("INSERT INTO analysed VALUES (?, ?, ?)", values)

    def holding(self, folded: Iterable[str], written: Iterable[str]) -> set[str]:
        """The paths of notes whose folded text, or whose card as it is written, holds any of these."""
        found: set[str] = set()
        for column, texts in (("folded", folded), ("value", written)):
            query = f"SELECT path FROM analysed WHERE instr({column}, ?)"  # noqa: S608 - our own names
            found.update(path for text in texts for (path,) in self.connection.execute(query, (text,)))
        return found


@contextmanager
def opened(path: Path, *, patience: int = PATIENCE) -> Iterator[Store]:
    """Open the store, making it where it is missing, damaged or of another form; closed at the end."""
    with guarded(path), closing(connect(path, form=FORM, schema=SCHEMA, patience=patience)) as connection:
        yield Store(connection)
