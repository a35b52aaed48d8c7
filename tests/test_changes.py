"""Which pages of a built site are not what they were: between folders, and against what is live."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
import serving

from briefing.cli import main
from briefing.cli.changes import changes
from briefing.verify import http


def site(folder: Path, files: dict[str, str], url: str = "") -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    record = {"files": dict(files)} if not url else {"site": url, "files": dict(files)}
    (folder / "build.json").write_text(json.dumps(record))
    return folder


BEFORE = {"index.html": "1", "a/index.html": "1", "b/index.html": "1", "a.css": "1"}
AFTER = {"index.html": "1", "a/index.html": "2", "c/index.html": "1", "a.css": "2"}
LINES = (
    "added   /c/",
    "changed /a/",
    "removed /b/",
    "1 page added, 1 changed, 1 removed; 1 other file",
)


def test_what_differs_from_another_folder_is_listed(tmp_path: Path) -> None:
    before, after = site(tmp_path / "before", BEFORE), site(tmp_path / "after", AFTER)
    assert changes(after, str(before)) == (f"what changes at {before}:", *LINES)
    assert changes(after, str(after)) == (f"nothing changes at {after}",)


def test_what_differs_from_what_is_live_is_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving.files(site(tmp_path / "before", BEFORE)) as address:
        url = f"{address}/"
        after = site(tmp_path / "after", AFTER, url)
        assert main.main(["changes", str(after)]) == 0
    assert capsys.readouterr().out.splitlines() == [f"what changes at {url}:", *LINES]


RECORD = json.dumps({"files": BEFORE}).encode()
# What may answer in the place of a site's record, and what is said of it.
ANSWERS = {
    "a page": (200, b"<!doctype html><title>Parked</title>", "is not a record of a build"),
    "other JSON": (200, b'{"files": ["a"]}', "is not a record of a build"),
    "no text": (200, b"\xff\x00", "is not a record of a build"),
    "deep": (200, b"[" * 100_000, "is not a record of a build"),
    "empty": (200, b"", "is not a record of a build"),
    "nothing": (404, RECORD, "answers 404"),
    "moved": (302, RECORD, "answers 302 to https://elsewhere.example/"),
    "refused": (401, RECORD, "answers 401"),
    "broken": (503, RECORD, "answers 503"),
    "cut short": (200, RECORD[:-1], f"was cut short: {len(RECORD) - 1} of {len(RECORD)} bytes arrived"),
    "huge": (200, RECORD + b" " * 2**20, "is larger than 1048576 bytes"),
    "slow": (200, RECORD[:9], "did not answer in full within 1 seconds"),
    "silent": (0, b"", "hung up without an answer"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_what_is_not_a_record_makes_the_changes_unknown_and_is_no_failure(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    status, content, why = ANSWERS[name]
    ended = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if not status:
                return
            self.send_response(status)
            if name == "moved":
                self.send_header("Location", "https://elsewhere.example/")
            if name in {"cut short", "slow"}:
                self.send_header("Content-Length", str(len(RECORD)))
            self.end_headers()
            self.wfile.write(content)
            if name == "slow":
                self.wfile.flush()
                ended.wait(300)

        def log_message(self, *_: object) -> None:
            """Keep the output of the tests clean."""

    monkeypatch.setattr(http, "LARGEST", 2**20)
    if name == "slow":
        monkeypatch.setattr(http, "LONGEST", 1.0)
    with serving.answering(Handler) as address:
        assert main.main(["changes", str(site(tmp_path / "site", AFTER, f"{address}/"))]) == 0
        ended.set()
    of = f"{address.removeprefix('http://')} " if name in {"slow", "silent"} else ""
    assert capsys.readouterr().out == f"what changes at {address}/ is not known; build.json: {of}{why}\n"


@pytest.mark.parametrize(
    ("host", "why"),
    [
        ("nowhere.invalid", "there is no host nowhere.invalid, or no network"),
        ("127.0.0.1:9", "nothing listens at 127.0.0.1:9"),
        (f"{'a' * 70}.example", f"{'a' * 70}.example:80: "),
    ],
)
def test_a_host_that_is_not_there_makes_the_changes_unknown(tmp_path: Path, host: str, why: str) -> None:
    (told,) = changes(site(tmp_path / "site", AFTER, f"http://{host}/"))
    assert told.startswith(f"what changes at http://{host}/ is not known; build.json: {why}")


def test_a_site_that_does_not_say_where_it_is_to_stand_has_nothing_to_differ_from(tmp_path: Path) -> None:
    folder = site(tmp_path / "site", BEFORE)
    assert changes(folder) == (
        f"what changes is not known; {folder}/build.json does not say where the site is served",
    )


def test_what_is_no_address_is_misuse(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = site(tmp_path / "site", BEFORE)
    assert main.main(["changes", str(folder), "--before", "ftp://fair.example"]) == 2
    assert capsys.readouterr().err == (
        "'ftp://fair.example' is not the address of a site; write it like https://example.org/\n"
    )
