"""The build's own record and the digests of what is there go in; where they differ comes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.verify.site import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

BUILD = "build.json"


def faults(recorded: Mapping[str, str], found: Mapping[str, str]) -> Iterator[tuple[str, Fault]]:
    """Yield each file that is not as recorded; both map paths to SHA-256, the record leaves itself out."""
    for path in sorted(recorded.keys() | found.keys() - {BUILD}):
        if path not in found:
            yield path, Fault("record", f"{BUILD} lists this file, but it is not there")
        elif path not in recorded:
            yield path, Fault("record", f"{BUILD} does not list this file")
        elif recorded[path] != found[path]:
            yield path, Fault("record", f"this is not the file that {BUILD} lists; its SHA-256 differs")
