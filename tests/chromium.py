"""Finds a Chromium that runs: on PATH, where macOS keeps programs, or Playwright's own; prints its path."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PROGRAMS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def find() -> str:
    """Return the path of the first that runs, "" when there is none."""
    return next((path for path in _candidates() if _runs(path)), "")


def _candidates() -> Iterator[str]:
    yield from (path for command in COMMANDS if (path := shutil.which(command)))
    yield from (path for path in PROGRAMS if Path(path).exists())
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    if Path(path).exists():
        yield path


def _runs(path: str) -> bool:
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


if __name__ == "__main__":
    found = find()
    print(found)  # noqa: T201 - this is what tests/run.sh asks for
    sys.exit(not found)
