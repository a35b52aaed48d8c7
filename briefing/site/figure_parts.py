"""The parts of page models that show figures: statements, headings, filters, corrections.

`briefing/site/parts.py` says what hrefs and texts are.
"""

from __future__ import annotations

from msgspec import Struct

from briefing.site.parts import DateView, Link, NoteCard  # noqa: TC001 - the store reads these types' hints


class RelationView(Struct, frozen=True):
    """How a statement stands to another, of this `id` in the note `slug`, claimed `by` an entity, in a word.

    `rule` is the name of what says so, `reason` its words, `brief` those for little room; `other` leads to
    the other and tells it. What `is_echo`, the other tells as well.
    """

    kind: str
    rule: str
    reason: str
    by: str
    slug: str
    id: str
    other: Link
    brief: str
    is_echo: bool


class StatementView(Struct, frozen=True):
    """A claim as one report carries it: `by` says `figure` ("at least 900") of `who` were `measure`.

    A position has `stance` ("held by", before the party in `who`) instead of a figure. `as_of` is
    when it was reported, `carrier` by whom, `note` in which note; `ledger` is the address of its series,
    `origins` says of how many reports and origins. `key` holds what the ledger is filtered by: claimant,
    group, month. `news` says what is new about it on a day. A `vague` figure takes "of" before a noun:
    "dozens". `part_of` is the total that the figure is a part of.
    """

    anchor: str
    by: Link
    who: Link
    subset: str
    measure: str
    figure: str
    stance: str
    stance_kind: str
    place: Link | None
    period: DateView | None
    as_of: DateView
    carrier: str
    note: Link
    remark: str
    relations: tuple[RelationView, ...]
    corrections: tuple[str, ...]
    origins: str
    ledger: str
    key: tuple[str, str, str]
    news: str = ""
    vague: bool = False
    part_of: str = ""

    @property
    def is_disputed(self) -> bool:
        """True where another claimant contradicts it."""
        return any(relation.kind == "contradicts" for relation in self.relations)


def _are_single(statements: tuple[StatementView, ...]) -> bool:
    return len({one.note.href.partition("#")[0] for one in statements}) == 1


class ScopeView(Struct, frozen=True):
    """Statements that may be compared: what they share, of how many reports and origins, why apart.

    `newest` is the last of all, of the claimant `by`; `earlier` tells the figures that it took the place of,
    newest first. `rests_on` says the same as `origins` without the names, `subject` what is counted.
    """

    anchor: str
    title: str
    origins: str
    apart: str
    statements: tuple[StatementView, ...]
    newest: StatementView
    by: Link
    rests_on: str
    subject: str
    earlier: tuple[str, ...] = ()

    @property
    def is_single(self) -> bool:
        """True where one report alone tells of it."""
        return _are_single(self.statements)

    @property
    def is_disputed(self) -> bool:
        """True where claimants contradict each other."""
        return any(one.is_disputed for one in self.statements)


class CellView(Struct, frozen=True):
    """A position in a matrix: its stance, in words, the party where it is not the foremost, and its claim.

    A `remark` is there where it is short.
    """

    kind: str
    words: str
    party: str
    href: str
    remark: str = ""


class MatrixRow(Struct, frozen=True):
    """What one claimant said of a place, by day."""

    by: Link
    cells: tuple[tuple[CellView, ...], ...]


class MatrixView(Struct, frozen=True):
    """Who said on which day who holds a place; `party` is who holds it by most accounts."""

    party: str
    days: tuple[DateView, ...]
    rows: tuple[MatrixRow, ...]


class GroupView(Struct, frozen=True):
    """Everything under one heading, such as "Killed: Islamic State"; `positions` hold no figures.

    `definition` is that of the measure, empty where the page has said it above; `holders` sums up who holds
    a place. What `is_aside` does not change as a campaign goes on.
    """

    anchor: str
    link: Link
    scopes: tuple[ScopeView, ...]
    positions: tuple[StatementView, ...]
    definition: str = ""
    matrix: MatrixView | None = None
    holders: SidesView | None = None
    is_aside: bool = False

    @property
    def is_single(self) -> bool:
        """True where one report alone says who holds the place."""
        return _are_single(self.positions)


class Choice(Struct, frozen=True):
    """One way to filter the ledger: its page, how many statements that holds, its value in an address."""

    link: Link
    value: str
    count: int


class Filter(Struct, frozen=True):
    """The ways to filter the ledger by one thing; `name` stands in an address."""

    name: str
    title: str
    choices: tuple[Choice, ...]


class OlderScope(Struct, frozen=True):
    """A scope that stands on older pages of its group only: `link` leads to its newest, of the day `last`."""

    anchor: str
    link: Link
    last: DateView


class EditionView(Struct, frozen=True):
    """The ledger as known on a day: surely published by then, and what may have been.

    `news` are the figures that are new or changed since the briefing of `since`, `standing` the others.
    `further` is true where older series are left out, `empty` where no report had surely appeared.
    """

    news: tuple[StatementView, ...]
    standing: tuple[StatementView, ...]
    positions: tuple[StatementView, ...]
    possible_figures: tuple[StatementView, ...]
    possible_positions: tuple[StatementView, ...]
    further: bool
    since: DateView | None

    @property
    def empty(self) -> bool:
        """True where nothing was surely known yet."""
        return not (self.news or self.standing or self.positions)


class NumberView(Struct, frozen=True):
    """One number of a count: its `bound` and `amount`, of `whom`, who says so, and what it `was` before.

    `href` leads to its series.
    """

    bound: str
    amount: str
    href: str
    whom: str
    by: Link
    was: str


class CountView(Struct, frozen=True):
    """The state of a campaign's foremost count: `title` says of what since when.

    `by` are its claimants, `carried` the reports that it is taken from, `before` the days of the figures
    before it. `rounded` names those who report the same figures roundly, with these.
    """

    title: str
    numbers: tuple[NumberView, ...]
    by: tuple[Link, ...]
    carried: tuple[Link, ...]
    before: tuple[DateView, ...]
    rounded: tuple[Link, ...]


class SideView(Struct, frozen=True):
    """What some claimants say in one voice: how far `whom` holds a place, or a figure; `on` an earlier day.

    `kind` is the stance of who speaks of a place, else empty.
    """

    kind: str
    words: str
    by: tuple[Link, ...]
    on: DateView | None = None


class SidesView(Struct, frozen=True):
    """What several claimants say of one thing, which `link` names and leads to; `notes` report it.

    Where they differ on who held a place, `day` is when.
    """

    link: Link
    sides: tuple[SideView, ...]
    notes: tuple[Link, ...] = ()
    day: DateView | None = None


class RestsView(Struct, frozen=True):
    """On whom a report's figures rest: `most` of all its `figures` on those in `by`, who gave as many each.

    Where what it counts first, such as "killed", is one claimant's count throughout, `counts` says what that
    is, and `alone` whose.
    """

    note: NoteCard
    figures: int
    most: int
    by: tuple[Link, ...]
    counts: str = ""
    alone: Link | None = None


class CorrectionView(Struct, frozen=True):
    """A correction, or the withdrawal of a note; `date` is None for a withdrawal that states none."""

    date: DateView | None
    note: Link
    what: str
    withdrawn: bool
