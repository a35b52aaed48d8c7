"""Change the links of texts that lead to the page, or the file, of something that gets another name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct

from briefing.content import urls
from briefing.content.checks import references
from briefing.content.edits import Edit
from briefing.content.folder import CONTENT, ENDING
from briefing.content.tree import parse_file
from briefing.core.problems import BriefingError

if TYPE_CHECKING:
    from briefing.content.bearers import Bearer, BearerKind
    from briefing.content.places import SourceFile

# What stands before a target in Markdown, and behind it.
_BEFORE, _BEHIND = r"(?<=[(<\s\"':])", r"(?=[)>#?\s\"']|$)"


class Links(Struct, frozen=True):
    """What links are to become: addresses below the site's root, and files by their paths."""

    addresses: Mapping[str, str]
    files: Mapping[str, str]
    site: str

    @classmethod
    def of(
        cls,
        kinds: tuple[BearerKind, ...],
        names: tuple[str, str],
        known: Iterable[Bearer],
        *,
        files: Mapping[str, str],
        site: str,
    ) -> Links:
        """List the addresses of what has those kinds and had the first name, and gets the other."""
        pairs = {before: now for kind in kinds for before, now in _addresses(kind, *names, known)}
        return cls(pairs, files, site)

    def edits(self, file: SourceFile) -> Iterator[Edit]:
        """Yield the edits of a text's links; raises BriefingError where one cannot be changed."""
        if file.path.endswith(ENDING):
            yield from self._to_pages(file)
            yield from self._to_files(file)

    def _to_pages(self, file: SourceFile) -> Iterator[Edit]:
        wanted = "|".join(map(re.escape, sorted(self.addresses, key=len, reverse=True)))
        target = re.compile(rf"{_BEFORE}((?:{re.escape(self.site)})?/)({wanted}){_BEHIND}")
        for found in target.finditer(file.text, file.body) if wanted else ():
            yield _edit(file, found, found[1] + self.addresses[found[2]])

    def _to_files(self, file: SourceFile) -> Iterator[Edit]:
        if not any(PurePosixPath(path).name in file.text for path in self.files):
            return
        text = parse_file(file.path, file.content)[0]
        for one in dict.fromkeys(text.document.references) if text else ():
            path, _ = references.resolve(one.target, file.path) or ("", "")
            if path not in self.files:
                continue
            name, now = PurePosixPath(path).name, PurePosixPath(self.files[path]).name
            before, _, behind = one.target.rpartition(name)
            written = re.compile(f"{_BEFORE}{re.escape(one.target)}{_BEHIND}").finditer(file.text, file.body)
            made = [_edit(file, found, before + now + behind) for found in written]
            if not made:
                where = f"{CONTENT}/{file.path}:{one.line}"
                what = f"the link {one.target} is written in a way that cannot be changed"
                raise BriefingError(f"{where}: {what}; write it plainly")
            yield from made


def _edit(file: SourceFile, found: re.Match[str], text: str) -> Edit:
    return Edit(found.start() - file.head, found.end() - file.head, text)


def _addresses(kind: BearerKind, old: str, new: str, known: Iterable[Bearer]) -> Iterator[tuple[str, str]]:
    """Yield the addresses, before and now, of the pages that are named after something."""
    own = {
        "note": urls.note,
        "page": urls.page,
        "source": urls.source,
        "entity": urls.entity,
    }
    if kind in own:
        yield own[kind](old), own[kind](new)
    if kind in {"source", "entity"}:
        yield urls.claimant(old), urls.claimant(new)
        measures = (one.name for one in known if one.kind == "measure")
        yield from ((urls.group(what, old), urls.group(what, new)) for what in measures)
    if kind == "measure":
        counted = {one.name for one in known if one.kind in {"source", "entity"}}
        yield from ((urls.group(old, of), urls.group(new, of)) for of in sorted(counted))
