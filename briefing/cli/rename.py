"""The command `rename`: rename something in all files, and let its old address lead on."""

from __future__ import annotations

import argparse

from briefing.cli import console
from briefing.content import edits, rename, schema, tree
from briefing.content.folder import typed
from briefing.core import settings_file
from briefing.site.page_kinds import RESERVED


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("old", help="a note's name in its address, an id of the registry, or a tag")
    parser.add_argument("new", help="what it is called from now on")
    parser.add_argument(
        "--kind", choices=rename.KINDS, default="", help="what is meant, if several have the name"
    )


def run(options: argparse.Namespace) -> int:
    """Rename, and print the files that changed."""
    settings = settings_file.load(options.settings)
    folder = settings.folders.content
    renaming, changes = rename.rename(
        folder,
        options.old,
        options.new,
        kind=options.kind,
        site=settings.site.url,
        reserved=RESERVED,
    )
    edits.write(folder, changes)
    for change in changes:
        console.say(options, typed(folder / change.target))
    if (settings.folders.root / schema.FOLDER).is_dir():
        known = tree.read_registry(folder)
        schema.write(settings.folders.root, known.measures, known.units)
    console.say(options, f"{' and '.join(renaming.kinds)} {renaming.old} is called {renaming.new} now")
    return console.FINE
