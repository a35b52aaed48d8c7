"""publish.sh, the environment it makes, and the lock files it makes it from."""

from __future__ import annotations

import fcntl
import gzip
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import campaign
import forks
import pytest

CONF = """\
SITENAME = "Dyke 2021"
SITEURL = "https://dyke.example"
PLUGINS = ["briefing.plugin"]
TIMEZONE = "UTC"
BRIEFING = {"tagline": "A flood"}
"""
LOCKS = ("requirements.lock", "requirements-test.lock")


def seen(root: Path) -> str:
    """A folder as `run` types it, from the root."""
    return os.path.relpath(root, "/")


def made_in(root: Path) -> str:
    """What is said of a site that was made in a project."""
    counts = r"1 notes, \d+ briefings, \d+ pages, made in \d+ seconds"
    return rf"publish: {re.escape(seen(root))}/output/ holds {counts}"


def written(folder: Path) -> Path:
    """An invented campaign, in a folder named with a space and not in ASCII."""
    root = folder / "Übung ملف"
    root.mkdir()
    campaign.write(root, {"a.md": campaign.note()})
    (root / "pelicanconf.py").write_text(CONF)
    return root


def laid_out(folder: Path) -> Path:
    """A project as cloned."""
    root = written(folder)
    for name in ("publish.sh", "requirements.lock"):
        shutil.copy(campaign.PROJECT / name, root)
    for name in (".ci", "briefing"):
        shutil.copytree(campaign.PROJECT / name, root / name)
    return root


def packages_of(environment: Path) -> Path:
    return Path(sysconfig.get_path("purelib", vars={"base": str(environment)}))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return prepared(tmp_path)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return written(tmp_path)


def prepared(folder: Path) -> Path:
    """A project whose environment is there already, made of what these tests run in."""
    root = laid_out(folder)
    environment = root / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True)
    packages = packages_of(environment)
    # In ASCII alone: how other letters are read there depends on the locale.
    tested = f"import sys; sys.path.append({sysconfig.get_path('purelib')!a})"
    (packages / "briefing.pth").write_text(f"{os.path.relpath(root, packages)}\n{tested}\n")
    stamp = sourced(root, "stamp_of requirements.lock")
    (environment / ".made-from").write_text(stamp.stdout)
    return root


