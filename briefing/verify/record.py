"""Read `/build.json`, a site's record of itself, and compare files with it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from briefing.content import urls
from briefing.verify.site_files import Fault

_COMMIT = re.compile("[0-9a-f]{7,64}")


class BuildRecord(Struct, frozen=True):
    """What `/build.json` says.

    `site` is the address that the site was built for and `commit` that of its sources, both "" where
    unknown. `files` has the SHA-256 of every other file, `moved` the address to which an old one leads on,
    `digest` is the record's own.
    """

    site: str
    commit: str
    files: Mapping[str, str]
    digest: str
    moved: Mapping[str, str] = field(default_factory=dict)


def read(content: bytes) -> BuildRecord | None:
    """Read a record; None if it is none, or names files that would not stay in their folder."""
    try:
        fields = json.loads(content)
        moved = fields.get("moved")
        site, commit, files = fields.get("site", ""), fields.get("commit", ""), fields["files"]
        if not files or not all(_is_sound(path, digest) for path, digest in files.items()):
            return None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    known = isinstance(commit, str) and _COMMIT.fullmatch(commit)
    return BuildRecord(
        site=site if isinstance(site, str) else "",
        commit=commit if known else "",
        files=files,
        digest=hashlib.sha256(content).hexdigest(),
        moved=moved if isinstance(moved, dict) else {},
    )


def _is_sound(path: str, digest: object) -> bool:
    """Tell whether a path stays below its folder, on one line, and has a digest."""
    parts = path.split("/")
    return path.isprintable() and isinstance(digest, str) and not {"", ".", "..", ".git"} & set(parts)


def fault(path: str, digest: str, recorded: Mapping[str, str]) -> Fault | None:
    """Say why a file, by its SHA-256, is not the recorded one; without a record none is wrong."""
    if not recorded or path == urls.BUILD:
        return None
    if path not in recorded:
        return Fault("record", f"{urls.BUILD} does not list this file")
    if recorded[path] != digest:
        return Fault("record", f"this is not the file that {urls.BUILD} lists; its SHA-256 differs")
    return None


def missing(recorded: Mapping[str, str], files: frozenset[str]) -> Iterator[tuple[str, Fault]]:
    """Yield each recorded file that is missing."""
    for path in sorted(recorded.keys() - files):
        yield path, Fault("record", f"{urls.BUILD} lists this file, but it is missing")
