from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import serving
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect

from briefing.core.problems import BriefingError
from briefing.preview import loopback, server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

PROJECT = Path(__file__).parent.parent
POLICY = "default-src 'none'; style-src 'self'"
PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY.replace("'", "&#39;")}">
<title>Fair</title></head><body><h1>TITLE</h1></body></html>"""

# A site of one page, made of one word; the word "broken" is a Problem, and "long" is never built.
PREVIEW = """
import sys
import time
from pathlib import Path
from briefing.core.problems import BriefingError, Location, Problem
from briefing.preview.server import serve

content, output, port = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])

def rebuild(state):
    word = (content / "word.md").read_text()
    if word == "long":
        (output / "other.html").write_text(str(state.open()))
        while True:
            time.sleep(0.02)
            if (output / "paused").exists():
                state.pause()
    if word == "slow":
        (output / "begun").touch()
        time.sleep(1)
    if word == "broken":
        return (Problem(Location("word.md", 1), "word", "<b>broken</b>", "mend it"),)
    (output / "index.html").write_text((output / "page").read_text().replace("TITLE", word))
    return ()

def announce(told):
    print(told, flush=True)

def foresee(saved, path):
    if [one.name for one in saved] != ["word.md"]:
        raise BriefingError("more than the word was saved")
    word = (content / "word.md").read_text()
    return (output / "page").read_bytes().replace(b"TITLE", word.encode()) if path == "index.html" else None

