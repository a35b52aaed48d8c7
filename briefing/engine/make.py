"""Families of pages and a catalogue in; an output folder brought up to date out, with what was made and why.

First all answers that something changed under are worked out again, until none is left that does not
hold; then the pages that read what became another. Order makes it safe to be killed: the store learns
which files are about to be written, then they are replaced one by one, each in one rename, and last the
store learns what they are and that their pages hold. Until then they are stale.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from briefing.content import urls
from briefing.core.problems import BriefingError
from briefing.engine import codec
from briefing.engine.digests import digest
from briefing.engine.graph import KEYS, PAGE, PLAN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from briefing.analysis.word_weights import Progress
    from briefing.engine.graph import Traces
    from briefing.engine.outputs import Folder
    from briefing.engine.plan import Family, Plan
    from briefing.engine.query import Question
    from briefing.engine.trace import Tracer
    from briefing.site.catalogue import Catalogue
    from briefing.site.render.templates import Theme

T = TypeVar("T")

BATCH = 100
# An answer that takes more letters is looked up in the store again, not kept at hand.
LONGEST_AT_HAND = 10_000


class Answers:
    """Answers to questions, by the store where they still hold."""

    def __init__(self, traces: Traces, tracer: Tracer) -> None:
        """Begin a build."""
        self._traces = traces
        self._tracer = tracer
        self._given: dict[str, Any] = {}
        self.changed: set[str] = set()

    def take_back(self, name: str) -> None:
        """Give an answer no more that was given in this build, but the one that holds when asked again."""
        self._given.pop(name, None)

    def answer(self, question: Question[T], key: str, make: Callable[[], T]) -> T:
        """The answer to a question for a key, worked out where none that holds is kept."""
        name = f"{question.kind} {key}"
        if name in self._given:
            given: T = self._given[name]
            return given
        node = self._traces.node(name)
        value = None
        made: T
        if node is not None and not node.stale and question.form is not None:
            value = node.value
            made = _kept(value, question.form, name)
        else:
            made, reads = self._tracer.trace(make)
            if node is None or node.stale:
                value = codec.dumps(made) if question.form is not None else None
                if self._traces.learn(name, digest(made if value is None else value), value, reads):
                    self.changed.add(name)
        if value is None or len(value) <= LONGEST_AT_HAND:
            self._given[name] = made
        return made


def _kept(value: str | None, form: Any, name: str) -> Any:
    try:
        return codec.loads(value or "", form)
    except codec.DamagedError as error:
        raise AnswerDamagedError(f"{name}: {error}") from error


class AnswerDamagedError(BriefingError):
    """A kept answer turned out to be damaged: what the folder was made from is to be worked out anew."""


@dataclass(frozen=True, slots=True)
class Made:
    """Which files a build wrote and removed, in alphabetical order, and why each page was made again."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    reasons: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Making:
    """One build of one folder. `changed` are the facts that have become others since the last one."""

    catalogue: Catalogue
    traces: Traces
    folder: Folder
    theme: Theme
    changed: set[str]
    progress: Progress
    explain: bool = False
    _written: list[str] = field(default_factory=list)
    _removed: list[str] = field(default_factory=list)
    _reasons: list[tuple[str, str]] = field(default_factory=list)
    _paths: dict[str, str] = field(default_factory=dict)
    _lost: dict[str, str] = field(default_factory=dict)

    def bring_up_to_date(self, families: Iterable[Family], questions: Mapping[str, Question[Any]]) -> None:
        """Work out and write whatever does not hold any more, and whatever is not as it was made."""
        self._lost = self.folder.lost()
        with self.traces.change_all():
            self._settle(questions)
            wanted = {*self._lost.values(), *self.folder.planners(self.traces.stale(PAGE))}
            work = [(family, key) for family in families for key in self._stale(family, wanted)]
        for at in range(0, len(work), BATCH):
            self._make(work[at : at + BATCH])
            self.progress("pages planned and written", min(at + BATCH, len(work)), len(work))

    def adopt(self, paths: Iterable[str]) -> None:
        """Take over files that an earlier build left: what nothing plans is removed in the end."""
        with self.traces.change_all():
            self.folder.adopt(paths)

    def put(self, name: str, files: Mapping[str, tuple[str, Callable[[], bytes]]]) -> None:
        """Write files that are no pages, each where its digest became another; remove others of the name."""
        planner = f"{PLAN}{name}"
        known = self.folder.depends(planner)
        stale = [path for path, (made, _) in files.items() if known.get(path) != made or path in self._lost]
        gone = known.keys() - files.keys()
        for at in range(0, len(stale), BATCH):
            some = stale[at : at + BATCH]
            with self.traces.change_all():
                self.folder.announce((path, planner) for path in some)
            with self.traces.change_all():
                for path in some:
                    made, make = files[path]
                    content = make()
                    if self.folder.write(path, planner, made, content, hashlib.sha256(content).hexdigest()):
                        self._written.append(path)
        if gone:
            with self.traces.change_all():
                self._forget(self.folder.keep_only(planner, set(files)))

    def sweep(self, keep: Iterable[str]) -> None:
        """Remove the files that nothing plans any more, but for those that are written last."""
        with self.traces.change_all():
            self._forget(self.folder.sweep(set(keep)))

    def made(self) -> Made:
        """Tell what was done."""
        return Made(tuple(sorted(self._written)), tuple(sorted(self._removed)), tuple(sorted(self._reasons)))

    def _settle(self, questions: Mapping[str, Question[Any]]) -> None:
        """Work out every stale answer that anything reads, until what changed by it has done so too."""
        while stale := self.traces.stale_answers():
            for name in stale:
                kind, _, key = name.partition(" ")
                question = questions[kind]
                # It may have been asked for before what it rests on was worked out again.
                self.catalogue.answers.take_back(name)
                if not self.traces.is_read(name):
                    self.traces.forget([name])
                    continue
                try:
                    self.catalogue.ask(question, key)
                except LookupError:
                    self.traces.forget([name])
                    self.traces.change([name])

    def _stale(self, family: Family, wanted: set[str]) -> list[str]:
        """The keys of a family to be planned again: new, stale, and those whose planners are wanted."""
        name, start = f"{KEYS}{family.kind}", f"{PLAN}{family.kind} "
        node = self.traces.node(name)
        if node is not None and not node.stale:
            lost = (one.removeprefix(start) for one in wanted if one.startswith(start))
            return sorted({*self.traces.stale(start), *lost})
        keys, reads = self.catalogue.tracer.trace(lambda: list(dict.fromkeys(family.keys(self.catalogue))))
        known = self.traces.planned(start)
        gone = known.keys() - set(keys)
        self.folder.give_up(f"{start}{key}" for key in gone)
        self.traces.forget(f"{start}{key}" for key in gone)
        # A build that ends before they are planned leaves them to the next.
        self.traces.expect(f"{start}{key}" for key in keys if key not in known)
        self.traces.learn(name, digest(keys), None, reads)
        return [key for key in keys if known.get(key, True) or f"{start}{key}" in wanted]

    def _make(self, work: Iterable[tuple[Family, str]]) -> None:
        """Plan and make some keys, and learn all of it at once."""
        ready: list[tuple[str, str, str, bytes, tuple[str, ...]]] = []
        planned: list[tuple[str, list[Plan], tuple[str, ...]]] = []
        with self.traces.change_all():
            for family, key in work:
                planner = f"{PLAN}{family.kind} {key}"
                plans, reads = self.catalogue.tracer.trace(partial(self._planned, family, key))
                planned.append((planner, plans, reads))
                ready += self._contents(planner, plans)
            self.folder.announce((path, planner) for path, planner, *_ in ready)
        with self.traces.change_all():
            for path, planner, depends, content, reads in ready:
                self._learn(path, planner, depends, content, reads)
            for planner, plans, reads in planned:
                self._forget(self.folder.keep_only(planner, {urls.output_path(plan.href) for plan in plans}))
                self.traces.learn(planner, digest([(plan.href, plan.depends) for plan in plans]), None, reads)

    def _planned(self, family: Family, key: str) -> list[Plan]:
        return list(family.plans(self.catalogue, key))

    def _contents(
        self, planner: str, plans: Iterable[Plan]
    ) -> Iterator[tuple[str, str, str, bytes, tuple[str, ...]]]:
        """Make each planned file that does not hold."""
        known = self.folder.depends(planner)
        for plan in plans:
            path = urls.output_path(plan.href)
            if self._paths.setdefault(path, planner) != planner:
                raise BriefingError(f"two pages would be written to {path}")
            node = self.traces.node(f"{PAGE}{path}")
            if node is None or node.stale or known.get(path) != plan.depends or path in self._lost:
                if self.explain:
                    self._reasons.append((path, self._reason(path, plan, known)))
                content, reads = self.catalogue.tracer.trace(partial(self._content, plan))
                yield path, planner, plan.depends, content, reads

    def _content(self, plan: Plan) -> bytes:
        made = plan.make()
        if isinstance(made, bytes):
            return made
        self.catalogue.tracer.read(f"template {plan.template}")
        return self.theme.render(plan.template, made, self.catalogue.chrome)

    def _learn(self, path: str, planner: str, depends: str, content: bytes, reads: Iterable[str]) -> None:
        sha256 = hashlib.sha256(content).hexdigest()
        if self.folder.write(path, planner, depends, content, sha256):
            self._written.append(path)
        self.traces.learn(f"{PAGE}{path}", sha256, None, reads)

    def _forget(self, paths: Iterable[str]) -> None:
        for path in paths:
            self._removed.append(path)
            self.traces.forget([f"{PAGE}{path}"])

    def _reason(self, path: str, plan: Plan, known: Mapping[str, str]) -> str:
        if path not in known:
            return "new"
        if path in self._lost:
            return "its file is not as it was made"
        facts = self.traces.reasons(f"{PAGE}{path}", self.changed | self.catalogue.answers.changed)
        if facts:
            return ", ".join(facts)
        return "its plan changed" if known[path] != plan.depends else "an earlier build was interrupted"
