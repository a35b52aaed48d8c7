"""The store and the output folder: exact round trips, nothing trusted that is not whole."""

from __future__ import annotations

import json
import sqlite3
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing import edtf, model
from briefing.chronology.cards import Card
from briefing.errors import BriefingError
from briefing.store import codec, database, inputs, outputs
from briefing.store.outputs import Planned, Record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

DATES = st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(edtf.of_day)
CLAIMS = st.builds(
    model.Claim,
    by=st.text(max_size=5),
    who=st.text(max_size=5),
    what=st.sampled_from(["killed", "held"]),
    low=st.none() | st.floats(0, 1e6),
    period=st.none() | DATES,
    stance=st.none() | st.just("doubts"),
)
NOTHING = Record("build.json", lambda _: b"{}", lambda _: ())


@settings(max_examples=60, deadline=None)
@given(claim=CLAIMS)
def test_what_is_written_is_read_back(claim: model.Claim) -> None:
    assert codec.loads(codec.dumps(claim), model.Claim) == claim


@settings(max_examples=60, deadline=None)
@given(
    text=st.text(max_size=20)
    | st.recursive(st.none() | st.integers() | st.text(max_size=3), st.lists, max_leaves=20).map(json.dumps)
)
def test_what_is_no_card_is_refused_and_nothing_else_raised(text: str) -> None:
    with pytest.raises(codec.DamagedError):
        codec.loads(text, Card)


def test_keywords_cards_and_outputs_come_back(tmp_path: Path) -> None:
    with database.opened(tmp_path / "store.sqlite") as store:
        store.keep_keywords({str(number): "x" for number in range(1200)})
        store.keep_cards({"a.md": ("k", "v"), "b.md": ("k", "v")}, gone=["c.md"])
        store.keep_cards({}, gone=["b.md"])
        store.keep_outputs("/out", [database.Output("index.html", "f", "s", 1, 2)])
    with database.opened(tmp_path / "store.sqlite") as store:
        assert len(store.keywords([str(number) for number in range(2000)])) == 1200
        assert store.cards() == {"a.md": ("k", "v")}
        assert store.outputs("/out") == {"index.html": database.Output("index.html", "f", "s", 1, 2)}
        assert store.outputs("/other") == {}


def test_a_store_of_another_form_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE cards (other TEXT)")
    connection.close()
    with database.opened(path) as store:
        assert store.cards() == {}


def test_a_store_that_cannot_be_opened_is_one_clear_message(tmp_path: Path) -> None:
    (tmp_path / "store.sqlite").mkdir()
    with (
        pytest.raises(BriefingError, match=r"store\.sqlite: the store cannot be used"),
        database.opened(tmp_path / "store.sqlite"),
    ):
        pass


def plan(**files: str) -> dict[str, Planned]:
    """Files to be made with these contents."""
    return {name: Planned(text, text.encode) for name, text in files.items()}


def test_a_folder_comes_to_hold_exactly_what_is_planned(tmp_path: Path) -> None:
    with database.opened(tmp_path / "store.sqlite") as store:
        folder = tmp_path / "out"
        first = outputs.write(store, folder, plan(a="1", b="2"), NOTHING)
        assert first.changed == ("a", "b", "build.json")
        second = outputs.write(store, folder, {**plan(b="3"), "deep/er/c": Planned("4", b"4".strip)}, NOTHING)
        assert (second.changed, second.removed) == (("b", "deep/er/c"), ("a",))
        third = outputs.write(store, folder, plan(b="3"), NOTHING)
        assert third.removed == ("deep/er/c",)
        assert sorted(path.name for path in folder.iterdir()) == ["b", "build.json"]


def test_a_write_that_breaks_off_is_made_good_by_the_next(tmp_path: Path) -> None:
    def breaks() -> bytes:
        raise BriefingError("note.html:3: no such name")

    with database.opened(tmp_path / "store.sqlite") as store:
        folder = tmp_path / "out"
        outputs.write(store, folder, plan(a="1", b="1"), NOTHING)
        with pytest.raises(BriefingError):
            outputs.write(store, folder, {**plan(a="2", b="2"), "c": Planned("2", breaks)}, NOTHING)
        assert not outputs.intact(store, folder)
        again = outputs.write(store, folder, plan(b="2"), NOTHING)
        assert (again.changed, again.removed) == (("b", "build.json"), ("a", "c"))
        assert outputs.intact(store, folder)
        assert not (folder / "a").exists()


def test_the_record_is_made_from_what_all_others_have_become(tmp_path: Path) -> None:
    def listed(made: Sequence[database.Output]) -> bytes:
        return "".join(one.sha256 for one in made).encode()

    with database.opened(tmp_path / "store.sqlite") as store:
        record = Record("all", listed, lambda _: ())
        outputs.write(store, tmp_path / "out", plan(a="1"), record)
        before = (tmp_path / "out" / "all").read_bytes()
        assert outputs.write(store, tmp_path / "out", plan(a="1"), record).changed == ()
        outputs.write(store, tmp_path / "out", plan(a="2"), record)
        assert (tmp_path / "out" / "all").read_bytes() != before


def test_a_store_that_is_lost_leaves_nothing_behind(tmp_path: Path) -> None:
    def listed(made: Sequence[database.Output]) -> bytes:
        return "\n".join(one.path for one in made).encode()

    record = Record("all", listed, lambda content: content.decode().split("\n"))
    folder = tmp_path / "out"
    with database.opened(tmp_path / "store.sqlite") as store:
        outputs.write(store, folder, plan(a="1", b="1"), record)
    (folder / "CNAME").write_text("dyke.example")
    with (folder / "all").open("a") as file:
        file.write("\n../store.sqlite")
    with database.opened(tmp_path / "other.sqlite") as store:
        outputs.write(store, folder, plan(b="1"), record)
    assert sorted(path.name for path in folder.iterdir()) == ["CNAME", "all", "b"]
    assert (tmp_path / "store.sqlite").exists()


def test_a_folder_that_cannot_be_written_is_one_clear_message(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with (
        database.opened(tmp_path / "store.sqlite") as store,
        pytest.raises(BriefingError, match="out: cannot be written"),
    ):
        outputs.write(store, tmp_path / "out", plan(a="1"), NOTHING)


def test_the_state_of_inputs_sees_every_change(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    file = tmp_path / "notes" / "a.md"
    file.write_text("one")
    seen = {inputs.state([tmp_path])[0]}
    file.write_text("three")
    seen.add(inputs.state([tmp_path])[0])
    file.rename(tmp_path / "notes" / "b.md")
    seen.add(inputs.state([tmp_path])[0])
    (tmp_path / "notes" / "b.md").unlink()
    seen.add(inputs.state([tmp_path])[0])
    seen.add(inputs.state([tmp_path, tmp_path / "missing"])[0])
    assert len(seen) == 5
