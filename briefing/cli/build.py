"""The command `build`: build the site, unless nothing has changed since it was built."""

from __future__ import annotations

import argparse
import re
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.build import up_to_date
from briefing.cli import console, host
from briefing.core import clock, settings_file
from briefing.core.problems import few

if TYPE_CHECKING:
    from briefing.build.options import Options
    from briefing.build.pipeline import Report
    from briefing.core.settings import Settings
    from briefing.engine.file_state import FileState

_DASK = re.compile(r"dask://(\[[0-9a-fA-F:]+\]|[\w.-]+):[0-9]{1,5}", re.ASCII)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("--output", type=Path, help="another folder than the settings'")
    parser.add_argument("--drafts", action="store_true", help="drafts too")
    parser.add_argument(
        "--force",
        action="store_true",
        help="even if nothing changed, and from nothing but the keywords that YAKE has found",
    )
    parser.add_argument(
        "--reread",
        action="store_true",
        help="read every file of the content and the output, whatever its state says",
    )
    parser.add_argument(
        "--pelican", action="store_true", help="through Pelican, even if no other plugin of it is enabled"
    )
    parser.add_argument("--explain", action="store_true", help="say of each page made again why")
    parser.add_argument(
        "--executor",
        type=_executor,
        default="processes",
        help="where notes are analysed: serial, processes (default) or dask://HOST:PORT",
    )


def _executor(text: str) -> str:
    """Read the name of an executor."""
    if text not in {"serial", "processes"} and _DASK.fullmatch(text) is None:
        allowed = "write serial, processes or dask://HOST:PORT"
        raise argparse.ArgumentTypeError(f"{text!r} is no executor; {allowed}")
    return text


def run(options: argparse.Namespace) -> int:
    """Build, and print what was made."""
    mapping = settings_file.mapping(options.settings)
    settings = settings_file.checked(mapping, options.settings)
    if options.output is not None:
        settings = settings_file.elsewhere(settings, options.output.absolute())
    if options.drafts:
        settings = replace(settings, drafts=True)
    seen = up_to_date.look(settings, today=clock.today(settings.timezone))
    if not (options.force or host.is_needed(mapping)) and (
        last := up_to_date.unchanged(settings, seen, reread=options.reread)
    ):
        console.say(options, f"nothing changed: {last.partition(':')[0]}")
        return console.FINE
    started = time.monotonic()
    report = built(options.settings, settings, _chosen(options, settings, seen), pelican=options.pelican)
    console.say(options, f"{report}, in {time.monotonic() - started:.1f} seconds")
    return console.FINE


def _chosen(options: argparse.Namespace, settings: Settings, seen: FileState) -> Options:
    from briefing.build.options import Options  # a build with nothing to do needs none of this
    from briefing.engine import cluster

    return Options(
        today=clock.today(settings.timezone),
        progress=console.progress(quiet=options.quiet),
        opening=cluster.named(options.executor),
        explain=options.explain,
        force=options.force,
        reread=options.reread,
        seen=seen,
    )


def built(path: Path, settings: Settings, options: Options, *, pelican: bool = False) -> Report:
    """Build with a settings file and what was chosen of it; print warnings, and why pages were made again."""
    report = host.run(path, settings, options, pelican=pelican)
    if report.mended:
        print(f"not as it was built, and so made again: {few(report.mended)}")
    for page, reason in report.reasons:
        print(f"{page}: {reason}")
    console.report(report.warnings)
    return report
