"""A served site is compared with its record: real sockets, on loopback."""

from __future__ import annotations

import hashlib
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
import serving

from briefing.site.headers import HEADERS as WRITTEN
from briefing.verify import http, live
from briefing.verify.http import Address

POLICY = "default-src 'none'; style-src 'self'"
PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}"><title>Fair</title></head><body></body></html>
"""
FILES = {
    "index.html": PAGE.encode(),
    "notes/a/index.html": PAGE.replace("Fair", "A").encode(),
    "404.html": PAGE.replace("Fair", "Not here").encode(),
    "assets/site.0123abcd.css": b"p { color: red }",
    "data/a b.json": b"{}",
    "_headers": b"/*\n",
}
TYPES = {".html": "text/html; charset=utf-8", ".css": "text/css", ".json": "application/json"}
SOUND = {**WRITTEN, "Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'"}
NONE = (
    "Content-Security-Policy, X-Content-Type-Options, Referrer-Policy, Cross-Origin-Resource-Policy, "
    "Cross-Origin-Opener-Policy, Permissions-Policy"
)


class Serving:
    """What a server serves below /fair/, by path, and which headers it adds; `short` are cut short."""

    def __init__(self) -> None:
        digests = {path: hashlib.sha256(content).hexdigest() for path, content in FILES.items()}
        self.record: dict[str, Any] = {"site": "", "commit": "4f3a2b1", "files": digests}
        self.files: dict[str, bytes] = {path: one for path, one in FILES.items() if path != "_headers"}
        self.headers: dict[str, str] = dict(SOUND)
        self.types = dict(TYPES)
        self.moved: dict[str, str] = {}
        self.short: set[str] = set()
        self.missing = 404
        self.asked: list[str] = []

    def answer(self, path: str) -> tuple[int, dict[str, str], bytes]:
        self.asked.append(path)
        file = f"{path}index.html" if path.endswith("/") or not path else path
        if file == "build.json":
            return 200, {"Content-Type": "application/json"}, json.dumps(self.record).encode()
        if file in self.moved:
            return 301, {"Location": self.moved[file]}, b""
        content = self.files.get(file.replace("%20", " "))
        if content is None:
            return self.missing, {}, b"not here"
        return 200, {"Content-Type": self.types.get(file[file.rfind(".") :], ""), **self.headers}, content


@contextmanager
def served(what: Serving) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.removeprefix("/fair/")
            status, headers, content = what.answer(path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content) + (5 if path in what.short else 0)))
            self.end_headers()
            self.wfile.write(content)
            self.close_connection = path in what.short

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with serving.answering(Handler) as address:
        url = f"{address}/fair/"
        what.record["site"] = what.record["site"] or url
        yield url


def told(what: Serving, folder: Path | None = None) -> list[str]:
    with served(what) as url:
        return [str(problem).replace(url, "") for problem in live.verify(url, folder)]


def test_a_site_served_as_it_was_built_has_no_problems() -> None:
    what = Serving()
    assert told(what) == []
    assert sorted(what.asked) == [
        "",
        "404.html",
        "assets/site.0123abcd.css",
        "build.json",
        "data/a%20b.json",
        "no-page-has-this-address/",
        "notes/a/",
    ]


def test_what_is_missing_moved_changed_or_cut_short_is_found() -> None:
    what = Serving()
    del what.files["404.html"]
    what.files["data/a b.json"] = b"{ }"
    what.moved["notes/a/index.html"] = "https://elsewhere.example/"
    what.short.add("assets/site.0123abcd.css")
    assert told(what) == [
        "404.html: answers 404",
        "assets/site.0123abcd.css: was cut short: 16 of 21 bytes arrived",
        "data/a b.json: is not the file that was built: 3 bytes with another SHA-256",
        "notes/a/: answers 301 to https://elsewhere.example/",
    ]


def test_a_host_may_lead_on_from_an_old_address_by_itself() -> None:
    for target, faults in {
        "/fair/notes/b/": [],
        "../b/": [],
        "/fair/notes/c/": ["notes/a/: answers 301 to /fair/notes/c/"],
    }.items():
        what = Serving()
        what.record["moved"] = {"notes/a/": "notes/b/"}
        what.moved["notes/a/index.html"] = target
        assert told(what) == faults


def test_a_server_that_finds_what_is_not_there_is_a_problem() -> None:
    what = Serving()
    what.missing = 200
    assert told(what) == [
        "no-page-has-this-address/: answers 200, though there is no such page; it must answer 404"
    ]


HEADERS = {
    ("Content-Security-Policy", "default-src *"): (
        "its header's Content-Security-Policy is not the page's own; 2 more files have the same fault"
    ),
    (
        "X-Content-Type-Options",
        "sniff",
    ): "its X-Content-Type-Options is sniff, not nosniff; 4 more files have the same fault",
    ("Referrer-Policy", "unsafe-url"): (
        "its Referrer-Policy is unsafe-url, which tells other hosts what is being read here; "
        "4 more files have the same fault"
    ),
    ("Cache-Control", "max-age=31536000, immutable"): (
        "its Cache-Control is max-age=31536000, immutable, though its address stays the same when it "
        "changes; 3 more files have the same fault"
    ),
}


@pytest.mark.parametrize(("name", "value", "message"), [(*key, value) for key, value in HEADERS.items()])
def test_a_header_that_harms_is_told_once(name: str, value: str, message: str) -> None:
    what = Serving()
    what.headers[name] = value
    assert told(what) == [f"404.html: {message}"]


def test_a_wrong_type_is_a_problem() -> None:
    what = Serving()
    what.types = {".html": "text/html; charset=latin-1"}
    assert told(what) == [
        (
            "404.html: its Content-Type says that it is in latin-1; it is in utf-8; "
            "2 more files have the same fault"
        ),
        "assets/site.0123abcd.css: its Content-Type is missing, not text/css",
    ]


def test_headers_that_are_not_sent_are_a_warning() -> None:
    what = Serving()
    what.headers = {}
    assert told(what) == [
        f": warning: the server sends no {NONE}; `briefing headers` writes them for nginx, Caddy and Netlify"
    ]


def test_a_site_served_elsewhere_than_it_says_is_a_warning() -> None:
    what = Serving()
    what.record["site"] = "https://fair.example/"
    assert told(what) == [
        ": warning: the site was built for https://fair.example/; set SITEURL to where it is served"
    ]


def test_what_is_served_is_compared_with_a_folder(tmp_path: Path) -> None:
    what = Serving()
    with served(what) as url:
        record = {**what.record, "commit": "9c8d7e6", "files": {**what.record["files"], "new.html": "00"}}
        (tmp_path / "build.json").write_text(json.dumps(record))
        found = [str(problem).replace(url, "") for problem in live.verify(url, tmp_path)]
    assert found == [
        "build.json: another build is served, of commit 4f3a2b1; the folder is of commit 9c8d7e6",
        "new.html: answers 404",
    ]


def test_a_folder_without_a_record_is_a_problem(tmp_path: Path) -> None:
    assert told(Serving(), tmp_path) == [
        f"{tmp_path}/build.json: is not a record of a build; build the site first"
    ]


def test_a_place_without_a_site_is_told_as_such() -> None:
    what = Serving()
    with served(what) as url:
        home = url.removesuffix("fair/")
        missing = [str(problem) for problem in live.verify(f"{url}notes")]
        what.record["files"] = None
        broken = [str(problem) for problem in live.verify(url)]
    assert missing == [
        (
            f"{home}fair/notes/build.json: answers 404, so no site made by Briefing is served at "
            f"{home}fair/notes/; give the address at which the home page is"
        )
    ]
    assert broken == [
        f"{home}fair/build.json: is not a record of a build; give the address at which the home page is"
    ]


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("example.org", "'example.org' is not the address of a site; write it like https://example.org/"),
        (
            "ftp://e.example/",
            "'ftp://e.example/' is not the address of a site; write it like https://example.org/",
        ),
        ("http://[x", "'http://[x' is not an address: Invalid IPv6 URL"),
    ],
)
def test_what_is_no_address_is_told_as_such(url: str, message: str) -> None:
    assert [str(problem) for problem in live.verify(url)] == [f"{url}: {message}"]


@pytest.mark.parametrize("url", ["ftp://me:secret@e.example/", "https://me:sec/ret@e.example/"])
def test_whoever_an_address_names_is_not_told(url: str) -> None:
    shown = url.replace("me:secret", "…").replace("me:sec/ret", "…")
    (problem,) = live.verify(url)
    assert str(problem).startswith(f"{shown}: '{shown}' is not ")
    assert "sec" not in str(problem)


def test_an_unknown_host_is_told_as_such() -> None:
    assert [str(problem) for problem in live.verify("http://no.host.invalid/")] == [
        "http://no.host.invalid/build.json: there is no host no.host.invalid, or no network"
    ]


def test_a_port_at_which_nothing_listens_is_told_as_such() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert [str(problem) for problem in live.verify(f"http://127.0.0.1:{port}")] == [
        f"http://127.0.0.1:{port}/build.json: nothing listens at 127.0.0.1:{port}"
    ]


def test_a_server_of_another_kind_is_told_as_such() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def greet() -> None:
            for greeting in (b"SSH-2.0-Example\r\n\r\n", b""):
                client, _ = server.accept()
                client.recv(4096)
                client.sendall(greeting)
                client.close()

        threading.Thread(target=greet).start()
        tls = [str(problem) for problem in live.verify(f"https://127.0.0.1:{port}")]
        plain = [str(problem) for problem in live.verify(f"http://127.0.0.1:{port}")]
    assert tls == [f"https://127.0.0.1:{port}/build.json: 127.0.0.1:{port} does not speak TLS"]
    assert plain == [f"http://127.0.0.1:{port}/build.json: 127.0.0.1:{port} hung up without an answer"]


def test_a_server_that_falls_silent_is_not_asked_for_everything() -> None:
    what = Serving()
    with served(what) as url:
        address = Address.of(url)
    answers = list(http.fetch_all(address, [f"{number}.html" for number in range(300)]))
    tried = [answer for answer in answers if "nothing listens" in answer.failure]
    assert len(answers) == 300
    assert 10 <= len(tried) <= 30
    assert answers[-1].failure == "not asked for, as the server had fallen silent"
