"""Read the entries of a feed."""

from __future__ import annotations

import calendar
from datetime import UTC, datetime
from urllib.parse import urlsplit

import feedparser

from briefing.intake.report import Entry


def read(content: bytes) -> tuple[Entry, ...]:
    """Return the entries of a feed, in its order."""
    # Bytes only: the library would open a path, or fetch an address.
    return tuple(_entry(one) for one in feedparser.parse(content, sanitize_html=True).entries)


def _entry(one: feedparser.FeedParserDict) -> Entry:
    moment = one.get("published_parsed")
    day = datetime.fromtimestamp(calendar.timegm(moment), UTC).date().isoformat() if moment else ""
    url = str(one.get("link", ""))
    pages = [str(part.get("value", "")) for part in one.get("content", ())] or [str(one.get("summary", ""))]
    web = urlsplit(url).scheme in {"http", "https"}
    return Entry(
        " ".join(str(one.get("title", "")).split()),
        url if web else "",
        day,
        str(one.get("author", "")),
        pages[0],
    )
