"""A folder in; releases beside each other in it, and a symbolic link `current` to the live one, out.

TARGET/current            → releases/00007-…: what a web server serves
TARGET/releases/00007-…/  a whole site; files that it shares with others are hard links
TARGET/.briefing/         a record of each release, the lock, and what is on its way in or out
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager, nullcontext
from functools import partial
from typing import TYPE_CHECKING

from briefing.core.problems import BriefingError
from briefing.engine import lock
from briefing.publish import contents as sites
from briefing.publish import layout, releases
from briefing.publish.layout import CURRENT, INCOMING, LOCK, OUTGOING, OWN, RECORDS, RELEASES
from briefing.publish.releases import Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from briefing.publish.contents import Built, Record
    from briefing.publish.releases import Release


class Folder:
    """A target on this machine. `adopt` lets it be a folder that holds something else too."""

    def __init__(self, path: Path, *, adopt: bool, announce: Callable[[str], None]) -> None:
        """Touch nothing yet."""
        self.shown = str(path)
        self.root = path
        self._adopt = adopt
        self._announce = announce

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold a lock that ends with this process, however it ends."""
        self.standing()
        waiting = partial(
            self._announce, f"{self.shown}: another deployment is at work; waiting for it to end"
        )
        try:
            for folder in (self.root, self.root / RELEASES):
                _make_readable(folder)
        except OSError as error:
            raise _failed(error) from error
        with lock.held(self.root / LOCK, waiting=waiting):
            yield

    def reading(self) -> AbstractContextManager[None]:
        """Take nothing: each thing is read whole, at some moment."""
        return nullcontext()

    def standing(self) -> Standing:
        """Read the releases that are whole."""
        try:
            self._refuse_foreign()
            return self._standing()
        except OSError as error:
            raise _failed(error) from error

    def _standing(self) -> Standing:
        if not (self.root / RECORDS).is_dir():
            return Standing()
        found = []
        for file in sorted((self.root / RECORDS).glob("*.json")):
            release = releases.read(file.read_bytes(), file.stem)
            if release is not None and (self.root / RELEASES / release.name).is_dir():
                found.append(release)
        link = self.root / CURRENT
        name = layout.linked(str(link.readlink())) if link.is_symlink() else ""
        return Standing(tuple(sorted(found)), next((one for one in found if one.name == name), None))

    def _refuse_foreign(self) -> None:
        if self.root.exists() and not self.root.is_dir():
            raise BriefingError(f"{self.shown} is a file; name a folder to deploy to")
        names = os.listdir(self.root) if self.root.exists() else []  # noqa: PTH208 - names alone
        link, folder = self.root / CURRENT, self.root / RELEASES
        layout.refuse_foreign(
            names,
            shown=self.shown,
            adopt=self._adopt,
            current=layout.kind(link=link.is_symlink(), there=link.exists()),
            folder=layout.kind(link=folder.is_symlink(), there=folder.exists()),
        )

    def record(self, release: Release) -> Record:
        """Read a release's own `/build.json`."""
        file = self.root / RELEASES / release.name / sites.BUILD
        try:
            return sites.record(file.read_bytes(), str(file))
        except OSError as error:
            raise _failed(error) from error

    def upload(self, built: Built, release: Release, standing: Standing) -> str:
        """Link what the live release has already, copy the rest, and only then give it its name."""
        incoming = self.root / INCOMING
        base = standing.live and self.root / RELEASES / standing.live.name
        known = self.record(standing.live).files if standing.live else {}
        copied = 0
        try:
            for path in built.paths:
                source = built.folder / path
                same = base is not None and path in known and known[path] == built.record.files.get(path)
                if not (same and base and _linked(base / path, incoming / path, source.stat().st_size)):
                    copied += _copied(source, incoming / path)
            self._carry(release, standing, incoming)
            for folder in (incoming, *(path for path in incoming.rglob("*") if path.is_dir())):
                folder.chmod(0o755)
            self._write(f"{RECORDS}/{release.name}.json", release.written())
            incoming.rename(self.root / RELEASES / release.name)
        except OSError as error:
            shutil.rmtree(incoming, ignore_errors=True)
            raise _failed(error) from error
        return f"{copied:,} bytes copied"

    def restore(self, release: Release, standing: Standing, published: str) -> None:
        """Give an earlier release the assets of the others, which readers may still ask for."""
        del published
        try:
            self._carry(release, standing, self.root / RELEASES / release.name)
        except OSError as error:
            raise _failed(error) from error

    def activate(self, release: Release) -> None:
        """Swap the link in one rename, once all that it leads to is on the disk."""
        fresh = self.root / OWN / CURRENT
        try:
            os.sync()
            fresh.unlink(missing_ok=True)
            fresh.symlink_to(f"{RELEASES}/{release.name}")
            fresh.replace(self.root / CURRENT)
        except OSError as error:
            raise _failed(error) from error

    def prune(self, kept: tuple[Release, ...]) -> None:
        """Remove releases that are not kept, by a name of ours, and all that is unfinished."""
        names = {release.name for release in kept}
        outgoing = self.root / OUTGOING
        try:
            for remains in (self.root / INCOMING, outgoing):
                if remains.is_dir():
                    shutil.rmtree(remains)
            for folder in sorted((self.root / RELEASES).glob("*")):
                if releases.NAME.fullmatch(folder.name) and folder.name not in names:
                    folder.rename(outgoing)  # so that none is ever there by half
                    shutil.rmtree(outgoing)
            for file in (self.root / RECORDS).glob("*"):
                if file.name.removesuffix(".json") not in names:
                    file.unlink()
        except OSError as error:
            raise _failed(error) from error

    def _carry(self, release: Release, standing: Standing, folder: Path) -> None:
        for path, owner in standing.carried(release).items():
            source = self.root / RELEASES / owner.name / path
            if not (folder / path).exists() and not _linked(source, folder / path, source.stat().st_size):
                _copied(source, folder / path)

    def _write(self, path: str, content: bytes) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_suffix(".part")
        fresh.write_bytes(content)
        fresh.replace(file)


def _make_readable(folder: Path) -> None:
    """Make a folder, if there is none, that a web server may read."""
    if not folder.is_dir():
        folder.mkdir(parents=True)
        folder.chmod(0o755)


def _linked(source: Path, place: Path, size: int) -> bool:
    """Give a file a second name; false where its size is not as it should be, or the disk cannot."""
    try:
        if source.stat().st_size != size:
            return False
        place.parent.mkdir(parents=True, exist_ok=True)
        os.link(source, place)
    except OSError:
        return False
    return True


def _copied(source: Path, place: Path) -> int:
    """Copy a file so that a web server may read it, and return its size."""
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, place)
    place.chmod(0o644)
    return place.stat().st_size


def _failed(error: OSError) -> BriefingError:
    return BriefingError(f"{error.filename}: {error.strerror}; what is live there stays as it is")
