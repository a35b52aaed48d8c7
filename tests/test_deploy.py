"""Deploying a built site: releases in a folder, what would change, taking back, and what is refused."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import threading
from pathlib import Path

import deployment
import pytest
from deployment import back, live, names, opened, put, site, spoil, style_of, would

from briefing.cli import main
from briefing.core.problems import BriefingError, MisusedError
from briefing.publish import releases
from briefing.publish.folder_target import FolderTarget
from briefing.publish.remote_folder import RemoteFolder
from briefing.publish.repository import Repository


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A folder that is not there yet, with a space in its name."""
    return tmp_path / "the web"


def test_a_release_is_a_folder_and_a_link_leads_to_the_live_one(tmp_path: Path, target: Path) -> None:
    told = put(site(tmp_path / "a", "one"), target)
    assert live(target) == "one"
    (name,) = (folder.name for folder in (target / "releases").iterdir())
    assert releases.NAME.fullmatch(name)
    assert name.startswith("00001-0123456-")
    assert (target / "current").readlink() == Path("releases") / name
    assert told.startswith(f"{name} is live: 3 pages added, 0 changed, 0 removed; 1 other file (")


def test_the_same_site_is_deployed_once_whatever_the_commit(tmp_path: Path, target: Path) -> None:
    put(site(tmp_path / "a", "one"), target)
    before = names(target)
    other = site(tmp_path / "b", "one", commit="f" * 40)
    assert put(other, target) == f"nothing changed; {before[0].removesuffix(' *')} is live"
    assert names(target) == before


def test_the_same_history_gives_the_same_names(tmp_path: Path, target: Path) -> None:
    for place in (target, tmp_path / "other"):
        for word in ("one", "two"):
            put(site(tmp_path / word, word), place)
    assert names(target) == names(tmp_path / "other")


def test_files_that_stay_are_shared_and_files_that_change_are_not(tmp_path: Path, target: Path) -> None:
    for word in ("one", "two"):
        put(site(tmp_path / word, word), target)
    first, second = sorted((target / "releases").iterdir())
    assert (first / "same/index.html").samefile(second / "same/index.html")
    assert not (first / "index.html").samefile(second / "index.html")
    assert not (first / "same/index.html").samefile(tmp_path / "two/same/index.html")


def test_a_live_site_whose_record_is_damaged_is_sent_anew(tmp_path: Path, target: Path) -> None:
    put(site(tmp_path / "a", "one"), target)
    record = (target / "current").resolve() / "build.json"
    record.write_text("{")
    told: list[str] = []
    put(tmp_path / "a", target, announce=told.append)
    assert told == [f"{record} is not a record of a build; it counts as nothing"]
    assert live(target) == "one"


def test_a_release_that_is_live_stays_so_when_its_record_is_lost(tmp_path: Path, target: Path) -> None:
    """Nothing else says that it is whole, but what is live is never cleared away as if it were not."""
    put(site(tmp_path / "a", "one"), target)
    (name,) = names(target)
    for record in (target / ".briefing/releases").iterdir():
        record.unlink()
    assert put(tmp_path / "a", target) == f"nothing changed; {name.removesuffix(' *')} is live"
    assert live(target) == "one"
    put(site(tmp_path / "b", "two"), target)
    assert live(target) == "two"


def test_a_file_that_changed_in_the_live_release_is_told_and_published_again(
    tmp_path: Path, target: Path
) -> None:
    put(site(tmp_path / "a", "one"), target)
    spoil(target / "current/same/index.html")
    told: list[str] = []
    assert would(tmp_path / "a", target)[1:] == ("changed /same/", "0 pages added, 1 changed, 0 removed")
    done = put(tmp_path / "a", target, announce=told.append)
    assert told == [f"{target}: changed since it was published: same/index.html"]
    assert done.startswith("00002-0123456-")
    assert ": 0 pages added, 1 changed, 0 removed (" in done
    assert live(target) == "one"
    assert put(tmp_path / "a", target).startswith("nothing changed; 00002-")


