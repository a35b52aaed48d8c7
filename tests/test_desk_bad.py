"""Bad days at the desk: a full disk, files in the way, endless texts; each is told, and nothing lost."""

from __future__ import annotations

import json
import re
import resource
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import campaign
import pytest
from playwright.sync_api import expect
from test_desk import BODY, HEAD, NAME, WRITE, ask, desk, text

from briefing.desk import versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

REPORT = "Dyke breaks at dawn today\nThe Gazette\n6 March 2021\n\n"
SENTENCE = "Colonel Vane said 12 were killed in Aldmoor. "


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return campaign.write(tmp_path, {"dyke.md": HEAD + BODY})


@contextmanager
def posting(root: Path) -> Iterator[Callable[..., tuple[int, str]]]:
    with desk(root) as address:
        origin, _, token = address.partition("/?token=")
        cookie = ask(origin, f"/?token={token}")[1]["Set-Cookie"].partition(";")[0]

        def post(kind: str, **posted: Any) -> tuple[int, str]:
            body = json.dumps(posted).encode()
            status, _, told = ask(origin, f"/{kind}", method="POST", body=body, **WRITE, Cookie=cookie)
            return status, json.loads(told).get("message", "")

        yield post


@contextmanager
def full_disk() -> Iterator[None]:
    """Let no file have more than a few bytes, as on a disk that has no more room."""
    before, kept = resource.getrlimit(resource.RLIMIT_FSIZE), signal.getsignal(signal.SIGXFSZ)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, kept)


def files(root: Path) -> dict[str, bytes]:
    content = root / "content"
    return {str(one.relative_to(content)): one.read_bytes() for one in content.rglob("*") if one.is_file()}


def test_a_full_disk_is_told_and_takes_nothing(root: Path) -> None:
    before = files(root)
    page = {"path": NAME, "base": versions.name_of(text(root).encode()), "head": HEAD}
    with posting(root) as post, full_disk():
        told = [
            post("save", **page, body="Mine.\n"),
            post("reject", **page, body=BODY, row="{a: b}", sentence="A sentence."),
            post("lead", day="2021-03-04", title="A", text="Longer than that.", base=""),
            post("intake", text=REPORT + SENTENCE),
        ]
    folder = root / "content"
    full = "cannot be written: File too large; nothing was"
    note = "content/notes/2021/2021-03-06-gazette-dyke-breaks-at-dawn-today.md"
    assert told == [
        (422, f"{folder}/{NAME}: {full} changed"),
        (422, f"{folder}/rejected.jsonl: {full} changed"),
        (422, f"{folder}/briefings/2021-03-04.md: {full} changed"),
        (422, f"{note}: {full} written"),
    ]
    assert files(root) == before


def test_a_report_that_cannot_be_kept_leaves_no_note(root: Path) -> None:
    before = files(root)
    (root / ".store").mkdir()
    (root / ".store/reports").write_text("in the way", "utf-8")
    with posting(root) as post:
        told = post("intake", text=REPORT + SENTENCE)
    assert told == (
        422,
        f"{root}/.store/reports: the report cannot be kept: File exists; nothing was written",
    )
    assert files(root) == before


def test_a_megabyte_is_taken_as_a_report_and_refused_as_a_note(root: Path) -> None:
    whole = SENTENCE * 23_000
    page = {"path": NAME, "base": versions.name_of(text(root).encode()), "head": HEAD, "body": whole}
    with posting(root) as post:
        assert post("intake", text=REPORT + whole) == (200, "")
        size = len((HEAD + whole).encode())
        more = f"{NAME}: {size:,} bytes are more than a note may have; split it in two. Nothing was written"
        assert post("save", **page) == (422, more)
    assert text(root) == HEAD + BODY


@pytest.mark.browser
def test_a_desk_that_does_not_answer_says_so_and_what_was_typed_is_sent_later(
    root: Path, browser: Browser
) -> None:
    with desk(root) as address, browser.new_context() as context:
        page = context.new_page()
        page.goto(address)
        page.get_by_role("link", name="Dyke holds").click()
        expect(page.get_by_label("Title")).to_have_value("Dyke holds")
        session = context.cookies()
        context.clear_cookies()
        page.get_by_label("Title").fill("Dyke breaks")
        page.get_by_label("Title").press("Tab")
        expect(page.locator("#notice")).to_have_text(
            "This page is from an earlier run of briefing serve; open the link that it printed last. "
            "What you typed stays here."
        )
        context.add_cookies(session)  # type: ignore[arg-type]
        page.get_by_label("Date", exact=True).fill("2021-03-05")
        page.get_by_label("Date", exact=True).press("Tab")
        expect(page.locator("#head")).to_have_value(re.compile("title: 'Dyke breaks'[^!]*2021-03-05"))
        expect(page.locator("#notice")).to_have_text("")
        page.route("**/save", lambda route: route.abort())
        page.keyboard.press("Control+s")
        expect(page.locator("#notice")).to_have_text(
            "The desk does not answer; start briefing serve again. What you typed stays here."
        )
