"""The head of a note as a form: rows, pickers, the registry and faults, by keyboard and by mouse."""

from __future__ import annotations

import json
import re
import shutil
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import campaign
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from briefing.content import places, registry, row_moves
from briefing.content.claims import CLAIM
from briefing.content.frontmatter import NOTE
from briefing.core.problems import BriefingError, Location, Problem
from briefing.core.registry import Registry
from briefing.desk import actions, entries, faults, form, server, versions, view
from briefing.desk.library import Library
from briefing.desk.work import Posted, Work

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

NAME = "notes/2019-03-06-harbour-herald-five-times.md"
OPTIONS = ".options:not([hidden]) li"
HAJIN = "notes/2018/2018-10-19-rudaw-hajin-hostages.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return campaign.write_example(tmp_path)


@contextmanager
def opened(browser: Browser, folder: Path, name: str, **given: Any) -> Iterator[Page]:
    """The page of a note, in a browser that opened the desk by its link."""
    folders = campaign.chosen(folder).folders
    with (
        server.running("The desk", folders, lambda: date(2026, 6, 1), 0) as address,
        browser.new_context(**given) as context,
    ):
        page = context.new_page()
        page.goto(address)
        page.goto(f"{address.partition('/?')[0]}/note?path={quote(name)}")
        yield page


def text(root: Path, name: str) -> str:
    return (root / "content" / name).read_bytes().decode()


def lines_changed(before: str, after: str) -> tuple[set[str], set[str]]:
    old, new = before.splitlines(), after.splitlines()
    return {one for one in old if one not in new}, {one for one in new if one not in old}


@pytest.mark.browser
def test_claims_are_changed_added_moved_and_removed_by_keys_alone(root: Path, browser: Browser) -> None:
    before = text(root, NAME)
    with opened(browser, root, NAME) as page:
        rows = page.locator(".rows-4 .line")
        expect(rows).to_have_count(6)
        expect(rows.nth(1).locator("td").nth(1)).to_have_text("about 210,000 gallons a day")
        expect(rows.nth(1).locator(".sentence")).to_contain_text("The Marine Institute, which measures")
        rows.first.locator(".row-open").focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.locator("#cell_by")).to_be_focused()
        page.locator("#cell_value").focus()
        page.keyboard.press("Control+a")
        page.keyboard.type("220000")
        expect(page.locator("#said_cell_value")).to_have_text(
            "figure 220,000 is not in the text; put it into the text, or correct it"
        )
        expect(page.locator("#head_backdrop .m-fault")).to_contain_text("by: marine-institute")
        expect(rows.nth(1).locator(".row-open")).to_have_text("claim 2, Problem")
        page.keyboard.press("Control+a")
        page.keyboard.type("5000")
        expect(page.locator("#said_cell_value")).to_have_text("about 5,000 gallons a day")
        page.locator("#cell_unit").focus()
        page.keyboard.press("Control+a")
        page.keyboard.type("barels a dy")
        expect(page.locator(OPTIONS).first).to_contain_text("barrels a day")
        page.keyboard.press("Enter")
        expect(page.locator("#cell_unit")).to_have_value("barrels-a-day")
        page.locator("#cell_period").focus()
        page.keyboard.press("Control+a")
        page.keyboard.type("2019-03-04/2019-03-05")
        expect(page.locator("#said_cell_period")).to_have_text("4–5 March 2019")
        page.keyboard.press("Escape")
        expect(page.locator(".edit")).to_have_count(0)
        expect(rows.nth(1).locator(".row-open")).to_be_focused()
        page.keyboard.press("Alt+ArrowUp")
        expect(rows.first.locator(".row-open")).to_be_focused()
        expect(rows.first.locator("td").first).to_have_text("Marine Institute")
        page.keyboard.press("End")
        page.keyboard.press("Delete")
        expect(rows).to_have_count(5)
        page.keyboard.press("u")
        expect(rows).to_have_count(6)
        page.keyboard.press("Control+s")
        expect(page.locator("#told")).to_have_text("Saved")
        gone, come = lines_changed(before, text(root, NAME))
        row = "  - {by: marine-institute, who: morning-tern, what: flow, "
        assert gone == {f"{row}value: 210000, unit: gallons-a-day, bound: about, period: 2019-03-04}}"}
        assert come == {
            f"{row}value: 5000, unit: barrels-a-day, bound: about, period: 2019-03-04/2019-03-05}}"
        }


