"""Kills builds at random moments, by SIGKILL; prints what was torn, lost or not repaired.

    python tests/fuzz/kills.py                        # 200 moments of builds, 10 of publish.sh
    python tests/fuzz/kills.py --moments 20 --publish 0 --seed 7

Before each, something is edited: a note, the registry, the theme. Half of the builds are killed before
their n-th change to the disk, half after so many milliseconds, which reaches what SQLite does. Each file
of the site must then be as it was or as it is to be, and the next build must make what a clean build
makes; a build that was not killed must have gone well. A killed publish.sh must leave one of both sites,
whole.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent.parent), str(HERE.parent)]

import campaign  # noqa: E402 - it is found by the line above
import killing  # noqa: E402
import test_build  # noqa: E402
import test_publish  # noqa: E402

from briefing.cli import main as command_line  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

NOTES = {f"n{day:02}.md": campaign.note(f"Day {day}", f"2021-03-{day:02}") for day in range(1, 29)}
EDITS: tuple[Callable[[Path, int], None], ...] = (
    *(test_build.edit, test_build.retitle, test_build.add, test_build.rename, test_build.relabel),
    *(test_build.change_style, test_build.change_script, test_build.change_template),
    *(test_build.move_place, test_build.claim),
)


def built(root: Path, *arguments: str) -> dict[str, bytes]:
    """Build in this process; the files of the site."""
    os.chdir(root)
    told = io.StringIO()
    with contextlib.redirect_stderr(told), contextlib.redirect_stdout(told):
        code = command_line.main(["build", *arguments])
    if code:
        sys.exit(f"the build failed: {told.getvalue()}")
    return campaign.files(root / (arguments[-1] if arguments else "output"))


def clean(root: Path) -> dict[str, bytes]:
    """What a build makes that has nothing to start from."""
    store, kept = root / ".briefing", root / ".kept"
    store.rename(kept)
    found = built(root, "--output", "clean")
    shutil.rmtree(store)
    shutil.rmtree(root / "clean")
    kept.rename(store)
    return found


def faults_of(root: Path, before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    """What is wrong after a build that was killed, and after the next."""
    now = campaign.files(root / "output")
    torn = [
        f"torn: {path}"
        for path, content in now.items()
        if not path.endswith(".part") and content not in {before.get(path), after.get(path)}
    ]
    repaired = built(root)
    unlike = [path for path in {*repaired, *after} if repaired.get(path) != after.get(path)]
    return [*torn, *(f"not repaired: {path}" for path in unlike)]


def of_builds(moments: int, chance: random.Random) -> int:
    """Kill builds; how many of them left something wrong."""
    wrong = killed = 0
    with tempfile.TemporaryDirectory() as folder:
        root = killing.write(Path(folder), NOTES)
        before = built(root)
        started = time.monotonic()
        built(root, "--force")
        longest = 0.5 + 1.5 * (time.monotonic() - started)
        for moment in range(moments):
            edit, number = chance.choice(EDITS), chance.randrange(6)
            edit(root, number)
            if moment % 2:
                # As often among the first changes as among the last: most edits lead to few.
                at = f"change {(change := round(250 ** chance.random()))}"
                code = killing.at_change(root, change)
            else:
                at = f"{(seconds := chance.uniform(0.2, longest)):.3f} s"
                code = killing.after(root, seconds)
            killed += code == -signal.SIGKILL
            after = clean(root)
            found = faults_of(root, before, after)
            wrong += bool(found)
            if found:
                print(f"{edit.__name__}, killed at {at}: {found[:5]}", flush=True)
            before = after
    print(f"{moments} builds, {killed} of them killed before they were done: {wrong} left something wrong")
    return wrong


def of_publish(moments: int, chance: random.Random) -> int:
    """Kill publish.sh; how many times it left a site that is neither the old nor the new."""
    wrong = killed = 0
    with tempfile.TemporaryDirectory() as folder:
        root = test_publish.prepared(Path(folder))
        started = time.monotonic()
        test_publish.publish(root)
        longest = time.monotonic() - started
        before = campaign.files(root / "output")
        for moment in range(moments):
            test_build.retitle(root, moment)
            killed += test_publish.killed(root, chance.uniform(0.2, longest)) == -signal.SIGKILL
            left = campaign.files(root / "output")
            if test_publish.publish(root).returncode:
                print("the next publish.sh failed", flush=True)
                wrong += 1
            after = campaign.files(root / "output")
            wrong += left not in (before, after)
            before = after
    print(f"{moments} runs of publish.sh, {killed} of them killed: {wrong} left something wrong")
    return wrong


def main() -> int:
    """Kill as often as the arguments say; 1 where anything was found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--moments", type=int, default=200, help="how many builds")
    parser.add_argument("--publish", type=int, default=10, help="how many runs of publish.sh")
    parser.add_argument(
        "--seed", type=int, default=time.time_ns() % 10**6, help="to kill at the same moments"
    )
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    chance = random.Random(options.seed)  # noqa: S311 - no secret hangs on it
    wrong = of_builds(options.moments, chance) + (
        of_publish(options.publish, chance) if options.publish else 0
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
