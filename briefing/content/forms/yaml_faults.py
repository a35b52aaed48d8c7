"""Say what is wrong with a text that is not readable as YAML, and on which line.

A parser complains where it cannot go on, which is often lines after an editor's slip, and in words for
programmers. So the first line that looks like a slip is blamed, else the place that the parser names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from yaml import Mark, YAMLError


class YamlFault(NamedTuple):
    """What is wrong on a line, counted from 0, and what to write."""

    line: int
    what: str
    allowed: str


Slip = tuple[str, str] | None

# What YAML takes for letters, or for an indentation gone wrong, and no editor sees.
ODD_SPACES = (
    "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
_SPACE_NAMES = {"\t": "a tab", "\u00a0": "a no-break space", "\u202f": "a narrow no-break space"}
_KEY = r"^ *(?:- +)*(?P<key>[A-Za-z_]+)"
_LIKE_A_KEY = re.compile(r" *(?:- |[A-Za-z_]+:(?:\s|$))")
_NO_SPACE = re.compile(rf"{_KEY}:(?P<rest>[^\s/:].*)$")
_ODD_SPACE = re.compile(rf"{_KEY}: *(?P<space>[{ODD_SPACES}])")
_ODD_INDENT = re.compile(rf" *(?P<space>[{ODD_SPACES}])[ {ODD_SPACES}]*\S")
_NO_SPACE_AFTER_DASH = re.compile(r" *-(?=[^\s\d-])")
_WIDE_COLON = re.compile(rf"{_KEY}\s*(?P<colon>[：﹕∶꞉])")
_CURLY = re.compile(rf"{_KEY}: +[“”„‟«»‘’‚‛].*: ")
_NO_COLON = re.compile(r"""[^\s#\[\]{}"'.,:-](?:[^:]|:(?=\S))*$""")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\']|\'\')*\'')
_OPENED = re.compile(r"""(?:^ *|: +|- +|, +|[\[{] *)["']""")
_AFTER_QUOTE = re.compile(r"""(?:: |- )\s*(?:"[^"\\]*"|'[^']*')\s*[^\s,#\]}'"]""")
_AFTER_BRACKET = re.compile(r"(?:: +|- +)(?:(\[)[^\[\]]*\]|(\{)[^{}]*\})[ \t]*[^\s,#\]}]")
_COMMENT = re.compile(r"(?:^|(?<=[\s\[{,]))#")
_WHOLE = "put the whole text in quotes"

# What parsers say, what it means, what to do. Both parsers of PyYAML are heard.
_COMPLAINTS = (
    (
        "mapping values are not allowed",
        "a colon stands inside a text, or a key is indented too far",
        f"{_WHOLE}, or align the keys",
    ),
    ("could not find expected ':'", 'a line has no "key:" before it', "write key: value"),
    ("scanning an alias", "a text starts with *", _WHOLE),
    ("scanning an anchor", "a text starts with &", _WHOLE),
    ("scanning a tag", "a text starts with !", _WHOLE),
    ("scanning a block scalar", "a text starts with | or >", _WHOLE),
    ("sequence entries are not allowed", "a text starts with a dash", _WHOLE),
    ("mapping keys are not allowed", "a text starts with a question mark", _WHOLE),
    ("cannot start any token", "a text starts with a reserved character", _WHOLE),
    ("while scanning a quoted scalar", "a quotation mark is not closed", "close it"),
    ("found unexpected end of stream", "a quotation mark is not closed", "close it"),
    ("while parsing a flow", "a bracket or brace is not closed", "close it, or put the text in quotes"),
    ("unknown escape", "a backslash in double quotes starts an escape", "use single quotes"),
    ("while parsing a block mapping", "a line does not fit its indentation", "align keys of one level"),
    ("while parsing a block collection", "a line does not fit its indentation", "align keys of one level"),
)
# Where one of these was begun is to blame, not where the parser gave up.
_BEGUN = ("simple key", "quoted scalar", "parsing a flow")


def explain(error: YAMLError, text: str) -> YamlFault:
    """Say what is wrong with a text on which a parser gave up."""
    problem: Mark | None = getattr(error, "problem_mark", None)
    context: Mark | None = getattr(error, "context_mark", None)
    lines = text.split("\n")
    place = problem or context
    last = min(place.line, len(lines) - 1) if place else 0
    told = f"{getattr(error, 'context', '')} {getattr(error, 'problem', '')}"
    if slip := find_slip(lines[: last + 1]):
        return slip
    flow = lines[context.line : last + 1] if context and "parsing a flow" in told else []
    if problem and (found := _at(lines[last], problem.column, flow)):
        return YamlFault(last, *found)
    begun = context.line if context and any(sign in told for sign in _BEGUN) else last
    for sign, what, allowed in _COMPLAINTS:
        if sign in told:
            return YamlFault(begun, what, allowed)
    return YamlFault(last, "", "write key: value lines, with odd texts in quotes")


def find_slip(lines: Sequence[str]) -> YamlFault | None:
    """Return the first slip on any of the lines."""
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        for rule in _RULES:
            if slip := rule(line, following):
                return YamlFault(number, *slip)
    return None


def space_name(space: str) -> str:
    """Name a space that YAML does not take for one."""
    return _SPACE_NAMES.get(space, f"an odd space (U+{ord(space):04X})")


def _spaces(line: str, _: str) -> Slip:
    if match := _NO_SPACE.match(line):
        key, rest = match["key"], match["rest"].strip()
        return f"there is no space after the colon of {key}", f"write {key}: {rest}"
    if _NO_SPACE_AFTER_DASH.match(line):
        return "there is no space after the dash", "write - and a space"
    if match := _ODD_SPACE.match(line):
        what = f"{space_name(match['space'])} comes after the colon of {match['key']}"
        return what, "write a plain space"
    if match := _ODD_INDENT.match(line):
        return f"{space_name(match['space'])} indents the line", "indent with spaces"
    return None


def _colons(line: str, _: str) -> Slip:
    if match := _WIDE_COLON.match(line):
        return f"{match['colon']} is not a colon to YAML", f"write {match['key']}: …"
    if _NO_COLON.match(line):
        return 'the line has no "key:" before it', "write key: value"
    return None


def _quotes(line: str, following: str) -> Slip:
    if _CURLY.match(line):
        return "curly quotes do not hold a text together", f"{_WHOLE}, straight ones"
    if _indent(following) <= _indent(line) and _OPENED.search(_QUOTED.sub("", line)):
        return "the quotation mark that opens here is not closed", "close it at the end of its text"
    if _AFTER_QUOTE.search(line):
        return "text goes on after a closing quotation mark", f"{_WHOLE}, of the other kind"
    return None


def _brackets(line: str, following: str) -> Slip:
    bare = _QUOTED.sub("", line)
    if match := _AFTER_BRACKET.search(bare):
        what = "[ starts a list" if match[1] else "{ starts a group of keys"
        return f"{what}, and text goes on after it", _WHOLE
    if (comment := _COMMENT.search(bare)) is None:
        return None
    before, after = bare[: comment.start()], bare[comment.end() :]
    if _open(before) > 0 > _open(after):
        last = before.rstrip()[-1:] if before[-1:] in "[{," else " "
        return f'"{last}#" starts a comment inside the brackets', "put each text with # in quotes"
    if (
        before.strip()
        and _indent(following) > _indent(line)
        and following.strip()
        and not _LIKE_A_KEY.match(following)
    ):
        return '" #" starts a comment in the middle of a text', _WHOLE
    return None


def _open(text: str) -> int:
    return sum(mark in "[{" for mark in text) - sum(mark in "]}" for mark in text)


_RULES: tuple[Callable[[str, str], Slip], ...] = (_spaces, _quotes, _brackets, _colons)


def _at(line: str, column: int, flow: Sequence[str]) -> Slip:
    """Say what is wrong at the very place where the parser gave up; `flow` are the lines of open brackets."""
    sign = line[column : column + 1]
    if not flow and sign in {"]", "}"}:
        return f"{sign} closes nothing", f"take it out, or {_WHOLE}"
    if sign == ":" and flow and (len(flow) == 1 or _indent(line) > _indent(flow[0])):
        return "a colon stands inside a text", _WHOLE
    return None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def runs_on(lines: Sequence[str]) -> bool:
    """Tell whether quoted text, given by its lines, holds a line that was meant to be a key's."""
    return any(_LIKE_A_KEY.match(line) and _indent(line) <= _indent(lines[0]) for line in lines[1:])
