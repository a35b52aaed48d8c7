"""The ledger as pages read it, with an address for every scope."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from briefing.content import urls
from briefing.core import edtf
from briefing.core.registry import Measure
from briefing.ledger import lines
from briefing.ledger.assembly import Ledger

if TYPE_CHECKING:
    from briefing.engine.listings import Row
    from briefing.ledger.statements import Group, Scope, Statement
    from briefing.site.catalogue import Catalogue


class Book(Struct, frozen=True):
    """The ledger with what pages need: statements, headings and addresses."""

    catalogue: Catalogue

    def label(self, id_: str) -> str:
        """The name of an entity."""
        return self.catalogue.label(id_)

    def brief(self, id_: str) -> str:
        """The short name of an entity."""
        return self.catalogue.brief(id_)

    def statements(self, slug: str) -> tuple[Statement, ...]:
        """The statements of a note, in the order of its claims."""
        return self.catalogue.statements(slug)

    def statement(self, slug: str, id_: str) -> Statement:
        """A statement of a note; raises LookupError where the note has none of that id."""
        for one in self.statements(slug):
            if one.id == id_:
                return one
        raise LookupError(f"{slug} has no statement {id_}")

    def compared(self, name: str) -> Ledger:
        """All statements that are compared with one another under a name (`Statement.compared`).

        They are as their rows tell them.
        """
        listing = f"compared {name}"
        return self.catalogue.once(
            listing,
            lambda: Ledger(tuple(map(self.read, self.catalogue.rows(listing)))),
        )

    def read(self, row: Row) -> Statement:
        """A statement as its row tells it, without the card of its note."""
        return lines.read(id_of(row), row.owner, row.value, self.catalogue.vocabulary)

    def measure(self, id_: str) -> Measure:
        """A measure of the campaign."""
        return self.catalogue.vocabulary.measure(id_)

    def heading(self, group: Group) -> str:
        """The heading of a group: "Killed: Islamic State", "Control of Hajin"."""
        measure = self.measure(group.what)
        return f"{measure.label}{' of' if measure.is_control else ':'} {self.label(group.of)}"

    def title(self, scope: Scope, subset: str) -> str:
        """Say what the figures of a scope share, besides what is counted of whom; `subset` as it is spelt."""
        return ", ".join(self._shared(scope, subset)) or (
            f"no place {'or period ' if self.measure(scope.what).over_a_period else ''}named"
        )

    def shared(self, scope: Scope) -> str:
        """Say what the figures of a scope share with others of their measure: first day, unit, place."""
        return ", ".join(self._shared(scope, ""))

    def _shared(self, scope: Scope, subset: str) -> Iterator[str]:
        if scope.start:
            yield f"counted from {edtf.display(edtf.parse(scope.start))}"
        if subset:
            yield subset
        if unit := self.catalogue.vocabulary.unit_of(scope.what, scope.unit):
            yield f"in {unit.plural}"
        if scope.place:
            yield self.label(scope.place)


def id_of(row: Row) -> str:
    """Return the id of the statement of a row in the ledger."""
    return row.sort.rpartition(" ")[2]


def address(statement: Statement) -> str:
    """Return the address of a statement's scope in the ledger, always on the first page of its group."""
    page = urls.group(*statement.group)
    return page if statement.is_position else f"{page}#{anchor(statement.scope)}"


def anchor(scope: Scope) -> str:
    """Return the anchor of a scope on its page, which stays while its meaning does."""
    return f"scope-{scope.name[:8]}"
