"""The command `changes`: print which pages of a built site differ from the live ones."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from briefing.cli import console
from briefing.content import urls
from briefing.core.problems import MisusedError
from briefing.publish import built_folder
from briefing.verify import http, live
from briefing.verify import record as records
from briefing.verify.http import Address


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--before",
        default="",
        metavar="FOLDER|URL",
        help="what to compare with (default: the live site)",
    )


def run(options: argparse.Namespace) -> int:
    """Print the pages, a line each."""
    for line in changes(options.folder, options.before):
        print(line)
    return console.FINE


def changes(folder: Path, before: str = "") -> tuple[str, ...]:
    """Say which pages of a built folder are not what they were before.

    `before` is another built folder, or the address of a served site; without it, the address at
    which the site was built to stand. Where that has no record of a build, what changes is not known.
    """
    built = built_folder.read(folder)
    where = before or built.record.site
    if not where:
        return (f"what changes is not known; {folder}/{urls.BUILD} does not say where the site is served",)
    if "://" not in where:
        return _lines(where, built_folder.read(Path(where)).record.files, built.record.files)
    try:
        address = Address.of(where)
    except ValueError as error:
        raise MisusedError(str(error)) from error
    answer = http.fetch(address, urls.BUILD)
    served = records.read(answer.content) if answer.status == live.OK else None
    if served is None:
        return (f"what changes at {address.shown} is not known; {urls.BUILD}: {live.shortcoming(answer)}",)
    return _lines(address.shown, served.files, built.record.files)


def _lines(where: str, before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    changes = built_folder.changes(before, after)
    return (f"what changes at {where}:", *changes.lines()) if changes else (f"nothing changes at {where}",)
