"""All pages of a site and the texts beside them go in; what does not hold between them comes out."""

from __future__ import annotations

from collections import defaultdict
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from briefing.verify import assets, feeds, links, policy
from briefing.verify.site import Fault, fault_of_target, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefing.verify.page import Page
    from briefing.verify.site import Site

HOME = "index.html"
# What is looked into besides pages.
TEXTS = frozenset({".css", ".js", ".json", ".webmanifest", ".xml"})

# The file, its line (0: as a whole), and what is wrong there.
Finding = tuple[str, int, Fault]


def faults(pages: Sequence[Page], texts: Mapping[str, str], site: Site) -> Iterator[Finding]:
    """Yield what is wrong beyond single pages. `texts` are the files that `TEXTS` names, by path."""
    for page in pages:
        for rule in links.RULES:
            for line, fault in rule(page, site):
                yield page.path, line, fault
    yield from _titles(pages)
    yield from _unreachable(pages, site)
    policies = _policies(pages, site)
    for path, text in texts.items():
        for fault in _faults_of_text(path, text, policies.get(path, frozenset()), site):
            yield path, 0, fault


def _titles(pages: Sequence[Page]) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for page in pages:
        other = first.setdefault(page.title, page.path)
        if page.title and other != page.path:
            yield page.path, 0, Fault("title", f'the title "{page.title}" is also that of {other}')


def _unreachable(pages: Sequence[Page], site: Site) -> Iterator[Finding]:
    """Follow links from the home page; what they do not reach no reader finds."""
    if HOME not in site.files:
        yield HOME, 0, Fault("home", "there is no home page")
        return
    by_path = {page.path: page for page in pages}
    seen, waiting = {HOME, links.ANYWHERE}, [HOME]
    while waiting:
        for path in links.reached(by_path[waiting.pop()], site):
            if path not in seen:
                seen.add(path)
                waiting.append(path)
    for page in pages:
        if page.path not in seen:
            yield page.path, 0, Fault("unreachable", "no link leads here from the home page")


def _policies(pages: Sequence[Page], site: Site) -> dict[str, frozenset[str]]:
    """Collect for each style sheet the policies of the pages that use it."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for page in pages:
        for reference, _ in page.references:
            if reference.kind == "style" and page.policy is not None:
                found[resolve(reference.target, page=page.path, base=site.base)].add(page.policy)
    return {path: frozenset(policies) for path, policies in found.items()}


def _faults_of_text(path: str, text: str, policies: frozenset[str], site: Site) -> Iterator[Fault]:
    suffix = PurePosixPath(path).suffix
    if rule := feeds.RULES.get(suffix):
        yield from rule(text, site)
        return
    targets = assets.of_style(text) if suffix == ".css" else assets.of_script(text)
    for target in targets:
        if fault := _fault_of_target(target, path, policies, site):
            yield fault


def _fault_of_target(target: str, path: str, policies: frozenset[str], site: Site) -> Fault | None:
    parts = urlsplit(target)
    if parts.scheme == "data":
        kind = "font" if target.startswith("data:font") else "img"
        if all(policy.allows(policy.parse(text), kind, "data:") for text in policies):
            return None
        return Fault("policy", f"a page's policy forbids {target[:80]!r} as {kind}")
    if parts.scheme or parts.netloc:
        return Fault("foreign", f"{target!r} makes the page ask another host")
    return fault_of_target(target, page=path, site=site)
