"""Keep the record of a built folder true while Pelican's other plugins add files to it and change them.

A plugin may write into any file at any time. So, before Pelican runs, each file gets an inode of its
own: what is written into it reaches no copy that is live. Before plugins see the site, its record is
taken away, as nothing may be derived from what is still to be written; after them it is written, with
all that they left. The next build finds the record not as it made it, and so removes what plugins added;
what they changed it makes anew, as it does with any file that is not as it was made: each run of theirs
starts from our bytes. Files that are nobody's, such as a CNAME put there by hand, are left alone.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from briefing.build import up_to_date
from briefing.content import urls
from briefing.core.settings import Folders
from briefing.engine import lock
from briefing.engine.outputs import PARTIAL
from briefing.site import record


class Journal(NamedTuple):
    """What a run that is killed leaves to the next: which files are nobody's, and the record taken away."""

    strays: list[str]
    record: str


@contextmanager
def shared(folders: Folders, *, waiting: Callable[[], None]) -> Iterator[None]:
    """Let plugins into the output folder, of one process at a time, while the block runs."""
    journal = _journal(folders)
    with lock.held(journal.with_suffix(".lock"), waiting=waiting):
        _begin(folders.output, journal)
        try:
            yield
        finally:
            _settle(folders.output, journal)


def hand_over(folders: Folders) -> tuple[str, ...]:
    """Take away the record of what was just built; return the paths of all that was built.

    Pages that lead on from old addresses are left out: plugins would list them, say in a sitemap.
    """
    journal, file = _journal(folders), folders.output / urls.BUILD
    content = file.read_bytes()
    _keep(journal, Journal(_kept(journal).strays, content.decode()))
    file.unlink()
    leading = record.moved(content)
    return tuple(path for path in record.recorded(content) if urls.href_of(path) not in leading)


def _begin(output: Path, journal: Path) -> None:
    """Note which files are nobody's; after a run that was killed, remove what plugins may have added."""
    files = _files(output)
    if left := _left(journal):
        if left.record:
            _replace(output / urls.BUILD, left.record.encode())
        for path in _unrecorded(output, files).difference(left.strays):
            (output / path).unlink()
            files.remove(path)
    _keep(journal, Journal(sorted(_unrecorded(output, files)), ""))
    for path in files:
        if (output / path).lstat().st_nlink > 1:
            _part_from_links(output / path)


def _settle(output: Path, journal: Path) -> None:
    """Write the record of all that is there now, if the build came so far."""
    strays, taken = _kept(journal)
    if taken:
        files, made = _files(output), record.recorded(taken.encode())
        paths = files.difference(strays, {urls.BUILD}) | files.intersection(made)
        hashes = ((path, _sha256(output / path)) for path in sorted(paths))
        _replace(output / urls.BUILD, record.with_files(taken.encode(), hashes))
    journal.unlink()


def _journal(folders: Folders) -> Path:
    return up_to_date.graph_of(folders).with_suffix(".plugins")


def _left(journal: Path) -> Journal | None:
    """What a run that was killed left behind; nothing that is damaged."""
    try:
        return _kept(journal)
    except (OSError, ValueError, TypeError):
        return None


def _kept(journal: Path) -> Journal:
    return Journal(**json.loads(journal.read_bytes()))


def _keep(journal: Path, kept: Journal) -> None:
    _replace(journal, json.dumps(kept._asdict()).encode())


def _files(output: Path) -> set[str]:
    """The paths of all files below a folder, with forward slashes."""
    return {path.relative_to(output).as_posix() for path in output.rglob("*") if not path.is_dir()}


def _unrecorded(output: Path, files: set[str]) -> set[str]:
    """Those of an output folder's files, but for the record, that the record does not list."""
    try:
        recorded = record.recorded((output / urls.BUILD).read_bytes())
    except OSError:
        recorded = {}
    return files.difference(recorded, {urls.BUILD})


def _part_from_links(file: Path) -> None:
    """Give a file an inode of its own, with the times that it has."""
    partial = file.with_name(f"{file.name}{PARTIAL}")
    shutil.copy2(file, partial)
    partial.replace(file)


def _replace(file: Path, content: bytes) -> None:
    partial = file.with_name(f"{file.name}{PARTIAL}")
    partial.write_bytes(content)
    partial.replace(file)


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
