"""The desk: notes confirmed and corrected in a real browser, saved line by line, and closed to all others."""

from __future__ import annotations

import http.client
import json
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import campaign
import pytest
import serving
from axe_playwright_python.sync_playwright import Axe
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect

from briefing.build.workshop import Workshop
from briefing.core.problems import BriefingError
from briefing.desk import actions, inbox, server, style, versions, view
from briefing.desk.library import Library
from briefing.desk.work import Work
from briefing.suggest import rejections

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Route

NAME = "notes/dyke.md"
BODY = (
    "The Dyke Brigade reached Aldmoor on 3 March 2021. Colonel Vane said 12 civilians were killed.\n\n"
    "The Dyke Brigade said that 30 civilians were injured.\n"
)
HEAD = """\
---
title: 'Dyke holds'   # ours
source: gazette
date: 2021-03-04
# Nothing was claimed yet.
events: []
---
"""
ENTITIES = campaign.SOURCES and (
    campaign.ENTITIES + "- {id: civilians, kind: group, label: Civilians, aliases: [civilian]}\n"
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    campaign.write(
        tmp_path, {"dyke.md": HEAD + BODY, "gate.md": campaign.note("Gate opens", extra="status: draft\n")}
    )
    (tmp_path / "content/registry/entities.yml").write_text(ENTITIES, "utf-8")
    return tmp_path


@contextmanager
def desk(root: Path, workshop: Workshop | None = None) -> Iterator[str]:
    folders = campaign.chosen(root).folders
    shop = workshop or Workshop(lambda: campaign.TODAY)
    with server.running("Dyke 2021", folders, lambda: campaign.TODAY, 0, workshop=shop) as address:
        yield address


def text(root: Path) -> str:
    return (root / "content" / NAME).read_bytes().decode()


@contextmanager
def opened(
    browser: Browser, root: Path, workshop: Workshop | None = None, **given: Any
) -> Iterator[tuple[Page, str]]:
    """A browser that opened the desk by its link, and the desk's origin."""
    with desk(root, workshop) as address, browser.new_context(**given) as context:
        page = context.new_page()
        page.goto(address)
        yield page, address.partition("/?")[0]


ROW = "{by: vane, who: civilians, what: killed, value: 12"


@pytest.mark.browser
def test_an_editor_accepts_changes_rejects_and_undoes_by_keys(root: Path, browser: Browser) -> None:
    with opened(browser, root) as (page, _):
        expect(page).to_have_url(re.compile(r"/$"))
        page.get_by_role("link", name="Dyke holds").click()
        card = page.locator(".card")
        expect(card).to_contain_text("Ada Vane: 12")
        expect(page.locator("mark.m-suggestion.open")).to_have_text(
            "Colonel Vane said 12 civilians were killed."
        )
        before = text(root)
        page.keyboard.press("a")
        expect(page.locator("#history li").first).to_contain_text("Accepted: Ada Vane: 12")
        (row,) = [line for line in text(root).splitlines() if ROW in line]
        assert text(root) == before.replace("events: []\n", f"events: []\nclaims:\n{row}\n")
        expect(card).to_contain_text("30")
        page.keyboard.press("u")
        expect(page.locator("#told")).to_have_text("Undone")
        assert text(root) == before
        page.keyboard.press("r")
        expect(page.locator("#history li").first).to_contain_text("Rejected: Ada Vane: 12")
        expect(card).to_contain_text("30")
        assert text(root) == before
        assert len((root / "content" / rejections.FILE).read_text("utf-8").splitlines()) == 1
        page.keyboard.press("e")
        page.locator("#row").press_sequentially(" ")
        page.locator("#row").fill("{by: brigade, who: civilians, what: injured, value: 30, bound: at-least}")
        page.keyboard.press("Escape")
        # What was typed stays, though the card is drawn anew.
        page.keyboard.press("j")
        page.keyboard.press("k")
        page.keyboard.press("a")
        expect(page.locator(".rows-4 .line td").first).to_have_text("Dyke Brigade")
        expect(page.locator(".rows-4 .line td").nth(1)).to_have_text("at least 30")
        assert "  - {by: brigade, who: civilians, what: injured, value: 30, bound: at-least}\n" in text(root)
        page.reload()
        expect(page.locator(".rows-4 .line")).to_have_count(1)
        expect(page.get_by_text("Ada Vane: 12")).to_have_count(0)


@pytest.mark.browser
def test_letters_that_are_typed_decide_nothing_and_show_at_once(root: Path, browser: Browser) -> None:
    shop = campaign.opened(campaign.chosen(root))
    with opened(browser, root, shop, viewport={"width": 1600, "height": 900}) as (page, origin):
        page.goto(f"{origin}/note?path={quote(NAME)}")
        shown = page.frame_locator("#page")
        expect(shown.locator("h1")).to_have_text("Dyke holds")
        claimed = "claims: [{by: vane, who: civilians, what: killed, value: 12}]"
        page.locator("#head").fill(HEAD.replace("events: []", claimed))
        expect(shown.locator("#at_figures")).to_have_count(1)
        page.locator("#head").fill(HEAD.replace("gazette", "gazete"))
        expect(page.locator("#drawn")).to_have_text(
            "Line 3: source: gazete: unknown source; did you mean gazette? Below is the last good page."
        )
        expect(shown.locator("#at_figures")).to_have_count(1)
        page.locator("#head").fill(HEAD)
        expect(shown.locator("#at_figures")).to_have_count(0)
        page.locator("#body").click()
        page.keyboard.press("Control+End")
        page.keyboard.type("A rare jeer **killed** uk.")
        expect(shown.locator(".prose strong")).to_have_text("killed")
        expect(page.locator("#told")).to_have_text("Not saved; kept in this browser")
        assert text(root) == HEAD + BODY
        page.reload()
        page.get_by_role("button", name="Put it back").click()
        expect(page.locator("#body")).to_have_value(re.compile("A rare jeer"))
        page.keyboard.press("Control+s")
        expect(page.locator("#told")).to_have_text("Saved")
        assert text(root) == f"{HEAD}{BODY}A rare jeer **killed** uk."
        page.locator("#keys").uncheck()
        page.locator("h1#title").click()
        page.keyboard.press("a")
        assert text(root).count(ROW) == 0


@pytest.mark.browser
def test_a_note_is_made_filled_in_and_withdrawn_without_yaml(root: Path, browser: Browser) -> None:
    report = "Gate breaks at noon\nThe Gazette\n6 March 2021\n\nTwelve <b>people</b> ran, a miller said.\n"
    report += "Nobody had looked at the old gate since the flood, he said.\n"
    with opened(browser, root) as (page, _):
        page.get_by_label("Paste a report").fill(report)
        page.get_by_role("button", name="New note").click()
        expect(page).to_have_url(re.compile(r"2021-03-06-gazette-gate-breaks-at-noon\.md$"))
        file = root / "content/notes/2021/2021-03-06-gazette-gate-breaks-at-noon.md"
        expect(page.locator("#said_date")).to_have_text("6 March 2021")
        page.get_by_label("Title").fill("Gate breaks: twelve run")
        page.get_by_label("Tags", exact=True).fill("gate, aldmoor")
        page.get_by_text("All fields").click()
        page.get_by_label("Status", exact=True).select_option("")
        expect(page.locator("#head")).to_have_value(re.compile(r"tags: \[gate, aldmoor\]"))
        expect(page.get_by_role("region", name="The report")).to_contain_text("Twelve <b>people</b> ran")
        told = "At noon the gate broke. Twelve people ran, a miller told the Gazette.\n"
        page.locator("#body").fill(f"{told}\nNobody had looked at the old gate since the flood.\n")
        expect(page.locator(".m-carried").last).to_have_text(
            "Nobody had looked at the old gate since the flood"
        )
        expect(page.locator("#problems")).to_contain_text("is in the report word for word")
        page.locator("#body").fill(told)
        page.get_by_label("Date", exact=True).fill("soon")
        page.get_by_label("Date", exact=True).press("Enter")
        expect(page.locator("#said_date.fault")).to_contain_text('date "soon"')
        page.get_by_label("Date", exact=True).fill("2021-03-06")
        page.get_by_label("Date", exact=True).press("Tab")
        expect(page.locator("#problems")).to_have_text("None")
        page.get_by_role("button", name="Save").click()
        expect(page.locator("#told")).to_have_text("Saved")
        made = file.read_text("utf-8")
        assert 'title: "Gate breaks: twelve run"\n# it says “The Gazette”\nsource: gazette\n' in made
        assert "status" not in made
        page.get_by_label("Status", exact=True).select_option("withdrawn")
        page.get_by_label("Withdrawn", exact=True).fill("2021-04-01")
        page.get_by_label("Status reason").fill("It was of another gate.")
        with page.expect_response("**/save"):
            page.keyboard.press("Control+s")
        expect(page.locator("#told")).to_have_text("Saved")
        assert file.read_text("utf-8").count("status: withdrawn\n") == 1


def test_what_is_no_report_is_told(root: Path) -> None:
    with desk(root) as address:
        origin, _, token = address.partition("/?token=")
        cookie = ask(origin, f"/?token={token}")[1]["Set-Cookie"].partition(";")[0]
        told = []
        for given in ({"text": " "}, {"text": "http://127.0.0.1/"}, {"file": "iVBORw0KGgo="}, {"file": "?"}):
            body = json.dumps(given).encode()
            status, _, answer = ask(origin, "/intake", method="POST", body=body, **WRITE, Cookie=cookie)
            told.append((status, json.loads(answer)["message"]))
    inside = "is an address of this machine or of a private network; save the page"
    assert told == [
        (422, "this is not a report; paste its text, or give its page or PDF"),
        (422, f"http://127.0.0.1/robots.txt: {inside}"),
        (422, "it is an image; give a page, a PDF, a feed or plain text"),
        (422, "the file did not arrive whole; choose it again"),
    ]


@pytest.mark.browser
def test_what_someone_else_saved_is_merged_or_shown(root: Path, browser: Browser) -> None:
    with opened(browser, root) as (page, origin):
        page.goto(f"{origin}/note?path={quote(NAME)}")
        theirs = text(root).replace("'Dyke holds'", "'Dyke breaks'")
        (root / "content" / NAME).write_text(theirs, "utf-8")
        page.locator("#body").fill(BODY + "\nMore.\n")
        page.get_by_role("button", name="Save").click()
        expect(page.locator("#title")).to_have_text("Dyke breaks")
        assert text(root) == f"{theirs}\nMore.\n"
        (root / "content" / NAME).write_text(theirs + "\nTheirs.\n", "utf-8")
        page.locator("#body").fill(BODY + "\nMine.\n")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("alert")).to_contain_text(
            "was changed by someone else meanwhile, in the same place"
        )
        assert text(root) == f"{theirs}\nTheirs.\n"
        page.get_by_role("button", name="Keep mine").click()
        expect(page.locator("#told")).to_have_text("Saved")
        assert text(root) == f"{theirs}\nMine.\n"


