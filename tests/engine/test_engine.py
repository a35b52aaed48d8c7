"""The engine on a toy domain, a spreadsheet: it knows nothing of notes, and what it makes is never stale."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct, field
from msgspec.structs import replace

from briefing.core.problems import BriefingError
from briefing.core.progress import silent
from briefing.engine import codec, foresight, graph
from briefing.engine.build import Build
from briefing.engine.database import Connection
from briefing.engine.digests import digest
from briefing.engine.engine import Engine, UndeclaredError
from briefing.engine.inputs import Input, only
from briefing.engine.listings import Listings, Placed
from briefing.engine.output import Output, OutputKind
from briefing.engine.outputs import Folder
from briefing.engine.query import Query

# A cell is a number, or adds up other cells, or tells whether one is even.
Sum = tuple[str, ...]
NAMES = "abcdef"
# Thousands of small folders are made: in memory, where the system has such a place.
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


class Sheet(Struct, frozen=True):
    """Numbers by name, sums of cells named in capitals, rows of numbers in columns, and which are shown."""

    numbers: dict[str, int] = field(default_factory=dict)
    sums: dict[str, Sum] = field(default_factory=dict)
    columns: dict[str, dict[str, int]] = field(default_factory=dict)
    shown: tuple[str, ...] = ()


class Book(Engine):
    """The catalogue of a sheet. `computed` counts the queries that were computed."""

    def __init__(self, sheet: Sheet, known: graph.Graph) -> None:
        self.computed: list[str] = []
        self.number = Input("number", sheet.numbers.__getitem__, sheet.numbers.keys)
        self.sum = Input("sum", sheet.sums.__getitem__, sheet.sums.keys)
        self.shown = Input("shown", lambda _: sheet.shown, only)
        self.top = Input("top", lambda name: max(sheet.columns[name].values(), default=0))
        inputs = (self.number, self.sum, self.shown, self.top)
        super().__init__(known, inputs=inputs, queries=(VALUE, EVEN, SHOWN, TOTAL), neighbours=("all",))


def _value(book: Book, name: str) -> int:
    book.computed.append(f"value {name}")
    if name.islower():
        return book.get(book.number, name)
    # A sum names only cells before it, so that there is no circle.
    return sum(book.ask(VALUE, other) for other in book.get(book.sum, name))


def _even(book: Book, name: str) -> bool:
    book.computed.append(f"even {name}")
    return book.ask(VALUE, name) % 2 == 0


def _shown(book: Book, _key: str) -> tuple[str, ...]:
    return tuple(sorted(set(book.get(book.shown))))


def _total(book: Book, column: str) -> int:
    return book.once(f"sum {column}", lambda: sum(int(row.value) for row in book.rows(f"column {column}")))


VALUE = Query("value", _value, int)
EVEN = Query("even", _even, bool)
# Only a digest of this one is kept.
SHOWN = Query("shown-names", _shown)
TOTAL = Query("total", _total, int)


def _text(path: str, make: Callable[[], object]) -> Output:
    return Output(path, digest(), lambda: str(make()).encode())


def _parity(book: Book, name: str) -> Iterator[Output]:
    yield _text(f"parity/{name}", lambda: "even" if book.ask(EVEN, name) else "odd")


def _values(book: Book, name: str) -> Iterator[Output]:
    yield _text(f"values/{name}", lambda: book.ask(VALUE, name))
    if book.ask(EVEN, name):
        yield _text(f"values/halves/{name}", lambda: book.ask(VALUE, name) // 2)


def _columns(book: Book, name: str) -> Iterator[Output]:
    def told() -> str:
        # Asked twice: the second time from memory, and all the same it is read.
        total = book.once(f"sum {name}", lambda: book.ask(TOTAL, name))
        beside = [book.beside("all", place) for place in ("b x", "c", "c z", "e y")]
        return f"{total} {book.count(f'column {name}')} {beside} {book.get(book.top, name)}"

    yield _text(f"columns/{name}", told)


def _front(book: Book, _key: str) -> Iterator[Output]:
    yield _text("front", lambda: (book.listings("column"), book.counts("column"), book.last("all", 2)))
    yield _text("names", lambda: book.places("all"))


def _names(book: Book) -> tuple[str, ...]:
    return book.ask(SHOWN)


OUTPUTS = (
    OutputKind("parity", ("parity/",), _names, _parity),
    OutputKind("values", ("values/",), _names, _values),
    OutputKind("columns", ("columns/",), lambda book: book.listings("column"), _columns),
    OutputKind("front", ("front", "names"), only, _front),
)


def _rows(sheet: Sheet, column: str) -> tuple[Placed, ...]:
    found = [(name, str(number)) for name, number in sorted(sheet.columns[column].items())]
    return tuple(
        row
        for name, value in found
        for row in (Placed(f"column {column}", name, value), Placed("all", f"{name} {column}", value))
    )


class World:
    """A sheet's outputs with their graph in memory, as a process leaves them to the next."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.begun = folder / "out", folder / "begun"
        self.connection = Connection(":memory:")
        self.connection.execute(graph.SCHEMA)

    def calculate(self, sheet: Sheet, kind: type[Folder] = Folder) -> Book:
        """Bring the outputs up to date with a sheet."""
        book = Book(sheet, graph.Graph(self.connection))
        stamps = {name: repr(column) for name, column in sheet.columns.items()}
        book.update(stamps, lambda column: _rows(sheet, column))
        work = Build(book, kind(self.folder, self.connection, self.begun), silent)
        work.adopt(())
        work.bring_up_to_date(OUTPUTS)
        work.sweep(())
        work.folder.end()
        return book

    def foreseen(self, sheet: Sheet, path: str, stands: bytes) -> bytes | None:
        """What a file will be with a sheet, `stands` where it stays; None where it will be no more."""
        book = Book(sheet, graph.Graph(self.connection))
        stamps = {name: repr(column) for name, column in sheet.columns.items()}
        folder = Folder(self.folder, self.connection, self.begun)
        try:
            found = foresight.content(
                book, folder, OUTPUTS, path, stamps=stamps, rows_of=lambda column: _rows(sheet, column)
            )
        except LookupError:
            return None
        return stands if found is None else found

    def dump(self) -> list[tuple[object, ...]]:
        """All that the graph holds."""
        tables = ("nodes", "reads", "owners", "rows", "listings", "outputs")
        return [row for table in tables for row in self.connection.execute(f"SELECT * FROM {table}")]  # noqa: S608 - our own names


