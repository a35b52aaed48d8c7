"""Deploying through a real rsync daemon and a real sshd, both on loopback."""

from __future__ import annotations

import os
import shutil
import threading
from typing import TYPE_CHECKING

import deployment
import pytest
from deployment import back, live, names, put, site, style_of, would

from briefing.core.problems import BriefingError
from briefing.publish import contents as sites

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from deployment import Server

pytestmark = pytest.mark.skipif(not shutil.which("rsync"), reason="there is no rsync")
SSHD = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "server").mkdir()
    with deployment.daemon(tmp_path / "server") as running:
        yield running


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    if not SSHD:
        pytest.skip("there is no sshd")
    (tmp_path / "host").mkdir()
    with deployment.ssh_server(tmp_path / "host") as running:
        monkeypatch.setenv("RSYNC_RSH", running.ssh)
        yield running


@pytest.mark.parametrize("kind", ["server", "host"])
def test_a_site_is_deployed_changed_taken_back_and_listed(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    server: Server = request.getfixturevalue(kind)
    pages = {f"notes/{number}/index.html": os.urandom(4000) for number in range(40)}
    first = site(tmp_path / "one", "one", pages)
    assert would(first, server.address)[-1].startswith("43 pages added, ")
    assert not server.root.exists()
    assert put(first, server.address).startswith("00001-0123456-")
    assert live(server.root) == "one"
    assert put(first, server.address).startswith("nothing changed; 00001-")
    told = put(site(tmp_path / "two", "two", pages), server.address)
    assert int(told.rpartition("(")[2].partition(" ")[0].replace(",", "")) < 10_000
    assert live(server.root) == "two"
    assert (server.root / "current" / style_of("one")).is_file()
    back(server.address)
    assert live(server.root) == "one"
    assert (server.root / "current" / style_of("two")).is_file()
    newest, oldest = names(server.address)
    assert (newest[:5], oldest[:5], oldest[-2:]) == ("00002", "00001", " *")
    for path in (server.root / "releases").rglob("*"):
        assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644), path
    assert not any(
        first.samefile(second) for first, second in pairs(server.root, ["index.html", "build.json"])
    )
    assert all(first.samefile(second) for first, second in pairs(server.root, [*pages, "same/index.html"]))


def pairs(root: Path, paths: Iterable[str]) -> Iterator[tuple[Path, Path]]:
    """Files of the first two releases."""
    first, second = sorted((root / "releases").iterdir())
    return ((first / path, second / path) for path in paths)


def test_the_last_five_are_kept_there(server: Server, tmp_path: Path) -> None:
    for number in range(5):
        put(site(tmp_path / str(number), f"word {number}"), server.root)  # it is all the same to a folder
    put(site(tmp_path / "5", "word 5"), server.address)
    assert all((server.root / "current" / style_of(f"word {number}")).is_file() for number in range(6))
    assert [name[:5] for name in names(server.address)] == ["00006", "00005", "00004", "00003", "00002"]
    assert len(list((server.root / "releases").iterdir())) == 5
    assert list((server.root / ".briefing/tickets").iterdir()) == []
    assert live(server.root) == "word 5"


def test_the_link_is_never_gone_while_it_is_swapped(server: Server, tmp_path: Path) -> None:
    for word in ("one", "two"):
        put(site(tmp_path / word, word), server.root)
    seen: set[str] = set()
    ended = threading.Event()

    def look() -> None:
        while not ended.is_set():
            seen.add((server.root / "current/index.html").read_text().rpartition("<h1>")[2])

    looking = threading.Thread(target=look)
    looking.start()
    try:
        back(server.address)
        put(tmp_path / "two", server.address)
    finally:
        ended.set()
        looking.join()
    assert seen == {"one</h1>", "two</h1>"}


def test_what_a_killed_run_left_is_cleared_away_there(server: Server, tmp_path: Path) -> None:
    put(site(tmp_path / "one", "one"), server.root)
    for path in ("releases/00009-0123456789ab/half.html", ".briefing/releases/00008-0123456789ab.json"):
        (server.root / path).parent.mkdir(exist_ok=True)
        (server.root / path).write_text("{")
    second = site(tmp_path / "two", "two")
    begun = server.root / "releases" / sites_name(second, 2)
    (begun / "same").mkdir(parents=True)
    (begun / "same/.index.html.Ab12Cd").write_text("cut short")
    (begun / "same/index.html").write_text("cut short")
    put(second, server.address)
    assert live(server.root) == "two"
    assert sorted(path.name for path in (server.root / "releases").iterdir()) == sorted(
        name.removesuffix(" *") for name in names(server.address)
    )
    assert [path.name for path in (begun / "same").iterdir()] == ["index.html"]


