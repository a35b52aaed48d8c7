"""Publish to a branch of a git repository, as one commit for each publication.

There is nothing to lock: git refuses a push that is not on top of what is there, and the deployment
begins again from there. The commits of a few publications are fetched into a repository kept for one
run, without their files if the other side can leave them out.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from briefing.content import urls
from briefing.publish import built_folder, releases
from briefing.publish.folder_target import refuse_occupied
from briefing.publish.git import FILE, Git
from briefing.publish.releases import Choices, ForestalledError, Release, Standing
from briefing.verify import record as records

if TYPE_CHECKING:
    from briefing.publish.built_folder import BuiltFolder
    from briefing.verify.record import BuildRecord

NO_JEKYLL = ".nojekyll"
DEPTH = 4 * releases.KEPT
RELEASE = "Briefing-Release"
SOURCE = "Source-Commit"
_RELEASE = re.compile(rf"^{RELEASE}: (\S+)$", re.MULTILINE)
_SOURCE = re.compile(rf"^{SOURCE}: ([0-9a-f]+)$", re.MULTILINE)


class BranchTarget:
    """A target on a branch."""

    def __init__(self, address: str, name: str, shown: str, choices: Choices) -> None:
        self.shown = shown
        self.choices = choices
        self._address = address
        self._name = name
        self._git: Git
        self._tip = self._live = ""
        self._commits: dict[str, str] = {}
        self._tree: dict[str, str] = {}

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Have a local repository while the block runs."""
        with tempfile.TemporaryDirectory() as folder:
            self._git = Git(Path(folder) / "site.git", self._address, self.shown)
            self._git.make()
            yield

    held = reading  # no lock is needed: `activate` finds out who comes second

    def standing(self) -> Standing:
        """Fetch the newest commits and read which publications they are, by what their messages say.

        A publication is live again by a commit that names an earlier one.
        """
        self._tip = self._git.fetch(self._name, depth=DEPTH)
        self._tree = self._git.tree(self._tip) if self._tip else {}
        if not self.choices.adopt and not self._is_ours():
            names = {path.partition("/")[0] for path in self._tree}
            refuse_occupied(names, shown=self.shown, place="branch", ours="the site")
        self._commits, self._live, found = {}, "", {}
        for commit, published, message in self._git.history(self._tip) if self._tip else ():
            if (name := _RELEASE.search(message)) and (release := releases.named(name[1])):
                self._live = self._live or release.name
                source = _SOURCE.search(message)
                found[release.name] = replace(
                    release, commit=source[1] if source else "", published=published
                )
                self._commits[release.name] = commit  # the oldest, which is the publication itself
        kept = Standing.of(found, self._live).kept()
        return Standing.of({release.name: self._with_assets(release) for release in kept}, self._live)

    def _with_assets(self, release: Release) -> Release:
        return replace(release, assets=releases.assets(self.record(release).files))

    def _is_ours(self) -> bool:
        return urls.BUILD in self._tree and records.read(self._recorded(self._tip)) is not None

    def _recorded(self, commit: str) -> bytes:
        return self._git.run("cat-file", "blob", f"{commit}:{urls.BUILD}")

    def record(self, release: Release) -> BuildRecord:
        """Read the `/build.json` of a publication's commit."""
        content = self._recorded(self._commits[release.name])
        return built_folder.read_record(content, f"{urls.BUILD} of {release.name}")

    def unlike(self, release: Release, files: Iterable[str], _built: Path | None = None) -> Collection[str]:
        """Return the files that others changed since a release went live; git vouches for its history."""
        if release.name != self._live:
            return ()
        published = self._git.tree(self._commits[release.name])
        return [path for path in (*files, urls.BUILD) if self._tree.get(path) != published[path]]

    def upload(self, built: BuiltFolder, release: Release, standing: Standing, same: Collection[str]) -> str:
        """Make a commit on top of the branch, in which files of others stay; say what it took."""
        entries = {path: self._tree[path] for path in same if path in self._tree}
        rest = [path for path in built.paths if path not in entries]
        entries |= zip(rest, self._git.keep([built.folder / path for path in rest]), strict=True)
        self._commit(entries, release, standing, "Publish")
        return f"commit {self._commits[release.name][:7]}, {len(rest)} files written"

    def restore(self, release: Release, standing: Standing) -> None:
        """Make a commit with the files of an earlier one."""
        tree = self._git.tree(self._commits[release.name])
        entries = {path: tree[path] for path in (*self.record(release).files, urls.BUILD)}
        self._commit(entries, release, standing, "Return to")

    def _commit(self, entries: dict[str, str], release: Release, standing: Standing, verb: str) -> None:
        ours = set(self.record(standing.live).files) if standing.live else set()
        ours |= {path for path in self._tree if releases.is_asset(path) and path.startswith("assets/")}
        wanted = {path: entry for path, entry in self._tree.items() if path not in ours}
        wanted |= {path: self._tree[path] for path in standing.carried(release) if path in self._tree}
        empty = self._git.run("hash-object", "-w", "--stdin").decode().strip()
        wanted |= {NO_JEKYLL: f"{FILE} {empty}", **entries}
        subject = f"{verb} {f'{release.commit[:7]} as ' if release.commit else ''}{release.name}"
        source = [f"{SOURCE}: {release.commit}"] if release.commit else []
        message = "\n".join([subject, "", f"{RELEASE}: {release.name}", *source, ""])
        self._commits[release.name] = self._git.commit(wanted, self._tip, message, release.published)

    def activate(self, release: Release) -> None:
        """Push the commit that was made. Raises ForestalledError if another came first."""
        if not self._git.push(self._commits[release.name], self._name):
            raise ForestalledError(f"{self.shown}: another publication came first")

    def prune(self, kept: tuple[Release, ...]) -> None:
        """Keep everything: history is never rewritten."""
