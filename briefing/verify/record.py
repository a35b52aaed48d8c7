"""The build's own record and the digests of what is there go in; where they differ comes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.verify.site import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

BUILD = "build.json"


def fault(path: str, digest: str, recorded: Mapping[str, str]) -> Fault | None:
    """Say why a file, by its SHA-256, is not the recorded one; without a record any is."""
    if not recorded or path == BUILD:
        return None
    if path not in recorded:
        return Fault("record", f"{BUILD} does not list this file")
    if recorded[path] != digest:
        return Fault("record", f"this is not the file that {BUILD} lists; its SHA-256 differs")
    return None


def missing(recorded: Mapping[str, str], files: frozenset[str]) -> Iterator[tuple[str, Fault]]:
    """Yield each recorded file that is not there."""
    for path in sorted(recorded.keys() - files):
        yield path, Fault("record", f"{BUILD} lists this file, but it is not there")
