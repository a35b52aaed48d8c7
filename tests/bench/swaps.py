"""Swap releases of a site under load: python tests/bench/swaps.py [BUILT_SITE] [SWAPS] [READERS].

nginx serves the folder that is deployed to. Readers load pages, wait up to two seconds, and ask for the
assets that the pages name. Each publication changes the style sheet, the scripts and so every page.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import deployment
import readers

KINDS = 4
PATIENCE = 2.0


def varied(folder: Path, place: Path, number: int) -> Path:
    """The same site with other assets, under other names, on every page."""
    shutil.copytree(folder, place)
    names = {}
    for file in sorted((place / "assets").iterdir()):
        content = file.read_bytes() + (b"\n" if file.suffix == ".svg" else b"/* %d */" % number)
        stem, _, suffix = file.name.rsplit(".", 2)
        name = f"{stem}.{hashlib.sha256(content).hexdigest()[:8]}.{suffix}"
        (place / "assets" / name).write_bytes(content)
        names[file.name.encode()] = name.encode()
        file.unlink()
    for page in place.rglob("*.html"):
        content = page.read_bytes()
        for before, after in names.items():
            content = content.replace(before, after)
        page.write_bytes(content)
    record = json.loads((place / "build.json").read_bytes())
    files = [path for path in place.rglob("*") if path.is_file() and path.name != "build.json"]
    record["files"] = {
        path.relative_to(place).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }
    (place / "build.json").write_text(json.dumps(record), "utf-8")
    return place


async def loaded(
    crowd: readers.Readers, folders: list[Path], root: Path, swaps: int, count: int
) -> list[float]:
    """Deploy and take back in turn while readers read; return how long each took."""
    took = []

    async def swap() -> None:
        live = 0
        for number in range(swaps):
            await asyncio.sleep(0.4)
            started = time.monotonic()
            if number % 5 == 4:
                await asyncio.to_thread(deployment.back, root)
                live -= 1
            else:
                live = (live + 1) % len(folders)
                await asyncio.to_thread(deployment.put, folders[live], root)
            crowd.live = live % len(folders)
            took.append(time.monotonic() - started)
        await asyncio.sleep(PATIENCE)
        crowd.stopped = True

    await asyncio.gather(crowd.read(count), swap())
    return took


def main(folder: Path, swaps: int, count: int) -> int:
    """Run and print what was seen; 1 for any fault."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        folders = [varied(folder, place / str(number), number) for number in range(KINDS)]
        root = place / "web"
        deployment.put(folders[0], root)
        with readers.nginx(place, root) as port:
            crowd = readers.Readers.of(port, folders, patience=PATIENCE)
            started = time.monotonic()
            took = asyncio.run(loaded(crowd, folders, root, swaps, count))
            lasted = time.monotonic() - started
    seen = crowd.seen
    print(f"{swaps} swaps, {count} readers, {lasted:.1f} s; a swap took {min(took):.2f} to {max(took):.2f} s")
    print(
        f"{seen.pages} pages and {seen.assets} assets, {(seen.pages + seen.assets) / lasted:.0f} requests/s"
    )
    print(f"{seen.overtaken} assets asked for after their page's release was swapped out")
    print(f"slowest answer {seen.slowest * 1000:.0f} ms; {len(seen.faults)} faults")
    for fault in seen.faults[:10]:
        print(f"  {fault}")
    return int(bool(seen.faults))


if __name__ == "__main__":
    given = sys.argv[1:]
    if given:
        built = Path(given[0])
    else:
        built = Path(tempfile.mkdtemp()) / "site"
        subprocess.run([sys.executable, "-m", "briefing", "build", "--output", str(built)], check=True)
    sys.exit(main(built, *(int(text) for text in (*given[1:], *("20", "32")[max(len(given) - 1, 0) :]))))
