"""Arguments in; prints, exit codes and the clock: 0 fine, 1 Problems or a failure, 2 misuse, 130 Ctrl-C."""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NoReturn

from briefing.cli import arguments as arguments_of
from briefing.cli.progress import Shown
from briefing.core import settings_file
from briefing.core.problems import BriefingError, MisusedError, count

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from briefing.build.pipeline import Report
    from briefing.build.up_to_date import Seen
    from briefing.core.problems import Problem
    from briefing.core.settings import Settings

FINE, FAILED, MISUSED, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    options = arguments_of.read(arguments)
    try:
        code = COMMANDS[options.command](options)
        sys.stdout.flush()
    except BriefingError as error:
        return _fail(str(error), MISUSED if isinstance(error, MisusedError) else FAILED)
    except KeyboardInterrupt:
        if sys.stderr.isatty():
            print(file=sys.stderr)
        kept = "; what was done is kept, and the next build goes on from there"
        return _fail(f"interrupted{kept if options.command == 'build' else ''}", INTERRUPTED)
    except OSError as error:
        if error.filename is None:
            # What is still to be printed would fail once more when Python ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            sys.stderr.close()
            return FAILED
        return _fail(f"{error.filename or 'standard output'}: {error.strerror}")
    return code


def check(options: argparse.Namespace) -> int:
    """Report all Problems of all files, or of those under the paths given."""
    from briefing.build import check
    from briefing.core.problems import errors

    settings = settings_file.load(options.settings)
    _, problems = check.read(
        settings.folders.content, today=_today(), paths=[str(path) for path in options.paths]
    )
    if options.json:
        print(json.dumps([problem.as_json() for problem in problems], ensure_ascii=False, indent=1))
    else:
        _print_problems(problems)
    return FAILED if errors(problems) else FINE


def new(options: argparse.Namespace) -> int:
    """Write a note to fill in, and say where it is."""
    from briefing.content import scaffold, tree
    from briefing.core import edtf

    settings = settings_file.load(options.settings)
    content, _ = tree.read(settings.folders.content, today=_today())
    try:
        when = edtf.parse(options.date)
    except ValueError as error:
        return _fail(f"--date: {error}", MISUSED)
    path = scaffold.new(
        settings.folders.content,
        options.title,
        source=options.source,
        date=when,
        registry=content.registry,
        today=_today(),
    )
    print(os.path.relpath(path))
    return FINE


def analyse(options: argparse.Namespace) -> int:
    """Print what is found in notes, one JSON object a note, in path order."""
    from briefing.cli import analyse

    found, problems = analyse.analysed(
        options.paths,
        analyse.registry(options.settings, options.paths, today=_today()),
        keywords=options.keywords,
        sentences=options.sentences,
        progress=Shown.on(sys.stderr, time.monotonic),
    )
    for record in found:
        print(json.dumps(record, ensure_ascii=False) if options.json else analyse.shown(record))
    _print_problems(problems)
    return FAILED if problems else FINE


def keydates(options: argparse.Namespace) -> int:
    """Print the days that matter most, in order of date, each with what tells of it."""
    from briefing.cli import keydates

    found, problems = keydates.timeline(
        options.paths,
        count=options.dates,
        each=options.sentences,
        first=options.first,
        last=options.last,
        progress=Shown.on(sys.stderr, time.monotonic),
    )
    print(json.dumps(found, ensure_ascii=False, indent=1) if options.json else keydates.shown(found))
    _print_problems(problems)
    return FAILED if problems else FINE


def suggest(options: argparse.Namespace) -> int:
    """Print what notes lack as YAML to paste, or write it into them, marked as nobody's word yet."""
    from briefing.cli import suggest
    from briefing.content import tree

    content, _ = tree.read(settings_file.load(options.settings).folders.content, today=_today())
    found, problems = suggest.suggested(options.paths, content.registry, write=options.write)
    for told in found:
        print(told)
    _print_problems(problems)
    return FAILED if problems else FINE


