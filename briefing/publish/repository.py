"""Ask git about the folder of a campaign: who works there, and earlier versions of files."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from briefing.core.problems import BriefingError
from briefing.publish import commands

# So many versions of a file are looked at, the last first.
MOST_VERSIONS = 200


class Person(NamedTuple):
    """A user of git, by configured name and address."""

    name: str
    email: str

    def is_same(self, other: Person) -> bool:
        """Tell whether both are one person, as far as git knows."""
        return self.name.casefold() == other.name.casefold() or (
            bool(self.email) and self.email.casefold() == other.email.casefold()
        )


class Repository(Struct, frozen=True):
    """A folder that may be under git."""

    root: Path

    def person(self) -> Person | None:
        """Return who works here; None where git was told no name."""
        name, email = (
            self._out("config", f"user.{key}").decode("utf-8", "replace") for key in Person._fields
        )
        return Person(name.strip(), email.strip()) if name.strip() else None

    def is_there(self) -> bool:
        """Tell whether the folder is under git."""
        return bool(self._out("rev-parse", "--git-dir"))

    def versions(self, file: Path) -> Iterator[tuple[Person, bytes]]:
        """Yield what was committed of a file, the last first, each with its author."""
        inside = os.path.relpath(file, self.root).replace(os.sep, "/")
        log = self._out(*("log", f"-{MOST_VERSIONS}", "--format=%H%x00%aN%x00%aE", "--", inside))
        for line in log.decode("utf-8", "replace").splitlines():
            commit, name, email = line.split("\0")
            yield Person(name, email), self.content(commit, inside)

    def content(self, commit: str, inside: str) -> bytes:
        """Return a file as it was in a commit, by its path below the folder; nothing where it was not."""
        return self._out("show", f"{commit}:./{inside}")

    def has(self, commit: str) -> bool:
        """Tell whether there is such a commit here."""
        return bool(self._out("rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}"))

    def changed(self, commit: str, inside: str) -> tuple[str, ...]:
        """Return which files of a folder are not as in a commit, by their paths in it."""
        names = ("diff", "--name-only", "--no-renames", "--relative", "-z", commit, "--", inside)
        new = ("ls-files", "--others", "--exclude-standard", "-z", "--", inside)
        found = {os.fsdecode(path) for path in (self._out(*names) + self._out(*new)).split(b"\0") if path}
        return tuple(sorted(os.path.relpath(path, inside).replace(os.sep, "/") for path in found))

    def difference(self, inside: str) -> str:
        """Return how a folder differs from the last commit, new files among it, as git shows that."""
        with tempfile.TemporaryDirectory() as folder:
            # An index of its own, so that what was staged stays as it is.
            index = {"GIT_INDEX_FILE": f"{folder}/index"}
            self._out("read-tree", "HEAD", variables=index)
            self._out("add", "--all", "--", inside, variables=index)
            told = self._out("diff", "--cached", "--no-color", "--no-ext-diff", "--", inside, variables=index)
        return told.decode("utf-8", "replace")

    def commit(self, folder: Path, message: str) -> str:
        """Commit all that changed in a folder, and nothing else; return the commit in a line.

        Raises BriefingError, with what git or a hook said, where nothing was committed.
        """
        inside = os.path.relpath(folder, self.root)
        if not self._out("status", "--porcelain", "--", inside):
            raise BriefingError("there is nothing to commit")
        for words in (["add", "--all"], ["commit", "--quiet", "--message", message.strip(), "--only"]):
            done = commands.run(["git", "-C", str(self.root), *words, "--", inside])
            done.check("nothing was committed", {"index.lock": "another git is at work here; wait for it"})
        return self._out("log", "-1", "--format=%h %s").decode("utf-8", "replace").strip()

    def _out(self, *words: str, variables: Mapping[str, str] | None = None) -> bytes:
        """Return what git printed; nothing where it refused, or is not there."""
        if shutil.which("git") is None:
            return b""
        done = commands.run(["git", "-C", str(self.root), *words], variables=variables)
        return b"" if done.code else done.out
