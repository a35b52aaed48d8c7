"""The home page."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date
from functools import partial
from itertools import groupby

from msgspec.structs import replace

from briefing.content import urls
from briefing.core import edtf
from briefing.core.settings import DIRTY
from briefing.engine.inputs import only
from briefing.engine.output import Output, OutputKind
from briefing.engine.query import Query
from briefing.site import head, views
from briefing.site.catalogue import Catalogue, file
from briefing.site.entity_counts import WEIGHT
from briefing.site.ledger import summary
from briefing.site.ledger.book import Book
from briefing.site.models import HomePage
from briefing.site.pages import days as day_pages
from briefing.site.pages import notes
from briefing.site.pages.keydays import KEY_DAYS, KeyDate
from briefing.site.parts import BriefingTeaser, KeyDateView, Link, MonthRun, Terms
from briefing.site.pictures import poster, strip
from briefing.site.pictures.poster import Placard

RECENT = 3
NAMES = 5
TAGS = 6
KEY_DATES = 6
# As many digits of a commit as tell it from all others of a large repository.
DIGITS = 12
# Beyond this many, the run of the campaign shows months without their days.
DAYS_SHOWN = 120


def _plans(catalogue: Catalogue, _key: str) -> Iterator[Output]:
    """Plan `/`: what this is, the latest briefing, the run of the campaign and ways in."""
    yield catalogue.html(urls.HOME, "home.html", partial(_home, catalogue))
    yield file(urls.poster(urls.HOME), lambda: poster.draw(_placard(catalogue)))


def _placard(catalogue: Catalogue) -> Placard:
    """What is drawn for other sites to show: the site, and the count of the latest day."""
    site, latest = catalogue.site, day_pages.latest(catalogue)
    if latest is None:
        return Placard("", site.title, site.tagline)
    of_day: Placard = catalogue.ask(day_pages.PLACARD, latest.isoformat())
    return replace(of_day, site=f"As of {of_day.title}", title=site.title, text=site.tagline or of_day.text)


def _home(catalogue: Catalogue) -> HomePage:
    site, days = catalogue.site, day_pages.all_days(catalogue)
    latest = day_pages.latest(catalogue)
    book, is_long = Book(catalogue), len(days) > DAYS_SHOWN
    standing = summary.standing(book, latest) if latest else ()
    recent = tuple(row.owner for row in catalogue.last("notes", RECENT))
    return HomePage(
        head=head.head(
            site,
            title=site.title,
            description=site.description,
            path=urls.HOME,
            section=urls.HOME,
            about=head.about_site(site),
            poster=poster.view(site, urls.HOME, _placard(catalogue)),
        ),
        introduction=site.introduction or site.description,
        latest=catalogue.ask(day_pages.TEASER, latest.isoformat()) if latest else None,
        count=summary.count(book, standing),
        holders=summary.holders(book, standing),
        strip=() if is_long or not days else strip.strip(_teasers(catalogue, days), days[-1].year),
        run=tuple(_run(catalogue, days)) if is_long else (),
        days=site.days,
        recent=notes.note_cards(catalogue, recent),
        terms=Terms(
            places=_foremost(catalogue, "place"),
            people=_foremost(catalogue, "person"),
            groups=_foremost(catalogue, "group"),
            things=_foremost(catalogue, "thing"),
            tags=tuple(catalogue.tag(key) for key in catalogue.ask(FOREMOST_TAGS)),
        ),
        key_dates=tuple(_key_date(day) for day in catalogue.ask(KEY_DAYS) if day.rank < KEY_DATES),
        made_from=_made_from(catalogue.commit),
    )


def _teasers(catalogue: Catalogue, days: tuple[date, ...]) -> dict[date, BriefingTeaser]:
    return {day: catalogue.ask(day_pages.TEASER, day.isoformat()) for day in days}


def _made_from(commit: str) -> str:
    """Name the commit that the site is made from; it stands on this page alone, as it changes so often."""
    known = f"commit {commit[:DIGITS]}" if commit else ""
    return f"{known} and changes not committed" if commit.endswith(DIRTY) else known


def _key_date(day: KeyDate) -> KeyDateView:
    return KeyDateView(views.date_view(day.date), urls.briefing(day.date.start), day.what, day.account)


# The months of a long campaign.


def _month(catalogue: Catalogue, month: str) -> tuple[int, int]:
    """Count the events and the reports of a month, "2018-12"."""
    year, number = map(int, month.split("-"))
    days = (date(year, number, day) for day in range(1, calendar.monthrange(year, number)[1] + 1))
    counted = [
        (catalogue.ask(day_pages.TEASER, str(at)).happened, len(reported))
        for at in days
        if (reported := catalogue.rows(f"reported {at}")) or catalogue.rows(f"happened {at}")
    ]
    return sum(happened for happened, _ in counted), sum(reported for _, reported in counted)


MONTH = Query("month-counted", _month, tuple[int, int])


def _run(catalogue: Catalogue, days: tuple[date, ...]) -> Iterator[MonthRun]:
    for month, same in groupby(days, key=lambda day: day.isoformat()[:7]):
        events, reports = catalogue.ask(MONTH, month)
        title = edtf.display(edtf.parse(month))
        yield MonthRun(title, strip.month_of(next(same), days[-1].year), events, reports)


# Names and tags, the most frequent first.


def _ranked(catalogue: Catalogue, kind: str) -> tuple[str, ...]:
    """The foremost entities of a kind: of most notes, then named most often, then by name."""
    order = []
    for entity in catalogue.entities:
        # A place where nothing happened is a dateline, or where somebody comes from.
        if entity.kind == kind and (kind != "place" or catalogue.places(f"acted {entity.id}")):
            notes_, _, times = catalogue.ask(WEIGHT, entity.id)
            if notes_:
                order.append((-notes_, -times, entity.label, entity.id))
    return tuple(id_ for *_, id_ in sorted(order)[:NAMES])


RANKED = Query("ranked", _ranked, tuple[str, ...])


def _foremost(catalogue: Catalogue, kind: str) -> tuple[Link, ...]:
    found: tuple[str, ...] = catalogue.ask(RANKED, kind)
    return views.entity_links(found, catalogue.label)


def _foremost_tags(catalogue: Catalogue, _key: str) -> tuple[str, ...]:
    """The tags on most notes, those of equally many in the order of the notes."""
    counted = sorted(catalogue.counts("tag"), key=lambda one: -one[1])
    least = counted[:TAGS][-1][1] if counted else 0
    order = [(-count, *_first(catalogue, key), key) for key, count in counted if count >= least]
    return tuple(key for *_, key in sorted(order)[:TAGS])


def _first(catalogue: Catalogue, key: str) -> tuple[str, int]:
    """Where a tag is met first: the place of the note and that of the tag on it."""
    row = catalogue.rows(f"tag {key}")[0]
    return row.sort, [tag.key for tag in catalogue.card(row.owner).tags].index(key)


FOREMOST_TAGS = Query("foremost-tags", _foremost_tags, tuple[str, ...])

OUTPUTS = (OutputKind("home", (urls.output_path(urls.HOME), urls.POSTERS), only, _plans),)
QUERIES = (MONTH, RANKED, FOREMOST_TAGS)
