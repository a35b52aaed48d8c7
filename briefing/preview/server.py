"""Serve a built folder on this machine, and rebuild it on each save."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from functools import partial
from html import escape, unescape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, unquote

from briefing.build.options import OvertakenError
from briefing.content import urls
from briefing.core.problems import Problem
from briefing.preview import loopback, saves
from briefing.preview.loopback import HOST, LoopbackServer
from briefing.preview.state import State
from briefing.site.headers import HEADERS

if TYPE_CHECKING:
    from email.message import Message

NAMES = frozenset({HOST, "localhost"})
OWN = "/_briefing/"
# The endings of what pages are written from: a page made of these alone is another file where it is another.
TEXTS = frozenset({".md", ".yml"})
REST = 0.1  # seconds in which nobody asks for a page, before the build after a save
PAUSE = 15.0  # seconds between signs of life on a stream of events

TYPES = {
    ".avif": "image/avif",
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".gif": "image/gif",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml; charset=utf-8",
}
NOTHING_YET = (
    "<!doctype html><html lang=en><head><title>Preview</title></head><body><p>Not here, or not built yet.</p>"
)

# Headers of every answer. The policy of a page, loosened for the preview's script, is in the page.
GUARD = {**HEADERS, "Content-Security-Policy": "frame-ancestors 'none'", "Cache-Control": "no-store"}

_POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(")', re.IGNORECASE)


def serve(
    *,
    output: Path,
    watched: Sequence[Path],
    rebuild: Callable[[State], tuple[Problem, ...]],
    foresee: Callable[[Collection[Path], str], bytes | None],
    port: int,
    announce: Callable[[str], None],
) -> None:
    """Serve `output` until interrupted, and rebuild it now and on each change below `watched`.

    After a save the pages that are open, and those that are asked for until all is built, are shown as
    `foresee` tells them by the paths that were saved and their own below `output`; `rebuild` makes all, and
    pauses where a newer save is to overtake it. If `port` is taken, the next free one is used; 0 takes any.
    While `rebuild` returns Problems, the last good site stays, with the Problems shown on it. Raises
    BriefingError if no port is free or there is nothing to watch.
    """
    saved = saves.Saves(watched)
    state = State(output, saved.is_any)
    server = loopback.bound(lambda free: _Server(free, state), port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with saved.watching():  # a save during the first build is built after it
            announce(f"Preview: http://{HOST}:{server.server_port}/ (Ctrl-C ends it)")
            _build(state, rebuild)
            while True:
                changed = saved.wait()
                state.drawn += not all(path.suffix in TEXTS for path in changed)
                state.expect(partial(foresee, changed))
                # The next reader need not wait for the build.
                state.rest(REST)
                _build(state, rebuild)
    except KeyboardInterrupt:
        announce("Preview ended")
    finally:
        server.shutdown()
        server.server_close()


def _build(state: State, rebuild: Callable[[State], tuple[Problem, ...]]) -> None:
    with suppress(OvertakenError):
        state.take(rebuild(state))


class _Server(LoopbackServer):
    def __init__(self, port: int, state: State) -> None:
        self.state = state
        super().__init__((HOST, port), _Answer)


class _Answer(BaseHTTPRequestHandler):
    """A connection: it serves files of the site, the preview's own script, and its stream of events."""

    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = "Briefing"
    sys_version = ""

    def do_GET(self) -> None:
        """Answer with a file, a redirection, or 404.html."""
        path, _, query = self.path.partition("?")
        if self.headers.get("Host", "").partition(":")[0] not in NAMES:
            # No other site's page may read drafts through a name of its own that points to 127.0.0.1.
            self._send(b"", HTTPStatus.MISDIRECTED_REQUEST, ".txt")
        elif is_foreign(self.headers):
            self._send(b"", HTTPStatus.FORBIDDEN, ".txt")
        elif path == f"{OWN}events":
            self._send_events(_named(parse_qs(query).get("page", ["/"])[0]))
        elif path == f"{OWN}reload.js":
            self._send(Path(__file__).with_name("reload.js").read_bytes(), HTTPStatus.OK, ".js")
        else:
            self._send_file(path)

    do_HEAD = do_GET  # noqa: N815 - http.server names it

    def end_headers(self) -> None:
        """End the headers with those that every answer bears."""
        for name, value in GUARD.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Log nothing: nobody watches over a preview."""

    def _send_file(self, path: str) -> None:
        state, named = self.server.state, _named(path)
        if named.endswith(".html"):
            state.foresee(named)
        file = find(state.output, path)
        if file is not None and file.is_dir() and not path.endswith("/"):
            self._redirect(f"{path}/")
            return
        status, body = HTTPStatus.OK, state.read(named) if file or named in state.ahead else None
        if body is None:
            status, body = HTTPStatus.NOT_FOUND, state.read(urls.NOT_FOUND) or NOTHING_YET.encode()
            named = urls.NOT_FOUND
        suffix = PurePosixPath(named).suffix
        if suffix == ".html":
            body = with_script(body.decode("utf-8", "replace"), state.name(_named(path))).encode()
        self._send(body, status, suffix)

    def _redirect(self, path: str) -> None:
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", f"/{quote(unquote(path).lstrip('/'))}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, body: bytes, status: HTTPStatus, suffix: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", TYPES.get(suffix.lower(), "application/octet-stream"))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _send_events(self, page: str) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command == "HEAD":
            return
        state, seen, told = self.server.state, -1, b""
        try:
            with state.opened(page):
                while True:
                    with state.changed:
                        state.changed.wait_for(lambda: state.serial != seen, timeout=PAUSE)  # noqa: B023
                        is_due, seen = state.serial == seen, state.serial
                    event = state.as_event(page)
                    if event != told or is_due:
                        self.wfile.write(event if event != told else b":\n\n")
                        self.wfile.flush()
                        told = event
        except OSError:
            return  # the page is gone


def _named(path: str) -> str:
    """Name the file below the output folder that a request's path means, if it means one."""
    named = unquote(path).lstrip("/")
    return f"{named}{urls.INDEX}" if not named or named.endswith("/") else named


