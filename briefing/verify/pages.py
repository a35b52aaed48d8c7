"""Check the pages of a site one by one, and note what each needs of the others.

Each page is read once and alone, so that many can be read at the same time.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from briefing.content import urls
from briefing.core.problems import Location, Problem
from briefing.engine import executors
from briefing.engine.digests import digest
from briefing.verify import events, figures, leaks, links, origins, page, record
from briefing.verify.markup import KnownTags
from briefing.verify.schemas import Schema, shipped
from briefing.verify.site_files import Fault, SiteFiles, resolve
from briefing.verify.tags import VOID

if TYPE_CHECKING:
    from briefing.verify.figures import ExportedClaim
    from briefing.verify.leaks import Withheld
    from briefing.verify.markup import Markup
    from briefing.verify.page import ParsedPage

# More pages than this are read on all cores; fewer are done before other processes have started.
FEW = 600
_SHARE = 100
# With more tags kept than this, pages share few, and it is quicker to forget them.
_MOST_TAGS = 200_000
# The pages of each kind that has a budget, by their addresses.
_KINDS = {
    "home": re.compile(urls.HOME),
    "briefing": re.compile(rf"{urls.BRIEFINGS}\d{{4}}/\d\d/\d\d/"),
    "chronology": re.compile(rf"{urls.CHRONOLOGY}(?:.+/)?"),
    "figures": re.compile(urls.FIGURES),
    "series": re.compile(rf"{urls.FIGURES}[^/]+/"),
    "entity": re.compile(rf"{urls.ENTITIES}.+/"),
}
# Elements within words; any other separates words.
_WITHIN = frozenset("a abbr b bdi cite code dfn em i mark q s small span strong sub sup time u wbr".split())
# Elements whose texts are not shown.
_UNSEEN = frozenset(("desc", "noscript", "template", "title"))


class Expectations(Struct, frozen=True):
    """What pages are compared with: `recorded` has the SHA-256 of each file, if there is a record.

    `word_budgets` has the most words that pages of a kind may show.
    """

    folder: Path
    site: SiteFiles
    recorded: Mapping[str, str]
    claims: Mapping[str, ExportedClaim]
    found_events: frozenset[str]
    withheld: Withheld
    withheld_images: Mapping[str, str]
    word_budgets: Mapping[str, int]


class PageFacts(Struct, frozen=True):
    """What is kept of a page once it has been read; `reached` are the files that it links to.

    One that `leads_on` is at a former address of a page. `led_to` are all other files that its
    references and addresses lead to, `wanted` the files with "#" and an id that these must have. `sha256`
    is that of its bytes, `exported` a digest of what the exports have by its ids.
    """

    path: str
    sha256: str = ""
    led_to: tuple[str, ...] = ()
    title: str = ""
    description: str = ""
    styles: tuple[tuple[str, str], ...] = ()
    anchors: frozenset[str] = frozenset()
    reached: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    leads_on: bool = False
    exported: str = ""
    problems: tuple[Problem, ...] = ()


def share_texts(page: PageFacts) -> PageFacts:
    """Return the facts with interned paths and ids, which all pages share."""
    return replace(
        page,
        led_to=tuple(map(sys.intern, page.led_to)),
        anchors=frozenset(map(sys.intern, page.anchors)),
        reached=tuple(map(sys.intern, page.reached)),
        wanted=tuple(map(sys.intern, page.wanted)),
    )


def exported(ids: Iterable[str], expected: Expectations) -> str:
    """A digest of the claims, and of the events found by the program, that have these ids."""
    known = [(id_, expected.claims[id_]) for id_ in sorted(filter(expected.claims.__contains__, ids))]
    found = sorted(filter(expected.found_events.__contains__, ids))
    return digest(known, found) if known or found else ""


def read(expected: Expectations, paths: Sequence[str]) -> tuple[PageFacts, ...]:
    """Read pages, given by their paths, in that order."""
    if len(paths) <= FEW or executors.cores() == 1:
        return tuple(_reading(expected)(paths))
    shares = [paths[start : start + _SHARE] for start in range(0, len(paths), _SHARE)]
    found = {
        share[0]: [*map(share_texts, facts)]
        for share, facts in executors.in_copies(partial(_reading, expected), shares)
    }
    return tuple(one for share in shares for one in found.pop(share[0]))


def _reading(expected: Expectations) -> Callable[[Sequence[str]], list[PageFacts]]:
    """Return a function that reads pages and keeps what they share."""
    reader = PageReader(expected)
    return lambda paths: [share_texts(reader.read(path)) for path in paths]


class PageReader(Struct):
    """A reader of one page after the other, which keeps what they share."""

    expected: Expectations
    known: KnownTags = field(default_factory=KnownTags)
    described: Schema = field(default_factory=lambda: shipped("json-ld"))

    def read(self, path: str) -> PageFacts:
        """Read a page; if it cannot be read, that is its only Problem."""
        file = self.expected.folder / path
        try:
            content = file.read_bytes()
            text = content.decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            return PageFacts(path, problems=(unreadable(file, error),))
        if len(self.known) > _MOST_TAGS:
            self.known.clear()
        parsed = page.read(text, path=path, known=self.known)
        sha256, followed = hashlib.sha256(content).hexdigest(), links.follow(parsed, self.expected.site)
        problems = [
            one.at(file, parsed.markup.line(at) if at >= 0 else 0)
            for at, one in (*followed.faults, *self._faults(parsed, content, sha256))
        ]
        return PageFacts(
            path=path,
            sha256=sha256,
            led_to=tuple(sorted(followed.files - followed.reached)),
            title=parsed.title,
            description=parsed.description,
            styles=tuple(_styles(parsed, self.expected.site)),
            anchors=frozenset(parsed.ids),
            reached=tuple(sorted(followed.reached)),
            wanted=tuple(f"{one.file}#{one.anchor}" for one in followed.wanted),
            leads_on=bool(parsed.leads_on),
            exported=exported(parsed.ids, self.expected),
            problems=tuple(problems),
        )

    def _faults(self, parsed: ParsedPage, content: bytes, sha256: str) -> Iterator[tuple[int, Fault]]:
        expected = self.expected
        of_events = events.faults(parsed, expected.found_events)
        for at, rule, what in (*parsed.faults, *figures.faults(parsed, expected.claims), *of_events):
            yield at, Fault(rule, what)
        for follows in links.RULES:
            yield from follows(parsed, expected.site)
        for block, at in parsed.blocks:
            yield from ((at, Fault("json-ld", f"JSON-LD: {what}")) for what in self.described.faults(block))
        yield from ((-1, Fault("withheld", *told)) for told in self._withheld(parsed, content))
        if long := too_long(parsed.path, parsed.markup, expected.word_budgets):
            yield -1, long
        if fault := record.fault(parsed.path, sha256, expected.recorded):
            yield -1, fault

    def _withheld(self, parsed: ParsedPage, content: bytes) -> Iterator[tuple[str, str]]:
        expected = self.expected
        if expected.withheld:
            yield from (withheld(*one) for one in expected.withheld.found(leaks.words_of_page(parsed)))
        yield from map(withheld_image, leaks.images(content, expected.withheld_images))


def withheld_image(path: str) -> tuple[str, str]:
    """Say that a withheld image is published, and which it is."""
    return "an image is published here", f"{path} is not: no published text refers to it"


def withheld(text: str, path: str) -> tuple[str, str]:
    """Say that a withheld text is published, and which note it is from."""
    shown = text if len(text) <= 60 else f"{text[:59]}…"  # noqa: PLR2004 - enough to find it by
    place = Location(path, origins.line_of([text], Path(path)))
    return f'"{shown}" is published here', f"{place}, where it comes from, is a draft or withdrawn"


def unreadable(file: Path, error: OSError | UnicodeDecodeError) -> Problem:
    """Say that a file cannot be read."""
    what = (
        f"cannot be read: {error.strerror}"
        if isinstance(error, OSError)
        else f"byte {error.start} is not UTF-8"
    )
    return Problem(Location(str(file)), "unreadable", what)


def _styles(parsed: ParsedPage, site: SiteFiles) -> Iterator[tuple[str, str]]:
    """Yield each style sheet that the page uses, with the page's policy, if it has one."""
    if parsed.policy is not None:
        for reference in parsed.references:
            if reference.kind == "style":
                yield resolve(reference.target, page=parsed.path, base=site.base), parsed.policy


