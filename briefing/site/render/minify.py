"""A script as it is written goes in; the same without comments and needless space, as it is served, out.

It knows the habits of the theme's own scripts, not all of JavaScript: statements end in semicolons,
comments have lines of their own, a division has spaces around it and a regular expression starts with
none. Names stay as they are.
"""

from __future__ import annotations

import re

_COMMENT = re.compile(r"^[ \t]*//.*\n|^[ \t]+", re.MULTILINE)
# Strings, templates and regular expressions, in which every character counts.
_LITERAL = re.compile(
    r"""("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|/(?![/*\s])(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\[\n])+/)"""
)
# A new line may end a statement, so that it goes only where none can end.
_OPENING = re.compile(r"[ \t]*([{(\[,;?:=<>&|*%])\s*")
_CLOSING = re.compile(r"\s*([)\]}])[ \t]*")
_BETWEEN = re.compile(r"[ \t]+([-+/]=?)[ \t]+(?![-+/])")
_EMPTY = re.compile(r"\n{2,}")


def squeezed(script: str) -> str:
    """Leave out what a browser does not need."""
    parts = _LITERAL.split(_COMMENT.sub("", script))
    return "".join(part if at % 2 else _squeezed(part) for at, part in enumerate(parts))


def _squeezed(code: str) -> str:
    closer = _CLOSING.sub(r"\1", _OPENING.sub(r"\1", _BETWEEN.sub(r"\1", code)))
    return _EMPTY.sub("\n", closer).replace(";}", "}")
