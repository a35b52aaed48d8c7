"""A briefing's page and the files it loads go in; what it weighs, if that is too much, comes out."""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING

from briefing.verify.site import Fault, resolve

if TYPE_CHECKING:
    from pathlib import Path

    from briefing.verify.page import Page
    from briefing.verify.site import Site

# What a reader on a phone fetches before a briefing can be read, in bytes as sent.
BUDGET = 60_000
_BRIEFING = re.compile(r"briefings/\d{4}/\d\d/\d\d/index\.html")


def fault(page: Page, content: bytes, *, folder: Path, site: Site, known: dict[str, int]) -> Fault | None:
    """Say how much too heavy a briefing's page is; `known` keeps the weights of files and is added to."""
    if not _BRIEFING.fullmatch(page.path):
        return None
    wanted = {
        resolve(reference.target, page=page.path, base=site.base)
        for reference in page.references
        if reference.kind in {"style", "script"}
    }
    for file in (wanted & site.files) - known.keys():
        known[file] = _gzipped((folder / file).read_bytes())
    weight = sum(known[file] for file in wanted & site.files)
    # What is small enough unpacked needs no packing.
    if weight + len(content) > BUDGET:
        weight += _gzipped(content)
    if weight <= BUDGET:
        return None
    told = f"the page with its styles and scripts is {weight:,} bytes, gzipped"
    return Fault("weight", told, f"a briefing has at most {BUDGET:,}")


def _gzipped(content: bytes) -> int:
    return len(gzip.compress(content, 6))
