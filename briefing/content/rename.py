"""Rename a note, a page, a tag or what has an id in the registry, in all files that name it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, get_args

from msgspec import Struct

from briefing.content import edits, places, registry, urls
from briefing.content.bearers import PARTS, Bearer, BearerKind, bearers
from briefing.content.checks import references
from briefing.content.edits import Change, Edit
from briefing.content.folder import CONTENT, ENDING
from briefing.content.forms import yaml
from briefing.content.forms.addresses import FILE_NAME
from briefing.content.forms.faults import alternatives
from briefing.content.forms.fields import IDENTIFIER, UnfitError
from briefing.content.tree import parse_file
from briefing.core.problems import BriefingError, errors, nearest
from briefing.core.registry import COUNT
from briefing.text.fold import fold, slug

if TYPE_CHECKING:
    from briefing.content.bearers import Bearer
    from briefing.content.places import SourceFile

KINDS: tuple[BearerKind, ...] = get_args(BearerKind)
FILES: tuple[BearerKind, ...] = ("note", "page")
# Who speaks is named by an id, whether it is a source, an entity or both: then it is one thing.
SPEAKERS: tuple[BearerKind, ...] = ("source", "entity")
# What comes before a target in Markdown, and after it.
_BEFORE, _BEHIND = r"(?<=[(<\s\"':])", r"(?=[)>#?\s\"']|$)"


class Renaming(Struct, frozen=True):
    """What gets another name, in all files."""

    old: str
    new: str
    meant: tuple[Bearer, ...]

    @property
    def kinds(self) -> tuple[BearerKind, ...]:
        """What it is: more than one where a source is an entity too."""
        return tuple(kind for kind in KINDS if any(one.kind == kind for one in self.meant))

    @property
    def is_file(self) -> bool:
        """Tell whether a file is renamed."""
        return self.kinds[0] in FILES


def rename(
    folder: Path, old: str, new: str, *, kind: str = "", site: str = "", reserved: Collection[str] = ()
) -> tuple[Renaming, tuple[Change, ...]]:
    """Return what is renamed and the changes that do it, for `edits.write`.

    `kind` says what is meant where several things have the name. `site` is the site's address, by which
    texts may link to its pages; `reserved` are addresses that no page can have.
    Raises BriefingError where nothing has the name, where the new one is taken or cannot stand, and where
    a file that holds the old one cannot be read.
    """
    files = places.read(folder)
    known = tuple(bearers(files))
    entities = _names_of_entities(files)
    renaming = Renaming(old, new, _meant(known, old, kind, entities))
    _refuse_form(renaming, entities, reserved)
    _refuse_taken(renaming, known)
    moved = {one.path: _renamed_path(one.path, new) for one in renaming.meant if renaming.is_file}
    links = Links.of(renaming.kinds, (old, new), known, files=moved, site=site)
    changes = []
    for path, file in files.items():
        if not file.readable and old.encode() in file.content:
            raise BriefingError(f"{CONTENT}/{path}: cannot be read, so nothing was changed; run check")
        made = edits.applied(file, (*_edits(file, renaming), *links.edits(file)))
        if made != file.content or path in moved:
            changes.append(Change(path, file.content, made, moved.get(path, "")))
    if renaming.kinds == ("tag",) and registry.TAGS not in files and (entry := _entry(renaming)):
        changes.append(Change(registry.TAGS, None, entry.encode()))
    for change in changes:
        _refuse_faulty(change)
    return renaming, tuple(changes)


def _names_of_entities(files: Mapping[str, SourceFile]) -> dict[str, str]:
    """Return the id of each entity by its names, folded: a tag of such a name is the entity's."""
    file = files.get(registry.ENTITIES)
    found = registry.parse_entities(registry.ENTITIES, file.content)[0] if file else ()
    names = ((one.id, (one.id, one.label, *(alias.text for alias in one.aliases))) for one in found)
    return {fold(name): id_ for id_, some in names for name in some}


def _meant(known: Sequence[Bearer], old: str, kind: str, entities: Mapping[str, str]) -> tuple[Bearer, ...]:
    """Return all that has a name; raises BriefingError where nothing has, or several things."""
    of_entity = fold(old) in entities
    found = [
        one
        for one in known
        if one.is_called(old)
        and kind in {"", one.kind, *(SPEAKERS if one.kind in SPEAKERS else ())}
        and not (one.kind == "tag" and of_entity)
    ]
    kinds = list(dict.fromkeys(one.kind for one in found))
    if not kinds:
        raise BriefingError(f"{old}: there is no such {kind or 'name'}; {_like(known, old, kind, entities)}")
    if len(kinds) > 1 and not set(kinds) <= set(SPEAKERS):
        several = " and ".join(f"{'an' if one == 'entity' else 'a'} {one}" for one in kinds)
        raise BriefingError(f"{old} is {several}; say which with --kind")
    return tuple(found)


