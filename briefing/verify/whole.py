"""Check what must hold between the pages of a site, and the files beside them."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from briefing.content import urls
from briefing.content.images import check as images
from briefing.content.images import kinds
from briefing.verify import assets, exports, feeds, leaks, links, markup, page, policy, record
from briefing.verify.pages import unreadable, withheld, withheld_image
from briefing.verify.site_files import Fault, fault_of_target, no_anchor

if TYPE_CHECKING:
    from briefing.core.problems import Problem
    from briefing.verify.pages import Expectations, PageFacts
    from briefing.verify.site_files import SiteFiles

# The keys that an editor writes a page's title and description at.
KEYS_OF = {"title": "title", "description": "summary or description"}
# The file, the number of a tag in it (-1: the file as a whole), and what is wrong there.
Finding = tuple[str, int, Fault]


class FileFacts(Struct, frozen=True):
    """What is kept about a sound file other than a page: the SHA-256 of its bytes and of its schema.

    `led_to` are the file itself and what it was held against: paths, some with "#" and an anchor.
    """

    path: str
    sha256: str
    schema: str = ""
    led_to: tuple[str, ...] = ()


def faults_of_pages(pages: Sequence[PageFacts], expected: Expectations) -> Iterator[Finding]:
    """Yield what is wrong between pages."""
    # Many pages need the same ids.
    wanted = set[str]().union(*(one.wanted for one in pages))
    lacking = {one for one in wanted if not expected.site.has(one)}
    for one in pages:
        if not lacking.isdisjoint(one.wanted):
            yield from _lacking(one.path, expected)
    yield from _twice("title", ((one.path, one.title) for one in pages))
    yield from _twice("description", ((one.path, one.description) for one in pages))
    yield from _unreachable(pages, expected.site)


def _lacking(path: str, expected: Expectations) -> Iterator[Finding]:
    """Yield the links of a page to ids that are not there; it is read again, since only faults ask for it."""
    text = (expected.folder / path).read_bytes().decode("utf-8")
    parsed = page.read(text, path=path, known=markup.KnownTags())
    for wanted in links.follow(parsed, expected.site).wanted:
        if wanted.anchor not in expected.site.anchors.get(wanted.file, (wanted.anchor,)):
            yield path, wanted.at, no_anchor(wanted.target, wanted.file, wanted.anchor)


def faults_of_files(
    paths: Sequence[str],
    pages: Sequence[PageFacts],
    expected: Expectations,
    known: Mapping[str, FileFacts],
    sound: list[FileFacts],
) -> Iterator[Problem]:
    """Yield what is wrong with the files that are not pages; add what was found of the others to `sound`.

    What is `known` of a file holds as long as its bytes, its schema and what its addresses lead to do.
    """
    policies = _policies(pages)
    schemas = exports.schemas(expected.folder, expected.site)
    for path in paths:
        file = expected.folder / path
        try:
            content = file.read_bytes()
        except OSError as error:
            yield unreadable(file, error)
            continue
        facts = FileFacts(path, hashlib.sha256(content).hexdigest(), schemas.get(exports.table_of(path), ""))
        before = known.get(path, facts)
        if replace(before, led_to=()) == facts != before and _stands(before, expected):
            sound.append(before)
            continue
        asked: set[str] = set()
        site = replace(expected.site, asked=asked)
        found = [*_faults_of_file(file, content, facts, policies, replace(expected, site=site))]
        yield from found
        if not found:
            sound.append(replace(facts, led_to=(*sorted(asked), path)))


def _stands(file: FileFacts, expected: Expectations) -> bool:
    unlisted = record.fault(file.path, file.sha256, expected.recorded)
    return unlisted is None and all(map(expected.site.has, file.led_to))


def _faults_of_file(
    file: Path,
    content: bytes,
    facts: FileFacts,
    policies: Mapping[str, frozenset[str]],
    expected: Expectations,
) -> Iterator[Problem]:
    path = facts.path
    try:
        text = _text(path, content)
    except UnicodeDecodeError as error:
        yield unreadable(file, error)
        return
    if kinds.of(path):
        yield from images.look(str(file), content)[1]
    found = [*_faults_of_text(path, text, policies.get(path, frozenset()), expected)] if text else []
    withheld_images = leaks.images(content, expected.withheld_images)
    found.extend(Fault("withheld", *withheld_image(image)) for image in withheld_images)
    if fault := record.fault(path, facts.sha256, expected.recorded):
        found.append(fault)
    yield from (one.at(file) for one in found)


def _text(path: str, content: bytes) -> str:
    """Read a file as text, "" if it is none. Raises UnicodeDecodeError if its format demands text."""
    if PurePosixPath(path).suffix in FORMATS:
        return content.decode("utf-8")
    text = content.decode("utf-8", "ignore")
    return "" if "\0" in text or text.encode() != content else text


def line(expected: Expectations, path: str, at: int) -> int:
    """Find the line of a tag by its number; the page is read again, since only faults ask for it."""
    if at < 0:
        return 0
    text = (expected.folder / path).read_bytes().decode("utf-8")
    return markup.take_apart(text, markup.KnownTags()).line(at)


def _twice(what: str, texts: Iterator[tuple[str, str]]) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for path, text in texts:
        other = first.setdefault(text, path)
        if text and other != path:
            told = f'the {what} "{text}" is also that of {other}'
            yield path, -1, Fault(what, told, f"write another {KEYS_OF[what]} for one of them", "warning")


def _unreachable(pages: Sequence[PageFacts], site: SiteFiles) -> Iterator[Finding]:
    """Follow links from the home page; no reader finds what they do not reach."""
    if urls.INDEX not in site.files:
        yield urls.INDEX, -1, Fault("home", "there is no home page")
        return
    by_path = {one.path: one for one in pages}
    seen, waiting = {urls.INDEX, links.ANYWHERE}, [urls.INDEX]
    while waiting:
        for path in by_path[waiting.pop()].reached:
            if path not in seen and path in by_path:
                seen.add(path)
                waiting.append(path)
    for one in pages:
        if one.path not in seen and not one.leads_on:
            yield one.path, -1, Fault("unreachable", "no link leads here from the home page")


def _policies(pages: Sequence[PageFacts]) -> dict[str, frozenset[str]]:
    """Collect for each style sheet the policies of the pages that use it."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one in pages:
        for style, text in one.styles:
            found[style].add(text)
    return {path: frozenset(policies) for path, policies in found.items()}


