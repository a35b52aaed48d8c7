"""Check that old addresses lead somewhere: those of the live site, and former ones of notes."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from briefing.content import urls
from briefing.content.checks import former
from briefing.content.checks.former import Named
from briefing.content.folder import CONTENT
from briefing.core.problems import Location, Problem
from briefing.text.fold import slug

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Iterator

    from briefing.build.marks import Marks

# Pages that stand under a name which an editor gave. What a text yields comes and goes.
_KINDS = f"{urls.NOTES}|{urls.ENTITIES}|{urls.SOURCES}"
_NAMED = re.compile(rf"(?P<kind>{_KINDS})?(?P<name>[^/]+)/{urls.INDEX}")
_HOLDERS = {
    urls.NOTES: "the note",
    urls.ENTITIES: "the entry of registry/entities.yml",
    urls.SOURCES: "the entry of registry/sources.yml",
    None: "the page",
}


def gone(paths: Iterable[str], reserved: Collection[str], there: Container[str] = ()) -> Iterator[Problem]:
    """Warn of each page among files of the site that was published and whose address is not `there` now.

    `reserved` are the first parts of addresses that are no name which an editor gave.
    """
    for path in sorted(paths):
        named = _NAMED.fullmatch(path)
        if named is None or not (named["kind"] or named["name"] not in reserved):
            continue
        if urls.href_of(path) not in there:
            what = f"/{urls.href_of(path)} was published, and leads nowhere now"
            allowed = f"write former: [{named['name']}] in {_HOLDERS[named['kind']]} that has taken its place"
            yield Problem(Location(CONTENT), "gone-address", what, allowed, "warning")


def faults(marks: Marks) -> Iterator[Problem]:
    """Yield each former name of a note that another note has, or had as well, or that is its own."""
    names: dict[str, list[str]] = {}
    lines: dict[str, int] = {}
    for name, _ in sorted(marks.values("former")):
        for path, mark in marks.holders("former", name):
            names.setdefault(path, []).append(name)
            lines[path] = mark.line
        for path, _ in marks.holders("name", name):
            names.setdefault(path, [])
    named = (
        Named(slug(PurePosixPath(path).stem), tuple(had), Location(f"{CONTENT}/{path}", lines.get(path, 0)))
        for path, had in names.items()
    )
    return former.faults(named, "address")