def test_a_file_that_changed_in_a_release_is_not_linked_into_a_later_one(
    tmp_path: Path, target: Path
) -> None:
    put(site(tmp_path / "a", "one"), target)
    for path in ("same/index.html", style_of("one")):
        spoil(target / "current" / path)
    put(site(tmp_path / "b", "two"), target)
    assert live(target) == "two"
    assert not (target / "current" / style_of("one")).exists()


def test_a_damaged_release_is_not_live_again(tmp_path: Path, target: Path) -> None:
    for word in ("one", "two", "three"):
        put(site(tmp_path / word, word), target)
    _, second, first = (name.removesuffix(" *") for name in names(target))
    for name in ("index.html", style_of("two")):
        spoil(target / "releases" / second / name)
    with pytest.raises(BriefingError) as refused:
        back(target)
    assert str(refused.value) == (
        f"{target}: {second} cannot be live again: changed since it was published: {style_of('two')}, "
        "index.html; go back further, or publish what is to be live"
    )
    assert live(target) == "three"
    back(target, 2)
    assert live(target) == "one"
    assert put(tmp_path / "two", target).startswith("00004-0123456-")
    record = target / "releases" / first / "build.json"
    record.chmod(0o644)
    record.write_text(f"{record.read_text()} ")
    with pytest.raises(BriefingError) as refused:
        back(target, 3)
    assert str(refused.value) == f"{record} is not the one that was published; remove that release"
    assert live(target) == "two"


def test_a_damaged_release_is_not_what_is_published_again(tmp_path: Path, target: Path) -> None:
    for word in ("one", "two"):
        put(site(tmp_path / word, word), target)
    back(target)
    (newest, _) = names(target)
    spoil(target / "releases" / newest / "index.html")
    assert put(tmp_path / "two", target).startswith("00003-0123456-")
    assert live(target) == "two"


def test_released_files_cannot_be_written_even_those_of_earlier_versions(
    tmp_path: Path, target: Path
) -> None:
    put(site(tmp_path / "a", "one"), target)
    (target / "current/same/index.html").chmod(0o644)
    put(site(tmp_path / "b", "two"), target)
    files = [path for path in (target / "releases").rglob("*") if path.is_file()]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o444}


def test_pages_of_other_releases_still_find_their_assets(tmp_path: Path, target: Path) -> None:
    words = ("one", "two", "three")
    for word in words:
        put(site(tmp_path / word, word), target)
    assert all((target / "current" / style_of(word)).is_file() for word in words)
    back(target, 2)
    assert live(target) == "one"
    assert all((target / "current" / style_of(word)).is_file() for word in words)


def test_the_last_five_are_kept_and_each_has_the_assets_of_the_five_before_it(
    tmp_path: Path, target: Path
) -> None:
    for number in range(7):
        put(site(tmp_path / str(number), f"word {number}"), target)
    assert [name[:5] for name in names(target)] == ["00007", "00006", "00005", "00004", "00003"]
    assert len(list((target / "releases").iterdir())) == 5
    there = {path.name for path in (target / "current/assets").iterdir()}
    assert there == {Path(style_of(f"word {number}")).name for number in range(1, 7)}


def test_an_older_release_that_is_live_is_kept_too(tmp_path: Path, target: Path) -> None:
    for number in range(5):
        put(site(tmp_path / str(number), f"word {number}"), target)
    back(target, 4)
    put(site(tmp_path / "5", "word 5"), target)
    back(target, 5 - 1)
    assert live(target) == "word 1"


def test_there_is_nothing_to_take_back_before_the_first_publication(target: Path) -> None:
    with pytest.raises(BriefingError, match=r"^cannot roll back: nothing has been published there yet$"):
        back(target)


def test_a_publication_is_taken_back_step_by_step_and_brought_back(tmp_path: Path, target: Path) -> None:
    for word in ("one", "two", "three"):
        put(site(tmp_path / word, word), target)
    told = back(target)
    assert told.endswith("is live again: 0 pages added, 1 changed, 0 removed; 2 other files")
    assert live(target) == "two"
    assert [name.endswith("*") for name in names(target)] == [False, True, False]
    back(target)
    assert live(target) == "one"
    with pytest.raises(BriefingError, match=r"^cannot roll back by 1: no earlier release is kept$"):
        back(target)
    assert put(tmp_path / "three", target).endswith("(it was there already)")
    assert live(target) == "three"
    assert len(names(target)) == 3


