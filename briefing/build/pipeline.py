"""Build the site: read the content, bring the catalogue up to date, make what changed."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

import briefing
from briefing.build import card_cache, content_cache, moves, recovery, stores, up_to_date
from briefing.build.ground import Ground
from briefing.build.ground import catalogue as catalogue_of
from briefing.content import tree, urls
from briefing.core.problems import Problem, count
from briefing.core.program import fingerprint
from briefing.engine import codec, executors, file_state, lock
from briefing.engine.build import Build, Made
from briefing.engine.digests import digest
from briefing.search import builder
from briefing.site import feeds, headers, page_kinds, record
from briefing.site.ledger import falling_counts
from briefing.site.pages import documents, moved
from briefing.site.render import assets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from briefing.build.cache_database import Store
    from briefing.build.keyword_database import Weights
    from briefing.build.options import Options
    from briefing.build.texts import Texts
    from briefing.core.registry import Registry
    from briefing.core.settings import Folders, Settings, Site
    from briefing.engine.graph import Graph
    from briefing.engine.outputs import LostFile
    from briefing.search.database import Terms
    from briefing.site.catalogue import Catalogue
    from briefing.site.record import Tally
    from briefing.site.render.assets import Asset
    from briefing.site.render.templates import Theme

    Files = dict[str, tuple[str, Callable[[], bytes]]]

PACKAGES = ("jinja2", "markdown-it-py", "mdit-py-plugins", "pelican", "pillow", "pyyaml", "rjsmin", "yake")
PROGRAM = "program"
NOTHING = codec.dumps("")
# Who writes files without a name.
UNNAMED = "a build"
# Made of what all other files have become.
LAST = (urls.SITEMAP, urls.BUILD)


class Report(Struct, frozen=True):
    """What a build made: how much there is now, how many files it wrote and removed, and its warnings.

    `reasons` tell, where that was asked, why each page was made again: its path, and what changed. `mended`
    are the paths of files that were not as an earlier build recorded them.
    """

    notes: int
    briefings: int
    pages: int
    written: int
    removed: int
    warnings: tuple[Problem, ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()
    mended: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Say it in a line."""
        counts = (f"{self.notes} notes", f"{self.briefings} briefings", f"{self.pages} pages")
        whole = ", ".join((*counts, count(self.warnings)) if self.warnings else counts)
        return f"{whole}: {self.written} files written, {self.removed} removed"


def build(settings: Settings, theme: Theme, options: Options) -> Report:
    """Build the site: one build at a time, and once more from nothing where what was kept is damaged."""
    folders, progress = settings.folders, options.progress
    with lock.held(
        folders.store / up_to_date.LOCK, waiting=partial(progress, "waiting for another build", 0, 0)
    ):
        if options.force:
            stores.drop(folders)
        stores.drop_orphans(folders)
        return recovery.recovered(partial(_build, settings, theme, options), folders, progress)


def _build(settings: Settings, theme: Theme, options: Options) -> Report:
    folders, progress, today = settings.folders, options.progress, options.today
    session = options.session
    spread = session is None and options.opening is not executors.serial
    with stores.opened(folders) as kept:
        known = kept.graph
        started = file_state.touch(folders.store / up_to_date.LOCK)
        seen = options.seen or up_to_date.look(settings, today=today)
        reread = _begin(known, options)
        program = _program(kept.content, known, settings)
        theme.keep_compiled(folders.store / stores.TEMPLATES, known.about(PROGRAM))
        if options.reread:
            kept.content.forget_states()
        texts, warnings = content_cache.read(kept.content, settings, today=today, now=started, spread=spread)
        common, stamps = _analysed(texts, kept.weights, settings, options)
        found = assets.read(folders.themes)
        ground = Ground(settings, theme, found, texts, common)
        campaign = ground.campaign()
        catalogue, rows_of = catalogue_of(campaign, known)
        catalogue.update(stamps, rows_of)
        folder = up_to_date.output_of(folders, known)
        work = Build(catalogue, folder, progress, options.explain, shared=page_kinds.ask_shared)
        if spread:
            work.stores = (kept.content,)
        if session is not None:
            session.leave(ground)
            work.first, work.pause = session.first(), partial(session.pause, kept)
        work.adopt(() if folder.holds(urls.BUILD) else record.published(folders.output))
        work.bring_up_to_date(page_kinds.OUTPUTS, reread=reread)
        mended = _mended(folders, work.lost)
        work.put("files", _files(settings, found))
        work.put("search", _index(work, kept.search, texts.registry, program, spread=spread))
        work.sweep(keep=LAST)
        # A sitemap is made of which pages there are, and so of no use before they are.
        with known.transaction():
            leading = {one.old: one.new for one in catalogue.ask(moved.MOVES)}
        paths = [path for path in work.folder.paths() if urls.href_of(path) not in leading]
        work.put("sitemap", _sitemap(settings.site, paths))
        counted, notes = record.tally(paths), catalogue.count("notes")
        work.put("record", _record(settings, notes, counted, leading, work.folder.hashes()))
        with known.transaction():
            fallen = falling_counts.warnings(catalogue, campaign.card)
        made = work.made()
        told = tree.as_typed((*fallen, *moves.gone(made.removed, page_kinds.RESERVED)), folders.content)
        report = replace(_report(notes, counted, made, (*warnings, *told)), mended=mended)
        if session is None:
            # What is told from here on to be there outlasts a power cut.
            os.sync()
            known.keep_about(up_to_date.UNFLUSHED, "")
        folder.end()
        if file_state.settled(seen.rest, started):
            known.keep_about(up_to_date.REPORT, str(report))
            known.keep_about(up_to_date.STATE, seen.text)
        return report


