"""Cache parsed content files in SQLite and re-check only what changed.

What was read without a fault is kept in the store, also where others have one. Told is what is wrong with
what changed; where files cannot be read at all, all is read anew and told as `check` tells it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from msgspec import Struct, field

from briefing.build import check, doubts, marks, moves
from briefing.build.addresses import Addresses, fixed
from briefing.build.cache_database import CachedFile, ReadFile, Store
from briefing.build.texts import Texts
from briefing.content import registry, signatures, tree
from briefing.content.checks import references
from briefing.content.checks.across_files import Content, cross_check
from briefing.content.folder import CONTENT, NOTES, located, scan
from briefing.content.images import kinds
from briefing.core.model import Note
from briefing.core.problems import BriefingError, Problem, RefusedError, errors, report
from briefing.core.registry import Registry
from briefing.core.vocabulary import Vocabulary
from briefing.engine import codec, executors, file_state
from briefing.engine.digests import digest
from briefing.text.fold import slug

if TYPE_CHECKING:
    from briefing.core.settings import ImageLimits, Settings
    from briefing.engine.file_state import FileState

    _Found = CachedFile | tuple[Any, tuple[Problem, ...]]

# So many files are read at a time, and fewer than so many sooner than other processes are started.
BATCH, WORTH_PROCESSES = 20, 100
CHECKED = "checked"
IMAGES, SITE = "images", "site"
NEW = ReadFile("", "")


class _Checked(Struct, frozen=True):
    """What the last check that passed saw, and what it is good for.

    That is its day, ids with kinds, images, and a digest of measures, units and what is asked for.
    """

    day: str
    kinds: tuple[tuple[str, str], ...]
    images: tuple[str, ...]
    vocabulary: str


class Brought(Struct, frozen=True):
    """The hashes of all files that were read without a fault, and what the others gave: values, Problems."""

    versions: dict[str, str]
    faults: dict[str, tuple[Any, tuple[Problem, ...]]] = field(default_factory=dict)


def read(
    store: Store, settings: Settings, *, today: date, now: int, spread: bool = False
) -> tuple[Texts, tuple[Problem, ...]]:
    """Read what is new or changed in the content and check it; return all there is, and all warnings.

    `now` is the present by the clock of the file system, in nanoseconds: a file changed within its
    grain is looked at again next time. Raises RefusedError with every Problem of what changed where there is
    an error.
    """
    folder = settings.folders.content
    found = look(store, settings, today=today, now=now, spread=spread)
    if found is None:
        _refuse(settings, today)
    texts, told = found
    if errors(told):
        raise RefusedError(report(tree.as_typed(told, folder)))
    doubtful = doubts.of_content(addresses_of(texts, settings), today)
    return texts, tree.as_typed((*told, *doubtful), folder)


def addresses_of(texts: Texts, settings: Settings) -> Addresses:
    """Return the addresses of the site with texts that were checked."""
    return Addresses(_content(texts, ()), texts.store, fixed(texts.store), settings.site.url)


def look(
    store: Store, settings: Settings, *, today: date, now: int, spread: bool = False
) -> tuple[Texts, tuple[Problem, ...]] | None:
    """Read what is new or changed, and check it; return all texts and Problems, None where files are missing.

    With errors among them they are those of what changed, else all warnings but those of `doubts`.
    """
    folder = settings.folders.content
    if not folder.is_dir():
        return None
    found, faults = scan(folder)
    if errors(faults) or not set(registry.REQUIRED) <= set(found):
        return None
    states = {path: file_state.at(located(folder, path)) for path in found}
    brought = bring_up_to_date(store, settings, states, now, spread=spread)
    there = tuple(path for path in found if path in brought.versions or kinds.of(path))
    texts = Texts(store, folder, there, brought.versions)
    told = [one for _, some in brought.faults.values() for one in some]
    # What an unreadable registry holds is not known, and so not what is wrong with the rest.
    if not brought.faults.keys() & registry.FILES.keys():
        told += check_changes(texts, settings, today, keep=not told)
    if told:
        return texts, (*faults, *told)
    warned = (one for text in store.warnings() for one in codec.loads(text, tuple[Problem, ...]))
    return texts, (*faults, *warned, *references.unused(texts.images, store.all_targets()))


def bring_up_to_date(
    store: Store, settings: Settings, states: Mapping[str, FileState], now: int, *, spread: bool = False
) -> Brought:
    """Read every file that is not as it was kept, many in copies; one that has a fault stays as it was."""
    known = _known(store, settings.image_limits, settings.site.url)
    brought = Brought({path: one.sha256 for path, one in known.items() if path in states})
    if gone := known.keys() - states.keys():
        store.keep_files({}, gone)
    stale = [path for path, one in states.items() if not one.text or known.get(path, NEW).state != one.text]
    parts = [stale[at : at + BATCH] for at in range(0, len(stale), BATCH)]

    def read(some: Sequence[str]) -> list[_Found]:
        return [_read(settings, path, known.get(path, NEW).sha256) for path in some]

    copies = spread and len(stale) >= WORTH_PROCESSES and executors.can_fork()
    for some, found in executors.in_copies(lambda: read, parts) if copies else ((x, read(x)) for x in parts):
        batch, same = dict[str, CachedFile](), dict[str, str]()
        for path, one in zip(some, found, strict=True):
            state = states[path].text if file_state.settled(states[path].rest, now) else ""
            if not isinstance(one, CachedFile):
                brought.faults[path] = one
            elif one.value:
                brought.versions[path] = one.file.sha256
                batch[path] = one._replace(file=one.file._replace(state=state))
            else:
                same[path] = state
        store.keep_files(batch)
        store.keep_states(same)
    return brought


def _read(settings: Settings, path: str, known: str) -> _Found:
    """Read a file: what is to be kept of it, without its value where its hash is `known`, or its faults."""
    limits = settings.image_limits
    content, faults = tree.load_file(settings.folders.content, path, limits)
    if content is None:
        return None, faults
    if (made := ReadFile("", hashlib.sha256(content).hexdigest())).sha256 == known:
        return CachedFile(made, "", ())
    value, problems = tree.parse_file(path, content, limits)
    if value is None or errors(problems):
        return value, problems
    return cached(path, made, value, problems, settings.site.url)


def cached(path: str, made: ReadFile, value: Any, problems: tuple[Problem, ...], site: str) -> CachedFile:
    """Return what is kept of a file: what it is, and what was read from it."""
    warned = codec.dumps(problems) if problems else ""
    return CachedFile(made, codec.dumps(value), tuple(references.of_text(value, path, site)), warned)


def _known(store: Store, limits: ImageLimits, site: str) -> dict[str, ReadFile]:
    """The files that were read before; images as long as they may be as large as they might be then.

    None where the site had another address then, which texts may refer to.
    """
    known, allowed = store.files(), codec.dumps(limits)
    if store.about(SITE) != site:
        store.keep_files({}, known)
        store.keep_about(SITE, site)
        return {}
    if store.about(IMAGES) == allowed:
        return known
    images = [path for path in known if kinds.of(path)]
    store.keep_files({}, images)
    store.keep_about(IMAGES, allowed)
    return {path: state for path, state in known.items() if path not in images}


def check_changes(texts: Texts, settings: Settings, today: date, *, keep: bool) -> tuple[Problem, ...]:
    """Check what changed since a check last passed, as if with all the rest.

    Where that passes its warnings are kept, if asked; else all that it found is returned.
    """
    store, before = texts.store, _checked(texts.store)
    unchecked = store.unchecked()
    known = texts.registry
    vocabulary = digest(known.measures, known.units, settings.asks_for_check)
    made = _Checked(today.isoformat(), _kinds(known), texts.images, vocabulary)
    if made == before and not unchecked:
        return ()
    wanted = _concerned(texts, before, made, unchecked)
    content = _content(texts, wanted)
    vocabulary_of = Vocabulary.of(known)
    made_of = {
        path: tuple(marks.of_note(one, vocabulary_of))
        for path, one in content.texts
        if path in wanted and isinstance(one, Note)
    }
    store.keep_marks(made_of)
    addresses = Addresses(content, store, fixed(store), settings.site.url)
    problems = cross_check(content, today=today, reserved=addresses.fixed.reserved, addresses=addresses)
    found = [one for one in problems if _path(one) in wanted or not _path(one).startswith(f"{NOTES}/")]
    found += moves.faults(store)
    found += filter(None, map(signatures.wanted, content.notes)) if settings.asks_for_check else ()
    if errors(tuple(found)):
        return tuple(found)
    if not keep:
        return ()
    told: dict[str, list[Problem]] = {path: [] for path in wanted}
    for one in found:
        told.setdefault(_path(one), []).append(one)
    texts_of = {path: codec.dumps(tuple(sorted(some))) if some else "" for path, some in told.items()}
    store.keep_check(texts_of, codec.dumps(made))
    return ()


def _checked(store: Store) -> _Checked | None:
    try:
        return codec.loads(store.about(CHECKED), _Checked)
    except codec.DamagedError:
        return None


def _concerned(texts: Texts, before: _Checked | None, now: _Checked, unchecked: set[str]) -> frozenset[str]:
    """The notes that what changed may have put in the wrong: all where no check holds."""
    if before is None or now.day < before.day or now.vocabulary != before.vocabulary:
        return frozenset(texts.notes)
    store = texts.store
    lost = sorted({id_ for id_, _ in set(before.kinds) - set(now.kinds)})
    late: set[str] = set()
    if lost:
        cards = store.cards()
        late = {
            path for path in texts.notes if path not in cards or cards[path].sha256 != texts.versions[path]
        }
    named = {path.removeprefix(f"{CONTENT}/") for path in store.holding((), (f'"{id_}"' for id_ in lost))}
    # Whatever changed may change which pages the site has.
    away = unchecked | (set(before.images) - set(now.images)) | {references.ROOT}
    slugs = {_slug(path) for path in unchecked}
    same = store.named(slugs) | {path for path in store.without_card() if _slug(path) in slugs}
    concerned = unchecked | named | same | store.referring(away) | late
    return frozenset(texts.notes) & concerned


def _slug(path: str) -> str:
    return slug(Path(path).stem)


def _kinds(known: Registry) -> tuple[tuple[str, str], ...]:
    """What others rest on: which ids there are, and of which kind."""
    entities = ((entity.id, entity.kind) for entity in known.entities)
    return (*entities, *((source.id, source.kind) for source in known.sources))


def _content(texts: Texts, wanted: Iterable[str]) -> Content:
    """The wanted notes with what decides whether they are right: what they refer to."""
    chosen, store = set(wanted), texts.store
    near = store.targets((*chosen, *texts.versions.keys() - set(texts.notes)))
    return Content(
        notes=tuple(texts.note(path) for path in sorted((chosen | near) & set(texts.notes))),
        pages=texts.pages,
        leads=texts.leads,
        registry=texts.registry,
        images=texts.images,
        basemap=texts.basemap,
    )


def _path(problem: Problem) -> str:
    return problem.location.path.removeprefix(f"{CONTENT}/")


def _refuse(settings: Settings, today: date) -> NoReturn:
    """Read all anew, and raise RefusedError with every Problem of every file."""
    folder = settings.folders.content
    _, problems = check.read(
        folder,
        today=today,
        reading=check.Reading(partial(tree.read_file, folder, limits=settings.image_limits)),
        site=settings.site.url,
        asked=settings.asks_for_check,
    )
    if errors(problems):
        raise RefusedError(problems)
    raise BriefingError(f"{folder}: files changed while they were read; build again")
