"""Files for machines: read back with parsers of others, held against their own schemas."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import campaign
import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from test_chronology import card

from briefing.chronology import events as chronology
from briefing.chronology.cards import NoteRef
from briefing.chronology.events import Entry, Telling
from briefing.core import edtf
from briefing.core.model import Event
from briefing.core.settings import Site
from briefing.site import tables
from briefing.site.exports import calendar, events, timeline
from briefing.site.pages.exports import FILES, TABLES
from briefing.site.tables import Column, Table

SITE = Site(title="Dyke; 2021", url="https://dyke.example")
CLAIMS = """\
claims:
  - {by: vane, who: brigade, what: killed, value: 7, bound: at-least, period: 2021-03-01/2021-03-04}
  - {by: vane, who: brigade, what: strength, words: dozens, subset: "=1+1"}
  - {by: vane, who: brigade, what: controls, place: aldmoor, stance: partly, remark: "@home, as it were"}
events:
  - {date: 2021-03-04, what: "The brigade reached Aldmoor, it said.", places: [aldmoor], actors: [brigade]}
  - {date: 2021-03, what: "Rain fell; much of it.", actors: [vane]}
corrections:
  - {date: 2021-04-01, what: "The count was six."}
"""
LATER = "claims:\n  - {by: vane, who: brigade, what: killed, value: 9, period: 2021-03-01/2021-03-05}\n"
GONE = "status: withdrawn\nwithdrawn: 2021-03-09\nstatus_reason: It was a hoax.\n"
BODY = "The Dyke Brigade lost at least 7 of its dozens, Colonel Vane said in Aldmoor."


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a small campaign."""
    root = campaign.write(
        tmp_path_factory.mktemp("exports"),
        {
            "a.md": campaign.note(title="=HYPERLINK()", body=BODY, extra=CLAIMS),
            "b.md": campaign.note(
                "Later", "2021-03-05/2021-03-06", body="It lost 9, Vane said.", extra=LATER
            ),
            "c.md": campaign.note("Hoax", extra=GONE),
        },
    )
    campaign.made(campaign.chosen(root))
    return root / "output" / "data"


