"""The parts of a chart, in units of its drawings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

if TYPE_CHECKING:
    from briefing.site.pictures.labels import Label

Shape = Literal["circle", "square", "diamond", "triangle", "wedge", "cross"]
# What a mark can say of its figure; "about" stands for ranges too.
Sign = Literal["at-least", "more-than", "at-most", "about", "words"]
# A drawing is made for each: it is never scaled down, so that letters keep their size.
Width = Literal["phone", "desk"]


class Tick(Struct, frozen=True):
    """A place on an axis and what it says."""

    at: float
    text: str


class Dot(Struct, frozen=True):
    """One claim, at its day and figure: `hollow` says that the figure itself is left out or is only words.

    `open_to` is where its whisker ends, without a cap: above for "at least", below for "at most".
    `band` is what "about", a range or words allow for. `words` tell the claim in full; `label` is where
    its figure stands, None where it found no room.
    """

    x: float
    y: float
    hollow: bool
    open_to: float | None
    band: tuple[float, float] | None
    figure: str
    words: str
    label: Label | None


class Curve(Struct, frozen=True):
    """The figures of one claimant: `shape` and `tone` tell it from others, `path` is the count as it stood.

    `end` is where its newest figure stands, beside its `name`, joined by a `leader` where it is not level.
    """

    shape: Shape
    tone: int
    path: str
    marks: tuple[Dot, ...]
    end: Label | None
    name: str
    leader: str


class Stretch(Struct, frozen=True):
    """Days from `left` to `right`; a second field, with a `title`, enlarges the end of the first."""

    left: float
    right: float
    title: str
    across: tuple[Tick, ...]
    lines: tuple[Curve, ...]


class Drawing(Struct, frozen=True):
    """A plot drawn for one `width`."""

    width: Width
    size: tuple[int, int]
    up: tuple[Tick, ...]
    base: float
    fields: tuple[Stretch, ...]


class Key(Struct, frozen=True):
    """Which line is whose: `anchor` is where the claims stand."""

    shape: Shape
    tone: int
    text: str
    anchor: str


class Plot(Struct, frozen=True):
    """Figures of one measure over one period: what is to be seen, what is drawn, and on whose word.

    `left_out` counts those without a known range.
    """

    anchor: str
    finding: str
    title: str
    source: str
    description: str
    keys: tuple[Key, ...]
    drawings: tuple[Drawing, ...]
    left_out: int

    @property
    def anchors(self) -> str:
        """The anchors of all that is drawn."""
        return " ".join(dict.fromkeys(key.anchor for key in self.keys))


class Chart(Struct, frozen=True):
    """All plots of a page, and what their `signs` mean."""

    signs: tuple[Sign, ...]
    plots: tuple[Plot, ...]
