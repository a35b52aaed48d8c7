"""Run git: read and write a branch of a remote repository."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from msgspec import Struct

from briefing.publish import commands

if TYPE_CHECKING:
    from briefing.publish.commands import Outcome

NOBODY = {"NAME": "Briefing", "EMAIL": "briefing@localhost"}
FILE = "100644"
# What git says of a push that is not on top of the branch, or that came at the same moment.
OVERTAKEN = ("[rejected]", "cannot lock ref", "failed to update ref", "incorrect old value")
NONE_SUCH = 2
# What stands before the @ of an address: every user of the machine sees what programs are called with, so
# git is told in its surroundings, which a helper of ours hands on.
_SECRET = re.compile(r"(https?://)([^/]*)@")
_HELPER = """!f() {
    printf 'username=%s\\n' "$BRIEFING_GIT_USER"
    test -z "$BRIEFING_GIT_PASSWORD" || printf 'password=%s\\n' "$BRIEFING_GIT_PASSWORD"
}; f"""
HINTS = {
    **commands.SSH_HINTS,
    "checked out branch": "the branch is checked out there; push to a bare repository or to another branch",
    "could not read Username": "git has no credentials for that address",
}


class Git(Struct, frozen=True):
    """A bare repository, kept for one run, whose only remote is the address."""

    folder: Path
    address: str
    shown: str

    def make(self) -> None:
        """Make the repository. Raises BriefingError without git."""
        self.run("init", "--quiet", "--bare", str(self.folder))
        self.run("remote", "add", "origin", _SECRET.sub(r"\1", self.address))

    def fetch(self, branch: str, *, depth: int) -> str:
        """Fetch a branch's newest commits and return its tip; "" if there is no such branch yet."""
        ref = f"refs/heads/{branch}"
        outcome = self._run("ls-remote", "--exit-code", "origin", ref)
        if outcome.code == NONE_SUCH:
            return ""
        outcome.check(f"{self.shown} cannot be read", HINTS)
        self.run("fetch", "--quiet", "--no-tags", "--filter=blob:none", f"--depth={depth}", "origin", ref)
        return self._line("rev-parse", "FETCH_HEAD")

    def history(self, tip: str) -> Iterator[tuple[str, str, str]]:
        """Yield each commit's hash, time and message along first parents, the newest first."""
        log = self.run("log", "-z", "--first-parent", "--format=%H%n%cI%n%B", tip).decode(errors="replace")
        for record in filter(None, log.split("\0")):
            commit, when, message = record.split("\n", 2)
            yield commit, when, message

    def tree(self, commit: str) -> dict[str, str]:
        """Read each file's mode and hash, as git writes them, by path."""
        listed = os.fsdecode(self.run("ls-tree", "-r", "-z", "--full-tree", commit))
        lines = (line.split("\t", 1) for line in listed.split("\0") if line)
        return {path: " ".join(kind.split(" ")[::2]) for kind, path in lines}

    def keep(self, files: Sequence[Path]) -> tuple[str, ...]:
        """Keep files' bytes as they are; return mode and hash of each, in the order given."""
        names = b"".join(os.fsencode(file.absolute()) + b"\n" for file in files)
        hashes = self.run("hash-object", "-w", "--no-filters", "--stdin-paths", stdin=names)
        return tuple(f"{FILE} {digest}" for digest in hashes.decode().split())

    def commit(self, files: Mapping[str, str], parent: str, message: str, when: str) -> str:
        """Commit files, each by its mode and hash, on top of the parent ("" for none); return the hash."""
        lines = "\0".join(f"{entry}\t{path}" for path, entry in files.items())
        self.run("update-index", "-z", "--index-info", stdin=os.fsencode(lines))
        tree = self._line("write-tree", "--missing-ok")
        words = ["commit-tree", tree, *(["-p", parent] if parent else []), "-F", "-"]
        return self._line(*words, stdin=message.encode(), variables=self._signature(when))

    def push(self, commit: str, branch: str) -> bool:
        """Push a commit, never by force; false if it was refused because another commit came first."""
        outcome = self._run("push", "--quiet", "--porcelain", "origin", f"{commit}:refs/heads/{branch}")
        printed = outcome.out.decode(errors="replace") + outcome.errors
        if outcome.code and any(words in printed for words in OVERTAKEN):
            return False
        outcome.check(f"{self.shown} cannot be written", HINTS)
        return True

    def _signature(self, when: str) -> dict[str, str]:
        """Return who commits, and when: git's configured user, or else Briefing, never the host's name."""
        known = "GIT_COMMITTER_EMAIL" in os.environ or self._run("config", "user.email").code == 0
        parts = {"DATE": when} | ({} if known else NOBODY)
        return {
            f"GIT_{role}_{part}": word for role in ("AUTHOR", "COMMITTER") for part, word in parts.items()
        }

    def run(self, *words: str, stdin: bytes = b"", variables: Mapping[str, str] | None = None) -> bytes:
        """Run git and return what it printed. Raises BriefingError if it failed."""
        outcome = self._run(*words, stdin=stdin, variables=variables)
        outcome.check(f"{self.shown}: git {words[0]} failed", HINTS)
        return outcome.out

    def _line(self, *words: str, stdin: bytes = b"", variables: Mapping[str, str] | None = None) -> str:
        return self.run(*words, stdin=stdin, variables=variables).decode().strip()

    def _run(self, *words: str, stdin: bytes = b"", variables: Mapping[str, str] | None = None) -> Outcome:
        settings = {
            "GIT_DIR": str(self.folder),
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_SSH_COMMAND": os.environ.get("GIT_SSH_COMMAND", " ".join(("ssh", *commands.SSH))),
            **(variables or {}),
        }
        chosen = ["http.lowSpeedLimit=1", "http.lowSpeedTime=60", "gc.auto=0"]
        if secret := _SECRET.match(self.address):
            user, _, password = map(unquote, secret[2].partition(":"))
            settings |= {"BRIEFING_GIT_USER": user, "BRIEFING_GIT_PASSWORD": password}
            chosen += ["credential.helper=", f"credential.helper={_HELPER}"]
        options = [word for one in chosen for word in ("-c", one)]
        return commands.run(["git", *options, *words], stdin=stdin, variables=settings)
