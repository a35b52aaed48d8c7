"""Publishing from the desk: what waits, corrections that are owed, the commit and the target, if allowed."""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

import campaign
import pytest
from playwright.sync_api import expect
from test_checked import BODY, TOLD, git
from test_desk import NAME, WRITE, ask, text

from briefing.core import settings_file
from briefing.core.problems import BriefingError
from briefing.desk import server
from briefing.desk.library import Library
from briefing.desk.pending import Publication, pending
from briefing.publish.repository import Repository

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

CONF = """\
SITENAME = "Dyke 2021"
SITEURL = "https://dyke.example"
PLUGINS = ["briefing.plugin"]
BRIEFING = {"publish": "TO"}
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = campaign.write(tmp_path / "dyke", {"dyke.md": TOLD})
    (root / "pelicanconf.py").write_text(CONF.replace("TO", str(tmp_path / "live")), "utf-8")
    (root / ".gitignore").write_text("output*/\n.briefing/\n", "utf-8")
    (tmp_path / ".gitconfig").write_text("[user]\nname = Ada Hale\nemail = ada@desk.example\n", "utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / ".gitconfig"))
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "Begin")
    return root


@contextmanager
def desk(root: Path) -> Iterator[str]:
    chosen = settings_file.load(root / "pelicanconf.py")
    to = Publication(chosen.publish, chosen.folders, Repository(root))
    with server.running("Dyke 2021", chosen.folders, lambda: date(2021, 6, 1), 0, to) as address:
        yield address


@pytest.mark.browser
def test_a_changed_figure_asks_for_a_correction_and_is_committed_tried_and_published(
    root: Path, browser: Browser
) -> None:
    changed = text(root).replace("value: 12", "value: 14").replace("that 12 of", "that 14 of")
    (root / "content" / NAME).write_text(changed, "utf-8")
    (root / "content/notes/gate.md").write_text(campaign.note("Gate opens"), "utf-8")
    with desk(root) as address, browser.new_context() as context:
        page = context.new_page()
        page.goto(address)
        page.get_by_role("link", name="Publish", exact=True).click()
        row = page.locator(".row", has_text="Dyke holds")
        expect(row.locator("dd")).to_have_text(
            ["Ada Vane: 12 killed, Dyke Brigade", "Ada Vane: 14 killed, Dyke Brigade"]
        )
        expect(page.locator(".row", has_text="Gate opens")).to_contain_text("new, published")
        page.get_by_text("Not committed yet, line by line").click()
        expect(page.locator("pre").first).to_contain_text(
            "+  - {by: vane, who: brigade, what: killed, value: 14}"
        )
        expect(page.locator("pre").first).to_contain_text('+title: "Gate opens"')
        expect(row.get_by_label("What was wrong")).to_have_value(
            "An earlier version said: Ada Vane: 12 killed, Dyke Brigade."
        )
        row.get_by_label("What was wrong").fill("It said twelve, not fourteen.")
        with page.expect_navigation():
            row.get_by_role("button", name="Add the correction").press("Enter")
        expect(row.get_by_role("button", name="Add the correction")).to_have_count(0)
        assert '  - {date: 2021-06-01, what: "It said twelve, not fourteen."}\n' in text(root)
        page.get_by_label("What was changed").fill("Tell of two more dead")
        page.keyboard.press("Enter")
        expect(page.get_by_text("All is committed.")).to_be_visible()
        assert Repository(root).changed("HEAD", "content") == ()
        page.get_by_role("button", name="See what would change").click()
        expect(page.locator("#said")).to_contain_text("pages added, 0 changed", timeout=60_000)
        assert not (root.parent / "live").exists()
        page.get_by_role("button", name="Publish", exact=True).click()
        expect(page.locator("#said")).to_contain_text("is live", timeout=60_000)
        assert (root.parent / "live/current/notes/gate/index.html").is_file()
        page.reload()
        expect(page.get_by_text("Changed since the site was published")).to_be_visible()
        expect(page.get_by_text("No note.")).to_be_visible()


def test_nothing_is_committed_or_published_where_that_is_not_allowed(root: Path) -> None:
    (root / "content" / NAME).write_text(text(root) + BODY, "utf-8")
    (root / "pelicanconf.py").write_text(CONF.replace('"publish": "TO"', ""), "utf-8")
    posted = json.dumps({"path": "notes/none.md", "what": "All", "date": "2021-06-01"}).encode()
    off = 'the desk may not publish; BRIEFING["publish"] names a target, or commit'
    told = {"corrected": "notes/none.md: there is no such note", "commit": off, "try": off, "publish": off}
    with desk(root) as address:
        origin, _, token = address.partition("/?token=")
        cookie = ask(origin, f"/?token={token}")[1]["Set-Cookie"].partition(";")[0]
        assert ask(origin, "/publish", Cookie=cookie)[0] == 404
        for kind, message in told.items():
            for wrong in ({"Sec_Fetch_Site": "same-site"}, {"Origin": "http://127.0.0.1:1"}, {"Cookie": ""}):
                given = {**WRITE, "Cookie": cookie, **wrong}
                assert ask(origin, f"/{kind}", method="POST", body=posted, **given)[0] == 403
            status, _, answer = ask(origin, f"/{kind}", method="POST", body=posted, **WRITE, Cookie=cookie)
            assert (status, json.loads(answer)["message"]) == (422, message)
    assert Repository(root).changed("HEAD", "content") == (NAME,)


def test_what_git_or_a_hook_refuses_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    to = Publication("commit", settings_file.load(root / "pelicanconf.py").folders, Repository(root))

    def refused(message: str = "Mend") -> str:
        with pytest.raises(BriefingError) as caught:
            to.commit(message)
        return str(caught.value)

    assert refused() == "there is nothing to commit"
    (root / "content" / NAME).write_text(text(root) + BODY, "utf-8")
    assert refused(" ") == "say in a line what was changed"
    hook = root / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\necho The dyke is open >&2\nexit 1\n")
    hook.chmod(0o755)
    assert refused() == "nothing was committed: The dyke is open"
    (root / ".git/index.lock").touch()
    assert refused().endswith("; another git is at work here; wait for it")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    assert refused().startswith("git does not know your name; tell it by git config")
    assert text(root).endswith(BODY)
    shutil.rmtree(root / ".git")
    library = Library(root / "content", lambda: date(2021, 6, 1), root / "reports")
    with pytest.raises(BriefingError) as caught:
        pending(Repository(root), library, root / "output")
    assert str(caught.value) == f"{root} is not under git: begin with git init, and commit once"
