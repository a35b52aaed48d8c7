"""Make a document for the search of each note, briefing, entity, page of figures and page of text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date as Date  # noqa: N812 - a document's own date is a text
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from briefing.chronology import events
from briefing.content import urls
from briefing.core import edtf
from briefing.core.edtf import PartialDate
from briefing.core.model import Body, Event, Note
from briefing.core.registry import Entity, Measure
from briefing.ledger import wording
from briefing.text.sentences import clean

if TYPE_CHECKING:
    from briefing.chronology.cards import Card
    from briefing.chronology.days import Day
    from briefing.ledger.statements import Statement

DocumentKind = Literal["note", "briefing", "person", "group", "place", "thing", "figures", "page"]
PartKind = Literal["title", "name", "headline", "tag", "summary", "text", "event", "claim", "figure"]
KINDS: tuple[DocumentKind, ...] = (
    *("note", "briefing", "person", "group", "place", "thing"),
    *("figures", "page"),
)
# A report whose date spans more days than these, or an event as long, belongs to none of them.
SPAN = 7


class DocumentPart(Struct, frozen=True):
    """One text of a document; `anchor` is its place on the page.

    Of an event and a claim, `date` is as shown; `figure` is a claim's, in brief, `source` who gives it and
    who reports that, and `origins` on how many reports and origins a series rests.
    """

    kind: PartKind
    text: str
    anchor: str = ""
    date: str = ""
    figure: str = ""
    source: str = ""
    origins: str = ""

    @property
    def told(self) -> str:
        """The text that the part is found by."""
        return " ".join(filter(None, (self.figure, self.text, self.source)))


class Document(Struct, frozen=True):
    """A page as the search shows and reads it, and what it is narrowed and sorted by.

    `date`, `source` and `agency` are as shown, `outlet` and `wire` their ids; `start` is None for
    what has no date. `days` are the days it is about, the first ones those it is dated, `happened`
    those of its events; `tags` are keys with labels. A page of figures has a `group`: its measure, of
    whom, of a place since when its holder is said to hold it, and how many claims it has.
    """

    href: str
    kind: DocumentKind
    title: str
    parts: tuple[DocumentPart, ...]
    date: str = ""
    source: str = ""
    agency: str = ""
    days: tuple[Date, ...] = ()
    happened: tuple[Date, ...] = ()
    start: Date | None = None
    end: Date | None = None
    inferred: bool = False
    outlet: str = ""
    wire: str = ""
    entities: tuple[str, ...] = ()
    tags: tuple[tuple[str, str], ...] = ()
    group: tuple[str, str, str, int] | None = None


def of_note(
    card: Card,
    tags: tuple[tuple[str, str], ...],
    note: Note,
    told: Sequence[Statement],
    label: Callable[[str], str],
) -> Document:
    """Make the document of a note from its card, its tags' keys with their labels, its text and claims.

    `label` names an entity or a claimant by its id.
    """
    dated = tuple(_within(card.date))
    past = (event.date for event in card.events if not event.planned)
    happened = tuple(dict.fromkeys(day for value in past for day in _within(value)))
    named = tuple(day for one in card.dated for day in _within(one.date))
    return Document(
        href=urls.note(card.slug),
        kind="note",
        title=card.title,
        parts=tuple(_parts_of_note(card, note, [name for _, name in tags], told, label)),
        date=edtf.display_short(card.date),
        source=card.source_label,
        agency=card.agency_label,
        days=tuple(dict.fromkeys((*dated, *happened, *named))),
        happened=happened,
        start=card.date.start,
        end=card.date.end,
        inferred=card.is_inferred,
        outlet=card.source,
        wire=card.agency,
        entities=tuple(entity.id for entity in card.entities),
        tags=tags,
    )


def _parts_of_note(
    card: Card, note: Note, tags: Sequence[str], told: Sequence[Statement], label: Callable[[str], str]
) -> Iterator[DocumentPart]:
    yield DocumentPart("title", card.title)
    if note.headline:
        yield DocumentPart("headline", note.headline)
    yield from (DocumentPart("tag", tag) for tag in tags)
    if card.summary:
        yield DocumentPart("summary", card.summary)
    prose, last = note.document.prose, 0
    for block in note.document.blocks:
        if block.start >= last and (text := clean(prose[block.start : block.end])):
            last = block.end
            yield DocumentPart("text", text, block.anchor)
    yield from (DocumentPart("text", heading.text, heading.anchor) for heading in note.document.headings)
    for event in sorted(card.events, key=lambda one: one.date.key):
        yield DocumentPart("event", event.what, events.anchor(event), _when(event))
    yield from (of_claim(one, label) for one in told)


def _when(event: Event) -> str:
    """Say when an event was, and whether it was only planned or only found by the program."""
    shown = edtf.display_short(event.date)
    planned = f"planned for {shown}" if event.planned else shown
    return f"{planned}, found by the program" if event.suggested else planned


def of_claim(statement: Statement, label: Callable[[str], str]) -> DocumentPart:
    """Make the part of a claim, anchored at its row: figure, whom it counts, what, where and who says so."""
    claim = statement.claim
    if statement.is_position:
        verb = wording.STANCES[claim.stance or "asserts"].verb
        told = f"{label(claim.by)} {verb} control by {label(claim.who)}"
    else:
        told = _counted(statement, label)
    place = label(claim.place) if claim.place else ""
    return DocumentPart(
        kind="claim",
        text="; ".join(one for one in (told, place, claim.remark) if one),
        anchor=statement.id,
        date=edtf.display_short(claim.period) if claim.period else "",
        figure=_figure(statement),
        source="" if statement.is_position else label(claim.by),
    )


def _counted(statement: Statement, label: Callable[[str], str]) -> str:
    """Return what is counted, and whom."""
    subset = statement.claim.subset
    return f"{statement.measure.inline}: {label(statement.claim.who)}{f', {subset}' if subset else ''}"


def _figure(statement: Statement) -> str:
    vague = statement.claim.words or statement.claim.stance
    return wording.figure(statement) if vague else " ".join(filter(None, wording.in_brief(statement)))


def of_series(newest: Statement, label: Callable[[str], str], *, anchor: str, origins: str) -> DocumentPart:
    """Make the part of a scope's newest figure, with how many reports and origins the scope has."""
    claim = newest.claim
    by = label(claim.by)
    return DocumentPart(
        kind="figure",
        text="; ".join(filter(None, (_counted(newest, label), claim.place and label(claim.place)))),
        anchor=anchor,
        date=edtf.display_short(newest.when),
        figure=_figure(newest),
        source=by if newest.carrier == by else f"{by}, in {newest.carrier}",
        origins=origins,
    )