def clean(sheet: Sheet) -> dict[str, bytes]:
    """What a build from nothing makes of a sheet."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        world = World(Path(folder))
        world.calculate(sheet)
        return made(world.folder)


def made(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    numbers = draw(st.dictionaries(st.sampled_from(NAMES), st.integers(0, 5), min_size=1))
    known = sorted(numbers)
    sums: dict[str, Sum] = {}
    for name in sorted(draw(st.sets(st.sampled_from(NAMES.upper()), max_size=4))):
        sums[name] = tuple(draw(st.lists(st.sampled_from([*known, *sums]), max_size=3)))
    shown = draw(st.lists(st.sampled_from([*known, *sums]), max_size=6))
    columns = st.dictionaries(
        st.sampled_from("xyz"), st.dictionaries(st.sampled_from(NAMES), st.integers(0, 3), max_size=3)
    )
    return Sheet(numbers, sums, draw(columns), tuple(shown))


@settings(max_examples=300, deadline=None)
@given(steps=st.lists(sheets(), min_size=2, max_size=4))
def test_incremental_equals_clean_over_random_sheets_and_edits(steps: list[Sheet]) -> None:
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        world = World(Path(folder))
        for sheet in steps:
            world.calculate(sheet)
        assert made(world.folder) == clean(steps[-1])


@settings(max_examples=25, deadline=None)
@given(before=sheets(), after=sheets())
def test_what_is_foreseen_of_a_file_is_what_is_made_of_it_and_leaves_no_trace(
    before: Sheet, after: Sheet
) -> None:
    after = replace(after, columns={**before.columns, **after.columns})
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        world = World(Path(folder))
        world.calculate(before)
        stands, kept = made(world.folder), world.dump()
        made_of_after = clean(after)
        for path in {*stands, *made_of_after}:
            assert world.foreseen(after, path, stands.get(path, b"")) == made_of_after.get(path), path
            assert (made(world.folder), world.dump()) == (stands, kept)


def test_only_what_a_file_rests_on_is_computed_to_foresee_it(tmp_path: Path) -> None:
    numbers = {"a": 2, "b": 2}
    sums: dict[str, Sum] = {"A": ("a",), "B": ("b",)}
    world = World(tmp_path)
    world.calculate(Sheet(numbers, sums, shown=("A", "B")))
    after = Sheet({"a": 3, "b": 3}, sums, shown=("A", "B"))
    book = Book(after, graph.Graph(world.connection))
    folder = Folder(world.folder, world.connection, world.begun)
    assert foresight.content(book, folder, OUTPUTS, "parity/A", stamps={}, rows_of=lambda _: ()) == b"odd"
    assert sorted(set(book.computed)) == ["even A", "value A", "value a"]


class Killed(BaseException):
    pass


@settings(max_examples=100, deadline=None)
@given(steps=st.lists(sheets(), min_size=2, max_size=3), chance=st.integers(1, 12))
def test_a_killed_run_is_resumed(steps: list[Sheet], chance: int) -> None:
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        world = World(Path(folder))
        for sheet in steps:
            with contextlib.suppress(Killed):
                world.calculate(sheet, _dying(chance))
        world.calculate(steps[-1])
        assert made(world.folder) == clean(steps[-1])


def _dying(chance: int) -> type[Folder]:
    """A folder whose process ends at the write of a file: what is not committed by then is lost."""
    left = [chance]

    class Dying(Folder, frozen=True):
        def write(self, path: str, content: bytes, sha256: str) -> tuple[str, bool]:
            left[0] -= 1
            if not left[0]:
                raise Killed
            return Folder.write(self, path, content, sha256)

    return Dying


def test_a_query_with_the_same_value_dirties_nobody(tmp_path: Path) -> None:
    sheet = Sheet({"a": 2}, {"A": ("a",)}, shown=("a", "A"))
    world = World(tmp_path)
    world.calculate(sheet)
    times = {path: (world.folder / path).stat().st_mtime_ns for path in made(world.folder)}
    book = world.calculate(Sheet({"a": 4}, {"A": ("a",)}, shown=("a", "A")))
    assert sorted(book.computed) == ["even A", "even a", "value A", "value a"]
    after = {path: (world.folder / path).stat().st_mtime_ns for path in made(world.folder)}
    assert {path for path in times if times[path] != after[path]} == {
        "values/a",
        "values/A",
        "values/halves/a",
        "values/halves/A",
    }


def test_neighbours_change_only_where_a_place_comes_or_goes(tmp_path: Path) -> None:
    def beside(**owners: str) -> list[str]:
        placed = {owner: tuple(Placed("all", place) for place in places) for owner, places in owners.items()}
        return sorted(fact for fact in listings.place(placed) if fact.startswith("beside"))

    with graph.opened(tmp_path / "graph.sqlite") as known:
        listings = Listings(known.connection, beside=["all"])
        assert beside(x="ac") == ["beside all ", "beside all a", "beside all c"]
        assert beside(y="b") == ["beside all a", "beside all b", "beside all c"]
        assert beside(z="b") == []
        assert beside(y="") == []
        assert beside(z="") == ["beside all a", "beside all b", "beside all c"]


def test_nothing_is_computed_where_nothing_changed(tmp_path: Path) -> None:
    sheet = Sheet({"a": 2}, {"A": ("a", "a")}, {"x": {"a": 1}}, ("A",))
    world = World(tmp_path)
    world.calculate(sheet)
    assert world.calculate(sheet).computed == []


def test_an_input_or_query_that_was_not_declared_cannot_be_read(tmp_path: Path) -> None:
    with graph.opened(tmp_path / "x.sqlite") as known:
        book = Book(Sheet({"a": 1}), known)
        with pytest.raises(UndeclaredError, match=r'^the input "colour" is not declared$'):
            book.get(Input("colour", str))
        twin = Input("number", lambda _: 7)
        with pytest.raises(UndeclaredError, match=r'^the input "number" is not declared$'):
            book.get(twin, "a")
        with pytest.raises(UndeclaredError, match=r'^the query "double" is not declared$'):
            book.ask(Query("double", lambda book, name: 2 * book.get(book.number, name)), "a")
        with pytest.raises(UndeclaredError, match=r'^the listing "column x" has no declared neighbours$'):
            book.beside("column x", "a")


def test_what_is_kept_at_hand_is_read_by_all_who_ask_for_it(tmp_path: Path) -> None:
    with graph.opened(tmp_path / "x.sqlite") as known:
        book = Book(Sheet({"a": 1}), known)
        for _ in range(2):
            value, reads = book.tracer.trace(lambda: book.once("a", lambda: book.get(book.number, "a")))
            assert (value, reads) == (1, ("number a",))


def test_two_of_one_kind_are_refused(tmp_path: Path) -> None:
    with graph.opened(tmp_path / "x.sqlite") as known:
        number = Input("number", int, only)
        for inputs, queries in (((number, number), ()), ((number,), (Query("number", _value),))):
            with pytest.raises(ValueError, match=r'^two things are of the kind "number"$'):
                Engine(known, inputs=inputs, queries=queries)
        with pytest.raises(ValueError, match=r'^two things are of the kind "rows"$'):
            Engine(known, inputs=(), queries=(Query("rows", _value),))


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("elsewhere/a", r"^stray a would write elsewhere/a, but declares only stray/$"),
        ("stray/a", r"^two outputs would be written to stray/a: stray a, twin a$"),
    ],
)
def test_an_output_keeps_to_the_addresses_of_its_kind_and_is_the_only_one_there(
    tmp_path: Path, path: str, told: str
) -> None:
    kinds: tuple[OutputKind[Book], ...] = (
        OutputKind("stray", ("stray/",), lambda _: ("a",), lambda *_: (_text(path, lambda: 1),)),
        OutputKind("twin", ("stray/",), lambda _: ("a",), lambda *_: (_text(path, lambda: 2),)),
    )
    with graph.opened(tmp_path / "x.sqlite") as known:
        work = Build(
            Book(Sheet(), known), Folder(tmp_path / "out", known.connection, tmp_path / "begun"), silent
        )
        with pytest.raises(BriefingError, match=told):
            work.bring_up_to_date(kinds)


def test_a_kept_value_that_is_damaged_is_never_used(tmp_path: Path) -> None:
    sheet = Sheet({"a": 2, "b": 1}, {"A": ("a", "b")}, shown=("A",))
    world = World(tmp_path)
    world.calculate(sheet)
    world.connection.execute("UPDATE nodes SET value = '\"two\"' WHERE name = 'value a'")
    with pytest.raises(codec.DamagedError, match=r"^not a <class 'int'>: it is not as it was written$"):
        world.calculate(Sheet({"a": 2, "b": 2}, {"A": ("a", "b")}, shown=("A",)))
