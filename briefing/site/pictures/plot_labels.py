"""Put the figures of a plot where they touch neither each other nor what is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from briefing.site.pictures.labels import LINE, Box, Label, around, box, place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefing.site.pictures.panels import Curve, Dot, Width

# The half of a mark's width and of a band's.
MARK, BAND = 4.5, 8.0
# Where the figures of a drawing start and end, from the top.
TOP, BOTTOM = 34.0, 236.0
# The space between two labels in the margin.
ROW = 15.0
# As many letters of a name as the margin holds.
LETTERS = {"phone": 13, "desk": 26}


def ended(lines: Sequence[Curve], width: Width, right: float) -> list[Curve]:
    """Name each line in the margin beside its newest figure, no two nearer than a row.

    A figure that the margin cannot hold is left to be put beside its mark.
    """
    fitting = [at for at, line in enumerate(lines) if len(line.marks[-1].figure) <= LETTERS[width]]
    order = sorted(fitting, key=lambda at: (lines[at].marks[-1].y, at))
    room = int((BOTTOM - TOP + ROW) // ROW)
    at_y = _spread([lines[at].marks[-1].y for at in order[:room]])
    ended = list(lines)
    for at, y in zip(order, at_y, strict=False):
        last = lines[at].marks[-1]
        is_level = abs(y - last.y) < 1 and last.x > right - 1
        leader = "" if is_level else f"M{last.x + MARK + 2},{last.y}L{right + 8},{y}"
        end = Label(right + 10, round(y + LINE * 0.3, 1), "start")
        name = _short(lines[at].name, LETTERS[width] - len(last.figure) - 1)
        ended[at] = replace(lines[at], end=end, name=name, leader=leader)
    return ended


def _short(name: str, letters: int) -> str:
    """As much of a name as there is room for; of one with hardly any room, nothing."""
    if len(name) <= letters:
        return name
    return f"{name[: letters - 1]}…" if letters > 2 else ""  # noqa: PLR2004 - a letter and the dots


def _spread(places: Sequence[float]) -> list[float]:
    """Push places apart, given from top to bottom, and keep them within the drawing."""
    spread: list[float] = []
    for at in places:
        spread.append(max(at, spread[-1] + ROW) if spread else max(at, TOP))
    over = spread[-1] - BOTTOM if spread else 0.0
    for at in range(len(spread) - 1, -1, -1):
        if over <= 0:
            break
        limit = spread[at + 1] - ROW if at + 1 < len(spread) else BOTTOM
        spread[at] = min(spread[at], limit)
    return spread


def labelled(lines: Sequence[Curve], frame: Box, texts: Iterable[Box]) -> list[Curve]:
    """Put the other figures in the `frame` where they cover nothing, `texts` neither.

    One that finds no room is told by its mark's words alone.
    """
    taken = [*texts, *(one for line in lines for mark in line.marks for one in _ground(mark))]
    taken += [one for line in lines for one in _steps(line.path)]
    labelled = []
    for line in lines:
        marks = []
        for mark in line.marks:
            is_named = line.end is not None and mark is line.marks[-1]
            label = None
            if not is_named:
                label = place((mark.x, mark.y), BAND if mark.band else MARK, mark.figure, taken, frame)
            if label:
                taken.append(box(label, mark.figure))
            marks.append(replace(mark, label=label))
        labelled.append(replace(line, marks=tuple(marks)))
    return labelled


def _ground(mark: Dot) -> Iterator[Box]:
    """The space that a mark takes with its band and whisker."""
    yield around(mark.x, mark.y, MARK)
    if mark.band:
        yield Box(mark.x - BAND, mark.band[0], mark.x + BAND, mark.band[1])
    if mark.open_to is not None:
        yield Box(mark.x - 1, min(mark.y, mark.open_to), mark.x + 1, max(mark.y, mark.open_to))


def _steps(path: str) -> Iterable[Box]:
    """The space that the legs of a line take."""
    start, *legs = path[1:].split("H")
    x, y = map(float, start.split(","))
    for leg in legs:
        to_x, to_y = map(float, leg.split("V"))
        yield Box(x, y - 1, to_x, y + 1)
        yield Box(to_x - 1, min(y, to_y), to_x + 1, max(y, to_y))
        x, y = to_x, to_y