def build(options: argparse.Namespace) -> int:
    """Build the site, unless nothing has changed since it was built."""
    from dataclasses import replace

    from briefing.build import up_to_date

    settings = settings_file.load(options.settings)
    if options.output is not None:
        settings = settings_file.elsewhere(settings, options.output.absolute())
    if options.drafts:
        settings = replace(settings, drafts=True)
    seen = up_to_date.look(settings, today=_today())
    if not options.force and (report := up_to_date.unchanged(settings, seen)):
        print(f"nothing changed: {report.partition(':')[0]}")
        return FINE
    started = time.monotonic()
    print(f"{_run(options, settings, seen)}, in {time.monotonic() - started:.1f} seconds")
    return FINE


def _run(options: argparse.Namespace, settings: Settings, seen: Seen | None = None) -> Report:
    """Build, show what deserves a warning, and return the report."""
    from briefing.cli import host
    from briefing.engine import cluster

    report = host.run(
        options.settings,
        settings,
        today=_today(),
        progress=Shown.on(sys.stderr, time.monotonic),
        opening=cluster.named(getattr(options, "executor", "processes")),
        explain=getattr(options, "explain", False),
        seen=seen,
    )
    for path, why in report.reasons:
        print(f"{path}: {why}")
    _print_problems(report.warnings)
    return report


def verify(options: argparse.Namespace) -> int:
    """Check a built folder, or what is served of it: all that a reader would find broken."""
    from briefing.cli import verify
    from briefing.core.problems import errors

    content = options.content
    if content is None and options.settings.exists():
        content = settings_file.load(options.settings).folders.content
    problems = verify.verified(options.folder, content=content, url=options.live)
    _print_problems(problems)
    return FAILED if errors(problems) else FINE


def changes(options: argparse.Namespace) -> int:
    """Print which pages of a built site are not what they were."""
    from briefing.cli import verify

    for line in verify.changes(options.folder, options.before):
        print(line)
    return FINE


def deploy(options: argparse.Namespace) -> int:
    """Publish a built site, or show or take back what was published."""
    from briefing.cli import deploy

    published = datetime.now(UTC).isoformat(timespec="seconds")
    told = deploy.deploying(
        options, published=published, announce=lambda told: print(told, file=sys.stderr, flush=True)
    )
    for line in told:
        print(line)
    return FINE


def serve(options: argparse.Namespace) -> int:
    """Preview the site, drafts included, and rebuild and reload it on each save."""
    from briefing.core.problems import RefusedError
    from briefing.preview import server as preview

    def previewed() -> Settings:
        return settings_file.preview(settings_file.load(options.settings))

    def rebuild() -> tuple[Problem, ...]:
        try:
            print(_run(options, previewed()), flush=True)
        except RefusedError as error:
            _print_problems(error.problems)
            return error.problems
        except BriefingError as error:
            return _as_problems(str(error), options.settings)
        return ()

    folders = previewed().folders
    watched = [folders.content, folders.theme, options.settings]
    preview.serve(
        output=folders.output,
        watched=watched,
        rebuild=rebuild,
        port=options.port,
        announce=lambda told: print(told, flush=True),
    )
    return FINE


def schema(options: argparse.Namespace) -> int:
    """Write the JSON Schemas that editors' programs complete and check notes by."""
    from briefing.content import schema as schemas

    for path in schemas.write(settings_file.load(options.settings).folders.root):
        print(path)
    return FINE


def headers(options: argparse.Namespace) -> int:
    """Print the headers to serve the site with, as a server's settings."""
    from briefing.site import headers as of_site

    print(of_site.KINDS[options.server](settings_file.load(options.settings).site), end="")
    return FINE


def _today() -> date:
    return datetime.now(UTC).date()


def _as_problems(told: str, path: Path) -> tuple[Problem, ...]:
    """Show a failure that has no place of its own as one of the settings file."""
    from briefing.core.problems import Location, Problem

    print(told, file=sys.stderr, flush=True)
    return (Problem(Location(str(path)), "build", told),)


def _print_problems(problems: Sequence[Problem]) -> None:
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        print(count(tuple(problems)), file=sys.stderr)


def _fail(told: str, code: int = FAILED) -> int:
    print(told, file=sys.stderr)
    return code


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    one.__name__: one
    for one in (
        check, new, analyse, keydates, suggest, build, verify,
        changes, deploy, serve, schema, headers,
    )
}  # fmt: skip


def run() -> NoReturn:
    """Run as a program."""
    # Little of what a build leaves behind is in cycles; to look for them as often as is usual costs a tenth.
    gc.set_threshold(100_000, 50, 50)
    sys.exit(main())
