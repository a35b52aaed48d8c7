"""A command in; what it cost out: wall and CPU seconds with all its processes, and its largest one's memory.

Run as a program, it is the small parent that the command is measured from: a process counts the memory
of the one that started it as its own until it has become itself.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class FailedError(Exception):
    """A measured command did not end well."""


class Cost(NamedTuple):
    """Seconds of wall time and of CPU, and megabytes of the largest process; 0 where not measured."""

    wall: float
    cpu: float
    memory: float = 0.0


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> tuple[Cost, str]:
    """Run a command in a folder; return its cost, and what it said."""
    with tempfile.TemporaryFile() as told, tempfile.NamedTemporaryFile() as cost:
        parent = [sys.executable, "-I", "-S", __file__, cost.name, *command]
        code = subprocess.run(
            parent, cwd=folder, env={**os.environ, **environment}, stdout=told, stderr=told, check=False
        ).returncode
        told.seek(0)
        said = told.read().decode("utf-8", "replace")
        if code:
            raise FailedError(f"{' '.join(command)}: exit code {code}\n{said}")
        return Cost(**json.loads(cost.read())), said


def spent(pid: int) -> float:
    """CPU seconds that a running process and its ended children have used."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def main(target: str, command: list[str]) -> int:
    """Run a command and write down its cost."""
    started = time.perf_counter()
    pid = os.posix_spawnp(command[0], command, os.environ)
    _, status, used = os.wait4(pid, 0)
    wall = time.perf_counter() - started
    # Kilobytes on Linux, bytes on macOS.
    memory = used.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    cost = {"wall": wall, "cpu": used.ru_utime + used.ru_stime, "memory": memory}
    Path(target).write_text(json.dumps(cost), "ascii")
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
