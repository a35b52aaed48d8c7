"""A place that rsync reaches in; releases beside each other there, and a symbolic link `current`, out.

Everything is done by transfers, so that a plain rsync daemon, or an account that may run nothing but
rsync, will do. A release is uploaded under its own name and looked over; its record, sent last, makes it
whole. The swap is the transfer of one symbolic link, which the receiving rsync makes under another name
and renames into place.
"""

from __future__ import annotations

import tempfile
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.core.problems import BriefingError
from briefing.publish import contents as sites
from briefing.publish import layout, releases
from briefing.publish.layout import CURRENT, OWN, RECORDS, RELEASES
from briefing.publish.releases import Standing
from briefing.publish.tickets import Tickets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import AbstractContextManager

    from briefing.publish.contents import Built, Record
    from briefing.publish.releases import Release
    from briefing.publish.rsync import Entry, Rsync

TICKETS = f"{OWN}/tickets"
PROBE = f"{OWN}-probe"


class _Shelf:
    """The folder of tickets."""

    def __init__(self, place: Rsync) -> None:
        self._place = place

    def sizes(self) -> Mapping[str, int]:
        return {entry.path: entry.size for entry in self._place.listed(TICKETS) or ()}

    def put(self, name: str, content: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / name).write_bytes(content)
            self._place.upload(Path(folder), [name], TICKETS)

    def remove(self, *names: str) -> None:
        self._place.remove(TICKETS, filter(None, names))


