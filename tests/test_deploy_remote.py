"""Deploying by rsync through a real sshd on loopback."""

from __future__ import annotations

import fcntl
import os
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import deployment
import pytest
from deployment import back, live, names, opened, put, site, spoil, style_of, would

from briefing.core.problems import BriefingError, without_users
from briefing.publish import built_folder, rsync
from briefing.publish.folder_target import FolderTarget

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from deployment import Server

pytestmark = pytest.mark.skipif(not shutil.which("rsync"), reason="there is no rsync")
SSHD = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin")


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    if not SSHD:
        pytest.skip("there is no sshd")
    (tmp_path / "host").mkdir()
    with deployment.ssh_server(tmp_path / "host") as running:
        monkeypatch.setenv("RSYNC_RSH", running.ssh)
        yield running


def test_a_site_is_deployed_changed_taken_back_and_listed(host: Server, tmp_path: Path) -> None:
    pages = {f"notes/{number}/index.html": os.urandom(4000) for number in range(40)}
    first = site(tmp_path / "one", "one", pages)
    assert would(first, host.address)[-1].startswith("43 pages added, ")
    assert not host.root.exists()
    assert put(first, host.address).startswith("00001-0123456-")
    assert live(host.root) == "one"
    assert put(first, host.address).startswith("nothing changed; 00001-")
    told = put(site(tmp_path / "two", "two", pages), host.address)
    assert int(told.rpartition("(")[2].partition(" ")[0].replace(",", "")) < 10_000
    assert live(host.root) == "two"
    assert (host.root / "current" / style_of("one")).is_file()
    back(host.address)
    assert live(host.root) == "one"
    assert (host.root / "current" / style_of("two")).is_file()
    newest, oldest = names(host.address)
    assert (newest[:5], oldest[:5], oldest[-2:]) == ("00002", "00001", " *")
    for path in (host.root / "releases").rglob("*"):
        assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o444), path
    assert not any(first.samefile(second) for first, second in pairs(host.root, ["index.html", "build.json"]))
    assert all(first.samefile(second) for first, second in pairs(host.root, [*pages, "same/index.html"]))


def test_a_file_that_changed_over_there_is_told_and_goes_no_further(host: Server, tmp_path: Path) -> None:
    for word in ("one", "two"):
        put(site(tmp_path / word, word), host.address)
    (_, first) = names(host.address)
    for path in ("same/index.html", "Straßen & Wege/ä [1].html", style_of("one")):
        spoil(host.root / "releases" / first / path)  # both releases have these
    told: list[str] = []
    done = put(tmp_path / "two", host.address, announce=told.append)
    assert told == [
        f"{host.shown}: changed since it was published: Straßen & Wege/ä [1].html, same/index.html"
    ]
    assert ": 0 pages added, 2 changed, 0 removed (" in done
    assert live(host.root) == "two"
    assert not (host.root / "current" / style_of("one")).exists()
    assert put(tmp_path / "two", host.address).startswith("nothing changed; 00003-")
    with pytest.raises(BriefingError) as refused:
        back(host.address, 2)
    assert str(refused.value) == (
        f"{host.shown}: {first} cannot be live again: changed since it was published: "
        f"Straßen & Wege/ä [1].html, {style_of('one')}, same/index.html; "
        "go back further, or publish what is to be live"
    )
    assert live(host.root) == "two"


def pairs(root: Path, paths: Iterable[str]) -> Iterator[tuple[Path, Path]]:
    """Files of the first two releases."""
    first, second = sorted((root / "releases").iterdir())
    return ((first / path, second / path) for path in paths)


def test_the_last_five_are_kept_there(host: Server, tmp_path: Path) -> None:
    for number in range(5):
        put(site(tmp_path / str(number), f"word {number}"), host.root)  # it is all the same to a folder
    put(site(tmp_path / "5", "word 5"), host.address)
    assert all((host.root / "current" / style_of(f"word {number}")).is_file() for number in range(6))
    assert [name[:5] for name in names(host.address)] == ["00006", "00005", "00004", "00003", "00002"]
    assert len(list((host.root / "releases").iterdir())) == 5
    assert list((host.root / ".briefing/runs").iterdir()) == []
    assert live(host.root) == "word 5"


