"""Exports of a large campaign: an index and a file a month, and never another word than in one file."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import campaign
import pytest
from test_exports import BODY, CLAIMS, GONE, LATER

from briefing.core.settings import Settings
from briefing.site.pages.exports import FILES, TABLES
from briefing.verify import verify

NOTES = {
    "a.md": campaign.note(title="=HYPERLINK()", body=BODY, extra=CLAIMS),
    "b.md": campaign.note("Later", "2021-04-05/2021-04-06", body="It lost 9, Vane said.", extra=LATER),
    "c.md": campaign.note("Hoax", extra=GONE),
}


def chosen(root: Path, most: int, output: str = "output", store: str = ".store") -> Settings:
    own = {"tagline": "A flood", "introduction": "It came.", "store": store, "export": most}
    return campaign.chosen(root, output=output, BRIEFING=own)


@pytest.fixture(scope="module")
def parted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign whose exports are whole in one folder, and in parts in another."""
    root = campaign.write(tmp_path_factory.mktemp("parts"), NOTES)
    campaign.made(chosen(root, 2, output="whole"))
    campaign.made(chosen(root, 1))
    return root


def records(folder: Path, name: str) -> list[dict[str, Any]]:
    """The records of an export in parts, by its index."""
    index = json.loads((folder / f"data/{name}.json").read_text("utf-8"))
    return [
        record
        for part in index["parts"]
        for address in part["files"]
        if address.endswith(f"/{name}/{part['part']}.json")
        for record in json.loads((folder / address.removeprefix("https://dyke.example/")).read_text("utf-8"))[
            name
        ]
    ]


@pytest.mark.parametrize("name", ["claims", "events", "notes"])
def test_the_parts_together_hold_the_records_of_the_whole(parted: Path, name: str) -> None:
    whole = json.loads((parted / f"whole/data/{name}.json").read_text("utf-8"))[name]
    assert records(parted / "output", name) == whole != []


def test_the_index_lists_the_files_of_each_month(parted: Path) -> None:
    index = json.loads((parted / "output/data/events.json").read_text("utf-8"))
    site = "https://dyke.example/data/"
    assert index["schema"] == f"{site}events.schema.json"
    assert index["parts"] == [
        {
            "part": "2021-03",
            "files": [
                f"{site}events/2021-03.csv",
                f"{site}events/2021-03.json",
                f"{site}timeline/2021-03.json",
                f"{site}events/2021-03.ics",
            ],
        }
    ]
    parts = {
        one for one in campaign.files(parted / "output") if one.startswith("data/") and one.count("/") == 2
    }
    assert sorted(parts) == [
        "data/claims/2021-03.csv",
        "data/claims/2021-03.json",
        "data/claims/2021-04.csv",
        "data/claims/2021-04.json",
        "data/events/2021-03.csv",
        "data/events/2021-03.ics",
        "data/events/2021-03.json",
        "data/notes/2021-03.json",
        "data/notes/2021-04.json",
        "data/notes/withdrawn.json",
        "data/timeline/2021-03.json",
    ]
    whole = {file.href for file in FILES} | {f"data/{table.name}.schema.json" for table in TABLES}
    assert not {"data/claims.csv", "data/events.csv", "data/events.ics", "data/timeline.json"} & set(
        campaign.files(parted / "output")
    )
    assert whole < set(campaign.files(parted / "whole"))


def test_parts_of_a_table_in_csv_hold_its_rows(parted: Path) -> None:
    def rows(path: Path) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8"), newline="")))

    months = sorted((parted / "output/data/claims").glob("*.csv"))
    assert [row for month in months for row in rows(month)] == rows(parted / "whole/data/claims.csv")


@pytest.mark.parametrize("output", ["whole", "output"])
def test_both_forms_are_verified(parted: Path, output: str) -> None:
    assert [one for one in verify(parted / output) if one.severity == "error"] == []


def test_a_part_that_breaks_its_schema_or_its_index_is_a_problem(parted: Path, tmp_path: Path) -> None:
    folder = tmp_path / "output"
    for path, content in campaign.files(parted / "output").items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    (folder / "build.json").write_text('{"site": "https://dyke.example/"}', "utf-8")
    claims = folder / "data/claims/2021-04.json"
    claims.write_text(claims.read_text("utf-8").replace('"stance":null', '"stance":"yes"'), "utf-8")
    table = folder / "data/claims/2021-04.csv"
    table.write_bytes(table.read_bytes().replace(b"claimant_label", b"said_by"))
    index = folder / "data/notes.json"
    index.write_text(index.read_text("utf-8").replace("/notes/2021-03.json", "/notes/2021-02.json"), "utf-8")
    told = [str(one).replace(f"{folder}/", "") for one in verify(folder) if one.severity == "error"]
    header, *others = told
    assert header.startswith("data/claims/2021-04.csv: the header is id,claimant,said_by,measure")
    stances = "['asserts', 'partly', 'doubts', 'denies', None]"
    gone = "data/notes/2021-02.json"
    assert others == [
        f"data/claims/2021-04.json: claims 1: stance must be one of {stances} (by data/claims.schema.json)",
        f"data/notes.json: 'https://dyke.example/{gone}' leads nowhere; there is no {gone}",
        "data/notes.json: data/notes/2021-03.json is not listed in the index",
    ]


def test_a_campaign_that_grows_past_one_file_equals_one_that_was_so_large(tmp_path: Path) -> None:
    root = campaign.write(tmp_path, {"a.md": NOTES["a.md"], "c.md": NOTES["c.md"]})
    campaign.made(chosen(root, 1))
    assert "data/claims.csv" in campaign.files(root / "output")
    (root / "content/notes/b.md").write_text(NOTES["b.md"], "utf-8")
    campaign.made(chosen(root, 1))
    campaign.made(chosen(root, 1, output="fresh", store=".fresh"))
    assert campaign.files(root / "output") == campaign.files(root / "fresh")
    (root / "content/notes/b.md").write_text(
        NOTES["b.md"].replace("value: 9", "value: 9, remark: so"), "utf-8"
    )
    before = campaign.files(root / "output")
    campaign.made(chosen(root, 1))
    after = campaign.files(root / "output")
    assert sorted(path for path in before if path.startswith("data/") and before[path] != after[path]) == [
        "data/claims/2021-04.csv",
        "data/claims/2021-04.json",
        "data/notes/2021-04.json",
    ]
    (root / "content/notes/b.md").unlink()
    campaign.made(chosen(root, 1))
    assert "data/claims.csv" in campaign.files(root / "output")
    assert not (root / "output/data/claims").exists()
