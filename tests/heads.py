"""Heads made up in every layout that editors write, and what one may wish of them, by Hypothesis."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from briefing.content import differences, places
from briefing.content.forms import yaml
from briefing.content.value_edits import changed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from briefing.content.differences import Step, Tree, Value
    from briefing.content.places import SourceFile

WORDS = st.sampled_from(
    "dam Hajin 12 2018-12-14 3.5 -4 no true null ~ it's a:b c: #e f #g 東京 حجين x,y [z] {w} - ? |".split()
)
TEXTS = st.lists(WORDS, min_size=1, max_size=4).map(" ".join).map(str.strip).filter(bool)
KEYS = st.sampled_from("title source date tags claims events by who what value remark url".split())
GAPS = st.sampled_from(["", "", "", "# a remark", "", "   # indented"])


@st.composite
def scalars(draw: st.DrawFn, *, flow: bool) -> str:
    text = draw(TEXTS)
    styles = ["'" + text.replace("'", "''") + "'", '"' + text.replace('"', '\\"') + '"', "word", "12", "3.5"]
    return draw(st.sampled_from(styles if flow else [*styles, "two plain, words", ""]))


@st.composite
def flows(draw: st.DrawFn, depth: int = 0) -> str:
    if depth > 1 or draw(st.integers(0, 2)) == 0:
        return draw(scalars(flow=True))
    comma = draw(st.sampled_from([", ", ",", ",\n         ", ", # why\n         "]))
    if draw(st.booleans()):
        return "[" + comma.join(draw(st.lists(flows(depth + 1), max_size=3))) + "]"
    keys = draw(st.lists(KEYS, unique=True, max_size=3))
    return "{" + comma.join(f"{key}: {draw(flows(depth + 1))}" for key in keys) + "}"


@st.composite
def blocks(draw: st.DrawFn, indent: int = 0, depth: int = 0) -> list[str]:
    """The lines of keys with their values."""
    lines = []
    for key in draw(st.lists(KEYS, unique=True, min_size=1, max_size=5 - depth)):
        gap = draw(GAPS)
        lines += [" " * indent + gap] if gap else [""] if draw(st.integers(0, 5)) == 0 else []
        lines += draw(entries(key, indent, depth))
    return lines


@st.composite
def entries(draw: st.DrawFn, key: str, indent: int, depth: int) -> list[str]:
    pad, kind = " " * indent, draw(st.integers(0, 6))
    comment = draw(st.sampled_from(["", "", "   # said so"]))
    if kind == 0:
        style = draw(st.sampled_from([">", "|", ">-", "|+", "|-"]))
        body = [
            f"{pad}  {one}"
            for one in draw(st.lists(st.sampled_from(["A text.", "And more.", ""]), max_size=3))
        ]
        return [f"{pad}{key}: {style}{comment}", f"{pad}  First.", *body]
    if kind == 1 and depth < 2:
        step = draw(st.sampled_from([0, 2, 4]))
        lines = [f"{pad}{key}:{comment}"]
        for _ in range(draw(st.integers(1, 3))):
            lines += draw(rows(indent + step, depth))
        return lines
    if kind == 2 and depth < 2:
        return [f"{pad}{key}:{comment}", *draw(blocks(indent + 2, depth + 1))]
    if kind == 3:
        return [f"{pad}{key}: {draw(flows())}{comment}"]
    return [f"{pad}{key}: {draw(scalars(flow=False))}{comment}".rstrip()]


@st.composite
def rows(draw: st.DrawFn, indent: int, depth: int) -> list[str]:
    pad, gap = " " * indent, draw(GAPS)
    before = [pad + gap] if gap else []
    if draw(st.booleans()):
        first, *rest = draw(blocks(indent + 2, depth + 1))
        while not first.strip() or first.strip().startswith("#"):
            first, *rest = rest
        return [*before, f"{pad}- {first.strip()}", *rest]
    return [*before, f"{pad}- {draw(flows())}{draw(st.sampled_from(['', '  # last']))}"]


@st.composite
def heads(draw: st.DrawFn) -> tuple[str, bytes]:
    """A note or a file of the registry: its path, and its bytes."""
    newline = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    mark = draw(st.sampled_from([b"", b"", b"\xef\xbb\xbf"]))
    if draw(st.booleans()):
        lines = ["---", *draw(blocks()), draw(GAPS), "---", "A text: of [12].", ""]
        return "notes/a.md", mark + newline.join(lines).encode()
    lines = [line for _ in range(draw(st.integers(1, 3))) for line in draw(rows(0, 0))]
    return "registry/units.yml", mark + newline.join([*lines, *draw(st.sampled_from([[], [""]]))]).encode()


def files(folder: Path) -> list[tuple[str, bytes]]:
    """The notes and the registry of a campaign: their paths, and their bytes."""
    found = [
        one for one in sorted(folder.rglob("*")) if one.suffix in {".md", ".yml"} and one.name != "map.yml"
    ]
    return [(one.relative_to(folder).as_posix(), one.read_bytes()) for one in found]


VALUES: st.SearchStrategy[Any] = st.one_of(
    TEXTS,
    st.booleans(),
    st.lists(TEXTS, min_size=1, max_size=2),
    st.dictionaries(KEYS, TEXTS, min_size=1, max_size=2),
    st.lists(st.dictionaries(KEYS, TEXTS, min_size=1, max_size=2), min_size=1, max_size=2),
)


@st.composite
def wishes(draw: st.DrawFn, tree: Tree, depth: int = 0) -> Value:
    """What differs from a tree in a single place: a value set, added or dropped."""
    if isinstance(tree, str) or not tree or (depth and draw(st.integers(0, 5)) == 0):
        value: Value = draw(VALUES)
        return value
    kind = draw(st.integers(0, 3))
    if isinstance(tree, dict):
        key = draw(st.sampled_from(sorted(tree)))
        made = {**tree, draw(KEYS): draw(VALUES)} if kind == 1 else {**tree, key: draw(wishes(tree[key], 1))}
        return {name: tree[name] for name in tree if name != key} if not kind and len(tree) > 1 else made
    number = draw(st.integers(0, len(tree) - 1))
    rest = tree[number + (kind != 1) :]
    if not kind and len(tree) > 1:
        return [*tree[:number], *rest]
    return [*tree[:number], draw(VALUES if kind == 1 else wishes(tree[number], 1)), *rest]


def try_change(path: str, content: bytes, wished: Value) -> None:
    """Hold a change to its law: what is wished for stands there, and no other line is touched."""
    file = places.opened(path, content)
    tree = differences.tree(file.node)
    assert changed(path, content, tree) == content
    made = changed(path, content, wished)
    after = places.opened(path, made)
    assert after.readable
    assert differences.tree(after.node) == differences.plain(wished)
    assert after.text[after.body :] == file.text[file.body :]
    assert made.startswith(b"\xef\xbb\xbf") == content.startswith(b"\xef\xbb\xbf")
    steps = list(differences.steps(tree, wished))
    before, now = (one.text.split("\n") for one in (file, after))
    if len(steps) == 1:
        assert_touched(before, now, *concerned(file, steps[0]))
    elif not steps:
        assert made == content


def concerned(file: SourceFile, step: Step) -> tuple[int, int, int]:
    """The first and the last line that a step may touch, from 0, and how many of those it may take."""
    node, last, key = file.node, len(file.text), 0
    for depth, part in enumerate(step.at, 1):
        if isinstance(node, yaml.Mapping | yaml.Sequence) and node.flow:
            break
        if isinstance(node, yaml.Mapping):
            keys = [name.text for name, _ in node.entries]
            if part not in keys:
                break
            number = keys.index(str(part))
            key = node.entries[number][0].line
            last = (
                max(key - 1, node.entries[number + 1][0].line - 2) if number + 1 < len(node.entries) else last
            )
            # What follows a first key that goes may move up to the dash before it.
            last += step.kind == "drop" and number == 0
            node = node.entries[number][1]
        elif isinstance(node, yaml.Sequence) and isinstance(part, int):
            if part >= len(node.entries):
                break
            # A new row stands right behind the one above, so that comments stay with the one below.
            is_new = step.kind == "add" and depth == len(step.at) and part > 0
            key = node.entries[part - is_new].line
            last = node.entries[part + 1].line - 2 if part + 1 < len(node.entries) else last
            node = node.entries[part]
    block = step.kind == "add" and isinstance(node, yaml.Mapping | yaml.Sequence) and not node.flow
    return max(key - 1, 0), last, 1 if block else last + 1


def assert_touched(before: Sequence[str], now: Sequence[str], first: int, last: int, most: int) -> None:
    """Hold to the lines before and behind those that may differ, and count those that are gone."""
    rest = before[last + 1 :]
    assert now[:first] == before[:first]
    assert not rest or now[-len(rest) :] == rest
    assert (Counter(before) - Counter(now)).total() <= most
