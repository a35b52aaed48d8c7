"""Publish to a folder on this machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from briefing.core.problems import BriefingError
from briefing.engine import lock
from briefing.publish.built_folder import BuiltFolder, sha256
from briefing.publish.releases import OWN, RECORDS, RELEASES, Choices, is_named_by

LOCK = f"{OWN}/lock"
_WRITABLE = 0o222


class LocalFolder:
    """A folder on this machine."""

    def __init__(self, root: Path, choices: Choices) -> None:
        self.shown = str(root)
        self.root = root
        self._choices = choices

    def links(self, path: str) -> Mapping[str, str | None]:
        """Return the entries of a folder by name: where symbolic links lead, and None for all others."""
        if self.root.exists() and not self.root.is_dir():
            raise BriefingError(f"{self.shown} is a file; name a folder to deploy to")
        places = (self.root / path).glob("*")
        return {place.name: str(place.readlink()) if place.is_symlink() else None for place in places}

    def read(self, path: str, *names: str) -> Mapping[str, bytes]:
        """Read files of a folder, or all in it; those that are not there are left out."""
        files = (self.root / path / name for name in names or self.links(path))
        return {file.name: file.read_bytes() for file in files if file.is_file()}

    def make(self) -> None:
        """Make the folders that a target needs, `RELEASES` last."""
        for path in (RECORDS, RELEASES):
            _make(self.root / path)

    @contextmanager
    def lock(self) -> Iterator[Callable[[], None]]:
        """Hold a lock, which ends with this process, however it ends."""
        waiting = f"{self.shown}: another deployment is at work; waiting for it to end"
        with lock.held(self.root / LOCK, waiting=partial(self._choices.announce, waiting)):
            yield lambda: None

    def unlike(self, path: str, files: Mapping[str, str], _built: Path | None) -> Collection[str]:
        """Tell which files below a folder do not have the SHA-256 that they should have."""
        return [file for file, digest in files.items() if sha256(self.root / path / file) != digest]

    def send(self, built: BuiltFolder, path: str, same: Collection[str], base: str) -> str:
        """Put a whole site there: link the files that are the same below `base`, and copy the rest."""
        target, copied = self.root / path, 0
        if target.exists():
            shutil.rmtree(target)  # the start of a run that was killed
        try:
            for file in built.paths:
                twin = self.root / base / file if file in same else None
                copied += _put(built.folder / file, twin, target / file)
        except OSError:
            shutil.rmtree(target, ignore_errors=True)
            raise
        return f"{copied:,} bytes copied"

    def share(self, owners: Mapping[str, str], path: str) -> None:
        """Link files, by their paths, from the folders that hold them into one that lacks them."""
        for file, owner in owners.items():
            source, place = self.root / owner / file, self.root / path / file
            if not place.exists() and is_named_by(sha256(source), file):
                _put(source, source, place)

    def write(self, path: str, name: str, content: bytes) -> None:
        """Write a file into a folder in one step, once all that it stands for is on the disk."""
        os.sync()
        fresh = self.root / path / f"{name}.part"
        fresh.write_bytes(content)
        fresh.replace(self.root / path / name)

    def link(self, name: str, leads_to: str) -> None:
        """Swap a symbolic link in one rename, once all that it leads to is on the disk."""
        os.sync()
        fresh = self.root / OWN / name
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(leads_to)
        fresh.replace(self.root / name)

    def remove(self, path: str, names: Iterable[str]) -> None:
        """Remove files and folders of a folder, by name."""
        for name in names:
            place = self.root / path / name
            if place.is_dir() and not place.is_symlink():
                shutil.rmtree(place)
            else:
                place.unlink()


def _make(folder: Path) -> None:
    """Make a folder, and those above it, that a web server may read."""
    if not folder.is_dir():
        _make(folder.parent)
        folder.mkdir()
        folder.chmod(0o755)


def _put(source: Path, twin: Path | None, place: Path) -> int:
    """Give a twin, if there is one, a second name, or else copy the source; return the bytes copied.

    Releases share files, so nobody is to write into one.
    """
    _make(place.parent)
    linked = False
    with suppress(OSError):  # the disk knows no second names, or allows none
        if twin:
            os.link(twin, place)
            linked = True
    if not linked:
        shutil.copyfile(source, place)
    if place.stat().st_mode & _WRITABLE:
        place.chmod(0o444)
    return 0 if linked else place.stat().st_size