class Remote:
    """A target behind rsync. `patience`: after how many seconds a silent lock is taken over."""

    def __init__(
        self, place: Rsync, *, adopt: bool, patience: float, announce: Callable[[str], None]
    ) -> None:
        """Ask nothing of it yet."""
        self.shown = place.shown
        self._place = place
        self._adopt = adopt
        self._tickets = Tickets(
            _Shelf(place), patience=patience, announce=lambda told: announce(f"{place.shown}: {told}")
        )
        self._links = False
        self._known: dict[str, Record] = {}
        self._there: dict[str, set[str]] = {RELEASES: set(), RECORDS: set()}

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock that tickets are drawn for."""
        if RELEASES not in self._top():
            self._place.make([RECORDS, TICKETS, RELEASES])  # in this order, so that the last means all
        with self._tickets.held():
            yield

    def reading(self) -> AbstractContextManager[None]:
        """Take nothing: each thing is read whole, at some moment."""
        return nullcontext()

    def standing(self) -> Standing:
        """Read the releases that are whole."""
        top = self._top()
        if OWN not in top:
            return Standing()
        self._there[RELEASES] = {entry.path for entry in self._place.listed(RELEASES) or ()}
        found = tuple(sorted(one for one in self._records() if one.name in self._there[RELEASES]))
        self._links = CURRENT in top
        name = layout.linked(top[CURRENT].link) if self._links else ""
        return Standing(found, next((one for one in found if one.name == name), None))

    def _top(self) -> Mapping[str, Entry]:
        """What stands there, by name; refused where it is not ours."""
        self._place.ready()
        top = {entry.path: entry for entry in self._place.listed("") or ()}
        layout.refuse_foreign(
            top,
            shown=self.shown,
            adopt=self._adopt,
            current=layout.kind(link=_is_link(top, CURRENT), there=CURRENT in top),
            folder=layout.kind(link=_is_link(top, RELEASES), there=RELEASES in top),
        )
        return top

    def _records(self) -> Iterator[Release]:
        with tempfile.TemporaryDirectory() as folder:
            self._place.download(Path(folder), RECORDS, [""])
            files = tuple(Path(folder).glob("*"))
            self._there[RECORDS] = {file.name for file in files}
            for file in files:
                if release := releases.read(file.read_bytes(), file.stem):
                    yield release

    def record(self, release: Release) -> Record:
        """Fetch a release's own `/build.json`."""
        if release.name not in self._known:
            with tempfile.TemporaryDirectory() as folder:
                base = f"{RELEASES}/{release.name}"
                if not self._place.download(Path(folder), base, [sites.BUILD]):
                    raise BriefingError(f"{self.shown}/{base} lacks its {sites.BUILD}; remove that release")
                content = (Path(folder) / sites.BUILD).read_bytes()
            self._known[release.name] = sites.record(content, f"{self.shown}/{base}/{sites.BUILD}")
        return self._known[release.name]

    def upload(self, built: Built, release: Release, standing: Standing) -> str:
        """Send what differs from the live release; the rest becomes hard links to it, over there."""
        base = f"{RELEASES}/{release.name}"
        before = self.record(standing.live).files if standing.live else {}
        files = built.record.files
        same = [path for path in files if before.get(path) == files[path]]
        rest = [path for path in built.paths if path not in before or before[path] != files.get(path)]
        link = [self._place.linking(f"{RELEASES}/{standing.live.name}")] if standing.live else []
        sent = 0
        if same:
            sent += self._place.upload(built.folder, same, base, "--size-only", *link)
        sent += self._place.upload(built.folder, rest, base, "--ignore-times", "--compress", *link)
        sent += self._carry(release, standing)
        self._look_over(built, base)
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / f"{release.name}.json").write_bytes(release.written())
            self._place.upload(Path(folder), [f"{release.name}.json"], RECORDS)
        self._there[RECORDS].add(f"{release.name}.json")
        self._there[RELEASES].add(release.name)
        return f"{sent:,} bytes sent"

    def _look_over(self, built: Built, base: str) -> None:
        """Refuse a release that lacks a file or a part of one; remove what broken transfers left."""
        found = {
            entry.path: entry.size for entry in self._place.listed(base, deep=True) or () if entry.kind == "-"
        }
        for path in built.paths:
            if found.get(path) != (built.folder / path).stat().st_size:
                raise BriefingError(f"{self.shown}/{base}/{path} did not arrive whole; run it again")
        for path in sorted(found.keys() - set(built.paths)):
            folder, _, name = path.rpartition("/")
            if not releases.is_asset(path):
                self._place.remove(f"{base}/{folder}", [name])

    def restore(self, release: Release, standing: Standing, published: str) -> None:
        """Give an earlier release the assets of the others, which readers may still ask for."""
        del published
        self._carry(release, standing)

    def _carry(self, release: Release, standing: Standing) -> int:
        """Add assets of other releases: fetched, since only what is here can be sent, and linked there."""
        carried = sorted(standing.carried(release))
        if standing.live is None or not carried:
            return 0
        with tempfile.TemporaryDirectory() as folder:
            # The live one has them all, but for those of a release that was never live.
            live = f"{RELEASES}/{standing.live.name}"
            paths = self._place.download_any(Path(folder), live, carried)
            there = self._place.linking(live)
            return self._place.upload(Path(folder), paths, f"{RELEASES}/{release.name}", "--size-only", there)

    def activate(self, release: Release) -> None:
        """Send the link, once it is sure that links lead somewhere there, and that the lock is ours."""
        leads_to = f"{RELEASES}/{release.name}"
        if not self._links:
            self._try_links(leads_to)
        self._tickets.confirm()
        self._link(CURRENT, leads_to)

    def _try_links(self, leads_to: str) -> None:
        """Refuse a place where links that are sent lead nowhere, before one is needed."""
        self._link(PROBE, leads_to)
        seen = self._place.leads(PROBE)
        self._place.remove("", [PROBE])
        if not seen:
            raise BriefingError(
                f"{self.shown}: symbolic links that are sent there lead nowhere, so the swap cannot be made; "
                "that rsync must be set to leave them as they are (munge symlinks = no)"
            )

    def _link(self, name: str, leads_to: str) -> None:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / name).symlink_to(leads_to)
            self._place.upload(Path(folder), [name], "")

    def prune(self, kept: tuple[Release, ...]) -> None:
        """Remove releases that are not kept, by a name of ours; first the records, then the rest."""
        names = {release.name for release in kept}
        for base, ending in ((RECORDS, ".json"), (RELEASES, "")):
            ours = {one for one in self._there[base] if releases.NAME.fullmatch(one.removesuffix(ending))}
            gone = ours - {f"{name}{ending}" for name in names}
            self._place.remove(base, sorted(gone))
            self._there[base] -= gone


def _is_link(entries: Mapping[str, Entry], name: str) -> bool:
    return name in entries and entries[name].kind == "l"
