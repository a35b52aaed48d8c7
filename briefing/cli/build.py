"""The command `build`: build the site, unless nothing has changed since it was built."""

from __future__ import annotations

import argparse
import re
import shutil
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from briefing.build import up_to_date
from briefing.cli import console
from briefing.core import clock, settings_file
from briefing.core.problems import BriefingError, few

if TYPE_CHECKING:
    from briefing.build.options import Options
    from briefing.build.pipeline import Report
    from briefing.core.settings import Settings
    from briefing.engine.file_state import FileState

# Where, in the store, a second build has its output and a store of its own.
REBUILT = "rebuilt"
OURS = ["briefing.plugin"]
# Settings of Pelican's that reach templates in ways of its own.
PELICANS = ("THEME_TEMPLATES_OVERRIDES", "PLUGIN_PATHS", "JINJA_ENVIRONMENT")
_DASK = re.compile(r"dask://(\[[0-9a-fA-F:]+\]|[\w.-]+):[0-9]{1,5}", re.ASCII)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument(
        "--output", type=Path, help="the folder to build into (default: the settings' output)"
    )
    parser.add_argument("--drafts", action="store_true", help="include drafts")
    parser.add_argument(
        "--force",
        action="store_true",
        help="build even if nothing changed, keeping only the weights of keywords",
    )
    parser.add_argument(
        "--reread",
        action="store_true",
        help="read every file of the content and the output, even those that seem unchanged",
    )
    parser.add_argument(
        "--rebuilt",
        action="store_true",
        help="build a second time, from nothing and elsewhere, and compare all files",
    )
    parser.add_argument(
        "--pelican", action="store_true", help="build through Pelican, even if no other plugin is enabled"
    )
    parser.add_argument("--explain", action="store_true", help="say why each page was made again")
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
        raise argparse.ArgumentTypeError(f"{text!r} is not an executor; {allowed}")
    return text


def run(options: argparse.Namespace) -> int:
    """Build, and print what was made; if asked, compare it with what a build from nothing makes."""
    mapping = settings_file.mapping(options.settings)
    settings = settings_file.checked(mapping, options.settings)
    if options.output is not None:
        settings = settings_file.elsewhere(settings, options.output.absolute())
    if options.drafts:
        settings = replace(settings, drafts=True)
    seen = up_to_date.look(settings, today=clock.today(settings.timezone))
    if not (options.force or _needs_pelican(mapping)) and (
        last := up_to_date.unchanged(settings, seen, reread=options.reread or options.rebuilt)
    ):
        console.say(options, f"nothing changed: {last.partition(':')[0]}")
    else:
        started = time.monotonic()
        report = built(options.settings, settings, _chosen(options, settings, seen), pelican=options.pelican)
        console.say(options, f"{report}, in {time.monotonic() - started:.1f} seconds")
    return _compared(options, settings, seen) if options.rebuilt else console.FINE


def _compared(options: argparse.Namespace, settings: Settings, seen: FileState) -> int:
    """Build from nothing in a folder of the store, and tell which files are not the same."""
    from briefing.content import urls  # a build with nothing to do needs none of this
    from briefing.publish import built_folder

    folder = settings.folders.store / REBUILT
    folders = replace(settings.folders, store=folder, output=folder / "output")
    shutil.rmtree(folder, ignore_errors=True)
    chosen = _chosen(options, settings, seen)
    _build(options.settings, replace(settings, folders=folders), chosen, pelican=options.pelican)
    found, clean = (built_folder.read(output) for output in (settings.folders.output, folders.output))
    if found.record.digest == clean.record.digest:
        shutil.rmtree(folder)
        console.say(options, f"built from nothing, all {len(clean.paths)} files are the same")
        return console.FINE
    if up_to_date.look(settings, today=chosen.today).text != seen.text:
        raise BriefingError("something was edited between the two builds; run it again")
    unlike = built_folder.changes(clean.record.files, found.record.files)
    raise BriefingError(
        f"{settings.folders.output} is not what a build from nothing makes, which is in {folders.output}: "
        f"{few([*unlike.added, *unlike.changed, *unlike.removed] or [urls.BUILD])}; --force makes it right, "
        "but this is a fault of Briefing: report it where you got Briefing, with both folders"
    )


def _chosen(options: argparse.Namespace, settings: Settings, seen: FileState) -> Options:
    from briefing.build.options import Options  # a build with nothing to do needs none of this
    from briefing.engine import cluster

    return Options(
        today=clock.today(settings.timezone),
        progress=console.progress(quiet=options.quiet),
        opening=cluster.named(options.executor),
        explain=options.explain,
        force=options.force,
        reread=options.reread or options.rebuilt,
        seen=seen,
    )


def built(path: Path, settings: Settings, options: Options, *, pelican: bool = False) -> Report:
    """Build with a settings file and what was chosen of it; print warnings, and why pages were made again."""
    report = _build(path, settings, options, pelican=pelican)
    if report.mended:
        print(f"was not as it was built, and was made again: {few(report.mended)}")
    for page, reason in report.reasons:
        print(f"{page}: {reason}")
    console.report(report.warnings)
    return report


def _needs_pelican(mapping: Mapping[str, Any]) -> bool:
    """Tell whether a settings file asks for what only Pelican does: other plugins, other templates.

    What these read is not known here, so that nothing can be said to be unchanged either.
    """
    return mapping.get("PLUGINS") != OURS or any(mapping.get(name) for name in PELICANS)


def _build(path: Path, settings: Settings, options: Options, *, pelican: bool) -> Report:
    """Build through Pelican if asked for or needed; otherwise save its loading, a third of a second.

    Raises BriefingError (RefusedError with Problems) where it could not.
    """
    from briefing.build import pipeline
    from briefing.site.render import templates

    build = partial(pipeline.build, options=options)
    mapping = settings_file.mapping(path)
    if pelican or _needs_pelican(mapping):
        from briefing import plugin

        return plugin.run(path, plugin.Task(settings, build, options.progress))
    return build(settings, templates.Theme(templates.environment(settings.folders.themes, mapping)))
