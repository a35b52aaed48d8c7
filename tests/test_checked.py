"""A second person's word for a note: who may give it, how long it holds, and what asks for it."""

from __future__ import annotations

import subprocess
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import quote

import campaign
import pytest
from msgspec.structs import replace
from playwright.sync_api import expect
from test_desk import HEAD, NAME, opened, text

from briefing.build import check
from briefing.content import signatures
from briefing.core.problems import BriefingError, RefusedError
from briefing.desk.library import Library
from briefing.desk.session import checker
from briefing.desk.work import Work
from briefing.publish.repository import Repository

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from briefing.core.model import Note

CLAIM = "claims:\n  - {by: vane, who: brigade, what: killed, value: 12}\n"
BODY = "Colonel Vane said on Thursday that 12 of the Dyke Brigade were killed.\n"
TOLD = HEAD.replace("# Nothing was claimed yet.\n", CLAIM) + BODY


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return campaign.write(tmp_path, {"dyke.md": TOLD})


@pytest.fixture
def done(root: Path) -> Work:
    return Work(Library(root / "content", lambda: date(2021, 6, 1), root / "reports"))


def git(root: Path, *words: str, name: str = "Ada Hale") -> None:
    who = ["-c", f"user.name={name}", "-c", f"user.email={name.split(maxsplit=1)[0].lower()}@desk.example"]
    subprocess.run(["git", "-C", str(root), *who, *words], check=True, capture_output=True)


def note(root: Path) -> Note:
    found = Library(root / "content", lambda: campaign.TODAY, root / "reports").note(NAME)
    assert found is not None
    return found


def warnings(root: Path, *, asked: bool = False) -> list[str]:
    told = check.read(root / "content", today=campaign.TODAY, asked=asked)[1]
    return [str(one).partition("notes/")[2] for one in told if "checked" in one.rule]


@pytest.mark.parametrize(
    ("was", "now", "holds"),
    [
        ("value: 12", "value: 12, bound: at-least", False),
        ("on Thursday", "on Friday", False),
        ("'Dyke holds'", "'Dyke breaks'", False),
        ("events: []\n", "events: []\nsummary: Twelve were killed.\n", False),
        ("source: gazette\n", "source: courier\n", False),
        ("events: []\n", "events: []\ncorrections:\n  - {date: 2021-03-06, what: Nine.}\n", False),
        (
            CLAIM,
            "claims:\n  - by: vane   # her own count\n    {}\n".replace(
                "{}", "who: brigade\n    what: killed\n    value: 12.0"
            ),
            True,
        ),
        ("events: []\n", "tags: [dyke]\nstatus: draft\n", True),
        ("\n", "\r\n", True),
    ],
)
def test_a_word_holds_until_what_the_note_says_changes(
    root: Path, done: Work, was: str, now: str, *, holds: bool
) -> None:
    done.sign(NAME, "Ada Hale")
    row = f"  - {{by: Ada Hale, date: 2021-06-01, of: {signatures.fingerprint(note(root))}}}\n"
    assert text(root) == TOLD.replace("events: []\n", f"events: []\nchecked:\n{row}")
    assert [one.by for one in note(root).checked] == ["Ada Hale"]
    assert warnings(root, asked=True) == []
    (root / "content" / NAME).write_bytes(text(root).replace(was, now).encode())
    assert bool(note(root).checked) is holds
    line = text(root).partition("of: ")[0].count("\n") + 1
    lost = f"dyke.md:{line}: warning: checked: the note was changed since Ada Hale checked it; "
    lost += "have it checked again, or remove this"
    assert warnings(root) == ([] if holds else [lost])
    if not holds:
        done.sign(NAME, "Bo Marsh")
        assert [one.by for one in note(root).checked] == ["Bo Marsh"]
        assert "Ada Hale" not in text(root)


