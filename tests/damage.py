"""A built project and a seed in; hits on what it keeps for the next build, and what came of each.

`tests/test_damage.py` tries some, `tests/fuzz/hits.py` as many as you like.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import campaign
import test_build
from msgspec import Struct, field

from briefing.build import pipeline, recovery
from briefing.build.options import Options
from briefing.site.render import templates

if TYPE_CHECKING:
    import random

PAGE = 4096
# Builds, and kills itself when all pages are written, so that logs of SQLite are left behind.
KILLED = """
import os, signal, sys
from pathlib import Path
import campaign
from briefing.build import pipeline
from briefing.build.options import Options
from briefing.site.render import templates
def progress(what, done, total):
    if what == "pages planned and written" and done == total:
        os.kill(os.getpid(), signal.SIGKILL)
chosen = campaign.chosen(Path(sys.argv[1]))
theme = templates.Theme(templates.environment(chosen.folders.themes, {}))
pipeline.build(chosen, theme, Options(campaign.TODAY, progress))
"""
NOTES = {
    f"n{day:02}.md": campaign.note(
        f"Day {day}",
        f"2021-03-{day:02}",
        f"Colonel Vane said {day + 9} people of the Dyke Brigade were killed at Aldmoor on Monday.\n",
        f"claims:\n  - {{by: vane, who: brigade, what: killed, value: {day + 9}}}\n",
    )
    for day in range(2, 6)
}
EDITS: tuple[Callable[[Path], None], ...] = (
    lambda _: None,
    lambda root: test_build.retitle(root, 1),
    lambda root: test_build.remove(root, 2),
    lambda root: test_build.relabel(root, 3),
    lambda root: test_build.change_style(root, 4),
    lambda root: test_build.claim(root, 5),
    lambda root: test_build.add(root, 6),
)


class Outcome(Struct, frozen=True):
    """What came of a hit: which it was, whether a build noticed it, and what is wrong, if anything."""

    hit: str
    noticed: bool
    wrong: str


class Field(Struct, dict=True):
    """A project as it is hit again and again, each time from the same state."""

    root: Path
    clean: dict[tuple[int, ...], dict[str, bytes]] = field(default_factory=dict)

    def lay(self) -> None:
        """Build it, and keep it in two states: at rest, and with changes that SQLite has not settled yet."""
        campaign.write(self.root / "now", NOTES)
        self._made([])
        for edit in EDITS[:0:-1]:
            edit(self.root / "now")
            self._made([])
        shutil.rmtree(self.root / "now/content")
        self._write_content()
        command = [sys.executable, "-c", KILLED, str(self.root / "now")]
        environment = {**os.environ, "PYTHONPATH": f"{campaign.PROJECT}:{campaign.PROJECT / 'tests'}"}
        assert subprocess.run(command, env=environment, check=False).returncode == -signal.SIGKILL
        shutil.copytree(self.root / "now", self.root / "unsettled")
        self._made([])
        shutil.copytree(self.root / "now", self.root / "settled")

    def hit(self, chance: random.Random, hit: Callable[[Path, random.Random], str]) -> Outcome:
        """Hit it once, edit it and build it, edit it again and build it again; tell what came of it."""
        state = chance.choice(("settled", "settled", "unsettled"))
        shutil.rmtree(self.root / "now", ignore_errors=True)
        shutil.copytree(self.root / state, self.root / "now")
        shown = f"{state}: {hit(self._where().folders.store, chance)}"
        told: list[str] = []
        first = chance.randrange(len(EDITS))
        edits: tuple[int, ...] = ()
        for edit in (first, (first + 1) % len(EDITS)):
            edits = (*edits, edit)
            EDITS[edit](self.root / "now")
            try:
                self._made(told)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is what came of it
                return Outcome(shown, bool(told), f"{edits}: {type(error).__name__}: {error}")
            found, clean = campaign.files(self.root / "now/output"), self._clean(edits)
            if unlike := sorted(path for path in {*found, *clean} if found.get(path) != clean.get(path)):
                return Outcome(shown, bool(told), f"{edits}: {len(unlike)} files, such as {unlike[:3]}")
        return Outcome(shown, recovery.DAMAGED in told, "")

    def _where(self) -> Any:
        return campaign.chosen(self.root / "now")

    def _write_content(self) -> None:
        fresh = self.root / "fresh"
        shutil.copytree(campaign.write(fresh, NOTES) / "content", self.root / "now/content")
        shutil.copytree(fresh / "theme", self.root / "now/theme", dirs_exist_ok=True)
        shutil.rmtree(fresh)

    def _made(self, told: list[str], **where: str) -> None:
        chosen = campaign.chosen(self.root / "now", **where)
        theme = templates.Theme(templates.environment(chosen.folders.themes, {}))
        pipeline.build(chosen, theme, Options(campaign.TODAY, lambda what, *_: told.append(what)))

    def _clean(self, edits: tuple[int, ...]) -> dict[str, bytes]:
        """What a build makes of the edited project that has nothing to start from."""
        if edits not in self.clean:
            self._made([], output="clean", store=".other")
            self.clean[edits] = campaign.files(self.root / "now/clean")
            shutil.rmtree(self.root / "now/clean")
            shutil.rmtree(self.root / "now/.other")
        return self.clean[edits]


def kept(store: Path) -> list[Path]:
    """The files that a build keeps for the next and reads again."""
    found = (path for path in store.rglob("*") if path.is_file() and not path.name.endswith("-shm"))
    return sorted(path for path in found if path.stat().st_size)


def anywhere(store: Path, chance: random.Random) -> str:
    """Hit a file at random, the larger the likelier."""
    files = kept(store)
    (path,) = chance.choices(files, [path.stat().st_size + 20_000 for path in files])
    content = bytearray(path.read_bytes())
    kind = chance.choice(tuple(HITS))
    at = chance.randrange(len(content))
    changed = HITS[kind](content, at, chance)
    path.write_bytes(changed)
    return f"{kind} at {at} of {path.name}"


def _bit(content: bytearray, at: int, chance: random.Random) -> bytes:
    content[at] ^= 1 << chance.randrange(8)
    return bytes(content)


def _bytes(content: bytearray, at: int, chance: random.Random) -> bytes:
    some = chance.randbytes(chance.randrange(1, 40))
    content[at : at + len(some)] = some
    return bytes(content)


def _page(content: bytearray, at: int, chance: random.Random) -> bytes:
    """Overwrite a page: with zeros, with anything, or with another page."""
    start = at - at % PAGE
    end = min(start + PAGE, len(content))
    other = PAGE * chance.randrange(len(content) // PAGE or 1)
    pages = (bytes(end - start), chance.randbytes(end - start), content[other : other + end - start])
    content[start:end] = chance.choice(pages)
    return bytes(content)


def _cut(content: bytearray, at: int, _: random.Random) -> bytes:
    return bytes(content[:at])


def _digit(content: bytearray, at: int, chance: random.Random) -> bytes:
    """Change the next digit: what is kept goes on looking as it should."""
    for place in (*range(at, len(content)), *range(at)):
        if chr(content[place]) in "0123456789":
            content[place] = ord(chance.choice("0123456789".replace(chr(content[place]), "")))
            break
    return bytes(content)


HITS: dict[str, Callable[[bytearray, int, random.Random], bytes]] = {
    "bit": _bit,
    "bytes": _bytes,
    "page": _page,
    "cut": _cut,
    "digit": _digit,
}


def columns(store: Path) -> Iterator[tuple[str, str, str]]:
    """Every column of every table of every database: the name of its file, the table's, the column's."""
    for path in sorted(store.glob("*.sqlite")):
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            for (table,) in tables.fetchall():
                for row in connection.execute(f"PRAGMA table_info({table})").fetchall():
                    yield path.name, table, row[1]


class Column(Struct, frozen=True):
    """A hit on a value of a column, by SQL, as another program would change it."""

    file: str
    table: str
    column: str

    def __call__(self, store: Path, chance: random.Random) -> str:
        """Change a value, where there is any."""
        with closing(sqlite3.connect(store / self.file)) as connection:
            values = connection.execute(f"SELECT {self.column} FROM {self.table}").fetchall()  # noqa: S608
            at = chance.randrange(len(values) or 1)
            for (value,) in values[at : at + 1]:
                change = f"UPDATE OR REPLACE {self.table} SET {self.column} = ? WHERE {self.column} IS ?"  # noqa: S608
                connection.execute(change, (_other(value, chance), value))
            connection.commit()
        return f"{self.table}.{self.column}, value {at} of {len(values)}, of {self.file}"


def _other(value: Any, chance: random.Random) -> Any:
    if isinstance(value, int):
        return value + chance.choice((-1, 1))
    if isinstance(value, bytes):
        return _bit(bytearray(value), chance.randrange(len(value)), chance) if value else b"1"
    return f"{value[:-1]}{chance.choice('abc')}" if value else "a"
