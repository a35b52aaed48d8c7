"""Work spread over processes and over a Dask cluster: the same results wherever, none lost with a worker."""

from __future__ import annotations

import importlib.metadata
import json
import os
import pickle
import resource
import signal
import subprocess
import sys
import threading
import time
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from test_carding import SHARED, job, note

from briefing.analysis import keywords, word_weights
from briefing.chronology import card_analysis
from briefing.cli import main
from briefing.core.problems import BriefingError
from briefing.core.progress import silent
from briefing.engine import cluster, executors
from briefing.engine.executors import LostError, UnlikeError, spread

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefing.chronology.card_analysis import CardResult
    from briefing.core.progress import Progress
    from briefing.engine.executors import Opening, Pool

PROJECT = Path(__file__).resolve().parent.parent
T = TypeVar("T")
SCHEDULER = "import distributed.cli.dask_scheduler as command; command.main()"
WORKER = "import distributed.cli.dask_worker as command; command.main()"


def doubled(numbers: tuple[int, ...]) -> list[int]:
    return [2 * number for number in numbers]


def ending(path: str, numbers: tuple[int, ...]) -> list[int]:
    """End this process as a machine that goes down does, the first time only."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return doubled(numbers)
    os.kill(os.getpid(), signal.SIGKILL)
    return []


def always_ending(_numbers: tuple[int, ...]) -> list[int]:
    os.kill(os.getpid(), signal.SIGKILL)
    return []


def slowly(numbers: tuple[int, ...]) -> list[int]:
    time.sleep(0.05)
    return doubled(numbers)


def failing(numbers: tuple[int, ...]) -> list[int]:
    raise BriefingError(f"not {numbers[0]}")


def texts(count: int) -> list[str]:
    return [
        f"The dyke of field {number} held against {number * 7} waves, the warden of Aldmoor said. "
        f"Sluice gate {number % 9} stays shut until the moor has drained, and so does the mill race."
        for number in range(count)
    ]


@pytest.mark.parametrize("name", ["serial", "processes"])
def test_every_batch_comes_back_with_what_was_made_of_it(name: str) -> None:
    batches = [(number, number + 1) for number in range(9)]
    found = dict(spread(doubled, batches, cluster.named(name)))
    assert found == {batch: doubled(batch) for batch in batches}


def test_batches_are_taken_only_as_there_is_room_for_them() -> None:
    taken: list[int] = []

    def batches() -> Iterator[tuple[int, ...]]:
        for number in range(5):
            taken.append(number)
            yield (number,)

    found = spread(doubled, batches(), executors.serial)
    assert next(found) == ((0,), [0])
    assert taken == [0]
    assert len(list(found)) == 4


def test_the_batches_of_a_killed_process_are_given_out_again(tmp_path: Path) -> None:
    batches = [(number,) for number in range(12)]
    work = partial(ending, str(tmp_path / "ended"))
    assert dict(spread(work, batches, executors.processes)) == {batch: doubled(batch) for batch in batches}


def test_work_that_kills_every_process_is_given_up_with_a_message() -> None:
    with pytest.raises(LostError, match=r"^workers end before their work does: .*; what was done is kept$"):
        list(spread(always_ending, [(1,), (2,)], executors.processes))


def test_workers_that_are_not_to_be_had_are_told_of_as_what_they_are() -> None:
    """Not as a fault of standard output: the system says "Too many open files", and of no file."""
    assert list(spread(doubled, [(1,)], executors.processes)) == [((1,), [2])]
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    os.close(free := os.dup(2))
    resource.setrlimit(resource.RLIMIT_NOFILE, (free, before[1]))
    try:
        with pytest.raises(LostError) as refused:
            list(spread(doubled, [(1,)], executors.processes))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    assert str(refused.value) == (
        "no workers for the notes: Too many open files; --executor serial does without"
    )


def soon_interrupted(results: Iterable[T]) -> Iterator[T]:
    """The results; soon after the first of them Ctrl-C is pressed."""
    interrupt = threading.Timer(0.2, signal.pthread_kill, (threading.get_ident(), signal.SIGINT))
    for result in results:
        if interrupt.ident is None:
            interrupt.start()
        yield result


@pytest.mark.parametrize("name", ["serial", "processes"])
def test_what_is_done_when_interrupted_is_not_lost(name: str) -> None:
    results = spread(slowly, [(number,) for number in range(200)], cluster.named(name))
    found: list[tuple[tuple[int, ...], list[int]]] = []
    with pytest.raises(KeyboardInterrupt):
        found.extend(soon_interrupted(results))
    assert 0 < len(found) < 200
    assert all(made == doubled(batch) for batch, made in found)


@pytest.mark.parametrize("name", ["serial", "processes"])
def test_what_the_work_raises_is_raised(name: str) -> None:
    with pytest.raises(BriefingError, match=r"^not 7$"):
        list(spread(failing, [(7,)], cluster.named(name)))


def test_a_name_that_is_no_executor_is_refused_with_what_is_allowed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in ("threads", "dask://", "dask://host", "dask://host:port", "dask://a/b:1"):
        with pytest.raises(SystemExit, match=r"^2$"):
            main.parser().parse_args(["build", "--executor", name])
        message = f"{name!r} is not an executor; write serial, processes or dask://HOST:PORT\n"
        assert capsys.readouterr().err.endswith(message)
    for name in ("serial", "processes", "dask://127.0.0.1:8786", "dask://[::1]:8786"):
        assert main.parser().parse_args(["build", "--executor", name]).executor == name


def test_processes_end_with_the_one_that_started_them(tmp_path: Path) -> None:
    script = tmp_path / "starting.py"
    script.write_text(STARTING, "utf-8")
    found = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True, cwd=PROJECT)
    assert found.stdout is not None
    with found.stdout as told:
        worker = int(told.readline())
        found.kill()
        found.wait()
    deadline = time.monotonic() + 200
    while is_there(worker):
        assert time.monotonic() < deadline, "the worker outlived who started it"
        time.sleep(0.05)


STARTING = """
import os, sys, time
sys.path.insert(0, os.getcwd())
from briefing.engine import executors
def pid(_):
    return os.getpid()
