"""Merge two versions of a text."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise


def name_of(content: bytes) -> str:
    """Name a version by its hash."""
    return hashlib.sha256(content).hexdigest()


def restored(before: str, posted: str) -> str:
    """Return a text that came back from a form with the line ends that it had; new lines take its habit."""
    old, new = before.splitlines(keepends=True), posted.replace("\r\n", "\n").splitlines(keepends=True)
    newline = "\r\n" if "\r\n" in before else "\n"
    plain = [line.replace("\r\n", "\n") for line in old]
    made: list[str] = []
    for kind, low, high, first, end in SequenceMatcher(None, plain, new, autojunk=False).get_opcodes():
        made += old[low:high] if kind == "equal" else [line.replace("\n", newline) for line in new[first:end]]
    return "".join(made)


def merged(base: str, mine: str, theirs: str) -> str | None:
    """Return a text with both changes of another, None where they touch."""
    lines = [text.splitlines(keepends=True) for text in (base, mine, theirs)]
    changes = sorted({*_changes(lines[0], lines[1]), *_changes(lines[0], lines[2])})
    for (_, end, _), (start, _, _) in pairwise(changes):
        if start <= end:
            return None
    made = list(lines[0])
    for low, high, new in reversed(changes):
        made[low:high] = new
    return "".join(made)


def _changes(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, tuple[str, ...]]]:
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(low, high, tuple(new[first:end])) for kind, low, high, first, end in codes if kind != "equal"]
