"""Read a report from a page, a PDF, a feed or a text, whichever its bytes turn out to be."""

from __future__ import annotations

import importlib
import re
from typing import Any

from briefing.core.problems import BriefingError
from briefing.intake.report import Document, Entry

LARGEST = 20_000_000
# Files without readable text, by their first bytes.
_OTHERS = {
    b"PK\x03\x04": "a ZIP file or a document of an office program",
    b"\xd0\xcf\x11\xe0": "a document of an office program",
    b"{\\rtf": "a document of an office program",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"\x1f\x8b": "a compressed file",
}
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w-]+)", re.IGNORECASE)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|article|main|div|p)\b", re.IGNORECASE)
_FEED = re.compile(r"<(?:rss|feed|rdf:RDF)\b")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")


def read(content: bytes, *, url: str = "", charset: str = "") -> Document | tuple[Entry, ...]:
    """Return the report in a file, or the entries of a feed. Raises BriefingError for what is neither."""
    if len(content) > LARGEST:
        raise BriefingError(f"it has more than {LARGEST:,} bytes; paste the report's text")
    if not content.strip():
        raise BriefingError("it is empty")
    if kind := next((kind for head, kind in _OTHERS.items() if content.startswith(head)), ""):
        raise BriefingError(f"it is {kind}; give a page, a PDF, a feed or plain text")
    if b"%PDF-" in content[:1024]:
        document: Document = _reader("pdfs").read(content)
        return document
    text = _decoded(content, charset)
    head = text[:2000]
    if _FEED.search(head):
        entries: tuple[Entry, ...] = _reader("feeds").read(content)
        return entries
    if _HTML.search(head):
        return _page(text, url)
    if _CONTROL.search(text):
        raise BriefingError("it is not text; give a page, a PDF, a feed or plain text")
    return Document("\n".join(line.strip() for line in text.splitlines()), url=url)


def of_entry(entry: Entry) -> Document:
    """Return the report that a feed holds of an entry. Raises BriefingError where it holds only a teaser."""
    found = _page(f"<html><body><article>{entry.page}</article></body></html>", entry.url)
    tag = f"published in the feed: {entry.day}" if entry.day else ""
    return found._replace(title=entry.title, byline=entry.byline, day=entry.day, day_tag=tag, url=entry.url)


def _page(text: str, url: str) -> Document:
    document: Document = _reader("pages").read(text, url)
    return document


def _reader(name: str) -> Any:
    """Load one of the modules that need a library of the extra."""
    try:
        return importlib.import_module(f"briefing.intake.{name}")
    except ImportError as error:
        what = f"{error.name} is missing, which reads {name}"
        raise BriefingError(f"{what}: pip install 'briefing-digest[intake]'") from error


def _decoded(content: bytes, charset: str) -> str:
    declared = _CHARSET.search(content[:4096])
    for name in (charset, declared[1].decode("ascii", "replace") if declared else "", "utf-8-sig"):
        try:
            if name:
                return content.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return content.decode("utf-16", "replace")
    return content.decode("cp1252", "replace")
