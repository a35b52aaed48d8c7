"""Deploying to a branch of a real git repository: one commit a publication, and no history rewritten."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import ClassVar

import deployment
import pytest
import serving
from deployment import COMMIT, PUBLISHED, back, names, put, site, style_of, would

from briefing.core.problems import BriefingError

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="there is no git")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bare repository with a space in its name, and a machine on which git knows nobody."""
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, os.devnull)
    folder = tmp_path / "the site.git"
    subprocess.run(["git", "init", "-q", "--bare", str(folder)], check=True)
    return folder


def address(repository: Path) -> str:
    return f"git+file://{repository}#gh-pages"


def git(repository: Path, *words: str, stdin: str = "") -> str:
    done = subprocess.run(
        ["git", "-C", str(repository), "-c", "core.quotePath=false", *words],
        input=stdin,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def files(repository: Path) -> set[str]:
    return set(git(repository, "ls-tree", "-r", "--name-only", "gh-pages").splitlines())


def home(repository: Path) -> str:
    return git(repository, "show", "gh-pages:index.html").partition("<h1>")[2].partition("<")[0]


def add_to_branch(repository: Path, path: str, text: str) -> None:
    """A commit by somebody else on top of the branch."""
    tree = git(repository, "ls-tree", "gh-pages") if git(repository, "branch", "--list", "gh-pages") else ""
    blob = git(repository, "hash-object", "-w", "--stdin", stdin=text)
    made = git(repository, "mktree", stdin=f"{tree}\n100644 blob {blob}\t{path}\n".lstrip())
    parent = ["-p", "gh-pages"] if tree else []
    who = ["-c", "user.name=A", "-c", "user.email=a@b.example"]
    commit = git(repository, *who, "commit-tree", made, *parent, "-m", "By hand")
    git(repository, "update-ref", "refs/heads/gh-pages", commit)


def test_a_publication_is_a_commit_that_names_its_source(tmp_path: Path, repository: Path) -> None:
    told = put(site(tmp_path / "one", "one"), address(repository))
    name = names(address(repository))[0].removesuffix(" *")
    commit = git(repository, "rev-parse", "gh-pages")
    assert told.startswith(
        f"{name} is live: 3 pages added, 0 changed, 0 removed; 1 other file (commit {commit[:7]}"
    )
    assert git(repository, "log", "--format=%an <%ae> %cI%n%B", "gh-pages").splitlines() == [
        f"Briefing <briefing@localhost> {PUBLISHED}",
        f"Publish {COMMIT[:7]} as {name}",
        "",
        f"Briefing-Release: {name}",
        f"Source-Commit: {COMMIT}",
    ]
    made = {path.relative_to(tmp_path / "one").as_posix() for path in (tmp_path / "one").rglob("*.*")}
    assert files(repository) == {".nojekyll", *made}
    assert git(repository, "show", "gh-pages:Straßen & Wege/ä [1].html") == "<h1>A path of its own</h1>"


def test_each_publication_stands_on_the_one_before(tmp_path: Path, repository: Path) -> None:
    tips = []
    for word in ("one", "two", "two", "three"):
        put(site(tmp_path / word, word), address(repository))
        tips.append(git(repository, "rev-parse", "gh-pages"))
    assert tips[1] == tips[2]
    line = git(repository, "rev-list", "--first-parent", "gh-pages").splitlines()
    assert line == [tips[3], tips[1], tips[0]]
    assert {style_of(word) for word in ("one", "two", "three")} <= files(repository)


def test_files_that_go_are_taken_away_and_old_assets_last(tmp_path: Path, repository: Path) -> None:
    put(site(tmp_path / "0", "word 0", {"gone/index.html": b"x"}), address(repository))
    assert "gone/index.html" in files(repository)
    for number in range(1, 8):
        put(site(tmp_path / str(number), f"word {number}"), address(repository))
    there = files(repository)
    assert "gone/index.html" not in there
    assert {path for path in there if path.startswith("assets/")} == {
        style_of(f"word {number}") for number in range(2, 8)
    }
    assert len(names(address(repository))) == 5


def test_a_publication_is_taken_back_by_another_commit(tmp_path: Path, repository: Path) -> None:
    for word in ("one", "two", "three"):
        put(site(tmp_path / word, word), address(repository))
    before = git(repository, "rev-parse", "gh-pages")
    back(address(repository))
    assert home(repository) == "two"
    assert git(repository, "rev-parse", "gh-pages~1") == before
    assert [name[-1] == "*" for name in names(address(repository))] == [False, True, False]
    back(address(repository))
    assert home(repository) == "one"
    assert style_of("three") in files(repository)
    assert put(tmp_path / "three", address(repository)).endswith("(it was there already)")
    assert home(repository) == "three"
    back(address(repository))
    assert home(repository) == "two"


def test_what_others_put_on_the_branch_stays(tmp_path: Path, repository: Path) -> None:
    put(site(tmp_path / "one", "one"), address(repository))
    add_to_branch(repository, "CNAME", "dyke.example\n")
    put(site(tmp_path / "two", "two"), address(repository))
    assert git(repository, "show", "gh-pages:CNAME") == "dyke.example"
    back(address(repository))
    assert home(repository) == "one"
    assert "CNAME" in files(repository)


def test_a_file_of_ours_that_others_changed_is_told_and_published_again(
    tmp_path: Path, repository: Path
) -> None:
    put(site(tmp_path / "one", "one"), address(repository))
    for path in ("index.html", "build.json"):
        add_to_branch(repository, path, "by hand")
    told: list[str] = []
    done = put(tmp_path / "one", address(repository), adopt=True, announce=told.append)
    assert told == [f"{address(repository)}: changed since it was published: build.json, index.html"]
    assert ": 0 pages added, 1 changed, 0 removed; 1 other file (" in done
    assert home(repository) == "one"
    assert put(tmp_path / "one", address(repository)).startswith("nothing changed; 00002-")
    add_to_branch(repository, "index.html", "by hand")
    put(site(tmp_path / "two", "two"), address(repository))
    back(address(repository))
    assert home(repository) == "one"


def test_a_branch_of_something_else_is_left_as_it_is(tmp_path: Path, repository: Path) -> None:
    add_to_branch(repository, "README", "A project")
    before = git(repository, "rev-parse", "gh-pages")
    folder = site(tmp_path / "one", "one")
    with pytest.raises(BriefingError) as refused:
        put(folder, address(repository))
    assert str(refused.value) == (
        f"{address(repository)} holds README, which no deployment has put there; name another branch, "
        "or add --adopt to put the site beside it and leave it as it is"
    )
    assert git(repository, "rev-parse", "gh-pages") == before
    put(folder, address(repository), adopt=True)
    assert git(repository, "show", "gh-pages:README") == "A project"
    assert git(repository, "rev-parse", "gh-pages~1") == before


def test_a_repository_that_can_leave_files_out_is_asked_for_few(tmp_path: Path, repository: Path) -> None:
    """As GitHub and GitLab can: what has to be read of older publications is fetched when it is."""
    for option in ("allowFilter", "allowAnySHA1InWant"):
        git(repository, "config", f"uploadpack.{option}", "true")
    for word in ("one", "two", "three"):
        put(site(tmp_path / word, word), address(repository))
    back(address(repository), 2)
    assert home(repository) == "one"
    assert git(repository, "fsck", "--full", "--no-dangling") == ""
    assert {style_of(word) for word in ("one", "two", "three")} <= files(repository)


def test_a_dry_run_leaves_the_branch_alone(tmp_path: Path, repository: Path) -> None:
    put(site(tmp_path / "one", "one"), address(repository))
    before = git(repository, "for-each-ref")
    assert would(site(tmp_path / "two", "two"), address(repository))[1:] == (
        "changed /",
        "0 pages added, 1 changed, 0 removed; 2 other files",
    )
    assert git(repository, "for-each-ref") == before


def test_who_comes_second_starts_again_from_the_first(tmp_path: Path, repository: Path) -> None:
    """A hook lets the first publication come between the reading and the push of the second."""
    put(site(tmp_path / "one", "one"), address(repository))
    rival = site(tmp_path / "two", "two")
    hook = repository / "hooks/pre-receive"
    program = (
        f"import deployment, pathlib; deployment.put(pathlib.Path({str(rival)!r}), {address(repository)!r})"
    )
    hook.write_text(
        f"#!/bin/sh\nrm -f -- '{hook}'\nunset $(git rev-parse --local-env-vars) GIT_QUARANTINE_PATH\n"
        f"cd '{deployment.PROJECT}' && PYTHONPATH=.:tests '{deployment.PYTHON}' -c \"{program}\"\n"
    )
    hook.chmod(0o755)
    told: list[str] = []
    put(site(tmp_path / "three", "three"), address(repository), announce=told.append)
    assert told == [f"{address(repository)}: another publication came first; starting again from there"]
    assert [name[:5] for name in names(address(repository))] == ["00003", "00002", "00001"]
    assert home(repository) == "three"
    assert style_of("two") in files(repository)


def test_a_push_that_is_refused_says_why(tmp_path: Path, repository: Path) -> None:
    hook = repository / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho closed on Sundays >&2\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(BriefingError) as refused:
        put(site(tmp_path / "one", "one"), address(repository))
    assert str(refused.value).startswith(f"{address(repository)} cannot be written: ")
    assert "closed on Sundays" in str(refused.value)
    assert files_or_none(repository) is None


def files_or_none(repository: Path) -> set[str] | None:
    return files(repository) if git(repository, "branch", "--list", "gh-pages") else None


def test_a_branch_that_is_checked_out_there_is_told(tmp_path: Path, repository: Path) -> None:
    del repository  # only what it does to git's settings
    place = tmp_path / "with a work tree"
    subprocess.run(["git", "init", "-q", "-b", "gh-pages", str(place)], check=True)
    with pytest.raises(BriefingError, match=r"push to a bare repository or to another branch$"):
        put(site(tmp_path / "one", "one"), f"git+file://{place}#gh-pages")


def test_a_repository_that_is_not_there_is_told(tmp_path: Path, repository: Path) -> None:
    gone = f"git+file://{repository}x#gh-pages"
    with pytest.raises(BriefingError) as refused:
        put(site(tmp_path / "one", "one"), gone)
    assert str(refused.value).startswith(f"{gone} cannot be read: ")


class Closed(BaseHTTPRequestHandler):
    """Answers that git is to say who asks."""

    def do_GET(self) -> None:
        self.send_response(401)
        self.send_header("WWW-Authenticate", "Basic")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Keep the output of the tests clean."""


def test_a_token_in_an_address_is_not_shown_in_what_git_says(tmp_path: Path, repository: Path) -> None:
    del repository  # only what it does to git's settings
    with serving.answering(Closed) as home, pytest.raises(BriefingError) as refused:
        put(site(tmp_path / "one", "one"), f"git+{home.replace('//', '//ghp_secret@')}/x.git#gh-pages")
    shown = home.replace("//", "//…@")
    assert str(refused.value) == (
        f"git+{shown}/x.git#gh-pages cannot be read: "
        f"fatal: could not read Password for '{shown}': terminal prompts disabled"
    )


class Asking(Closed):
    """Answers like that, and keeps who asked."""

    heard: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.heard.append(self.headers.get("Authorization", ""))
        super().do_GET()


@pytest.mark.parametrize(("written", "meant"), [("me:ghp_secret", "me:ghp_secret"), ("m%40e:%2fx", "m@e:/x")])
def test_a_token_is_handed_to_git_and_stands_in_no_list_of_processes(
    written: str, meant: str, tmp_path: Path, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del repository  # only what it does to git's settings
    real, calls = shutil.which("git"), tmp_path / "calls"
    (tmp_path / "bin").mkdir()
    wrapped = tmp_path / "bin/git"
    wrapped.write_text(
        f"#!/bin/sh\necho \"$@\" >> '{calls}'\nexec '{real}' --exec-path='{tmp_path}/bin' \"$@\"\n"
    )
    core = subprocess.run(["git", "--exec-path"], capture_output=True, text=True, check=True).stdout.strip()
    for name in ("git-remote-http", "git-remote-https"):
        helper = tmp_path / "bin" / name
        helper.write_text(f"#!/bin/sh\necho \"$@\" >> '{calls}'\nexec '{core}/{name}' \"$@\"\n")
        helper.chmod(0o755)
    wrapped.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    Asking.heard.clear()
    with serving.answering(Asking) as home, pytest.raises(BriefingError, match="cannot be read"):
        put(site(tmp_path / "one", "one"), f"git+{home.replace('//', f'//{written}@')}/x.git#gh-pages")
    assert Asking.heard == ["", f"Basic {base64.b64encode(meant.encode()).decode()}"]
    called = calls.read_text("utf-8")
    assert f"origin {home}/x.git" in called
    assert written.partition(":")[2] not in called


def test_a_hook_of_the_sources_can_deploy(
    tmp_path: Path, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "elsewhere"))
    put(site(tmp_path / "one", "one"), address(repository))
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name)
    assert home(repository) == "one"


def test_a_branch_is_reached_by_ssh(
    tmp_path: Path, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin"):
        pytest.skip("there is no sshd")
    (tmp_path / "host").mkdir()
    with deployment.ssh_server(tmp_path / "host") as host:
        monkeypatch.setenv("GIT_SSH_COMMAND", host.ssh)
        by_ssh = "git+" + host.address.removesuffix(str(host.root)) + f"{repository}#gh-pages"
        put(site(tmp_path / "one", "one"), by_ssh)
    assert home(repository) == "one"