def test_the_link_is_never_gone_while_it_is_swapped(host: Server, tmp_path: Path) -> None:
    for word in ("one", "two"):
        put(site(tmp_path / word, word), host.root)
    seen: set[str] = set()
    ended = threading.Event()

    def look() -> None:
        while not ended.is_set():
            seen.add((host.root / "current/index.html").read_text().rpartition("<h1>")[2])

    looking = threading.Thread(target=look)
    looking.start()
    try:
        back(host.address)
        put(tmp_path / "two", host.address)
    finally:
        ended.set()
        looking.join()
    assert seen == {"one</h1>", "two</h1>"}


def test_what_a_killed_run_left_is_cleared_away_there(host: Server, tmp_path: Path) -> None:
    put(site(tmp_path / "one", "one"), host.root)
    for path in ("releases/00009-0123456789ab/half.html", ".briefing/releases/00008-0123456789ab.json"):
        (host.root / path).parent.mkdir(exist_ok=True)
        (host.root / path).write_text("{")
    second = site(tmp_path / "two", "two")
    begun = host.root / "releases" / release_name(second, 2)
    (begun / "same").mkdir(parents=True)
    (begun / "same/.index.html.Ab12Cd").write_text("cut short")
    (begun / "same/index.html").write_text("cut short")
    put(second, host.address)
    assert live(host.root) == "two"
    assert sorted(path.name for path in (host.root / "releases").iterdir()) == sorted(
        name.removesuffix(" *") for name in names(host.address)
    )
    assert [path.name for path in (begun / "same").iterdir()] == ["index.html"]


def release_name(folder: Path, number: int) -> str:
    record = built_folder.read(folder).record
    return f"{number:05}-{record.commit[:7]}-{record.digest[:12]}"


def test_two_at_once_come_one_after_the_other(host: Server, tmp_path: Path) -> None:
    told: list[str] = []
    runs = [
        threading.Thread(
            target=put,
            args=[site(tmp_path / word, word), host.address],
            kwargs={"announce": told.append, "patience": 300},
        )
        for word in ("one", "two")
    ]
    for run in runs:
        run.start()
    for run in runs:
        run.join(300)
    assert [name[:5] for name in names(host.address)] == ["00002", "00001"]
    assert live(host.root) in {"one", "two"}
    assert f"{host.shown}: another deployment is at work there; waiting for it to end" in told
    assert list((host.root / ".briefing/runs").iterdir()) == []


