"""Cuts the power of a disk while `publish` runs; prints where neither the old site was left nor the new.

    python tests/fuzz/cuts.py                     # 40 cuts, and another 40 after which the names are there
    python tests/fuzz/cuts.py --cuts 10 --seed 7

The project, its site and a folder that it is deployed to stand on an ext4 of their own, in a file. A copy of
that file at some moment is what a power cut leaves: whatever the system had not written to the disk is gone.
The copy is mounted, and must hold the site of before or the one that was being made, whole, in both places;
then the next `publish` must make the new one. One disk has written nothing that it was not told to write; the
other has all names, of files and folders, but the content only of those that it was told to write. Where
others use the machine, each `sync` of theirs writes all of it. For root, on Linux.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent.parent), str(HERE.parent)]

import campaign  # noqa: E402 - it is found by the line above
import killing  # noqa: E402
import test_build  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

NOTES = {f"n{day:02}.md": campaign.note(f"Day {day}", f"2021-03-{day:02}") for day in range(1, 9)}
# With these, ext4 writes nothing by itself for a while; what is renamed is written no sooner.
OPTIONS = "commit=300,noauto_da_alloc"
KINDS = ("nothing", "names alone")
PUBLISH = (sys.executable, "-m", "briefing", "publish", "--to", "web", "--uncommitted")
# Where, in a line of the system's, it tells how often it has written to a disk.
WRITES = 4
Site = dict[str, bytes]


@contextmanager
def mounted(image: Path, options: str = "defaults") -> Iterator[Path]:
    """Mount a disk."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["mount", "-o", f"loop,{options}", image, folder], check=True)
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", folder], check=True)


def published(root: Path) -> subprocess.Popen[str]:
    """Start a publication."""
    return subprocess.Popen(
        PUBLISH,
        cwd=root,
        env=killing.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def finished(root: Path) -> None:
    """Publish, and insist that it goes well."""
    with published(root) as run:
        told, _ = run.communicate()
    assert run.returncode == 0, told


def sites(root: Path) -> tuple[Site, Site]:
    """The site in the output folder, and the one that is live in the folder deployed to."""
    return campaign.files(root / "output"), campaign.files((root / "web/current").resolve())


def cut(image: Path, kept: Path, device: Path) -> None:
    """Copy what stands on the disk, all of one moment."""
    while True:
        before = (device / "stat").read_text().split()[WRITES]
        shutil.copyfile(image, kept)
        if (device / "stat").read_text().split()[WRITES] == before:
            return


def faults_of(kept: Path, before: tuple[Site, Site], after: tuple[Site, Site]) -> Iterator[str]:
    """What is wrong on a disk after the cut, and after the next publication."""
    with mounted(kept) as disk:
        root = disk / "project"
        for found, old, new in zip(sites(root), before, after, strict=True):
            # Releases keep style sheets for readers of earlier ones.
            if not (found.items() >= old.items() or found.items() >= new.items()):
                unlike = [path for path in {*found, *new} if found.get(path) != new.get(path)]
                yield f"neither the old site nor the new: {sorted(unlike)[:5]}"
        with published(root) as run:
            told, _ = run.communicate()
        if run.returncode or not all(map(holds, sites(root), after)):
            yield f"the next publication did not mend it: {told}"


def holds(found: Site, wanted: Site) -> bool:
    """Whether all that is wanted is there."""
    return found.items() >= wanted.items()


def tried(folder: Path, kind: str, cuts: int, chance: random.Random) -> int:
    """Cut the power of a disk so many times, at moments of publications; how many cuts left a fault."""
    image, done, wrong = folder / "disk.img", 0, 0
    image.unlink(missing_ok=True)
    image.touch()
    os.truncate(image, 96 * 2**20)
    subprocess.run(["mkfs.ext4", "-q", "-E", "lazy_itable_init=0,lazy_journal_init=0", image], check=True)
    with mounted(image, OPTIONS) as disk:
        root = killing.write(disk / "project", NOTES)
        finished(root)
        while done < cuts:
            before = sites(root)
            test_build.retitle(root, done)
            test_build.change_style(root, done)
            os.sync()  # the editor's work is not what is looked at
            kept = cut_while_published(root, image, folder, chance, names=kind == KINDS[1])
            after = sites(root)
            for one in kept:
                found = list(faults_of(one, before, after))
                done, wrong = done + 1, wrong + bool(found)
                for fault in found:
                    print(f"a disk that has written {kind}, cut {done}: {fault}", flush=True)
    print(f"{done} cuts of a disk that has written {kind}: {wrong} left something wrong", flush=True)
    return wrong


def cut_while_published(
    root: Path, image: Path, folder: Path, chance: random.Random, *, names: bool
) -> list[Path]:
    """Publish, and keep the disk at some moments, whenever another site has become live, and afterwards."""
    kept: list[Path] = []
    number = root.stat().st_dev
    device = Path(f"/sys/dev/block/{os.major(number)}:{os.minor(number)}")

    def keep() -> None:
        if names:
            with (root / "told").open("w") as file:
                file.write("x")
                os.fsync(file)  # and with it all names of that disk, but no other content
        kept.append(folder / f"{len(kept)}.img")
        cut(image, kept[-1], device)

    with published(root) as run:
        before, due = live(root), 0.0
        while run.poll() is None:
            time.sleep(0.002)
            if time.monotonic() > due or live(root) != before:
                os.killpg(run.pid, signal.SIGSTOP)
                keep()
                os.killpg(run.pid, signal.SIGCONT)
                before, due = live(root), time.monotonic() + chance.uniform(0.2, 2)
        told, _ = run.communicate()
    assert run.returncode == 0, told
    for _ in range(3):
        time.sleep(chance.uniform(0.1, 3))
        keep()
    return kept


def live(root: Path) -> tuple[int, str]:
    """What tells one site from another: the output folder, and where the link of the other leads."""
    try:
        return (root / "output").stat().st_ino, str((root / "web/current").readlink())
    except OSError:
        return 0, ""


def main() -> int:
    """Cut as often as the arguments say; 1 where anything was found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cuts", type=int, default=40, help="how many cuts of each disk")
    parser.add_argument("--seed", type=int, default=time.time_ns() % 10**6, help="to cut at the same moments")
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    chance = random.Random(options.seed)  # noqa: S311 - no secret hangs on it
    with tempfile.TemporaryDirectory() as folder:
        return 1 if sum(tried(Path(folder), kind, options.cuts, chance) for kind in KINDS) else 0


if __name__ == "__main__":
    sys.exit(main())
