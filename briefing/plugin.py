"""Let Pelican host the site: build with its settings and Jinja environment, and announce our pages.

The only importer of pelican. What is built and how is `build/`'s.
"""

from __future__ import annotations

import hashlib
import inspect
import logging
import sys
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pelican
from msgspec import Struct
from msgspec.structs import replace
from pelican import signals
from pelican.generators import Generator
from pelican.settings import DEFAULT_THEME, read_settings
from pelican.writers import Writer

from briefing.build import pipeline, plugin_files
from briefing.build.options import Options
from briefing.core import clock, settings_file
from briefing.core.problems import BriefingError, Location, Problem, RefusedError
from briefing.core.progress import Progress, silent
from briefing.site.render import templates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from briefing.build.pipeline import Report
    from briefing.core.settings import Settings

# What Pelican would make of the content by itself: nothing. Every file is planned by us.
NOTHING: dict[str, Any] = {
    "ARTICLE_PATHS": [],
    "PAGE_PATHS": [],
    "STATIC_PATHS": [],
    "THEME_STATIC_PATHS": [],
    "DIRECT_TEMPLATES": [],
    "FEED_ALL_ATOM": None,
    "CATEGORY_FEED_ATOM": None,
    "TRANSLATION_FEED_ATOM": None,
    "AUTHOR_FEED_ATOM": None,
    "AUTHOR_FEED_RSS": None,
}
# Kept in Pelican's settings during a run: the task, whether other plugins take part, what was built.
TASK, SHARED, REPORT = "BRIEFING_TASK", "BRIEFING_SHARED", "BRIEFING_REPORT"
INTERRUPTED = 130


class Task(Struct, frozen=True):
    """What Pelican is to host: settings, and what builds by them and a theme."""

    settings: Settings
    build: Callable[[Settings, templates.Theme], Report]
    progress: Progress = silent


class BriefingGenerator(Generator):  # type: ignore[misc]
    """Builds the site when Pelican asks for output."""

    def generate_output(self, writer: object) -> None:
        """Build with this generator's Jinja environment, and announce the pages to plugins."""
        if type(writer) is not Writer:
            name = type(writer).__module__
            raise BriefingError(
                f"{name} brings its own writer, which our pages bypass; take it out of PLUGINS"
            )
        task = self.settings[TASK]
        self.settings[REPORT] = task.build(task.settings, templates.Theme(self.env))
        if self.settings[SHARED]:
            self._announce(plugin_files.hand_over(task.settings.folders))

    def _announce(self, paths: Iterable[str]) -> None:
        """Send Pelican's signal for every page, written now or before: plugins expect all, each time."""
        for path in paths:
            if path.endswith(".html"):
                file = Path(self.output_path, path).as_posix()
                signals.content_written.send(file, context={**self.context, "output_file": path})


def register() -> None:
    """Take part in a Pelican run. Handlers are functions of the module: Pelican's references are weak."""
    signals.initialized.connect(_prepare)
    signals.get_generators.connect(_generators)


def run(path: Path, task: Task) -> Report:
    """Run Pelican with a settings file, and the task's folders; return what the build reports.

    What Pelican and its plugins log as warnings is among the report's. Raises BriefingError (RefusedError
    with Problems) where the build fails, or anything is logged as an error.
    """
    folders = task.settings.folders
    overrides: dict[str, Any] = {
        TASK: task,
        "SITEURL": task.settings.site.url,
        "PATH": str(folders.content),
        "THEME": str(folders.themes[-1]),
        "OUTPUT_PATH": str(folders.output),
    }
    pelican.console.quiet = True
    with _listening(path) as log:
        try:
            read = read_settings(str(path), override=overrides)
        except ValueError as error:
            raise BriefingError(f"{path}: {error}") from error
        host = pelican.Pelican(read)
        log.refuse_errors()
        if sys.modules[__name__] not in host.plugins:
            raise BriefingError(
                f'{path}: Pelican knows nothing of Briefing; put "briefing.plugin" into PLUGINS'
            )
        host.run()
        log.refuse_errors()
    report: Report = host.settings[REPORT]
    return replace(report, warnings=(*report.warnings, *log.warnings))


