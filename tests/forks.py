"""Commands run as in processes of their own, forked from one that has loaded the program before."""

from __future__ import annotations

import multiprocessing
import os
import runpy
import subprocess
import sys
import tempfile
from pathlib import Path

import campaign

# To start and load it takes longer than to build a small site.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["briefing.cli.build", "briefing.build.pipeline", "briefing.plugin"])


def run(root: Path, module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a Python module in a project, as `python -m` does."""
    with tempfile.TemporaryDirectory() as folder:
        told = [Path(folder, name) for name in ("out", "err")]
        words = (module, *arguments)
        process = FORKS.Process(target=_ran, args=(root, words, dict(os.environ), told))
        process.start()
        process.join()
        out, err = (file.read_text("utf-8") for file in told)
    assert process.exitcode is not None
    return subprocess.CompletedProcess(words, process.exitcode, out, err)


def _ran(root: Path, words: tuple[str, ...], variables: dict[str, str], told: list[Path]) -> None:
    os.environ.clear()
    os.environ.update(variables)
    os.chdir(root)
    for number, file in enumerate(told, start=1):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT), number)
    sys.path[:0] = [str(root), str(campaign.PROJECT)]
    sys.argv = list(words)
    runpy.run_module(words[0], run_name="__main__", alter_sys=True)