@pytest.mark.browser
def test_what_is_shown_already_is_not_drawn_again_under_somebodys_hand(root: Path, browser: Browser) -> None:
    with opened(browser, root) as (page, origin):
        held: list[Route] = []
        page.route("**/look", lambda route: held.append(route))  # noqa: PLW0108 - Playwright looks at what it is given
        with page.expect_request("**/look"):
            page.goto(f"{origin}/note?path={quote(NAME)}")
        card = page.locator("#cards > *").first
        card.evaluate("shown => { shown.dataset.was = 'here'; }")
        with page.expect_response("**/look") as answer:
            held.pop().continue_()
        answer.value.finished()
        page.wait_for_timeout(50)
        expect(card).to_have_attribute("data-was", "here")
        expect(page.locator("#drawn")).to_have_text("The preview is not built yet.")


@pytest.mark.browser
def test_a_head_that_is_no_yaml_is_shown_and_can_be_mended(root: Path, browser: Browser) -> None:
    (root / "content" / NAME).write_text(HEAD.replace("date: ", "date 2021") + BODY, "utf-8")
    with opened(browser, root) as (page, origin):
        expect(page.get_by_role("heading", name="With problems", exact=True)).to_be_visible()
        page.goto(f"{origin}/note?path={quote(NAME)}")
        expect(page.locator("#problems .fault").first).to_contain_text("Line 4: not readable as YAML")
        page.locator("#head").fill(HEAD)
        page.get_by_role("button", name="Save").click()
        expect(page.locator("#problems")).to_have_text("None")
        assert text(root) == HEAD + BODY


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_sticks_out(root: Path, browser: Browser, scheme: Any) -> None:
    axe = Axe()
    with opened(browser, root, color_scheme=scheme) as (page, origin):
        for address in ("/", f"/note?path={quote(NAME)}"):
            page.goto(f"{origin}{address}")
            for width in (360, 1000, 1920):
                page.set_viewport_size({"width": width, "height": 900})
                assert page.evaluate("document.documentElement.scrollWidth") <= width
            told = axe.run(page, options={"resultTypes": ["violations"]})
            assert [one["id"] for one in told.response["violations"]] == [], told.generate_report()


