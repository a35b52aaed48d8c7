"""Answer the desk's requests, on this machine, from the one browser that opened its link."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from briefing.build.workshop import Workshop
from briefing.content import urls
from briefing.core.problems import BriefingError
from briefing.desk import entries, inbox, leads, style, view, work
from briefing.desk.actions import ACTIONS, DRAFTS, KINDS, PUBLISHED, WHOLE, draft
from briefing.desk.library import Library
from briefing.desk.pending import Publication, pending
from briefing.desk.session import Desk
from briefing.desk.work import ConflictError, Posted, Work
from briefing.intake import store
from briefing.preview import loopback
from briefing.preview.loopback import HOST, LoopbackServer
from briefing.preview.server import TYPES, find
from briefing.publish.repository import Repository
from briefing.site.headers import HEADERS
from briefing.site.render import templates

if TYPE_CHECKING:
    from datetime import date
    from email.message import Message

    from briefing.core.settings import Folders
    from briefing.suggest.parser import Parser

HERE = Path(__file__).parent
SITE, ASSETS = "/site/", "/assets/"
LARGEST = 28_000_000
INBOX = "inbox"  # the file in the store that keeps its lines
DEPTH = 100  # above the preview's port: an address that stays, so that a browser finds what it has kept
_OWN = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_FRAMED = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; frame-ancestors 'self'"
)


@contextmanager
def running(
    title: str,
    folders: Folders,
    today: Callable[[], date],
    port: int,
    publication: Publication | None = None,
    *,
    workshop: Workshop | None = None,
    parser: Parser | None = None,
) -> Iterator[str]:
    """Answer until the block ends; its value is the address that opens the desk once.

    A free port is looked for from `port` on; 0 takes any. Raises BriefingError where none is free.
    """
    library = Library(folders.content, today, folders.store / store.FOLDER, parser)
    shop = workshop or Workshop(today)
    register = inbox.Register(library, folders.store / INBOX, shop.wait)
    register.recall()
    to = publication or Publication("", folders, Repository(folders.root))
    desk = Desk(title, folders.output, Work(library), to, register, shop)
    server = loopback.bound(lambda free: _Server(free, desk), port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    register.begin()
    try:
        yield f"http://{HOST}:{server.server_port}/?token={desk.token}"
    finally:
        server.shutdown()
        server.server_close()


class _Server(LoopbackServer):
    def __init__(self, port: int, desk: Desk) -> None:
        self.desk = desk
        self.pages = templates.environment((HERE,), {})
        super().__init__((HOST, port), _Answer)


class _Answer(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = "Briefing"
    sys_version = ""

    def do_GET(self) -> None:
        """Answer with a page of the desk, or a file of the previewed site for its frame."""
        parts = urlsplit(self.path)
        if refused := self._refused(writes=False):
            self._send(refused)
        elif token := parse_qs(parts.query).get("token"):
            self._open(token[0])
        elif not self._is_known():
            told = "Open the desk by the link that briefing serve prints; it works once."
            self._send(HTTPStatus.FORBIDDEN, told.encode(), ".txt")
        elif parts.path.startswith(SITE):
            self._send_file(find(self.server.desk.output, parts.path.removeprefix(SITE)), _FRAMED)
        elif parts.path == f"{ASSETS}desk.css":
            self._send(HTTPStatus.OK, style.sheet(), ".css")
        elif parts.path.startswith(ASSETS):
            self._send_file(find(HERE / "assets", parts.path.removeprefix(ASSETS)), _OWN)
        elif parts.path in {"/find", "/entry"}:
            self._send_found(parts.path, parse_qs(parts.query))
        else:
            self._send_page(parts.path, parse_qs(parts.query))

    def do_POST(self) -> None:
        """Do what a page asks, and answer with what it shows then."""
        length = self.headers.get("Content-Length", "")
        if refused := self._refused(writes=True):
            self._turn_away(refused)
        elif not self._is_known() or self.headers.get_content_type() != "application/json":
            self._turn_away(HTTPStatus.FORBIDDEN)
        elif not length.isdigit() or int(length) > LARGEST:
            self._turn_away(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        else:
            self._act(self.rfile.read(int(length)))

    def log_message(self, *_: object) -> None:
        """Log nothing."""

    def _refused(self, *, writes: bool) -> HTTPStatus | None:
        """Return why a request is not answered: it is for another name, or comes from another origin."""
        host = f"{HOST}:{self.server.server_port}"
        if self.headers.get("Host") != host:
            return HTTPStatus.MISDIRECTED_REQUEST
        return None if is_own(self.headers, f"http://{host}", writes=writes) else HTTPStatus.FORBIDDEN

    def _turn_away(self, status: HTTPStatus) -> None:
        # The body is not read, and would be taken for the next request of this connection.
        self._send(status, headers={"Connection": "close"})

    def _cookie(self) -> str:
        # Cookies are shared by all ports of a machine.
        return f"briefing-desk-{self.server.server_port}"

    def _is_known(self) -> bool:
        try:
            cookies = SimpleCookie(self.headers.get("Cookie", ""))
        except CookieError:
            return False
        given = cookies[self._cookie()].value if self._cookie() in cookies else ""
        return secrets.compare_digest(given.encode(), self.server.desk.session.encode())

    def _open(self, token: str) -> None:
        """Give the browser that brings the token a session, and take the token out of its address."""
        cookie = f"{self._cookie()}={self.server.desk.session}; HttpOnly; SameSite=Strict; Path=/"
        headers = {"Set-Cookie": cookie} if self.server.desk.opens(token) else {}
        self._send(HTTPStatus.SEE_OTHER, headers={**headers, "Location": "/"})

    def _send_page(self, path: str, query: dict[str, list[str]]) -> None:
        desk = self.server.desk
        given = {name: values[0] for name, values in query.items()}
        try:
            if path == "/":
                wanted = inbox.Wanted.of(given)
                found = desk.register.read(wanted)
                if found.unread:
                    desk.register.begin()
                self._send_html(
                    "inbox.html",
                    {"inbox": found, "states": inbox.STATES, "narrowed": inbox.NARROWED, "wanted": wanted},
                )
            elif path == "/publish" and desk.publication.to:
                waiting = pending(
                    desk.publication.repository, desk.work.library, desk.publication.folders.output
                )
                today = desk.work.library.today().isoformat()
                self._send_html("publish.html", {"waiting": waiting, "today": today})
            elif path == "/lead":
                lead = leads.opened(desk.work.library.folder, given.get("day", ""))
                self._send_html("lead.html", {"lead": lead})
            elif path == "/note":
                name = given.get("path", "")
                self._send_html("note.html", {"path": name, "note": work.shown(desk.work, name)})
            else:
                self._send(HTTPStatus.NOT_FOUND, b"Not here.", ".txt")
        except BriefingError as error:
            self._send(HTTPStatus.NOT_FOUND, str(error).encode(), ".txt")

    def _send_found(self, path: str, query: dict[str, list[str]]) -> None:
        """Answer with entries of the registry that a text may mean, or with the fields of a new one."""
        known = self.server.desk.work.library.registry()[0]
        try:
            found = entries.asked(known, path, {name: values[0] for name, values in query.items()})
        except BriefingError as error:
            self._send_json(HTTPStatus.UNPROCESSABLE_ENTITY, {"message": str(error)})
        else:
            self._send_json(HTTPStatus.OK, {"found": found})

    def _send_html(self, template: str, values: dict[str, Any]) -> None:
        page = self.server.pages.get_template(template).render(desk=self.server.desk, **values)
        self._send(HTTPStatus.OK, page.encode("utf-8", "replace"), ".html")

    def _send_file(self, file: Path | None, policy: str) -> None:
        if file is not None and file.is_dir():
            file /= urls.INDEX
        if file is None or not file.is_file():
            self._send(HTTPStatus.NOT_FOUND)
            return
        self._send(HTTPStatus.OK, file.read_bytes(), file.suffix, policy=policy)

    def _act(self, content: bytes) -> None:
        try:
            asked = json.loads(content)
            kind = self.path.strip("/")
            posted = Posted("", "", "", "") if kind in WHOLE else _posted(asked)
        except (ValueError, KeyError, TypeError):
            self._send_json(HTTPStatus.BAD_REQUEST, {"message": "this is not a request of the desk"})
            return
        try:
            # Publishing works from the disk and takes time; a page must come at once.
            with self.server.desk.lock if kind not in {*PUBLISHED, "page"} else nullcontext():
                self._send_json(HTTPStatus.OK, answer(self.server.desk, kind, posted, asked))
        except ConflictError as error:
            theirs = work.shown(self.server.desk.work, posted.path)
            self._send_json(HTTPStatus.CONFLICT, {"message": str(error), "theirs": theirs})
        except (BriefingError, OSError) as error:
            self._send_json(HTTPStatus.UNPROCESSABLE_ENTITY, {"message": str(error)})

    def _send_json(self, status: HTTPStatus, told: dict[str, Any]) -> None:
        self._send(status, json.dumps(told, sort_keys=True).encode(), ".json")  # sorted as in templates

    def _send(
        self,
        status: HTTPStatus,
        body: bytes = b"",
        suffix: str = ".txt",
        *,
        policy: str = _OWN,
        headers: dict[str, str] | None = None,
    ) -> None:
        self.send_response(status)
        own = {
            "Content-Type": TYPES.get(suffix.lower(), "application/octet-stream"),
            "Content-Length": str(len(body)),
        }
        guard = {**HEADERS, "Content-Security-Policy": policy, "Cache-Control": "no-store"}
        for name, value in {**own, **guard, **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def is_own(headers: Message, origin: str, *, writes: bool) -> bool:
    """Tell whether a request comes from the desk's own pages, or to read also from nobody's.

    Browsers say who asks (W3C, Fetch Metadata Request Headers). Another port of this machine is the same
    site and another origin. One that does not say has to name our origin to write.
    """
    site, named = headers.get("Sec-Fetch-Site"), headers.get("Origin")
    if named is not None and named != origin:
        return False
    if writes:
        return site == "same-origin" or (site is None and named == origin)
    return site in {None, "none", "same-origin"}


def _posted(asked: dict[str, Any]) -> Posted:
    fields = ("path", "base", "head", "body")
    values = [asked[name] for name in fields]
    if not all(isinstance(one, str) for one in values):
        raise TypeError(fields)
    return Posted(*values)


def answer(desk: Desk, kind: str, posted: Posted, asked: dict[str, Any]) -> dict[str, Any]:
    """Do one thing with a note, and return what its page shows. Raises BriefingError where it cannot."""
    done = desk.work
    if kind not in KINDS:
        raise BriefingError(f"{kind}: the desk cannot do this")
    if kind in WHOLE:
        return WHOLE[kind](desk, asked)
    if kind == "enter":
        given = {str(key): str(value) for key, value in dict(asked.get("values", ())).items()}
        wrong = done.enter(posted.path, str(asked.get("part")), given, is_final=asked.get("final") is True)
        return {"problems": [one.text for one in wrong]}
    if kind == "page":
        return desk.shown(posted)
    if kind in DRAFTS:
        return view.state(done.library, posted.path, draft(done, posted, kind, asked))
    if kind == "undo":
        done.undo(posted.path)
    else:
        done.save(posted)
        ACTIONS[kind](desk, posted.path, asked)
    return work.shown(done, posted.path)
