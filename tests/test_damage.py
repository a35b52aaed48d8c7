"""Stores that are hit: nothing wrong comes of it, and nothing of it stays."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import campaign
import damage
import killing
import pytest

from briefing.build import pipeline, recovery, up_to_date
from briefing.build.options import Options
from briefing.core.problems import BriefingError
from briefing.site.render import templates

NOTES = {"a.md": campaign.note("Dyke holds"), "b.md": campaign.note("Dyke breaks", "2021-03-05")}


@pytest.fixture(scope="module")
def field(tmp_path_factory: pytest.TempPathFactory) -> damage.Field:
    made = damage.Field(tmp_path_factory.mktemp("field"))
    made.lay()
    return made


def test_no_hit_on_a_store_comes_out_wrong_in_silence_or_stays(field: damage.Field) -> None:
    chance = random.Random(11)  # noqa: S311 - no secret hangs on it
    columns = [damage.Column(*one) for one in damage.columns(field.root / "settled/.store")]
    hits = [damage.anywhere] * 16 + chance.sample(columns, 8)
    outcomes = [field.hit(chance, hit) for hit in hits]
    assert [one for one in outcomes if one.wrong] == []
    assert [one for one in outcomes if one.noticed], "no hit did any harm"


def lose_graph(store: Path, _: random.Random) -> str:
    for path in store.glob("site-*.sqlite*"):
        path.unlink()
    return "no graph"


class Chosen(random.Random):
    """No chance at all: the state of a killed build, then the edit that takes a page away."""

    def choice(self, seq: Any) -> Any:
        return seq[-1]

    def randrange(self, *_: Any) -> int:
        return 3


def test_what_a_killed_build_wrote_is_removed_though_nothing_is_known_of_it(field: damage.Field) -> None:
    assert (field.root / "unsettled/output/feeds/entities/aldmoor.xml").is_file()
    assert field.hit(Chosen(), lose_graph).wrong == ""


def test_every_table_of_every_store_can_be_hit(field: damage.Field) -> None:
    found = {file for file, _, _ in damage.columns(field.root / "settled/.store")}
    assert {re.sub("-[0-9a-f]{8}", "", file) for file in found} == {
        "keywords.sqlite",
        "search.sqlite",
        "site.sqlite",
        "store.sqlite",
    }


def built(root: Path, options: Options, **where: str) -> pipeline.Report:
    chosen = campaign.chosen(root, **where)
    return pipeline.build(chosen, templates.Theme(templates.environment(chosen.folders.themes, {})), options)


def test_what_fails_from_nothing_too_is_told_with_where_to_report_it(tmp_path: Path) -> None:
    root = campaign.write(tmp_path, NOTES)
    told: list[str] = []

    def progress(what: str, *_: int) -> None:
        told.append(what)
        if what == "pages planned and written":
            raise LookupError("no such\npage")

    with pytest.raises(BriefingError) as failed:
        built(root, Options(campaign.TODAY, progress))
    file = root / ".store/failure.txt"
    assert str(failed.value) == (
        "LookupError: no such page; the build fails from nothing too, so this is a fault of Briefing: "
        f"report it where you got Briefing, with {file}"
    )
    assert file.read_text("utf-8").endswith("LookupError: no such\npage\n")
    assert told.count(recovery.DAMAGED) == 1


def test_a_build_that_fails_unexpectedly_starts_once_more_from_nothing(tmp_path: Path) -> None:
    root = campaign.write(tmp_path, NOTES)
    told: list[str] = []

    def progress(what: str, *_: int) -> None:
        told.append(what)
        if what == "pages planned and written" and recovery.DAMAGED not in told:
            raise LookupError

    assert built(root, Options(campaign.TODAY, progress)).notes == 2
    assert told.count(recovery.DAMAGED) == 1


def test_stores_of_output_folders_that_are_gone_are_thrown_away(tmp_path: Path) -> None:
    root = campaign.write(tmp_path, NOTES)
    for output in ("output", "output.new", "preview", "gone", "gone.new"):
        built(root, Options(campaign.TODAY), output=output)
    graphs = {
        name: up_to_date.graph_of(campaign.chosen(root, output=name).folders)
        for name in ("output", "output.new", "preview", "gone", "gone.new")
    }
    for name in ("output.new", "gone", "gone.new"):
        (root / name).rename(root / f"{name}.aside")
    built(root, Options(campaign.TODAY))
    assert {name for name, path in graphs.items() if path.exists()} == {"output", "output.new", "preview"}


FORCED = """
import sys
from briefing.cli import main
assert main.main(["build", "--force", "--executor", "serial"]) == 0
print("yake" in sys.modules)
"""


def test_force_trusts_nothing_but_the_weights_of_words(tmp_path: Path) -> None:
    root = killing.write(tmp_path, NOTES)
    for _ in range(2):
        with killing.started(root, "-c", FORCED) as forced:
            out, err = forced.communicate(timeout=300)
        report, weighed = out.splitlines()
        assert (forced.returncode, err) == (0, "")
    made = campaign.files(root / "output")
    pages = sum(path.endswith(".html") for path in made)
    counted = f"2 notes, 2 briefings, {pages} pages: {len(made)} files written, 0 removed"
    assert (report.partition(", in ")[0], weighed) == (counted, "False")
