"""Follow the references of a page, and say why some lead nowhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct, field

from briefing.content import urls
from briefing.verify import policy
from briefing.verify.site_files import (
    Fault,
    SiteFiles,
    address_of,
    anchor_of,
    fault_of_address,
    fault_of_target,
    file_of_address,
    no_anchor,
    resolve,
)

if TYPE_CHECKING:
    from briefing.verify.page import ParsedPage
    from briefing.verify.tags import TagReference

# Schemes of links that leave the site without loading anything into the page.
FOLLOWED = frozenset({"http", "https", "mailto", "tel"})
# A server shows this page under any address, so no relative link in it can work.
ANYWHERE = "404.html"


class WantedAnchor(Struct, frozen=True):
    """An id that another page must have: the target as written, and the number of its tag."""

    file: str
    anchor: str
    target: str
    at: int


class Followed(Struct):
    """Where a page's references lead: all files, the pages linked to, and the ids that these must have."""

    files: set[str] = field(default_factory=set)
    reached: set[str] = field(default_factory=set)
    wanted: list[WantedAnchor] = field(default_factory=list)
    faults: list[tuple[int, Fault]] = field(default_factory=list)


def follow(page: ParsedPage, site: SiteFiles) -> Followed:
    """Find the files that every link, image, style sheet, script and so on leads to."""
    found = Followed()
    rules = _parsed(page.policy or "")
    folders = _folders(page.path)
    for reference, at in page.references.items():
        file = _quick(reference, folders, site)
        if not file:
            if fault := _fault(reference, page, site, rules):
                found.faults.append((at, fault))
                continue
            if ":" in reference.target:
                found.files.add(file_of_address(reference.target, site))
                continue
            file = resolve(reference.target, page=page.path, base=site.base)
        found.files.add(file)
        if reference.kind in {"link", "form"}:
            found.reached.add(file)
        if anchor := "#" in reference.target and anchor_of(reference.target):
            _want(found, page, WantedAnchor(file, anchor, reference.target, at))
    found.files.update(file_of_address(address, site) for address in page.addresses)
    found.files.discard("")
    return found


@lru_cache(maxsize=64)
def _parsed(text: str) -> policy.Policy:
    return policy.parse(text)


def _folders(path: str) -> tuple[str, ...]:
    """List the folder of a page and those around it, innermost first; none for `ANYWHERE`."""
    if path == ANYWHERE:
        return ()
    parts = path.split("/")[:-1]
    return tuple("".join(f"{part}/" for part in parts[:count]) for count in range(len(parts), -1, -1))


def _quick(reference: TagReference, folders: tuple[str, ...], site: SiteFiles) -> str:
    """Find the file that a plain relative link leads to; "" if that takes a closer look."""
    target = reference.target.partition("#")[0]
    if not target or reference.kind != "link":
        return ""
    up = 0
    while target.startswith("../", 3 * up):
        up += 1
    if up >= len(folders):
        return ""
    path = folders[up] + target[3 * up :]
    file = urls.output_path(path)
    return file if file in site.files else ""


def _want(found: Followed, page: ParsedPage, wanted: WantedAnchor) -> None:
    if wanted.file != page.path:
        found.wanted.append(wanted)
    elif wanted.anchor not in page.ids:
        found.faults.append((wanted.at, no_anchor(wanted.target, wanted.file, wanted.anchor)))


def inline(page: ParsedPage, _: SiteFiles) -> Iterator[tuple[int, Fault]]:
    """Check that the page's policy blocks nothing in the page."""
    rules = _parsed(page.policy or "")
    for what, at in page.inline:
        kind = "style" if "style" in what else "script"
        if not policy.allows(rules, kind, "'unsafe-inline'"):
            yield at, Fault("policy", f"the page's policy forbids {what}")


def directives(page: ParsedPage, _: SiteFiles) -> Iterator[tuple[int, Fault]]:
    """Check that the policy holds no directive that only a server can send."""
    rules = _parsed(page.policy or "")
    for directive in policy.ONLY_AS_HEADER:
        if directive in rules:
            what = f"{directive} has no effect in a page's own policy"
            yield -1, Fault("policy", what, "a server sends it as a header")


def labels(page: ParsedPage, _: SiteFiles) -> Iterator[tuple[int, Fault]]:
    """Check that the ids that labels and descriptions name are on the page."""
    for wanted, at in page.wanted.items():
        if wanted not in page.ids:
            yield at, Fault("anchor", f'a label or description names the id "{wanted}", which the page lacks')


def addresses(page: ParsedPage, site: SiteFiles) -> Iterator[tuple[int, Fault]]:
    """Check that the site's own addresses in blocks of JSON lead somewhere."""
    for address, at in page.addresses.items():
        if fault := fault_of_address(address, site):
            yield at, fault


def canonical(page: ParsedPage, site: SiteFiles) -> Iterator[tuple[int, Fault]]:
    """Check that the canonical address is the page's own, or that of the page to which it leads on."""
    path = resolve(page.leads_on, page=page.path, base=site.base) if page.leads_on else page.path
    if page.canonical and site.url and page.canonical != (own := address_of(path, site)):
        yield -1, Fault("canonical", f"the canonical address is {page.canonical}", f"it must be {own}")


def moved(page: ParsedPage, _: SiteFiles) -> Iterator[tuple[int, Fault]]:
    """Check that a page that leads on tells search engines not to index it."""
    if page.leads_on and "noindex" not in page.robots:
        yield -1, Fault("moved", "the page leads on, and search engines may keep it", "robots: noindex")


RULES: tuple[Callable[[ParsedPage, SiteFiles], Iterator[tuple[int, Fault]]], ...] = (
    inline,
    directives,
    labels,
    addresses,
    canonical,
    moved,
)


def _fault(reference: TagReference, page: ParsedPage, site: SiteFiles, rules: policy.Policy) -> Fault | None:
    target, kind = reference.target, reference.kind
    try:
        parts = urlsplit(target)
    except ValueError:
        return Fault("link", f"{target!r} is not an address")
    if parts.scheme or parts.netloc:
        return _fault_of_absolute(reference, parts.scheme, site, rules)
    if kind != "link" and not policy.allows(rules, kind, "'self'"):
        return _forbidden(reference)
    if page.path == ANYWHERE and not target.startswith((site.base, "#")):
        return Fault("link", f"{target!r} works under one address only", f"start it with {site.base}")
    if page.path != ANYWHERE and target.startswith("/"):
        return Fault("link", f"{target!r} works at the root of a host only", "make it relative to the page")
    return fault_of_target(target, page=page.path, site=site)


def _fault_of_absolute(
    reference: TagReference, scheme: str, site: SiteFiles, rules: policy.Policy
) -> Fault | None:
    if reference.kind == "link":
        if scheme not in FOLLOWED:
            return Fault("link", f"{reference.target!r} is neither in the site nor on the web")
        return fault_of_address(reference.target, site)
    if scheme == "data":
        return None if policy.allows(rules, reference.kind, "data:") else _forbidden(reference)
    return Fault("foreign", f"{reference.target!r} makes the page ask another host")


def _forbidden(reference: TagReference) -> Fault:
    return Fault("policy", f"the page's policy forbids {reference.target[:80]!r} as {reference.kind}")
