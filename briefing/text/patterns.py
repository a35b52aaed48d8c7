"""Compile regular expressions for prose from patterns with spaces and named words."""

from __future__ import annotations

import re
from collections.abc import Mapping

# White space within a block, NUL counted in: at most one line break, and no way to match it twice. Classes
# of single characters beyond ASCII would take most of the time that compiling takes.
_GAP = r"(?:(?![\s\0]*\n[\s\0]*\n)[\s\0]*+(?<=[\s\0]))"
_GROUP = re.compile(r"(?<!P)<([a-z]+)(2?)>")


def compiled(pattern: str, words: Mapping[str, str], *, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """Compile a pattern in which a space is white space and `<month>` or `<month2>` a group of that name.

    `words` says what such a group matches. No spaces in lookbehinds and character classes.
    """
    named = _GROUP.sub(lambda found: f"(?P<{found[1]}{found[2]}>{words[found[1]]})", pattern)
    return re.compile(named.replace(" ", _GAP), flags)
