"""A draft of a graph: it reads the graph in another process, and takes down what is worked out there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.engine import database
from briefing.engine.engine import LONGEST_AT_HAND
from briefing.engine.graph import Answer, Graph, Node

if TYPE_CHECKING:
    from collections.abc import Iterable


class Draft(Graph):
    """A graph as it was settled, read in another process, with what is worked out there and not recorded."""

    def __init__(self, graph: Graph) -> None:
        """Begin where a graph stands that the process was forked with."""
        self.connection = database.reopened(graph.connection)
        self.is_empty, self._ids = graph.is_empty, graph._ids  # noqa: SLF001 - one of its own kind
        self._new = {}
        self._known: dict[str, Node] = {}
        self._taken: list[Answer] = []

    def node(self, name: str) -> Node | None:
        """Look up an answer that was worked out before or here."""
        return self._known.get(name) or super().node(name)

    def record(self, name: str, digest: str, value: str | None, reads: Iterable[str]) -> bool:
        """Take down what was worked out; return whether it differs from what it was before."""
        before = self.node(name)
        if value is None or len(value) <= LONGEST_AT_HAND:
            self._known[name] = Node(digest, value, dirty=False)
        self._taken.append((name, digest, value, tuple(reads)))
        return before is None or before.digest != digest

    def taken(self) -> list[Answer]:
        """Hand over what was taken down since this was last asked for."""
        taken, self._taken = self._taken, []
        return taken
