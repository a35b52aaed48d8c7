"""A check that parses what changed alone: it finds what a check of everything finds."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import campaign
import images
import pytest
import test_build
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.build import addresses, cache_database, check, marks, up_to_date
from briefing.build.addresses import Fixed
from briefing.build.kept_check import read
from briefing.content import tree
from briefing.core.problems import Location, Problem
from briefing.engine import codec
from briefing.intake import store as reports
from briefing.site import record

if TYPE_CHECKING:
    from collections.abc import Callable

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

HEAD = campaign.note("The dyke holds", extra="events: []\n")


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


def happen(root: Path, number: int) -> None:
    told = f"events:\n  - {{date: 2021-03-0{1 + number % 3}, what: The gates held}}\n"
    test_build.state(test_build.pick(root, number), "events:", told)


def report(root: Path, number: int) -> None:
    """Keep a report that has other figures than its note, or lose it."""
    text = f"The sluice gates held, and of the brigade {number} were lost to the flood on that day."
    file = root / ".store" / reports.FOLDER / reports.name_of(text)
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.exists():
        file.unlink()
    else:
        file.write_text(text, "utf-8")
        test_build.state(test_build.pick(root, number), "report:", f"report: {file.name}\n", f"{text}\n")


def fall(root: Path, number: int) -> None:
    """Let a count fall, or take back that it can only grow."""
    file = root / "content" / "registry" / "measures.yml"
    if number == 0:
        test_build.replace(file, "accumulates: true", "accumulates: false")
    else:
        test_build.claim(root, 5 - number)
        test_build.claim(root, 2 * number)


def build(root: Path, _number: int) -> None:
    if not any(one.severity == "error" for one in whole(campaign.chosen(root))[0]):
        campaign.made(campaign.chosen(root))


STEPS: tuple[Step, ...] = (
    *(test_build.edit, test_build.retitle, test_build.add, test_build.remove, test_build.rename),
    *(test_build.relabel, test_build.claim, test_build.hold, test_build.withdraw, test_build.repeat),
    *(wrong, mend, picture, strike, unread, happen, report, fall, build),
)


def whole(chosen: Settings, today: date = campaign.TODAY) -> tuple[tuple[Problem, ...], str]:
    """Check everything, from the files alone."""
    folder, limits = chosen.folders.content, chosen.image_limits
    content, problems = check.read(
        folder,
        today=today,
        site=chosen.site.url,
        published=record.published(chosen.folders.output),
        reports=chosen.folders.store / reports.FOLDER,
        asked=chosen.asks_for_check,
        reading=check.Reading(lambda path: tree.read_file(folder, path, limits)),
    )
    limit = tree.Limit.of(folder, ())
    return problems, check.hints(marks.of_content(content), content, limit, events=chosen.lead_events)


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
            own |= {"lead_events": 1, **({"checked": "asked"} if limit == 1 else {})}
            chosen = campaign.chosen(root, BRIEFING=own)
            assert read(chosen, today=day) == whole(chosen, day)


def test_of_notes_that_stand_is_told_what_was_and_none_is_read_again(tmp_path: Path) -> None:
    chosen = campaign.chosen(campaign.write(tmp_path, {f"{at}.md": HEAD for at in range(3)}))
    read(chosen, today=campaign.TODAY)
    kept_warning = Problem(Location("content/notes/0.md", 2), "kept", "was told before", "", "warning")
    with cache_database.opened(chosen.folders.store / up_to_date.CONTENT) as kept:
        kept.connection.execute("UPDATE texts SET value = x'00' WHERE path IN ('notes/0.md', 'notes/1.md')")
        query = "INSERT INTO warnings VALUES ('notes/0.md', ?)"
        kept.connection.execute(query, (codec.dumps((kept_warning,)),))
    changed = chosen.folders.content / "notes" / "2.md"
    changed.write_text(HEAD.replace("holds", "holds again"), "utf-8")
    told, hints = read(chosen, today=campaign.TODAY)
    all_told, all_hints = whole(chosen)
    (as_typed,) = tree.as_typed((kept_warning,), chosen.folders.content)
    assert (told, hints) == (tuple(sorted((*all_told, as_typed))), all_hints)


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
            other.keep_about(addresses.FIXED, codec.dumps(Fixed(frozenset(), frozenset({"about"}))))
        if damage == "busy":
            assert read(chosen, today=campaign.TODAY) == whole(chosen)
    assert read(chosen, today=campaign.TODAY) == whole(chosen)
