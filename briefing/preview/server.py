"""Serve a built folder on this machine, and rebuild it on each save."""

from __future__ import annotations

import json
import re
import secrets
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from briefing.content import urls
from briefing.core.problems import Problem
from briefing.preview import loopback, saves
from briefing.preview.loopback import HOST, LoopbackServer
from briefing.site.headers import HEADERS

if TYPE_CHECKING:
    from email.message import Message

NAMES = frozenset({HOST, "localhost"})
OWN = "/_briefing/"
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

# What every answer bears. The policy of a page, loosened for the preview's script, stands in the page.
GUARD = {**HEADERS, "Content-Security-Policy": "frame-ancestors 'none'", "Cache-Control": "no-store"}

_POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(")', re.IGNORECASE)


@dataclass(slots=True)
class State:
    """What the preview shows now; `changed` tells the open pages when that changes.

    `built` names the last good build and is never the same twice, nor in another run.
    """

    built: str = ""
    problems: tuple[str, ...] = ()
    serial: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)

    def take(self, problems: Sequence[Problem]) -> None:
        """Note the Problems of a rebuild, or that it was good."""
        with self.changed:
            self.problems = tuple(str(problem) for problem in problems)
            if not problems:
                self.built = secrets.token_hex(8)
            self.serial += 1
            self.changed.notify_all()

    def as_event(self) -> bytes:
        """Write the state as the text/event-stream that open pages read (WHATWG, HTML, 9.2)."""
        told = json.dumps({"built": self.built, "problems": self.problems})
        return f"data: {told}\n\n".encode()


def serve(
    *,
    output: Path,
    watched: Sequence[Path],
    rebuild: Callable[[], tuple[Problem, ...]],
    port: int,
    announce: Callable[[str], None],
) -> None:
    """Serve `output` until interrupted, and rebuild it now and on each change below `watched`.

    If `port` is taken, the next free one is used; 0 takes any. While `rebuild` returns Problems, the
    last good site stays, with the Problems shown on it. Raises BriefingError if no port is free or
    there is nothing to watch.
    """
    changes = saves.watch(watched)
    state = State()
    server = loopback.bound(lambda free: _Server(free, output, state), port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        next(changes)  # it watches from here on, so a save during the first build is built after it
        announce(f"Preview: http://{HOST}:{server.server_port}/ (Ctrl-C ends it)")
        state.take(rebuild())
        for _ in changes:
            state.take(rebuild())
    except KeyboardInterrupt:
        announce("Preview ended")
    finally:
        server.shutdown()
        server.server_close()


class _Server(LoopbackServer):
    def __init__(self, port: int, output: Path, state: State) -> None:
        self.output = output
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
        path = self.path.partition("?")[0]
        if self.headers.get("Host", "").partition(":")[0] not in NAMES:
            # No other site's page may read drafts through a name of its own that points to 127.0.0.1.
            self._send(b"", HTTPStatus.MISDIRECTED_REQUEST, ".txt")
        elif is_foreign(self.headers):
            self._send(b"", HTTPStatus.FORBIDDEN, ".txt")
        elif path == f"{OWN}events":
            self._send_events()
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
        file = find(self.server.output, path)
        if file is not None and file.is_dir():
            if not path.endswith("/"):
                self._redirect(f"{path}/")
                return
            file /= urls.INDEX
        status = HTTPStatus.OK
        if file is None or not file.is_file():
            file, status = self.server.output / urls.NOT_FOUND, HTTPStatus.NOT_FOUND
        try:
            body = file.read_bytes()
        except OSError:
            body = NOTHING_YET.encode()
        if file.suffix == ".html":
            body = with_script(body.decode("utf-8", "replace"), self.server.state.built).encode()
        self._send(body, status, file.suffix)

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

    def _send_events(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command == "HEAD":
            return
        state, seen = self.server.state, -1
        try:
            while True:
                with state.changed:
                    state.changed.wait_for(lambda: state.serial != seen, timeout=PAUSE)  # noqa: B023
                    told = state.as_event() if state.serial != seen else b":\n\n"
                    seen = state.serial
                self.wfile.write(told)
                self.wfile.flush()
        except OSError:
            return  # the page is gone


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
