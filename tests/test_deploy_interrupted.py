"""Deployments that are killed, run out of disk or lose the server: the old site is live, or the new one."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import deployment
import pytest
from deployment import live, names, put, site

from briefing.core.problems import BriefingError

SSHD = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin")
PAGES = {f"notes/{number}/index.html": os.urandom(3000) for number in range(120)}
KILLS = 6


def kill_at_many_moments(tmp_path: Path, to: str, root: Path, *words: str) -> set[str]:
    """Kill deployments ever later, each of another site, and look at what is live after each."""
    put(site(tmp_path / "word 0", "word 0", PAGES), to)
    started = time.monotonic()
    with deployment.running_deploy(site(tmp_path / "a", "word 1", changed(1)), to) as run:
        assert run.wait() == 0
    takes = time.monotonic() - started
    seen, before = set(), "word 1"
    for number in range(2, KILLS + 2):
        after = f"word {number}"
        with deployment.running_deploy(site(tmp_path / after, after, changed(number)), to, *words) as run:
            time.sleep(takes * (0.2 + (number - 2) / KILLS))
            run.kill()
        found = live(root)
        assert found in {before, after}
        seen.add("new" if found == after else "old")
        before = found
    return seen


def changed(number: int) -> dict[str, bytes]:
    return {path: content + bytes([number]) for path, content in PAGES.items()}


# What a deployment does to the disk, as Python tells it; each is a moment to be killed before.
STEPS = frozenset(
    "os.chmod os.link os.mkdir os.remove os.rename os.rmdir os.symlink open shutil.rmtree".split()
)


def killed_before(step: int, folder: Path, root: Path) -> bool:
    """Deploy in a process of its own, which kills itself before a step; false where there are fewer."""
    child = os.fork()
    if not child:
        left = [step]

        def count(event: str, _given: object) -> None:
            if event in STEPS:
                left[0] -= 1
                if left[0] < 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        put(folder, root)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def test_a_deployment_to_a_folder_is_killed_before_each_of_its_steps(tmp_path: Path) -> None:
    root = tmp_path / "web"
    for number in range(5):  # so that there is something to remove too
        put(site(tmp_path / str(number), before := f"before {number}"), root)
    seen, step = list[str](), 0
    while killed_before(step, site(tmp_path / f"a{step}", after := f"after {step}"), root):
        assert live(root) in {before, after}
        seen.append("new" if live(root) == after else "old")
        before = live(root)
        step += 1
    assert len(seen) > 40
    assert set(seen) == {"old", "new"}
    assert live(root) == after
    assert {path.name for path in (root / ".briefing").iterdir()} == {"lock", "releases"}
    assert len(list((root / "releases").iterdir())) == len(names(root)) <= 5


def test_a_deployment_to_a_folder_is_killed_at_many_moments(tmp_path: Path) -> None:
    root = tmp_path / "web"
    assert "old" in kill_at_many_moments(tmp_path, str(root), root)
    put(site(tmp_path / "last", "last", PAGES), root)
    assert live(root) == "last"
    assert {path.name for path in (root / ".briefing").iterdir()} == {"lock", "releases"}
    assert len(list((root / "releases").iterdir())) == len(names(root)) <= 5


@pytest.mark.skipif(not SSHD or not shutil.which("rsync"), reason="there is no sshd or no rsync")
def test_a_deployment_through_rsync_is_killed_at_many_moments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "host").mkdir()
    with deployment.ssh_server(tmp_path / "host") as host:
        monkeypatch.setenv("RSYNC_RSH", host.ssh)
        assert "old" in kill_at_many_moments(tmp_path, host.address, host.root, "--patience", "2")
        put(site(tmp_path / "last", "last", PAGES), host.address, patience=2)
        assert live(host.root) == "last"
        assert list((host.root / ".briefing/runs").iterdir()) == []
        assert len(list((host.root / "releases").iterdir())) == len(names(host.address)) <= 5


@pytest.mark.skipif(not shutil.which("git"), reason="there is no git")
def test_a_deployment_to_a_branch_is_killed_at_many_moments(tmp_path: Path) -> None:
    repository = tmp_path / "site.git"
    subprocess.run(["git", "init", "-q", "--bare", str(repository)], check=True)
    to = f"git+file://{repository}#pages"
    put(site(tmp_path / "0", "word 0", PAGES), to)
    for number in range(1, 7):
        folder = site(tmp_path / str(number), f"word {number}", changed(number))
        with deployment.running_deploy(folder, to) as run:
            time.sleep(0.2 + 0.15 * number)
            run.kill()
        fsck = ["git", "-C", str(repository), "fsck", "--connectivity-only", "--no-dangling", "--no-progress"]
        assert subprocess.run(fsck, check=False, capture_output=True).returncode == 0
        shutil.rmtree(tmp_path / "checked out", ignore_errors=True)
        # As over a network: what the killed run left working may still move files about.
        clone = [
            "git",
            "clone",
            "-q",
            "-b",
            "pages",
            f"file://{repository}",
            str(tmp_path / "checked out/current"),
        ]
        subprocess.run(clone, check=True)
        assert live(tmp_path / "checked out").startswith("word ")


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of 3 MB, where this process may mount one."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)]
    if os.getuid() or not shutil.which("mount") or subprocess.run(mount, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_full_disk_leaves_what_is_live_and_nothing_else(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        root = disk / "web"
        put(site(tmp_path / "one", "one", PAGES), root)
        with pytest.raises(
            BriefingError, match=r": No space left on device; what is live there stays as it is$"
        ):
            put(site(tmp_path / "two", "two", {"big.bin": os.urandom(4_000_000)}), root)
        assert live(root) == "one"
        assert len(list((root / "releases").iterdir())) == 1
        put(site(tmp_path / "three", "three", PAGES), root)
        assert live(root) == "three"


@pytest.mark.skipif(not SSHD or not shutil.which("rsync"), reason="there is no sshd or no rsync")
def test_a_full_disk_behind_rsync_leaves_what_is_live(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_disk(tmp_path / "disk") as disk, deployment.ssh_server(disk) as host:
        monkeypatch.setenv("RSYNC_RSH", host.ssh)
        put(site(tmp_path / "one", "one", PAGES), host.address)
        # A server that ends in haste may take its reason with it.
        with pytest.raises(BriefingError, match=r"No space left on device|cannot be written"):
            put(site(tmp_path / "two", "two", {"big.bin": os.urandom(4_000_000)}), host.address)
        assert live(host.root) == "one"
        put(site(tmp_path / "three", "three", PAGES), host.address)
        assert live(host.root) == "three"
        assert len(list((host.root / "releases").iterdir())) == 2


@pytest.mark.skipif(not SSHD or not shutil.which("rsync"), reason="there is no sshd or no rsync")
def test_a_server_that_dies_in_mid_transfer_leaves_what_is_live(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "host"
    folder.mkdir()
    big = site(tmp_path / "two", "two", {**changed(1), "big.bin": os.urandom(15_000_000)})
    with deployment.ssh_server(folder) as host:
        monkeypatch.setenv("RSYNC_RSH", host.ssh)
        put(site(tmp_path / "one", "one", PAGES), host.address)
        with deployment.running_deploy(big, host.address) as run:
            while not tuple((host.root / "releases").glob("00002-*/.big.bin.*")):
                assert run.poll() is None, run.communicate()
                time.sleep(0.002)
            for process in (*deployment.descendants(host.process.pid), host.process.pid):
                subprocess.run(["kill", "-KILL", str(process)], check=False, stderr=subprocess.DEVNULL)
            _, told = run.communicate()
        assert run.returncode == 1
        assert told.startswith(f"{host.shown} cannot be written: ")
        assert live(host.root) == "one"
    with deployment.ssh_server(folder, port=host.port) as host:
        put(big, host.address, patience=2)
        assert live(host.root) == "two"
        assert len(list((host.root / "releases").iterdir())) == 2
        assert list((host.root / ".briefing/runs").iterdir()) == []
