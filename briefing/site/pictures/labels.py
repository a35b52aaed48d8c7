"""Find a place for each label that covers no other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct

Anchor = Literal["start", "middle", "end"]

# The width of a letter and the height of a line, in units of a text set in 12 units.
LETTER = 6.5
LINE = 13.0


class Box(Struct, frozen=True):
    """An upright rectangle; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Tell whether the two share more than an edge."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def within(self, other: Box) -> bool:
        """Tell whether it lies in the other."""
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )


class Label(Struct, frozen=True):
    """Where a name stands: its base line's point and which part of the text is there."""

    x: float
    y: float
    anchor: Anchor


def around(x: float, y: float, radius: float) -> Box:
    """The square around a mark."""
    return Box(x - radius, y - radius, x + radius, y + radius)


def box(label: Label, text: str) -> Box:
    """The space that a name takes."""
    width = len(text) * LETTER
    left = label.x - {"start": 0.0, "middle": width / 2, "end": width}[label.anchor]
    return Box(left, label.y - LINE * 0.8, left + width, label.y + LINE * 0.25)


def place(
    at: tuple[float, float], radius: float, text: str, taken: Iterable[Box], frame: Box
) -> Label | None:
    """Find room for a name near a mark, to its right if possible; None without room."""
    occupied = tuple(taken)
    for label in _candidates(*at, radius):
        space = box(label, text)
        if space.within(frame) and not any(space.meets(other) for other in occupied):
            return label
    return None


def _candidates(x: float, y: float, radius: float) -> Iterator[Label]:
    near, low = radius + 3, LINE * 0.3
    yield Label(x + near, y + low, "start")
    yield Label(x - near, y + low, "end")
    yield Label(x, y - near, "middle")
    yield Label(x, y + near + LINE * 0.7, "middle")
    for step in (1.0, 1.6, 2.3):
        up, down = y - near * 0.6 * step, y + (near * 0.6 + LINE * 0.5) * step
        yield Label(x + near * 0.7, up, "start")
        yield Label(x + near * 0.7, down, "start")
        yield Label(x - near * 0.7, up, "end")
        yield Label(x - near * 0.7, down, "end")
