"""Publish to a folder of another host by rsync over ssh.

Everything is done by transfers, so that an account that may run nothing but rsync will do. The swap is
the transfer of one symbolic link, which the receiving rsync makes under another name and renames into
place.
"""

from __future__ import annotations

import re
import secrets
import tempfile
from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager, suppress
from pathlib import Path

from briefing.core.problems import BriefingError
from briefing.publish import releases
from briefing.publish.built_folder import BuiltFolder, sha256
from briefing.publish.lock import Lock
from briefing.publish.releases import OWN, RECORDS, RELEASES, is_named_by
from briefing.publish.rsync import Rsync

# Releases share files, so nobody is to write into one.
RELEASED = ("--chmod=D755,F444",)


class RemoteFolder(Rsync, frozen=True):
    """A folder of another host."""

    def links(self, path: str) -> Mapping[str, str | None]:
        """Return the entries of a folder by name: where symbolic links lead, and None for all others."""
        return {file.path: file.link if file.kind == "l" else None for file in self.listed(path)}

    def read(self, path: str, *names: str) -> Mapping[str, bytes]:
        """Read files of a folder, or all in it; those that are not there are left out."""
        with tempfile.TemporaryDirectory() as folder:
            self.download(Path(folder), [(path, name) for name in names or ("",)])
            return {file.name: file.read_bytes() for file in Path(folder).glob("*")}

    def make(self) -> None:
        """Make the folders that a target needs, and the last one of the address itself.

        Refuses a place where links that are sent lead nowhere, before one is needed. The lock is not held
        yet, so each run tries a link of its own.
        """
        probe = f"{OWN}-probe-{secrets.token_hex(4)}"
        self._put("", RECORDS, lambda folder: folder.mkdir(parents=True))
        self.link(probe, OWN)
        leads = False
        with suppress(BriefingError):  # rrsync refuses to look
            leads = bool(self.listed(probe))
        self.remove("", [probe])
        if not leads:
            raise BriefingError(
                f"{self.shown}: symbolic links that are sent there lead nowhere, so the swap cannot be made; "
                "that rsync must leave them as they are, without --munge-links (for rrsync, -munge)"
            )
        self._put("", RELEASES, Path.mkdir)

    def lock(self) -> AbstractContextManager[Callable[[], None]]:
        """Hold the lock, and yield a function that makes sure that it is still held."""
        return Lock(self).held()

    def unlike(self, path: str, files: Mapping[str, str], built: Path | None) -> Collection[str]:
        """Tell which files below a folder do not have the SHA-256 that they should have.

        rsync compares them with those that were `built` here; without, it has to fetch them.
        """
        if built is not None:
            return self.differing(built, files, path)
        with tempfile.TemporaryDirectory() as folder:
            self.download(Path(folder), [(path, "")])
            return [file for file, digest in files.items() if sha256(Path(folder) / file) != digest]

    def send(self, built: BuiltFolder, path: str, _same: Collection[str], base: str) -> str:
        """Send what `base` lacks; the rest becomes hard links to it, over there."""
        link = [self._linking(base)] if base else []
        sent = self.upload(built.folder, built.paths, path, "--checksum", "--compress", *link, *RELEASED)
        self._look_over(built, path)
        return f"{sent:,} bytes sent"

    def _look_over(self, built: BuiltFolder, path: str) -> None:
        """Refuse a release that lacks a file or a part of one; remove what broken transfers left."""
        sizes = {file.path: file.size for file in self.listed(path, deep=True) if file.kind == "-"}
        for file in built.paths:
            if sizes.get(file) != (built.folder / file).stat().st_size:
                raise BriefingError(f"{self.shown}/{path}/{file} did not arrive whole; run it again")
        for file in sorted(sizes.keys() - set(built.paths)):
            if not releases.is_asset(file):
                folder, _, name = file.rpartition("/")
                self.remove(f"{path}/{folder}", [name])

    def share(self, owners: Mapping[str, str], path: str) -> None:
        """Link files, by their paths, from the folders that hold them into one that lacks them.

        rsync can only send what is here, so they are fetched first.
        """
        with tempfile.TemporaryDirectory() as folder:
            self.download(Path(folder), [(owner, file) for file, owner in owners.items()])
            files = [file for file in owners if is_named_by(sha256(Path(folder) / file), file)]
            links = [self._linking(owner) for owner in sorted(set(owners.values()))]
            self.upload(Path(folder), files, path, "--checksum", *links, *RELEASED)

    def _linking(self, path: str) -> str:
        """Write the option that links files to those of a folder beside the one that is uploaded to."""
        root = re.sub(r"^[^\[:]*(?:\[.*?\])?:", "", self.address)
        # Accounts for rsync alone refuse "..", but there is no other way for a path from the home folder.
        return f"--link-dest={root}/{path}" if root.startswith("/") else f"--link-dest=../{Path(path).name}"
