"""Name the releases of a target, and decide which comes next, which to return to, and which to keep."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import asdict

from briefing.core.problems import BriefingError

if TYPE_CHECKING:
    from briefing.verify.record import BuildRecord

# The entries of a folder that releases are published to.
CURRENT = "current"
RELEASES = "releases"
OWN = ".briefing"
RECORDS = f"{OWN}/releases"
KEPT = 5
DIGITS = 12
NAME = re.compile(rf"(?P<number>\d{{5,9}})(?:-(?P<commit>[0-9a-f]{{7}}))?-(?P<digest>[0-9a-f]{{{DIGITS}}})")


class Release(Struct, frozen=True, order=True):
    """One publication. `number` counts a target's from 1; `published` is when, in ISO 8601.

    `digest` has the first digits of its record's SHA-256. `assets` are the files that bear a part of
    their hash in their name: they never change, only come and go.
    """

    number: int
    digest: str
    commit: str = ""
    published: str = ""
    assets: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Its name, such as `00007-a1b2c3d-9f8e7d6c5b4a`: the same for the same site in the same history."""
        return "-".join(filter(None, (f"{self.number:05}", self.commit[:7], self.digest)))

    def written(self) -> bytes:
        """Write it as JSON."""
        return (json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n").encode()


def read(content: bytes, name: str) -> Release | None:
    """Read a release from its JSON; None if that is cut short or not ours."""
    try:
        fields = json.loads(content)
        number, assets = int(fields["number"]), tuple(filter(is_asset, fields["assets"]))
        release = Release(**{**fields, "number": number, "assets": assets})
        is_sound = release.name == name
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return release if is_sound else None


def named(name: str) -> Release | None:
    """Read from a name what it says of its release; None if it is not the name of one."""
    parts = NAME.fullmatch(name)
    return Release(int(parts["number"]), parts["digest"], parts["commit"] or "") if parts else None


def is_asset(path: str) -> bool:
    """Tell whether a path, which stays below the site, looks like that of a file named by its hash."""
    parts = path.split("/")
    return bool(re.search(r"\.[0-9a-f]{8}(?:\.|$)", parts[-1])) and not {"", ".", ".."} & set(parts)


def assets(files: Mapping[str, str]) -> tuple[str, ...]:
    """Return the files whose names contain the first digits of their hash."""
    return tuple(path for path, digest in files.items() if is_named_by(digest, path))


def is_named_by(digest: str, path: str) -> bool:
    """Tell whether a file's name contains the first digits of a SHA-256."""
    return bool(digest) and f".{digest[:8]}" in path.rpartition("/")[2]


class Standing(Struct, frozen=True):
    """A target's releases, oldest first, and which of them is live."""

    releases: tuple[Release, ...] = ()
    live: Release | None = None

    @classmethod
    def of(cls, releases: dict[str, Release], live: str) -> Standing:
        """Put releases in order; `live` is the name of one, or of none of them."""
        return cls(tuple(sorted(releases.values())), releases.get(live))

    def following(self, record: BuildRecord, published: str) -> Release:
        """The release that would come next."""
        number = max((release.number for release in self.releases), default=0) + 1
        return Release(number, record.digest[:DIGITS], record.commit, published, assets(record.files))

    def again(self, record: BuildRecord) -> Release | None:
        """The newest release if it has this site and is not live, as after a killed run or a rollback."""
        newest = max(self.releases, default=None)
        if newest is None or self.live in {None, newest} or not record.digest.startswith(newest.digest):
            return None
        return newest

    def grown(self, release: Release) -> Standing:
        """Return the same with one more release, now live."""
        return Standing(tuple(sorted({*self.releases, release})), release)

    def back(self, steps: int) -> Release:
        """The release so many before the live one. Raises BriefingError if there is none."""
        if self.live is None:
            raise BriefingError("cannot roll back: nothing has been published there yet")
        before = [release for release in self.releases if release.number < self.live.number]
        if len(before) < steps:
            kept = "release is" if len(before) < 2 else "releases are"  # noqa: PLR2004 - a plural
            raise BriefingError(f"cannot roll back by {steps}: {len(before) or 'no'} earlier {kept} kept")
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
            path: other
            for other in self.kept()
            for path in other.assets
            if other != release and path not in release.assets
        }


class Choices(Struct, frozen=True):
    """How to deal with a target.

    `adopt`: it may hold something else too. `patience`: after how many seconds without a sign of
    life the lock of another run is taken over. `control`: a folder for connections that are
    shared. `announce` is told what takes long.
    """

    adopt: bool
    patience: float
    control: Path
    announce: Callable[[str], None]


class ForestalledError(BriefingError):
    """Another deployment came first: what was read of the target no longer holds."""