def sites_name(folder: Path, number: int) -> str:
    record = sites.read(folder).record
    return f"{number:05}-{record.commit[:7]}-{record.digest}"


def test_two_at_once_come_one_after_the_other(server: Server, tmp_path: Path) -> None:
    told: list[str] = []
    runs = [
        threading.Thread(
            target=put,
            args=[site(tmp_path / word, word), server.address],
            kwargs={"announce": told.append, "patience": 30},
        )
        for word in ("one", "two")
    ]
    for run in runs:
        run.start()
    for run in runs:
        run.join(60)
    assert [name[:5] for name in names(server.address)] == ["00002", "00001"]
    assert live(server.root) in {"one", "two"}
    assert f"{server.address}: another deployment is at work there; waiting for it to end" in told
    assert list((server.root / ".briefing/tickets").iterdir()) == []


def test_what_is_not_ours_is_left_there_as_it_is(server: Server, tmp_path: Path) -> None:
    (server.root / "old site").mkdir(parents=True)
    folder = site(tmp_path / "one", "one")
    with pytest.raises(BriefingError) as refused:
        put(folder, server.address)
    assert str(refused.value) == (
        f"{server.address} holds old site, which no deployment has put there; name another folder, "
        "or add --adopt to have releases put beside it: it is not touched"
    )
    assert [path.name for path in server.root.iterdir()] == ["old site"]
    put(folder, server.address, adopt=True)
    assert live(server.root) == "one"
    assert (server.root / "old site").is_dir()


def test_a_folder_above_that_is_missing_is_told(server: Server, tmp_path: Path) -> None:
    with pytest.raises(BriefingError) as refused:
        put(site(tmp_path / "one", "one"), f"{server.address}/no/such")
    assert str(refused.value).startswith(f"{server.address}/no/such cannot be written: ")
    assert str(refused.value).endswith(
        "only the last folder of an address is made; make those above it first"
    )
    assert not server.root.exists()


def test_a_daemon_that_breaks_links_is_told_before_the_swap(tmp_path: Path) -> None:
    with deployment.daemon(tmp_path, "munge symlinks = yes") as server:
        with pytest.raises(BriefingError) as refused:
            put(site(tmp_path / "one", "one"), server.address)
        assert str(refused.value) == (
            f"{server.address}: symbolic links that are sent there lead nowhere, so the swap cannot be made; "
            "that rsync must be set to leave them as they are (munge symlinks = no)"
        )
        assert not (server.root / "current").is_symlink()


def test_a_daemon_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    with deployment.daemon(tmp_path, "read only = yes") as server:
        server.root.mkdir()
        with pytest.raises(BriefingError) as refused:
            put(site(tmp_path / "one", "one"), server.address)
        told = str(refused.value)
    assert told.startswith(f"{server.address} cannot be written: ")
    assert "read only" in told
    assert told.endswith("; the rsync daemon must allow this module to be written (read only = no)")


def test_a_key_that_is_not_accepted_is_told(host: Server, tmp_path: Path) -> None:
    (tmp_path / "host/authorized").write_text("")
    with pytest.raises(BriefingError) as refused:
        put(site(tmp_path / "one", "one"), host.address)
    assert str(refused.value).endswith("; ssh needs a key that is accepted there without a password")
    (tmp_path / "host/known").write_text("")
    with pytest.raises(BriefingError) as refused:
        put(tmp_path / "one", host.address)
    assert str(refused.value).endswith("; log in there with ssh once, to accept the host's key")


def test_an_account_that_may_do_nothing_but_rsync_will_do(host: Server, tmp_path: Path) -> None:
    only = shutil.which("rrsync")
    if not only:
        pytest.skip("there is no rrsync")
    (tmp_path / "own").mkdir()
    key = (tmp_path / "host/authorized").read_text()
    (tmp_path / "host/authorized").write_text(f'restrict,command="{only} {tmp_path}/own" {key}')
    address = host.address.removesuffix(str(host.root)) + "/www"
    for word in ("one", "two"):
        put(site(tmp_path / word, word), address)
    assert live(tmp_path / "own/www") == "two"
    same = "same/index.html"
    assert all(first.samefile(second) for first, second in pairs(tmp_path / "own/www", [same]))


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    address = f"rsync://127.0.0.1:{deployment.free_port()}/site"
    with pytest.raises(BriefingError, match=r"cannot be read: .*Connection refused"):
        put(site(tmp_path / "one", "one"), address)
