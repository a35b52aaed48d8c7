"""Check the whole content, parsing no file that is as a build or a check has parsed it before."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.build import addresses, cache_database, check, content_cache, doubts, marks, moves, up_to_date
from briefing.build.texts import Texts
from briefing.content import tree
from briefing.content.checks.across_files import Content
from briefing.content.folder import located, scan
from briefing.core.problems import Problem, errors
from briefing.core.program import fingerprint
from briefing.core.vocabulary import Vocabulary
from briefing.engine import codec, file_state
from briefing.intake import comparison
from briefing.intake import store as reports
from briefing.ledger import falling_counts, statements
from briefing.ledger.assembly import Ledger
from briefing.site import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from briefing.build.cache_database import Store
    from briefing.core.settings import Settings


def read(
    settings: Settings, *, today: date, paths: Sequence[str | Path] = ()
) -> tuple[tuple[Problem, ...], str]:
    """Return the Problems that `check.read` finds, and lines on what waits for an editor.

    Where what was kept cannot be used, all is parsed anew. Where a note has an error, all are held against
    each other; else only what changed since a check passed.
    """
    folders = settings.folders
    whole = partial(_whole, settings, today, paths)
    try:
        # Another process that has it open is building; nobody waits for that.
        with cache_database.opened(folders.store / up_to_date.CONTENT, patience=0) as kept:
            kept.of_program(fingerprint())
            now = file_state.touch(folders.store / up_to_date.LOCK)
            found = content_cache.look(kept, settings, today=today, now=now)
            if found is None or errors(found[1]):
                return whole(check.Reading(_reader(kept, settings, now), addresses.fixed(kept)))
            texts, told = found
            limit = tree.Limit.of(folders.content, paths)
            told = limit.told((*told, *_of_all(texts, settings, today)))
            silent = tuple(texts.note(path) for path, _ in kept.holders("silent", ""))
            content = Content(notes=silent, leads=texts.leads, registry=texts.registry)
            return told, check.hints(kept, content, limit, events=settings.lead_events)
    except Exception:  # noqa: BLE001 - whatever is wrong with what was kept, reading anew finds out
        files = partial(tree.read_file, folders.content, limits=settings.image_limits)
        return whole(check.Reading(files))


def _whole(
    settings: Settings, today: date, paths: Sequence[str | Path], reading: check.Reading
) -> tuple[tuple[Problem, ...], str]:
    """Hold all files against each other."""
    folders = settings.folders
    content, problems = check.read(
        folders.content,
        today=today,
        paths=paths,
        site=settings.site.url,
        published=record.published(folders.output),
        reports=folders.store / reports.FOLDER,
        asked=settings.asks_for_check,
        reading=reading,
    )
    limit = tree.Limit.of(folders.content, paths)
    return problems, check.hints(marks.of_content(content), content, limit, events=settings.lead_events)


def _reader(store: Store, settings: Settings, now: int) -> Callable[[str], tuple[Any, tuple[Problem, ...]]]:
    """Bring the cache up to date; return what reads a file as `tree.read_file` does, without parsing it."""
    folder, limits = settings.folders.content, settings.image_limits
    states = {path: file_state.at(located(folder, path)) for path in scan(folder)[0]}
    brought = content_cache.bring_up_to_date(store, settings, states, now)
    texts, warned = Texts(store, folder, tuple(states), brought.versions), store.doubts()

    def read_file(path: str) -> tuple[Any, tuple[Problem, ...]]:
        if path in brought.faults:
            return brought.faults[path]
        if path not in brought.versions:
            return tree.read_file(folder, path, limits)
        told = warned.get(path)
        return texts.value(path), codec.loads(told, tuple[Problem, ...]) if told else ()

    return read_file


def _of_all(texts: Texts, settings: Settings, today: date) -> Iterator[Problem]:
    """Yield the warnings that only `check` gives, or that are of no note alone."""
    there = content_cache.addresses_of(texts, settings)
    yield from doubts.of_content(there, today)
    yield from moves.gone(record.published(settings.folders.output), there.fixed.reserved, there)
    yield from _falls(texts)
    folder = settings.folders.store / reports.FOLDER
    for file in folder.iterdir() if folder.is_dir() else ():
        for path, _ in texts.store.holders("kept", file.name):
            yield from comparison.faults(texts.note(path), folder)


def _falls(texts: Texts) -> Iterator[Problem]:
    """Yield what is told of counts that fall; only series that may have changed are followed again."""
    store, known = texts.store, Vocabulary.of(texts.registry)
    if unfollowed := store.unfollowed():
        paths = {path for name in unfollowed for path, _ in store.holders("series", name)}
        notes = [texts.note(path) for path in sorted(paths)]
        of_notes = (one for note in notes for one in statements.of_known(note, known))
        ledger = Ledger.of(one for one in of_notes if one.may_only_grow and one.series.name in unfollowed)
        path_of = {note.slug: note.path for note in notes}.__getitem__
        falls: defaultdict[str, list[Problem]] = defaultdict(list)
        for higher, lower in falling_counts.found(ledger):
            falls[lower.series.name].append(falling_counts.problem(higher, lower, path_of))
        store.keep_falls({name: codec.dumps(tuple(told)) for name, told in falls.items()})
    yield from (one for text in store.falls() for one in codec.loads(text, tuple[Problem, ...]))
