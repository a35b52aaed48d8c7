"""The whole campaign in; the plan of the home page out."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from briefing import edtf
from briefing.site import head, urls, views
from briefing.site.models import HomePage
from briefing.site.pages import days as day_pages
from briefing.site.parts import DayLink, KeyDateView, MonthRun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.chronology.days import Day
    from briefing.chronology.keydays import KeyDay
    from briefing.site.catalogue import Catalogue
    from briefing.site.plan import Plan

RECENT = 5
NAMES = 10
TAGS = 12
EVENTS = 4
KEY_DATES = 6
# Beyond this many, the run of the campaign shows months without their days.
DAYS_SHOWN = 120


def plan(catalogue: Catalogue, days: Sequence[Day]) -> Plan:
    """Plan `/`: what this is, the latest briefing, the run of the campaign and ways in."""

    def make() -> HomePage:
        site = catalogue.settings.site
        latest = day_pages.latest(days)
        entries = day_pages.entries(latest) if latest else ()
        return HomePage(
            head=head.head(
                site,
                title=site.title,
                description=site.tagline,
                path=urls.HOME,
                section=urls.HOME,
                about=head.about_site(site),
            ),
            introduction=site.introduction,
            latest=day_pages.teaser(catalogue, latest) if latest else None,
            latest_events=views.event_views(entries[:EVENTS], catalogue.labels),
            run=tuple(_run(days)),
            recent=views.note_cards(catalogue.cards[-RECENT:]),
            places=views.ranked(catalogue.cards, "place")[:NAMES],
            people=views.ranked(catalogue.cards, "person")[:NAMES],
            groups=views.ranked(catalogue.cards, "group")[:NAMES],
            tags=views.tag_links(catalogue.cards, catalogue.vocabulary)[:TAGS],
            key_dates=tuple(_key_date(day) for day in catalogue.key_days if day.rank < KEY_DATES),
        )

    return catalogue.plan(urls.HOME, "home.html", make, cards=catalogue.cards, also=(catalogue.leads,))


def _key_date(day: KeyDay) -> KeyDateView:
    foremost = day.entries[0]
    account = views.account(foremost.tellings[0], foremost.what)
    return KeyDateView(views.day_view(day.date), urls.briefing(day.date), foremost.what, account)


def _run(days: Sequence[Day]) -> list[MonthRun]:
    newest_year = days[-1].date.year if days else 0
    shown = len(days) <= DAYS_SHOWN
    months = []
    for month, same in groupby(days, key=lambda day: f"{day.date:%Y-%m}"):
        found = list(same)
        year = found[0].date.year
        page = urls.BRIEFINGS if year == newest_year else f"{urls.BRIEFINGS}{year}/"
        months.append(
            MonthRun(
                title=edtf.display(edtf.parse(month)),
                href=f"{page}#month-{month}",
                days=tuple(_day(day) for day in found) if shown else (),
                events=sum(len(day_pages.entries(day)) for day in found),
                notes=len({card.slug for day in found for card in day.reported}),
            )
        )
    return months


def _day(day: Day) -> DayLink:
    return DayLink(
        href=urls.briefing(day.date),
        day=str(day.date.day),
        title=edtf.display(edtf.of_day(day.date)),
        happened=len(day_pages.entries(day)),
        reported=len(day.reported),
    )
