"""A branch of a git repository in; a commit on it for each publication out, and none taken away.

There is nothing to lock: a push that is not on top of what is there is refused by git, and the
deployment begins again from there. The commits of a few publications are fetched into a repository
of a moment, without their files where the other side can leave them out.
"""

from __future__ import annotations

import re
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.core.problems import BriefingError
from briefing.publish import contents as sites
from briefing.publish import layout, releases
from briefing.publish.git import Git
from briefing.publish.releases import OvertakenError, Release, Standing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from briefing.publish.contents import Built, Record

NO_JEKYLL = ".nojekyll"
DEPTH = 4 * releases.KEPT
RELEASE = "Briefing-Release"
SOURCE = "Source-Commit"
_RELEASE = re.compile(rf"^{RELEASE}: (\S+)$", re.MULTILINE)
_SOURCE = re.compile(rf"^{SOURCE}: ([0-9a-f]+)$", re.MULTILINE)


class Branch:
    """A target on a branch. `adopt` lets it be one that holds something else too."""

    def __init__(self, address: str, name: str, *, shown: str, adopt: bool) -> None:
        """Ask nothing of it yet."""
        self.shown = shown
        self._address = address
        self._name = name
        self._adopt = adopt
        self._git: Git | None = None
        self._tip = ""
        self._commits: dict[str, str] = {}
        self._tree: dict[str, str] = {}
        self._made = ""

    def held(self) -> AbstractContextManager[None]:
        """Hold nobody up: who comes second is told so by `activate`."""
        return self.reading()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Keep a repository for as long as this takes."""
        with tempfile.TemporaryDirectory() as folder:
            self._git = Git.made(Path(folder) / "site.git", self._address, self.shown)
            try:
                yield
            finally:
                self._git = None

    def standing(self) -> Standing:
        """Fetch the newest commits and read which publications they are, by what their messages say."""
        git = self._opened()
        self._tip = git.fetched(self._name, depth=DEPTH)
        self._tree = git.tree(self._tip) if self._tip else {}
        self._refuse_foreign(git)
        return self._standing(git) if self._tip else Standing()

    def _standing(self, git: Git) -> Standing:
        """A publication is live again by a commit that names an earlier one."""
        self._commits, found, live = {}, {}, ""
        for commit, published, message in git.history(self._tip):
            named = _RELEASE.search(message)
            parts = named and releases.NAME.fullmatch(named[1])
            if not parts:
                continue
            live = live or parts[0]
            source = _SOURCE.search(message)
            found[parts[0]] = Release(
                int(parts["number"]), parts["digest"], source[1] if source else "", published
            )
            self._commits[parts[0]] = commit  # the oldest, which is the publication itself
        newest = sorted(found.values())[-releases.KEPT :]
        whole = tuple(sorted(self._with_assets(one) for one in {*newest, *filter(None, [found.get(live)])}))
        return Standing(whole, next((one for one in whole if one.name == live), None))

    def _with_assets(self, release: Release) -> Release:
        return replace(release, assets=self.record(release).assets)

    def _refuse_foreign(self, git: Git) -> None:
        if not self._adopt and not self._is_ours(git):
            names = {path.partition("/")[0] for path in self._tree}
            layout.refuse_occupied(names, shown=self.shown, place="branch", ours="the site")

    def _is_ours(self, git: Git) -> bool:
        if sites.BUILD not in self._tree:
            return False
        try:
            sites.record(git.content(self._tip, sites.BUILD), sites.BUILD)
        except BriefingError:
            return False
        return True

    def record(self, release: Release) -> Record:
        """Read the `/build.json` of a publication's commit."""
        content = self._opened().content(self._commits[release.name], sites.BUILD)
        return sites.record(content, f"{sites.BUILD} of {release.name}")

    def upload(self, built: Built, release: Release, standing: Standing) -> str:
        """Make a commit on top of the branch, here; files of others in it stay."""
        git = self._opened()
        before = self.record(standing.live).files if standing.live else {}
        files = built.record.files
        same = {path for path in files if before.get(path) == files[path] and path in self._tree}
        rest = [path for path in built.paths if path not in same]
        entries = {path: self._tree[path] for path in same}
        entries |= zip(rest, git.written([built.folder / path for path in rest]), strict=True)
        self._commit(git, entries, release, standing, f"Publish {_of(release)}")
        return f"commit {self._made[:7]}, {len(rest)} files written"

    def restore(self, release: Release, standing: Standing, published: str) -> None:
        """Make a commit with the files of an earlier one."""
        git = self._opened()
        tree = git.tree(self._commits[release.name])
        entries = {path: tree[path] for path in (*self.record(release).files, sites.BUILD)}
        again = replace(release, published=published)
        self._commit(git, entries, again, standing, f"Return to {_of(release)}")

    def _commit(
        self, git: Git, entries: dict[str, str], release: Release, standing: Standing, subject: str
    ) -> None:
        ours = set(self.record(standing.live).files) if standing.live else set()
        ours |= {path for path in self._tree if releases.is_asset(path) and path.startswith("assets/")}
        carried = [path for path in standing.carried(release) if path in self._tree]
        wanted = {path: one for path, one in self._tree.items() if path not in ours}
        wanted |= {path: self._tree[path] for path in carried}
        wanted |= {NO_JEKYLL: git.empty(), **entries}
        source = [f"{SOURCE}: {release.commit}"] if release.commit else []
        message = "\n".join([subject, "", f"{RELEASE}: {release.name}", *source, ""])
        self._made = git.committed(wanted, self._tree, self._tip, message, release.published)

    def activate(self, release: Release) -> None:
        """Push the commit. Raises OvertakenError where another came first."""
        git = self._opened()
        if refused := git.pushed(self._made, self._name):
            raise OvertakenError(f"{self.shown}: {refused}")
        self._commits.setdefault(release.name, self._made)

    def prune(self, kept: tuple[Release, ...]) -> None:
        """Keep everything: history is never rewritten."""

    def _opened(self) -> Git:
        if self._git is None:
            raise BriefingError(f"{self.shown} is not being read")
        return self._git


def _of(release: Release) -> str:
    return f"{release.commit[:7]} as {release.name}" if release.commit else release.name
