"""The changes that wait to be published: notes, their figures, and corrections owed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from briefing.content import tree, urls
from briefing.content.folder import NOTES
from briefing.core.problems import BriefingError
from briefing.desk.words import Words
from briefing.publish import commands
from briefing.verify import record

if TYPE_CHECKING:
    from pathlib import Path

    from briefing.core.model import Claim, Note
    from briefing.core.settings import Folders
    from briefing.desk.library import Library
    from briefing.publish.repository import Repository

# Longer differences are cut on the page; git shows them whole.
LONGEST_SHOWN = 200_000
# In place of a target: changes are committed, and published by whoever takes them from there.
COMMIT = "commit"


class NoteChange(Struct, frozen=True):
    """A note that is not as it was: what became of it, and its figures before and now, in words.

    A correction is `owed` where readers saw a figure that is another now, or gone, and none says so.
    """

    path: str
    title: str
    what: str
    before: tuple[str, ...] = ()
    now: tuple[str, ...] = ()
    owed: bool = False


class Pending(Struct, frozen=True):
    """What changed `since` the site was published, or committed where that is not known.

    `others` are paths of other files of the content, `difference` is git's from the last commit, as far as
    it is shown, `cut` where it is longer.
    """

    since: str
    notes: tuple[NoteChange, ...]
    others: tuple[str, ...]
    difference: str
    cut: bool


def pending(repository: Repository, library: Library, output: Path) -> Pending:
    """Return what changed. Raises BriefingError in a folder that is not under git."""
    if not repository.is_there():
        raise BriefingError(f"{repository.root} is not under git: begin with git init, and commit once")
    commit = _published(output)
    known = bool(commit) and repository.has(commit)
    inside = os.path.relpath(library.folder, repository.root).replace(os.sep, "/")
    changed = repository.changed(commit if known else "HEAD", inside)
    notes = [path for path in changed if path.startswith(f"{NOTES}/") and path.endswith(".md")]
    difference = repository.difference(inside)
    made = []
    for path in notes:
        was = repository.content(commit if known else "HEAD", f"{inside}/{path}")
        before: Note | None = tree.parse_file(path, was)[0] if was else None
        made.append(_change(library, path, before, is_new=not was))
    return Pending(
        "the site was published" if known else "the last commit",
        tuple(made),
        tuple(path for path in changed if path not in notes),
        difference[:LONGEST_SHOWN],
        len(difference) > LONGEST_SHOWN,
    )


def _published(output: Path) -> str:
    """Return the commit that the site was made of last; nothing where that is not known."""
    try:
        built = record.read((output / urls.BUILD).read_bytes())
    except OSError:
        return ""
    return built.commit if built else ""


def _change(library: Library, path: str, before: Note | None, *, is_new: bool) -> NoteChange:
    is_there = (library.folder / path).is_file()
    after = library.note(path) if is_there else None
    gone, come = tuple(_only(before, after)), tuple(_only(after, before))
    words = Words(library.registry()[0])
    was, now = (
        tuple(words.claim(note, claim) for claim in claims)
        for note, claims in ((before, gone), (after, come))
    )
    seen = before is not None and after is not None and before.status == after.status == "published"
    told = before is not None and after is not None and len(after.corrections) > len(before.corrections)
    shown = after or before
    title = shown.title if shown else path
    what = _what(before, after, is_new=is_new, is_there=is_there)
    return NoteChange(path, title, what, was, now, owed=seen and bool(was) and not told)


def _what(before: Note | None, after: Note | None, *, is_new: bool, is_there: bool) -> str:
    if not is_there:
        return "removed, and its address with it; withdraw it instead"
    if after is None:
        return "cannot be read"
    if before is None or before.status == after.status:
        return f"{'new' if is_new else 'changed'}, {after.status}"
    return f"was {before.status}, is {after.status}"


def _only(note: Note | None, other: Note | None) -> Iterator[Claim]:
    """Yield the claims that the other version of a note has not, whatever is remarked on them."""
    theirs = {replace(claim, line=0, remark="") for claim in other.claims} if other else set()
    for claim in note.claims if note else ():
        if replace(claim, line=0, remark="") not in theirs:
            yield claim


class Publication(Struct, frozen=True):
    """Where to the desk publishes: a target, `COMMIT`, or nowhere, and then nothing is committed either."""

    to: str
    folders: Folders
    repository: Repository

    @property
    def target(self) -> str:
        """The target, if there is one."""
        return "" if self.to == COMMIT else self.to

    def allow(self) -> None:
        """Raise BriefingError where the settings do not allow any of this."""
        if not self.to:
            raise BriefingError(f'the desk may not publish; BRIEFING["publish"] names a target, or {COMMIT}')

    def commit(self, message: str) -> str:
        """Commit all changes of the content; say which commit that is.

        Raises BriefingError where nothing was committed.
        """
        self.allow()
        if not message.strip():
            raise BriefingError("say in a line what was changed")
        if self.repository.person() is None:
            told = 'git config --global user.name "Your Name", and user.email'
            raise BriefingError(f"git does not know your name; tell it by {told}")
        return f"Committed: {self.repository.commit(self.folders.content, message)}"

    def publish(self, *, dry_run: bool) -> str:
        """Publish, or only find out what would change there; return the output.

        Raises BriefingError, with what was said, if that failed.
        """
        self.allow()
        if not self.target:
            raise BriefingError('BRIEFING["publish"] names no target')
        words = ["publish", "--to", self.target, *(["--dry-run"] if dry_run else [])]
        settings = ["--settings", os.fspath(self.folders.conf)]
        done = commands.run([sys.executable, "-m", "briefing", *words, *settings])
        told = (done.out.decode("utf-8", "replace") + done.errors).strip()
        if done.code:
            raise BriefingError(told or "publish failed, and did not say why")
        return told
