"""Ask git about the folder that a campaign stands in: who works there, and what its files were."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from briefing.publish import commands

# So many versions of a file are looked at, the last first.
MOST_VERSIONS = 200


class Person(NamedTuple):
    """Who works with git, by the name and the address that git was told."""

    name: str
    email: str

    def is_same(self, other: Person) -> bool:
        """Tell whether both are one person, as far as git knows."""
        return self.name.casefold() == other.name.casefold() or (
            bool(self.email) and self.email.casefold() == other.email.casefold()
        )


@dataclass(frozen=True, slots=True)
class Repository:
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

    def _out(self, *words: str) -> bytes:
        """Return what git printed; nothing where it refused, or is not there."""
        if shutil.which("git") is None:
            return b""
        done = commands.run(["git", "-C", str(self.root), *words])
        return b"" if done.code else done.out