def ask(
    origin: str, path: str, *, method: str = "GET", body: bytes = b"", **headers: str
) -> tuple[int, dict[str, str], str]:
    connection = http.client.HTTPConnection(origin.removeprefix("http://"), timeout=100)
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body=body or None, headers=names)
    answer = connection.getresponse()
    told = answer.read().decode()
    connection.close()
    return answer.status, dict(answer.headers), told


def test_a_link_opens_the_desk_once(root: Path) -> None:
    with desk(root) as address:
        origin, _, token = address.partition("/?token=")
        port = origin.rpartition(":")[2]
        assert ask(origin, "/")[0] == 403
        status, headers, _ = ask(origin, f"/?token={token}")
        cookie, _, rest = headers["Set-Cookie"].partition(";")
        assert (status, headers["Location"], rest) == (303, "/", " HttpOnly; SameSite=Strict; Path=/")
        assert cookie.startswith(f"briefing-desk-{port}=")
        assert ask(origin, "/", Cookie=cookie)[0] == 200
        assert "Set-Cookie" not in ask(origin, f"/?token={token}")[1]
        assert ask(origin, "/", Cookie=f"briefing-desk-{port}=guess")[0] == 403


def test_the_desk_wears_what_the_style_sheet_of_the_site_names() -> None:
    sheet = style.sheet().decode()
    named = re.findall(r"(--[\w-]+):", sheet)
    assert "--paper:" not in (server.HERE / "assets/desk.css").read_text("utf-8")
    assert set(re.findall(r"var\((--[\w-]+)", sheet)) - set(named) == set()