@pytest.mark.browser
def test_what_the_registry_lacks_is_added_from_a_field_and_taken_back(root: Path, browser: Browser) -> None:
    file = root / "content/registry/entities.yml"
    before, note = file.read_text("utf-8"), text(root, NAME)
    with opened(browser, root, NAME, viewport={"width": 1280, "height": 900}) as page:
        page.get_by_role("button", name="Add a claim").click()
        expect(page.locator("#said_cell_by")).to_contain_text(re.compile("^by is empty"))
        page.locator("#cell_by").fill("Pilots’ Union")
        page.get_by_role("option", name="Add “Pilots’ Union” to the people").click()
        dialog = page.get_by_role("dialog", name="Add a person, group, place or thing")
        expect(dialog.get_by_label("Label")).to_have_value("Pilots’ Union")
        dialog.get_by_label("Id", exact=True).fill("Pilots")
        dialog.get_by_label("Kind").select_option("group")
        expect(dialog.locator("#said_entry_id")).to_contain_text('entity: id "Pilots" is not an id')
        dialog.get_by_label("Id", exact=True).fill("pilots")
        dialog.get_by_label("Aliases").fill("the pilots, harbour pilots")
        dialog.get_by_role("button", name="Add to the registry").click()
        expect(page.locator("#cell_by")).to_have_value("pilots")
        expect(page.locator("#said_cell_by")).to_have_text("Pilots’ Union")
        added = '- {id: pilots, kind: group, label: "Pilots’ Union", aliases: [the pilots, harbour pilots]}\n'
        place = before.index("- id: long-strand")
        assert file.read_text("utf-8") == before[:place] + added + before[place:]
        page.locator("#cell_by").press("Escape")
        page.locator("h1").click()
        for _ in range(2):
            page.keyboard.press("u")
        expect(page.locator(".rows-4 .line")).to_have_count(6)
        with page.expect_response("**/undo"):
            page.keyboard.press("u")
        assert (file.read_text("utf-8"), text(root, NAME)) == (before, note)


@pytest.mark.browser
def test_the_form_and_the_yaml_are_kept_the_same(root: Path, browser: Browser) -> None:
    with opened(browser, root, NAME) as page:
        head = page.locator("#head")
        page.locator(".rows-4 .line").nth(4).click()
        page.locator("#cell_bound").select_option("at-least")
        expect(head).to_have_value(
            re.compile(r"what: deployed, value: 32, bound: at-least, period: 2019-03-05\}")
        )
        head.fill(head.input_value().replace("value: 32, bound", "value: 33, vaule: 4, bound"))
        expect(page.locator("#cell_value")).to_have_value("33")
        told = page.locator("#problems li")
        expect(told).to_have_text(
            [
                "Line 13: claim: figure 33 is not in the text; put it into the text, or correct it",
                'Line 13: claim: unknown key "vaule"; did you mean value?',
            ]
        )
        expect(page.locator(".row-edit > .problems")).to_have_text('unknown key "vaule"; did you mean value?')
        page.get_by_role("button", name="Line 13").first.click()
        expect(page.locator("#cell_value")).to_be_focused()
        whole = head.input_value()
        head.fill(whole.replace("title: ", 'title: "'))
        expect(page.locator("#unread")).to_be_visible()
        expect(page.locator("#cell_value")).to_be_disabled()
        expect(page.locator("#field_source")).to_be_disabled()
        head.fill(whole.replace("value: 33, vaule: 4", "value: 32"))
        expect(page.locator("#problems")).to_have_text("None")
        expect(page.locator("#cell_value")).to_have_value("32")
        expect(page.locator("#cell_value")).to_be_enabled()
        head.fill(head.input_value().replace("deployed, value: 32", "deploied, status: suggested, value: 32"))
        page.get_by_role("button", name="Use deployed").click()
        expect(head).to_have_value(re.compile("what: deployed, status: suggested, value: 32"))
        page.locator("#body").fill("She said 32 of 5,000.\n\nSee <b>it</b>.\n")
        told.filter(has_text="<b>").get_by_role("button").click()
        expect(page.locator("#body")).to_be_focused()
        assert page.evaluate("getSelection().toString()") == "See <b>it</b>."
        page.locator("#body").fill(view.parts(text(root, NAME))[1])
        expect(page.locator(".rows-4 .line").nth(4).locator(".row-open")).to_have_text("claim 5, Suggested")
        page.get_by_role("button", name="Confirm", exact=True).click()
        expect(head).to_have_value(re.compile("what: deployed, value: 32"))
        expect(page.locator("#problems")).to_have_text("None")


