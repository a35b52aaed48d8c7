"""Pelican's side of the build: its settings translated, its Jinja environment lent, one generator.

The only importer of pelican, and no logic: what to build and how is `build.py`'s.
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

from briefing import build, settings, weighing
from briefing.errors import BriefingError, RefusedError
from briefing.site import rendering

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from briefing.build import Report
    from briefing.weighing import Progress

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
        content = Path(self.settings["PATH"])
        chosen, problems = settings.parse(
            self.settings, root=content.parent, path=pelican.DEFAULT_CONFIG_NAME
        )
        if chosen is None:
            raise RefusedError(problems)
        report = build.build(
            chosen,
            rendering.Theme(self.env),
            today=self.settings.get("BRIEFING_TODAY") or datetime.now(UTC).date(),
            progress=self.settings.get("BRIEFING_PROGRESS", weighing.silent),
        )
        self.settings.get("BRIEFING_DONE", _log)(report)


def register() -> None:
    """Take part in a Pelican run. Handlers are functions of the module: Pelican's references are weak."""
    signals.initialized.connect(_prepare)
    signals.get_generators.connect(_generators)


def run(path: Path, chosen: settings.Settings, *, today: date, progress: Progress) -> Report:
    """Run Pelican with a settings file, folders and drafts as chosen; return what our generator made.

    Raises BriefingError (RefusedError with Problems) where it could not.
    """
    reports: list[Report] = []
    overrides: dict[str, Any] = {
        "BRIEFING_DONE": reports.append,
        "BRIEFING_PROGRESS": progress,
        "BRIEFING_TODAY": today,
        "BRIEFING_DRAFTS": chosen.drafts,
        "PATH": str(chosen.folders.content),
        "THEME": str(chosen.folders.theme),
        "OUTPUT_PATH": str(chosen.folders.output),
    }
    try:
        read = read_settings(str(path), override=overrides)
    except ValueError as error:
        raise BriefingError(f"{path}: {error}") from error
    pelican.console.quiet = True
    pelican.Pelican(read).run()
    if not reports:
        raise BriefingError(f'{path}: Pelican ran without Briefing; put "briefing.plugin" into PLUGINS')
    return reports[0]


def _prepare(host: pelican.Pelican) -> None:
    overrides: Mapping[str, Any] = {**NOTHING, "JINJA_ENVIRONMENT": rendering.ENVIRONMENT}
    host.settings.update(overrides)


def _generators(_host: object) -> type[BriefingGenerator]:
    return BriefingGenerator


def _log(report: Report) -> None:
    logging.getLogger(__name__).info("%s", report)
