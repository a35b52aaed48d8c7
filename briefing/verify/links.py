"""A page and the site around it go in; what its references and its policy do not allow comes out."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from briefing.verify import policy
from briefing.verify.site import Fault, address_of, fault_of_address, fault_of_target, resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from briefing.verify.page import Page
    from briefing.verify.site import Site
    from briefing.verify.tags import Reference

# Schemes of links that leave the site without loading anything into the page.
FOLLOWED = frozenset({"http", "https", "mailto", "tel"})
# The one page that a server shows under any address, so that no relative link in it can hold.
ANYWHERE = "404.html"


def references(page: Page, site: Site) -> Iterator[tuple[int, Fault]]:
    """Every link, image, style sheet, script and so on is there and allowed."""
    rules = policy.parse(page.policy or "")
    for reference, line in page.references:
        if fault := _fault(reference, page, site, rules):
            yield line, fault


def inline(page: Page, _: Site) -> Iterator[tuple[int, Fault]]:
    """Nothing stands in the page that its policy keeps from working."""
    rules = policy.parse(page.policy or "")
    for what, line in page.inline:
        kind = "style" if "style" in what else "script"
        if not policy.allows(rules, kind, "'unsafe-inline'"):
            yield line, Fault("policy", f"the page's policy forbids {what}")


def directives(page: Page, _: Site) -> Iterator[tuple[int, Fault]]:
    """The policy holds no directive that only a server can send."""
    rules = policy.parse(page.policy or "")
    for directive in policy.ONLY_AS_HEADER:
        if directive in rules:
            yield (
                0,
                Fault(
                    "policy",
                    f"{directive} means nothing in a page's own policy",
                    "a server sends it as a header",
                ),
            )


def labels(page: Page, _: Site) -> Iterator[tuple[int, Fault]]:
    """The ids that labels and descriptions name are on the page."""
    for wanted, line in page.wanted:
        if wanted not in page.anchors:
            yield line, Fault("anchor", f'a label or description names the id "{wanted}", which is not there')


def addresses(page: Page, site: Site) -> Iterator[tuple[int, Fault]]:
    """The site's own addresses in blocks of JSON lead somewhere."""
    for address, line in page.addresses:
        if fault := fault_of_address(address, site):
            yield line, fault


def canonical(page: Page, site: Site) -> Iterator[tuple[int, Fault]]:
    """The canonical address is the page's own."""
    if page.canonical and site.url and page.canonical != (own := address_of(page.path, site)):
        yield 0, Fault("canonical", f"the canonical address is {page.canonical}", f"it is {own}")


RULES: tuple[Callable[[Page, Site], Iterator[tuple[int, Fault]]], ...] = (
    references,
    inline,
    directives,
    labels,
    addresses,
    canonical,
)


def reached(page: Page, site: Site) -> Iterator[str]:
    """Yield the pages that a page's links and forms lead to."""
    for reference, _ in page.references:
        if reference.kind in {"link", "form"} and ":" not in reference.target:
            target = resolve(reference.target, page=page.path, base=site.base)
            if target in site.anchors:
                yield target


def _fault(reference: Reference, page: Page, site: Site, rules: policy.Policy) -> Fault | None:
    target, kind = reference.target, reference.kind
    try:
        parts = urlsplit(target)
    except ValueError:
        return Fault("link", f"{target!r} is no address")
    if parts.scheme or parts.netloc:
        return _fault_of_absolute(reference, parts.scheme, site, rules)
    if kind != "link" and not policy.allows(rules, kind, "'self'"):
        return _forbidden(reference)
    if page.path == ANYWHERE and not target.startswith((site.base, "#")):
        return Fault("link", f"{target!r} holds under one address only", f"start it with {site.base}")
    if page.path != ANYWHERE and target.startswith("/"):
        return Fault("link", f"{target!r} holds at the root of a host only", "make it relative to the page")
    return fault_of_target(target, page=page.path, site=site)


def _fault_of_absolute(reference: Reference, scheme: str, site: Site, rules: policy.Policy) -> Fault | None:
    if reference.kind == "link":
        if scheme not in FOLLOWED:
            return Fault("link", f"{reference.target!r} is neither in the site nor on the web")
        return fault_of_address(reference.target, site)
    if scheme == "data":
        return None if policy.allows(rules, reference.kind, "data:") else _forbidden(reference)
    return Fault("foreign", f"{reference.target!r} makes the page ask another host")


def _forbidden(reference: Reference) -> Fault:
    return Fault("policy", f"the page's policy forbids {reference.target[:80]!r} as {reference.kind}")
