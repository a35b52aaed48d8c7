"""Deploy a built site to a target, go back to an earlier release, and show what is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import wraps
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from briefing.core.problems import BriefingError, few
from briefing.publish import built_folder
from briefing.publish.releases import ForestalledError, Release, Standing

if TYPE_CHECKING:
    from briefing.publish.built_folder import BuiltFolder
    from briefing.publish.targets import Target

TRIES = 5
T = TypeVar("T")


def _undisturbed(work: Callable[[Target, T, str], str]) -> Callable[[Target, T, str], str]:
    """Start again if another deployment came first, as it can on a branch, which cannot be locked."""

    @wraps(work)
    def tried(target: Target, what: T, published: str) -> str:
        tries = TRIES
        while True:
            try:
                return work(target, what, published)
            except ForestalledError as error:
                tries -= 1
                if not tries:
                    raise
                target.choices.announce(f"{error}; starting again from there")
            except OSError as error:
                raise BriefingError(f"{_reason(error)}; what is live there stays as it is") from error

    return tried


@_undisturbed
def deploy(target: Target, built: BuiltFolder, published: str) -> str:
    """Publish a site, unless it is what is live, and say what was done.

    The live site is the earlier one until all of the new one is there, and then the new one.
    `published` is the time to note, in ISO 8601.
    """
    with target.held():
        standing = target.standing()
        built.check()
        live = _live_files(target, standing, built)
        if not live:
            standing = replace(standing, live=None)  # so that nothing builds on it
        changes = built_folder.changes(live, built.record.files)
        following = standing.following(built.record, published)
        target.prune((*standing.releases, following))  # what killed runs left, but for a start on this site
        if standing.live is not None and not changes:
            _prune(target, standing)
            return f"{target.shown}: nothing changed; {standing.live.name} is live"
        again = standing.again(built.record)
        if again and _is_whole(target, again, built):
            following, took = again, "it was there already"
            target.restore(replace(again, published=published), standing)
        else:
            new = {*changes.added, *changes.changed}
            took = target.upload(built, following, standing, built.record.files.keys() - new)
        target.activate(following)
        _prune(target, standing.grown(following))
        return f"{target.shown}: {following.name} is live: {changes} ({took})"


@_undisturbed
def rollback(target: Target, steps: int, published: str) -> str:
    """Make an earlier release live again, so many before the live one, and say which."""
    with target.held():
        standing = target.standing()
        release = standing.back(steps)
        after = target.record(release).files
        if unlike := target.unlike(release, after):
            raise BriefingError(
                f"{target.shown}: {release.name} cannot be live again: changed since it was published: "
                f"{few(unlike)}; go back further, or publish what is to be live"
            )
        changes = built_folder.changes(_live_files(target, standing), after)
        target.restore(replace(release, published=published), standing)
        target.activate(release)
        return f"{target.shown}: {release.name} is live again: {changes}"


def preview(target: Target, built: BuiltFolder) -> tuple[str, ...]:
    """Say which pages a deployment would add, change and remove; changes nothing."""
    with target.reading():
        live = _live_files(target, target.standing(), built)
    changes = built_folder.changes(live, built.record.files)
    if not changes:
        return (f"{target.shown}: nothing would change",)
    return (f"{target.shown}: would change:", *changes.lines())


def listed(target: Target) -> Iterator[str]:
    """Yield a line for each release, the newest first."""
    with target.reading():
        standing = target.standing()
    if not standing.releases:
        yield f"{target.shown}: nothing has been published there yet"
    for release in reversed(standing.releases):
        mark = "  live" if release == standing.live else ""
        yield f"{release.name}  published {release.published or 'some time'}{mark}"


def _live_files(target: Target, standing: Standing, built: BuiltFolder | None = None) -> Mapping[str, str]:
    """Read which files are live; none if that is unknown, so that all of them are put there anew.

    Those that are in what was `built` too are read, and have no hash if they are not as published.
    """
    if standing.live is None:
        return {}
    try:
        live = target.record(standing.live).files
    except BriefingError as error:
        target.choices.announce(f"{error}; it counts as nothing")
        return {}
    if built is None:
        return live
    same = {path: digest for path, digest in live.items() if built.record.files.get(path) == digest}
    if unlike := target.unlike(standing.live, same, built.folder):
        target.choices.announce(f"{target.shown}: changed since it was published: {few(unlike)}")
    return {**live, **dict.fromkeys(unlike, "")}


def _is_whole(target: Target, release: Release, built: BuiltFolder) -> bool:
    """Tell whether each file of a release is as it was built."""
    with suppress(BriefingError):
        return not target.unlike(release, target.record(release).files, built.folder)
    return False


def _prune(target: Target, standing: Standing) -> None:
    """Remove old releases; if that fails, the new one is live all the same."""
    try:
        target.prune(standing.kept())
    except (BriefingError, OSError) as error:
        target.choices.announce(f"old releases could not be removed: {_reason(error)}")


def _reason(error: Exception) -> str:
    return f"{error.filename}: {error.strerror}" if isinstance(error, OSError) else str(error)