def _analysed(
    texts: Texts, weights: Weights, settings: Settings, options: Options
) -> tuple[dict[str, int], dict[str, str]]:
    """Bring all cards up to date; return how common each tag is, and a stamp of each note, by slug."""
    found = card_cache.cards(texts, weights, settings, progress=options.progress, opening=options.opening)
    common = card_cache.commonness(found)
    vocabulary = digest(texts.registry.measures, texts.registry.units, texts.registry.tags)
    return common, {slug: f"{one} {vocabulary}" for slug, one in card_cache.versions(found, common)}


def _begin(known: Graph, options: Options) -> bool:
    """Write down that a build has begun; return whether every file is to be read, whatever its state."""
    name = options.session.name if options.session else ""
    known.keep_about(up_to_date.STATE, "")
    unflushed = known.about(up_to_date.UNFLUSHED)
    known.keep_about(up_to_date.UNFLUSHED, name or UNNAMED)
    return options.reread or unflushed not in {"", name}


def versions() -> dict[str, str]:
    """The versions of what shapes the output, by package."""
    return {"briefing": briefing.__version__, **{name: importlib.metadata.version(name) for name in PACKAGES}}


def _program(store: Store, known: Graph, settings: Settings) -> str:
    """Forget what another program, or other settings of Jinja, worked out; return a digest of this one."""
    conf = settings.folders.conf
    program = fingerprint()
    store.of_program(program)
    # What the settings file and plugins of others set for Jinja reaches every template.
    set_up = conf.read_bytes() if conf.is_file() else b""
    shaping = digest(program, set_up, settings.drafts, settings.events, settings.plugins)
    if known.about(PROGRAM) != shaping:
        known.clear()
        known.keep_about(PROGRAM, shaping)
    return program


def _mended(folders: Folders, lost: Mapping[str, LostFile]) -> tuple[str, ...]:
    """Choose the files that were lost since they were recorded; others come from another build."""
    recorded = record.published(folders.output) if lost else {}
    if not recorded and urls.BUILD in lost and lost[urls.BUILD].sha256:
        return (urls.BUILD,)
    return tuple(path for path, file in lost.items() if file.sha256 != recorded.get(path, file.sha256))


def _files(settings: Settings, found: Mapping[str, Asset]) -> Files:
    """The theme's files, and the headers to serve all with."""
    files: Files = {asset.href: (asset.href, partial(bytes, asset.content)) for asset in found.values()}
    to_send = headers.netlify(settings.site).encode()
    files[headers.FILE] = (digest(to_send), partial(bytes, to_send))
    return files


def _index(work: Build[Catalogue], index: Terms, registry: Registry, program: str, *, spread: bool) -> Files:
    """The files of the search index."""
    catalogue = work.catalogue
    keys = catalogue.graph.planned(documents.PLANNED)
    kept = catalogue.graph.values(documents.VERSION.fact("")).items()
    versions_of = {key: made for key, made in kept if made != NOTHING and key in keys}
    by_href = {documents.href(key): key for key in versions_of}
    made = builder.update(
        index,
        {href: versions_of[key] for href, key in by_href.items()},
        lambda href: documents.make(catalogue, by_href[href]),
        registry,
        engine=program,
        copies=work.in_copies if spread and executors.can_fork() else None,
    )
    return {href: (digest_, partial(made.make, href)) for href, digest_ in made.files.items()}


def _sitemap(site: Site, paths: Iterable[str]) -> Files:
    return {
        path: (digest(site.url, kind, hrefs), partial(feeds.sitemap, site, kind, hrefs))
        for path, (kind, hrefs) in feeds.sitemaps(record.pages(paths)).items()
    }


def _record(
    settings: Settings, notes: int, tally: Tally, moves: Mapping[str, str], files: Iterable[tuple[str, str]]
) -> Files:
    """The record of all files, and so the last one."""
    others = (one for one in files if one[0] != urls.BUILD)
    content = record.build_record(settings, versions(), notes, tally, others, moves=moves)
    return {urls.BUILD: (hashlib.sha256(content).hexdigest(), partial(bytes, content))}


def _report(notes: int, tally: Tally, made: Made, warnings: tuple[Problem, ...]) -> Report:
    return Report(
        notes=notes,
        briefings=tally.briefings,
        pages=tally.pages,
        written=len(made.written),
        removed=len(made.removed),
        warnings=tuple(sorted(set(warnings))),
        reasons=made.reasons,
    )
