"""Planned files in; an output folder that holds exactly those out, written only where they changed.

Order makes it safe to be killed: first the store learns what is about to be written, then files are
replaced one by one, each in one rename, and last the store learns what they are. What a killed build
left is in the store as doubtful, and the next build writes or removes it.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.errors import BriefingError
from briefing.store.database import Output

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from briefing.store.database import Store

PARTIAL = ".part"
BATCH = 200


@dataclass(frozen=True, slots=True)
class Planned:
    """A file to be, the fingerprint of all it is made from, and the making."""

    fingerprint: str
    make: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Record:
    """A last file, made from what all others have become; `paths` reads from it which those are."""

    path: str
    make: Callable[[Sequence[Output]], bytes]
    paths: Callable[[bytes], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Written:
    """Which files a build wrote and removed, both in alphabetical order, and all there are now."""

    changed: tuple[str, ...]
    removed: tuple[str, ...]
    outputs: tuple[Output, ...]


def write(store: Store, folder: Path, planned: Mapping[str, Planned], record: Record) -> Written:
    """Bring a folder up to date: write what is new or changed, remove what an earlier build made.

    Files that no build made, by the store and by the folder's own record, are left alone. Raises
    BriefingError where the folder cannot be written.
    """
    root = str(folder.resolve())
    known = {**_recorded(folder, record), **store.outputs(root)}
    stale = sorted(path for path, plan in planned.items() if not _stands(folder, known.get(path), plan))
    gone = sorted(known.keys() - planned.keys() - {record.path})
    doubtful = [*stale, record.path] if stale or gone else []
    store.keep_outputs(root, (Output(path, "") for path in doubtful))
    try:
        made = dict(_write_all(store, root, folder, {path: planned[path] for path in stale}))
        for path in gone:
            _remove(folder, path)
        outputs = tuple(made.get(path) or known[path] for path in sorted(planned))
        last = _write_record(folder, record, outputs, known.get(record.path))
    except OSError as error:
        raise BriefingError(f"{error.filename or folder}: cannot be written: {error.strerror}") from error
    store.keep_outputs(root, [last], gone)
    return Written((*stale, *([record.path] if last != known.get(record.path) else [])), tuple(gone), outputs)


def _recorded(folder: Path, record: Record) -> dict[str, Output]:
    """What the folder's own record lists, as doubtful: the store may be new, the folder moved here."""
    try:
        content = (folder / record.path).read_bytes()
    except OSError:
        return {}
    return {path: Output(path, "") for path in record.paths(content) if _is_below(path)}


def _is_below(path: str) -> bool:
    """Tell whether a path read from a file stays in the folder."""
    return not path.startswith("/") and ".." not in path.split("/")


def _write_record(folder: Path, record: Record, outputs: Sequence[Output], known: Output | None) -> Output:
    content = record.make(outputs)
    plan = Planned(hashlib.sha256(content).hexdigest(), lambda: content)
    if known is not None and _stands(folder, known, plan):
        return known
    return _write(folder, record.path, plan)


def intact(store: Store, folder: Path) -> bool:
    """Tell whether every file that builds made in a folder still is as it was made."""
    return all(
        one.fingerprint and _same(folder, one) for one in store.outputs(str(folder.resolve())).values()
    )


def _stands(folder: Path, known: Output | None, plan: Planned) -> bool:
    return known is not None and known.fingerprint == plan.fingerprint and _same(folder, known)


def _same(folder: Path, known: Output) -> bool:
    try:
        found = os.stat(folder / known.path)  # noqa: PTH116 - a stat of every page, so it counts
    except OSError:
        return False
    return (found.st_size, found.st_mtime_ns) == (known.size, known.mtime)


def _write_all(
    store: Store, root: str, folder: Path, planned: Mapping[str, Planned]
) -> Iterator[tuple[str, Output]]:
    """Write files and record them, a batch at a time, so that an interruption costs one batch."""
    batch: list[Output] = []
    for path, plan in planned.items():
        batch.append(_write(folder, path, plan))
        yield path, batch[-1]
        if len(batch) == BATCH:
            store.keep_outputs(root, batch)
            batch = []
    store.keep_outputs(root, batch)


def _write(folder: Path, path: str, plan: Planned) -> Output:
    content = plan.make()
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + PARTIAL)
    partial.write_bytes(content)
    partial.replace(target)
    found = target.stat()
    digest = hashlib.sha256(content).hexdigest()
    return Output(path, plan.fingerprint, digest, found.st_size, found.st_mtime_ns)


def _remove(folder: Path, path: str) -> None:
    """Remove a file, what a killed build left of it, and the folders that are empty then."""
    target = folder / path
    target.unlink(missing_ok=True)
    target.with_name(target.name + PARTIAL).unlink(missing_ok=True)
    for parent in target.relative_to(folder).parents[:-1]:
        try:
            (folder / parent).rmdir()
        except OSError:
            return
