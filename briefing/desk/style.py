"""The desk's style sheet, in the colours and typefaces of the site's."""

from __future__ import annotations

import re
from pathlib import Path

from briefing.core import program

_TOKENS = re.compile(r"^@layer tokens \{$.*?^\}$", re.MULTILINE | re.DOTALL)


def sheet() -> bytes:
    """Return the desk's own rules, below what the style sheet of the program's theme names once for all."""
    site, own = (
        (folder / name).read_text("utf-8")
        for folder, name in ((program.theme(), "static/site.css"), (Path(__file__).parent, "assets/desk.css"))
    )
    return "\n".join((*_TOKENS.findall(site), own)).encode()
