"""Page models of entities, sources and who holds places: who or what it is, its figures, what it did.

`parts.py` says what hrefs and texts are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from briefing.site.citation_formats import CitationView
    from briefing.site.figure_parts import CountView, MatrixView, RestsView, SidesView, StatementView
    from briefing.site.parts import DateView, EventView, Head, Link, NoteCard, Pages
    from briefing.site.pictures.locator import Locator


class RoleView(Struct, frozen=True):
    """What someone is in an entity: `as_` "head", of or by whom `link` leads to."""

    as_: str
    link: Link


class FigureLine(Struct, frozen=True):
    """The newest figure of a series in a line: what `link` counts, `by` whom, as `note` reported it.

    `anchor` is the id of the claim.
    """

    anchor: str
    link: Link
    figure: str
    period: DateView | None
    by: Link
    note: Link
    as_of: DateView


class Figures(Struct, frozen=True):
    """What an entity counts, how it is counted, and what it says of who holds a place, the newest of each.

    `claims` leads to all its claims, which `reports` carry. `alone` counts those of its figures shown that
    several reports tell, and nobody else.
    """

    counts: tuple[FigureLine, ...] = ()
    counted: tuple[FigureLine, ...] = ()
    says: tuple[SidesView, ...] = ()
    claims: Link | None = None
    reports: str = ""
    alone: int = 0


class EntityPage(Struct, frozen=True):
    """`/entities/<id>/`: who or what it is, its figures, what happened, and as a `source` what it published.

    `kind` is "person", "group", "place" or "thing"; `position` is "34.695° N, 40.831° E", with its basis.
    It lies `within` others, the nearest first, and others `inside` it; `role` is its own, `roles` are those
    of others in it. `earlier` are the events before the newest. `figures` stand on the newest page alone.
    """

    head: Head
    kind: str
    label: str
    aliases: tuple[str, ...]
    description: str
    role: RoleView | None
    roles: tuple[RoleView, ...]
    within: tuple[Link, ...]
    inside: tuple[Link, ...]
    position: str
    position_basis: str
    locator: Locator | None
    count: CountView | None
    holders: SidesView | None
    figures: Figures
    events: tuple[EventView, ...]
    earlier: tuple[EventView, ...]
    positions: tuple[StatementView, ...]
    notes: tuple[NoteCard, ...]
    together: tuple[Link, ...]
    pages: Pages
    source: SourcePage | None = None


class SourcePage(Struct, frozen=True):
    """`/sources/<id>/`: an outlet or agency and its reports; `kind` is "outlet" or "agency".

    `rests` says on whom the figures of each report rest, `shares` on whom those of all.
    """

    head: Head
    kind: str
    label: str
    description: str
    url: str
    rests: tuple[RestsView, ...]
    figures: int
    shares: tuple[tuple[int, Link], ...]
    pages: Pages


class ControlPage(Struct, frozen=True):
    """`/figures/<measure>-<place>/`: who holds a `place`, on whose word, and where accounts differ.

    `near` says who holds places near it, `positions` are all claims; `unplaced` is true where it is not known
    where the place lies.
    """

    head: Head
    title: str
    whole: Link
    place: Link
    unplaced: bool
    locator: Locator | None
    holders: SidesView | None
    differences: tuple[SidesView, ...]
    matrix: MatrixView | None
    near: tuple[SidesView, ...]
    positions: tuple[StatementView, ...]
    pages: Pages
    cite: CitationView | None = None
