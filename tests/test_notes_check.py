"""All of the content in, the Problems between its files out, whatever the order and however much."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import campaign
import cost
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from briefing.content import tree
from briefing.content.checks import names, references
from briefing.content.checks.across_files import Content, cross_check
from briefing.core.model import Note
from briefing.core.problems import BriefingError, report
from briefing.core.registry import Alias, Entity, Registry, Source

if TYPE_CHECKING:
    import random

HERE = Path(__file__).parent
GOOD = HERE / "notes_good"
BAD = HERE / "notes_bad"
TODAY = date(2026, 11, 21)
NOTE = b"""\
---
title: Mill burned
source: hreald
date: 2018-12-14
events:
  - {date: 2018-12-14, what: The mill burned., places: [aldmoor]}
claims:
  - {by: concil, who: townspeople, what: injured, value: 12}
---
At [Aldmoor]({filename}two.md) 12 people were hurt.
"""
REGISTRY = Registry(
    (Source("herald", "outlet", "The Herald"),),
    (Entity("aldmoor", "place", "Aldmoor"), Entity("council", "group", "Council")),
    campaign.KNOWN.measures,
    campaign.KNOWN.units,
)


def many(count: int) -> Content:
    parsed, _ = tree.parse_file("notes/one.md", NOTE)
    assert isinstance(parsed, Note)
    notes = (replace(parsed, path=f"content/notes/{n}.md", slug=f"{n}") for n in range(count))
    return Content(notes=tuple(notes), registry=REGISTRY)


@settings(deadline=None, max_examples=50)
@given(st.randoms(use_true_random=False))
def test_the_order_of_files_does_not_matter(chance: random.Random) -> None:
    content = many(6)
    content = replace(content, notes=(*content.notes, replace(content.notes[0], path="content/notes/x.md")))
    shuffled = list(content.notes)
    chance.shuffle(shuffled)
    mixed = replace(content, notes=tuple(shuffled))
    assert report(cross_check(mixed, today=TODAY)) == report(cross_check(content, today=TODAY))


def test_checking_notes_takes_time_in_proportion() -> None:
    few, all_of_them = many(2_500), many(10_000)
    assert len(cross_check(all_of_them, today=TODAY)) == 40_000
    assert cost.ratio(lambda content: cross_check(content, today=TODAY), few, all_of_them) <= cost.MOST


@pytest.mark.parametrize(
    ("one", "other", "ambiguous"),
    [
        (Alias("Old Moor"), Alias("old-moor"), True),
        (Alias("IS", exact=True), Alias("is"), True),
        (Alias("IS", exact=True), Alias("Is", exact=True), False),
        (Alias("IS", exact=True), Alias("IS", exact=True), True),
        (Alias("Aldmoor"), Alias("Mill"), True),
        (Alias("Old Moor"), Alias("New Moor"), False),
    ],
)
def test_a_name_of_two_entities_is_ambiguous_unless_their_case_tells(
    one: Alias,
    other: Alias,
    ambiguous: bool,  # noqa: FBT001 - a parameter of the table
) -> None:
    entities = (
        Entity("aldmoor", "place", "Aldmoor Town", (one,)),
        Entity("mill", "place", "Mill", (other, Alias("Aldmoor"))),
    )
    assert bool(list(names.ambiguous(entities, "e.yml"))) == ambiguous


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("{filename}../2019/b.md#p1", ("notes/2019/b.md", "p1")),
        ("{filename}/pages/about.md", ("pages/about.md", "")),
        ("{static}a%20b.png", ("notes/2018/a b.png", "")),
        ("{filename}../../../../etc/passwd", ("../../etc/passwd", "")),
        ("https://example.org", None),
        ("/about/", None),
    ],
)
def test_internal_targets_are_found_from_the_file_that_they_stand_in(
    target: str, found: tuple[str, str] | None
) -> None:
    assert references.resolve(target, "notes/2018/a.md") == found


def test_problems_are_told_of_the_paths_given_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(shutil.copytree(GOOD, tmp_path / "content"))
    for sample in ("unknown-source", "bad-url"):
        shutil.copy(BAD / f"{sample}.md", folder / "notes")
    monkeypatch.chdir(tmp_path)
    _, problems = tree.read(Path("content"), today=TODAY, paths=["content/notes/bad-url.md"])
    assert {problem.location.path for problem in problems} == {"content/notes/bad-url.md"}
    _, problems = tree.read(Path("content"), today=TODAY, paths=["content/pages"])
    assert problems == ()
    monkeypatch.chdir(folder / "notes")
    _, problems = tree.read(folder, today=TODAY, paths=["bad-url.md"])
    assert {problem.location.path for problem in problems} == {f"{folder}/notes/bad-url.md"}


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("content/none.md", "content/none.md: there is no such file or folder; give paths in content"),
        ("elsewhere", "elsewhere: is not in content; give paths in it"),
    ],
)
def test_a_path_that_is_not_there_or_elsewhere_is_refused(
    path: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(GOOD, tmp_path / "content")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BriefingError) as raised:
        tree.read(Path("content"), today=TODAY, paths=[path])
    assert str(raised.value) == message


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BriefingError) as raised:
        tree.read(tmp_path / "content", today=TODAY)
    assert (
        str(raised.value) == f"{tmp_path}/content: there is no such folder; give the folder that holds notes/"
    )
