"""Check claims, measures and units against each other: what a campaign can say, it has to define."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from briefing.content.checks.ids import Ids, shown
from briefing.content.forms.faults import alternatives
from briefing.content.registry import MEASURES, UNITS
from briefing.core.model import Claim, Note
from briefing.core.problems import Location, Problem
from briefing.core.registry import COUNT, PERCENT, SIGNED, Entity, Measure, Registry
from briefing.core.vocabulary import Vocabulary

# What version 0.1 counted people in.
_PEOPLE = "people"
DISPUTES = ("doubts", "denies")


def faults_of_registry(registry: Registry) -> Iterator[Problem]:
    """Yield what is wrong with measures and units themselves."""
    known = Vocabulary.of(registry)
    units = Ids(UNITS, registry.units, lambda one: (one.singular, one.plural))
    for measure in registry.measures:
        place = Location(f"content/{MEASURES}", measure.line)
        for unit in measure.units:
            if unit != COUNT and unit not in known.units_by_id:
                yield Problem(
                    place,
                    "unknown-unit",
                    f"measure: {shown(unit)}: unknown unit",
                    units.like(unit),
                )
        if measure.is_control and measure.units:
            yield Problem(place, "unit-of-control", "measure: control has no units", "leave units out")
    for one in registry.units:
        place = Location(f"content/{UNITS}", one.line)
        if one.id == COUNT:
            yield Problem(place, "reserved-unit", f"unit: {COUNT} means no unit", "give it another id")
        base = known.units_by_id.get(one.base)
        if base is not None and base.base:
            what = f"unit: its base {base.id} is told in {base.base} itself"
            yield Problem(place, "cyclic-unit", what, f"write base: {base.base}, and its factor to that")


def faults_of_claims(notes: Iterable[Note], registry: Registry) -> Iterator[Problem]:
    """Yield each claim that its measure does not allow; one fault for all where there are no measures."""
    known = Vocabulary.of(registry)
    if not registry.measures:
        if any(note.claims for note in notes):
            allowed = "briefing migrate writes those of version 0.1, if the claims are of these"
            what = "no measure is defined, and notes have claims"
            yield Problem(Location(f"content/{MEASURES}"), "no-measures", what, allowed)
        return
    measures = Ids(MEASURES, registry.measures, lambda one: (one.label,))
    entities = {entity.id: entity for entity in registry.entities}
    for note in notes:
        for claim in note.claims:
            place = Location(note.path, claim.line)
            measure = known.by_id.get(claim.what)
            if measure is None:
                what = f"claim: {shown(claim.what)}: unknown measure"
                yield Problem(place, "unknown-measure", what, measures.like(claim.what))
                continue
            yield from (
                _position(claim, place) if measure.is_control else _figure(claim, measure, entities, place)
            )


def _has_figure(claim: Claim) -> bool:
    return claim.low is not None or claim.high is not None or bool(claim.words)


def _is_share_of(claim: Claim, measure: Measure) -> bool:
    """Tell whether a claim says what its percentage is a share of; a change is of the value before."""
    return bool(claim.of or measure.share_of) or measure.kind == "change"


def _position(claim: Claim, place: Location) -> Iterator[Problem]:
    if not claim.place or claim.stance is None:
        allowed = "add place, and a stance: asserts, partly, doubts or denies"
        yield Problem(
            place, "position-without-stance", f"claim: {claim.what} needs a place and a stance", allowed
        )
    if _has_figure(claim) or claim.unit or claim.bound != "exactly":
        allowed = "leave out value, min, max, words, bound and unit"
        yield Problem(
            place, "position-with-figure", f"claim: {claim.what} is a position and has no figure", allowed
        )


def _figure(
    claim: Claim, measure: Measure, entities: Mapping[str, Entity], place: Location
) -> Iterator[Problem]:
    if claim.stance in DISPUTES:
        if _has_figure(claim):
            allowed = "leave the figure out, or the stance"
            yield Problem(
                place, "figure-with-stance", f"claim: who {claim.stance} a figure gives none", allowed
            )
    elif claim.stance is not None:
        allowed = f"write {alternatives(DISPUTES)} of a figure, or leave stance out"
        yield Problem(place, "figure-with-stance", f"claim: a figure has no stance {claim.stance}", allowed)
    units = measure.units or (COUNT,)
    unit = claim.unit or units[0]
    if unit not in units:
        what = f"claim: {claim.what} is not counted in {shown(claim.unit)}"
        yield Problem(place, "wrong-unit", what, _units_instead(claim, units))
    elif unit == PERCENT and _has_figure(claim) and not _is_share_of(claim, measure):
        what, allowed = "claim: it is not said what the percentage is a share of", "add of, with the whole"
        yield Problem(place, "share-of-nothing", what, allowed, "warning")
    if claim.low is not None and claim.low < 0 and measure.kind not in SIGNED:
        yield Problem(
            place,
            "negative-figure",
            f"claim: {claim.what} cannot be below zero",
            "write the figure without minus",
        )
    entity = entities.get(claim.who)
    if entity is not None and measure.of and entity.kind not in measure.of:
        what = (
            f"claim: {claim.who} is a {entity.kind}, and {claim.what} is told of a {alternatives(measure.of)}"
        )
        yield Problem(
            place, "wrong-subject", what, f"name another, or add {entity.kind} to its of in {MEASURES}"
        )


def _units_instead(claim: Claim, units: Sequence[str]) -> str:
    """Say what a claim may be counted in."""
    if claim.unit == _PEOPLE and COUNT in units:
        return f"write none, or unit: {COUNT}, as briefing migrate does"
    named = [unit for unit in units if unit != COUNT]
    allowed = f"write unit: {alternatives(named)}" if named else "leave unit out"
    return f"{allowed}, or none" if named and COUNT in units else allowed
