"""Change what the YAML of a file holds, in the lines concerned alone.

The parser's places tell what to replace. What is made is read again, and taken only where it holds what was
wished for and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from briefing.content import edits, places
from briefing.content.differences import Place, Step, Tree, Value, steps, taken, tree
from briefing.content.edits import Edit, end_of
from briefing.content.forms import yaml
from briefing.content.yaml_values import flow, is_table, like, lines, pair
from briefing.core.problems import BriefingError

if TYPE_CHECKING:
    from briefing.content.places import SourceFile

# What a block of text begins with: how it is folded, and a comment.
_BLOCK = re.compile(r"[|>][^\s#]*([ \t]+#[^\r\n]*)?")


def changed(path: str, content: bytes, wished: Value) -> bytes:
    """Return the bytes of a file whose YAML is to hold what is wished for; all else stays as it is.

    Raises BriefingError where it cannot be read, or cannot be changed without touching more.
    """
    file = places.opened(path, content)
    if not file.readable:
        raise BriefingError(f"{path}: has faults that leave its values unclear; mend them first")
    for step in steps(tree(file.node), wished):
        file = _changed(file, step)
    return file.content


def _changed(file: SourceFile, step: Step) -> SourceFile:
    """Return a file after a step, made in the first way that gives what is wished for."""
    wished = taken(tree(file.node), step)
    for made in (*_ways(file, step), *_rewritten(file, step.at, wished)):
        after = places.opened(file.path, edits.applied(file, made))
        same_text = after.text[after.body :] == file.text[file.body :]
        if after.readable and same_text and tree(after.node) == wished:
            return after
    name = next((part for part in reversed(step.at) if isinstance(part, str)), "")
    line = next((node.line for node in reversed(_nodes(file, step.at)) if node.line), 1)
    told = "cannot be changed without touching more of the file; change it by hand"
    raise BriefingError(f"{file.path}:{line}: {name or 'this'} {told}")


def _nodes(file: SourceFile, at: Place) -> list[yaml.YamlNode]:
    """Return the nodes on the way to a place, as far as there are any."""
    node = file.node
    nodes = [] if node is None else [node]
    for part in at:
        if isinstance(node, yaml.Mapping) and isinstance(part, str):
            node = places.values(node).get(part)
        elif isinstance(node, yaml.Sequence) and isinstance(part, int):
            node = node.entries[part] if part < len(node.entries) else None
        if node is None:
            break
        nodes.append(node)
    return nodes


def _ways(file: SourceFile, step: Step) -> Iterator[list[Edit]]:
    """Yield ways to make a step, the one that fits the file's habits first."""
    nodes = _nodes(file, step.at[:-1]) if step.at else []
    parent = nodes[-1] if nodes and len(nodes) == len(step.at) else None
    if step.kind == "set":
        yield from _set(file, step, parent)
    elif isinstance(parent, yaml.Mapping):
        key = str(step.at[-1])
        names = [name.text for name, _ in parent.entries]
        if step.kind == "drop":
            yield from _key_dropped(file, parent, names.index(key))
        else:
            behind = names.index(step.behind) if step.behind in names else -1
            yield [_key_added(file, parent, behind, key, step.value)]
    elif isinstance(parent, yaml.Sequence) and isinstance(step.at[-1], int):
        if step.kind == "drop":
            yield from _row_dropped(file, parent, step.at[-1])
        elif isinstance(step.value, Sequence):
            yield from _rows_added(file, parent, step.at[-1], step.value)


def _rewritten(file: SourceFile, at: Place, wished: Tree) -> Iterator[list[Edit]]:
    """Yield ways to rewrite what encloses a place, the smallest part first, if no comment is lost."""
    nodes = _nodes(file, at)
    for depth in range(min(len(at), len(nodes) - 1), 0, -1):
        node, value = nodes[depth], wished
        for part in at[:depth]:
            if isinstance(value, dict) and isinstance(part, str):
                value = value.get(part, "")
            elif isinstance(value, tuple) and isinstance(part, int):
                value = value[part] if part < len(value) else ""
        end = end_of(file, node)
        if "#" not in file.text[file.head + node.start : file.head + end]:
            yield [Edit(node.start, end, flow(value))]


def _set(file: SourceFile, step: Step, parent: yaml.YamlNode | None) -> Iterator[list[Edit]]:
    if not step.at:
        yield from _set_whole(file, step.value)
        return
    node = _nodes(file, step.at)[-1]
    if isinstance(parent, yaml.Mapping) and edits.is_absent(node):
        key = next(key for key, _ in parent.entries if key.text == step.at[-1])
        yield from _put_behind_colon(file, parent, key, step.value)
        return
    end = end_of(file, node)
    written = file.text[file.head + node.start : file.head + end]
    block = _BLOCK.match(written) if isinstance(node, yaml.Scalar) and not node.plain else None
    comment = (block and block[1]) or ""
    for text in like(written, step.value):
        yield [Edit(node.start, end, text + comment)]
        # A list may begin below its key's first letter, where nothing else may.
        yield [Edit(node.start, end, f"  {text}{comment}")]


def _set_whole(file: SourceFile, value: Value) -> Iterator[list[Edit]]:
    """Fill a file, or a head, that holds nothing but comments; an empty list goes."""
    newline = edits.newline(file)
    end = file.body - file.head if file.body < len(file.text) or file.head else len(file.text)
    if file.head:
        end = file.text.rindex("---", file.head - 1, file.body) - file.head
    if isinstance(value, Mapping):
        written = [pair(file, key, one, "") for key, one in value.items()]
    elif isinstance(value, Sequence) and not isinstance(value, str):
        written = list(lines(value))
    else:
        return
    break_ = "" if end + file.head == 0 or file.text[file.head + end - 1] == "\n" else newline
    made = [Edit(end, end, break_ + "".join(f"{line}{newline}" for line in written))]
    if file.node is not None:
        made.append(Edit(file.node.start, end_of(file, file.node), ""))
    yield made