def test_what_would_change_is_shown_and_nothing_is_touched(tmp_path: Path, target: Path) -> None:
    first = site(tmp_path / "a", "one", {"gone/index.html": b"x", "404.html": b"y"})
    assert would(first, target)[1:] == (
        "added   /404.html",
        "added   /Straßen & Wege/ä [1].html",
        "added   /gone/",
        "added   /",
        "added   /same/",
        "5 pages added, 0 changed, 0 removed; 1 other file",
    )
    assert not target.exists()
    put(first, target)
    second = site(tmp_path / "b", "two", {"new/index.html": b"x", "404.html": b"y"})
    assert would(second, target) == (
        f"{target}: would change:",
        "added   /new/",
        "changed /",
        "removed /gone/",
        "1 page added, 1 changed, 1 removed; 2 other files",
    )
    assert live(target) == "one"
    assert would(first, target) == (f"{target}: nothing would change",)


def test_releases_can_be_read_by_a_web_server_whatever_the_umask(tmp_path: Path, target: Path) -> None:
    before = os.umask(0o077)
    try:
        put(site(tmp_path / "a", "one"), target)
    finally:
        os.umask(before)
    for path in (target, *(target / "releases").rglob("*")):
        assert path.stat().st_mode & 0o055 >= (0o055 if path.is_dir() else 0o044), path


def test_what_a_killed_run_left_is_cleared_away(tmp_path: Path, target: Path) -> None:
    put(site(tmp_path / "a", "one"), target)
    for path in (
        ".briefing/releases/00002-0123456-0123456789ab.json",
        ".briefing/releases/00002-0123456-0123456789ab.json.part",
        "releases/00001-0123456789ab/whose.html",
    ):
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_text("{}")
    assert len(names(target)) == 1
    put(tmp_path / "a", target)
    (name,) = names(target)
    there = {path.relative_to(target).as_posix() for path in (target / ".briefing").rglob("*")}
    assert there == {".briefing/lock", ".briefing/releases", f".briefing/releases/{name[:-2]}.json"}
    assert [path.name for path in (target / "releases").iterdir()] == [name[:-2]]


def test_a_second_run_waits_for_the_first_and_says_so(tmp_path: Path, target: Path) -> None:
    put(site(tmp_path / "a", "one"), target)
    told: list[str] = []
    waiting = threading.Event()

    def announce(line: str) -> None:
        told.append(line)
        waiting.set()

    with (target / ".briefing/lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        second = threading.Thread(
            target=put, args=[site(tmp_path / "b", "two"), target], kwargs={"announce": announce}
        )
        second.start()
        assert waiting.wait(200)
        assert live(target) == "one"
        fcntl.flock(lock, fcntl.LOCK_UN)
        second.join(200)
    assert told == [f"{target}: another deployment is at work; waiting for it to end"]
    assert live(target) == "two"


@pytest.mark.parametrize(
    ("lay", "told"),
    [
        (
            lambda root: [(root / name).touch() for name in "edcba"],
            (
                "{target} holds a, b, c and 2 more, which no deployment has put there; name another folder, "
                "or add --adopt to put releases beside it and leave it as it is"
            ),
        ),
        (
            lambda root: (root / "current").mkdir(),
            "{target}/current is not a symbolic link; it is never removed: move it away",
        ),
        (
            lambda root: (root / "releases").symlink_to("/"),
            "{target}/releases is a symbolic link; move it away, releases are put there",
        ),
        (lambda root: [root.rmdir(), root.touch()], "{target} is a file; name a folder to deploy to"),
    ],
)
def test_what_is_not_ours_is_left_as_it_is(tmp_path: Path, target: Path, lay: object, told: str) -> None:
    target.mkdir()
    assert callable(lay)
    lay(target)
    before = sorted(target.rglob("*"))
    with pytest.raises(BriefingError) as refused:
        put(site(tmp_path / "a", "one"), target)
    assert str(refused.value) == told.format(target=target)
    assert sorted(target.rglob("*")) == before


