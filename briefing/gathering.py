"""Content in; the catalogue of its notes' cards out, each note analysed once and then kept in the store."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from briefing import weighing
from briefing.analysis import note as analysis
from briefing.analysis import tags
from briefing.analysis.mentions import Names
from briefing.analysis.reading import Reading
from briefing.chronology import cards as card_order
from briefing.chronology import events
from briefing.chronology.cards import Card, DatedSentence
from briefing.errors import Location, Problem, RefusedError
from briefing.notes import tree
from briefing.site import urls
from briefing.site.catalogue import Catalogue
from briefing.site.parts import Link
from briefing.site.plan import digest
from briefing.store import codec
from briefing.text.sentences import clean, split

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefing.analysis.tags import Candidate
    from briefing.model import Analysis, Event, Mention, Note, Registry
    from briefing.notes.tree import Content
    from briefing.settings import Settings
    from briefing.site.parts import Site
    from briefing.store.database import Store
    from briefing.weighing import Progress


def catalogue(
    content: Content, settings: Settings, chrome: Site, store: Store, *, engine: str, progress: Progress
) -> Catalogue:
    """Gather the cards of all notes and everything else that pages are made from.

    A card is kept under a digest of its note, the registry, the settings and `engine`, the program.
    """
    by_slug = {one.slug: one for one in content.notes}
    found = cards(content, settings, store, engine=engine, progress=progress)
    statuses = {"published", "draft"} if settings.drafts else {"published"}
    shown = [card for card in found if card.status in statuses]
    digests = {card.slug: _digests(card) for card in found}
    return Catalogue(
        settings=settings,
        chrome=chrome,
        registry=content.registry,
        cards=card_order.chronological(shown),
        withdrawn=card_order.chronological(_emptied(card) for card in found if card.status == "withdrawn"),
        digests={slug: one.whole for slug, one in digests.items()},
        digests_of_claims={slug: one.claims for slug, one in digests.items()},
        digests_of_events={slug: one.events for slug, one in digests.items()},
        sources={one.slug: digest(one) for one in content.notes},
        vocabulary=_addressed(tags.vocabulary(card.tags for card in shown)),
        pages=content.pages,
        leads=content.leads,
        basemap=content.basemap,
        note=by_slug.__getitem__,
    )


class _Digests(NamedTuple):
    """Digests of a card, and of its claims and its events alone, which files of all notes are made from."""

    whole: str
    claims: str
    events: str


def _digests(card: Card) -> _Digests:
    claims, events_ = digest(card.claims), digest(card.events)
    return _Digests(digest(claims, events_, replace(card, claims=(), events=())), claims, events_)


def _emptied(card: Card) -> Card:
    """A withdrawn note's card: what it told is gone; that it was withdrawn, why and when is left."""
    return replace(
        card,
        editor_summary="",
        summary=(),
        tags=(),
        entities=(),
        events=(),
        claims=(),
        dated=(),
    )


def _addressed(labels: Mapping[str, str]) -> dict[str, Link]:
    """Give each tag an address; labels that would share one are numbered, in order of their keys."""
    taken: set[str] = set()
    found = {}
    for key, label in labels.items():
        href, number = urls.tag(label), 1
        while href in taken:
            number += 1
            href = urls.tag(f"{label} {number}")
        taken.add(href)
        found[key] = Link(href, label)
    return found


def cards(
    content: Content, settings: Settings, store: Store, *, engine: str, progress: Progress
) -> tuple[Card, ...]:
    """Return every note's card, in the order of the notes; new ones are kept at once."""
    shared = digest(content.registry, settings.sizes, settings.site.language, engine)
    keys = {note.path: digest(shared, note) for note in content.notes}
    kept = store.cards()
    found = dict(_looked_up(keys, kept))
    missing = [note for note in content.notes if note.path not in found]
    made = _made(missing, content.registry, settings, store, progress)
    changed = {path: (keys[path], codec.dumps(card)) for path, card in made.items()}
    store.keep_cards(changed, gone=kept.keys() - keys.keys())
    return tuple(made.get(note.path) or found[note.path] for note in content.notes)


def _looked_up(keys: Mapping[str, str], kept: Mapping[str, tuple[str, str]]) -> Iterator[tuple[str, Card]]:
    for path, key in keys.items():
        if path in kept and kept[path][0] == key:
            try:
                yield path, codec.loads(kept[path][1], Card)
            except codec.DamagedError:
                continue


def _made(
    notes: Sequence[Note], registry: Registry, settings: Settings, store: Store, progress: Progress
) -> dict[str, Card]:
    names = Names.of(registry.entities, reporters=(source.id for source in registry.sources))
    language = settings.site.language
    texts = {note.path: Reading.of(note.title, note.document.prose, names).text for note in notes}
    weighed = weighing.weigh(texts.values(), language=language, store=store, progress=progress)
    if problems := unweighed(texts, weighed):
        raise RefusedError(tree.as_typed(problems, settings.folders.content))
    made = {}
    for note in notes:
        found = analysis.analyse(
            note.document,
            note.date,
            names,
            title=note.title,
            language=language,
            keywords=settings.sizes.keywords,
            sentences=settings.sizes.sentences,
            weigh=weighed.weights.__getitem__,
        )
        made[note.path] = _card(note, found, registry, names, settings)
    return made


def unweighed(texts: Mapping[str, str], weighed: weighing.Weighed) -> tuple[Problem, ...]:
    """The notes, by path, that YAKE fails on: a note without tags would look as if it were about nothing."""
    return tuple(
        Problem(Location(path), "keywords", weighed.failures[text], "rewrite the note's text, or tell us")
        for path, text in texts.items()
        if text in weighed.failures
    )


def _card(note: Note, found: Analysis, registry: Registry, names: Names, settings: Settings) -> Card:
    dated = tuple(_dated(note, found))
    return card_order.card(
        note,
        found,
        registry,
        events=note.events or _derived(note, dated, registry),
        tags=_tags(note, found, registry, names, settings.sizes.tags),
        dated=tuple(sentence for sentence, _ in dated),
    )


def _dated(note: Note, found: Analysis) -> Iterator[tuple[DatedSentence, tuple[Mention, ...]]]:
    """Each sentence that says when, by its first date expression, with its mentions."""
    dates = iter(found.dates)
    date = next(dates, None)
    for sentence in split(note.document.prose):
        while date is not None and date.start < sentence.start:
            date = next(dates, None)
        if date is None:
            return
        if date.end <= sentence.end:
            text = clean(note.document.prose[sentence.start : sentence.end])
            blocks = (one for one in note.document.blocks if one.start <= sentence.start < one.end)
            block = next(blocks, None)
            mentions = (one for one in found.mentions if sentence.start <= one.start < sentence.end)
            yield DatedSentence(date.value, text, block.anchor if block else ""), tuple(mentions)


def _derived(
    note: Note, dated: Sequence[tuple[DatedSentence, tuple[Mention, ...]]], registry: Registry
) -> tuple[Event, ...]:
    sentences = [sentence for sentence, _ in dated]
    return events.derive(sentences, [mentions for _, mentions in dated], registry, until=note.date)


def _tags(note: Note, found: Analysis, registry: Registry, names: Names, count: int) -> tuple[Candidate, ...]:
    candidates = tags.candidates(found.keywords, names)
    # Who reports is told beside every note, and is not what the note is about.
    reporters = (source.label for source in registry.sources if source.id in {note.source, note.agency})
    barred = (*note.not_tags, *reporters)
    return tags.choose(candidates, tags=note.tags, not_tags=barred, names=names, count=count)
