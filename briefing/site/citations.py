"""Cite notes, briefings and figures, each as of a date and with a hash of its content."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from briefing.core import edtf
from briefing.site import citation_formats, head
from briefing.site.citation_formats import Citation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefing.chronology.cards import Card
    from briefing.core.model import Note
    from briefing.core.settings import Site
    from briefing.site.figure_parts import StatementView
    from briefing.site.models import BriefingPage, FiguresPage, NotePage
    from briefing.site.profiles import ControlPage

Page = TypeVar("Page", "BriefingPage", "ControlPage", "FiguresPage", "NotePage")
Claims = TypeVar("Claims", "ControlPage", "FiguresPage")


def note(page: NotePage, card: Card, told: Note, site: Site) -> NotePage:
    """Cite a note as of its report's date; the hash is that of its Markdown file."""
    carrier = f"{page.relay.text}, via {page.source.text}" if page.relay else page.source.text
    headline = f": “{told.headline}”" if told.headline else ""
    made = Citation(
        path=page.head.path,
        title=page.title,
        as_of=card.date,
        sha256=told.sha256,
        based_on=f"Note on a report of {carrier}{headline}, {edtf.display(card.date)}",
    )
    return _cited(page, made, site)


def day(page: BriefingPage, site: Site) -> BriefingPage:
    """Cite a briefing as of its day; the hash is that of what it tells, one thing a line."""
    made = Citation(
        path=page.head.path,
        title=f"Briefing, {page.date.text}: {page.headline}",
        as_of=edtf.parse(page.date.edtf),
        sha256=citation_formats.fingerprint(_of_day(page)),
    )
    return _cited(page, made, site)


def figures(page: FiguresPage, site: Site) -> FiguresPage:
    """Cite figures as of the newest report among them; a page without claims has no citation."""
    shown = [
        statement
        for group in page.groups
        for statement in (*(one for scope in group.scopes for one in scope.statements), *group.positions)
    ]
    return _of_claims(page, shown, site) if shown else page


def control(page: ControlPage, site: Site) -> ControlPage:
    """Cite who holds a place in the same way."""
    return _of_claims(page, page.positions, site)


def _of_claims(page: Claims, shown: Sequence[StatementView], site: Site) -> Claims:
    newest = max((edtf.parse(one.as_of.edtf) for one in shown), key=lambda one: (one.end, one.start))
    made = Citation(
        path=page.head.path,
        title=page.title,
        as_of=newest,
        sha256=citation_formats.fingerprint(_told(shown)),
    )
    return _cited(page, made, site)


def _cited(page: Page, made: Citation, site: Site) -> Page:
    """Return a page with its citation; its address for reporting errors names the same edition."""
    report = head.error_report(site, made.path, edition=edtf.display(made.as_of), sha256=made.sha256)
    return replace(page, cite=citation_formats.view(made, site), head=replace(page.head, report=report))


def _of_day(page: BriefingPage) -> Iterator[str]:
    yield _line(page.date.edtf, page.headline, page.lead_html)
    for sentence in page.lead:
        yield _line("lead", sentence.note.href, sentence.text)
    for kind, events in (("event", (*page.happened, *page.about)), ("planned", page.planned)):
        for event in events:
            for account in event.accounts:
                told = (account.note.href, account.source, account.what, *account.by)
                yield _line(kind, event.date.edtf, event.what, *told, *(["found"] if account.found else ()))
    for card in page.reported:
        yield _line("report", card.href, card.title, card.date.edtf, card.source.text, card.summary)
    yield from _told(page.changed)
    for one in (page.holders, *page.disputes):
        for side in one.sides if one else ():
            yield _line("side", one.link.href if one else "", side.words, *(link.href for link in side.by))


def _told(shown: Iterable[StatementView]) -> Iterator[str]:
    for one in shown:
        period = one.period.edtf if one.period else ""
        place = one.place.href if one.place else ""
        said = (one.figure, one.stance_kind, one.subset, one.measure, one.who.href, place, period)
        yield _line(one.anchor, one.by.href, *said, one.note.href, one.as_of.edtf)


def _line(*parts: str) -> str:
    return "\t".join(parts)