def test_an_adopted_folder_keeps_what_it_held(tmp_path: Path, target: Path) -> None:
    (target / "old site").mkdir(parents=True)
    (target / "old site/index.html").write_text("old")
    put(site(tmp_path / "a", "one"), target, adopt=True)
    put(site(tmp_path / "b", "two"), target)
    assert live(target) == "two"
    assert (target / "old site/index.html").read_text() == "old"


def test_a_place_where_nothing_may_be_written_is_told(tmp_path: Path) -> None:
    if os.getuid():
        (tmp_path / "closed").mkdir(mode=0o555)
        place = tmp_path / "closed/site"
    elif Path("/sys/kernel").is_dir():
        place = Path("/sys/kernel/briefing")
    else:
        pytest.skip("root may write everywhere here")
    with pytest.raises(BriefingError, match=r"(not permitted|denied|Read-only file system); what is live"):
        put(site(tmp_path / "a", "one"), place)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "{folder} holds no build.json: build the site there first"),
        ("[]", "{folder}/build.json is not a record of a build"),
        ('{"files": {}}', "{folder}/build.json is not a record of a build"),
        ('{"files": {"../x": "00"}}', "{folder}/build.json is not a record of a build"),
        ('{"files": {"/x": "00"}}', "{folder}/build.json is not a record of a build"),
        ('{"files": {"a\\nb": "00"}}', "{folder}/build.json is not a record of a build"),
        ('{"files": {"x": "00"}}', "{folder}/x is missing, though build.json lists it; build the site again"),
    ],
)
def test_a_folder_that_holds_no_built_site_is_refused(tmp_path: Path, content: str | None, told: str) -> None:
    if content is not None:
        (tmp_path / "build.json").write_text(content)
    with pytest.raises(BriefingError) as refused:
        put(tmp_path, tmp_path / "web")
    assert str(refused.value) == told.format(folder=tmp_path)


def test_a_file_that_changed_after_the_build_is_refused(tmp_path: Path, target: Path) -> None:
    folder = site(tmp_path / "a", "one")
    (folder / "index.html").write_text("half")
    with pytest.raises(BriefingError) as refused:
        put(folder, target)
    assert str(refused.value) == (
        f"{folder}/index.html has changed since it was built; build and verify the site again"
    )
    assert not (target / "current").exists()


ANY = "git+URL#BRANCH, ssh://USER@HOST:PORT/PATH, USER@HOST:PATH, FOLDER"


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", f"one of {ANY}"),
        ("s3://bucket/x", f"one of {ANY}"),
        ("ftp://host/x", f"one of {ANY}"),
        ("a\nb", f"one of {ANY}"),
        ("ssh://host", "ssh://USER@HOST:PORT/PATH"),
        ("ssh://host:99999/x", "ssh://USER@HOST:PORT/PATH"),
        ("ssh://-oProxyCommand=x/y", "ssh://USER@HOST:PORT/PATH"),
        ("-oProxyCommand=x:y", "USER@HOST:PATH"),
        ("a@-b:c", "USER@HOST:PATH"),
        ("host:", "USER@HOST:PATH"),
        ("git+https://host/x.git", "git+URL#BRANCH"),
        ("git+https://host/x.git#", "git+URL#BRANCH"),
        ("git+https://host/x.git#-f", "git+URL#BRANCH"),
        ("git+https://host/x.git#a..b", "git+URL#BRANCH"),
        ("git+ext::sh -c x#a", "git+URL#BRANCH"),
        ("git+--upload-pack=x#a", "git+URL#BRANCH"),
    ],
)
def test_what_is_no_target_is_wrong_usage(text: str, allowed: str) -> None:
    with pytest.raises(MisusedError) as refused:
        opened(text)
    assert str(refused.value) == f'"{text.replace("a@", "…@")}" is not a target; write {allowed}'


