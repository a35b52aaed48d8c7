"""Ctrl-C during a build: it ends at once, says so in a line, and nothing that was worked out is lost."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import campaign
import pytest

SETTINGS = """\
SITENAME = "Dyke 2021"
SITEURL = "https://dyke.example"
PATH = "content"
THEME = "theme"
OUTPUT_PATH = "output"
PLUGINS = ["briefing.plugin"]
BRIEFING = {"tagline": "A flood", "introduction": "What was told.", "store": "store"}
"""
COUNT = 200
SENTENCE = "The warden of sluice {0} told Colonel Vane that {1} boats of the Brigade lay at Aldmoor. "


@pytest.mark.parametrize("executor", ["serial", "processes"])
def test_an_interrupted_build_goes_on_where_it_was(tmp_path: Path, executor: str) -> None:
    notes = {f"n{number}.md": told(number) for number in range(COUNT)}
    root = campaign.write(tmp_path, notes)
    (root / "pelicanconf.py").write_text(SETTINGS, "utf-8")
    kept: set[tuple[int, str]] = set()
    batches = 2
    # The cards of a batch are kept soon after its weights; where none were yet, a later moment is taken.
    while not kept:
        interrupt(root, executor, batches)
        kept = analysed(root)
        batches += 1
    assert len(kept) < COUNT
    with started(root, executor) as build:
        report, said = build.communicate(timeout=300)
    assert build.returncode == 0, said
    assert report.startswith(f"{COUNT} notes, ")
    assert analysed(root) >= kept, "what had been worked out was worked out again"


def interrupt(root: Path, executor: str, batches: int) -> None:
    """Interrupt a build once the weights of so many batches are kept."""
    with started(root, executor) as build:
        sizes = {0}
        while len(sizes) <= batches:
            assert build.poll() is None
            time.sleep(0.01)
            sizes.add(logged(root))
        os.killpg(build.pid, signal.SIGINT)
        _, said = build.communicate(timeout=300)
    assert build.returncode == 130
    # Slow machines show a line of progress before.
    assert (
        said.splitlines()[-1] == "interrupted; what was done is kept, and the next build goes on from there"
    )


def told(number: int) -> str:
    body = "".join(SENTENCE.format(number + at, 3 * number + at) for at in range(40))
    return campaign.note(f"Sluice {number}", "2021-03-04", body)


def started(root: Path, executor: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "briefing", "build", "--executor", executor],
        cwd=root,
        env={"PYTHONPATH": str(campaign.PROJECT), "PATH": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # As a terminal does, tell all processes of the build.
        start_new_session=True,
    )


def logged(root: Path) -> int:
    """How much stands in the log of the weights of words, which grows by each batch of notes."""
    log = root / "store" / "keywords.sqlite-wal"
    return log.stat().st_size if log.exists() else 0


def analysed(root: Path) -> set[tuple[int, str]]:
    """The notes that are worked out, each with its row, which is another when it is made again."""
    with closing(sqlite3.connect(root / "store" / "store.sqlite")) as connection:
        return set(connection.execute("SELECT rowid, path FROM analysed"))