def too_long(path: str, parts: Markup, budgets: Mapping[str, int]) -> Fault | None:
    """Say that a page has more words than the budget of its kind, if there is one."""
    kind = next((kind for kind, pages in _KINDS.items() if pages.fullmatch(urls.href_of(path))), "")
    budget = budgets.get(kind, 0)
    words = count(parts) if budget else 0
    if words <= budget:
        return None
    told = f"the page shows {words:,} words; the budget of {kind} pages is {budget:,}"
    return Fault("words", told, f"shorten it, or change words_{kind} in the settings", "warning")


def count(parts: Markup) -> int:
    """Count the words in the main part of a page as it opens; of what is folded, the heading."""
    return len(unescape("".join(_shown(parts))).split())


def _shown(parts: Markup) -> Iterator[str]:
    inside = heading = False
    hidden, depth = "", 0
    for tag, text in zip(parts.tags, parts.texts, strict=True):
        if tag.name == "main":
            inside = not tag.closing
        if not hidden and not tag.closing and _hides(tag.name, tag.attributes):
            hidden = tag.name
        if hidden and tag.name == hidden:
            depth += -1 if tag.closing else 1
            hidden = hidden if depth else ""
        elif tag.name == "summary":
            heading = not tag.closing and (hidden, depth) == ("details", 1)
        if inside and (heading or not hidden):
            yield text if tag.name in _WITHIN else f" {text}"


def _hides(name: str, attributes: Mapping[str, str]) -> bool:
    if name in VOID:
        return False
    return name in _UNSEEN or "hidden" in attributes or (name == "details" and "open" not in attributes)
