"""A settings file in; the site built from it out, by way of Pelican where the settings ask for that.

Pelican takes a third of a second to load, and what a build of ours wants of it is a Jinja environment.
Settings that name other plugins, or other templates than the theme's, are run by Pelican itself; the
site is the same, byte for byte.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.build import pipeline
from briefing.core import settings_file
from briefing.engine import executors
from briefing.site.render import templates

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from briefing.build.pipeline import Report
    from briefing.build.up_to_date import Seen
    from briefing.core.progress import Progress
    from briefing.core.settings import Settings
    from briefing.engine.executors import Opening

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
    seen: Seen | None = None,
) -> Report:
    """Build with a settings file, folders and drafts as chosen.

    Raises BriefingError (RefusedError with Problems) where it could not.
    """
    mapping = settings_file.mapping(path)
    if mapping.get("PLUGINS") != OURS or any(mapping.get(name) for name in PELICANS):
        from briefing import plugin

        return plugin.run(path, chosen, today=today, progress=progress, opening=opening, explain=explain)
    theme = templates.Theme(templates.environment(chosen.folders.theme, mapping))
    return pipeline.build(
        chosen, theme, today=today, progress=progress, opening=opening, explain=explain, seen=seen
    )
