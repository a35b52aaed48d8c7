"""The program's own files, which shape what it makes as much as the content does."""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import suppress
from pathlib import Path

# The package's folder, however deep this module stands in it.
PACKAGE = Path(__file__).resolve().parents[1]


def theme() -> Path:
    """Return the folder of the program's theme: inside the wheel, or beside the package in its repository."""
    packed = PACKAGE / "theme"
    return packed if packed.is_dir() else PACKAGE.with_name("theme")


def environment() -> tuple[str, ...]:
    """Return the versions of Python and all installed packages: others may make other pages."""
    found: set[str] = set()
    for folder in sys.path:
        with suppress(OSError):
            # No Path here: a build with nothing to do runs this too, and every millisecond counts.
            found.update(name for name in os.listdir(folder) if name.endswith(".dist-info"))  # noqa: PTH208
    return (sys.version, *sorted(found))


def fingerprint() -> str:
    """Hash the program and the versions of what it builds on: others may make other pages."""
    found = hashlib.blake2b(repr(environment()).encode(), digest_size=16)
    for file in program_files():
        found.update(file.read_bytes())
    return found.hexdigest()


def program_files() -> list[Path]:
    """List the program's files: modules, word lists, scripts; in alphabetical order."""
    return sorted(
        Path(folder, name)
        for folder, _, names in os.walk(PACKAGE)
        if not folder.endswith("__pycache__")
        for name in names
    )
