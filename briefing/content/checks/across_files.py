"""Find the Problems that only show when all files of the content are seen together.

Each rule is one function of the view below, in the list at the end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct, field

from briefing.content import urls
from briefing.content.checks import belonging, former, kinship, names, vocabulary
from briefing.content.checks.ids import Ids, shown
from briefing.content.checks.references import SiteAddresses, broken_references
from briefing.content.forms.faults import quoted
from briefing.content.registry import ENTITIES, MEASURES, SOURCES
from briefing.core.edtf import PartialDate
from briefing.core.model import Lead, Note, Page
from briefing.core.problems import Location, Problem
from briefing.core.registry import Entity, EntityKind, Registry, Source

if TYPE_CHECKING:
    from briefing.content.basemap import Basemap


class Content(Struct, frozen=True):
    """Everything that was read; each part is sorted by path, `images` are paths below content/.

    `unread` are the files of the registry of which nothing is known: what they lack cannot be told.
    """

    notes: tuple[Note, ...] = ()
    pages: tuple[Page, ...] = ()
    leads: tuple[Lead, ...] = ()
    registry: Registry = field(default_factory=Registry)
    images: tuple[str, ...] = ()
    basemap: Basemap | None = None
    unread: frozenset[str] = frozenset()

    @property
    def texts(self) -> Iterator[tuple[str, Note | Page | Lead]]:
        """All notes, pages and leads, each with its path below content/."""
        texts: tuple[Note | Page | Lead, ...] = (*self.notes, *self.pages, *self.leads)
        return ((each.path.partition("/")[2], each) for each in texts)


def cross_check(
    content: Content,
    *,
    today: date,
    reserved: Collection[str] = (),
    addresses: SiteAddresses | None = None,
) -> tuple[Problem, ...]:
    """Return the Problems between files, and those that depend on the day, in no order.

    `reserved` are the first parts of addresses that the site takes for pages of its own, `addresses`
    those that it has in any case; without, links to them are not followed.
    """
    view = _View(content, today, frozenset(reserved), addresses)
    return tuple(problem for rule in RULES for problem in rule(view))


class _View:
    """The content with its registry looked up by id."""

    def __init__(
        self, content: Content, today: date, reserved: frozenset[str], addresses: SiteAddresses | None
    ) -> None:
        self.content = content
        self.addresses = addresses
        self.today = today
        self.reserved = reserved
        self.sources: Mapping[str, Source] = {each.id: each for each in content.registry.sources}
        self.entities: Mapping[str, Entity] = {each.id: each for each in content.registry.entities}
        self.source_ids = Ids(SOURCES, content.registry.sources, lambda one: (one.label,))
        self.entity_ids = Ids(
            ENTITIES,
            content.registry.entities,
            lambda one: (one.label, *(name.text for name in one.aliases)),
        )


CrossCheck: TypeAlias = "Callable[[_View], Iterable[Problem]]"


def _unknown_sources(view: _View) -> Iterator[Problem]:
    for note in view.content.notes if SOURCES not in view.content.unread else ():
        for key, identity in (("source", note.source), ("agency", note.agency)):
            if not identity:
                continue
            place = Location(note.path, _line(note, key))
            source = view.sources.get(identity)
            if source is None:
                what = f"{key}: {shown(identity)}: unknown {key}"
                yield Problem(place, "unknown-source", what, view.source_ids.like(identity))
            elif key == "agency" and source.kind != "agency":
                what = f"agency: {identity} is an {source.kind}"
                yield Problem(place, "not-an-agency", what, "name an agency, or leave the key out")


def _unknown_entities(view: _View) -> Iterator[Problem]:
    for note in view.content.notes if ENTITIES not in view.content.unread else ():
        for line, noun, role, identity, kinds in _named(note):
            place = Location(note.path, line)
            entity = view.entities.get(identity)
            if entity is None and role == "claimant" and identity in view.sources:
                continue
            if entity is None:
                what = f"{noun}: {shown(identity)}: unknown {role}"
                others = (view.source_ids,) if role == "claimant" else ()
                yield Problem(place, "unknown-entity", what, view.entity_ids.like(identity, *others))
            elif kinds and entity.kind not in kinds:
                wanted = " or ".join(kinds)
                article = "an" if role == "actor" else "a"
                what = f"{noun}: {identity} is a {entity.kind}, not {article} {role}"
                yield Problem(place, "wrong-kind", what, f"name a {wanted}")


def _named(note: Note) -> Iterator[tuple[int, str, str, str, tuple[EntityKind, ...]]]:
    """Yield each entity that a note's keys name: line, noun, role, id, and the kinds allowed there."""
    for claim in note.claims:
        yield claim.line, "claim", "claimant", claim.by, ("person", "group")
        yield claim.line, "claim", "subject", claim.who, ()
        if claim.place:
            yield claim.line, "claim", "place", claim.place, ("place",)
    for event in note.events:
        for claimant in event.by:
            yield event.line, "event", "claimant", claimant, ("person", "group")
        for place in event.places:
            yield event.line, "event", "place", place, ("place",)
        for actor in event.actors:
            yield event.line, "event", "actor", actor, ("person", "group", "thing")


def _belonging(view: _View) -> Iterator[Problem]:
    yield from belonging.of_entities(view.entities, view.entity_ids)
    yield from belonging.of_claims(view.content.notes)


def _vocabulary(view: _View) -> Iterator[Problem]:
    yield from vocabulary.faults_of_registry(view.content.registry)
    if MEASURES not in view.content.unread:
        yield from vocabulary.faults_of_claims(view.content.notes, view.content.registry)


