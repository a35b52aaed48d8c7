"""Decode a file's bytes, and part its front matter from its body."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from briefing.content.forms.faults import Faults

LARGEST = 1_000_000
LARGEST_FRONT_MATTER = 100_000

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# Besides the control characters: separators that end a line for some programs only, what turns the
# direction of the text around it (no name needs it: each stands by itself on a page), and what is no
# character at all.
REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069"
    "\ufeff\ufffe\uffff\ud800-\udfff]|\r(?!\n)"
)
# The line of hyphens in the middle may be a heading's; those on either side are nothing else.
_CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7})(?=[ \t\r]|$)", re.MULTILINE)
_TO_FILL_IN = re.compile(r"\[fill in: [^\]\n]{1,200}\]")
_FENCE = re.compile(r"---[ \t]*(?:\r?\n|$)")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.MULTILINE)


class Parts(Struct, frozen=True):
    """A file's front matter, which starts on line 2, and its body, which starts on `body_line`.

    `start` is the place of the front matter in the text.
    """

    front_matter: str
    body: str
    body_line: int
    start: int = 0


def text_of(content: bytes, faults: Faults) -> str | None:
    """Return the text of a file, or None after recording why its bytes are not a text of ours."""
    if len(content) > LARGEST:
        faults.add(0, "too-large", f"the file has more than {LARGEST:,} bytes", "split it in two")
        return None
    # Some editors' programs put a mark before the text, which says nothing of it.
    content = content.removeprefix(BYTE_ORDER_MARK)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        faults.add(
            line, "not-utf8", f"byte 0x{content[error.start]:02X} is not UTF-8", "save the file as UTF-8"
        )
        return None
    _doubt_places(text, faults)
    return None if _refused(text, faults) or _in_conflict(text, faults) else text


def _refused(text: str, faults: Faults) -> bool:
    first = REFUSED.search(text)
    if first is None:
        return False
    others = sum(1 for _ in REFUSED.finditer(text, first.end()))
    more = f" and {others:,} more like it" if others else ""
    what = f"control character U+{ord(first[0]):04X}{more}"
    faults.add(text.count("\n", 0, first.start()) + 1, "control-character", what, "remove it")
    return True


def _in_conflict(text: str, faults: Faults) -> bool:
    """Record the lines that git, and others, put where two versions could not be merged."""
    found = list(_CONFLICT.finditer(text))
    for match in found:
        what = f"a merge left {match[0]} here, beside two versions of the text"
        line = text.count("\n", 0, match.start()) + 1
        faults.add(line, "merge-conflict", what, "keep one version, and remove the lines of <, = and >")
    return bool(found)


def _doubt_places(text: str, faults: Faults) -> None:
    """Warn of the places that a new campaign leaves for its editors to fill in."""
    for match in _TO_FILL_IN.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        faults.warn(line, "to-fill-in", f"{match[0]} is still here", "replace it")


def split(text: str, faults: Faults) -> Parts | None:
    """Part a file at the lines of three hyphens around its front matter."""
    opening = _FENCE.match(text)
    if opening is None:
        faults.add(1, "no-front-matter", "the file does not start with front matter", "write --- on line 1")
        return None
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        what = "the front matter does not end"
        faults.add(1, "no-front-matter", what, "write --- on a line of its own after the last key")
        return None
    front_matter = text[opening.end() : closing.start()]
    if len(front_matter) > LARGEST_FRONT_MATTER:
        what = f"the front matter has {len(front_matter):,} characters"
        faults.add(1, "too-large", what, f"at most {LARGEST_FRONT_MATTER:,}")
        return None
    body_line = text.count("\n", 0, closing.end()) + 1
    return Parts(front_matter, text[closing.end() :], body_line, opening.end())
