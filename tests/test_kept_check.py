"""A check that parses what changed alone: it finds what a check of everything finds."""

from __future__ import annotations

import tempfile
import zlib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import campaign
import images
import pytest
import test_build
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from briefing.build import cache_database, check, kept_check, up_to_date
from briefing.build.addresses import Fixed
from briefing.build.kept_check import read
from briefing.content import tree
from briefing.core.model import Note
from briefing.engine import codec
from briefing.site import record

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefing.content.checks.across_files import Content
    from briefing.core.problems import Problem
    from briefing.core.settings import Settings

    Step = Callable[[Path, int], object]

NOTES = {
    "2021-03-04-gazette-a.md": campaign.note("The dyke holds"),
    "2021-03-05-gazette-b.md": campaign.note(
        "The gates held", "2021-03-05", extra="url: https://e.example/\n"
    ),
    "2021-03-06-gazette-c.md": campaign.note(
        body="See [it]({filename}2021-03-04-gazette-a.md), on 31 February."
    ),
}


def wrong(root: Path, number: int) -> None:
    test_build.WRONGS[number % len(test_build.WRONGS)](root / "content" / "notes")


def mend(root: Path, _number: int) -> None:
    for name, text in NOTES.items():
        (root / "content" / "notes" / name).write_text(text, "utf-8")


def picture(root: Path, number: int) -> None:
    (root / "content" / "images").mkdir(exist_ok=True)
    (root / "content" / "images" / f"{number}.png").write_bytes(images.png(2 + number, 1))
    test_build.append(test_build.pick(root, number), f"\n![Gate](../images/{number % 2}.png)\n")


def strike(root: Path, number: int) -> None:
    """Take something out of the registry, which notes may name."""
    file = root / "content" / "registry" / ("sources.yml", "entities.yml")[number % 2]
    file.write_text("".join(file.read_text("utf-8").splitlines(keepends=True)[1:]) or "[]\n", "utf-8")


def unread(root: Path, number: int) -> None:
    file = root / "content" / "registry" / ("measures.yml", "entities.yml")[number % 2]
    file.write_text("- {id: [\n", "utf-8")


def build(root: Path, _number: int) -> None:
    if not any(one.severity == "error" for one in whole(campaign.chosen(root))[1]):
        campaign.made(campaign.chosen(root))


STEPS: tuple[Step, ...] = (
    *(test_build.edit, test_build.retitle, test_build.add, test_build.remove, test_build.rename),
    *(test_build.relabel, test_build.claim, test_build.hold, test_build.withdraw, test_build.repeat),
    *(wrong, mend, picture, strike, unread, build),
)


def whole(chosen: Settings, today: date = campaign.TODAY) -> tuple[Content, tuple[Problem, ...]]:
    """Check everything, from the files alone."""
    content, limits = chosen.folders.content, chosen.image_limits
    return check.read(
        content,
        today=today,
        site=chosen.site.url,
        published=record.published(chosen.folders.output),
        reading=check.Reading(lambda path: tree.read_file(content, path, limits)),
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 5)), min_size=1, max_size=5),
    days=st.lists(st.sampled_from([campaign.TODAY, date(2021, 3, 5)]), min_size=5, max_size=5),
    limits=st.lists(st.sampled_from([1, 10]), min_size=5, max_size=5),
)
def test_a_check_of_what_changed_equals_one_of_everything(
    steps: list[tuple[Step, int]], days: list[date], limits: list[int]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = campaign.write(Path(folder), NOTES)
        for (step, number), day, limit in zip(steps, days, limits, strict=False):
            step(root, number)
            own = {"tagline": "A", "introduction": "B", "store": ".store", "image_megapixels": limit}
            chosen = campaign.chosen(root, BRIEFING=own)
            assert read(chosen, today=day) == whole(chosen, day)


def test_a_note_that_stands_is_not_parsed_again(tmp_path: Path) -> None:
    chosen = campaign.chosen(campaign.write(tmp_path, NOTES))
    read(chosen, today=campaign.TODAY)
    path = "notes/2021-03-04-gazette-a.md"
    with cache_database.opened(chosen.folders.store / up_to_date.CONTENT) as kept:
        note = replace(codec.loads(kept.text(path), Note), title="It was kept")
        value = zlib.compress(codec.dumps(note).encode())
        kept.connection.execute("UPDATE texts SET value = ? WHERE path = ?", (value, path))
    content, _ = read(chosen, today=campaign.TODAY)
    assert [note.title for note in content.notes] == ["It was kept", "The gates held", "Dyke holds"]


@pytest.mark.parametrize("damage", ["bytes", "program", "busy"])
def test_what_was_kept_is_not_believed_where_it_is_not_as_it_was_written(damage: str, tmp_path: Path) -> None:
    chosen = campaign.chosen(campaign.write(tmp_path, NOTES))
    read(chosen, today=campaign.TODAY)
    file = chosen.folders.store / up_to_date.CONTENT
    if damage == "bytes":
        content = bytearray(file.read_bytes())
        content[4096 + 100 :: 4096] = bytes(len(content[4096 + 100 :: 4096]))
        file.write_bytes(bytes(content))
    with cache_database.opened(file) as other:
        if damage == "program":
            other.keep_about("program", "another")
            other.connection.execute("UPDATE texts SET value = x'00'")
            other.keep_about(kept_check.FIXED, codec.dumps(Fixed(frozenset(), frozenset({"about"}))))
        if damage == "busy":
            assert read(chosen, today=campaign.TODAY) == whole(chosen)
    assert read(chosen, today=campaign.TODAY) == whole(chosen)
