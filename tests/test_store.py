"""The store and the output folder: exact round trips, nothing trusted that is not whole."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sqlite3
import subprocess
import sys
import zlib
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from briefing.build import cache_database, keyword_database
from briefing.build.cache_database import CachedFile, CardState, ReadFile
from briefing.chronology.cards import Card
from briefing.core import edtf, model
from briefing.core import registry as registry_values
from briefing.core.problems import BriefingError
from briefing.engine import codec, file_state, graph
from briefing.engine.database import connect
from briefing.engine.listings import Listings, Placed
from briefing.engine.outputs import Folder
from briefing.site import page_kinds

if TYPE_CHECKING:
    from briefing.engine.graph import Graph
    from briefing.engine.query import Query

PROJECT = Path(__file__).resolve().parents[1]

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
FIELDS = Card.__struct_fields__
KEPT = CachedFile(ReadFile("3", "h"), "told", ("images/map.png",))


@settings(deadline=None)
@given(claim=CLAIMS)
def test_what_is_written_is_read_back(claim: model.Claim) -> None:
    assert codec.loads(codec.dumps(claim), model.Claim) == claim


@settings(deadline=None)
@given(claim=CLAIMS, place=st.integers(0), letter=st.characters(codec="utf-8"))
def test_what_is_written_is_refused_with_a_letter_changed(
    claim: model.Claim, place: int, letter: str
) -> None:
    text = codec.dumps(claim)
    at = place % len(text)
    assume(text[at] != letter)
    with pytest.raises(codec.DamagedError):
        codec.loads(f"{text[:at]}{letter}{text[at + 1 :]}", model.Claim)


def signed(content: str) -> str:
    """Set a sound checksum behind a text that nobody wrote."""
    return f"{content} {zlib.crc32(content.encode()):08x}"


@settings(deadline=None)
@given(
    text=st.text(max_size=20)
    | st.text(max_size=20).filter(str.isprintable).map(signed)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(FIELDS), inner),
        max_leaves=20,
    )
    .map(json.dumps)
    .map(signed)
)
def test_what_is_no_card_is_refused_and_nothing_else_raised(text: str) -> None:
    with pytest.raises(codec.DamagedError):
        codec.loads(text, Card)


WEIGHT = '{"phrase":"old dyke","score":0.5}'


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ('{"phrase":"old dyke"}', "Object missing required field `score`"),
        ('{"phrase":"old dyke","score":"0.5"}', "Expected `float`, got `str` - at `$.score`"),
        ('{"phrase":"old dyke","score":true}', "Expected `float`, got `bool` - at `$.score`"),
        ('{"phrase":"old dyke","score":null}', "Expected `float`, got `null` - at `$.score`"),
        ('{"phrase":"old dyke","score":0.5,"rank":1}', "it has other fields"),
        (f"{WEIGHT}{WEIGHT}", "JSON is malformed: trailing characters (byte 34)"),
        (WEIGHT[:-1], "Input data was truncated"),
        (f"[{WEIGHT}]", "Expected `object`, got `array`"),
        ("", "Input data was truncated"),
    ],
)
def test_a_value_of_another_form_is_refused_even_with_a_sound_checksum(content: str, why: str) -> None:
    assert codec.loads(signed(WEIGHT), model.Keyword) == model.Keyword("old dyke", 0.5)
    with pytest.raises(codec.DamagedError) as refused:
        codec.loads(signed(content), model.Keyword)
    assert str(refused.value) == f"not a {model.Keyword}: {why}"


def test_a_field_with_a_default_is_missed_too() -> None:
    text = codec.dumps(registry_values.Alias("the dyke"))
    assert codec.loads(text, registry_values.Alias) == registry_values.Alias("the dyke")
    with pytest.raises(codec.DamagedError, match="Alias'>: it has other fields"):
        codec.loads(signed('{"text":"the dyke"}'), registry_values.Alias)


def test_a_whole_number_is_read_back_where_a_float_may_stand() -> None:
    keyword = codec.loads(codec.dumps(model.Keyword("old dyke", 2)), model.Keyword)
    assert (keyword.score, type(keyword.score)) == (2.0, float)


@pytest.mark.parametrize("text", ["", " 00000000", "\udcff 00000000", '"\udcff" 00000000', "\0"])
def test_what_has_no_sound_checksum_is_refused(text: str) -> None:
    with pytest.raises(codec.DamagedError):
        codec.loads(text, str)


def test_what_is_written_does_not_hang_on_the_order_of_hashes() -> None:
    code = "from briefing.engine import codec; print(codec.dumps(frozenset('vane dyke moor fen'.split())))"
    command = [sys.executable, "-c", code]
    told = {
        subprocess.check_output(command, env={**os.environ, "PYTHONHASHSEED": seed}, cwd=PROJECT)
        for seed in "1234"
    }
    assert told == {signed('["dyke","fen","moor","vane"]').encode() + b"\n"}


@pytest.mark.parametrize("query", page_kinds.QUERIES, ids=lambda one: one.kind)
def test_every_form_that_values_are_kept_as_can_be_read(query: Query[Any, Any]) -> None:
    if query.form is not None:
        with pytest.raises(codec.DamagedError, match="it is not as it was written"):
            codec.loads("", query.form)
        with pytest.raises(codec.DamagedError, match="Expected"):
            codec.loads(codec.dumps(None), query.form)


def test_weights_texts_and_cards_come_back(tmp_path: Path) -> None:
    with keyword_database.opened(tmp_path / "keywords.sqlite") as weights:
        weights.keep({str(number): "x" for number in range(1200)})
    with keyword_database.opened(tmp_path / "keywords.sqlite") as weights:
        assert len(weights.of([str(number) for number in range(2000)])) == 1200
    with cache_database.opened(tmp_path / "store.sqlite") as store:
        store.keep_files({"notes/a.md": KEPT, "notes/b.md": KEPT}, gone=["notes/c.md"])
        store.keep_cards({"notes/a.md": (CardState("a", "h", "v"), "card of a", "folded")})
    with cache_database.opened(tmp_path / "store.sqlite") as store:
        assert store.files() == {"notes/a.md": KEPT.file, "notes/b.md": KEPT.file}
        assert store.text("notes/a.md") == "told"
        assert store.referring(["images/map.png"]) == {"notes/a.md", "notes/b.md"}
        assert (store.path("a"), store.card("notes/a.md")) == ("notes/a.md", "card of a")
        assert store.unchecked() == {"notes/a.md", "notes/b.md", "notes/c.md"}
        store.keep_files({"notes/b.md": KEPT._replace(doubts="odd")})
        store.keep_check({"notes/a.md": "careful", "notes/b.md": ""}, "passed")
        assert (store.unchecked(), store.warnings()) == (set(), ("careful", "odd"))
        store.keep_files({}, gone=["notes/a.md"])
        assert (store.unchecked(), store.warnings()) == ({"notes/a.md"}, ("odd",))
        with pytest.raises(LookupError):
            store.path("b")


def test_notes_are_found_by_what_their_texts_or_cards_hold(tmp_path: Path) -> None:
    with cache_database.opened(tmp_path / "store.sqlite") as store:
        for slug, value, folded in (("a", '["vane"]', "old moor"), ("b", "[]", "the dyke")):
            store.keep_cards({slug: (CardState(slug, "", ""), value, folded)})
        assert store.holding(["old moor"], []) == {"a"}
        assert store.holding(["dyke"], ['"vane"']) == {"a", "b"}


def test_a_store_of_another_form_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE cards (other TEXT)")
    connection.close()
    with cache_database.opened(path) as store:
        assert store.cards() == {}


def test_a_store_of_the_form_before_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    with closing(connect(path, form=cache_database.FORM - 1, schema=cache_database.SCHEMA)) as connection:
        connection.execute("INSERT INTO about VALUES ('a', 'x')")
    with cache_database.opened(path) as store:
        assert store.about("a") == ""
        store.keep_about("a", "y")
    with cache_database.opened(path) as store:
        assert store.about("a") == "y"


def test_traces_of_the_form_before_are_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "site.sqlite"
    with closing(connect(path, form=graph.FORM - 1, schema=graph.SCHEMA)) as connection:
        graph.Graph(connection).record("title a", "t", "A", ["card a"])
    with graph.opened(path) as known:
        assert known.node("title a") is None


def test_a_store_that_cannot_be_opened_is_one_clear_message(tmp_path: Path) -> None:
    (tmp_path / "store.sqlite").mkdir()
    with (
        pytest.raises(BriefingError, match=r"store\.sqlite: the store cannot be used"),
        cache_database.opened(tmp_path / "store.sqlite"),
    ):
        pass


def placed(*names: str, listing: str = "notes") -> dict[str, list[Placed]]:
    """A row for each note, at a place of its own name."""
    return {name: [Placed(listing, name)] for name in names}


def test_facts_that_change_with_rows_are_told(tmp_path: Path) -> None:
    with graph.opened(tmp_path / "site.sqlite") as known:
        rows = Listings(known.connection, beside=["notes"])
        assert rows.place(placed("b", "d", "f"), anew=True) == []
        assert rows.place(placed("b")) == []
        around = {f"beside notes {place}" for place in "bcd"}
        assert set(rows.place(placed("c"))) == {"rows notes", "counts notes", *around}
        assert [row.owner for row in rows.rows("notes")] == ["b", "c", "d", "f"]
        assert rows.beside("notes", "c") == ("b", "d")
        assert set(rows.place({"a": [Placed("tag x", "1")]})) == {"rows tag x", "counts tag", "listings tag"}
        assert set(rows.place({"a": []})) == {"rows tag x", "counts tag", "listings tag"}
        assert set(rows.place({"c": []})) == {"rows notes", "counts notes", *around}


def test_what_read_a_fact_is_dirty_once_it_changed_and_nothing_else(tmp_path: Path) -> None:
    with graph.opened(tmp_path / "site.sqlite") as known, known.transaction():
        known.set_inputs({"card a": "1", "card b": "1"})
        known.record("title a", "t", "A", ["card a"])
        known.record("file:a", "x", None, ["title a"])
        known.record("file:b", "y", None, ["card b"])
    with graph.opened(tmp_path / "site.sqlite") as known:
        assert known.set_inputs({"card a": "2", "card b": "1"}) == ["card a"]
        assert (known.dirty_queries(), known.dirty("file:")) == (["title a"], [])
        assert not known.record("title a", "t", "A", ["card a"])
        assert known.dirty("file:") == []
        known.set_inputs({"card a": "3"})
        assert known.record("title a", "u", "B", ["card a"])
        assert (known.dirty_queries(), known.dirty("file:")) == ([], ["a"])


def test_a_change_that_breaks_off_changes_nothing(tmp_path: Path) -> None:
    with graph.opened(tmp_path / "site.sqlite") as known:
        with pytest.raises(RuntimeError), known.transaction():
            _learn_and_break(known)
        assert known.node("title a") is None


def _learn_and_break(known: Graph) -> None:
    known.record("title a", "t", "A", ["card a"])
    raise RuntimeError


def _folder(root: Path, known: Graph) -> Folder:
    return Folder(root / "out", known.connection, root / "begun")


def write(folder: Folder, planner: str, **files: str) -> list[str]:
    """Write what a planner plans, and remove the rest of its files; return what was written."""
    folder.announce(files)
    written = []
    for path, text in files.items():
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        state, is_new = folder.write(path, text.encode(), sha256)
        folder.keep([(path, planner, text, sha256, state)])
        written += [path] if is_new else []
    folder.keep_only(planner, set(files))
    return written


def test_a_folder_comes_to_hold_exactly_what_is_planned(tmp_path: Path) -> None:
    with graph.opened(tmp_path / "site.sqlite") as known:
        folder = _folder(tmp_path, known)
        assert write(folder, "one", a="1", b="2") == ["a", "b"]
        assert write(folder, "one", b="2", c="4") == ["c"]
        assert write(folder, "two", **{"deep/er/d": "5"}) == ["deep/er/d"]
        assert sorted(path.name for path in folder.path.iterdir()) == ["b", "c", "deep"]
        (folder.path / "b").write_text("changed by another hand")
        changed = hashlib.sha256(b"changed by another hand").hexdigest()
        assert folder.look_over().lost == {"b": ("one", changed)}
        assert write(folder, "one", b="2") == ["b"]
        folder.give_up(["two"])
        assert folder.sweep() == ["deep/er/d"]
        assert sorted(path.name for path in folder.path.iterdir()) == ["b"]


def test_a_file_that_moves_to_another_planner_stays(tmp_path: Path) -> None:
    with graph.opened(tmp_path / "site.sqlite") as known:
        folder = _folder(tmp_path, known)
        write(folder, "one", a="1", b="2")
        assert write(folder, "two", a="1") == []
        write(folder, "one", b="2")
        assert sorted(path.name for path in folder.path.iterdir()) == ["a", "b"]


def test_what_was_about_to_be_written_is_known(tmp_path: Path) -> None:
    with graph.opened(tmp_path / "site.sqlite") as known:
        _folder(tmp_path, known).announce(["a", "b", "c"])
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a").write_text("half")
    (tmp_path / "out" / "b.part").write_text("less")
    with graph.opened(tmp_path / "site.sqlite") as known:
        folder = _folder(tmp_path, known)
        folder.adopt_begun()
        lost = folder.look_over().lost
        assert lost == {"a": ("", hashlib.sha256(b"half").hexdigest()), "b": ("", "")}
        assert folder.sweep() == ["a", "b"]
    assert not list((tmp_path / "out").iterdir())


def test_a_store_that_is_lost_leaves_nothing_behind(tmp_path: Path) -> None:
    for name in ("a", "CNAME"):
        (tmp_path / "out").mkdir(exist_ok=True)
        (tmp_path / "out" / name).write_text(name)
    with graph.opened(tmp_path / "site.sqlite") as known:
        folder = _folder(tmp_path, known)
        folder.adopt(["a", "b", "../site.sqlite", "/etc/hosts"])
        write(folder, "one", b="1")
        assert folder.sweep() == ["a"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["CNAME", "b"]
    assert (tmp_path / "site.sqlite").exists()


def test_a_folder_that_cannot_be_written_is_one_clear_message(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with (
        graph.opened(tmp_path / "site.sqlite") as known,
        pytest.raises(BriefingError, match="out: cannot be written"),
    ):
        write(_folder(tmp_path, known), "one", a="1")


def test_the_state_of_inputs_sees_every_change(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    file = tmp_path / "notes" / "a.md"
    file.write_text("one")
    seen = {file_state.state([tmp_path]).text}
    file.write_text("three")
    seen.add(file_state.state([tmp_path]).text)
    file.rename(tmp_path / "notes" / "b.md")
    seen.add(file_state.state([tmp_path]).text)
    (tmp_path / "notes" / "b.md").unlink()
    seen.add(file_state.state([tmp_path]).text)
    seen.add(file_state.state([tmp_path, tmp_path / "missing"]).text)
    assert len(seen) == 5


INTERRUPTED = """
import signal, sys
from pathlib import Path
from random import Random
from briefing.engine.database import connect

fired, caught, chance = 0, 0, Random(1)

def interrupt(*_):
    global fired
    fired += 1
    raise KeyboardInterrupt

signal.signal(signal.SIGALRM, interrupt)
for _ in range(2000):
    connection = None
    try:
        signal.setitimer(signal.ITIMER_REAL, chance.uniform(2e-5, 8e-4))
        connection = connect(Path(sys.argv[1]), form=1, schema="CREATE TABLE t(a, b);")
        with connection:
            connection.execute("INSERT INTO t VALUES (1, 2)")
        signal.setitimer(signal.ITIMER_REAL, 0)
        for _ in range(10):
            pass  # what came at the last moment is told here
    except KeyboardInterrupt:
        caught += 1
    if connection is not None:
        connection.close()
print(fired - caught, "of", fired, "lost")
"""


def test_no_interruption_is_lost_in_a_store(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, tmp_path / "s.sqlite"],
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=True,
    )
    lost, fired = re.fullmatch(r"(\d+) of (\d+) lost\n", ran.stdout).groups()  # type: ignore[union-attr]
    assert int(fired) > 0
    assert lost == "0", ran.stderr
