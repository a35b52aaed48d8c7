"""Weigh the page of a briefing with the files that it loads."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.verify.site_files import Fault, resolve

if TYPE_CHECKING:
    from briefing.verify.page import ParsedPage
    from briefing.verify.site_files import SiteFiles

# The most that a reader on a phone fetches before a briefing can be read, in bytes as sent.
BUDGET = 60_000
_BRIEFING = re.compile(r"briefings/\d{4}/\d\d/\d\d/index\.html")


def fault(
    page: ParsedPage, content: bytes, *, folder: Path, site: SiteFiles, known: dict[str, int]
) -> Fault | None:
    """Say that a briefing's page is too heavy; `known` has the weights of files, and new ones are added."""
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
    # A page that is small enough as it is need not be compressed.
    if weight + len(content) > BUDGET:
        weight += _gzipped(content)
    if weight <= BUDGET:
        return None
    told = f"the page with its styles and scripts is {weight:,} bytes, gzipped"
    return Fault("weight", told, f"a briefing should have at most {BUDGET:,}", "warning")


def _gzipped(content: bytes) -> int:
    return len(gzip.compress(content, 6))