@pytest.mark.parametrize(
    "text", ["rsync://me:secret@host/module/x", "rsync://host", "host::module", "[::1]::x"]
)
def test_an_rsync_daemon_is_no_target(text: str) -> None:
    with pytest.raises(MisusedError) as refused:
        opened(text)
    shown = text.replace("me:secret", "…")
    assert str(refused.value) == (
        f'"{shown}" is an rsync daemon, to which nothing can be deployed; write one of {ANY}'
    )


@pytest.mark.parametrize(
    ("text", "address", "port"),
    [
        ("host:www", "host:www", 0),
        ("me@host:/var/my www/", "me@host:/var/my www", 0),
        ("me@host:~/www", "me@host:www", 0),
        ("me@[2001:db8::1]:www", "me@[2001:db8::1]:www", 0),
        ("ssh://me@host:2222/var/my%20www", "me@host:/var/my www", 2222),
        ("ssh://[::1]:2222/~/www/", "[::1]:www", 2222),
    ],
)
def test_addresses_reach_rsync_as_it_writes_them(text: str, address: str, port: int) -> None:
    target = opened(text)
    assert isinstance(target, FolderTarget)
    assert isinstance(target.folder, RemoteFolder)
    assert (target.folder.address, target.folder.port) == (address, port)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("git+https://me:secret@host/x.git#pages", "git+https://…@host/x.git#pages"),
        ("git+https://secret@host:8443/x.git#pages", "git+https://…@host:8443/x.git#pages"),
        ("git+https://me:sec@ret@host/x.git#pages", "git+https://…@host/x.git#pages"),
        ("git+https://me:sec/ret@host/x.git#pages", "git+https://…@host/x.git#pages"),
        ("git+https://me:sec'ret@host/x.git#pages", "git+https://…@host/x.git#pages"),
        ("git+ssh://secret@host/x.git#pages", "git+ssh://…@host/x.git#pages"),
        ("git+secret@host:x.git#pages", "git+…@host:x.git#pages"),
        ("ssh://secret@host:2222/www", "ssh://…@host:2222/www"),
        ("ssh://secret@[2001:db8::1]/www", "ssh://…@[2001:db8::1]/www"),
        ("secret@host:/srv/www", "…@host:/srv/www"),
        ("host:/srv/www", "host:/srv/www"),
        ("ssh://[::1]:2222/~/www", "ssh://[::1]:2222/~/www"),
    ],
)
def test_whoever_an_address_names_is_not_shown(text: str, shown: str) -> None:
    assert opened(text).shown == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://secret@host/x.git#pages", "https://…@host/x.git#pages"),
        ("git+https://me:sec/ret@host/x.git", "git+https://…@host/x.git"),
    ],
)
def test_whoever_is_named_by_what_is_no_target_is_not_shown(text: str, shown: str) -> None:
    with pytest.raises(MisusedError) as refused:
        opened(text)
    assert str(refused.value).startswith(f'"{shown}" is not a target; write ')


@pytest.mark.parametrize(
    ("to", "program"),
    [("host:www", "rsync"), ("git+https://host/x.git#pages", "git")],
)
def test_a_program_that_is_missing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, to: str, program: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BriefingError) as refused:
        put(site(tmp_path / "a", "one"), to)
    assert str(refused.value) == (
        f"{program} is not installed or not on PATH; deploying to this target needs it"
    )


def test_rsync_without_ssh_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rsync = tmp_path / "rsync"
    rsync.write_text("#!/bin/sh\n")
    rsync.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("RSYNC_RSH", raising=False)
    with pytest.raises(BriefingError) as refused:
        put(site(tmp_path / "a", "one"), "host:www")
    assert str(refused.value) == "ssh is not installed or not on PATH; deploying to this target needs it"


def lay_out(root: Path) -> None:
    for path in ("content/notes/a.md", "content/pages/about.md", "theme/static/site.css"):
        (root / path).parent.mkdir(parents=True)
        (root / path).write_text("text")


def committed(root: Path) -> None:
    for words in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=A", "-c", "user.email=a@b.example", "commit", "-q", "-m", "All"],
    ):
        subprocess.run(["git", "-C", str(root), *words], check=True)


