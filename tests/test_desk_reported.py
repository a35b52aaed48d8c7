"""Suggestions of the desk that rest on the report of a note, and on a parser."""

from __future__ import annotations

import importlib.util
from datetime import date
from pathlib import Path

import campaign
import pytest
from test_desk import BODY, ENTITIES, HEAD, NAME

from briefing.content import tree
from briefing.desk import view
from briefing.desk.library import Library
from briefing.desk.work import Work
from briefing.intake import store
from briefing.suggest import rejections
from briefing.suggest.parser import Parser

REPORT = (
    "Dyke breaks\nColonel Vane said 12 civilians were killed.\nColonel Vane said 47 civilians were injured."
)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    name = store.name_of(REPORT)
    head = HEAD.replace("events: []", f"report: {name}\nevents: []")
    campaign.write(tmp_path, {"dyke.md": head + BODY})
    (tmp_path / "content/registry/entities.yml").write_text(ENTITIES, "utf-8")
    store.keep(tmp_path / "reports", REPORT, store.Kept(name, "Dyke breaks", "gazette"))
    parser = Parser(tmp_path / "parses")
    return Library(tmp_path / "content", lambda: date(2021, 6, 1), tmp_path / "reports", parser)


def test_the_report_of_a_note_is_read_for_what_its_text_lacks(library: Library) -> None:
    found = list(view.suggestions(library, NAME, library.note(NAME)))
    (told,) = (one for one in found if "key" in one)
    assert (told["row"], told["sentence"]) == (
        "{by: vane, who: civilians, what: injured, value: 47}",
        "Colonel Vane said 47 civilians were injured.",
    )
    assert told["facts"][-1] == ("Stands in", "From the report; your text does not have it", "")
    work = Work(library)
    work.reject(NAME, told["row"], told["key"])
    assert [one for one in view.suggestions(library, NAME, library.note(NAME)) if "key" in one] == []
    assert "injured." not in (library.folder / rejections.FILE).read_text("utf-8")
    work.undo(NAME)
    assert [one for one in view.suggestions(library, NAME, library.note(NAME)) if "key" in one] == [told]


@pytest.mark.skipif(importlib.util.find_spec("spacy") is None, reason="spaCy is not installed")
def test_what_is_typed_waits_for_no_parser_and_parses_are_kept(library: Library) -> None:
    draft = (library.folder / NAME).read_bytes() + b"\nTwo bridges fell.\n"
    list(view.suggestions(library, NAME, tree.parse_file(NAME, draft)[0]))
    parses = library.folder.parent / "parses"
    assert not parses.exists()
    list(view.suggestions(library, NAME, library.note(NAME)))
    assert [one.suffix for one in parses.iterdir()] == [".json", ".json"]
