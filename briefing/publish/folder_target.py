"""Publish to a folder, here or on a host: releases beside each other, and a link to the live one.

TARGET/current            → releases/00007-…: what a web server serves
TARGET/releases/00007-…/  a whole site; files that it shares with others are hard links
TARGET/.briefing/         a record of each release, and the lock

The record of a release is written last and removed first: a release without one is incomplete.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.content import urls
from briefing.core.problems import BriefingError, few
from briefing.publish import built_folder, releases
from briefing.publish.releases import CURRENT, OWN, RECORDS, RELEASES, Choices, Release, Standing

if TYPE_CHECKING:
    from briefing.publish.built_folder import BuiltFolder
    from briefing.publish.local_folder import LocalFolder
    from briefing.publish.remote_folder import RemoteFolder
    from briefing.verify.record import BuildRecord


class FolderTarget:
    """A target in a folder."""

    def __init__(self, folder: LocalFolder | RemoteFolder, choices: Choices) -> None:
        self.shown = folder.shown
        self.folder = folder
        self.choices = choices
        self._confirm: Callable[[], None]
        self._there: dict[str, set[str]] = {RECORDS: set(), RELEASES: set()}

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the folder's lock."""
        if RELEASES not in self._links():
            self.folder.make()
        with self.folder.lock() as self._confirm:
            yield

    def reading(self) -> AbstractContextManager[None]:
        """Lock nothing: each file is read whole anyway."""
        return nullcontext()

    def standing(self) -> Standing:
        """Read which releases are complete, and which is live."""
        links = self._links()
        if OWN not in links:
            return Standing()
        records = self.folder.read(RECORDS)
        self._there = {RECORDS: set(records), RELEASES: set(self.folder.links(RELEASES))}
        read = [releases.read(content, file.removesuffix(".json")) for file, content in records.items()]
        live = (links.get(CURRENT) or "").removeprefix(f"{RELEASES}/")
        # The live release is complete, even if its record has come to harm since.
        found = {release.name: release for release in (releases.named(live), *read) if release}
        return Standing.of({name: found[name] for name in found.keys() & self._there[RELEASES]}, live)

    def _links(self) -> Mapping[str, str | None]:
        """Read the links there, and refuse what no deployment has put there."""
        links = self.folder.links("")
        if links.get(CURRENT, "") is None:
            raise BriefingError(
                f"{self.shown}/{CURRENT} is not a symbolic link; it is never removed: move it away"
            )
        if links.get(RELEASES) is not None:
            raise BriefingError(
                f"{self.shown}/{RELEASES} is a symbolic link; move it away, releases are put there"
            )
        if OWN not in links and not self.choices.adopt:
            refuse_occupied(links, shown=self.shown, place="folder", ours="releases")
        return links

    def record(self, release: Release) -> BuildRecord:
        """Read a release's own `/build.json`."""
        path = f"{RELEASES}/{release.name}"
        content = self.folder.read(path, urls.BUILD).get(urls.BUILD)
        if content is None:
            raise BriefingError(f"{self.shown}/{path} lacks its {urls.BUILD}; remove that release")
        record = built_folder.read_record(content, f"{self.shown}/{path}/{urls.BUILD}")
        if not record.digest.startswith(release.digest):
            raise BriefingError(
                f"{self.shown}/{path}/{urls.BUILD} is not the one that was published; remove that release"
            )
        return record

    def unlike(
        self, release: Release, files: Mapping[str, str], built: Path | None = None
    ) -> Collection[str]:
        """Tell which files of a release do not have the SHA-256 that they should; `built` has them too."""
        return self.folder.unlike(f"{RELEASES}/{release.name}", files, built)

    def upload(self, built: BuiltFolder, release: Release, standing: Standing, same: Collection[str]) -> str:
        """Put a release beside the live one, and share the files that are the `same`; say what it took."""
        base = f"{RELEASES}/{standing.live.name}" if standing.live else ""
        took = self.folder.send(built, f"{RELEASES}/{release.name}", same, base)
        self.restore(release, standing)
        self.folder.write(RECORDS, f"{release.name}.json", release.written())
        self._there[RECORDS].add(f"{release.name}.json")
        self._there[RELEASES].add(release.name)
        return took

    def restore(self, release: Release, standing: Standing) -> None:
        """Give a release the assets of the others, which readers may still ask for."""
        if owners := standing.carried(release):
            folders = {path: f"{RELEASES}/{owner.name}" for path, owner in owners.items()}
            self.folder.share(folders, f"{RELEASES}/{release.name}")

    def activate(self, release: Release) -> None:
        """Swap the link, after making sure that the lock is still held."""
        self._confirm()
        self.folder.link(CURRENT, f"{RELEASES}/{release.name}")

    def prune(self, kept: tuple[Release, ...]) -> None:
        """Remove releases with a name of ours that are not kept, the records first."""
        names = {release.name for release in kept}
        ours = {name for name in self._there[RELEASES] if releases.NAME.fullmatch(name)}
        records = {f"{name}.json" for name in names}
        for path, gone in ((RECORDS, self._there[RECORDS] - records), (RELEASES, ours - names)):
            if gone:
                self.folder.remove(path, sorted(gone))
                self._there[path] -= gone


def refuse_occupied(names: Collection[str], *, shown: str, place: str, ours: str) -> None:
    """Refuse a place that holds anything else; `ours` is what would be put there."""
    if names:
        raise BriefingError(
            f"{shown} holds {few(names)}, which no deployment has put there; name another {place}, "
            f"or add --adopt to put {ours} beside it and leave it as it is"
        )
