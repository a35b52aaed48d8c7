"""A settings file in; the site built from it out, by way of Pelican where the settings ask for more than ours.

Pelican takes a third of a second to load, and what a build of ours wants of it is a Jinja environment.
Settings that name other plugins, or other templates than the theme's, are run by Pelican itself; the
site is the same, byte for byte.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jinja2

from briefing import build, configured, executors
from briefing.site import rendering

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from briefing.build import Report
    from briefing.executors import Opening
    from briefing.settings import Settings
    from briefing.weighing import Progress

OURS = ["briefing.plugin"]
# Settings of Pelican's that reach templates in ways of its own.
PELICANS = ("THEME_TEMPLATES_OVERRIDES", "PLUGIN_PATHS", "JINJA_ENVIRONMENT")


def run(
    path: Path,
    chosen: Settings,
    *,
    today: date,
    progress: Progress,
    opening: Opening = executors.processes,
    explain: bool = False,
) -> Report:
    """Build with a settings file, folders and drafts as chosen.

    Raises BriefingError (RefusedError with Problems) where it could not.
    """
    mapping = configured.mapping(path)
    if mapping.get("PLUGINS") != OURS or any(mapping.get(name) for name in PELICANS):
        from briefing import plugin

        return plugin.run(path, chosen, today=today, progress=progress, opening=opening, explain=explain)
    theme = rendering.Theme(environment(chosen.folders.theme, mapping))
    return build.build(chosen, theme, today=today, progress=progress, opening=opening, explain=explain)


def environment(theme: Path, mapping: Mapping[str, Any]) -> jinja2.Environment:
    """Make the environment that Pelican would lend: the theme's templates, and what settings add to them."""
    loader = jinja2.FileSystemLoader(theme / "templates")
    made = jinja2.Environment(loader=loader, **rendering.ENVIRONMENT)  # noqa: S701 - ENVIRONMENT escapes
    made.filters.update(mapping.get("JINJA_FILTERS", {}))
    made.globals.update(mapping.get("JINJA_GLOBALS", {}))
    made.tests.update(mapping.get("JINJA_TESTS", {}))
    return made