if __name__ == "__main__":
    for _, found in executors.spread(pid, [1], executors.processes):
        print(found, flush=True)
        time.sleep(60)
"""


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_worker_with_other_packages_is_named() -> None:
    program = Path(cluster.__file__).parent.name
    here = executors.versions()
    work = partial(cluster.checked, program)
    assert work(here, pickle.dumps(doubled), pickle.dumps((1,))) == [2]
    # What the work imports may be just what is missing there.
    unreadable = (b"no pickle", b"no pickle")
    yake = importlib.metadata.version("yake")
    message = f"^a worker has yake {yake}, and this process 0.1; install the same there$"
    with pytest.raises(UnlikeError, match=message):
        work({**here, "yake": "0.1"}, *unreadable)
    with pytest.raises(UnlikeError, match=r"another version of Briefing; restart the cluster's workers$"):
        cluster.checked("briefing-0.zip", here, *unreadable)


def test_the_program_is_packed_the_same_each_time(tmp_path: Path) -> None:
    first, second = (tmp_path / name for name in "ab")
    first.mkdir()
    second.mkdir()
    packed, again = cluster.packed(first), cluster.packed(second)
    assert packed.name == again.name
    assert packed.read_bytes() == again.read_bytes()


def test_a_cluster_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    with pytest.raises(BriefingError, match=r"^dask://127\.0\.0\.1:9: no scheduler answers there$"):
        list(spread(doubled, [(1,)], cluster.named("dask://127.0.0.1:9")))


@contextmanager
def dask(folder: Path, workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and workers, each a process of its own, on a port of this machine."""
    where = folder / "scheduler.json"
    # Nothing of ours can be imported there but what is brought.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    options = {"env": environment, "cwd": folder, "stderr": subprocess.DEVNULL}
    file = f"--scheduler-file={where}"
    scheduler = [sys.executable, "-c", SCHEDULER, "--host=127.0.0.1", "--port=0", "--no-dashboard", file]
    one = [
        sys.executable,
        "-c",
        WORKER,
        file,
        "--nthreads=1",
        "--no-nanny",
        "--no-dashboard",
        "--host=127.0.0.1",
    ]
    started = [subprocess.Popen(scheduler, **options)]  # type: ignore[call-overload]
    try:
        # The file is there for a moment before anything stands in it.
        while not (where.exists() and where.read_text().endswith("}")):
            assert started[0].poll() is None
            time.sleep(0.05)
        started += [subprocess.Popen(one, **options) for _ in range(workers)]  # type: ignore[call-overload]
        address = json.loads(where.read_text())["address"].removeprefix("tcp://")
        yield f"dask://{address}", started[1:]
    finally:
        for process in started:
            process.kill()
            process.wait()


def cards(jobs: Sequence[tuple[str, str]], opening: Opening, progress: Progress = silent) -> list[CardResult]:
    """The cards of notes, worked out as builds do."""
    work, batches = partial(card_analysis.work_out, SHARED), word_weights.parted(jobs)
    made = word_weights.in_batches(work, batches, len(jobs), progress=progress, opening=opening)
    return sorted(card for batch in made for card in batch)


def test_a_cluster_makes_the_cards_of_this_process_and_a_killed_worker_loses_nothing(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    some = [job(note(number, body)) for number, body in enumerate(texts(400))]
    here = cards(some, executors.serial)
    told: list[tuple[str, int, int]] = []
    with dask(tmp_path, 2) as (name, workers):
        with distributed.Client(name.replace("dask", "tcp"), set_as_default=False) as client:
            client.wait_for_workers(2, timeout=300)

        def progress(what: str, done: int, total: int) -> None:
            told.append((what, done, total))
            if done >= total // 2 and workers[0].poll() is None:
                workers[0].kill()

        there = cards(some, cluster.named(name), progress)
        assert workers[0].poll() is not None
        assert workers[1].poll() is None
    assert there == here
    assert told[0] == ("notes analysed", 0, 400)
    assert told[-1] == ("notes analysed", 400, 400)


def test_a_failure_on_a_cluster_is_the_works_own(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    with dask(tmp_path, 1) as (name, _), pytest.raises(keywords.KeywordError, match="'xx' is unknown"):
        list(spread(partial(keywords.extract, language="xx"), ["Moor"], cluster.named(name)))


def test_a_pool_is_opened_only_for_work(tmp_path: Path) -> None:
    def refused() -> AbstractContextManager[Pool]:
        raise AssertionError(tmp_path)

    assert cards([], refused) == []
