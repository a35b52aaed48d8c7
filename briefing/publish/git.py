"""A repository's address in; its trees and commits, and new ones written and pushed, by git itself, out."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.core.problems import BriefingError
from briefing.publish import commands

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from briefing.publish.commands import Outcome

FIELD, RECORD = "\x1f", "\x1e"
NOBODY = {"NAME": "Briefing", "EMAIL": "briefing@localhost"}
FILE = "100644"
NOTHING = "0" * 40
# What git says of a push that is not on top of what is there, or that came at the same moment.
OVERTAKEN = ("[rejected]", "cannot lock ref", "failed to update ref", "incorrect old value")
NONE_SUCH = 2
HINTS = {
    "checked out branch": "the branch is checked out there; push to a bare repository or to another branch",
    "could not read Username": "git has no credentials for that address",
    "Permission denied (publickey": "ssh needs a key that is accepted there without a password",
    "Host key verification failed": "log in there with ssh once, to accept the host's key",
}
SSH = "ssh -oBatchMode=yes -oConnectTimeout=20 -oServerAliveInterval=15 -oServerAliveCountMax=4"


@dataclass(frozen=True, slots=True)
class Git:
    """A bare repository of a moment in a folder, whose only remote is the address."""

    folder: Path
    shown: str

    @classmethod
    def made(cls, folder: Path, address: str, shown: str) -> Git:
        """Make it. Raises BriefingError without git."""
        commands.require("git")
        git = cls(folder, shown)
        git.run("init", "--quiet", "--bare", str(folder))
        git.run("remote", "add", "origin", address)
        return git

    def fetched(self, branch: str, *, depth: int) -> str:
        """Fetch a branch's newest commits and return its tip; "" where there is no such branch yet."""
        ref = f"refs/heads/{branch}"
        outcome = self._run("ls-remote", "--exit-code", "origin", ref)
        if outcome.code == NONE_SUCH:
            return ""
        self._succeed(outcome, f"{self.shown} cannot be read")
        self.run("fetch", "--quiet", "--no-tags", "--filter=blob:none", f"--depth={depth}", "origin", ref)
        return self.run("rev-parse", "FETCH_HEAD").decode().strip()

    def history(self, tip: str) -> tuple[tuple[str, str, str], ...]:
        """What was fetched, newest first: each commit's hash, time and message, along first parents."""
        form = f"--format=%H{FIELD}%cI{FIELD}%B{RECORD}"
        told = self.run("log", "--first-parent", form, tip).decode(errors="replace")
        fields = (record.strip().split(FIELD, 2) for record in told.split(RECORD) if record.strip())
        return tuple((commit, when, message) for commit, when, message in fields)

    def tree(self, commit: str) -> dict[str, str]:
        """Each file's mode and hash, as git writes them, by path."""
        listed = self.run("ls-tree", "-r", "-z", "--full-tree", commit)
        found = {}
        for line in filter(None, listed.split(b"\0")):
            told, _, path = line.partition(b"\t")
            mode, _, digest = told.decode().split(" ")
            found[os.fsdecode(path)] = f"{mode} {digest}"
        return found

    def content(self, commit: str, path: str) -> bytes:
        """A file as it is in a commit."""
        return self.run("cat-file", "blob", f"{commit}:{path}")

    def written(self, files: Sequence[Path]) -> tuple[str, ...]:
        """Keep files' bytes as they are; return mode and hash of each, in the order given."""
        names = b"".join(os.fsencode(file.absolute()) + b"\n" for file in files)
        hashes = self.run("hash-object", "-w", "--no-filters", "--stdin-paths", stdin=names)
        return tuple(f"{FILE} {digest}" for digest in hashes.decode().split())

    def empty(self) -> str:
        """Keep an empty file."""
        return f"{FILE} {self.run('hash-object', '-w', '--stdin').decode().strip()}"

    def committed(
        self, wanted: Mapping[str, str], before: Mapping[str, str], parent: str, message: str, when: str
    ) -> str:
        """Commit a tree on top of the parent ("" for none), knowing its tree, and return its hash."""
        if parent:
            self.run("read-tree", parent)
        lines = [f"{one}\t{path}" for path, one in wanted.items() if before.get(path) != one]
        # A path that was a file may become a folder's, so what goes goes first.
        gone = [f"0 {NOTHING}\t{path}" for path in before if path not in wanted]
        self.run("update-index", "-z", "--index-info", stdin=os.fsencode("\0".join((*gone, *lines))))
        tree = self.run("write-tree", "--missing-ok").decode().strip()
        parents = ["-p", parent] if parent else []
        signed = self._signed(when)
        made = self.run("commit-tree", tree, *parents, "-F", "-", stdin=message.encode(), variables=signed)
        return made.decode().strip()

    def pushed(self, commit: str, branch: str) -> str:
        """Push a commit, never by force; returns why it was refused if another commit came first, else ""."""
        outcome = self._run("push", "--quiet", "--porcelain", "origin", f"{commit}:refs/heads/{branch}")
        told = outcome.out.decode(errors="replace") + outcome.told
        if outcome.code and any(words in told for words in OVERTAKEN):
            return "another publication came first"
        self._succeed(outcome, f"{self.shown} cannot be written")
        return ""

    def _signed(self, when: str) -> dict[str, str]:
        """Who commits, and when: whoever git was told of, or else we, not what git makes of the host."""
        known = "GIT_COMMITTER_EMAIL" in os.environ or self._run("config", "user.email").code == 0
        roles = ("GIT_AUTHOR", "GIT_COMMITTER")
        names = {} if known else {f"{role}_{part}": one for role in roles for part, one in NOBODY.items()}
        return {**names, **{f"{role}_DATE": when for role in roles}}

    def run(self, *words: str, stdin: bytes = b"", variables: Mapping[str, str] | None = None) -> bytes:
        """Run git and return what it printed. Raises BriefingError where it failed."""
        outcome = self._run(*words, stdin=stdin, variables=variables)
        self._succeed(outcome, f"{self.shown}: git {words[0]} failed")
        return outcome.out

    def _run(self, *words: str, stdin: bytes = b"", variables: Mapping[str, str] | None = None) -> Outcome:
        asked = {
            "GIT_DIR": str(self.folder),
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_SSH_COMMAND": os.environ.get("GIT_SSH_COMMAND", SSH),
            **(variables or {}),
        }
        patient = ["-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=60", "-c", "gc.auto=0"]
        return commands.run(["git", *patient, *words], stdin=stdin, variables=asked)

    def _succeed(self, outcome: Outcome, what: str) -> None:
        if outcome.code:
            told = outcome.out.decode(errors="replace") + outcome.told
            hint = next((f"; {hint}" for words, hint in HINTS.items() if words in told), "")
            raise BriefingError(f"{what}: {commands.reason(outcome.told)}{hint}")