def _put_behind_colon(
    file: SourceFile, parent: yaml.Mapping, key: yaml.Scalar, value: Value
) -> Iterator[list[Edit]]:
    """Give a key a value that has none."""
    at = edits.colon_end(file, key)
    colon = "" if at > key.end else ":"
    if is_table(value) and not parent.flow:
        indent, newline = edits.indent(file, key.start), edits.newline(file)
        end = edits.line_end(file, at)
        yield [Edit(end, end, "".join(f"{newline}{indent}  {line}" for line in lines(value)))]
    yield [Edit(at, at, f"{colon} {flow(value)}")]


def _key_added(file: SourceFile, parent: yaml.Mapping, behind: int, key: str, value: Value) -> Edit:
    """Add a key behind another one, before all where that is -1."""
    newline = edits.newline(file)
    first = parent.entries[0][0].start if parent.entries else parent.start + 1
    indent = edits.indent(file, first)
    if parent.flow:
        text = f"{edits.scalar(key)}: {flow(value)}"
        if behind < 0:
            return Edit(first, first, f"{text}{', ' * bool(parent.entries)}")
        end = edits.entry_end(file, *parent.entries[behind])
        return Edit(end, end, f", {text}")
    text = pair(file, key, value, indent)
    if behind < 0:
        return Edit(first, first, f"{text}{newline}{indent}")
    end = edits.block_end(file, edits.entry_end(file, *parent.entries[behind]), len(indent))
    return Edit(end, end, f"{newline}{indent}{text}")


def _key_dropped(file: SourceFile, parent: yaml.Mapping, number: int) -> Iterator[list[Edit]]:
    key, value = parent.entries[number]
    end = edits.entry_end(file, key, value)
    if parent.flow:
        if number + 1 < len(parent.entries):
            yield [Edit(key.start, parent.entries[number + 1][0].start, "")]
        else:
            before = edits.entry_end(file, *parent.entries[number - 1]) if number else parent.start + 1
            yield [Edit(before, end, "")]
        return
    start = edits.line_start(file, key.start)
    if file.text[file.head + start : file.head + key.start].strip():
        # Behind a dash: what follows moves up to it.
        rest = file.text[file.head + edits.line_end(file, end) :]
        yield [Edit(key.start, edits.line_end(file, end) + len(rest) - len(rest.lstrip()), "")]
    else:
        yield from _lines_dropped(file, start, end)


def _lines_dropped(file: SourceFile, start: int, end: int) -> Iterator[list[Edit]]:
    """Take lines out, and with them comments below that would become a part of a text above."""
    yield [Edit(start, edits.next_line(file, end), "")]
    yield [Edit(start, edits.next_line(file, edits.block_end(file, end, 0)), "")]


def _row_dropped(file: SourceFile, parent: yaml.Sequence, number: int) -> Iterator[list[Edit]]:
    node = parent.entries[number]
    end = end_of(file, node)
    if parent.flow:
        if number + 1 < len(parent.entries):
            yield [Edit(node.start, parent.entries[number + 1].start, "")]
        else:
            before = end_of(file, parent.entries[number - 1]) if number else parent.start + 1
            yield [Edit(before, end, "")]
        return
    dash = edits.dash(file, parent, number)
    start = edits.line_start(file, dash)
    if not file.text[file.head + start : file.head + dash].strip():
        yield from _lines_dropped(file, start, end)


def _rows_added(
    file: SourceFile, parent: yaml.Sequence, number: int, rows: Sequence[Value]
) -> Iterator[list[Edit]]:
    """Add rows before the one of a number, or behind all."""
    entries, newline = parent.entries, edits.newline(file)
    if parent.flow:
        text = ", ".join(map(flow, rows))
        if number < len(entries):
            yield [Edit(entries[number].start, entries[number].start, f"{text}, ")]
        elif entries:
            end = end_of(file, entries[-1])
            yield [Edit(end, end, f", {text}")]
        else:
            if is_table(rows):
                yield _rows_below(file, parent, rows)
            yield [Edit(parent.start + 1, parent.end - 1, text)]
        return
    indent = edits.indent(file, parent.start)
    beside = entries[max(number - 1, 0)] if entries else None
    written = list(lines(rows, wide=isinstance(beside, yaml.Mapping) and not beside.flow))
    if number == 0:
        start = edits.line_start(file, edits.dash(file, parent, number))
        yield [Edit(start, start, "".join(f"{indent}{line}{newline}" for line in written))]
    else:
        end = edits.block_end(file, end_of(file, entries[number - 1]), len(indent))
        yield [Edit(end, end, "".join(f"{newline}{indent}{line}" for line in written))]


def _rows_below(file: SourceFile, parent: yaml.Sequence, rows: Sequence[Value]) -> list[Edit]:
    """Put rows on lines of their own below an empty list, whose brackets go."""
    written = file.text[file.head : file.head + parent.start]
    start, end = len(written.rstrip()), edits.line_end(file, parent.end)
    line = written[edits.line_start(file, parent.start) :]
    indent = line[: len(line) - len(line.lstrip())]
    below = "".join(f"{edits.newline(file)}{indent}  {one}" for one in lines(rows))
    return [Edit(start, parent.end, ""), Edit(end, end, below)]
