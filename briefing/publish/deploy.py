"""Deploy a built site to a target, go back to an earlier release, and show what is there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.core.problems import BriefingError
from briefing.publish import built_folder
from briefing.publish.releases import OvertakenError, Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from briefing.publish.built_folder import BuiltFolder
    from briefing.publish.targets import Target

    Announce = Callable[[str], None]

TRIES = 5


def deploy(target: Target, built: BuiltFolder, *, published: str, announce: Announce) -> str:
    """Publish a site, unless it is what is live, and say what was done.

    The live site is the earlier one until all of the new one is there, and then the new one.
    `published` is the time to note, in ISO 8601.
    """
    return _undisturbed(lambda: _deploy(target, built, published, announce), announce)


def _deploy(target: Target, built: BuiltFolder, published: str, announce: Announce) -> str:
    with target.held():
        standing = target.standing()
        live = _live_files(target, standing, announce)
        if not live:
            standing = replace(standing, live=None)  # nothing of it is to be built on
        changes = built_folder.changes(live, built.record.files)
        following = standing.following(built.record, published)
        target.prune((*standing.releases, following))  # what killed runs left, but not what one began of this
        if standing.live is not None and not changes:
            _prune(target, standing, announce)
            return f"{target.shown}: nothing changed; {standing.live.name} is live"
        if again := standing.again(built.record):
            following, took = again, "it was there already"
            target.restore(replace(again, published=published), standing)
        else:
            new = {*changes.added, *changes.changed}
            built.check(sorted(new))
            took = target.upload(built, following, standing, built.record.files.keys() - new)
        target.activate(following)
        _prune(target, standing.grown(following), announce)
        return f"{target.shown}: {following.name} is live: {changes} ({took})"


def rollback(target: Target, steps: int, *, published: str, announce: Announce) -> str:
    """Make an earlier release live again, so many before the live one, and say which."""
    return _undisturbed(lambda: _rollback(target, steps, published, announce), announce)


def _rollback(target: Target, steps: int, published: str, announce: Announce) -> str:
    with target.held():
        standing = target.standing()
        release = standing.back(steps)
        after = target.record(release).files
        changes = built_folder.changes(_live_files(target, standing, announce), after)
        target.restore(replace(release, published=published), standing)
        target.activate(release)
        return f"{target.shown}: {release.name} is live again: {changes}"


def preview(target: Target, built: BuiltFolder, *, announce: Announce) -> tuple[str, ...]:
    """Say which pages a deployment would add, change and remove; changes nothing."""
    with target.reading():
        live = _live_files(target, target.standing(), announce)
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


def _live_files(target: Target, standing: Standing, announce: Announce) -> Mapping[str, str]:
    """What is live; nothing if that cannot be told, since it then has to be put there anew."""
    try:
        return target.record(standing.live).files if standing.live else {}
    except BriefingError as error:
        announce(f"{error}; it counts as nothing")
        return {}


def _undisturbed(work: Callable[[], str], announce: Announce) -> str:
    """Begin again if another deployment came between, as on a branch that nobody can lock."""
    tries = TRIES
    while True:
        try:
            return work()
        except OvertakenError as error:
            tries -= 1
            if not tries:
                raise
            announce(f"{error}; starting again from there")
        except OSError as error:
            raise BriefingError(f"{_reason(error)}; what is live there stays as it is") from error


def _prune(target: Target, standing: Standing, announce: Announce) -> None:
    """Remove old releases; if that fails, the new one is live all the same."""
    try:
        target.prune(standing.kept())
    except (BriefingError, OSError) as error:
        announce(f"old releases could not be removed: {_reason(error)}")


def _reason(error: Exception) -> str:
    return f"{error.filename}: {error.strerror}" if isinstance(error, OSError) else str(error)