serve(output=output, watched=[content], rebuild=rebuild, foresee=foresee, port=port, announce=announce)
"""


@contextmanager
def preview(folder: Path, port: int = 0, word: str = "one") -> Iterator[str]:
    """A preview of a small site in a process of its own; gives its address, ends it as Ctrl-C does."""
    content, output = folder / "content", folder / "output"
    for path in (content, output / "notes", folder / "outside"):
        path.mkdir(parents=True, exist_ok=True)
    (content / "word.md").write_text(word)
    (output / "page").write_text(PAGE)
    (output / "404.html").write_text(PAGE.replace("TITLE", "Not here"))
    (output / "notes/index.html").write_text(PAGE.replace("TITLE", "Notes"))
    (output / "site.css").write_text("p {}")
    (output / "index.js").write_text('briefing("root", "a draft");')
    (output / "icon.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    (folder / "secret.txt").write_text("secret")
    (output / "link.txt").unlink(missing_ok=True)
    (output / "link.txt").symlink_to(folder / "secret.txt")
    arguments = [sys.executable, "-c", PREVIEW, str(content), str(output), str(port)]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, env=environment) as running:
        assert running.stdout is not None
        told = running.stdout.readline()
        address = re.fullmatch(r"Preview: (http://127\.0\.0\.1:\d+)/ \(Ctrl-C ends it\)\n", told)
        assert address, told
        try:
            yield address[1]
        finally:
            running.send_signal(signal.SIGINT)
            rest, _ = running.communicate(timeout=300)
    assert (running.returncode, rest) == (0, "Preview ended\n")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with preview(tmp_path_factory.mktemp("preview")) as found:
        yield found


def ask(
    address: str, path: str, *, method: str = "GET", headers: dict[str, str] | None = None
) -> tuple[int, http.client.HTTPMessage, str]:
    """Ask for a path exactly as written; return status, headers and body."""
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=100)
    try:
        connection.request(method, path, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()
    finally:
        connection.close()


def test_a_folder_is_shown_by_its_index_and_asked_for_with_a_slash(address: str) -> None:
    status, headers, body = ask(address, "/notes/")
    assert (status, headers["Content-Type"], "Notes" in body) == (200, "text/html; charset=utf-8", True)
    status, headers, _ = ask(address, "/notes")
    assert (status, headers["Location"]) == (301, "/notes/")


def test_a_page_gets_the_script_and_a_policy_that_lets_it_run(address: str) -> None:
    _, headers, body = ask(address, "/notes/")
    assert re.search(r'<script type="module" src="/_briefing/reload.js\?built=\w*"></script></head>', body)
    assert "style-src &#x27;self&#x27;; script-src &#x27;self&#x27;; connect-src &#x27;self&#x27;" in body
    assert headers["Cache-Control"] == "no-store"
    assert ask(address, "/_briefing/reload.js")[1]["Content-Type"] == "text/javascript; charset=utf-8"


def test_other_files_are_served_as_they_are(address: str) -> None:
    status, headers, body = ask(address, "/site.css?v=1")
    assert (status, headers["Content-Type"], body) == (200, "text/css; charset=utf-8", "p {}")


def test_what_is_not_there_is_answered_with_404_html(address: str) -> None:
    status, _, body = ask(address, "/none/")
    assert (status, "Not here" in body) == (404, True)


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/notes/..%2f..%2fsecret.txt",
        "//secret.txt",
        "/..%5csecret.txt",
        "/link.txt",
        "/../outside",
        "/../outside/",
        "/%00",
        "/" + "a" * 5000,
    ],
)
def test_nothing_outside_of_the_site_is_served(address: str, path: str) -> None:
    status, _, body = ask(address, path)
    assert (status, "secret" in body) == (404, False)


def test_a_redirection_never_leads_to_another_host(address: str) -> None:
    assert ask(address, "//notes")[1]["Location"] == "/notes/"


def test_a_head_request_has_no_body(address: str) -> None:
    status, headers, body = ask(address, "/site.css", method="HEAD")
    assert (status, headers["Content-Length"], body) == (200, "4", "")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_but_get_and_head_is_answered(address: str, method: str) -> None:
    assert ask(address, "/", method=method)[0] == 501


def test_a_foreign_name_for_this_machine_is_refused(address: str) -> None:
    for host, status in (
        ("aldmoor.example:8000", 421),
        ("127.0.0.1.aldmoor.example", 421),
        ("", 421),
        (f"localhost:{address.rpartition(':')[2]}", 200),
        ("127.0.0.1", 200),
    ):
        assert ask(address, "/notes/", headers={"Host": host})[0] == status, host


LINK = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
FRAME = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec-Fetch-Site": "none", **LINK}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"}, 200),
        ({"Sec-Fetch-Site": "cross-site", **LINK}, 200),
        ({"Sec-Fetch-Site": "same-site", **LINK}, 200),
        ({"Sec-Fetch-Site": "cross-site", **FRAME}, 403),
        ({"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "document"}, 403),
        ({"Origin": "http://aldmoor.example"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "null", "Sec-Fetch-Site": "none"}, 403),
        ({"Origin": "http://localhost:8000", "Host": "localhost:8000"}, 200),
    ],
)
def test_only_its_own_pages_and_links_are_answered(
    address: str, headers: dict[str, str], status: int
) -> None:
    for path in ("/notes/", "/index.js", "/_briefing/events", "/none/"):
        fine = 404 if path == "/none/" else 200
        found = ask(address, path, method="HEAD", headers=headers)[0]
        assert found == (fine if status == 200 else status), path


@pytest.mark.parametrize("path", ["/", "/notes", "/none/", "/index.js", "/_briefing/events"])
def test_no_browser_hands_an_answer_to_another_origin(address: str, path: str) -> None:
    for method in ("HEAD", "POST"):
        sent = ask(address, path, method=method)[1]
        assert (
            sent["Cross-Origin-Resource-Policy"],
            sent["Cross-Origin-Opener-Policy"],
            sent["Content-Security-Policy"],
            sent["Cache-Control"],
        ) == ("same-origin", "same-origin", "frame-ancestors 'none'", "no-store")


# What another page may try: each way to load a file, and what it learns.
STEAL = """async (preview) => {
  const told = {};
  window.briefing = (...parts) => { told.stolen = parts; };
  const load = (name, address, place) => new Promise((done) => {
    const made = document.createElement(name);
    made.onload = () => done("loaded");
    made.onerror = () => done("refused");
    made[place] = preview + address;
    if (name === "link") made.rel = "stylesheet";
    document.body.append(made);
  });
  const read = (mode) => fetch(preview + "/index.js", { mode })
    .then(() => "loaded", () => "refused");
  told.script = await load("script", "/index.js", "src");
  told.image = await load("img", "/icon.svg", "src");
  told.style = await load("link", "/site.css", "href");
  told.object = await load("object", "/notes/", "data");
  told.read = await read("cors");
  told.blind = await read("no-cors");
  told.events = await new Promise((done) => {
    const stream = new EventSource(preview + "/_briefing/events");
    stream.onopen = () => done("loaded");
    stream.onerror = () => { stream.close(); done("refused"); };
  });
  await load("iframe", "/notes/", "src");
  const opened = window.open(preview + "/notes/");
  for (let tries = 500; tries && !opened.closed; tries--) await new Promise((done) => setTimeout(done, 20));
  told.window = opened.closed ? "refused" : "loaded";
  return told;
}"""


@pytest.mark.browser
@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_a_page_of_another_origin_gets_nothing_but_a_link(
    address: str, tmp_path: Path, browser: Browser, name: str
) -> None:
    """Another port of the same name is the same site to a browser, and another origin."""
    (tmp_path / "index.html").write_text(
        f'<!doctype html><title>A</title><a href="{address}/notes/" target="_blank" rel="opener">notes</a>'
    )
    with serving.files(tmp_path) as other, browser.new_context() as context:
        page = context.new_page()
        page.goto(other.replace("127.0.0.1", name))
        with page.expect_popup() as opened:
            page.get_by_role("link").click()
        expect(opened.value.locator("h1")).to_have_text("Notes")
        assert opened.value.evaluate("window.opener") is None
        told = page.evaluate(STEAL, address)
        frames = [frame.url for frame in page.frames[1:]]
    ways = ("script", "image", "style", "object", "read", "blind", "events", "window")
    assert told == dict.fromkeys(ways, "refused")
    assert set(frames) == {"chrome-error://chromewebdata/"}


def test_events_tell_the_state_at_once(address: str) -> None:
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=100)
    connection.request("GET", "/_briefing/events")
    answer = connection.getresponse()
    told = answer.readline().decode()
    connection.close()
    assert answer.headers["Content-Type"] == "text/event-stream"
    assert json.loads(told.removeprefix("data: "))["problems"] == []


def test_what_is_saved_during_the_first_build_is_built_after_it(tmp_path: Path) -> None:
    with preview(tmp_path, word="slow") as address:
        until((tmp_path / "output/begun").exists)
        (tmp_path / "content/word.md").write_text("swift")
        until(lambda: "<h1>swift</h1>" in (tmp_path / "output/index.html").read_text())
        assert "<h1>swift</h1>" in ask(address, "/")[2]


def test_a_page_that_is_asked_for_before_it_is_built_shows_what_was_saved(tmp_path: Path) -> None:
    with preview(tmp_path) as address:
        until((tmp_path / "output/index.html").exists)
        (tmp_path / "content/word.md").write_text("long")
        until(lambda: "<h1>long</h1>" in ask(address, "/")[2])
        assert "<h1>one</h1>" in (tmp_path / "output/index.html").read_text()


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 300
    while True:
        with suppress(FileNotFoundError):
            if holds():
                return
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_taken_port_makes_way_for_the_next_free_one(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with preview(tmp_path, port) as address:
            assert port < int(address.rpartition(":")[2]) <= port + loopback.TRIES


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_port_that_cannot_be_is_refused(tmp_path: Path, port: int) -> None:
    with pytest.raises(BriefingError, match=f"^{port} is not a port; name one from 0 to 65535$"):
        server.serve(
            output=tmp_path,
            watched=[],
            rebuild=lambda _: (),
            foresee=lambda *_: None,
            port=port,
            announce=print,
        )


def test_a_folder_that_cannot_be_watched_is_refused(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    with pytest.raises(BriefingError, match=f"^{gone} is missing, so it cannot be watched$"):
        server.serve(
            output=tmp_path,
            watched=[gone],
            rebuild=lambda _: (),
            foresee=lambda *_: None,
            port=0,
            announce=print,
        )


@pytest.mark.browser
def test_a_page_reloads_on_save_and_shows_problems_as_text(tmp_path: Path, browser: Browser) -> None:
    with preview(tmp_path) as address:
        word = tmp_path / "content/word.md"
        page = browser.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.goto(f"{address}/")
        expect(page.locator("h1")).to_have_text("one")
        word.write_text("two")
        expect(page.locator("h1")).to_have_text("two")
        until(lambda: "<h1>two</h1>" in (tmp_path / "output/index.html").read_text())
        word.write_text("broken")
        alert = page.get_by_role("alert")
        expect(alert).to_contain_text("1 problem; below is the last good build")
        expect(alert).to_contain_text("word.md:1: <b>broken</b>; mend it")
        expect(page.locator("h1")).to_have_text("two")
        word.write_text("three")
        expect(page.locator("h1")).to_have_text("three")
        until(lambda: "<h1>three</h1>" in (tmp_path / "output/index.html").read_text())
        expect(alert).to_have_count(0)
        word.write_text("long")
        expect(page.locator("h1")).to_have_text("long")
        until(lambda: (tmp_path / "output/other.html").read_text() == "('index.html',)")
        assert "<h1>three</h1>" in (tmp_path / "output/index.html").read_text()
        (tmp_path / "output/paused").touch()
        word.write_text("four")
        until(lambda: "<h1>four</h1>" in (tmp_path / "output/index.html").read_text())
        expect(page.locator("h1")).to_have_text("four")
        (tmp_path / "content/strange.md").write_text("It changes no page.")
        word.write_text("five")
        expect(page.locator("h1")).to_have_text("five")
        page.close()
    assert said == []


DIRECTIVES = st.lists(
    st.sampled_from(
        ["default-src 'none'", "script-src 'self' https://a.example", "img-src *", "connect-src 'none'"]
    )
).map("; ".join)


@settings(max_examples=50, deadline=None)
@given(DIRECTIVES)
def test_a_loosened_policy_lets_the_script_run_and_connect(policy: str) -> None:
    directives = {part.split()[0]: part.split()[1:] for part in server.loosened(policy).split(";")}
    for name in ("script-src", "connect-src"):
        assert "'self'" in directives[name]
        assert "'none'" not in directives[name]
    assert server.loosened(server.loosened(policy)) == server.loosened(policy)