def sourced(root: Path, command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command of .ci/environment.sh."""
    script = f'program=publish; cd "$1"; . .ci/environment.sh; {command}'
    return run("bash", "-c", script, "bash", str(root), **environment)


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command from a folder that is not the project's, without input."""
    return subprocess.run(
        command,
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        check=False,
    )


def publish(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return run(str(root / "publish.sh"), *arguments, **environment)


def published(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What publish.sh comes to, once there is an environment."""
    return forks.run(root, "briefing", "publish", *arguments)


def test_publish_puts_the_site_in_output_and_installs_nothing_again(project: Path) -> None:
    first = publish(project, LC_ALL="C")
    lines = first.stdout.splitlines()
    assert (first.returncode, first.stderr) == (0, "")
    assert re.fullmatch(made_in(project), lines[-1])
    assert "1 event waits for an editor in 1 note: briefing suggest" in lines
    made = campaign.files(project / "output")
    assert "index.html" in made
    # A target is named from where one stands, which is the root.
    target = project.parent / "web"
    second = publish(project, "--to", seen(target))
    assert (second.returncode, "installing" in first.stdout + second.stdout) == (0, False)
    assert second.stdout.splitlines()[-1].startswith(f"{seen(target)}: 00001-")
    assert campaign.files(project / "output") == campaign.files(target / "current") == made
    assert not (project / "output.new").exists()


def test_a_second_run_makes_only_what_changed(root: Path) -> None:
    first = published(root)
    entity = root / "output" / "entities" / "aldmoor" / "index.html"
    style = next((root / "output" / "assets").glob("site.*.css"))
    before = entity.read_bytes(), style.stat().st_ino
    (root / "output" / "stray.txt").write_text("no file of the site's")
    note = root / "content" / "notes" / "a.md"
    note.write_text(note.read_text("utf-8").replace("Dyke holds", "Dyke gives way"), "utf-8")
    second = published(root)
    written = [int(re.search(r"(\d+) files written", run.stdout)[1]) for run in (first, second)]  # type: ignore[index]
    assert 0 < written[1] < written[0] / 2
    assert (entity.read_bytes() == before[0], style.stat().st_ino) == (False, before[1])
    made = campaign.files(root / "output")
    assert "stray.txt" not in made
    shutil.rmtree(root / ".briefing")
    shutil.rmtree(root / "output")
    published(root)
    assert campaign.files(root / "output") == made


def test_a_damaged_output_folder_is_mended_by_the_next_run_and_told(root: Path) -> None:
    assert published(root).returncode == 0
    made = campaign.files(root / "output")
    page = root / "output/about/index.html"
    times = page.stat()
    page.write_bytes(made["about/index.html"].replace(b"A page of ours", b"A page of mine"))
    os.utime(page, ns=(times.st_atime_ns, times.st_mtime_ns))
    ran = published(root)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "was not as it was built, and was made again: about/index.html" in ran.stdout.splitlines()
    assert campaign.files(root / "output") == made


def test_a_publication_is_made_by_pelican_with_all_its_plugins(root: Path) -> None:
    (root / "pelicanconf.py").write_text(
        CONF.replace('["briefing.plugin"]', '["briefing.plugin", "precompress"]')
    )
    for title in ("Dyke holds", "Dyke gives way"):
        note = root / "content" / "notes" / "a.md"
        note.write_text(note.read_text("utf-8").replace("Dyke holds", title), "utf-8")
        ran = published(root)
        assert (ran.returncode, ran.stderr) == (0, "")
        made = campaign.files(root / "output")
        copies = {name.removesuffix(".gz"): made[name] for name in made if name.endswith(".gz")}
        assert {name for name in made if name.endswith(".html")} <= copies.keys()
        assert {name: gzip.decompress(copy) for name, copy in copies.items()} == {
            name: made[name] for name in copies
        }
    target = root.parent / "web"
    assert published(root, "--to", str(target)).returncode == 0
    assert campaign.files(target / "current") == made


def killed(root: Path, seconds: float) -> int:
    """Publish, and kill all processes of it after so long; the exit code, -9 when it was not done."""
    command = [str(root / "publish.sh")]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    ) as publishing:
        try:
            return publishing.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(publishing.pid, signal.SIGKILL)
            return publishing.wait()


def test_a_run_that_is_killed_leaves_the_last_good_site_whole(project: Path) -> None:
    assert publish(project).returncode == 0
    before = campaign.files(project / "output")
    (project / "content/notes/b.md").write_text(campaign.note("Later", "2021-03-05"), "utf-8")
    assert killed(project, random.uniform(1, 3)) in {-signal.SIGKILL, 0}  # noqa: S311
    left = campaign.files(project / "output")
    assert publish(project).returncode == 0
    after = campaign.files(project / "output")
    assert left in (before, after)
    assert "notes/b/index.html" in after


def test_a_problem_in_a_note_leaves_the_last_good_site_in_place(root: Path) -> None:
    (root / "output").mkdir()
    (root / "output/index.html").write_text("the last good site")
    (root / "content/notes/a.md").write_text(campaign.note(day="2021-02-30"), "utf-8")
    failed = published(root)
    assert failed.returncode == 1
    assert failed.stderr.splitlines() == [
        'content/notes/a.md:4: date "2021-02-30" does not exist; February 2021 has 28 days',
        "1 problem",
        "publish: the check failed",
        "publish: output/ is as it was",
    ]
    assert (root / "output/index.html").read_text() == "the last good site"


def test_a_site_that_does_not_verify_is_not_put_in_place(root: Path) -> None:
    page = root / "theme/templates/page.html"
    page.write_text(page.read_text("utf-8").replace("<article", '<a href="gone/">x</a><article'), "utf-8")
    failed = published(root)
    assert failed.returncode == 1
    told = failed.stderr.splitlines()
    assert "output.new/about/index.html" in failed.stderr
    assert "'gone/' leads nowhere; there is no about/gone/index.html" in failed.stderr
    assert told[-2:] == ["publish: the verification failed", "publish: output/ is as it was"]
    assert not (root / "output").exists()


def test_a_second_run_waits_for_the_first_and_says_so(project: Path) -> None:
    with (project / ".lock-publish").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with subprocess.Popen(
            [str(project / "publish.sh")], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
        ) as waiting:
            assert waiting.stdout is not None
            told = waiting.stdout.readline()
            assert told == "publish: another run is at work here; waiting for it to end\n"
            assert not (project / "output").exists()
            fcntl.flock(lock, fcntl.LOCK_UN)
            rest, _ = waiting.communicate(timeout=300)
    assert waiting.returncode == 0
    assert re.fullmatch(r"publish: .*output/ holds 1 notes, .*", rest.splitlines()[-1])


def test_a_target_gets_what_was_published_and_gives_it_back(root: Path) -> None:
    target = root.parent / "the web"
    shown = os.path.relpath(target, root)
    planned = published(root, "--to", shown, "--dry-run")
    assert (planned.returncode, planned.stderr) == (0, "")
    assert "added   /notes/a/" in planned.stdout.splitlines()
    assert not (root / "output").exists()
    assert not (root / "output.new").exists()
    first = published(root, "--to", shown)
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout.splitlines()[-1].startswith(f"{shown}: 00001-")
    assert campaign.files(target / "current") == campaign.files(root / "output")
    again = published(root, "--to", shown)
    assert again.stdout.splitlines()[-1].startswith(f"{shown}: nothing changed; 00001-")
    (root / "content/notes/a.md").write_text(campaign.note("Dyke gives way"), "utf-8")
    published(root, "--to", shown)
    back = published(root, "--to", shown, "--rollback")
    assert (back.returncode, back.stdout.count("\n")) == (0, 1)
    listed = published(root, "--list", "--to", shown).stdout.splitlines()
    assert [(line[:5], line.endswith("live")) for line in listed] == [("00002", False), ("00001", True)]


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["--to", "gopher://x"], 2, '"gopher://x" is not a target; write one of git+URL#BRANCH, '),
        (["--to", "/etc"], 1, "/etc holds "),
    ],
)
def test_a_target_that_will_not_do_is_told_before_anything_is_built(
    root: Path, arguments: list[str], code: int, told: str
) -> None:
    refused = published(root, *arguments)
    assert (refused.returncode, refused.stdout) == (code, "")
    assert refused.stderr.startswith(told)
    assert not (root / "output").exists()
    assert list(Path("/etc").glob("*briefing*")) == []


def test_sources_that_are_not_committed_are_not_deployed(root: Path) -> None:
    target = root.parent / "web"
    (root / ".gitignore").write_text("/.venv/\n/.lock-*\n/.briefing/\n/output*\n__pycache__/\n")
    for words in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=A", "-c", "user.email=a@b.example", "commit", "-q", "-m", "All"],
    ):
        subprocess.run(["git", "-C", str(root), *words], check=True)
    (root / "content/notes/b.md").write_text(
        campaign.note("Another", body="The gates were shut on Friday, Colonel Vane said."), "utf-8"
    )
    refused = published(root, "--to", str(target))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == (
        "not committed: content/notes/b.md; commit first, so that the commit says what is live, "
        "or add --uncommitted\n"
    )
    assert published(root, "--to", str(target), "--uncommitted").returncode == 0
    assert (target / "current/index.html").is_file()


def test_serve_previews_until_it_is_interrupted(project: Path) -> None:
    command = [str(project / "publish.sh"), "serve", "--port", "0"]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True) as serving:
        assert serving.stdout is not None
        told = serving.stdout.readline()
        desk = serving.stdout.readline()
        made = serving.stdout.readline()
        serving.send_signal(signal.SIGINT)
        rest, _ = serving.communicate(timeout=300)
    assert re.fullmatch(r"Preview: http://127\.0\.0\.1:\d+/ \(Ctrl-C ends it\)\n", told)
    assert re.fullmatch(r"Desk: http://127\.0\.0\.1:\d+/\?token=[\w-]{32} \(opens once\)\n", desk)
    assert made.startswith("1 notes, ")
    assert (serving.returncode, rest) == (0, "Preview ended\n")


def test_help_says_how_to_use_it() -> None:
    told = publish(campaign.PROJECT, "--help")
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.startswith("usage: ./publish.sh ")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["deploy"], "publish: unknown argument: deploy"),
        (["--port", "1"], "publish: unknown argument: --port"),
        (["zip", "--to"], "publish: zip takes nothing else"),
    ],
)
def test_an_unknown_argument_is_wrong_usage(arguments: list[str], message: str) -> None:
    told = publish(campaign.PROJECT, *arguments)
    assert (told.returncode, told.stdout, told.stderr.splitlines()[0]) == (2, "", message)


def test_an_environment_cut_short_is_made_anew_and_then_kept(tmp_path: Path) -> None:
    root = laid_out(tmp_path)
    (root / "requirements.lock").write_text("# nothing\n")
    (root / ".venv/lib").mkdir(parents=True)
    (root / ".venv/lib/half.py").touch()
    (root / ".venv/.made-from").write_text("unfinished\n")
    making = "make_environment .venv requirements.lock"
    first = sourced(root, making)
    installing = "publish: installing requirements.lock into .venv/ (once; later runs install nothing)\n"
    assert (first.returncode, first.stdout, first.stderr) == (0, installing, "")
    assert not (root / ".venv/lib/half.py").exists()
    second = sourced(root, making)
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
    imported = run(
        str(root / ".venv/bin/python"), "-E", "-c", "import briefing; print(briefing.__file__)", LC_ALL="C"
    )
    assert imported.stdout == f"{root / 'briefing/__init__.py'}\n"


def test_an_environment_of_someone_elses_is_left_alone(tmp_path: Path) -> None:
    root = laid_out(tmp_path)
    (root / ".venv").mkdir()
    refused = sourced(root, "make_environment .venv requirements.lock")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == (
        "publish: .venv/ was not made by this script; move it away, an environment is to be made there\n"
    )


def test_a_machine_without_a_fitting_python_is_told_so(tmp_path: Path) -> None:
    root = laid_out(tmp_path)
    bash = shutil.which("bash")
    assert bash is not None
    (tmp_path / "bin").mkdir()
    old = tmp_path / "bin/python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    script = f'program=publish; cd "{root}"; . .ci/environment.sh; find_python'
    told = run(bash, "-c", script, PATH=str(tmp_path / "bin"))
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr == (
        "publish: no Python 3.11 or later found; install one, or name it: PYTHON=/path/to/python3\n"
    )


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_hashes_and_no_place_to_download_from(name: str) -> None:
    lines = (campaign.PROJECT / name).read_text("utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith(("#", " "))]
    hashes = [line for line in lines if line.startswith(" ")]
    assert all(re.fullmatch(r"[a-z0-9-]+==[0-9.a-z]+( ; .+)? \\", pin) for pin in pins)
    assert all(re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line) for line in hashes)
    assert not any(following in pins for pin, following in pairwise(lines) if pin in pins)
    assert len(lines) == len(pins) + len(hashes) + 2


def test_the_locks_pin_all_that_is_asked_for_and_agree() -> None:
    project: dict[str, Any] = tomllib.loads((campaign.PROJECT / "pyproject.toml").read_text("utf-8"))
    asked = project["project"]
    site, tests = (
        set(re.findall(r"^(\S+)==(\S+)", (campaign.PROJECT / name).read_text(), re.MULTILINE))
        for name in LOCKS
    )
    assert site <= tests
    for wanted, pins in (
        (asked["dependencies"], site),
        (asked["optional-dependencies"]["test"], tests),
    ):
        assert {re.split("[<>=]", requirement)[0] for requirement in wanted} <= {name for name, _ in pins}
