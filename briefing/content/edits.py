"""Change single places in files of the content: in all files or in none, and no other byte."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from briefing.content import places
from briefing.content.forms import files, yaml
from briefing.core.problems import BriefingError

if TYPE_CHECKING:
    from briefing.content.places import SourceFile

_PLAIN = re.compile(r"-?[A-Za-z0-9][\w./~%-]*(?:[ -]\w+)*", re.ASCII)
_COLON = re.compile(r"\s*:")
# Has a suffix that the content ignores.
_STAGED = ".new~"
_COMMENT_LINE = re.compile(r"[ \t]*(#[^\r\n]*)?\r?\n")
_NOT_TEXT = re.compile(r"(?i:true|false|yes|no|on|off|null|y|n)")


class Edit(NamedTuple):
    """A new text for a part of a file; places count from its head."""

    start: int
    end: int
    text: str


class Change(Struct, frozen=True):
    """The new content of a file, and its path afterwards; `before` is None for a new file."""

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
    """Write a text so that YAML accepts it anywhere."""
    return text if _PLAIN.fullmatch(text) and not is_word_of_yaml(text) else quoted(text)


def quoted(text: str) -> str:
    """Write a text in double quotes."""
    return json.dumps(text, ensure_ascii=False)


def is_word_of_yaml(text: str) -> bool:
    """Tell whether YAML reads a word as something else than a text."""
    return _NOT_TEXT.fullmatch(text) is not None


def replaced(node: yaml.Scalar, text: str) -> Edit:
    """Replace a value by a text."""
    return Edit(node.start, node.end, scalar(text))


def remembered(file: SourceFile, mapping: yaml.Mapping, old: str, new: str) -> Edit:
    """Add a former name to something renamed; if it had the new name before, the two change places."""
    listed = places.values(mapping).get("former")
    if not isinstance(listed, yaml.Sequence):
        return added(file, mapping, "former", f"[{scalar(old)}]")
    for entry in listed.entries:
        if isinstance(entry, yaml.Scalar) and entry.text == new:
            return replaced(entry, old)
    if listed.flow:
        comma = ", " if listed.entries else ""
        return Edit(listed.end - 1, listed.end - 1, f"{comma}{scalar(old)}")
    at = line_end(file, end_of(file, listed))
    return Edit(at, at, f"{newline(file)}{indent(file, listed.start)}- {scalar(old)}")


def added(file: SourceFile, mapping: yaml.Mapping, key: str, text: str) -> Edit:
    """Add a key with its value behind the first one that a mapping has."""
    first, value = mapping.entries[0]
    end = entry_end(file, first, value)
    if mapping.flow:
        return Edit(end, end, f", {key}: {text}")
    at = line_end(file, end)
    return Edit(at, at, f"{newline(file)}{indent(file, first.start)}{key}: {text}")


def end_of(file: SourceFile, node: yaml.YamlNode) -> int:
    """Return where a value ends, without blank lines after a block of text."""
    if isinstance(node, yaml.Scalar) or node.flow or not node.entries:
        return node.start + len(file.text[file.head + node.start : file.head + node.end].rstrip())
    last = node.entries[-1]
    return entry_end(file, *last) if isinstance(last, tuple) else end_of(file, last)


def entry_end(file: SourceFile, key: yaml.Scalar, value: yaml.YamlNode) -> int:
    """Return where a key with its value ends."""
    return colon_end(file, key) if is_absent(value) else end_of(file, value)


def colon_end(file: SourceFile, key: yaml.Scalar) -> int:
    """Return the place behind a key's colon, behind the key where it has none."""
    colon = _COLON.match(file.text, file.head + key.end)
    return colon.end() - file.head if colon else key.end


def is_absent(value: yaml.YamlNode) -> bool:
    """Tell whether a key has no value."""
    return isinstance(value, yaml.Scalar) and value.plain and not value.text


def line_end(file: SourceFile, at: int) -> int:
    """Return the end of a place's line, before its line break."""
    end = file.text.find("\n", file.head + at)
    end = len(file.text) if end < 0 else end
    return end - (file.text[end - 1 : end] == "\r") - file.head


def indent(file: SourceFile, at: int) -> str:
    """Return the white space that puts a line's beginning below a place."""
    start = file.text.rfind("\n", 0, file.head + at) + 1
    return " " * (file.head + at - start)


def newline(file: SourceFile) -> str:
    """Return how the lines of a file end."""
    return "\r\n" if "\r\n" in file.text else "\n"


def line_start(file: SourceFile, at: int) -> int:
    """Return the start of a place's line."""
    return file.text.rfind("\n", 0, file.head + at) + 1 - file.head


def next_line(file: SourceFile, at: int) -> int:
    """Return the start of the line below a place."""
    end = file.text.find("\n", file.head + at)
    return (len(file.text) if end < 0 else end + 1) - file.head


def dash(file: SourceFile, parent: yaml.Sequence, number: int) -> int:
    """Return the place of a row's dash."""
    start = parent.entries[number].start
    return file.text.rfind("-", file.head + parent.start, file.head + start + 1) - file.head


def block_end(file: SourceFile, at: int, indent: int) -> int:
    """Return the end of the line in which a value ends, or of the last comment below that belongs to it."""
    end = line_end(file, at)
    line = next_line(file, at)
    while line > end and (found := _COMMENT_LINE.match(file.text, file.head + line)):
        if found[1] and found.start(1) - found.start() > indent:
            end = line_end(file, line)
        line = found.end() - file.head
    return end


def write(folder: Path, changes: Sequence[Change]) -> None:
    """Write all files, or leave all as they were.

    Raises BriefingError where one cannot be written, or is no longer what it was before the change.
    """
    done: list[Change] = []
    try:
        for change in changes:
            _stage(folder, change)
        for change in changes:
            _refuse_changed(folder, change)
            _beside(folder, change).replace(_target(folder, change))
            done.append(change)
            if change.new_path:
                (folder / change.path).unlink()
    except BaseException as error:
        _undo(folder, done)
        if isinstance(error, OSError):
            # The error of a full disk names no file.
            where = str(
                error.filename2 or error.filename or folder / changes[min(len(done), len(changes) - 1)].target
            )
            where = where.removesuffix(_STAGED)
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
    if change.before is None:
        file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(change.after)
    if change.before is not None:
        shutil.copymode(folder / change.path, file)


def _refuse_changed(folder: Path, change: Change) -> None:
    """Raise BriefingError where a file is no longer what it was when the change was made."""
    file = folder / change.path
    if (file.read_bytes() if file.is_file() else None) != change.before:
        raise BriefingError(f"{file}: was changed by someone else meanwhile; nothing was changed")


def _target(folder: Path, change: Change) -> Path:
    file = folder / change.target
    # The target of a link is the file that is read.
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
