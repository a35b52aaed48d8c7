"""The registry as rows of an export."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from briefing.content import urls
from briefing.core.registry import Entity, EntityKind, Precision
from briefing.core.settings import Site
from briefing.site import head
from briefing.site.tables import Column, Table, codes

_KINDS = {
    "person": "a person",
    "group": "an organisation or a group of people",
    "place": "a place",
    "thing": "a thing: a ship, a well, a law, a virus",
}
_PRECISIONS = {"exact": "the position of the place itself", "approximate": "somewhere near, see the basis"}
ALIAS = (
    Column("text", "text", "The other name.", required=True),
    Column("exact", "truth", "Whether it counts only in these very capitals.", required=True),
)
TABLE = Table(
    name="entities",
    title="Entities",
    about="Every person, group, place and thing in the register, under all their names.",
    order="Rows run by id.",
    columns=(
        Column("id", "text", "The entity's own name, as claims and events use it.", required=True),
        Column("kind", "text", "What it is.", codes(EntityKind, _KINDS), required=True),
        Column("label", "text", "The preferred name.", required=True),
        Column("aliases", "records", "Its other names.", parts=ALIAS),
        Column("description", "text", "What it is, in a line."),
        Column("within", "text", "What it lies in or belongs to: the id of an entity."),
        Column("role_of", "text", "In whom it has a role: the id of an entity."),
        Column("role", "text", "What it is there: head."),
        Column("lat", "number", "Degrees north of the equator (WGS 84), for places whose position is known."),
        Column("lon", "number", "Degrees east of Greenwich (WGS 84)."),
        Column(
            "position_precision", "text", "How exactly the position is known.", codes(Precision, _PRECISIONS)
        ),
        Column("position_basis", "text", "What the position rests on."),
        Column("notes", "count", "How many notes name it.", required=True),
        Column("url", "text", "Its page.", required=True),
    ),
)


def rows(entities: Iterable[Entity], notes: Callable[[str], int], site: Site) -> Iterator[dict[str, Any]]:
    """Make a row of each entity, in the order given; `notes` counts the notes that name one, by its id."""
    for entity in entities:
        position = entity.position
        yield {
            "id": entity.id,
            "kind": entity.kind,
            "label": entity.label,
            "aliases": tuple({"text": alias.text, "exact": alias.exact} for alias in entity.aliases),
            "description": entity.description or None,
            "within": entity.within or None,
            "role_of": entity.role.of if entity.role else None,
            "role": entity.role.as_ if entity.role else None,
            "lat": position.lat if position else None,
            "lon": position.lon if position else None,
            "position_precision": position.precision if position else None,
            "position_basis": position.basis if position else None,
            "notes": notes(entity.id),
            "url": head.absolute(site, urls.entity(entity.id)),
        }
