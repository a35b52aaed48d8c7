"""A project and a moment in; a build in a process of its own that is killed then, by SIGKILL."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import campaign

CONF = """\
SITENAME = "Dyke 2021"
SITEURL = "https://dyke.example"
PLUGINS = ["briefing.plugin"]
TIMEZONE = "UTC"
BRIEFING = {"tagline": "A flood, day by day", "introduction": "What was told."}
"""
# Signals itself before its n-th change to the disk that Python knows of; 0 lets it live. Only a change does:
# to kill is told to the hook too, and a hook that kills at that calls itself until Python is out of stack.
CHILD = """
import os, sys
CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.link", "os.symlink"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
left = int(sys.argv[1])
def watch(event, told):
    global left
    if event in CHANGES or event == "open" and isinstance(told[2], int) and told[2] & WRITING:
        left -= 1
        if not left:
            os.kill(os.getpid(), int(sys.argv[2]))
sys.addaudithook(watch)
from briefing.cli import main
sys.exit(main.main(["build"]))
"""


def write(root: Path, notes: dict[str, str]) -> Path:
    """Lay out a project that the command line builds."""
    campaign.write(root, notes)
    (root / "pelicanconf.py").write_text(CONF, "utf-8")
    return root


def environment() -> dict[str, str]:
    """The variables by which a process finds the program wherever it stands."""
    return {**os.environ, "PYTHONPATH": str(campaign.PROJECT)}


def started(root: Path, *command: str) -> subprocess.Popen[str]:
    """Start Python with a command in a project."""
    return subprocess.Popen(
        [sys.executable, *command],
        cwd=root,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def at_change(root: Path, change: int) -> int:
    """Build until the n-th change to the disk; the exit code, -9 when it came to that."""
    with started(root, "-c", CHILD, str(change), str(int(signal.SIGKILL))) as building:
        return ended(building)


def stopped_at_change(root: Path, change: int) -> subprocess.Popen[str]:
    """Start a build that stands still before its n-th change to the disk, and wait until it does."""
    building = started(root, "-c", CHILD, str(change), str(int(signal.SIGSTOP)))
    _, status = os.waitpid(building.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status)
    return building


def after(root: Path, seconds: float) -> int:
    """Build for so long; the exit code, -9 when it was not done by then."""
    with started(root, "-m", "briefing", "build") as building:
        time.sleep(seconds)
        building.send_signal(signal.SIGKILL)
        return ended(building)


def ended(building: subprocess.Popen[str]) -> int:
    """Wait for a build; its exit code. One that was not killed must have gone well."""
    _, told = building.communicate(timeout=300)
    code = building.returncode
    assert code in {0, -signal.SIGKILL}, f"a build ended by itself with {code}: {told or 'it said nothing'}"
    return code
