"""Build a site with Pelican as its host, or without loading Pelican where the bytes are the same.

Pelican takes a third of a second to load, and all that a build of ours wants of it is a Jinja environment.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from briefing.core import settings_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from briefing.build.options import Options
    from briefing.build.pipeline import Report
    from briefing.core.settings import Settings

OURS = ["briefing.plugin"]
# Settings of Pelican's that reach templates in ways of its own.
PELICANS = ("THEME_TEMPLATES_OVERRIDES", "PLUGIN_PATHS", "JINJA_ENVIRONMENT")


def is_needed(mapping: Mapping[str, Any]) -> bool:
    """Tell whether a settings file asks for what only Pelican does: other plugins, other templates.

    What these read is not known here, so that nothing can be said to be unchanged either.
    """
    return mapping.get("PLUGINS") != OURS or any(mapping.get(name) for name in PELICANS)


def run(
    path: Path,
    chosen: Settings,
    options: Options,
    *,
    pelican: bool,
) -> Report:
    """Build with a settings file, folders and drafts as chosen, through Pelican if asked for or needed.

    Raises BriefingError (RefusedError with Problems) where it could not.
    """
    from briefing.build import pipeline
    from briefing.site.render import templates

    build = partial(pipeline.build, options=options)
    mapping = settings_file.mapping(path)
    if pelican or is_needed(mapping):
        from briefing import plugin

        return plugin.run(path, plugin.Task(chosen, build, options.progress))
    return build(chosen, templates.Theme(templates.environment(chosen.folders.themes, mapping)))
