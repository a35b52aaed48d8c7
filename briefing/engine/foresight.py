"""Foresee what a file will be once it is made again: that file alone is made, and nothing of it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from briefing.engine.database import undone
from briefing.engine.engine import Engine
from briefing.engine.graph import FILE, KEYS, PLAN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from briefing.engine.listings import Placed
    from briefing.engine.output import OutputKind
    from briefing.engine.outputs import Folder

C = TypeVar("C", bound=Engine)


def content(
    catalogue: C,
    folder: Folder,
    kinds: Iterable[OutputKind[C]],
    path: str,
    *,
    stamps: Mapping[str, str],
    rows_of: Callable[[str], Sequence[Placed]],
) -> bytes | None:
    """Return the bytes that a file will have with some owners as they are now; None where they stay.

    `stamps` and `rows_of` are those of `Engine.update`, of these owners alone. The catalogue and its graph
    are of no use afterwards. Raises LookupError where nothing plans the file.
    """
    possible = [kind for kind in kinds if path.startswith(kind.addresses)]
    graph = catalogue.graph
    with undone(graph.connection):
        doubtful = catalogue.foresee(stamps, rows_of)
        planner = next(iter(folder.planners([path])), "")
        deciding = {f"{FILE}{path}", planner, *(f"{KEYS}{kind.kind}" for kind in possible)}
        if planner and not doubtful & deciding:
            return None
        for kind in possible:
            start = f"{PLAN}{kind.kind} "
            if planner and f"{KEYS}{kind.kind}" not in doubtful:
                keys: Iterable[str] = [planner.removeprefix(start)] if planner.startswith(start) else []
            else:
                planned, asked = graph.planned(start), {*doubtful, planner}
                keys = (key for key in kind.keys(catalogue) if key not in planned or f"{start}{key}" in asked)
            for key in keys:
                for output in kind.outputs(catalogue, key):
                    if output.path == path:
                        return output.make()
    raise LookupError(path)
