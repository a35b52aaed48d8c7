"""What was published, in order, in; its names, which one comes next, which are kept, out."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Protocol

from briefing.core.problems import BriefingError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from briefing.publish.contents import Built, Record

KEPT = 5
NAME = re.compile(r"(?P<number>\d{5,9})(?:-(?P<commit>[0-9a-f]{7}))?-(?P<digest>[0-9a-f]{12})")


@dataclass(frozen=True, slots=True, order=True)
class Release:
    """One publication. `number` counts a target's from 1; `published` is when, in ISO 8601.

    `assets` are those of its files that never change under their name.
    """

    number: int
    digest: str
    commit: str = ""
    published: str = ""
    assets: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The same for the same site at the same place in a history: `00007-a1b2c3d-9f8e7d6c5b4a`."""
        return "-".join(filter(None, (f"{self.number:05}", self.commit[:7], self.digest)))

    def written(self) -> bytes:
        """Write it as JSON."""
        return (json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n").encode()


def read(content: bytes, name: str) -> Release | None:
    """Read a release as `written` has it; None where it is cut short or another's."""
    try:
        told = json.loads(content)
        found = Release(
            int(told["number"]),
            str(told["digest"]),
            str(told["commit"]),
            str(told["published"]),
            tuple(path for path in told["assets"] if is_asset(path)),
        )
    except (ValueError, KeyError, TypeError):
        return None
    return found if found.name == name else None


def is_asset(path: str) -> bool:
    """Tell whether a path looks like that of a file named by its hash, below the site."""
    parts = path.split("/")
    return bool(re.search(r"\.[0-9a-f]{8}(?:\.|$)", parts[-1])) and not {"", ".", ".."} & set(parts)


@dataclass(frozen=True, slots=True)
class Standing:
    """A target's releases, oldest first, and which of them is live."""

    releases: tuple[Release, ...] = ()
    live: Release | None = None

    def following(self, record: Record, published: str) -> Release:
        """The release that would come next."""
        number = max((one.number for one in self.releases), default=0) + 1
        return Release(number, record.digest, record.commit, published, record.assets)

    def again(self, record: Record) -> Release | None:
        """The newest release, where it is of just this site: one that was not swapped in, or out again."""
        newest = max(self.releases, default=None)
        there = newest is not None and newest.digest == record.digest and self.live not in {None, newest}
        return newest if there else None

    def grown(self, release: Release) -> Standing:
        """The same with one more release, live now."""
        return Standing(tuple(sorted({*self.releases, release})), release)

    def back(self, steps: int) -> Release:
        """The release so many before the live one. Raises BriefingError where there is none."""
        if self.live is None:
            raise BriefingError("cannot roll back: nothing was published there yet")
        before = [one for one in self.releases if one.number < self.live.number]
        if len(before) < steps:
            told = f"{len(before)} release{'' if len(before) == 1 else 's'}"
            raise BriefingError(f"cannot roll back by {steps}: {told} kept from before the live one")
        return before[-steps]

    def kept(self) -> tuple[Release, ...]:
        """The newest, and the live one if it is older."""
        newest = self.releases[-KEPT:]
        return newest if self.live is None or self.live in newest else (self.live, *newest)

    def carried(self, release: Release) -> dict[str, Release]:
        """Assets of other releases that a release lacks, each with the newest that has it.

        A reader whose page is from another release still asks for them.
        """
        return {
            path: one
            for one in self.kept()
            for path in one.assets
            if one != release and path not in release.assets
        }


class Target(Protocol):
    """A place that holds releases. All its methods raise BriefingError, and what is live then stays."""

    @property
    def shown(self) -> str:
        """Its address, without a password."""

    def held(self) -> AbstractContextManager[None]:
        """Keep others from deploying there meanwhile; waits for one that is."""

    def reading(self) -> AbstractContextManager[None]:
        """Be ready to read what is there, and keep nobody from anything."""

    def standing(self) -> Standing:
        """Read what is there; refuses what no deployment has put there. Changes nothing."""

    def record(self, release: Release) -> Record:
        """Read what a release is made of."""

    def upload(self, built: Built, release: Release, standing: Standing) -> str:
        """Put a release there, not yet live, and say what it took."""

    def restore(self, release: Release, standing: Standing, published: str) -> None:
        """Make an earlier release fit to be live once more."""

    def activate(self, release: Release) -> None:
        """Let a release that was uploaded or restored take the place of the live one, in one step."""

    def prune(self, kept: tuple[Release, ...]) -> None:
        """Remove other releases and what killed runs have left."""


class OvertakenError(BriefingError):
    """Another deployment came first: what was read of the target no longer holds."""
