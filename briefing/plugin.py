"""Pelican's side of the build: its settings translated, its Jinja environment lent, one generator.

The only importer of pelican, and no logic: what to build and how is `pipeline.py`'s.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pelican
from pelican import signals
from pelican.generators import Generator
from pelican.settings import read_settings

from briefing.build import pipeline
from briefing.core import settings
from briefing.core.problems import BriefingError, RefusedError
from briefing.core.progress import silent
from briefing.engine import executors
from briefing.site.render import templates

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from briefing.build.pipeline import Report
    from briefing.core.progress import Progress
    from briefing.engine.executors import Opening

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


class BriefingGenerator(Generator):  # type: ignore[misc]
    """Builds the site when Pelican asks for output."""

    def generate_output(self, _writer: object) -> None:
        """Build with this generator's settings and Jinja environment."""
        chosen, problems = settings.parse(
            self.settings, root=_root(self.settings), path=pelican.DEFAULT_CONFIG_NAME
        )
        if chosen is None:
            raise RefusedError(problems)
        report = pipeline.build(
            chosen,
            templates.Theme(self.env),
            today=self.settings.get("BRIEFING_TODAY") or datetime.now(UTC).date(),
            progress=self.settings.get("BRIEFING_PROGRESS", silent),
            explain=self.settings.get("BRIEFING_EXPLAIN", False),
            opening=self.settings.get("BRIEFING_OPENING", executors.processes),
        )
        self.settings.get("BRIEFING_DONE", _log)(report)


def register() -> None:
    """Take part in a Pelican run. Handlers are functions of the module: Pelican's references are weak."""
    signals.initialized.connect(_prepare)
    signals.get_generators.connect(_generators)


def run(
    path: Path,
    chosen: settings.Settings,
    *,
    today: date,
    progress: Progress,
    opening: Opening = executors.processes,
    explain: bool = False,
) -> Report:
    """Run Pelican with a settings file, folders and drafts as chosen; return what our generator made.

    Raises BriefingError (RefusedError with Problems) where it could not.
    """
    reports: list[Report] = []
    overrides: dict[str, Any] = {
        "BRIEFING_DONE": reports.append,
        "BRIEFING_PROGRESS": progress,
        "BRIEFING_OPENING": opening,
        "BRIEFING_TODAY": today,
        "BRIEFING_EXPLAIN": explain,
        "BRIEFING_DRAFTS": chosen.drafts,
        "BRIEFING_ROOT": str(chosen.folders.root),
        "SITEURL": chosen.site.url,
        "PATH": str(chosen.folders.content),
        "THEME": str(chosen.folders.theme),
        "OUTPUT_PATH": str(chosen.folders.output),
    }
    try:
        read = read_settings(str(path), override=overrides)
    except ValueError as error:
        raise BriefingError(f"{path}: {error}") from error
    pelican.console.quiet = True
    host = pelican.Pelican(read)
    if BriefingGenerator not in host._get_generator_classes():  # noqa: SLF001 - before it writes anything
        raise BriefingError(f'{path}: Pelican knows nothing of Briefing; put "briefing.plugin" into PLUGINS')
    host.run()
    return reports[0]


def _root(found: Mapping[str, Any]) -> Path:
    """The project: as `run` says, else where Pelican was started, if its content is there."""
    content, here = Path(found["PATH"]), Path.cwd()
    return Path(found.get("BRIEFING_ROOT") or (here if content.is_relative_to(here) else content.parent))


def _prepare(host: pelican.Pelican) -> None:
    overrides: Mapping[str, Any] = {**NOTHING, "JINJA_ENVIRONMENT": templates.ENVIRONMENT}
    host.settings.update(overrides)


def _generators(_host: object) -> type[BriefingGenerator]:
    return BriefingGenerator


def _log(report: Report) -> None:
    logging.getLogger(__name__).info("%s", report)
