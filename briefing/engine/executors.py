"""Executors: where batches of work are done, in this process, in others or on a cluster.

Work goes through `concurrent.futures.Executor` and nothing else: this process, a process for each
core, or the workers of a Dask cluster. The results are the same wherever they come from. What starts
processes is imported where it is needed: a build that analyses nothing does without.
"""

from __future__ import annotations

import gc
import os
import re
import signal
import sys
import threading
from collections import deque
from contextlib import AbstractContextManager, contextmanager
from functools import cache, partial
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct

from briefing.core.problems import BriefingError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from concurrent.futures import Executor, Future

    Opening = Callable[[], AbstractContextManager["Pool"]]

Batch = TypeVar("Batch")
Result = TypeVar("Result")

# How often work whose worker was lost is given out again before we give up.
TRIES = 3
# The packages that, with those they build on, shape what the work makes: of other versions it might differ.
PACKAGES = ("msgspec", "yake")


class LostError(BriefingError):
    """Workers ended before their work did, again and again, or none could be had."""


class UnlikeError(BriefingError):
    """A worker would not do the same work as this process: it has another version of something."""


def _as_they_are(work: Callable[[Any], Any], batch: Any) -> tuple[Callable[[Any], Any], Any]:
    return work, batch


class Pool(Struct, frozen=True):
    """An executor, how many batches it is given ahead, and the errors that mean a worker was lost.

    `task` makes of work and a batch what is given out: a function and its argument.
    """

    executor: Executor
    ahead: int
    lost: tuple[type[BaseException], ...] = ()
    task: Callable[[Callable[[Any], Any], Any], tuple[Callable[[Any], Any], Any]] = _as_they_are


def spread(
    work: Callable[[Batch], Result], batches: Iterable[Batch], opening: Opening
) -> Iterator[tuple[Batch, Result]]:
    """Yield each batch with what `work` makes of it, in the order in which they are done.

    Batches are taken only as there is room for them. Those of lost workers are given out again;
    raises LostError where that comes to nothing `TRIES` times in a row, and what `work` raises.
    At an interruption no more is begun, what is done is yielded, and then the interruption raised;
    closing the iterator drops what is under way.
    """
    waiting, again = iter(batches), deque[Batch]()
    tries = TRIES
    while True:
        with opening() as pool:
            under_way: dict[Future[Result], Batch] = {}
            lost: BaseException | None = None
            while lost is None:
                _give_out(work, waiting, again, pool, under_way)
                if not under_way:
                    return
                done, stopped = _ended(under_way)
                for future in done:
                    batch = under_way.pop(future)
                    try:
                        result = future.result()
                    except pool.lost as error:
                        again.append(batch)
                        lost = error
                        continue
                    tries = TRIES
                    yield batch, result
                if stopped is not None:
                    raise stopped
            again.extend(under_way.values())
        tries -= 1
        if not tries:
            told = str(lost) or type(lost).__name__
            raise LostError(f"workers end before their work does: {told}; what was done is kept") from lost


def _ended(under_way: Collection[Future[Result]]) -> tuple[set[Future[Result]], KeyboardInterrupt | None]:
    """Wait for some of what is under way to end; when interrupted, for all that has begun."""
    from concurrent.futures import FIRST_COMPLETED, wait  # noqa: PLC0415

    try:
        return wait(under_way, return_when=FIRST_COMPLETED).done, None
    except KeyboardInterrupt as stopped:
        for future in under_way:
            future.cancel()
        return {future for future in wait(under_way).done if not future.cancelled()}, stopped


def _give_out(
    work: Callable[[Batch], Result],
    waiting: Iterator[Batch],
    again: deque[Batch],
    pool: Pool,
    under_way: dict[Future[Result], Batch],
) -> None:
    """Give out batches while there is room for them, those that were lost first."""
    while len(under_way) < pool.ahead:
        try:
            batch = again.popleft() if again else next(waiting)
        except StopIteration:
            return
        try:
            with _undisturbed(), _having_workers():
                given, argument = pool.task(work, batch)
                under_way[pool.executor.submit(given, argument)] = batch
        except pool.lost:
            # Told once more, and dealt with, by a batch under way, where there is any.
            again.append(batch)
            if not under_way:
                raise
            return


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Hold Ctrl-C back: a process started meanwhile never gets it, which is for this one to answer."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _having_workers() -> Iterator[None]:
    """Say of the system's own words for it that it was workers that were not to be had."""
    try:
        yield
    except OSError as error:
        told = f"no workers for the notes: {error.strerror or error}; --executor serial does without"
        raise LostError(told) from error


@contextmanager
def serial() -> Iterator[Pool]:
    """Work in this process, one batch after the other."""
    from briefing.engine.inline import Inline  # noqa: PLC0415

    yield Pool(Inline(), 1)


def cores() -> int:
    """How many processes can run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def can_fork() -> bool:
    """Tell whether copies of this process gain anything, and may be: a fork copies threads it cannot run."""
    return cores() > 1 and sys.platform == "linux" and threading.active_count() == 1


def in_copies(
    begin: Callable[[], Callable[[Batch], Result]], batches: Iterable[Batch]
) -> Iterator[tuple[Batch, Result]]:
    """Do the work in copies of this process: `begin` returns, in each, what does it.

    Where that does not `can_fork`, in processes that are handed `begin`.
    """
    return spread(_as_begun, batches, partial(processes, begin))


@contextmanager
def processes(begin: Callable[[], Callable[[Any], Any]] | None = None) -> Iterator[Pool]:
    """Work in a process for each core, a copy of this one where that `can_fork`."""
    import multiprocessing  # noqa: PLC0415
    from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor  # noqa: PLC0415

    count = cores()
    context = multiprocessing.get_context("fork" if can_fork() else "spawn")
    with _having_workers():
        executor = ProcessPoolExecutor(count, mp_context=context, initializer=_begin, initargs=(begin,))
    # A copy that looks for cycles in what it shares would have all of it copied.
    gc.freeze()
    try:
        yield Pool(executor, 2 * count, (BrokenProcessPool,))
    finally:
        gc.unfreeze()
        executor.shutdown(cancel_futures=True)


def _begin(begin: Callable[[], Callable[[Any], Any]] | None) -> None:
    _end_with_parent()
    if begin is not None:
        _begun().append(begin())


@cache
def _begun() -> list[Callable[[Any], Any]]:
    """Hold the work that a copy has begun."""
    return []


def _as_begun(batch: Any) -> Any:
    return _begun()[-1](batch)


def _end_with_parent() -> None:
    """In a process of the pool: end when the one that started it is gone, even if it was killed."""
    import multiprocessing  # noqa: PLC0415

    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_outlive, args=(parent.join,), daemon=True).start()


def _outlive(until: Callable[[], None]) -> None:
    until()
    os._exit(1)


@cache
def versions() -> Mapping[str, str]:
    """The versions, here, of Python and of all packages that shape results; empty where one is missing."""
    import importlib.metadata  # noqa: PLC0415

    found = {"Python": f"{sys.version_info.major}.{sys.version_info.minor}"}
    wanted = list(PACKAGES)
    while wanted:
        package = wanted.pop()
        try:
            found[package] = importlib.metadata.version(package)
            needs = importlib.metadata.requires(package) or ()
        except importlib.metadata.PackageNotFoundError:
            found[package], needs = "", ()
        below = {
            re.split(r"[^\w.-]", need, maxsplit=1)[0].lower() for need in needs if "extra ==" not in need
        }
        wanted += below - found.keys()
    return found
