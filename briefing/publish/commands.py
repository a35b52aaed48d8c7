"""Run other programs and report their failures in plain words."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence

from msgspec import Struct

from briefing.core.problems import BriefingError, without_users

LAST_LINES = 4
# A git hook that runs us sets these for its own repository.
SET_BY_HOOKS = frozenset(
    """
    GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_COMMON_DIR GIT_DIR GIT_GRAFT_FILE GIT_INDEX_FILE GIT_NAMESPACE
    GIT_OBJECT_DIRECTORY GIT_PREFIX GIT_QUARANTINE_PATH GIT_SHALLOW_FILE GIT_WORK_TREE
    """.split()
)
# An ssh that never asks and does not wait for ever.
SSH = ("-oBatchMode=yes", "-oConnectTimeout=20", "-oServerAliveInterval=15", "-oServerAliveCountMax=4")
SSH_HINTS = {
    "Host key verification failed": "log in there with ssh once, to accept the host's key",
    "Permission denied (": "ssh needs a key that is accepted there without a password",
}


class Outcome(Struct, frozen=True):
    """The end of a run: its exit code, the bytes it printed, and its error messages without users."""

    code: int
    out: bytes
    errors: str

    def check(self, what: str, hints: Mapping[str, str]) -> None:
        """Raise BriefingError if the run failed: `what` went wrong, the program's last words, a hint.

        `hints` are found by a part of the error messages.
        """
        if self.code:
            lines = [line.strip() for line in self.errors.splitlines() if line.strip()]
            reason = " / ".join(lines[-LAST_LINES:]) or "it did not say why"
            hint = next((f"; {hint}" for part, hint in hints.items() if part in self.errors), "")
            raise BriefingError(f"{what}: {reason}{hint}")


def run(command: Sequence[str], *, stdin: bytes = b"", variables: Mapping[str, str] | None = None) -> Outcome:
    """Run a program, in plain English, and return its outcome.

    Its output goes to files and not to pipes: a connection that it leaves open for the next run would
    hold a pipe, and we would wait for its end. Raises BriefingError if there is no such program.
    """
    require(command[0])
    surroundings = {name: value for name, value in os.environ.items() if name not in SET_BY_HOOKS}
    surroundings |= {"LC_ALL": "C", **(variables or {})}
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        done = subprocess.run(  # noqa: S603 - a list of words, no shell
            command, input=stdin, stdout=out, stderr=errors, env=surroundings, check=False
        )
        out.seek(0)
        errors.seek(0)
        return Outcome(done.returncode, out.read(), without_users(errors.read().decode(errors="replace")))


def require(program: str) -> None:
    """Refuse to go on without a program."""
    if shutil.which(program) is None:
        raise BriefingError(f"{program} is not installed or not on PATH; deploying to this target needs it")
