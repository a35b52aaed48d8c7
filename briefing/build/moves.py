"""Check that addresses lead somewhere: those that were live, and those that notes had before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.content import urls
from briefing.content.folder import CONTENT
from briefing.content.forms.faults import quoted
from briefing.core.problems import Location, Problem
from briefing.site.page_kinds import RESERVED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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


def gone(paths: Iterable[str]) -> Iterator[Problem]:
    """Warn of each page among files of the site that was published and are not in the next."""
    for path in sorted(paths):
        named = _NAMED.fullmatch(path)
        if named is not None and (named["kind"] or named["name"] not in RESERVED):
            what = f"/{urls.href_of(path)} was published, and leads nowhere now"
            allowed = f"write former: [{named['name']}] in {_HOLDERS[named['kind']]} that has taken its place"
            yield Problem(Location(CONTENT), "gone-address", what, allowed, "warning")


def faults(marks: Marks) -> Iterator[Problem]:
    """Yield each former name of a note that another note has, or had as well, or that is its own."""
    for name, _ in sorted(marks.values("former")):
        held, own = marks.holders("former", name), marks.holders("name", name)
        for holder in held:
            if any(one.path == holder.path for one in own):
                what, allowed = "is its own address", "leave it out"
            elif own:
                what = f"is the address of {CONTENT}/{own[0].path}"
                allowed = "leave it out, or rename that note"
            elif holder != held[0]:
                what, allowed = f"is a former address of {CONTENT}/{held[0].path} too", "keep one of them"
            else:
                continue
            place = Location(f"{CONTENT}/{holder.path}", holder.mark.line)
            yield Problem(place, "former-name", f"former: {quoted(name)} {what}", allowed)
