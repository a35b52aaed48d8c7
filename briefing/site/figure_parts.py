"""The parts of page models that show figures: statements, headings, filters, corrections.

What hrefs and texts are, `briefing/site/parts.py` says.
"""

from __future__ import annotations

from dataclasses import dataclass

from briefing.site.parts import DateView, Link  # noqa: TC001 - the store reads these types' hints


@dataclass(frozen=True, slots=True)
class RelationView:
    """How a statement stands to another, of this `id` and claimed `by` an entity: in a word ("rounds").

    `rule` is the name of what says so, `reason` its words; `other` leads to the other and tells it. `plain`
    is true where both say enough without the reason.
    """

    kind: str
    rule: str
    reason: str
    by: str
    id: str
    other: Link
    plain: bool


@dataclass(frozen=True, slots=True)
class StatementView:
    """A claim as one report carries it: `by` says `figure` ("at least 900") of `who` were `measure`.

    A position has `stance` ("held by", before the party in `who`) instead of a figure. `as_of` is
    when it was reported, `note` in which note; `ledger` is the address of its series, `origins` says
    of how many reports and origins. `key` holds what the ledger is filtered by: claimant, group, month.
    `news` says what is new about it on a day. A `vague` figure takes "of" before a noun: "dozens".
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
    source: Link
    relay: Link | None
    note: Link
    remark: str
    relations: tuple[RelationView, ...]
    corrections: tuple[str, ...]
    origins: str
    ledger: str
    key: tuple[str, str, str]
    news: str = ""
    vague: bool = False


@dataclass(frozen=True, slots=True)
class ScopeView:
    """Statements that may be compared: what they share, of how many reports and origins, why apart."""

    anchor: str
    title: str
    origins: str
    apart: str
    statements: tuple[StatementView, ...]


@dataclass(frozen=True, slots=True)
class GroupView:
    """Everything under one heading, such as "Killed: Islamic State"; `positions` hold no figures.

    `definition` is that of the measure, empty where the page has said it above.
    """

    anchor: str
    link: Link
    scopes: tuple[ScopeView, ...]
    positions: tuple[StatementView, ...]
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to filter the ledger: its page, how many statements that holds, its value in an address."""

    link: Link
    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Filter:
    """The ways to filter the ledger by one thing; `name` stands in an address."""

    name: str
    title: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class OlderScope:
    """A scope that stands on older pages of its group only: `link` leads to its newest, of the day `last`."""

    anchor: str
    link: Link
    last: DateView


@dataclass(frozen=True, slots=True)
class EditionView:
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
    def figures(self) -> tuple[StatementView, ...]:
        """All figures surely known, the news first."""
        return (*self.news, *self.standing)

    @property
    def empty(self) -> bool:
        """True where nothing was surely known yet."""
        return not (self.news or self.standing or self.positions)


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A correction, or the withdrawal of a note; `date` is None for a withdrawal that states none."""

    date: DateView | None
    note: Link
    what: str
    withdrawn: bool