def _later_than_today(view: _View) -> Iterator[Problem]:
    for path, line, name, when in _dated(view.content):
        if when.start > view.today or (_ends(when) and when.end > view.today):
            what, allowed = f'{name} "{when.text}" is later than today', f"today is {view.today.isoformat()}"
            yield Problem(Location(path, line), "later-than-today", what, allowed)


def _dated(content: Content) -> Iterator[tuple[str, int, str, PartialDate]]:
    for note in content.notes:
        yield note.path, _line(note, "date"), "date", note.date
        for event in note.events:
            if not event.planned:
                yield note.path, event.line, "event: date", event.date
        for correction in note.corrections:
            yield note.path, correction.line, "correction: date", correction.date
        for one in note.checked:
            yield note.path, one.line, "checked: date", one.date
        if note.withdrawn is not None:
            yield note.path, _line(note, "withdrawn"), "withdrawn:", note.withdrawn
    for lead in content.leads:
        yield lead.path, 0, "date", lead.date


def _ends(when: PartialDate) -> bool:
    """Tell whether a date names its last day, rather than a month or year that may still run."""
    return (
        when.precision == "interval"
        and not when.open_end
        and len(when.text.partition("/")[2]) > len("2018-12")
    )


def _misplaced_events(view: _View) -> Iterator[Problem]:
    for note in view.content.notes:
        reported = f'the note\'s date is "{note.date.text}"'
        for event in note.events:
            place = Location(note.path, event.line)
            if event.planned and event.date.end < note.date.start:
                what = f'event: "{event.date.text}" is planned, but was over when the report appeared'
                yield Problem(place, "planned-before-report", what, reported)
            elif not event.planned and event.date.start > note.date.end:
                what = f'event: "{event.date.text}" lay ahead of the report'
                allowed = f"{reported}; write planned: true if it was planned"
                yield Problem(place, "event-after-report", what, allowed, "warning")


def _wrong_order(view: _View) -> Iterator[Problem]:
    for note in view.content.notes:
        allowed = f'the note\'s date is "{note.date.text}"'
        for claim in note.claims:
            period = claim.period
            if period is not None and not period.open_start and period.start > note.date.end:
                what = f'claim: period "{period.text}" begins after the report appeared'
                place = Location(note.path, claim.line)
                yield Problem(place, "period-after-report", what, allowed, "warning")
        for correction in note.corrections:
            if correction.date.end < note.date.start:
                what = f'correction: date "{correction.date.text}" is before the report appeared'
                yield Problem(Location(note.path, correction.line), "correction-before-report", what, allowed)
        if note.withdrawn is not None and note.withdrawn.end < note.date.start:
            what = f'withdrawn: "{note.withdrawn.text}" is before the report appeared'
            place = Location(note.path, _line(note, "withdrawn"))
            yield Problem(place, "withdrawn-before-report", what, allowed)


def _unconfirmed(view: _View) -> Iterator[Problem]:
    for note in view.content.notes:
        for noun, named in (("claim", note.claims), ("event", note.events)):
            for one in named:
                if one.suggested:
                    what = f"{noun}: no editor has confirmed what the program suggests"
                    allowed = f"check it against the report, then remove status: suggested, or the {noun}"
                    yield Problem(Location(note.path, one.line), "suggestion", what, allowed)


def _same_address(view: _View) -> Iterator[Problem]:
    owners: defaultdict[str, list[str]] = defaultdict(list)
    for path, each in view.content.texts:
        owners[f"/{urls.of_file(path)}"].append(each.path)
    for address, paths in owners.items():
        for path in paths:
            other = next((each for each in paths if each != path), None)
            if other is not None:
                what = f"has the address {address}, and so has {other}"
                yield Problem(Location(path), "duplicate-address", what, "rename one of them")


def _reserved_address(view: _View) -> Iterator[Problem]:
    for page in view.content.pages:
        if page.slug in view.reserved:
            what = f"has the address /{page.slug}/, which is the site's own"
            yield Problem(Location(page.path), "reserved-address", what, "rename the file")


def _former_names(view: _View) -> Iterator[Problem]:
    yield from former.of_registry(view.content.registry)
    yield from former.of_pages(view.content.pages, view.reserved)


def _broken_references(view: _View) -> Iterable[Problem]:
    documents = {path: each.document for path, each in view.content.texts}
    statuses = {path: each.status for path, each in view.content.texts if isinstance(each, Note)}
    return broken_references(documents, statuses, frozenset(view.content.images), view.addresses)


def _own_urls(view: _View) -> Iterator[Problem]:
    """Yield a Problem for each web address in a head that is one of this site, and leads nowhere in it."""
    addresses = view.addresses
    if addresses is None:
        return
    of_notes = ((note.path, _line(note, "url"), "url", note.url) for note in view.content.notes)
    of_sources = (
        (f"content/{SOURCES}", one.line, "source: url", one.url) for one in view.content.registry.sources
    )
    for path, line, name, url in (*of_notes, *of_sources):
        address = addresses.below(url) if url else None
        if address is not None and address not in addresses:
            what = f"{name} {quoted(url)} leads to a page that this site may not have"
            yield Problem(
                Location(path, line), "own-url", what, "write where the report can be read, or leave it out"
            )


def _line(note: Note, key: str) -> int:
    return dict(note.key_lines).get(key, 1)


RULES: tuple[CrossCheck, ...] = (
    _unknown_sources,
    _unknown_entities,
    _belonging,
    _vocabulary,
    _later_than_today,
    _misplaced_events,
    _wrong_order,
    _unconfirmed,
    _same_address,
    _reserved_address,
    _former_names,
    lambda view: names.ambiguous(view.content.registry.entities, f"content/{ENTITIES}"),
    _broken_references,
    _own_urls,
    lambda view: kinship.faults(view.content.notes, view.addresses),
)