def _like(known: Iterable[Bearer], old: str, kind: str, entities: Mapping[str, str]) -> str:
    """Say what may be meant by a name that nothing has."""
    wanted = [one for one in known if kind in {"", one.kind}]
    if now := next((one for one in wanted if one.was_called(old)), None):
        return f"it is called {now.name} now"
    if fold(old) in entities and kind in {"", "tag"}:
        return f"it is a name of the entity {entities[fold(old)]}, whose tag is called by its label"
    near = nearest(old, {one.name for one in wanted})
    return f"did you mean {near}?" if near else f"name a {alternatives(KINDS)}"


def _refuse_form(renaming: Renaming, entities: Mapping[str, str], reserved: Collection[str]) -> None:
    """Raise BriefingError where what is renamed cannot be called so."""
    new, kinds = renaming.new, renaming.kinds
    if new == renaming.old:
        raise BriefingError(f"{new}: both names are the same; write the new one second")
    if kinds == ("tag",):
        if not slug(new):
            raise BriefingError(f"{new}: the tag makes no address; write it with letters or digits")
        if entity := entities.get(fold(new)):
            raise BriefingError(f"{new}: is a name of the entity {entity}; choose another")
        return
    try:
        (FILE_NAME if renaming.is_file else IDENTIFIER).take(yaml.Scalar(new, 0))
    except UnfitError as unfit:
        raise BriefingError(f"{new}: {unfit.what}; {unfit.allowed}") from unfit
    if (new == COUNT and "unit" in kinds) or (new in reserved and "page" in kinds):
        raise BriefingError(f"{new}: has a meaning of its own; choose another")


def _refuse_taken(renaming: Renaming, known: Iterable[Bearer]) -> None:
    """Raise BriefingError where something else has the new name, or had it."""
    new, kinds = renaming.new, renaming.kinds
    rivals = set(SPEAKERS if kinds[0] in SPEAKERS else kinds)
    for one in known:
        if one.kind not in rivals or one in renaming.meant:
            continue
        if one.is_called(new):
            raise BriefingError(f"{new}: is taken, at {one.place}; choose another")
        if one.was_called(new):
            raise BriefingError(f"{new}: is a former name of {one.name}, at {one.place}; choose another")


def _edits(file: SourceFile, renaming: Renaming) -> Iterator[Edit]:
    """Yield the edits of what names something in a file's head, and of the entry that defines it."""
    old, new, kinds = renaming.old, renaming.new, renaming.kinds
    parts = {PARTS[kind] for kind in kinds if kind in PARTS}
    for written, node in file.scalars:
        of_tag = written.names == ("tags",)
        if (of_tag and kinds == ("tag",) and fold(node.text) == fold(old)) or (
            node.text == old and (parts & set(written.names) or (of_tag and "entities" in parts))
        ):
            yield edits.replaced(node, new)
    same = kinds == ("tag",) and slug(new) == slug(old)
    for one in renaming.meant:
        if one.path == file.path and one.entry is not None:
            if isinstance(id_ := places.values(one.entry).get("id"), yaml.Scalar) and not renaming.is_file:
                yield edits.replaced(id_, new)
            if not same:
                yield edits.remembered(file, one.entry, old, new)
    if file.path == registry.TAGS and kinds == ("tag",) and not any(one.entry for one in renaming.meant):
        at = len(file.text)
        newline = "" if file.text.endswith("\n") or not file.text else "\n"
        yield Edit(at, at, f"{newline}{_entry(renaming)}")


def _entry(renaming: Renaming) -> str:
    """Write the entry of a tag that was not renamed before; none where its address stays."""
    old, new = renaming.old, renaming.new
    if slug(new) == slug(old):
        return ""
    return f"- {{label: {edits.scalar(new)}, former: [{edits.scalar(old)}]}}\n"


def _renamed_path(path: str, new: str) -> str:
    return str(PurePosixPath(path).with_name(f"{new}{ENDING}"))


def _refuse_faulty(change: Change) -> None:
    """Raise BriefingError where a file would have a fault that it did not have."""
    before = {one.what for one in parse_file(change.path, change.before or b"")[1]}
    for problem in errors(parse_file(change.target, change.after)[1]):
        if change.before is None or problem.what not in before:
            raise BriefingError(f"{problem}; nothing was changed")


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