WRITE = {"Content_Type": "application/json", "Sec_Fetch_Site": "same-origin"}


FOREIGN = [
    ({"Sec_Fetch_Site": "same-site"}, 403),
    ({"Sec_Fetch_Site": "cross-site"}, 403),
    ({"Sec_Fetch_Site": "none"}, 403),
    ({"Sec_Fetch_Site": ""}, 403),
    ({"Origin": "http://127.0.0.1:1"}, 403),
    ({"Origin": "null"}, 403),
    ({"Content_Type": "text/plain"}, 403),
    ({"Host": "desk.example"}, 421),
    ({"Host": "localhost"}, 421),
    ({"Cookie": ""}, 403),
]


def test_only_the_desks_own_pages_may_ask_for_anything_that_it_does(root: Path) -> None:
    posted = {
        "path": NAME,
        "base": versions.name_of(text(root).encode()),
        "head": HEAD,
        "body": "Mine.\n",
        "date": "2021-03-05",
        "what": "A gate.",
    }
    body = json.dumps(posted).encode()
    with desk(root) as address:
        origin, _, token = address.partition("/?token=")
        own = {**WRITE, "Cookie": ask(origin, f"/?token={token}")[1]["Set-Cookie"].partition(";")[0]}
        before = campaign.files(root / "content")
        for kind in sorted(actions.KINDS):
            for changed, status in FOREIGN:
                headers = {**own, **changed}
                assert ask(origin, f"/{kind}", method="POST", body=body, **headers)[0] == status, kind
        assert campaign.files(root / "content") == before
        status, _, told = ask(origin, "/saved", method="POST", body=body, **own)
        assert (status, json.loads(told)) == (422, {"message": "saved: the desk cannot do this"})
        assert ask(origin, "/save", method="POST", body=body, **own)[0] == 200
    assert text(root) == HEAD + "Mine.\n"


