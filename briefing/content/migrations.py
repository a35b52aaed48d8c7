"""Rewrite content that an earlier version of the program read otherwise, in the form of today.

Each migration is a function in the list at the end. What it mends `check` tells of, with the new form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from briefing.content import edits, places, registry
from briefing.content.edits import Change, Edit
from briefing.content.folder import CONTENT, ENDING
from briefing.content.forms import yaml
from briefing.content.places import SourceFile
from briefing.content.project import PRESETS, described
from briefing.content.tree import parse_file
from briefing.core.registry import COUNT

Files: TypeAlias = Mapping[str, SourceFile]
Migration: TypeAlias = Callable[[Files], Iterator[Change]]

# What version 0.1 could count, and in what: it had no files for these, and no other words.
FIRST = PRESETS / "conflict"
_COMMENT = re.compile(r"^<!--(.*?)-->[ \t]*\r?\n(?:\r?\n)?", re.MULTILINE | re.DOTALL)


def migrate(folder: Path) -> tuple[Change, ...]:
    """Return the changes that all migrations make, one file's in one."""
    files = places.read(folder)
    made = dict(files)
    for migration in MIGRATIONS:
        for change in migration(made):
            made[change.path] = places.opened(change.path, change.after)
    return tuple(
        Change(path, before.content if (before := files.get(path)) else None, file.content)
        for path, file in made.items()
        if path not in files or file.content != files[path].content
    )


def measures_become_content(files: Files) -> Iterator[Change]:
    """Write the measures and units that version 0.1 knew by itself, if notes have claims of no others."""
    if registry.MEASURES in files or registry.UNITS in files:
        return
    known = places.opened(registry.MEASURES, (FIRST / "measures.yml").read_bytes())
    claims = [dict(claim) for file in files.values() for claim in _claims(file)]
    if not claims or {claim.get("what", "") for claim in claims} - _ids(known):
        return
    text = edits.applied(known, _subjects(known, claims, _kinds(files))).decode()
    yield Change(registry.MEASURES, None, f"{described(f'{CONTENT}/{registry.MEASURES}')}{text}".encode())
    text = (FIRST / "units.yml").read_text("utf-8")
    yield Change(registry.UNITS, None, f"{described(f'{CONTENT}/{registry.UNITS}')}{text}".encode())


def _subjects(known: SourceFile, claims: list[dict[str, str]], kinds: Mapping[str, str]) -> Iterator[Edit]:
    """Allow each measure the kinds of entity that it is told of: version 0.1 allowed all."""
    for entry in known.entries:
        keys = places.values(entry)
        allowed, what = keys.get("of"), keys["id"]
        if isinstance(allowed, yaml.Sequence) and isinstance(what, yaml.Scalar):
            listed = {one.text for one in allowed.entries if isinstance(one, yaml.Scalar)}
            told = {kinds.get(claim.get("who", ""), "") for claim in claims if claim.get("what") == what.text}
            for kind in sorted(told - listed - {""}):
                yield Edit(allowed.end - 1, allowed.end - 1, f", {kind}")


def people_are_counted_without_a_unit(files: Files) -> Iterator[Change]:
    """Write `count` for the unit `people` of version 0.1."""
    if registry.UNITS in files and "people" in _ids(files[registry.UNITS]):
        return
    for file in files.values():
        units = [node for kind, node in file.scalars if kind.names == ("units",) and node.text == "people"]
        if units and file.path.endswith(ENDING):
            made = edits.applied(file, (edits.replaced(node, COUNT) for node in units))
            yield Change(file.path, file.content, made)


def comments_stand_in_heads(files: Files) -> Iterator[Change]:
    """Move what editors wrote for editors between `<!--` and `-->`, on lines of its own, into the head."""
    for file in files.values():
        if "<!--" not in file.text[file.body :] or not isinstance(file.node, yaml.Mapping):
            continue
        lines = {one.location.line for one in parse_file(file.path, file.content)[1] if one.rule == "comment"}
        found = [
            match
            for match in _COMMENT.finditer(file.text, file.body)
            if file.text.count("\n", 0, match.start()) + 1 in lines
        ]
        if not found:
            continue
        newline = edits.newline(file)
        written = [line.strip() for match in found for line in match[1].strip().splitlines()]
        end = file.text.rindex("\n", 0, file.text.rindex("\n", 0, file.body)) + 1 - file.head
        moved = Edit(end, end, "".join(f"# {line}{newline}" for line in written))
        gone = (Edit(match.start() - file.head, match.end() - file.head, "") for match in found)
        yield Change(file.path, file.content, edits.applied(file, (moved, *gone)))


def _claims(file: SourceFile) -> Iterator[Iterator[tuple[str, str]]]:
    """Yield the keys and texts of each claim of a note."""
    listed = file.keys.get("claims")
    for claim in listed.entries if isinstance(listed, yaml.Sequence) else ():
        if isinstance(claim, yaml.Mapping):
            pairs = places.values(claim).items()
            yield ((key, node.text) for key, node in pairs if isinstance(node, yaml.Scalar))


def _ids(file: SourceFile) -> set[str]:
    ids = (places.values(entry).get("id") for entry in file.entries)
    return {one.text for one in ids if isinstance(one, yaml.Scalar)}


def _kinds(files: Files) -> dict[str, str]:
    """Return the kind of each entity by its id."""
    file = files.get(registry.ENTITIES)
    found = registry.parse_entities(file.path, file.content)[0] if file else ()
    return {one.id: one.kind for one in found}


# In the order in which they are made.
MIGRATIONS: tuple[Migration, ...] = (
    measures_become_content,
    people_are_counted_without_a_unit,
    comments_stand_in_heads,
)
