"""Find the files and hosts that a style sheet or a script asks for."""

from __future__ import annotations

import json
import re

from briefing.search.encoding import GLOBAL

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_URL = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]*))\s*\)""", re.IGNORECASE)
_IMPORT = re.compile(r"""@import\s+(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_MODULE = re.compile(
    r"""^\s*(?:import|export)\b[^"';]*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']""", re.MULTILINE
)

_ADDRESS = re.compile(r"""["'`]((?:https?|wss?)://[^"'`\s]+)""")
_NAMES = "http://www.w3.org/"


def is_data(text: str) -> bool:
    """Tell a file of values for the search page, which runs nothing, from a script.

    It is one call, of that page's function, with nothing but values of JSON: what looks like code in it
    is an editor's words.
    """
    opening, closing = f"{GLOBAL}(", ")"
    written = text.strip()
    if not (written.startswith(opening) and written.endswith(closing)):
        return False
    try:
        values = json.loads(f"[{written[len(opening) : -len(closing)]}]")
    except (ValueError, RecursionError):
        return False
    return isinstance(values, list)


def of_style(text: str) -> tuple[str, ...]:
    """Return the targets of a style sheet's imports and urls, sorted."""
    return _targets(_COMMENT.sub("", text), _URL, _IMPORT)


def hosts_of_script(text: str) -> tuple[str, ...]:
    """Return the addresses that a script holds as literals, sorted, without those of XML namespaces."""
    if "://" not in text:
        return ()
    return tuple(sorted({found[1] for found in _ADDRESS.finditer(text) if not found[1].startswith(_NAMES)}))


def of_script(text: str) -> tuple[str, ...]:
    """Return the modules that a script imports by a literal name, sorted."""
    if "import" not in text and "export" not in text:
        return ()
    return _targets(_COMMENT.sub("", text), _MODULE)


def _targets(text: str, *patterns: re.Pattern[str]) -> tuple[str, ...]:
    matches = (match for pattern in patterns for match in pattern.finditer(text))
    return tuple(sorted({next(filter(None, match.groups()), "") for match in matches} - {""}))
