"""The inbox of the desk: what waits, found and narrowed as on the site; leads written from it."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import campaign
import pytest
from playwright.sync_api import expect
from test_desk import HEAD, NAME, WRITE, ask, desk, opened, text

from briefing.desk.inbox import Register, Wanted
from briefing.desk.library import Library
from briefing.desk.work import Work

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Route

PICTURE = "Colonel Vane spoke in Aldmoor.\n\n![A gate]({static}/gate.png)\n"
GATE = campaign.note("Gate opens", "2021-03-08", body=PICTURE, extra="tags: [sluice]\n").replace(
    "source: gazette", "source: courier"
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return campaign.write(tmp_path, {"dyke.md": HEAD + "The Dyke Brigade waits.\n", "gate.md": GATE})


@pytest.fixture
def library(root: Path) -> Library:
    return Library(root / "content", lambda: date(2021, 6, 1), root / "reports")


@pytest.mark.parametrize(
    ("given", "titles"),
    [
        ({}, ["Gate opens", "Dyke holds"]),
        ({"q": "old moor"}, ["Gate opens"]),
        ({"q": "ALDMUIR sluice"}, ["Gate opens"]),
        ({"q": '"gate opens"'}, ["Gate opens"]),
        ({"q": '"opens gate"'}, []),
        ({"q": "-sluice"}, ["Dyke holds"]),
        ({"source": "The Courier"}, ["Gate opens"]),
        ({"from": "2021-03-05"}, ["Gate opens"]),
        ({"to": "2021-03-04"}, ["Dyke holds"]),
        ({"only": "uncredited"}, ["Gate opens"]),
        ({"only": "unchecked"}, ["Gate opens", "Dyke holds"]),
        ({"only": "nonsense", "state": "nonsense"}, ["Gate opens", "Dyke holds"]),
        ({"state": "withdrawn"}, []),
    ],
)
def test_notes_are_found_and_narrowed(library: Library, given: dict[str, str], titles: list[str]) -> None:
    assert [one.title for one in Register(library).read(Wanted.of(given)).lines] == titles


def test_work_in_the_background_gives_way_before_each_note(library: Library) -> None:
    had: list[int] = []
    register = Register(library)
    register.wait = lambda: had.append(2 - register.look_through(0, library.paths()))
    register.warm()
    assert had == [0, 1]


def test_what_was_looked_through_outlasts_the_desk(library: Library, root: Path, tmp_path: Path) -> None:
    first = Register(library, tmp_path / "store/inbox")
    first.warm()
    again = Register(library, tmp_path / "store/inbox")
    again.recall()
    assert again.look_through(0, library.paths()) == 0
    assert again.read() == first.read()
    Work(library).reject(NAME, "{by: vane}", "A sentence.")
    assert again.look_through(0, library.paths()) == 1
    (root / "content/registry/entities.yml").write_text(campaign.ENTITIES + "# More.\n", "utf-8")
    assert again.look_through(0, library.paths()) == 2
    (tmp_path / "store/inbox").write_text("{", "utf-8")
    lost = Register(library, tmp_path / "store/inbox")
    lost.recall()
    assert lost.look_through(0, library.paths()) == 2


@pytest.mark.browser
def test_a_lead_is_written_from_the_inbox(root: Path, browser: Browser) -> None:
    lead = root / "content/briefings/2021-03-04.md"
    with opened(browser, root) as (page, origin):
        expect(page.get_by_role("link", name="Gate opens").last).to_be_visible()
        page.get_by_text("Narrow", exact=True).click()
        page.get_by_label("Outlet").select_option("The Gazette")
        page.get_by_role("button", name="Show").click()
        expect(page.locator(".row-title")).to_have_text(["Dyke holds"])
        page.get_by_role("link", name="2021-03-04").click()
        page.get_by_label("Heading").fill("The dyke: it holds")
        page.get_by_label("Text").fill("{braces} and **stars**")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("link", name="2021-03-08")).to_be_visible()
        expect(page.get_by_role("link", name="2021-03-04")).to_have_count(0)
        assert lead.read_text("utf-8") == '---\ntitle: "The dyke: it holds"\n---\n\n{braces} and **stars**\n'
        page.goto(f"{origin}/lead?day=2021-03-04")
        lead.write_text("---\ntitle: Theirs   # kept\n---\nTheirs.\n", "utf-8")
        page.get_by_label("Text").fill("Mine.")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("alert")).to_contain_text("was changed by someone else meanwhile")
        expect(page.get_by_label("Text")).to_have_value("Mine.")
        page.reload()
        page.get_by_label("Text").fill("Mine.")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("link", name="2021-03-08")).to_be_visible()
        assert lead.read_text("utf-8") == "---\ntitle: Theirs   # kept\n---\n\nMine.\n"


@pytest.mark.browser
@pytest.mark.parametrize(
    ("path", "name"),
    [("/", "New note"), ("/lead?day=2021-03-04", "Save"), (f"/note?path={NAME}", "Save")],
)
def test_buttons_wait_for_the_script_that_makes_them_work(
    root: Path, browser: Browser, path: str, name: str
) -> None:
    with opened(browser, root) as (page, origin):
        held: list[Route] = []
        page.route("**/assets/ask.js", lambda route: held.append(route))  # noqa: PLW0108 - Playwright looks at what it is given
        page.goto(f"{origin}{path}", wait_until="commit")
        button = page.get_by_role("button", name=name)
        expect(button).to_be_disabled()
        while not held:
            page.wait_for_timeout(20)
        held.pop().continue_()
        expect(button).to_be_enabled()


def test_only_days_get_leads_and_only_from_the_desk(root: Path) -> None:
    posted = {"day": "../notes/x", "title": "A", "text": "B", "base": ""}
    with desk(root) as address:
        origin, _, token = address.partition("/?token=")
        cookie = ask(origin, f"/?token={token}")[1]["Set-Cookie"].partition(";")[0]

        def write(**changed: str) -> tuple[int, str]:
            given = {**WRITE, "Cookie": cookie, **changed}
            status, _, told = ask(origin, "/lead", method="POST", body=json.dumps(posted).encode(), **given)
            return status, json.loads(told)["message"] if told else ""

        assert write() == (422, "../notes/x: is not a day")
        posted["day"] = "2021-03-04"
        assert write(Sec_Fetch_Site="same-site")[0] == 403
        posted["text"] = " "
        assert write() == (422, "there is no text after the front matter; write at least a sentence")
        assert ask(origin, "/lead?day=soon", Cookie=cookie)[0] == 404
    assert not (root / "content/briefings").exists()
    assert text(root).startswith(HEAD)
