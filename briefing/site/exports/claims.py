"""Claims as rows of an export, each with claimant, report and relations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from briefing.content import urls
from briefing.core.model import Bound, DateBasis, Stance
from briefing.core.registry import PERCENT
from briefing.core.settings import Site
from briefing.core.vocabulary import Vocabulary
from briefing.ledger import pairs
from briefing.ledger.wording import BOUNDS, STANCES, figure
from briefing.site import head
from briefing.site.exports import dates
from briefing.site.tables import Code, Column, Table, codes

if TYPE_CHECKING:
    from briefing.chronology.cards import NoteRef
    from briefing.ledger.statements import Statement
    from briefing.site.figure_parts import RelationView

_BASES = {"stated": "the report bears its date", "inferred": "an editor inferred it from the text"}
BASES = codes(DateBasis, _BASES)
RELATION = (
    Column("claim", "text", "The other claim's id.", required=True),
    Column(
        "kind",
        "text",
        "How the two stand to each other.",
        codes(pairs.RelationKind, pairs.MEANINGS),
        required=True,
    ),
    Column("rule", "text", "The rule that says so, by name.", required=True),
    Column("reason", "text", "Why, in one line.", required=True),
)
TABLE = Table(
    name="claims",
    title="Claims",
    about=(
        "Every figure, and every word on who holds a place, with the one who claims it. A row is one claim "
        "in one report, and not a fact; claims that differ in scope are never to be added up."
    ),
    order="Rows run from the oldest report to the newest; within one, by the last day that is counted.",
    columns=(
        Column("id", "text", "The claim's own name; it stays when its figure is corrected.", required=True),
        Column(
            "claimant",
            "text",
            "Source of the count: the id of an entity, see entities.json, or of a source.",
            required=True,
        ),
        Column("claimant_label", "text", "Source of the count, by name.", required=True),
        Column("measure", "text", "What is claimed.", required=True),
        Column("group", "text", "What is counted: the id of an entity.", required=True),
        Column("group_label", "text", "What is counted, by name.", required=True),
        Column("subset", "text", "Which part of the group is meant, where not all of it is."),
        Column("part_of", "number", "The total that the figure is a part of, where the claimant gives both."),
        Column("place", "text", "Where: the id of an entity."),
        Column("place_label", "text", "Where, by name."),
        Column("figure", "text", "The figure in words, its bound first; empty for a position."),
        Column("low", "number", "The figure, or the least of a range; for vague words the least they mean."),
        Column("high", "number", "The figure, or the most of a range; for vague words the most they mean."),
        Column(
            "bound",
            "text",
            "How the figure is meant; empty for a position and for vague words.",
            codes(Bound, {**BOUNDS, "exactly": "this figure, neither more nor less"}),
        ),
        Column("unit", "text", "What the figure is in; empty for a count of the group, and for a position."),
        Column("of", "text", "Of what a percentage is."),
        Column(
            "previous", "truth", "True for an earlier figure that is told beside a newer one.", required=True
        ),
        Column("words", "text", "The report's own vague words, where it gives no number: dozens, hundreds."),
        Column(
            "stance",
            "text",
            "For who holds a place, what the claimant says of it; empty for a figure.",
            codes(Stance, {stance: words.meaning for stance, words in STANCES.items()}),
        ),
        *dates.columns("period", "What the claim covers", required=False),
        *dates.columns("as_of", "When the report appeared, as of which the claim is known", required=True),
        Column("as_of_basis", "text", "Where that date comes from.", BASES, required=True),
        Column("note", "text", "The note that carries the claim, see notes.json.", required=True),
        Column("note_title", "text", "Its title.", required=True),
        Column("url", "text", "Where the claim stands in the note.", required=True),
        Column("source", "text", "The outlet that published the report, by id.", required=True),
        Column("source_label", "text", "The outlet by name.", required=True),
        Column("agency", "text", "The agency that the outlet relays, by id."),
        Column("corrected", "text", "The day of the latest correction of the note, YYYY-MM-DD."),
        Column("remark", "text", "What a reader should know besides."),
        Column("relations", "records", "How it stands to the claims it is set beside.", parts=RELATION),
    ),
)


def table(vocabulary: Vocabulary) -> Table:
    """The table with the campaign's measures, by their definitions, and units."""
    codes_of = {
        "measure": {one.id: f"{one.label}: {one.defined}" for one in vocabulary.measures},
        "unit": {one.id: one.plural for one in vocabulary.units},
    }
    columns = tuple(
        replace(
            column, codes=tuple(Code(*pair) for pair in codes_of.get(column.name, {}).items()) or column.codes
        )
        for column in TABLE.columns
    )
    return replace(TABLE, columns=columns)


def rows(
    statements: Iterable[Statement],
    relations_of: Mapping[str, tuple[RelationView, ...]],
    note: Callable[[str], NoteRef],
    label: Callable[[str], str],
    site: Site,
) -> Iterator[dict[str, Any]]:
    """Make a row of each claim, in the order given.

    `relations_of` has the relations of one by its id, `note` finds a note by its slug.
    """
    for statement in statements:
        row = _row(statement, note(statement.slug), label)
        row["url"] = head.absolute(site, urls.note(statement.slug, statement.id))
        row["relations"] = tuple(
            {"claim": one.id, "kind": one.kind, "rule": one.rule, "reason": one.reason}
            for one in relations_of.get(statement.id, ())
        )
        yield row


def _row(statement: Statement, note: NoteRef, label: Callable[[str], str]) -> dict[str, Any]:
    claim, unit = statement.claim, statement.unit.id if statement.unit else None
    days = [correction.date.start for correction in note.corrections]
    return {
        "id": statement.id,
        "claimant": claim.by,
        "claimant_label": label(claim.by),
        "measure": claim.what,
        "group": claim.who,
        "group_label": label(claim.who),
        "subset": claim.subset or None,
        "part_of": _number(claim.part_of),
        "place": claim.place or None,
        "place_label": label(claim.place) if claim.place else None,
        "figure": figure(statement) or None,
        "low": _number(claim.low),
        "high": _number(claim.high),
        "bound": None if statement.is_position or claim.words else claim.bound,
        "unit": unit,
        "of": claim.of or statement.measure.share_of or None if unit == PERCENT else None,
        "previous": claim.previous,
        "words": claim.words or None,
        "stance": claim.stance,
        **dates.cells("period", claim.period),
        **dates.cells("as_of", statement.as_of),
        "as_of_basis": note.date_basis,
        "note": statement.slug,
        "note_title": note.title,
        "source": note.source,
        "source_label": note.source_label,
        "agency": note.agency or None,
        "corrected": max(days).isoformat() if days else None,
        "remark": claim.remark or None,
    }


def _number(value: float | None) -> float | int | None:
    """A whole number without a decimal point."""
    return int(value) if value is not None and value == int(value) else value
