"""Lay out who said on which day who holds a place: a row for each claimant, a column for each day."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from briefing.content import urls
from briefing.ledger.wording import STANCES
from briefing.site import views
from briefing.site.figure_parts import CellView, MatrixRow, MatrixView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from briefing.ledger.statements import Statement
    from briefing.site.parts import Link

# What is shown at most: the newest days, and the claimants who spoke last.
DAYS, CLAIMANTS = 6, 12
# Words that a remark in a cell has at most.
REMARK = 6
_ORDER = tuple(STANCES)


def matrix(positions: Sequence[Statement], party: Callable[[str], Link]) -> MatrixView | None:
    """Lay out the positions on one place; None where there is nothing to set side by side.

    `party` returns the page and the short name of who is named by an id.
    """
    days = sorted({one.when for one in positions}, key=lambda day: (day.end, day.start, day.text))[-DAYS:]
    shown = sorted((one for one in positions if one.when in days), key=_rank)
    claimants = tuple(dict.fromkeys(one.claim.by for one in shown))
    if len(days) * len(claimants) <= 1:
        return None
    held = [one.claim.who for one in shown if one.claim.stance == "asserts"]
    foremost = Counter(held or [one.claim.who for one in shown]).most_common(1)[0][0]

    def row(by: str) -> Iterator[tuple[CellView, ...]]:
        for day in days:
            told = (one for one in shown if one.claim.by == by and one.when == day)
            yield tuple(_cells(told, foremost, party))

    return MatrixView(
        party=party(foremost).text,
        days=tuple(map(views.date_view, days)),
        rows=tuple(MatrixRow(party(by), tuple(row(by))) for by in claimants[:CLAIMANTS]),
    )


def _cells(told: Iterable[Statement], foremost: str, party: Callable[[str], Link]) -> Iterator[CellView]:
    """What one claimant says of one day: of each party the same thing once, of the foremost first."""
    once = {(one.claim.who, one.claim.stance): one for one in told}
    for (who, stance), one in sorted(once.items(), key=lambda item: item[0][0] != foremost):
        name = party(who).text
        words = f"{STANCES[stance or 'asserts'].extent} by {name}"
        yield CellView(
            kind=stance or "",
            words=words,
            party="" if who == foremost else name,
            href=urls.note(one.slug, one.id),
            remark=one.claim.remark if len(one.claim.remark.split()) <= REMARK else "",
        )


def _rank(statement: Statement) -> tuple[int, int, str, str]:
    """Who speaks of the newest day first, and of these who says that most is held."""
    claim = statement.claim
    return -statement.when.end.toordinal(), _ORDER.index(claim.stance or "asserts"), claim.by, statement.id