class _Log(logging.Handler):
    """Keeps what Pelican and its plugins log, where Pelican would go on and end as if all were well."""

    def __init__(self, path: Path) -> None:
        super().__init__(logging.WARNING)
        self._path = path
        self._records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self._records.append(record)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        place = Location(str(self._path))
        return tuple(Problem(place, "pelican", _message(one), severity="warning") for one in self._records)

    def refuse_errors(self) -> None:
        """Raise BriefingError if there were any."""
        errors = [one for one in self._records if one.levelno >= logging.ERROR]
        if errors:
            raise BriefingError("\n".join(f"{self._path}: {_message(one)}" for one in errors))


@contextmanager
def _listening(path: Path) -> Iterator[_Log]:
    log = _Log(path)
    logging.getLogger().addHandler(log)
    try:
        yield log
    finally:
        logging.getLogger().removeHandler(log)


def _message(record: logging.LogRecord) -> str:
    """What was logged, on one line, with the exception that it was logged for."""
    told = "; ".join(record.getMessage().splitlines())
    error = record.exc_info[1] if record.exc_info else None
    return f"{told}: {type(error).__name__}: {error}" if error else told


def _prepare(host: pelican.Pelican) -> None:
    """Keep Pelican's generators from making anything, and wrap its run: after `finalized` comes no signal."""
    host.settings.update({**NOTHING, "JINJA_ENVIRONMENT": templates.ENVIRONMENT})
    host.run = partial(_run if TASK in host.settings else _run_alone, host, host.run)


def _run_alone(host: pelican.Pelican, run: Callable[[], None]) -> None:
    """Run Pelican for its own command, which would bury Problems in a traceback and exit with 0 on Ctrl-C."""
    try:
        chosen = _chosen(host.settings)
        build = partial(pipeline.build, options=Options(clock.today(chosen.timezone)))
        host.settings[TASK] = Task(chosen, build)
        _run(host, run)
    except BriefingError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def _run(host: pelican.Pelican, run: Callable[[], None]) -> None:
    """Run Pelican, and keep the record of the site true if other plugins take part."""
    *own, host.theme = host.settings[TASK].settings.folders.themes
    host.settings["THEME_TEMPLATES_OVERRIDES"] += [str(theme / "templates") for theme in own]
    others = [plugin for plugin in host.plugins if plugin is not sys.modules[__name__]]
    host.settings[SHARED] = bool(others)
    if not others:
        run()
        return
    task = host.settings[TASK]
    host.settings[TASK] = replace(task, settings=replace(task.settings, plugins=_code(others)))
    waiting = partial(task.progress, "waiting for another build", 0, 0)
    with plugin_files.shared(task.settings.folders, waiting=waiting):
        run()


def _code(plugins: Iterable[Any]) -> str:
    """Hash the code of plugins, which may set filters, say, and so reach any page."""
    found = hashlib.sha256()
    for plugin in plugins:
        file = Path(inspect.getfile(inspect.getmodule(plugin) or type(plugin)))
        for path in sorted(file.parent.rglob("*.py")) if file.stem == "__init__" else [file]:
            found.update(path.read_bytes())
    return found.hexdigest()


def _chosen(found: Mapping[str, Any]) -> Settings:
    """Read our settings from Pelican's; the project is where Pelican was started, if the content is there."""
    content, here = Path(found["PATH"]), Path.cwd()
    root = here if content.is_relative_to(here) else content.parent
    given = {name: value for name, value in found.items() if (name, value) != ("THEME", DEFAULT_THEME)}
    chosen, problems = settings_file.parse(given, root=root, path=pelican.DEFAULT_CONFIG_NAME)
    if chosen is None:
        raise RefusedError(problems)
    return chosen


def _generators(_host: object) -> type[BriefingGenerator]:
    return BriefingGenerator
