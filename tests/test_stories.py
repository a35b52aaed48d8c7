"""One story told by two reports: asked in the desk, answered in the note, counted once by the ledger."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import campaign
import pytest
from playwright.sync_api import expect
from test_desk import desk
from test_intake import WIRE

from briefing.core.problems import BriefingError
from briefing.desk.inbox import Register
from briefing.desk.library import Library
from briefing.desk.work import Work
from briefing.intake import store
from briefing.ledger.pairs import Pair
from briefing.suggest import rejections

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

TEXTS = {
    "first": f"{WIRE} and 12,000 people left.",
    "second": f"The Courier writes: {WIRE} and 15,000 people left.",
    "third": "Something else happened at the mill, and nobody has told of it in these words.",
}
OWN = "claims: [{by: SOURCE, who: brigade, what: killed, value: 12, period: 2021-03-03}]\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    notes = {}
    for day, (name, text) in enumerate(TEXTS.items(), 4):
        source = "courier" if name == "second" else "gazette"
        extra = f"report: {store.name_of(text)}\n{OWN.replace('SOURCE', source)}"
        body = "Of the Dyke Brigade 12 were killed on 3 March 2021."
        note = campaign.note(f"The {name}", f"2021-03-0{day}", body, extra)
        notes[f"{name}.md"] = note.replace("source: gazette", f"source: {source}")
        kept = store.Kept(store.name_of(text), f"The {name}", source)
        store.keep(tmp_path / ".store/reports", text, kept)
    return campaign.write(tmp_path, notes)


def library(root: Path) -> Library:
    return Library(root / "content", lambda: date(2021, 6, 1), root / ".store/reports")


def asked(root: Path) -> list[tuple[str, str, str, tuple[str, ...], tuple[str, ...]]]:
    register = Register(library(root))
    register.warm()
    return [
        (one.later.title, one.earlier.title, one.question, one.here, one.there)
        for one in register.read().stories
    ]


QUESTION = ("The second", "The first", "a relay?", ("15,000",), ("12,000",))


@pytest.mark.parametrize("answer", ["relays", "updates", "neither"])
def test_a_story_is_asked_of_once_and_then_counts_once(root: Path, answer: str) -> None:
    assert asked(root) == [QUESTION]
    before = campaign.ledger(root / "content")
    (scope,) = before.scopes
    assert before.origins(scope).claimants == ("gazette", "courier")
    work = Work(library(root))
    work.relate("notes/second.md", "first", answer)
    assert asked(root) == []
    after = campaign.ledger(root / "content")
    one = ("gazette", "courier") if answer == "neither" else ("gazette",)
    assert (after.origins(scope).claimants, after.origins(scope).reports) == (one, 3)
    first, second = (each for each in after.statements if each.slug in {"first", "second"})
    assert Pair.of(first, second).same_origin is (answer != "neither")
    text = (root / "content/notes/second.md").read_text("utf-8")
    assert (f"\n{answer}: first\n" in text) is (answer != "neither")
    work.undo("notes/second.md")
    assert asked(root) == [QUESTION]


def test_what_relays_a_relay_is_of_the_first_report(root: Path) -> None:
    work = Work(library(root))
    work.relate("notes/second.md", "first", "relays")
    work.relate("notes/third.md", "second", "updates")
    assert "\nupdates: first\n" in (root / "content/notes/third.md").read_text("utf-8")
    for other, answer in (("none", "relays"), ("third", "relays"), ("first", "copies")):
        with pytest.raises(BriefingError, match=r"^notes/third.md: there is nothing to say of it and "):
            work.relate("notes/third.md", other, answer)


def test_two_notes_on_one_report_are_asked_of(root: Path) -> None:
    third = root / "content/notes/third.md"
    its, other = (store.name_of(TEXTS[name]) for name in ("third", "first"))
    third.write_text(third.read_text("utf-8").replace(its, other), "utf-8")
    assert ("The third", "The first", "the same text", (), ()) in asked(root)


def test_single_quotation_marks_are_left_out_too_and_apostrophes_end_nothing() -> None:
    quoted = "‘We don’t know who’s there,’ she said of the dykes’ keepers, all of them."
    assert store.QUOTED.sub("", quoted) == " she said of the dykes’ keepers, all of them."


def test_what_one_outlet_puts_below_all_its_reports_makes_no_story(tmp_path: Path) -> None:
    for number in range(7):
        own = " ".join(f"w{number}x{at}" for at in range(40))
        text = f"{own} {WIRE}"
        store.keep(tmp_path, text, store.Kept(store.name_of(text), f"No {number}", "gazette"))
    assert list(store.pairs(tmp_path)) == []


def test_passages_ask_of_two_outlets_alone(tmp_path: Path) -> None:
    for source in ("gazette", "courier", "gazette"):
        own = " ".join(f"w{len(list(tmp_path.iterdir()))}x{at}" for at in range(600))
        text = f"{own} {WIRE}"
        store.keep(tmp_path, text, store.Kept(store.name_of(text), source, source))
    found = [
        ({report.source, like.report.source}, like.question("")) for report, like in store.pairs(tmp_path)
    ]
    assert found == [({"gazette", "courier"}, "passages are shared")] * 2


@pytest.mark.browser
def test_an_editor_answers_in_the_inbox(root: Path, browser: Browser) -> None:
    with desk(root) as address, browser.new_context() as context:
        page = context.new_page()
        page.goto(address)
        question = page.locator("section", has_text="The same story?")
        for _ in range(50):
            if question.count():
                break
            page.wait_for_timeout(100)
            page.reload()
        expect(question).to_contain_text("of the shorter report, quotations left out: a relay?")
        expect(question).to_contain_text("Only later15,000Only earlier12,000")
        with page.expect_navigation():
            question.get_by_role("button", name="A relay").press("Enter")
        expect(question).to_have_count(0)
    assert "\nrelays: first\n" in (root / "content/notes/second.md").read_text("utf-8")
    assert not (root / "content" / rejections.FILE).exists()