def of_holder(told: Sequence[Statement], label: Callable[[str], str]) -> DocumentPart:
    """Make the part of what claimants agree on about who holds a place, the newest day first."""
    claim = told[0].claim
    extent = wording.STANCES[claim.stance or "asserts"].extent
    return DocumentPart(
        kind="figure",
        text=f"{label(claim.place)}: {extent} by {label(claim.who)}",
        date=edtf.display_short(told[0].when),
        source=", ".join(dict.fromkeys(label(one.claim.by) for one in told)),
    )


def _within(value: PartialDate) -> Iterator[Date]:
    """The day of a date, or the first and last of a few."""
    if value.is_day:
        yield value.start
    elif not (value.open_start or value.open_end) and (value.end - value.start).days < SPAN:
        yield from (value.start, value.end)


def of_day(day: Day, *, headline: str, summary: str) -> Document:
    """Make the document of a day's briefing from the day and what lists show of it."""
    shown = edtf.of_day(day.date)
    title = f"Briefing, {edtf.display(shown)}"
    parts = (
        DocumentPart("title", title),
        DocumentPart("headline", headline),
        DocumentPart("summary", summary),
    )
    return Document(
        href=urls.briefing(day.date),
        kind="briefing",
        title=title,
        parts=tuple(part for part in parts if part.text),
        date=edtf.display_short(shown),
        days=(day.date,),
        start=day.date,
        end=day.date,
        entities=_named_on(day),
    )


def _named_on(day: Day) -> tuple[str, ...]:
    """The entities that the events of a day name."""
    named = {
        id_
        for card in day.happened
        for event in card.events
        if event.date.start <= day.date <= event.date.end and not event.planned
        for id_ in (*event.places, *event.actors)
    }
    return tuple(sorted(named))


def of_entity(entity: Entity, *, start: Date | None, end: Date | None) -> Document:
    """Make the document of an entity; `start` and `end` are of all published notes that name it."""
    names = (DocumentPart("name", alias.text) for alias in entity.aliases)
    told = (DocumentPart("summary", entity.description),) if entity.description else ()
    return Document(
        href=urls.entity(entity.id),
        kind=entity.kind,
        title=entity.label,
        parts=(DocumentPart("title", entity.label), *names, *told),
        start=start,
        end=end,
        entities=(entity.id,),
    )


def of_figures(
    group: tuple[str, str, str, int],
    title: str,
    measure: Measure,
    told: Iterable[DocumentPart],
    newest: Sequence[Statement],
) -> Document:
    """Make the document of a page of figures from what it tells, and the newest claims there.

    It is found by all words for its measure, whether it has them or not.
    """
    tags = (DocumentPart("tag", word) for word in measure.words)
    dates = [one.as_of for one in newest]
    return Document(
        href=urls.group(group[0], group[1]),
        kind="figures",
        title=title,
        parts=(DocumentPart("title", title), *tags, DocumentPart("summary", measure.definition), *told),
        start=max((date.start for date in dates), default=None),
        end=max((date.end for date in dates), default=None),
        entities=tuple(sorted({id_ for one in newest for id_ in (one.claim.who, one.claim.place) if id_})),
        group=group,
    )


def of_page(href: str, title: str, description: str, body: Body | None = None) -> Document:
    """Make the document of a page of text, or of one that the program makes, from what it is for."""
    parts = [DocumentPart("title", title), DocumentPart("summary", description)]
    if body:
        parts += (DocumentPart("headline", heading.text, heading.anchor) for heading in body.headings)
        blocks = ((clean(body.prose[block.start : block.end]), block.anchor) for block in body.blocks)
        parts += (DocumentPart("text", text, anchor) for text, anchor in blocks if text)
    return Document(href=href, kind="page", title=title, parts=tuple(parts))
