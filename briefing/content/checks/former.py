"""Check the ids, addresses and tags that things had before: none of them may be another's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from briefing.content.forms.faults import quoted
from briefing.content.registry import ENTITIES, MEASURES, SOURCES, TAGS, UNITS
from briefing.core.model import Page
from briefing.core.problems import Location, Problem
from briefing.core.registry import Registry
from briefing.text.fold import slug


class Named(NamedTuple):
    """Something with its name, the names that it had before, and where those are written."""

    name: str
    former: tuple[str, ...]
    place: Location


def of_registry(registry: Registry) -> Iterator[Problem]:
    """Yield what is wrong with former ids in the registry, and with former tags."""
    parts = ((SOURCES, registry.sources), (ENTITIES, registry.entities), (MEASURES, registry.measures))
    for path, part in (*parts, (UNITS, registry.units)):
        named = (Named(one.id, one.former, Location(f"content/{path}", one.line)) for one in part)
        yield from faults(named, "id")
    tags = (
        Named(one.id, tuple(map(slug, one.former)), Location(f"content/{TAGS}", one.line))
        for one in registry.tags
    )
    yield from faults(tags, "tag")


def of_pages(pages: Iterable[Page], reserved: frozenset[str]) -> Iterator[Problem]:
    """Yield what is wrong with the former addresses of editors' own pages."""
    named = [Named(page.slug, page.former, Location(page.path)) for page in pages]
    yield from faults(named, "address")
    for one in named:
        for former in one.former:
            if former in reserved:
                what = f"former: {quoted(former)} is an address of the site's own"
                yield Problem(one.place, "former-name", what, "leave it out")


def faults(all_named: Iterable[Named], noun: str) -> Iterator[Problem]:
    """Yield each former name that is the name of something of the kind, or a former one of another."""
    named = sorted(all_named, key=lambda one: one.place)
    own = {one.name: one for one in named}
    first: dict[str, Named] = {}
    for one in named:
        for former in one.former:
            earlier = first.setdefault(former, one)
            if former == one.name:
                what, allowed = f"is its own {noun}", "leave it out"
            elif former in own:
                what = f"is the {noun} of another, {_beside(own[former], one)}"
                allowed = f"leave it out, or give that one another {noun}"
            elif earlier is not one:
                what, allowed = (
                    f"is a former {noun} of {earlier.name} too, {_beside(earlier, one)}",
                    "keep one of them",
                )
            else:
                continue
            yield Problem(one.place, "former-name", f"former: {quoted(former)} {what}", allowed)


def _beside(other: Named, one: Named) -> str:
    """Where another is written: a line of the same file, or another file."""
    return f"line {other.place.line}" if other.place.path == one.place.path else other.place.path