@pytest.mark.parametrize("path", ["../pelicanconf.py", "registry/sources.yml", "notes/none.md", "/etc/hosts"])
def test_only_notes_are_read_and_written(root: Path, path: str) -> None:
    (root / "pelicanconf.py").write_text("A = 1\n", "utf-8")
    with desk(root) as address:
        origin, _, token = address.partition("/?token=")
        cookie = ask(origin, f"/?token={token}")[1]["Set-Cookie"].partition(";")[0]
        posted = json.dumps({"path": path, "base": "", "head": "", "body": "x"}).encode()
        status, _, told = ask(origin, "/save", method="POST", body=posted, **WRITE, Cookie=cookie)
        assert (status, json.loads(told)) == (422, {"message": f"{path}: there is no such note"})
        assert ask(origin, f"/note?path={quote(path)}", Cookie=cookie)[0] == 404
        for wrong in (b"{", b"[]", b'{"path": 1}'):
            assert ask(origin, "/save", method="POST", body=wrong, **WRITE, Cookie=cookie)[0] == 400
    assert (root / "pelicanconf.py").read_text("utf-8") == "A = 1\n"


FRAME = """async (desk) => {
  const frame = document.createElement("iframe");
  frame.src = desk;
  document.body.append(frame);
  await new Promise((done) => { frame.onload = done; });
  const write = (type) => fetch(desk + "/save", {
    method: "POST", credentials: "include", headers: { "Content-Type": type }, body: "{}", mode: "no-cors",
  }).then((answer) => answer.type, () => "refused");
  const opened = window.open(desk);
  return [await write("text/plain"), await write("application/json"), opened === null || opened.closed];
}"""


@pytest.mark.browser
def test_a_page_of_another_port_gets_nothing_of_an_open_desk(
    root: Path, browser: Browser, tmp_path: Path
) -> None:
    (tmp_path / "away").mkdir()
    (tmp_path / "away" / "index.html").write_text("<!doctype html><title>A</title><body>", "utf-8")
    with opened(browser, root) as (page, origin), serving.files(tmp_path / "away") as other:
        page.goto(other)
        told = page.evaluate(FRAME, origin)
        assert told[:2] == ["refused", "refused"]
        assert {frame.url for frame in page.frames[1:]} == {"chrome-error://chromewebdata/"}
    assert text(root) == HEAD + BODY


