"""The command `verify`: check a built site, or what is served of one, for all that readers find broken."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from briefing import verify
from briefing.cli import console
from briefing.content.survey import survey
from briefing.core import settings_file
from briefing.core.problems import MisusedError, Problem
from briefing.verify import live

if TYPE_CHECKING:
    import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument(
        "--content",
        type=Path,
        metavar="FOLDER",
        help="what it was made of, whose drafts must not be in it (default: as the settings say)",
    )
    parser.add_argument(
        "--live",
        default="",
        metavar="URL",
        help="compare what is served there with its build.json, or with that of the folder",
    )


def run(options: argparse.Namespace) -> int:
    """Report what is broken."""
    content = options.content
    if content is None and options.settings.exists():
        content = settings_file.load(options.settings).folders.content
    return console.report(verified(options.folder, content=content, url=options.live))


def verified(folder: Path | None, *, content: Path | None = None, url: str = "") -> tuple[Problem, ...]:
    """Check a built folder; with the content at hand, that nothing held back is in it, too.

    With an address, compare what is served there with its own record, or with the folder's.
    """
    if url:
        return live.verify(url, folder)
    if folder is None:
        raise MisusedError("verify: name the built folder, or an address with --live")
    if content is None:
        return verify.verify(folder)
    if not content.is_dir():
        raise MisusedError(f"--content: there is no folder {content}")
    found = survey(content)
    return verify.verify(folder, origin=found.origins, held_back=found.held_back, images=found.images)
