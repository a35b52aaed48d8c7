"""One build: brings the outputs of a folder up to date with what its catalogue reads.

First every dirty query is computed again; then the outputs that read what became another. Order makes it
safe to be killed: a list beside the graph tells which files are about to be written, then they are replaced
one by one, each in one rename, and last the graph learns what they are. Until then they are dirty.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from briefing.core.problems import BriefingError
from briefing.engine import database, executors, plans
from briefing.engine.digests import digest
from briefing.engine.draft import Draft
from briefing.engine.engine import Engine
from briefing.engine.graph import FILE, KEYS, PLAN, Answer, Graph
from briefing.engine.plans import File, Planned, Share

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from briefing.core.progress import Progress
    from briefing.engine.output import Output, OutputKind
    from briefing.engine.outputs import Folder, Kept, LostFile

C = TypeVar("C", bound=Engine)
Batch = TypeVar("Batch")
Result = TypeVar("Result")

BATCH = 100
# So many keys are planned at once where somebody may wait for a pause.
STEP = 8
# Fewer keys than this are planned sooner than other processes are started.
WORTH_PROCESSES = 1_000
# After so many keys nothing stays at hand, and processes are started anew.
ROUND = 4_000


class Made(Struct, frozen=True):
    """Which files a build wrote and removed, in alphabetical order, and why each was made again."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    reasons: tuple[tuple[str, str], ...] = ()


