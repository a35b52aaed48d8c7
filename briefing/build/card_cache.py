"""Cache the card of each note, and analyse again only what changed."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from briefing.analysis import tags, word_weights
from briefing.build.cache_database import CardState, Store
from briefing.chronology import card_analysis
from briefing.chronology import cards as note_cards
from briefing.chronology.card_analysis import CardResult, Shared
from briefing.chronology.cards import Card
from briefing.content import tree
from briefing.content.folder import CONTENT
from briefing.core.problems import Location, Problem, RefusedError
from briefing.core.registry import Entity, Registry, Source
from briefing.engine import codec, executors
from briefing.engine.digests import digest
from briefing.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from briefing.build.keyword_database import Weights
    from briefing.build.texts import Texts
    from briefing.core.progress import Progress
    from briefing.core.settings import Settings
    from briefing.engine.executors import Opening

ANALYSED = "analysed"
# Cards that are kept at hand as they are here; the catalogue keeps its own, without lines.
FEW = 64


class _Known(Struct, frozen=True):
    """What shaped the cards in the store: settings, and the registry."""

    shared: str
    registry: Registry


def cards(
    texts: Texts,
    weights: Weights,
    settings: Settings,
    *,
    progress: Progress,
    opening: Opening = executors.processes,
) -> dict[str, CardState]:
    """Bring every note's card up to date in the store; return which there are, by path.

    A note is worked out again where its file changed, or the registry in what the note names.
    """
    store = texts.store
    known = store.cards()
    now = _Known(digest(settings.sizes, settings.site.language), texts.registry)
    touched = _touched(store, now)
    stale = [
        path
        for path in texts.notes
        if touched is None
        or path in touched
        or path not in known
        or known[path].sha256 != texts.versions[path]
    ]
    gone = known.keys() - set(texts.notes)
    if not stale and not gone and touched is not None:
        return known
    # From here on the store is true for the present registry, even if this process is killed.
    store.keep_cards({}, gone | (known.keys() & set(stale)))
    store.keep_about(ANALYSED, codec.dumps(now))
    work = partial(card_analysis.work_out, _shared(texts, settings))
    batches = (_jobs(store, weights, paths) for paths in word_weights.parted(stale))
    failed: list[CardResult] = []
    # Each batch is kept as soon as it is done: an interruption loses no more.
    for found in word_weights.in_batches(work, batches, len(stale), progress=progress, opening=opening):
        failed += (one for one in found if one.failure)
        _keep(store, weights, [one for one in found if not one.failure])
    _refuse(failed, settings)
    return store.cards()


def rework(texts: Texts, weights: Weights, settings: Settings, paths: Sequence[str]) -> None:
    """Work out the cards of a few notes, and put them into the store, without the weights of their words.

    Raises RefusedError where YAKE fails.
    """
    found = card_analysis.work_out(_shared(texts, settings), _jobs(texts.store, weights, paths))
    _refuse([one for one in found if one.failure], settings)
    _keep_cards(texts.store, found)


def _shared(texts: Texts, settings: Settings) -> Shared:
    sizes = settings.sizes
    return Shared(texts.registry, settings.site.language, sizes.keywords, sizes.sentences)


def _refuse(failed: Sequence[CardResult], settings: Settings) -> None:
    if failed:
        problems = sorted(unweighed(one.path, one.failure) for one in failed)
        raise RefusedError(tree.as_typed(problems, settings.folders.content))


def cards_shown(texts: Texts, settings: Settings, common: Mapping[str, int]) -> Callable[[str], Card]:
    """Look up a note's card as pages show it, by its slug; LookupError where there is no such note."""
    renamed = tags.renamed(texts.registry)

    def shown(slug: str) -> Card:
        kept = codec.loads(texts.store.card(texts.store.path(slug)), Card)
        chosen = tags.rarest(kept.tags, common, count=settings.sizes.tags)
        return note_cards.shown(
            replace(kept, tags=chosen),
            found=settings.events == "found",
            preview=settings.drafts,
            renamed=renamed,
        )

    return lru_cache(FEW)(shown)


def commonness(analysed: Mapping[str, CardState]) -> dict[str, int]:
    """Return how common each tag is among the published notes, in steps."""
    published = (one.tags for one in analysed.values() if one.status == "published")
    return tags.commonness(keys.split("\n") if keys else () for keys in published)


def versions(analysed: Mapping[str, CardState], common: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Yield the slug of each note, and a text that changes with its card as pages show it."""
    steps = {key: str(step) for key, step in common.items()}
    for path, one in analysed.items():
        told = "".join([steps.get(key, "0") for key in one.tags.split("\n")])
        yield one.slug, f"{path} {one.version} {one.sha256} {told}"


def _touched(store: Store, now: _Known) -> set[str] | None:
    """The notes whose names a change of the registry touches; None where all are to be worked out."""
    try:
        before = codec.loads(store.about(ANALYSED), _Known)
    except codec.DamagedError:
        return None
    if before.shared != now.shared:
        return None
    if before.registry == now.registry:
        return set()
    then, ids = _by_id(before.registry), _by_id(now.registry)
    changed = [id_ for id_ in then.keys() | ids.keys() if then.get(id_) != ids.get(id_)]
    names = [*_names(before.registry, changed), *_names(now.registry, changed)]
    return store.holding({fold(name) for name in names} - {""}, (f'"{id_}"' for id_ in changed))


def _by_id(registry: Registry) -> dict[str, tuple[Entity | Source, ...]]:
    """Return what the registry says under each id; an agency may also be an entity."""
    found: dict[str, tuple[Entity | Source, ...]] = {}
    for kind in (registry.entities, registry.sources):
        for one in kind:
            found[one.id] = (*found.get(one.id, ()), replace(one, line=0))
    return found


def _names(registry: Registry, ids: Iterable[str]) -> Iterator[str]:
    """Every name of some entities."""
    wanted = set(ids)
    for entity in registry.entities:
        if entity.id in wanted:
            yield entity.label
            yield from (alias.text for alias in entity.aliases)
            yield from entity.adjectives


def _jobs(store: Store, weights: Weights, paths: Sequence[str]) -> tuple[tuple[str, str], ...]:
    kept = weights.of(paths)
    return tuple((store.text(path), kept.get(path, "")) for path in paths)


def _keep(store: Store, weights: Weights, found: Sequence[CardResult]) -> None:
    weights.keep({one.path.removeprefix(f"{CONTENT}/"): one.weights for one in found})
    _keep_cards(store, found)


def _keep_cards(store: Store, found: Iterable[CardResult]) -> None:
    made = {one.path.removeprefix(f"{CONTENT}/"): (_state(one), one.card, one.folded) for one in found}
    store.keep_cards(made)


def _state(made: CardResult) -> CardState:
    return CardState(made.slug, made.sha256, made.version, made.status, "\n".join(made.tags), made.waiting)


def unweighed(path: str, failure: str) -> Problem:
    """Say that YAKE fails on a note: without tags it would look as if it were about nothing."""
    return Problem(Location(path), "keywords", failure, "rewrite the note's text, or report this")
