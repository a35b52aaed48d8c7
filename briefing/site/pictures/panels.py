"""The parts of a chart, in units of its panels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from briefing.site.pictures.labels import Label

Shape = Literal["circle", "square", "diamond", "triangle", "wedge", "cross"]
# What a mark can say of its figure; "about" stands for ranges too.
Sign = Literal["at-least", "more-than", "at-most", "about", "words"]


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis and what it says."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One claim: `shape` says whose, `hollow` that the figure itself is left out or is only words.

    `open_to` is where its whisker ends, without a cap: above for "at least", below for "at most".
    `band` is what "about", a range or words allow for. `words` tell the claim in full; `label` is where
    its figure stands, None where it found no room.
    """

    x: float
    y: float
    shape: Shape
    hollow: bool
    open_to: float | None
    band: tuple[float, float] | None
    figure: str
    words: str
    label: Label | None


@dataclass(frozen=True, slots=True)
class Panel:
    """The claims of one scope: `anchor` is where its table starts, `left_out` those without a range."""

    anchor: str
    heading: str
    title: str
    description: str
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    marks: tuple[Mark, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Legend:
    """Which shape is whose; claimants beyond the sixth share the last one."""

    shape: Shape
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Small multiples, all `width` by `height` units, with one legend: of claimants and of `signs`."""

    width: float
    height: float
    legend: tuple[Legend, ...]
    signs: tuple[Sign, ...]
    panels: tuple[Panel, ...]
