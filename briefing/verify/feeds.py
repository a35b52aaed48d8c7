"""Check feeds and sitemaps by the rules that their readers insist on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from briefing.content import urls
from briefing.verify import markup
from briefing.verify.schemas import shipped
from briefing.verify.site_files import Fault, fault_of_address, file_of_address, resolve

if TYPE_CHECKING:
    from briefing.verify.site_files import SiteFiles

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
# sitemaps.org allows no more in one file, be it a sitemap or an index of such.
MOST_LOCATIONS = 50_000
MOST_BYTES = 52_428_800

_NUMBERED = re.compile(r"sitemap-\d+\.xml")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")  # RFC 3339


def of_xml(text: str, site: SiteFiles) -> Iterator[Fault]:
    """Check any XML file; an Atom feed (RFC 4287) and a sitemap by their own rules too."""
    try:
        root = ET.fromstring(text)  # noqa: S314 - the build has written it
    except ET.ParseError as error:
        yield Fault("xml", f"the XML cannot be read: {error}")
        return
    if root.tag == f"{ATOM}feed":
        yield from _atom(root, site)
    elif root.tag in {f"{SITEMAP}urlset", f"{SITEMAP}sitemapindex"}:
        yield from _sitemap(root, len(text.encode()), site)
        if root.tag == f"{SITEMAP}sitemapindex":
            yield from _parts(root, site)


def of_json(tree: Any, site: SiteFiles) -> Iterator[Fault]:
    """Check a JSON Feed (1.1) by its own rules; any other JSON passes."""
    if isinstance(tree, dict) and str(tree.get("version", "")).startswith("https://jsonfeed.org/"):
        yield from _json_feed(tree, site)


def _atom(root: ET.Element, site: SiteFiles) -> Iterator[Fault]:
    yield from _atom_parts(root, "the feed", site)
    if not any(link.get("rel") == "self" for link in root.findall(f"{ATOM}link")):
        yield Fault("feed", "the feed has no link to itself")
    entries = root.findall(f"{ATOM}entry")
    author = root.find(f"{ATOM}author") is not None
    for entry in entries:
        name = f"entry {_text(entry, 'title') or _text(entry, 'id')!r}"
        yield from _atom_parts(entry, name, site)
        if not author and entry.find(f"{ATOM}author") is None:
            yield Fault("feed", f"{name} has no author, nor has the feed")
        if _text(entry, "published") > _text(entry, "updated"):
            yield Fault("feed", f"{name} was updated before it was published")
        for content in (*entry.findall(f"{ATOM}content"), *entry.findall(f"{ATOM}summary")):
            # Any other type is plain text (RFC 4287, section 3.1.1).
            if content.get("type") == "html":
                yield from _content(content.text or "", name, site)
        alternates = [
            link for link in entry.findall(f"{ATOM}link") if link.get("rel", "alternate") == "alternate"
        ]
        if entry.find(f"{ATOM}content") is None and not alternates:
            yield Fault("feed", f"{name} has neither content nor a link to it")
    yield from _repeats((_text(entry, "id") for entry in entries), "id")


def _atom_parts(element: ET.Element, name: str, site: SiteFiles) -> Iterator[Fault]:
    for part in ("id", "title", "updated"):
        found = len(element.findall(f"{ATOM}{part}"))
        if not _text(element, part):
            yield Fault("feed", f"{name} has no {part}")
        elif found > 1:
            yield Fault("feed", f"{name} has {found} {part} elements; it needs exactly one")
    identity = _text(element, "id")
    if identity and not urlsplit(identity).scheme:
        yield Fault("feed", f"the id {identity!r} of {name} is not an absolute address")
    for part in ("updated", "published"):
        yield from _moment(_text(element, part), part, name)
    for link in element.findall(f"{ATOM}link"):
        yield from _address(link.get("href", ""), name, site)


def _text(element: ET.Element, part: str) -> str:
    return (element.findtext(f"{ATOM}{part}") or "").strip()


def _locations(root: ET.Element) -> list[str]:
    return [(element.text or "").strip() for element in root.iter(f"{SITEMAP}loc")]


def _sitemap(root: ET.Element, size: int, site: SiteFiles) -> Iterator[Fault]:
    site.asks_more()
    locations = _locations(root)
    if len(locations) > MOST_LOCATIONS:
        told = f"the sitemap has {len(locations):,} addresses"
        yield Fault("sitemap", told, f"search engines read {MOST_LOCATIONS:,} at most", "warning")
    if size > MOST_BYTES:
        told = f"the sitemap has {size:,} bytes"
        yield Fault("sitemap", told, f"search engines read {MOST_BYTES:,} at most", "warning")
    for location in locations:
        if site.url and not location.startswith(f"{site.url}/"):
            yield Fault("sitemap", f"{location!r} is not an address of this site")
        yield from _address(location, "the sitemap", site)
        if resolve(location[len(site.url) + 1 :], page=urls.INDEX, base="/") in site.moved:
            yield Fault("sitemap", f"{location!r} is a page that leads on to another")
    yield from _repeats(locations, "address")


def _parts(root: ET.Element, site: SiteFiles) -> Iterator[Fault]:
    """Check that an index lists sitemaps, and all of this site's that have a number."""
    listed = {file_of_address(location, site) for location in _locations(root)}
    for path in sorted(listed & site.files):
        if not path.endswith(".xml"):
            yield Fault("sitemap", f"{path} is not a sitemap")
    for path in sorted(site.files - listed):
        if _NUMBERED.fullmatch(path):
            yield Fault("sitemap", f"{path} is not listed in the index")


def _json_feed(feed: dict[str, Any], site: SiteFiles) -> Iterator[Fault]:
    faults = tuple(shipped("json-feed").faults(feed))
    if faults:
        yield from (Fault("feed", fault, "see jsonfeed.org/version/1.1") for fault in faults)
        return
    for key in ("home_page_url", "feed_url"):
        if key in feed:
            yield from _address(feed[key], "the feed", site)
    for entry in feed["items"]:
        yield from _json_entry(entry, site)
    yield from _repeats((entry["id"] for entry in feed["items"]), "id")


def _json_entry(entry: dict[str, Any], site: SiteFiles) -> Iterator[Fault]:
    name = f"entry {entry.get('title') or entry.get('id')!r}"
    if not entry.get("content_html") and not entry.get("content_text"):
        yield Fault("feed", f"{name} has no content")
    yield from _content(entry.get("content_html", ""), name, site)
    for key in ("date_published", "date_modified"):
        yield from _moment(entry.get(key, ""), key, name)
    for key in ("url", "image"):
        if key in entry:
            yield from _address(entry[key], name, site)


def _content(html: str, name: str, site: SiteFiles) -> Iterator[Fault]:
    for tag in markup.take_apart(html, markup.KnownTags()).first:
        for reference in tag.references:
            yield from _address(reference.target, name, site)


def _moment(text: str, part: str, name: str) -> Iterator[Fault]:
    if text and not _MOMENT.fullmatch(text):
        yield Fault("feed", f"{part} of {name} is {text!r}", "write it like 2018-12-14T00:00:00Z")


def _address(address: str, name: str, site: SiteFiles) -> Iterator[Fault]:
    if not address.startswith(("https://", "http://", "mailto:", "tel:")):
        yield Fault("feed", f"{name} has {address!r}, which is not an absolute address")
    elif fault := fault_of_address(address, site):
        yield fault


def _repeats(names: Iterable[str], kind: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield Fault("feed", f"the {kind} {name!r} occurs twice")
        seen.add(name)