def is_foreign(headers: Message) -> bool:
    """Tell whether another origin's page asks, another port of this machine included.

    Browsers say who asks (W3C, Fetch Metadata Request Headers), other programs do not. A link that leads
    here may be followed: the page then has a window of its own, which the one that has the link cannot reach.
    """
    followed = headers.get("Sec-Fetch-Mode") == "navigate" and headers.get("Sec-Fetch-Dest") == "document"
    ours = headers.get("Sec-Fetch-Site", "none") in {"none", "same-origin"}
    origin = headers.get("Origin")
    return not (ours or followed) or origin not in {None, f"http://{headers['Host']}"}


def find(output: Path, path: str) -> Path | None:
    """Return the file or folder that a request's path names, None for one outside of `output`."""
    named = unquote(path)
    if "\0" in named or "\\" in named:
        return None
    try:
        root = output.resolve()
        file = (root / named.lstrip("/")).resolve()
        return file if file.is_relative_to(root) and file.exists() else None
    except (OSError, RuntimeError):
        return None  # a name too long, a link to itself


def with_script(html: str, built: str) -> str:
    """Put the preview's script into a page, and allow it in the page's own policy."""
    html = _POLICY.sub(
        lambda found: found[1] + escape(loosened(unescape(found[2]))) + found[3], html, count=1
    )
    script = f'<script type="module" src="{OWN}reload.js?built={built}"></script>'
    head, end, rest = html.partition("</head>")
    return f"{head}{script}{end}{rest}" if end else html + script


def loosened(policy: str) -> str:
    """Allow scripts and connections of the same origin in a Content-Security-Policy."""
    directives = {words[0]: words[1:] for part in policy.split(";") if (words := part.split())}
    for name in ("script-src", "connect-src"):
        sources = directives.get(name, directives.get("default-src", ["*"]))
        directives[name] = [*(source for source in sources if source not in {"'none'", "'self'"}), "'self'"]
    return "; ".join(" ".join((name, *sources)) for name, sources in directives.items())
