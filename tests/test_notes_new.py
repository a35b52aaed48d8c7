"""A title, a source and a date in, a new note out."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.content import scaffold, tree
from briefing.core import edtf
from briefing.core.model import Note
from briefing.core.problems import BriefingError
from briefing.core.registry import Registry, Source

GOOD = Path(__file__).parent / "notes_good"
TODAY = date(2026, 11, 21)
REGISTRY = Registry((Source("herald", "outlet", "The Herald"),))
DAY = edtf.parse("2018-10-19")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GOOD, tmp_path / "content"))


def new(folder: Path, title: str, source: str = "herald", when: str = "2018-10-19") -> Path:
    day = edtf.parse(when)
    return scaffold.new(folder, title, source=source, date=day, registry=REGISTRY, today=TODAY)


def test_a_new_note_lacks_its_text_only(folder: Path) -> None:
    path = new(folder, 'Mill: "burned" #1')
    assert path == folder / "notes" / "2018" / "2018-10-19-herald-mill-burned-1.md"
    text = path.read_text(encoding="utf-8")
    assert text.startswith("---\n# yaml-language-server: $schema=../../../.schema/note.json\n")
    shown = tree.as_typed((), folder)
    assert shown == ()
    _, problems = tree.read(folder, today=TODAY)
    assert [problem.what for problem in problems] == ["there is no text after the front matter"]
    path.write_text(f"{text}The mill burned.\n", encoding="utf-8")
    content, problems = tree.read(folder, today=TODAY)
    assert problems == ()
    assert [note.title for note in content.notes if note.slug.startswith("2018")] == ['Mill: "burned" #1']


def test_its_hints_are_good_front_matter_once_they_are_uncommented(folder: Path) -> None:
    text = (
        new(folder, "Mill").read_text(encoding="utf-8").replace("\n# ", "\n").replace("\nyaml-", "\n# yaml-")
    )
    filled = text.replace("https://…", "https://example.org") + "About 900 were killed.\n"
    _, problems = tree.parse_file("notes/a.md", filled.encode())
    assert [str(problem) for problem in problems] == []


def test_a_note_is_never_written_over(folder: Path) -> None:
    path = new(folder, "Mill")
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(BriefingError) as raised:
        new(folder, "Mill")
    assert str(raised.value) == (
        "content/notes/2018/2018-10-19-herald-mill.md: there is such a note; edit it, or rename it first"
    )
    assert path.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("title", "source", "when", "message"),
    [
        ("Mill", "hreald", "2018", "source: hreald: unknown source; did you mean herald?"),
        ("Mill", "x", "2018", "source: x: unknown source; add it to content/registry/sources.yml"),
        ("?!", "herald", "2018", "the title makes no file name; write letters or digits"),
        ("Mill\x07", "herald", "2018", "title has the control character U+0007; remove it"),
        ("Mill " * 50, "herald", "2018", "title has 249 characters; at most 200"),
        (
            "Mill",
            "herald",
            "2018/..",
            'date "2018/.." is open at one end; write both ends, as in 2018-12-14/2018-12-15',
        ),
    ],
)
def test_what_cannot_stand_is_refused_and_nothing_written(
    folder: Path, title: str, source: str, when: str, message: str
) -> None:
    with pytest.raises(BriefingError) as raised:
        new(folder, title, source, when)
    assert str(raised.value) == message
    assert not (folder / "notes" / "2018").exists()


@settings(deadline=None, max_examples=100)
@given(
    st.text(
        alphabet=st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp")), min_size=1, max_size=80
    )
)
def test_any_title_comes_back_as_it_was_given(title: str) -> None:
    text = scaffold._text(title, "herald", DAY)
    note, _ = tree.parse_file("notes/a.md", f"---\n{text}Text.\n".encode())
    if title.strip() and "\ufeff" not in title:
        assert isinstance(note, Note)
        assert note.title == " ".join(title.split())
