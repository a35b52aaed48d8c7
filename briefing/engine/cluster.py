"""An executor on a Dask cluster, whose workers are sent this program."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.core.problems import BriefingError
from briefing.core.program import PACKAGE, program_files
from briefing.engine import executors
from briefing.engine.executors import Pool, UnlikeError, versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from briefing.engine.executors import Opening

PATIENCE = 20  # seconds in which a scheduler answers, and a worker is there
AHEAD = 64  # batches at least that the scheduler has, so that workers that join have work at once
_MOMENT = (1980, 1, 1, 0, 0, 0)


def named(name: str) -> Opening:
    """Return what opens the executor of that name: serial, processes, or dask:// with an address."""
    known = {"serial": executors.serial, "processes": executors.processes}
    return known[name] if name in known else partial(opened, name.removeprefix("dask://"))


@contextmanager
def opened(address: str) -> Iterator[Pool]:
    """Connect to a cluster, bring our program to its workers, and lend them as a pool.

    Nothing of ours need be installed there but YAKE and msgspec, of the versions that are here. Raises
    BriefingError where the extra is missing, no scheduler answers, or it has no worker.
    """
    import importlib  # noqa: PLC0415 - all of this only where there is a cluster
    import tempfile  # noqa: PLC0415
    from concurrent.futures import CancelledError  # noqa: PLC0415

    try:
        distributed: Any = importlib.import_module("distributed")
        plugin: Any = importlib.import_module("distributed.diagnostics.plugin")
    except ImportError as error:
        raise BriefingError('a Dask cluster needs the extra: pip install "briefing-digest[dask]"') from error

    name = f"dask://{address}"
    try:
        client = distributed.Client(f"tcp://{address}", timeout=PATIENCE, set_as_default=False)
    except (OSError, TimeoutError) as error:
        raise BriefingError(f"{name}: no scheduler answers there") from error
    with client, tempfile.TemporaryDirectory() as folder:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except (TimeoutError, distributed.TimeoutError) as error:
            raise BriefingError(f"{name}: the cluster has no worker") from error
        program = packed(Path(folder))
        client.register_plugin(plugin.UploadFile(str(program)), name=program.name)
        executor = client.get_executor(pure=False)
        try:
            lost = (distributed.KilledWorker, CancelledError, distributed.CancelledError)
            ahead = max(AHEAD, 3 * sum(client.nthreads().values()))
            yield Pool(executor, ahead, lost, partial(task, program.name))
        finally:
            executor.shutdown(wait=False)


def packed(folder: Path) -> Path:
    """Pack our program into a zip file that Python can import from, named by its content."""
    import hashlib  # noqa: PLC0415
    import zipfile  # noqa: PLC0415

    files = {path.relative_to(PACKAGE.parent).as_posix(): path.read_bytes() for path in program_files()}
    digest = hashlib.blake2b(repr(sorted(files.items())).encode(), digest_size=8).hexdigest()
    made = folder / f"briefing-{digest}.zip"
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), content)
    return made


def task(program: str, work: Callable[[Any], Any], batch: Any) -> tuple[Callable[[bytes], Any], bytes]:
    """Return work and batch as only a worker can read them: the scheduler knows nothing of our program.

    A function within a function goes there whole; one of a module would be looked for in the module.
    """
    import pickle  # noqa: PLC0415

    # The work is packed in itself: what it imports may not be there, which is to be told first.
    packed_work = pickle.dumps((checked, program, versions(), pickle.dumps(work)))

    def run(packed_batch: bytes) -> Any:
        import pickle as unpacking  # noqa: PLC0415 - what stands outside of the function does not go with it

        check, *demanded = unpacking.loads(packed_work)  # noqa: S301 - from whom the function is
        return check(*demanded, packed_batch)

    return run, pickle.dumps(batch)


def checked(program: str, demanded: Mapping[str, str], packed_work: bytes, packed_batch: bytes) -> Any:
    """On a worker: do the work, if the program and the packages are those of whoever gave it out."""
    import pickle  # noqa: PLC0415

    if program not in __file__:
        raise UnlikeError("a worker has loaded another version of Briefing; restart the cluster's workers")
    here = versions()
    for name, version in demanded.items():
        if here[name] != version:
            found = f"has {name} {here[name]}" if here[name] else f"has no {name}"
            raise UnlikeError(f"a worker {found}, and this process {version}; install the same there")
    return pickle.loads(packed_work)(pickle.loads(packed_batch))  # noqa: S301 - from whom the work is
