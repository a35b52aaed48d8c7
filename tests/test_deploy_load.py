"""Readers on a real nginx while releases are swapped: a small version of tests/bench/swaps.py."""

from __future__ import annotations

import asyncio
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import readers
from deployment import back, put, site

pytestmark = pytest.mark.skipif(not shutil.which("nginx"), reason="there is no nginx")


def test_no_request_fails_and_no_page_mixes_two_releases(tmp_path: Path) -> None:
    root = tmp_path / "the web"
    folders = [site(tmp_path / word, word) for word in ("one", "two", "three")]
    for folder in folders[:2]:
        put(folder, root)
    with readers.nginx(tmp_path, root) as port:
        crowd = readers.Readers.of(port, folders, patience=0.4)
        crowd.live = 1

        async def read_on() -> None:
            """Let some pages of what is live be read."""
            enough = crowd.seen.releases[crowd.live] + 10
            while crowd.seen.releases[crowd.live] < enough and not crowd.seen.faults:  # noqa: ASYNC110 - a count
                await asyncio.sleep(0.01)

        async def swap() -> None:
            for _ in range(3):
                for number, change in ((2, lambda: put(folders[2], root)), (1, lambda: back(root))):
                    await read_on()
                    await asyncio.to_thread(change)
                    crowd.live = number
            await read_on()
            crowd.stopped = True

        async def both() -> None:
            await asyncio.gather(crowd.read(8), swap())

        # In a thread of its own: a browser's tests may have a loop running in this one.
        with ThreadPoolExecutor(1) as beside:
            beside.submit(asyncio.run, both()).result()
    assert crowd.seen.faults == []
    assert crowd.seen.overtaken > 0
    assert {1, 2} <= set(crowd.seen.releases)
