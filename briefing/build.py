"""Settings, a theme and a date in; a site in the output folder, and a report of what was done, out."""

from __future__ import annotations

import hashlib
import importlib.metadata
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from briefing import checking, freshness, gathering, indexing
from briefing.errors import RefusedError, count, errors
from briefing.site import assets, models, rendering, urls, whole
from briefing.site.parts import Link
from briefing.site.plan import Plan, digest
from briefing.store import database, inputs, lock, outputs, terms
from briefing.weighing import silent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from briefing.errors import Problem
    from briefing.notes.tree import Content
    from briefing.settings import Folders, Settings
    from briefing.site.catalogue import Catalogue
    from briefing.site.rendering import Theme
    from briefing.store.outputs import Written
    from briefing.weighing import Progress

LOCK = "lock"
PACKAGES = ("jinja2", "markdown-it-py", "mdit-py-plugins", "pelican", "pyyaml", "yake")


@dataclass(frozen=True, slots=True)
class Report:
    """What a build made: how much there is now, how many files it wrote and removed, and its warnings."""

    notes: int
    briefings: int
    pages: int
    written: int
    removed: int
    warnings: tuple[Problem, ...] = ()

    def __str__(self) -> str:
        """Say it in a line."""
        counts = (f"{self.notes} notes", f"{self.briefings} briefings", f"{self.pages} pages")
        whole = ", ".join((*counts, count(self.warnings)) if self.warnings else counts)
        return f"{whole}: {self.written} files written, {self.removed} removed"


def build(settings: Settings, theme: Theme, *, today: date, progress: Progress = silent) -> Report:
    """Build the site: one build at a time, and once more from nothing where the store is damaged."""
    store = settings.folders.store
    with lock.held(store / LOCK, waiting=partial(progress, "waiting for another build", 0, 0)):
        try:
            return _build(settings, theme, today=today, progress=progress)
        except database.StoreDamagedError:
            database.discard(store / freshness.DATABASE)
            return _build(settings, theme, today=today, progress=progress)
        except terms.TermsDamagedError:
            return _build(settings, theme, today=today, progress=progress)


def _build(settings: Settings, theme: Theme, *, today: date, progress: Progress) -> Report:
    folders = settings.folders
    with (
        database.opened(folders.store / freshness.DATABASE) as store,
        terms.opened(folders.store / indexing.DATABASE) as kept,
    ):
        started = inputs.touch(folders.store / LOCK)
        state, newest = freshness.state(settings, today=today)
        store.keep_inputs(freshness.root(folders), "", "")
        content, warnings = _content(settings, today)
        found = assets.read(folders.theme)
        chrome = whole.chrome(settings.site, _footer(content), found)
        program = engine()
        catalogue = gathering.catalogue(content, settings, chrome, store, engine=program, progress=progress)
        images = _images(folders.content, content.images)
        index = indexing.plans(catalogue, kept, engine=program)
        rendered = digest(program, _settings_file(folders))
        planned = _planned(whole.plans(catalogue, found, (*images, *index)), theme, catalogue, rendered)
        record = outputs.Record(urls.BUILD, partial(_record, settings, catalogue), whole.recorded_paths)
        written = outputs.write(store, folders.output, planned, record)
        report = _report(catalogue, written, warnings)
        if inputs.settled(newest, started):
            store.keep_inputs(freshness.root(folders), state, str(report))
        return report


def engine() -> str:
    """Hash the program itself with the versions of what it builds on: other code, other pages."""
    found = hashlib.blake2b(repr(versions()).encode(), digest_size=16)
    for file in sorted(Path(__file__).parent.rglob("*.py")):
        found.update(file.read_bytes())
    return found.hexdigest()


def _settings_file(folders: Folders) -> bytes:
    """The settings file as it stands: what it sets for Jinja reaches every template."""
    return folders.conf.read_bytes() if folders.conf.is_file() else b""


def versions() -> dict[str, str]:
    """The versions of what shapes the output, by package."""
    return {name: importlib.metadata.version(name) for name in PACKAGES}


def _content(settings: Settings, today: date) -> tuple[Content, tuple[Problem, ...]]:
    content, problems = checking.read(settings.folders.content, today=today)
    if errors(problems):
        raise RefusedError(problems)
    return content, problems


def _footer(content: Content) -> tuple[Link, ...]:
    return tuple(Link(urls.page(page.slug), page.title) for page in content.pages)


def _images(folder: Path, images: Iterable[str]) -> tuple[Plan, ...]:
    plans = []
    for path in images:
        file = folder / path
        plans.append(Plan(path, "", hashlib.sha256(file.read_bytes()).hexdigest(), file.read_bytes))
    return tuple(plans)


def _planned(
    plans: Mapping[str, Plan], theme: Theme, catalogue: Catalogue, program: str
) -> dict[str, outputs.Planned]:
    """Give each plan the fingerprint of its model's sources, its template and the program."""
    templates = rendering.fingerprints(theme, models.TEMPLATES)
    return {
        path: outputs.Planned(
            digest(plan.depends, templates.get(plan.template, ""), program),
            partial(_make, plan, theme, catalogue),
        )
        for path, plan in plans.items()
    }


def _make(plan: Plan, theme: Theme, catalogue: Catalogue) -> bytes:
    made = plan.make()
    return made if isinstance(made, bytes) else theme.render(plan.template, made, catalogue.chrome)


def _record(settings: Settings, catalogue: Catalogue, found: Iterable[database.Output]) -> bytes:
    return whole.build_record(settings.site, versions(), len(catalogue.cards), found)


def _report(catalogue: Catalogue, written: Written, warnings: tuple[Problem, ...]) -> Report:
    paths = [one.path for one in written.outputs]
    return Report(
        notes=len(catalogue.cards),
        briefings=sum(1 for path in paths if whole.is_briefing(path)),
        pages=sum(1 for path in paths if path.endswith(".html")),
        written=len(written.changed),
        removed=len(written.removed),
        warnings=warnings,
    )
