"""Check the whole content, parsing no file that is as a build or a check has parsed it before."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from briefing.build import addresses, cache_database, check, content_cache, up_to_date
from briefing.build.addresses import Fixed
from briefing.content import tree
from briefing.core.program import fingerprint
from briefing.engine import codec, file_state
from briefing.intake import store as reports
from briefing.site import record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from briefing.build.cache_database import Store
    from briefing.content.checks.across_files import Content
    from briefing.core.problems import Problem
    from briefing.core.settings import Settings

FIXED = "fixed addresses"


def read(
    settings: Settings, *, today: date, paths: Sequence[str | Path] = ()
) -> tuple[Content, tuple[Problem, ...]]:
    """Return what `check.read` does; where what was kept cannot be used, all is parsed anew."""
    folders = settings.folders
    checked = partial(
        check.read,
        folders.content,
        today=today,
        paths=paths,
        site=settings.site.url,
        published=record.published(folders.output),
        reports=folders.store / reports.FOLDER,
        asked=settings.asks_for_check,
    )
    try:
        # Another process that has it open is building; nobody waits for that.
        with cache_database.opened(folders.store / up_to_date.CONTENT, patience=0) as kept:
            kept.of_program(fingerprint())
            now = file_state.touch(folders.store / up_to_date.LOCK)
            reading = check.Reading(content_cache.reader(kept, settings, now), _fixed(kept))
            return checked(reading=reading)
    except Exception:  # noqa: BLE001 - whatever is wrong with what was kept, reading anew finds out
        files = partial(tree.read_file, folders.content, limits=settings.image_limits)
        return checked(reading=check.Reading(files))


def _fixed(kept: Store) -> Fixed:
    """Return what pages of the site take; what this program has once asked all their kinds is kept."""
    try:
        return codec.loads(kept.about(FIXED), Fixed)
    except codec.DamagedError:
        fixed = addresses.of_page_kinds()
        kept.keep_about(FIXED, codec.dumps(fixed))
        return fixed
