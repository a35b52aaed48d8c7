"""The engine: hands out inputs, listings and queries, records every read, and learns what changed.

The catalogue of a domain derives from `Engine` and adds readers with names of its own. What a query or
an output does not read through it cannot reach it; what it reads makes it dirty when it changes.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

from briefing.engine import codec
from briefing.engine.digests import digest
from briefing.engine.listings import Listings, Placed, Row
from briefing.engine.trace import Tracer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from briefing.engine.graph import Graph
    from briefing.engine.inputs import Input
    from briefing.engine.query import Query

T = TypeVar("T")

# Owners whose rows and inputs are set in one transaction.
BATCH = 500
# Longer values of queries are read from the graph again; of what is computed `once`, so many stay at hand.
LONGEST_AT_HAND, MOST_AT_HAND = 10_000, 2_000
# The kinds of facts that listings make.
OF_LISTINGS = ("rows", "beside", "listings", "counts")


class UndeclaredError(RuntimeError):
    """An input or query was read that the engine does not know, so that it could not tell a change."""


class _Kind(Protocol):
    @property
    def kind(self) -> str: ...


K = TypeVar("K", bound=_Kind)


def by_kind(kinds: Iterable[K], taken: Iterable[str] = ()) -> dict[str, K]:
    """Return inputs, queries or output kinds by their names, in the order given.

    Raises ValueError where a name is taken: one would stand for the other, and nothing would tell.
    """
    found: dict[str, K] = {}
    for one in kinds:
        if one.kind in found or one.kind in taken:
            raise ValueError(f'two things are of the kind "{one.kind}"')
        found[one.kind] = one
    return found


class Engine:
    """Inputs, listings and queries of one output folder, each read recorded."""

    def __init__(
        self,
        graph: Graph,
        *,
        inputs: Iterable[Input[Any]],
        queries: Iterable[Query[Any, Any]],
        neighbours: Iterable[str] = (),
    ) -> None:
        """Begin a build. `neighbours` are the listings whose rows lead to the rows beside them.

        Raises ValueError where two inputs or queries have one name.
        """
        self.tracer = Tracer()
        # The facts that became others since the last build.
        self.changed: set[str] = set()
        self._neighbours = frozenset(neighbours)
        self.rest_on(graph)
        self._inputs = by_kind(inputs, OF_LISTINGS)
        self._queries = by_kind(queries, (*OF_LISTINGS, *self._inputs))
        self._values: dict[str, Any] = {}
        self._memo: dict[str, tuple[Any, tuple[str, ...]]] = {}
        # What rests on something that is dirty, as long as not all of that was computed again.
        self._doubtful: set[str] = set()

    def rest_on(self, graph: Graph) -> None:
        """Read from a graph, and record in it."""
        self.graph = graph
        self._listings = Listings(graph.connection, beside=self._neighbours)

    def forget(self) -> None:
        """Keep nothing at hand any more."""
        self._memo.clear()
        self._values.clear()

    # Reading.

    def get(self, of: Input[T], key: str = "") -> T:
        """Read an input.

        Raises UndeclaredError for one that was not declared, LookupError where there is no such key.
        """
        self._read(of, key)
        return of.load(key)

    def version(self, of: Input[Any], key: str = "") -> str:
        """Read the recorded version of an input; empty where there is none."""
        self._read(of, key)
        node = self.graph.node(of.fact(key))
        return node.digest if node else ""

    def ask(self, query: Query[Self, T], key: str = "") -> T:
        """Read the value of a query for a key, computing it where none that holds is kept.

        Raises UndeclaredError for a query that was not declared.
        """
        if self._queries.get(query.kind) is not query:
            raise UndeclaredError(f'the query "{query.kind}" is not declared')
        fact = query.fact(key)
        self.tracer.read(fact)
        if fact in self._doubtful:
            self._clear_up(fact)
        if fact not in self._values:
            value, short = self._value(query, key, fact)
            if not short:
                return value
            self._values[fact] = value
        at_hand: T = self._values[fact]
        return at_hand

    def once(self, name: str, compute: Callable[[], T]) -> T:
        """Compute something once a build, and keep it at hand. Whoever asks again reads what it read."""
        if name not in self._memo:
            if len(self._memo) >= MOST_AT_HAND:
                del self._memo[next(iter(self._memo))]
            self._memo[name] = self.tracer.trace(compute)
        value: T = self._memo[name][0]
        self.tracer.replay(self._memo[name][1])
        return value

    def rows(self, listing: str) -> tuple[Row, ...]:
        """All rows of a listing, in order."""
        self.tracer.read(f"rows {listing}")
        return self._listings.rows(listing)

    def last(self, listing: str, count: int) -> tuple[Row, ...]:
        """The last rows of a listing, in order."""
        self.tracer.read(f"rows {listing}")
        return self._listings.last(listing, count)

    def places(self, listing: str) -> tuple[str, ...]:
        """The places of a listing that any row has, in order."""
        self.tracer.read(f"rows {listing}")
        return self._listings.places(listing)

    def count(self, listing: str) -> int:
        """How many rows a listing has."""
        self.tracer.read(f"rows {listing}")
        return self._listings.count(listing)

    def beside(self, listing: str, place: str) -> tuple[str, str]:
        """The places before and after one in a listing; empty where there is none.

        Raises UndeclaredError for a listing whose neighbours nobody looks after.
        """
        if listing not in self._neighbours:
            raise UndeclaredError(f'the listing "{listing}" has no declared neighbours')
        # Who stands beside a place that no row has is told by all rows alone.
        own = self._listings.has(listing, place)
        self.tracer.read(f"beside {listing} {place}" if own else f"rows {listing}")
        return self._listings.beside(listing, place)

    def listings(self, kind: str) -> tuple[str, ...]:
        """The keys of all listings of a kind that hold anything, in order."""
        self.tracer.read(f"listings {kind}")
        return self._listings.listings(kind)

    def counts(self, kind: str) -> tuple[tuple[str, int], ...]:
        """The keys of all listings of a kind that hold anything, in order, and how many rows each has."""
        self.tracer.read(f"counts {kind}")
        return self._listings.counts(kind)

    def _read(self, of: Input[Any], key: str) -> None:
        if self._inputs.get(of.kind) is not of:
            raise UndeclaredError(f'the input "{of.kind}" is not declared')
        self.tracer.read(of.fact(key))

    def _value(self, query: Query[Self, T], key: str, fact: str) -> tuple[T, bool]:
        """Load or compute a value; tell whether it is short enough to be kept at hand."""
        node = self.graph.node(fact)
        holds = node is not None and not node.dirty
        if holds and node is not None and query.form is not None:
            kept = node.value or ""
            return codec.loads(kept, query.form), len(kept) <= LONGEST_AT_HAND
        value, reads = self.tracer.trace(lambda: query.compute(self, key))
        written = codec.dumps(value) if query.form is not None else None
        if not holds and self.graph.record(
            fact, digest(value if written is None else written), written, reads
        ):
            self.changed.add(fact)
        return value, written is None or len(written) <= LONGEST_AT_HAND

    # Learning what changed.

    def update(self, stamps: Mapping[str, str], rows_of: Callable[[str], Sequence[Placed]]) -> None:
        """Bring inputs and listings up to date; what read one that changed is dirty then.

        `stamps` has all owners, each with a text that changes when any of its inputs or rows may have;
        `rows_of` returns the rows that an owner places. Inputs with keys of their own are all looked at.
        """
        known, anew = self.graph.owners(), self.graph.is_empty
        stale = sorted(owner for owner, stamp in stamps.items() if known.get(owner) != stamp)
        for at in range(0, len(stale), BATCH):
            some = stale[at : at + BATCH]
            self._enter({owner: stamps[owner] for owner in some}, rows_of, anew=anew)
        gone = [owner for owner in known if owner not in stamps]
        with self.graph.transaction():
            self._place(dict.fromkeys(gone, ()), anew=False)
            self._lose(one.fact(owner) for owner in gone for one in self._owned)
            self.graph.forget_owners(gone)
            self._update_keyed()

    def foresee(self, stamps: Mapping[str, str], rows_of: Callable[[str], Sequence[Placed]]) -> set[str]:
        """Bring some owners alone up to date, and compute what is dirty then only where it is asked for.

        Returns what may become another by it. To be called where all of it is undone in the end.
        """
        self._enter(stamps, rows_of, anew=False)
        self._update_keyed()
        self._doubtful = self.graph.doubtful()
        return set(self._doubtful)

    def settle(self) -> None:
        """Compute every dirty query that anything reads, until what changed by it is computed too.

        To be called within a transaction.
        """
        while dirty := self.graph.dirty_queries():
            # What is at hand may have been computed from what is to be computed again.
            self._memo.clear()
            for fact in dirty:
                self._values.pop(fact, None)
                self._settle(fact)
        self._memo.clear()

    def _settle(self, fact: str) -> None:
        kind, _, key = fact.partition(" ")
        query = self._queries.get(kind)
        if query is None or not self.graph.is_read(fact):
            self.graph.forget([fact])
            return
        try:
            self.ask(query, key)
        except LookupError:
            # What it was about is gone, and whoever reads it is to find out.
            self._lose([fact])

    def _clear_up(self, fact: str) -> None:
        """Compute again those dirty queries that one rests on, until it is known whether it is dirty too."""
        self._doubtful.discard(fact)
        for read in self.graph.reads(fact):
            if read in self._doubtful:
                self._clear_up(read)
                node = self.graph.node(read)
                if node is not None and node.dirty:
                    self.tracer.trace(partial(self._settle, read))

    @property
    def _owned(self) -> list[Input[Any]]:
        return [one for one in self._inputs.values() if one.keys is None]

    def _enter(
        self, stamps: Mapping[str, str], rows_of: Callable[[str], Sequence[Placed]], *, anew: bool
    ) -> None:
        """Set the rows and the inputs of owners, all at once."""
        placed = {owner: rows_of(owner) for owner in stamps}
        versions = {one.fact(owner): one.version(owner) for owner in stamps for one in self._owned}
        with self.graph.transaction():
            self._place(placed, anew=anew)
            self.changed.update(self.graph.set_inputs(versions))
            self.graph.keep_owners(stamps)

    def _update_keyed(self) -> None:
        keyed = [one for one in self._inputs.values() if one.keys is not None]
        versions = {one.fact(key): one.version(key) for one in keyed for key in (one.keys or tuple)()}
        known = {fact for one in keyed for fact in self.graph.inputs(one.fact(""))}
        self.changed.update(self.graph.set_inputs(versions))
        self._lose(sorted(known - versions.keys()))

    def _place(self, placed: Mapping[str, Sequence[Placed]], *, anew: bool) -> None:
        facts = self._listings.place(placed, anew=anew)
        self.graph.mark_changed(facts)
        self.changed.update(facts)

    def _lose(self, facts: Iterable[str]) -> None:
        """Forget inputs or values that are gone; what read them is dirty then."""
        gone = list(facts)
        self.graph.forget(gone)
        self.graph.mark_changed(gone)
        self.changed.update(gone)
