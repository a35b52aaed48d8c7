"""A settings file in; the site built from it out, by way of Pelican where the settings ask for that.

Pelican takes a third of a second to load, and what a build of ours wants of it is a Jinja environment.
Settings that name other plugins, or other templates than the theme's, are run by Pelican itself; the
site is the same, byte for byte.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing import build, configured, executors
from briefing.site import rendering

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from briefing.build import Report
    from briefing.executors import Opening
    from briefing.freshness import Seen
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
    seen: Seen | None = None,
) -> Report:
    """Build with a settings file, folders and drafts as chosen.

    Raises BriefingError (RefusedError with Problems) where it could not.
    """
    mapping = configured.mapping(path)
    if mapping.get("PLUGINS") != OURS or any(mapping.get(name) for name in PELICANS):
        from briefing import plugin  # noqa: PLC0415 - loading Pelican is what is to be saved

        return plugin.run(path, chosen, today=today, progress=progress, opening=opening, explain=explain)
    theme = rendering.Theme(rendering.environment(chosen.folders.theme, mapping))
    return build.build(
        chosen, theme, today=today, progress=progress, opening=opening, explain=explain, seen=seen
    )