@pytest.mark.browser
def test_axe_finds_nothing_in_an_open_row_nor_in_what_it_opens(tmp_path: Path, browser: Browser) -> None:
    shutil.copytree(campaign.PROJECT / "content", tmp_path / "content")
    with opened(browser, tmp_path, HAJIN) as page:
        page.locator(".rows-4 .line").nth(2).click()
        page.locator("#cell_value").fill("33")
        page.locator("#cell_place").fill("Hajen")
        expect(page.locator(OPTIONS).first).to_contain_text("Hajin")
        for width in (360, 768, 1920, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        axe, colours = Axe(), {"runOnly": ["color-contrast"]}
        looks: Any = (("light", {}), ("dark", colours), ("dark", {}), ("light", colours))
        for scheme, rules in looks:
            page.emulate_media(color_scheme=scheme)
            part = "dialog" if page.get_by_role("dialog").count() else ".rows-4"
            told = axe.run(page, context=part, options={"resultTypes": ["violations"], **rules})
            assert [one["id"] for one in told.response["violations"]] == [], told.generate_report()
            if rules and not page.get_by_role("dialog").count():
                page.locator("#cell_place").fill("Hajem")
                page.get_by_role("option", name="Add “Hajem”").click()
                expect(page.get_by_role("dialog")).to_be_visible()


@pytest.mark.browser
def test_of_three_hundred_claims_one_row_has_fields(root: Path, browser: Browser) -> None:
    whole = text(root, NAME)
    start, end = whole.index("  - {by: coastguard, who: morning-tern"), whole.index("---\nOn Monday")
    many = (whole[start:end] * 50).splitlines(keepends=True)
    (root / "content" / NAME).write_text(whole[:start] + "".join(many) + whole[end:], "utf-8")
    with opened(browser, root, NAME) as page:
        rows = page.locator(".rows-4 .line")
        expect(rows).to_have_count(300)
        assert page.locator(".rows-4 :is(input, select, textarea)").count() == 0
        rows.first.locator(".row-open").focus()
        page.keyboard.press("End")
        page.keyboard.press("Alt+ArrowUp")
        expect(rows.nth(298).locator(".row-open")).to_be_focused()
        page.keyboard.press("Enter")
        page.locator("#cell_value").fill("15001")
        expect(page.locator("#said_cell_value")).to_contain_text("figure 15,001 is not in the text")
        page.keyboard.press("Control+s")
        expect(page.locator("#told")).to_have_text("Saved")
        assert page.locator(".rows-4 .edit").count() == 1
    many[298:] = [many[299].replace("15000", "15001"), many[298]]
    assert text(root, NAME) == whole[:start] + "".join(many) + whole[end:]


def test_two_pages_that_change_two_rows_keep_both(root: Path) -> None:
    work = Work(Library(root / "content", lambda: date(2026, 6, 1), root / "reports"))
    before = work.opened(NAME)
    head, body = view.parts(before.decode())
    posted = Posted(NAME, versions.name_of(before), head, body)
    rows = (1, "bound", "exactly"), (4, "remark", "بحسب خفر السواحل: «٣٢», #1"), (4, "value", "32")
    for number, key, value in rows[:2]:
        made = work.filled(posted, [(("claims", number, key), value)]).decode()
        work.save(Posted(NAME, posted.base, *view.parts(made)))
    gone, come = lines_changed(before.decode(), text(root, NAME))
    assert (len(gone), len(come)) == (2, 2)
    note = work.library.note(NAME)
    assert note is not None
    assert (note.claims[1].bound, note.claims[4].remark) == ("exactly", rows[1][2])
    made = work.filled(posted, [(("claims", 4, "bound"), "about")]).decode()
    with pytest.raises(BriefingError, match=r": was changed by someone else meanwhile, in the same place$"):
        work.save(Posted(NAME, posted.base, *view.parts(made)))


def test_entries_are_found_by_id_label_alias_and_slip() -> None:
    known = Registry(
        sources=registry.parse_sources("s", campaign.SOURCES.encode())[0],
        entities=registry.parse_entities("e", campaign.ENTITIES.encode())[0],
        measures=campaign.KNOWN.measures,
        units=campaign.KNOWN.units,
    )

    def found(query: str, *parts: str) -> list[str]:
        return [one["id"] for one in entries.find(known, parts or ("entities", "sources"), query)]

    assert found("gazette")[0] == "gazette"
    assert found("old mo") == ["aldmoor"]
    assert found("Colonel") == ["vane"]
    assert found("brig dy") == ["brigade"]
    assert found("Aldmor") == ["aldmoor"]
    assert found("Corier") == ["courier"]
    assert found("wounded", "measures") == ["injured"]
    assert found("%", "units")[0] == "percent" or found("per cent", "units")[0] == "percent"
    assert len(found("")) == 6
    assert entries.id_of(known, ("entities",), "the brigade") == "brigade"
    assert entries.id_of(known, ("entities",), "the miller") == "the miller"


@pytest.mark.parametrize(
    ("what", "line", "place"),
    [
        ("claim: value 3x is not a number", 8, ("claims", 1, "value")),
        ("claim: brigade: unknown claimant", 8, ("claims", 1, "by")),
        ("claim: figure 1,200 is not in the text", 8, ("claims", 1, "value")),
        ("claim: there is neither a figure nor a stance", 6, ("claims", 0)),
        ("claim: who is missing", 6, ("claims", 0, "who")),
        ("title is missing", 2, ("title",)),
        ('unknown key "sumary"', 3, ("sumary",)),
        ("date in the text", 30, ()),
    ],
)
def test_a_problem_is_told_at_its_field(what: str, line: int, place: tuple[object, ...]) -> None:
    head = (
        "---\ntitle: A\nsumary: B\nsource: gazette\nclaims:\n  - {by: vane, what: killed}\n"
        "  # two\n  - {by: brigade, who: civilians, what: killed,\n     value: 1200}\n---\nText.\n"
    )
    node = places.opened("notes/a.md", head.encode()).node
    assert faults.place_of(Problem(Location("content/notes/a.md", line), "r", what), node) == place


MOVED = """\
---
title: A
claims:   # all
  # first
  - {by: a, what: "b"}   # one

  - by: c
    # deep
    what: 'd'
      # deeper
  - {by: e}
events: [{date: x, what: one}, {date: y,
   what: two}]   # in brackets
---
Text.
"""


def test_a_row_takes_its_comments_along_and_comes_back() -> None:
    content = MOVED.replace("\n", "\r\n").encode()
    moved = row_moves.moved("notes/a.md", content, "claims", 0, 2)
    first, second = MOVED[MOVED.index("  # first") :].partition("events")[0].split("\n\n")
    third = "  - {by: e}\n"
    wanted = MOVED.replace(f"{first}\n\n{second}", f"{second.removesuffix(third)}\n{third}{first}\n")
    assert moved.decode().replace("\r\n", "\n") == wanted
    for key, number, to in (("claims", 0, 1), ("claims", 2, 0), ("claims", 1, 2), ("events", 0, 1)):
        once = row_moves.moved("notes/a.md", content, key, number, to)
        assert once != content
        assert row_moves.moved("notes/a.md", once, key, to, number) == content
    told = []
    for key, number in (("claims", 3), ("title", 0), ("none", 0)):
        with pytest.raises(BriefingError) as caught:
            row_moves.moved("notes/a.md", content, key, number, 0)
        told.append(str(caught.value))
    unclear = "notes/a.md: has faults that leave its rows unclear; mend them first"
    assert told == ["notes/a.md: claims has no such row", unclear, unclear]


def test_a_new_row_opens_a_list_and_the_last_one_takes_it_along(root: Path) -> None:
    work = Work(Library(root / "content", lambda: date(2026, 6, 1), root / "reports"))
    whole = work.opened(NAME).decode().replace("events:\n", "events: []  # none\n")
    lines = [line for line in whole.splitlines(keepends=True) if not line.startswith("  - {date:")]
    head, body = view.parts("".join(lines))
    posted = Posted(NAME, "", head, body)
    made = work.with_row(posted, "events", 0).decode()
    assert made == head.replace("events: []  # none\n", 'events:  # none\n  - {date: "", what: ""}\n') + body
    filled = work.filled(
        Posted(NAME, "", view.parts(made)[0], body),
        [(("events", 0, "what"), "Oil came ashore."), (("events", 0, "places"), "Long Strand, tern-bay")],
    ).decode()
    row = '  - {date: "", what: Oil came ashore., places: [long-strand, tern-bay]}\n'
    assert row in filled or row.replace("Oil came ashore.", '"Oil came ashore."') in filled
    gone = work.ordered(Posted(NAME, "", view.parts(filled)[0], body), "events", 0, None).decode()
    assert "events" not in gone
    for values in ([(("claims", 9, "by"), "x")], [(("claims",), "x")], [(("nothing",), "x")]):
        with pytest.raises(BriefingError, match=r": has no such field, or row$"):
            work.filled(posted, values)


@pytest.mark.parametrize(
    ("kind", "asked", "told"),
    [
        ("field", {"values": 3}, "this is not a request of the desk"),
        ("field", {"values": [["a"]]}, "this is not a request of the desk"),
        ("move", {"key": "claims", "row": "x"}, "this is not a request of the desk"),
        ("field", {"values": [[["claims", 0], "x"]]}, f"{NAME}: has no such field, or row"),
        ("field", {"values": [[["claims", [], "by"], "x"]]}, f"{NAME}: has no such field, or row"),
        ("field", {"values": [[[], "x"]]}, f"{NAME}: has no such field, or row"),
        (
            "add",
            {"key": "claims", "row": -1},
            f"{NAME}: claims has no such row, or is not a list of rows; mend it as YAML",
        ),
        (
            "drop",
            {"key": "checked", "row": 0},
            f"{NAME}: checked has no such row, or is not a list of rows; mend it as YAML",
        ),
        ("move", {"key": "claims", "row": 0, "to": 6}, f"{NAME}: claims has no such row"),
    ],
)
def test_what_a_page_cannot_mean_is_refused(root: Path, kind: str, asked: dict[str, Any], told: str) -> None:
    work = Work(Library(root / "content", lambda: date(2026, 6, 1), root / "reports"))
    posted = Posted(NAME, "", *view.parts(text(root, NAME)))
    with pytest.raises(BriefingError) as caught:
        actions.draft(work, posted, kind, asked)
    assert str(caught.value) == told


def test_an_entry_stands_where_the_order_of_its_file_wants_it(root: Path) -> None:
    folder = root / "content"
    given = {"id": "beach", "kind": "place", "label": "Beach", "position.lat": "9", "position.lon": "-30"}
    path, before, after, problems = entries.added(folder, "entities", given, date(2026, 6, 1))
    assert [one.text for one in problems] == [
        "position: precision is missing; add it: how exact the position is",
        "position: basis is missing; add it: what says so",
    ]
    _, come = lines_changed(before.decode(), after.decode())
    assert (path, come) == (
        "registry/entities.yml",
        {"- {id: beach, kind: place, label: Beach, position: {lat: 9, lon: -30}}"},
    )
    with pytest.raises(BriefingError, match=r"^tags: the registry has no such part$"):
        entries.blank("tags", "x")
    keys = {one["key"] for one in entries.blank("entities", "Long Quay")}
    assert {"id", "aliases", "role.of", "role.as", "position.basis"} <= keys
    assert [one["value"] for one in entries.blank("entities", "Long Quay")][:3] == [
        "long-quay",
        "",
        "Long Quay",
    ]


@pytest.mark.parametrize(
    ("key", "text", "told"),
    [
        ("date", "2018-12-14/2018-12-15", ("14 or 15 December 2018", "14 or 15 Dec 2018")),
        (
            "date",
            "2018-12-31/2019-01-01",
            ("31 December 2018 or 1 January 2019", "31 Dec 2018 or 1 Jan 2019"),
        ),
        ("date", "2018-12-14/2018-12-20", ("a day of 14–20 December 2018", "a day of 14–20 Dec 2018")),
        ("date", "2018-12-14~", ("about 14 December 2018", "about 14 Dec 2018")),
        ("date", "soon", ("", "")),
        ("source", "gazette, none", ("The Gazette", "The Gazette")),
    ],
)
def test_a_field_is_put_into_words(key: str, text: str, told: tuple[str, str]) -> None:
    labels = form.labels_of(Registry(sources=registry.parse_sources("s", campaign.SOURCES.encode())[0]))
    (one,) = (one for one in form.inputs(NOTE) if one["key"] == key)
    assert (form.said(one, text, labels), form.said(one, text, labels, brief=True)) == told
    period = next(one for one in form.inputs(CLAIM.record) if one["key"] == "period")
    assert form.said(period, "2018-12-14/2018-12-15", labels) == "14–15 December 2018"


def test_fields_are_those_that_are_documented() -> None:
    for maker in form.tables().values():
        assert [one["key"] for one in form.inputs(maker.record)] == [one.key for one in maker.record.fields]
    assert json.dumps(list(form.inputs(registry.MEASURE.record)))
