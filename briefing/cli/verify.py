"""The command `verify`: check a built site, or a served one, for all that readers find broken."""

from __future__ import annotations

import argparse
from pathlib import Path

from msgspec.structs import asdict

from briefing import verify
from briefing.cli import console
from briefing.content.survey import Survey, survey
from briefing.core import settings_file
from briefing.core.problems import MisusedError, Problem
from briefing.core.settings import BUDGETS, WordBudgets

# The file in the store that keeps the facts of sound pages.
VERDICTS = "verdicts.json"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument(
        "--content",
        type=Path,
        metavar="FOLDER",
        help="the content that it was made from, whose drafts must not be in it (default: the settings')",
    )
    parser.add_argument(
        "--live",
        default="",
        metavar="URL",
        help="compare what is served there with its build.json, or with that of the folder",
    )


def run(options: argparse.Namespace) -> int:
    """Report what is broken."""
    content, budgets, kept = options.content, BUDGETS, None
    if options.settings.exists():
        settings = settings_file.load(options.settings)
        content, budgets = content or settings.folders.content, settings.word_budgets
        kept = settings.folders.store / VERDICTS
    found = verified(options.folder, content=content, url=options.live, budgets=budgets, kept=kept)
    return console.report(found)


def verified(
    folder: Path | None,
    *,
    content: Path | None = None,
    url: str = "",
    budgets: WordBudgets = BUDGETS,
    kept: Path | None = None,
) -> tuple[Problem, ...]:
    """Check a built folder; if the content is given, also that nothing of drafts or withdrawn notes is in it.

    With an address, compare what is served there with its own record, or with the folder's. `kept` is the
    file that keeps the facts of sound pages.
    """
    if url:
        from briefing.verify import live

        return live.verify(url, folder)
    if folder is None:
        raise MisusedError("verify: name the built folder, or an address with --live")
    if content is not None and not content.is_dir():
        raise MisusedError(f"--content: there is no folder {content}")
    found = survey(content) if content is not None else Survey({}, {}, {})
    return verify.verify(
        folder,
        origin=found.origins,
        held_back=found.held_back,
        images=found.images,
        word_budgets=asdict(budgets),
        kept=kept,
    )
