"""Change files of the content in single places, all else byte for byte as it was: all files, or none."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from briefing.content import places
from briefing.content.forms import files, yaml
from briefing.core.problems import BriefingError

if TYPE_CHECKING:
    from briefing.content.places import SourceFile

_PLAIN = re.compile(r"[A-Za-z0-9]\w*(?:[ -]\w+)*", re.ASCII)
# Ends like what the content passes over.
_STAGED = ".new~"
# What YAML reads as something else than a text.
_NOT_TEXT = re.compile(r"(?i:true|false|yes|no|on|off|null|y|n)")


class Edit(NamedTuple):
    """What is to stand in place of a part of a file; places count from its head."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a file of the content is to hold, and its path afterwards; `before` is None for a new one."""

    path: str
    before: bytes | None
    after: bytes
    new_path: str = ""

    @property
    def target(self) -> str:
        """The path afterwards."""
        return self.new_path or self.path


def applied(file: SourceFile, edits: Iterable[Edit]) -> bytes:
    """Return the bytes of a file with edits made."""
    text = file.text
    for edit in sorted(set(edits), reverse=True):
        text = text[: file.head + edit.start] + edit.text + text[file.head + edit.end :]
    mark = files.BYTE_ORDER_MARK if file.content.startswith(files.BYTE_ORDER_MARK) else b""
    return mark + text.encode()


def scalar(text: str) -> str:
    """Write a text as YAML takes it anywhere."""
    plain = _PLAIN.fullmatch(text) and not _NOT_TEXT.fullmatch(text)
    return text if plain else json.dumps(text, ensure_ascii=False)


def replaced(node: yaml.Scalar, text: str) -> Edit:
    """Put a text in place of a value."""
    return Edit(node.start, node.end, scalar(text))


def remembered(file: SourceFile, mapping: yaml.Mapping, old: str, new: str) -> Edit:
    """Add a former name to what has a new one; where it had that before, the two change places."""
    listed = places.values(mapping).get("former")
    if not isinstance(listed, yaml.Sequence):
        return added(file, mapping, "former", f"[{scalar(old)}]")
    for entry in listed.entries:
        if isinstance(entry, yaml.Scalar) and entry.text == new:
            return replaced(entry, old)
    if listed.flow:
        comma = ", " if listed.entries else ""
        return Edit(listed.end - 1, listed.end - 1, f"{comma}{scalar(old)}")
    at = _line_end(file, _last(listed.entries))
    return Edit(at, at, f"{newline(file)}{_indent(file, listed.start)}- {scalar(old)}")


def added(file: SourceFile, mapping: yaml.Mapping, key: str, text: str) -> Edit:
    """Add a key with its value behind the first one that a mapping has."""
    first, value = mapping.entries[0]
    if mapping.flow:
        end = value.end if isinstance(value, yaml.Scalar) or value.flow else mapping.end - 1
        return Edit(end, end, f", {key}: {text}")
    at = _line_end(file, value.end if isinstance(value, yaml.Scalar) else _last([value]))
    return Edit(at, at, f"{newline(file)}{_indent(file, first.start)}{key}: {text}")


def _last(nodes: Sequence[yaml.YamlNode]) -> int:
    """Return where the last of some nodes ends."""
    node = nodes[-1]
    if isinstance(node, yaml.Scalar) or node.flow or not node.entries:
        return node.end
    return _last([one for entry in node.entries for one in (entry if isinstance(entry, tuple) else (entry,))])


def _line_end(file: SourceFile, at: int) -> int:
    """Return the end of the line in which a value ends, before its line break."""
    at += file.head
    # A block of text ends where the next line begins.
    end = at - 1 if file.text[at - 1 : at] == "\n" else file.text.find("\n", at)
    end = len(file.text) if end < 0 else end
    return end - (file.text[end - 1 : end] == "\r") - file.head


def _indent(file: SourceFile, at: int) -> str:
    """Return the white space that puts a line's beginning below a place."""
    start = file.text.rfind("\n", 0, file.head + at) + 1
    return " " * (file.head + at - start)


def newline(file: SourceFile) -> str:
    """Return how the lines of a file end."""
    return "\r\n" if "\r\n" in file.text else "\n"


def write(folder: Path, changes: Sequence[Change]) -> None:
    """Write all files, or leave all as they were. Raises BriefingError where one cannot be written."""
    done: list[Change] = []
    try:
        for change in changes:
            _stage(folder, change)
        for change in changes:
            _beside(folder, change).replace(_target(folder, change))
            done.append(change)
            if change.new_path:
                (folder / change.path).unlink()
    except BaseException as error:
        _undo(folder, done)
        if isinstance(error, OSError):
            where = str(error.filename2 or error.filename).removesuffix(_STAGED)
            raise BriefingError(
                f"{where}: cannot be written: {error.strerror}; nothing was changed"
            ) from error
        raise
    finally:
        for change in changes:
            if (file := _beside(folder, change)).is_file():
                file.unlink()


def _stage(folder: Path, change: Change) -> None:
    """Write a file's new content beside it."""
    file = _beside(folder, change)
    file.write_bytes(change.after)
    if change.before is not None:
        shutil.copymode(folder / change.path, file)


def _target(folder: Path, change: Change) -> Path:
    file = folder / change.target
    # What a link leads to is what is read.
    return file.resolve() if file.is_symlink() else file


def _beside(folder: Path, change: Change) -> Path:
    file = _target(folder, change)
    return file.with_name(f"{file.name}{_STAGED}")


def _undo(folder: Path, done: Iterable[Change]) -> None:
    for change in done:
        if change.before is None or change.new_path:
            _target(folder, change).unlink()
        if change.before is not None:
            (folder / change.path).write_bytes(change.before)
