"""Ask git about the folder of a campaign: who works there, its commits, and earlier versions of files."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from briefing.core.problems import BriefingError, few
from briefing.core.settings import DIRTY
from briefing.publish import commands

# So many versions of a file are looked at, the last first.
MOST_VERSIONS = 200
# What pins the program that a site is made with, beside its sources.
PINS = ("requirements.lock", "requirements.txt")


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

    def commit_of(self, sources: Sequence[Path], tell: Callable[[str], None]) -> str:
        """Return the last commit that touched any of the sources, with `DIRTY` if more was changed since.

        Empty where git does not know: there is none, the folder is in no repository, or the history is cut
        off before that commit, which is told.
        """
        shapes = self._inside((*sources, *(self.root / pin for pin in PINS)))
        commit, _, parents = (
            self._out("log", "-1", "--format=%H %P", "--", *shapes).decode().strip().partition(" ")
        )
        if not commit:
            return ""
        # Where history is cut off, a commit seems to have no parents, and so to have made every file.
        if not parents and b"\nparent " in self._out("cat-file", "commit", commit).partition(b"\n\n")[0]:
            tell(
                "this clone is shallow and lacks the commit that last touched the sources, so the site names "
                "no commit; git fetch --unshallow brings the whole history"
            )
            return ""
        changed = self._out("--no-optional-locks", "status", "--porcelain", "--", *shapes)
        return f"{commit}{DIRTY if changed else ''}"

    def refuse_uncommitted(self, sources: Sequence[Path]) -> None:
        """Refuse to publish from a work tree whose sources differ from its commit.

        A folder that is in no repository has nothing to differ from; a detached or shallow one does.
        """
        if shutil.which("git") is None:
            return
        words = ["status", "--porcelain", "-z", "--untracked-files=all", "--no-renames", "--"]
        done = commands.run(["git", "-C", str(self.root), *words, *self._inside(sources)])
        if "not a git repository" in done.errors:
            return
        done.check(
            "git cannot tell whether the sources are committed", {"": "mend that, or add --uncommitted"}
        )
        # Each line has two letters and a space before the path.
        if changed := [os.fsdecode(line[3:]) for line in done.out.split(b"\0") if line]:
            raise BriefingError(
                f"not committed: {few(changed)}; commit first, so that the commit says what is live, "
                "or add --uncommitted"
            )

    def _inside(self, paths: Sequence[Path]) -> list[str]:
        return [str(path) for path in paths if path.is_relative_to(self.root)]

    def _out(self, *words: str, variables: Mapping[str, str] | None = None) -> bytes:
        """Return what git printed; nothing where it refused, or is not there."""
        if shutil.which("git") is None:
            return b""
        done = commands.run(["git", "-C", str(self.root), *words], variables=variables)
        return b"" if done.code else done.out