def table(exported: Path, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((exported / f"{name}.json").read_text("utf-8"))[name]
    return found


def rows(exported: Path, name: str) -> list[dict[str, str]]:
    text = (exported / f"{name}.csv").read_bytes().decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("name", [one.name for one in TABLES])
def test_each_json_file_holds_to_the_schema_beside_it(exported: Path, name: str) -> None:
    schema = json.loads((exported / f"{name}.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    found = json.loads((exported / f"{name}.json").read_text("utf-8"))
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(found)
    assert found["schema"] == schema["$id"] == f"https://dyke.example/data/{name}.schema.json"
    assert found[name]


@pytest.mark.parametrize("name", ["claims", "events"])
def test_csv_and_json_hold_the_same_rows(exported: Path, name: str) -> None:
    described = next(one for one in TABLES if one.name == name)
    flat = [column.name for column in tables.flat(described)]
    told = [{key: tables._cell(row[key]) for key in flat} for row in table(exported, name)]
    assert rows(exported, name) == told


def test_a_claim_keeps_its_bound_its_period_and_the_report_it_comes_from(exported: Path) -> None:
    killed = next(row for row in table(exported, "claims") if row["figure"] == "at least 7")
    assert {key: killed[key] for key in ("claimant", "measure", "group", "low", "high", "bound", "unit")} == {
        "claimant": "vane",
        "measure": "killed",
        "group": "brigade",
        "low": 7,
        "high": 7,
        "bound": "at-least",
        "unit": None,
    }
    assert [killed[f"period{part}"] for part in ("", "_from", "_to", "_precision")] == [
        "2021-03-01/2021-03-04",
        "2021-03-01",
        "2021-03-04",
        "interval",
    ]
    assert (killed["as_of"], killed["as_of_basis"], killed["note"]) == ("2021-03-04", "stated", "a")
    assert killed["corrected"] == "2021-04-01"
    assert killed["url"] == f"https://dyke.example/notes/a/#{killed['id']}"


def test_claims_name_what_they_relate_to(exported: Path) -> None:
    found = {row["id"]: row for row in table(exported, "claims")}
    later = next(row for row in found.values() if row["figure"] == "9")
    (relation,) = later["relations"]
    assert (relation["kind"], relation["rule"]) == ("updates", "later-report")
    assert found[relation["claim"]]["figure"] == "at least 7"


def test_a_position_has_a_stance_and_no_figure_bound_or_unit(exported: Path) -> None:
    held = next(row for row in table(exported, "claims") if row["measure"] == "controls")
    assert held["stance"] == "partly"
    assert [held[key] for key in ("figure", "low", "high", "bound", "unit", "words")] == [None] * 6


def test_vague_words_have_their_range_and_no_bound(exported: Path) -> None:
    vague = next(row for row in table(exported, "claims") if row["words"])
    assert (vague["words"], vague["figure"], vague["bound"]) == ("dozens", "dozens", None)
    assert vague["low"] < vague["high"]


def test_a_spreadsheet_runs_nothing_that_a_note_says(exported: Path) -> None:
    found = rows(exported, "claims")
    assert {row["note_title"] for row in found} == {"'=HYPERLINK()", "Later"}
    assert next(row["subset"] for row in found if row["words"]) == "'=1+1"
    assert next(row["remark"] for row in found if row["stance"]) == "'@home, as it were"


@settings(max_examples=80, deadline=None)
@given(text=st.text(st.characters(codec="utf-8"), min_size=1))
def test_no_cell_of_text_is_a_formula_and_none_is_changed_but_by_the_guard(text: str) -> None:
    described = Table("t", "T", "", "", (Column("a", "text", "", required=True),))
    written = tables.as_csv(described, [tables.csv_lines(described, [{"a": text}])]).decode("utf-8")
    (cell,) = list(csv.reader(io.StringIO(written, newline="")))[1]
    parts, written_ = cell.split(";"), text.split(";")
    assert not any(part.startswith(tables.FORMULA_SIGNS) for part in parts)
    assert all(one in {other, tables.GUARD + other} for one, other in zip(parts, written_, strict=True))


def test_a_number_below_zero_stays_a_number() -> None:
    described = Table("t", "T", "", "", (Column("a", "number", "", required=True),))
    assert tables.csv_lines(described, [{"a": -2.5}, {"a": None}]) == '-2.5\r\n""\r\n'


def test_a_withdrawn_note_is_listed_with_its_reason_and_without_what_it_told(exported: Path) -> None:
    found = {row["id"]: row for row in table(exported, "notes")}
    assert list(found) == ["a", "b", "c"]
    assert [found["c"][key] for key in ("status", "withdrawn", "status_reason")] == [
        "withdrawn",
        "2021-03-09",
        "It was a hoax.",
    ]
    assert [found["c"][key] for key in ("summary", "tags", "entities", "claims", "events")] == [
        [],
        [],
        [],
        0,
        0,
    ]


def test_a_note_is_listed_with_the_hash_of_its_file(exported: Path) -> None:
    file = exported.parent.parent / "content" / "notes" / "b.md"
    found = {row["id"]: row["sha256"] for row in table(exported, "notes")}
    assert found["b"] == hashlib.sha256(file.read_bytes()).hexdigest()


def test_every_file_that_the_page_offers_is_there_and_every_file_there_is_offered(exported: Path) -> None:
    offered = {file.name for file in FILES} | {f"{one.name}.schema.json" for one in TABLES}
    assert {path.name for path in exported.iterdir()} == offered | {"index.html"}
    page = (exported / "index.html").read_text("utf-8")
    assert all(f"data/{name}" in page for name in offered)


def test_the_dictionary_tells_every_column_and_every_code(exported: Path) -> None:
    page = (exported / "index.html").read_text("utf-8")
    for one in TABLES:
        for column in one.columns:
            assert f"<code>{column.name}</code>" in page
            assert all(f"<code>{code.word}</code>" in page for code in column.codes)
            assert all(f"<code>{column.name}.{part.name}</code>" in page for part in column.parts)


def test_an_event_says_as_of_when_it_is_told_and_that_its_note_was_corrected(exported: Path) -> None:
    (row,) = (one for one in table(exported, "events") if one["date"] == "2021-03-04")
    told = {"as_of": "2021-03-04", "as_of_basis": "stated", "corrected": "2021-04-01"}
    assert {key: row[key] for key in told} == told
    assert {key: row["accounts"][0][key] for key in told} == told
    shown = json.loads((exported / "timeline.json").read_text("utf-8"))["events"]
    event = next(one for one in shown if one["unique_id"] == row["id"])
    assert {key: event[key] for key in told} == told
    credit = "The Gazette, reported 4 March 2021, corrected on 1 April 2021"
    assert f">{credit}</a>" in event["text"]["text"]
    calendar_ = read((exported / "events.ics").read_bytes())
    assert credit in str(
        next(one for one in calendar_ if str(one["UID"]).startswith(row["id"]))["DESCRIPTION"]
    )


def test_an_inferred_date_of_a_report_is_told_as_inferred() -> None:
    note = card("a", "2021-03-05", date_basis="inferred")
    told = Telling(NoteRef.of(note), Event(edtf.parse("2021-03-04"), "It rained."))
    assert events.credit(told) == "Gazette, reported 5 March 2021 (inferred)"
    (row,) = events.rows(chronology.merge([told]), SITE)
    assert (row["as_of_basis"], row["accounts"][0]["as_of_basis"], row["corrected"]) == (
        "inferred",
        "inferred",
        None,
    )


def read(made: bytes) -> list[Any]:
    """The events of a calendar, as another program reads them."""
    return icalendar.Calendar.from_ical(made).walk("VEVENT")


def entry(value: str, what: str = "It rained.", places: tuple[str, ...] = ()) -> Entry:
    note = card("a", "2021-03-05/2021-03-06")
    return chronology.merge([Telling(NoteRef.of(note), Event(edtf.parse(value), what, places))])[0]


def test_the_calendar_is_read_by_others_as_it_was_meant(exported: Path) -> None:
    month, day = read((exported / "events.ics").read_bytes())
    assert (month["DTSTART"].dt, month["DTEND"].dt) == (date(2021, 3, 1), date(2021, 4, 1))
    assert (str(month["SUMMARY"]), str(month["STATUS"])) == ("Rain fell; much of it.", "TENTATIVE")
    assert (day["DTSTART"].dt, day["DTEND"].dt) == (date(2021, 3, 4), date(2021, 3, 5))
    assert (str(day["STATUS"]), str(day["LOCATION"]), str(day["X-EDTF"])) == (
        "CONFIRMED",
        "Aldmoor",
        "2021-03-04",
    )
    assert day["DTSTAMP"].dt.isoformat() == "2021-03-04T00:00:00+00:00"
    assert str(day["URL"]).startswith("https://dyke.example/briefings/2021/03/04/#event-")
    assert str(day["UID"]).endswith("@dyke.example")


@settings(max_examples=60, deadline=None)
@given(what=st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cn")), min_size=1))
def test_no_text_breaks_the_calendar_and_no_line_is_too_long(what: str) -> None:
    made = calendar.as_ics([calendar.lines([entry("2021-03-04", what)], str, SITE)], SITE)
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))
    (event,) = read(made)
    assert str(event["SUMMARY"]) == what


@pytest.mark.parametrize(
    ("value", "start", "end"),
    [
        ("2021-03-04", {"year": 2021, "month": 3, "day": 4}, None),
        ("2021-03", {"year": 2021, "month": 3}, None),
        ("2014", {"year": 2014}, None),
        (
            "2021-03-04~/2021-03-05",
            {"year": 2021, "month": 3, "day": 4},
            {"year": 2021, "month": 3, "day": 5},
        ),
        ("2021-21", {"year": 2021, "month": 3, "day": 1}, {"year": 2021, "month": 5, "day": 31}),
        ("2021-03-04/..", {"year": 2021, "month": 3, "day": 4}, None),
        ("../2021-03-04", {"year": 2021, "month": 3, "day": 4}, None),
    ],
)
def test_a_timeline_is_told_no_more_of_a_date_than_is_known(
    value: str, start: dict[str, int], end: dict[str, int] | None
) -> None:
    (event,) = json.loads(timeline.as_json([timeline.lines([entry(value)], str, SITE)], SITE))["events"]
    assert (event["start_date"], event.get("end_date")) == (start, end)
    assert event["display_date"] == edtf.display(edtf.parse(value))


def test_a_timeline_shows_a_text_as_text_and_not_as_markup() -> None:
    told = entry("2021-03-04", "<b>Rain</b> & hail.", ("a",))
    lines = timeline.lines([told], lambda id_: {"a": "<i>"}[id_], SITE)
    made = json.loads(timeline.as_json([lines], SITE))
    assert made["events"][0]["text"]["headline"] == "&lt;b&gt;Rain&lt;/b&gt; &amp; hail."
    assert made["events"][0]["text"]["text"].startswith("<p>&lt;i&gt;</p><p>According to <a href=")


@pytest.mark.parametrize("value", ["../2021-03-04", "2021-03-04/.."])
def test_an_open_date_is_one_day_of_a_calendar(value: str) -> None:
    (event,) = read(calendar.as_ics([calendar.lines([entry(value)], str, SITE)], SITE))
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2021, 3, 4), date(2021, 3, 5))
    assert str(event["STATUS"]) == "TENTATIVE"