def _faults_of_text(
    path: str, text: str, policies: frozenset[str], expected: Expectations
) -> Iterator[Fault]:
    suffix = PurePosixPath(path).suffix
    if suffix in FORMATS:
        yield from FORMATS[suffix](path, text, policies, expected)
    elif path.startswith(urls.EXPORTS):
        what = f'no check exists for a data file that ends in "{suffix}"'
        yield Fault("format", what, "add its format to verify/whole.py")
    for words, note in expected.withheld.found(leaks.words_of_file(text)) if expected.withheld else ():
        yield Fault("withheld", *withheld(words, note))


def _of_style(path: str, text: str, policies: frozenset[str], expected: Expectations) -> Iterator[Fault]:
    yield from _of_targets(assets.of_style(text), path, policies, expected.site)


def _of_script(path: str, text: str, policies: frozenset[str], expected: Expectations) -> Iterator[Fault]:
    if assets.is_data(text):
        return
    yield from _of_targets(assets.of_script(text), path, policies, expected.site)
    for address in assets.hosts_of_script(text):
        if not f"{address}/".startswith(f"{expected.site.url}/"):
            yield Fault("foreign", f"{address!r} makes the page ask another host")


def _of_targets(
    targets: Iterable[str], path: str, policies: frozenset[str], site: SiteFiles
) -> Iterator[Fault]:
    found = (_fault_of_target(target, path, policies, site) for target in targets)
    yield from (fault for fault in found if fault)


def _of_json(path: str, text: str, _policies: frozenset[str], expected: Expectations) -> Iterator[Fault]:
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError) as error:
        yield Fault("json", f"the JSON cannot be read: {error}")
        return
    yield from feeds.of_json(tree, expected.site)
    yield from exports.of_json(tree, path=path, folder=expected.folder, site=expected.site)


def _fault_of_target(target: str, path: str, policies: frozenset[str], site: SiteFiles) -> Fault | None:
    parts = urlsplit(target)
    if parts.scheme == "data":
        site.asks_more()
        kind = "font" if target.startswith("data:font") else "img"
        if all(policy.allows(policy.parse(text), kind, "data:") for text in policies):
            return None
        return Fault("policy", f"a page's policy forbids {target[:80]!r} as {kind}")
    if parts.scheme or parts.netloc:
        return Fault("foreign", f"{target!r} makes the page ask another host")
    return fault_of_target(target, page=path, site=site)


def placed(found: Iterator[Finding], expected: Expectations) -> Iterator[Problem]:
    """Give findings their places."""
    for path, at, fault in found:
        yield fault.at(expected.folder / path, line(expected, path, at))


# How each format is checked. Whatever else can be read as text is searched for withheld texts.
FORMATS: Mapping[str, Callable[[str, str, frozenset[str], Expectations], Iterable[Fault]]] = {
    ".css": _of_style,
    ".csv": lambda path, text, _policies, expected: exports.of_csv(
        text, path=path, folder=expected.folder, site=expected.site
    ),
    ".ics": lambda _path, text, _policies, _expectations: exports.of_calendar(text),
    ".js": _of_script,
    ".json": _of_json,
    ".webmanifest": _of_json,
    ".xml": lambda _path, text, _policies, expected: feeds.of_xml(text, expected.site),
}