def test_a_folder_that_another_run_has_just_made_is_taken(
    host: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An rsync that fails once, as it does where the folder came to be after it had looked."""
    late = tmp_path / "bin" / "rsync"
    late.parent.mkdir()
    late.write_text(
        f"#!/bin/sh\nif mkdir {tmp_path}/once 2> /dev/null; then\n"
        "echo 'rsync: [Receiver] mkdir \"/srv/web\" failed: File exists (17)' >&2; exit 11\nfi\n"
        f'exec {shutil.which("rsync")} "$@"\n'
    )
    late.chmod(0o755)
    monkeypatch.setenv("PATH", f"{late.parent}:{os.environ['PATH']}")
    assert put(site(tmp_path / "one", "one"), host.address).startswith("00001-")
    assert live(host.root) == "one"


def test_runs_that_begin_at_the_same_moment_do_not_disturb_each_other(host: Server) -> None:
    with rsync.connections() as control, ThreadPoolExecutor() as pool:
        targets = [opened(host.address, control=control) for _ in range(4)]
        made = [pool.submit(target.folder.make) for target in targets if isinstance(target, FolderTarget)]
        assert [run.result() for run in made] == [None] * 4
    assert sorted(path.name for path in host.root.iterdir()) == [".briefing", "releases"]


def test_what_is_not_ours_is_left_there_as_it_is(host: Server, tmp_path: Path) -> None:
    (host.root / "old site").mkdir(parents=True)
    folder = site(tmp_path / "one", "one")
    with pytest.raises(BriefingError) as refused:
        put(folder, host.address)
    assert str(refused.value) == (
        f"{host.shown} holds old site, which no deployment has put there; name another folder, "
        "or add --adopt to put releases beside it and leave it as it is"
    )
    assert [path.name for path in host.root.iterdir()] == ["old site"]
    put(folder, host.address, adopt=True)
    assert live(host.root) == "one"
    assert (host.root / "old site").is_dir()


def test_a_folder_above_that_is_missing_is_told(host: Server, tmp_path: Path) -> None:
    with pytest.raises(BriefingError) as refused:
        put(site(tmp_path / "one", "one"), f"{host.address}/no/such")
    assert str(refused.value).startswith(f"{host.shown}/no/such cannot be written: ")
    assert str(refused.value).endswith(
        "only the last folder of an address is made; make those above it first"
    )
    assert not host.root.exists()


def test_a_key_that_is_not_accepted_is_told(host: Server, tmp_path: Path) -> None:
    (tmp_path / "host/authorized").write_text("")
    with pytest.raises(BriefingError) as refused:
        put(site(tmp_path / "one", "one"), host.address)
    assert str(refused.value).startswith(f"{host.shown} cannot be read: …@127.0.0.1: Permission denied (")
    assert str(refused.value).endswith("; ssh needs a key that is accepted there without a password")
    (tmp_path / "host/known").write_text("")
    with pytest.raises(BriefingError) as refused:
        put(tmp_path / "one", host.address)
    assert str(refused.value).endswith("; log in there with ssh once, to accept the host's key")


def restricted(host: Server, folder: Path, *options: str) -> str:
    """The address of a target in a folder, for a key that may do nothing but rsync there."""
    only = shutil.which("rrsync")
    if not only:
        pytest.skip("there is no rrsync")
    folder.mkdir()
    file = host.root.parent / "authorized"
    words = " ".join([only, *options, str(folder)])
    file.write_text(f'restrict,command="{words}" {file.read_text()}')
    return host.address.removesuffix(str(host.root)) + "/www"


def test_an_account_that_may_do_nothing_but_rsync_will_do(host: Server, tmp_path: Path) -> None:
    address = restricted(host, tmp_path / "own")
    for word in ("one", "two"):
        put(site(tmp_path / word, word), address)
    assert live(tmp_path / "own/www") == "two"
    same = "same/index.html"
    assert all(first.samefile(second) for first, second in pairs(tmp_path / "own/www", [same]))
    back(address)
    assert live(tmp_path / "own/www") == "one"


def test_an_account_that_serves_one_connection_at_a_time_is_asked_again(host: Server, tmp_path: Path) -> None:
    address = restricted(host, tmp_path / "own")
    put(site(tmp_path / "one", "one"), address)
    held = os.open(tmp_path / "own", os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    ending = threading.Timer(0.5, os.close, [held])
    ending.start()
    put(site(tmp_path / "two", "two"), address)
    ending.join()
    assert live(tmp_path / "own/www") == "two"


def test_an_account_that_breaks_links_is_told_before_anything_is_sent(host: Server, tmp_path: Path) -> None:
    address = restricted(host, tmp_path / "own", "-munge")
    for _ in range(2):
        with pytest.raises(BriefingError) as refused:
            put(site(tmp_path / "one", "one"), address)
        assert str(refused.value) == (
            f"{without_users(address)}: symbolic links that are sent there lead nowhere, "
            "so the swap cannot be made; that rsync must leave them as they are, without --munge-links "
            "(for rrsync, -munge)"
        )
    assert [path.name for path in (tmp_path / "own/www").iterdir()] == [".briefing"]


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    address = f"ssh://127.0.0.1:{deployment.free_port()}/site"
    with pytest.raises(BriefingError, match=r"cannot be read: .*Connection refused"):
        put(site(tmp_path / "one", "one"), address)
