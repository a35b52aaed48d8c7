"""A command line in; what the program printed and its exit code out, whatever children it leaves behind."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.core.problems import BriefingError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_PASSWORD = re.compile(r"(?<=://)([^/@\s:]*):[^/@\s]*@")
LINES = 4
OF_A_HOOK = frozenset(
    """
    GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_COMMON_DIR GIT_DIR GIT_GRAFT_FILE GIT_INDEX_FILE GIT_NAMESPACE
    GIT_OBJECT_DIRECTORY GIT_PREFIX GIT_QUARANTINE_PATH GIT_SHALLOW_FILE GIT_WORK_TREE
    """.split()
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run: `out` are the bytes printed, `told` what it said about it, without passwords."""

    code: int
    out: bytes
    told: str


def run(command: Sequence[str], *, stdin: bytes = b"", variables: Mapping[str, str] | None = None) -> Outcome:
    """Run a program, in plain English, and return what came of it.

    Its output goes to files and not to pipes: a connection that it leaves open for the next run
    would hold a pipe, and we would wait for its end. Raises BriefingError where there is no such program.
    """
    require(command[0])
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as told, tempfile.TemporaryFile() as given:
        given.write(stdin)
        given.seek(0)
        done = subprocess.run(  # noqa: S603 - a list of words, no shell
            command,
            stdin=given,
            stdout=out,
            stderr=told,
            env={**_surroundings(), "LC_ALL": "C", **(variables or {})},
            check=False,
        )
        out.seek(0)
        told.seek(0)
        return Outcome(done.returncode, out.read(), without_password(told.read().decode(errors="replace")))


def _surroundings() -> dict[str, str]:
    """The environment without what a git hook that runs us says of its own repository."""
    return {name: value for name, value in os.environ.items() if name not in OF_A_HOOK}


def require(program: str) -> None:
    """Refuse to go on without a program."""
    if shutil.which(program) is None:
        raise BriefingError(f"{program} is not installed or not on PATH; deploying to this target needs it")


def without_password(text: str) -> str:
    """Hide the passwords of addresses in a text."""
    return _PASSWORD.sub(r"\1:…@", text)


def reason(told: str) -> str:
    """What a program said last, on one line, for a message."""
    lines = [line.strip() for line in told.splitlines() if line.strip()]
    return " / ".join(lines[-LINES:]) or "it did not say why"
