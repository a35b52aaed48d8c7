"""The command `migrate`: rewrite content of an earlier version for this one."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from briefing.cli import console
from briefing.content import edits, migrations, schema, tree
from briefing.content.edits import Change
from briefing.content.folder import typed
from briefing.core import settings_file

# The line by which version 0.1 named the theme that came with the program.
_THEME = re.compile(rb"^THEME = ([\"'])theme\1[ \t]*\r?\n", re.MULTILINE)


def arguments(_parser: argparse.ArgumentParser) -> None:
    """Add nothing: the command takes no arguments."""


def run(options: argparse.Namespace) -> int:
    """Rewrite what is of an earlier version, and print the files that changed."""
    told = list(_settings(options.settings))
    folders = settings_file.load(options.settings).folders
    changes = migrations.migrate(folders.content)
    edits.write(folders.content, changes)
    told += [typed(folders.content / change.path) for change in changes]
    if told:
        known = tree.read_registry(folders.content)
        told += map(typed, schema.write(folders.root, known.measures, known.units))
    for path in told:
        console.say(options, path)
    end = "migrated; now run briefing check" if told else "no file is of an earlier version"
    console.say(options, end)
    return console.FINE


def _settings(path: Path) -> tuple[str, ...]:
    """Take the program's own theme out of the settings, where the folder is no more; return what changed."""
    before = path.read_bytes() if path.is_file() else b""
    after = _THEME.sub(b"", before)
    if after == before or (path.parent / "theme").is_dir():
        return ()
    edits.write(path.parent, [Change(path.name, before, after)])
    return (str(path),)
