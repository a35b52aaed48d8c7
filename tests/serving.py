"""A folder, or what answers requests, in; the address where it is served without a word out."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import html5lib


class _Files(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Keep the output of the tests clean."""


@contextmanager
def answering(handler: Callable[..., http.server.BaseHTTPRequestHandler]) -> Iterator[str]:
    """Answer by a handler; the address, without a slash at the end."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


def files(folder: Path) -> AbstractContextManager[str]:
    """Serve the files of a folder; the address, without a slash at the end."""
    return answering(functools.partial(_Files, directory=str(folder)))


def unparsed(folder: Path) -> list[str]:
    """The pages of a site that are not HTML without a parse error."""

    def fails(page: str) -> bool:
        path = folder / page.lstrip("/")
        file = path / "index.html" if page.endswith("/") else path
        try:
            html5lib.HTMLParser(strict=True).parse(file.read_bytes())
        except html5lib.html5parser.ParseError:
            return True
        return False

    return [page for page in pages(folder) if fails(page)]


def pages(folder: Path) -> list[str]:
    """The paths of all pages of a site, as they stand in addresses."""
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    return sorted(f"/{path.removesuffix('index.html')}" for path in found)