def test_a_row_that_check_would_refuse_is_not_added(root: Path) -> None:
    done = Work(Library(root / "content", lambda: campaign.TODAY, root / "reports"))
    told = []
    for row in (
        "{by: nobody, who: civilians, what: killed, value: 12}",
        "{by: vane",
        "[by]",
        "{by: vane, value: 99}",
    ):
        with pytest.raises(BriefingError) as caught:
            done.accept(NAME, "claims", row)
        told.append(str(caught.value))
    assert told[2:] == [
        "the row cannot be read: it is not a row in braces",
        "claim: what is missing; add it: what is counted: an id in registry/measures.yml",
    ]
    assert text(root) == HEAD + BODY
    with pytest.raises(BriefingError, match=r"^there is nothing to undo$"):
        done.undo(NAME)


def test_a_rejection_holds_for_its_sentence_alone(root: Path) -> None:
    library = Library(root / "content", lambda: campaign.TODAY, root / "reports")
    note = library.note(NAME)
    first, *rest = view.suggestions(library, NAME, note)
    Work(library).reject(NAME, first["row"], first["sentence"])
    assert list(view.suggestions(library, NAME, note)) == rest
    (root / "content" / NAME).write_text(
        text(root).replace("Colonel Vane said", "Colonel Vane claimed"), "utf-8"
    )
    again = [one["row"] for one in view.suggestions(library, NAME, library.note(NAME))]
    assert first["row"] in again


def test_the_inbox_has_each_note_in_one_state(root: Path) -> None:
    library = Library(root / "content", lambda: campaign.TODAY, root / "reports")
    register = inbox.Register(library)
    found = register.read()
    assert sum(found.counts.values()) == len(found.lines) == 2
    assert [(one.title, one.state) for one in register.read(inbox.Wanted(query="holds gazette")).lines] == [
        ("Dyke holds", "confirm")
    ]
    assert register.read(inbox.Wanted(query="nothing")).lines == ()
    assert found.days == ("2021-03-04",)


def test_a_page_waits_for_a_few_notes_at_most_and_has_all_in_the_end(root: Path) -> None:
    for number in range(inbox.FRESH):
        (root / f"content/notes/more-{number}.md").write_text(campaign.note(f"More {number}"), "utf-8")
    register = inbox.Register(Library(root / "content", lambda: campaign.TODAY, root / "reports"))
    first = register.read()
    assert (len(first.lines), first.unread) == (inbox.FRESH, 2)
    register.warm()
    assert (len(register.read().lines), register.read().unread) == (inbox.FRESH + 2, 0)
    (root / "content/notes/gate.md").unlink()
    (root / "content/notes/more-0.md").write_text(campaign.note("Else"), "utf-8")
    assert sorted(one.title for one in register.read().lines)[:2] == ["Dyke holds", "Else"]
    assert register.read().unread == 0


LINES = st.lists(st.sampled_from(["a", "b", "c", ""]), max_size=8)


@settings(max_examples=80)
@given(LINES, st.lists(st.sampled_from(["\n", "\r\n"]), min_size=8, max_size=8), LINES)
def test_a_text_keeps_the_line_ends_of_lines_that_stay(
    lines: list[str], ends: list[str], new: list[str]
) -> None:
    before = "".join(f"{line}{end}" for line, end in zip(lines, ends, strict=False))
    assert versions.restored(before, before.replace("\r\n", "\n")) == before
    made = versions.restored(before, "".join(f"{line}\n" for line in new))
    assert made.replace("\r\n", "\n") == "".join(f"{line}\n" for line in new)


@settings(max_examples=80)
@given(LINES, LINES, LINES)
def test_a_merge_holds_both_changes_or_refuses(base: list[str], mine: list[str], theirs: list[str]) -> None:
    texts = ["".join(f"{line}\n" for line in one) for one in (base, mine, theirs)]
    assert versions.merged(texts[0], texts[1], texts[0]) == texts[1]
    assert versions.merged(texts[0], texts[0], texts[2]) == texts[2]
    made = versions.merged(*texts)
    assert made is None or made == versions.merged(texts[0], texts[2], texts[1])