def test_a_setting_asks_for_it_before_a_note_is_published(root: Path, done: Work) -> None:
    asked = campaign.chosen(root, BRIEFING={"checked": "asked", "store": ".store"})
    told = "dyke.md:1: nobody else has checked the note as it stands; have it checked, or write status: draft"
    assert warnings(root, asked=asked.asks_for_check) == [told]
    with pytest.raises(RefusedError, match="nobody else has checked the note as it stands"):
        campaign.made(asked)
    campaign.made(replace(asked, drafts=True))
    done.sign(NAME, "Ada Hale")
    campaign.made(asked)
    page = (root / "output/notes/dyke/index.html").read_text("utf-8")
    assert "Checked against the report by Ada Hale, 1 June 2021</p>" in page
    (root / "content" / NAME).write_text(text(root).replace("Thursday", "Friday"), "utf-8")
    with pytest.raises(RefusedError, match="nobody else has checked the note as it stands"):
        campaign.made(asked)
    (root / "content" / NAME).write_text(TOLD.replace("events: []", "status: draft"), "utf-8")
    campaign.made(asked)


def test_who_wrote_what_a_note_says_is_no_second_person(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, str(root / ".gitconfig"))

    def asked() -> str:
        try:
            return checker(Repository(root), root / "content", NAME, note(root))
        except BriefingError as error:
            return str(error)

    assert asked() == ('git does not know your name; tell it by git config --global user.name "Your Name"')
    (root / ".gitconfig").write_text("[user]\nname = Ada Hale\nemail = ada@desk.example\n", "utf-8")
    assert asked() == "Ada Hale"
    git(root, "init", "-q")
    yours = "what the note says is not committed, so it is yours; someone else checks it once it is"
    assert asked() == yours
    git(root, "add", ".")
    git(root, "commit", "-qm", "Begin", name="Bo Marsh")
    assert asked() == "Ada Hale"
    changed = text(root).replace("Thursday", "Friday")
    (root / "content" / NAME).write_text(changed, "utf-8")
    assert asked() == yours
    git(root, "commit", "-qam", "Mend")
    assert asked() == "Ada Hale, you wrote what the note says last; someone else checks it"
    # Whoever changes what is no part of what the note says takes nobody's place.
    (root / "content" / NAME).write_text(changed.replace("events: []", "tags: [dyke]"), "utf-8")
    git(root, "commit", "-qam", "Tag", name="Bo Marsh")
    assert asked() == "Ada Hale, you wrote what the note says last; someone else checks it"


@pytest.mark.browser
def test_a_note_is_checked_corrected_and_withdrawn_by_plain_forms(
    root: Path, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(root / ".gitconfig"))
    (root / ".gitconfig").write_text("[user]\nname = Ada Hale\nemail = ada@desk.example\n", "utf-8")
    git(root, "init", "-q")
    git(root, "add", "content")
    git(root, "commit", "-qm", "Begin")
    with opened(browser, root) as (page, origin):
        page.goto(f"{origin}/note?path={quote(NAME)}")
        page.get_by_role("button", name="I compared it with the report").click()
        expect(page.get_by_role("alert")).to_contain_text("Ada Hale, you wrote what the note says last")
        assert text(root) == TOLD
        (root / ".gitconfig").write_text("[user]\nname = Bo Marsh\n", "utf-8")
        page.get_by_role("button", name="I compared it with the report").press("Enter")
        expect(page.locator("#checked")).to_have_text("Bo Marsh, 1 June 2021")
        page.get_by_text("Correct or withdraw the note").click()
        page.get_by_label("What was wrong").fill("It said nine:\nit was twelve.")
        page.get_by_label("Corrected on").fill("2021-03-06")
        page.get_by_role("button", name="Add the correction").click()
        expect(page.locator("#checked")).to_have_text("Nobody yet, as it stands")
        row = '  - {date: 2021-03-06, what: "It said nine: it was twelve."}\n'
        assert row in text(root)
        page.get_by_label("Why it is withdrawn").fill("It was of another dyke.")
        page.get_by_label("Withdrawn on").fill("2020-01-01")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text('"2020-01-01" is before the report appeared')
        page.get_by_label("Withdrawn on").fill("2021-04-01")
        page.get_by_role("button", name="Withdraw the note").click()
        expect(page.locator("#status")).to_have_text("withdrawn")
        reason = 'status_reason: "It was of another dyke."\n'
        assert f"status: withdrawn\nwithdrawn: 2021-04-01\n{reason}" in text(root)
        for _ in range(3):
            page.get_by_role("button", name="Undo").click()
        expect(page.locator("#history li").first).to_have_text("Undone")
        expect(page.locator("#head")).to_have_value(TOLD.removesuffix(BODY))
        assert text(root) == TOLD