def test_sources_that_are_not_committed_are_refused(tmp_path: Path) -> None:
    root = tmp_path / "project"
    lay_out(root)
    sources = (root / "content", root / "theme")
    Repository(root).refuse_uncommitted(sources)  # in no repository: nothing to differ from
    committed(root)
    (root / "remarks.txt").write_text("of no matter")
    Repository(root).refuse_uncommitted(sources)
    (root / "content/notes/b ü.md").write_text("new")
    (root / "content/notes/a.md").write_text("changed")
    with pytest.raises(BriefingError) as refused:
        Repository(root).refuse_uncommitted(sources)
    assert str(refused.value) == (
        "not committed: content/notes/a.md, content/notes/b ü.md; commit first, so that the commit "
        "says what is live, or add --uncommitted"
    )


def test_a_detached_and_a_shallow_clone_will_do(tmp_path: Path) -> None:
    root = tmp_path / "project"
    lay_out(root)
    committed(root)
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{root}", str(clone)], check=True)
    subprocess.run(["git", "-C", str(clone), "checkout", "-q", "--detach"], check=True)
    Repository(clone).refuse_uncommitted((clone / "content",))
    (clone / "content/pages/about.md").unlink()
    with pytest.raises(BriefingError, match=r"^not committed: content/pages/about\.md; "):
        Repository(clone).refuse_uncommitted((clone / "content",))


def test_the_command_line_deploys_lists_and_takes_back(
    tmp_path: Path, target: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pelicanconf.py").write_text(
        'SITENAME = "Dyke"\nSITEURL = "https://dyke.example"\nPLUGINS = ["briefing.plugin"]\n'
    )
    for word in ("one", "two"):
        assert main.main(["deploy", str(site(tmp_path / word, word)), "--to", str(target)]) == 0
    assert main.main(["deploy", "--to", str(target), "--rollback"]) == 0
    assert live(target) == "one"
    capsys.readouterr()
    assert main.main(["deploy", "--to", str(target), "--list"]) == 0
    newest, oldest = capsys.readouterr().out.splitlines()
    assert (newest[:5], newest[-4:], oldest[:5], oldest[-6:]) == ("00002", "0:00"[-4:], "00001", "  live")
    for folder in ("output/web", "content", "one/web"):
        assert main.main(["deploy", "one", "--to", folder, "--adopt"]) == 2
        own = tmp_path / folder.partition("/")[0] if folder != "one/web" else Path("one")
        assert capsys.readouterr().err == (
            f"{folder} lies in {own}, which is the build's; name a folder of its own\n"
        )
    assert main.main(["deploy", "--to", "x://y"]) == 2
    assert capsys.readouterr().err == f'"x://y" is not a target; write one of {ANY}\n'
    assert main.main(["deploy", "--to", str(target), "--list", "--rollback"]) == 2
    assert capsys.readouterr().err == "--list and --rollback cannot be asked for at once\n"


def test_a_run_that_is_told_to_end_lets_go_of_everything(tmp_path: Path, target: Path) -> None:
    """Ended while it waits, by SIGTERM, as continuous integration does it."""
    put(site(tmp_path / "a", "one"), target)
    with (target / ".briefing/lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with deployment.running_deploy(site(tmp_path / "b", "two"), target) as run:
            assert run.stderr is not None
            assert "waiting" in run.stderr.readline()
            run.terminate()
            rest = run.stderr.read()
    assert run.returncode > 0
    assert rest.startswith("interrupted")
    assert live(target) == "one"


def test_a_release_can_be_read_back_and_a_damaged_one_is_none() -> None:
    release = releases.Release(7, "0123456789ab", "f" * 40, deployment.PUBLISHED, ("assets/a.01234567.css",))
    assert releases.read(release.written(), release.name) == release
    assert releases.read(release.written()[:-5], release.name) is None
    assert releases.read(release.written(), "00008-0123456789ab") is None
    told = json.loads(release.written()) | {"assets": ["../../etc/a.01234567.css"]}
    found = releases.read(json.dumps(told).encode(), release.name)
    assert found is not None
    assert found.assets == ()
