"""Take the report out of a page's HTML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Any

import trafilatura

from briefing.core.problems import BriefingError
from briefing.intake.report import Document

# A text with fewer characters or paragraphs is not a report.
FEWEST_CHARACTERS, FEWEST_PARAGRAPHS = 400, 2
_DEEPEST = 4  # in JSON-LD
# Tags that say when a page was first published, the plainest first; none of later changes.
_PUBLISHED = (
    "article:published_time og:published_time datepublished parsely-pub-date sailthru.date publishdate "
    "publication_date pubdate dc.date.issued dcterms.issued dcterms.created dc.date dcterms.date date"
).split()
_DAY = re.compile(r"([1-9][0-9]{3}-[01][0-9]-[0-3][0-9])(?![0-9])")


def read(content: str, url: str = "") -> Document:
    """Return the report of a page. Raises BriefingError where it holds none."""
    tags = _Tags()
    tags.feed(content)
    made = trafilatura.bare_extraction(
        content,
        url=url or None,
        with_metadata=True,
        include_comments=False,
        # Otherwise the library takes 1 January of the year in a copyright line for a date.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    told: Any = made if made is not None else trafilatura.settings.Document()
    text = told.text or ""
    _refuse_short(text)
    days = tuple(tags.days())
    day, tag = days[0] if days else ("", "")
    others = sorted({other for other, _ in days} - {day})
    doubts = (f"other tags date it {', '.join(others)}",) if others else ()
    return Document(
        text,
        title=" ".join((told.title or "").split()),
        byline=" ".join(
            (tags.first("author", "byl", "dc.creator", "article:author") or told.author or "").split()
        ),
        outlet=tags.first("og:site_name", "application-name") or told.sitename or "",
        day=day,
        day_tag=tag,
        language=(tags.language or tags.first("og:locale", "content-language")).replace("_", "-").lower(),
        url=url or tags.canonical,
        doubts=doubts,
    )


def _refuse_short(text: str) -> None:
    paragraphs = [line for line in text.splitlines() if line.strip()]
    if len(text) < FEWEST_CHARACTERS or len(paragraphs) < FEWEST_PARAGRAPHS:
        what = f"the page holds no report but {len(text):,} characters in {len(paragraphs)} paragraphs"
        why = "as one that asks for consent does; save it once the report is shown, or paste the text"
        raise BriefingError(f"{what}, {why}")


class _Tags(HTMLParser):
    """What a page's tags tell: meta tags by name, times, JSON-LD, the language, the canonical address."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.meta: dict[str, str] = {}
        self.times: list[tuple[str, str]] = []
        self.language = self.canonical = ""
        self._scripts: list[str] = []
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        its = {name: value or "" for name, value in attrs}
        self._in_script = tag == "script" and its.get("type", "").lower() == "application/ld+json"
        if tag == "html":
            self.language = its.get("lang", "") or its.get("xml:lang", "")
        elif tag == "link" and its.get("rel", "").lower() == "canonical":
            self.canonical = its.get("href", "") if its.get("href", "").startswith("http") else ""
        elif tag == "time":
            self.times.append((its.get("datetime", ""), its.get("itemprop", "").lower()))
        if name := (its.get("property") or its.get("name") or its.get("itemprop") or its.get("http-equiv")):
            self.meta.setdefault(name.lower(), its.get("content", ""))
        if self._in_script:
            self._scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._in_script = self._in_script and tag != "script"

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self._scripts[-1] += data

    def first(self, *names: str) -> str:
        """Return what the first meta tag of some names says."""
        return next((self.meta[name].strip() for name in names if self.meta.get(name, "").strip()), "")

    def days(self) -> Iterator[tuple[str, str]]:
        """Yield each day of publication with the tag that says so, the most trustworthy first."""
        told = [(value, "datePublished in its JSON-LD") for value in self._published_in_json()]
        told += [(self.meta.get(name, ""), f"its tag {name}") for name in _PUBLISHED]
        times = [value for value, kind in self.times if kind == "datepublished"]
        told += [(value, "its tag time") for value in times or [value for value, _ in self.times[:1]]]
        for value, tag in told:
            if day := _DAY.match(value.strip()):
                yield day[1], f"{tag}: {value.strip()}"

    def _published_in_json(self) -> Iterator[str]:
        for script in self._scripts:
            try:
                yield from _published(json.loads(script), depth=0)
            except (ValueError, RecursionError):
                continue


def _published(value: Any, depth: int) -> Iterator[str]:
    """Yield what JSON-LD says of the page itself, not of those that it lists."""
    inside: Iterable[Any] = ()
    if isinstance(value, list):
        inside = value
    elif isinstance(value, dict):
        if isinstance(published := value.get("datePublished"), str):
            yield published
        inside = [value.get("@graph"), value.get("mainEntity")]
    for one in inside if depth < _DEEPEST else ():
        yield from _published(one, depth + 1)