class Build(Struct, Generic[C]):
    """One build of one folder from a catalogue whose inputs are up to date (`Engine.update`).

    `first` are the paths of files to be made before all others. `pause` is called after these, and then
    after every few, with all that was made recorded: it may end the build by raising what it likes. Where
    `stores` are given, which nothing writes to meanwhile, outputs are made in processes that are copies of
    this one, if that is worth it; before all of a small site, `shared` asks for what many outputs read.
    """

    catalogue: C
    folder: Folder
    progress: Progress
    explain: bool = False
    first: Collection[str] = ()
    pause: Callable[[], None] | None = None
    stores: tuple[database.Holder, ...] = ()
    shared: Callable[[C], None] | None = None
    _written: list[str] = field(default_factory=list)
    _removed: list[str] = field(default_factory=list)
    _reasons: list[tuple[str, str]] = field(default_factory=list)
    _planners: dict[str, str] = field(default_factory=dict)
    lost: dict[str, LostFile] = field(default_factory=dict)

    def bring_up_to_date(self, kinds: Iterable[OutputKind[C]], *, reread: bool = False) -> None:
        """Make every output that is dirty or whose file is not as it was made; remove those that are gone.

        `reread` reads all files; else only those that are in another state than when they were made.
        """
        found = self.folder.look_over(reread=reread)
        self.lost = found.lost
        with self._graph.transaction():
            self.folder.keep_states(found.moved)
            self.catalogue.settle()
            wanted = {
                *(file.planner for file in self.lost.values()),
                *self.folder.planners(self._graph.dirty(FILE)),
            }
            work = [(kind, key) for kind in kinds for key in self._dirty(kind, wanted)]
            first = self.folder.planners(self.first)
        work.sort(key=lambda one: f"{PLAN}{one[0].kind} {one[1]}" not in first)
        copies = self.stores and len(work) >= WORTH_PROCESSES and executors.can_fork()
        for done in self._made_in_copies(work) if copies else self._made_here(work, len(first)):
            self.progress("pages planned and written", done, len(work))
            if self.pause:
                self.pause()
        self.catalogue.forget()

    def adopt(self, paths: Iterable[str]) -> None:
        """Take over files that earlier builds left: what nothing plans is removed in the end."""
        with self._graph.transaction():
            self.folder.adopt(paths)
            self.folder.adopt_begun()

    def put(self, name: str, files: Mapping[str, tuple[str, Callable[[], bytes]]]) -> None:
        """Write files that need no planning, each where its digest changed; remove others of the name."""
        planner = f"{PLAN}{name}"
        known = self.folder.depends(planner)
        stale = [path for path, (made, _) in files.items() if known.get(path) != made or path in self.lost]
        gone = known.keys() - files.keys()
        for at in range(0, len(stale), BATCH):
            some = stale[at : at + BATCH]
            self.folder.announce(some)
            with self._graph.transaction():
                for path in some:
                    made, make = files[path]
                    content = make()
                    sha256 = hashlib.sha256(content).hexdigest()
                    self.folder.keep([self._put(path, planner, made, content, sha256)])
        if gone:
            with self._graph.transaction():
                self._forget(self.folder.keep_only(planner, set(files)))

    def in_copies(
        self, work: Callable[[Batch], Result], batches: Iterable[Batch]
    ) -> Iterator[tuple[Batch, Result]]:
        """Do work that reads the catalogue in copies of this process, which see the stores as they stand."""

        def begin() -> Callable[[Batch], Result]:
            self.catalogue.rest_on(Draft(self._graph))
            self.folder = replace(self.folder, connection=self._graph.connection)
            for store in self.stores:
                store.connection = database.reopened(store.connection)
            return work

        with ExitStack() as settled:
            for store in (self._graph, *self.stores):
                settled.enter_context(database.settled(store.connection))
            yield from executors.in_copies(begin, batches)

    def sweep(self, keep: Iterable[str]) -> None:
        """Remove the files that nothing plans any more, but for those that are written last."""
        with self._graph.transaction():
            self._forget(self.folder.sweep(set(keep)))

    def made(self) -> Made:
        """Tell what was done."""
        return Made(tuple(sorted(self._written)), tuple(sorted(self._removed)), tuple(sorted(self._reasons)))

    @property
    def _graph(self) -> Graph:
        return self.catalogue.graph

    def _dirty(self, kind: OutputKind[C], wanted: set[str]) -> list[str]:
        """The keys of a kind to be planned again: new, dirty, and those whose plans are wanted."""
        name, start = f"{KEYS}{kind.kind}", f"{PLAN}{kind.kind} "
        node = self._graph.node(name)
        if node is not None and not node.dirty:
            lost = (one.removeprefix(start) for one in wanted if one.startswith(start))
            return sorted({*self._graph.dirty(start), *lost})
        keys, reads = self.catalogue.tracer.trace(lambda: list(dict.fromkeys(kind.keys(self.catalogue))))
        known = self._graph.planned(start)
        gone = known.keys() - set(keys)
        self.folder.give_up(f"{start}{key}" for key in gone)
        self._graph.forget(f"{start}{key}" for key in gone)
        # A build that ends before they are planned leaves them to the next.
        self._graph.expect(f"{start}{key}" for key in keys if key not in known)
        self._graph.record(name, digest(keys), None, reads)
        return [key for key in keys if known.get(key, True) or f"{start}{key}" in wanted]

    def _made_here(self, work: Sequence[tuple[OutputKind[C], str]], first: int) -> Iterator[int]:
        """Plan and make the outputs of all keys in steps, and record each; yield how many keys are done."""
        step = STEP if self.pause else BATCH
        done, some = 0, first or step
        while done < len(work):
            if done // ROUND != (done + some) // ROUND:
                self.catalogue.forget()
            with self._graph.transaction():
                planned = self._plan(work[done : done + some])
                self._record(planned, self._write(planned))
            done, some = min(done + some, len(work)), step
            yield done

    def _made_in_copies(self, work: Sequence[tuple[OutputKind[C], str]]) -> Iterator[int]:
        """Do the same in copies of this process, which alone records and writes.

        One key of each kind of many keys is done here first: what it loads and works out, all copies have.
        """
        if self.shared and self._graph.is_empty and len(work) <= ROUND:
            with self._graph.transaction():
                self.shared(self.catalogue)
        counts = Counter(kind.kind for kind, _ in work)
        first = {kind.kind: (kind, key) for kind, key in work if counts[kind.kind] > plans.SHARE}
        yield from self._made_here(list(first.values()), 0)
        work = [(kind, key) for kind, key in work if first.get(kind.kind) != (kind, key)]
        done = len(first)
        for start in range(0, len(work), ROUND):
            answered: set[str] = set()
            waiting: list[Share] = []
            part = work[start : start + ROUND]
            try:
                for _, (planned, answers) in self.in_copies(partial(self._share, part), plans.shares(part)):
                    # Several copies may have worked out the same.
                    new = [answer for answer in answers if answer[0] not in answered]
                    answered.update(name for name, *_ in new)
                    waiting.append(Share(new, [one.without_bytes() for one in planned], self._write(planned)))
                    if len(waiting) == plans.SHARES:
                        self._record_shares(waiting)
                    done += len(planned)
                    yield done
            finally:
                self._record_shares(waiting)

    def _share(
        self, work: Sequence[tuple[OutputKind[C], str]], keys: tuple[int, int]
    ) -> tuple[list[Planned], list[Answer]]:
        """Make a share in a copy; return it with what was worked out for it."""
        return self._plan(work[slice(*keys)]), self._graph.taken()

    def _record_shares(self, waiting: list[Share]) -> None:
        """Record what copies have worked out and what was written of it; then nothing waits any more."""
        with self._graph.transaction():
            for answer in (answer for share in waiting for answer in share.answers):
                if self._graph.record(*answer):
                    self.catalogue.changed.add(answer[0])
            for share in waiting:
                self._record(share.planned, share.kept)
        waiting.clear()

    def _plan(self, work: Iterable[tuple[OutputKind[C], str]]) -> list[Planned]:
        """Plan the outputs of some keys, and make those that do not hold."""
        planned: list[Planned] = []
        for kind, key in work:
            planner = f"{PLAN}{kind.kind} {key}"
            outputs, reads = self.catalogue.tracer.trace(lambda: list(kind.outputs(self.catalogue, key)))  # noqa: B023 - called at once
            plans.keep_to(kind.addresses, outputs, planner)
            depends = {output.path: output.depends for output in outputs}
            planned.append(Planned(planner, depends, reads, list(self._made(planner, outputs))))
        return planned

    def _made(self, planner: str, outputs: Iterable[Output]) -> Iterator[File]:
        """Make each planned file that does not hold."""
        known = self.folder.depends(planner)
        for output in outputs:
            path = output.path
            node = self._graph.node(f"{FILE}{path}")
            if node is None or node.dirty or known.get(path) != output.depends or path in self.lost:
                content, reads = self.catalogue.tracer.trace(output.make)
                yield File(path, output.depends, content, hashlib.sha256(content).hexdigest(), reads)

    def _write(self, planned: Sequence[Planned]) -> list[Kept]:
        """Write what was made, after a list says so; raise BriefingError where another planner has a file."""
        for planner, outputs, _, made in planned:
            for path in outputs:
                other = self._planners.setdefault(path, planner)
                if other != planner:
                    both = f"{plans.shown(other)}, {plans.shown(planner)}"
                    raise BriefingError(f"two outputs would be written to {path}: {both}")
            if self.explain:
                known = self.folder.depends(planner)
                self._reasons += ((file.path, self._reason(file, known)) for file in made)
        self.folder.announce(file.path for one in planned for file in one.made)
        return [
            self._put(path, one.planner, depends, content, sha256)
            for one in planned
            for path, depends, content, sha256, _ in one.made
        ]

    def _record(self, planned: Iterable[Planned], kept: Iterable[Kept]) -> None:
        """Record what was made and written."""
        self.folder.keep(kept)
        for planner, outputs, reads, made in planned:
            for file in made:
                self._graph.record(f"{FILE}{file.path}", file.sha256, None, file.reads)
            self._forget(self.folder.keep_only(planner, set(outputs)))
            self._graph.record(planner, digest(list(outputs.items())), None, reads)

    def _put(self, path: str, planner: str, depends: str, content: bytes, sha256: str) -> Kept:
        state, is_new = self.folder.write(path, content, sha256)
        if is_new:
            self._written.append(path)
        return path, planner, depends, sha256, state

    def _forget(self, paths: Iterable[str]) -> None:
        for path in paths:
            self._removed.append(path)
            self._graph.forget([f"{FILE}{path}"])

    def _reason(self, file: File, known: Mapping[str, str]) -> str:
        if file.path not in known:
            return "new"
        if file.path in self.lost:
            return "its file is not as it was made"
        reads = self._graph.reads(f"{FILE}{file.path}")
        if facts := [fact for fact in reads if fact in self.catalogue.changed]:
            return ", ".join(fact.rstrip() for fact in facts)
        return "its plan changed" if known[file.path] != file.depends else "an earlier build was interrupted"
