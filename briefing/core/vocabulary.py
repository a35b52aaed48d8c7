"""The vocabulary of a campaign: its measures and units, looked up by id."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct

from briefing.core.model import Claim
from briefing.core.registry import COUNT, Measure, Registry, Unit


class Vocabulary(Struct, frozen=True, dict=True):
    """Measures in the order of their file, and units."""

    measures: tuple[Measure, ...] = ()
    units: tuple[Unit, ...] = ()

    @classmethod
    def of(cls, registry: Registry) -> Vocabulary:
        """Take it from the registry."""
        return cls(registry.measures, registry.units)

    @cached_property
    def by_id(self) -> Mapping[str, Measure]:
        """Measures by their ids."""
        return {measure.id: measure for measure in self.measures}

    @cached_property
    def units_by_id(self) -> Mapping[str, Unit]:
        """Units by their ids."""
        return {unit.id: unit for unit in self.units}

    def measure(self, id_: str) -> Measure:
        """Look a measure up; raises KeyError where there is none (`check` sees to it)."""
        return self.by_id[id_]

    def unit_of(self, what: str, dimension: str) -> Unit | None:
        """Return the unit that comparable figures of a measure are shown in: the first of that dimension."""
        units = (self.units_by_id.get(id_) for id_ in self.measure(what).units)
        same = (unit for unit in units if unit is not None and unit.dimension == dimension)
        return next(same, self.units_by_id.get(dimension))

    def unit(self, claim: Claim) -> Unit | None:
        """Return the unit of a claim's figure, by default that of its measure; None for a count.

        Raises KeyError where either is unknown (`check` sees to it).
        """
        id_ = claim.unit or self.measure(claim.what).default_unit
        return None if id_ in {"", COUNT} else self.units_by_id[id_]
