"""A machine that fails: killed, full, read-only, its clock wrong, its store damaged, two at once."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import campaign
import images
import killing
import pytest

from briefing.build import cache_database, recovery, up_to_date
from briefing.cli import main
from briefing.core import clock, settings_file
from briefing.engine import file_state, graph

MARCH = {f"n{day:02}.md": campaign.note(f"Day {day}", f"2021-03-{day:02}") for day in range(1, 7)}
FEW = {name: MARCH[name] for name in ("n04.md", "n05.md")}


class Project:
    """A project that is built by the command line, in this process, as an editor does it."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root = root
        self._capsys = capsys

    def build(self, *arguments: str) -> tuple[int, str]:
        """Build; the exit code and what was said on stderr."""
        self._capsys.readouterr()
        code = main.main(["build", *arguments])
        return code, self._capsys.readouterr().err

    def built(self, *arguments: str) -> dict[str, bytes]:
        """Build without a fault; the files of the site."""
        assert self.build(*arguments) == (0, "")
        return campaign.files(self.root / (arguments[-1] if arguments else "output"))

    def mended(self) -> dict[str, bytes]:
        """Build with stores that may be damaged; the files of the site."""
        code, told = self.build()
        assert (code, told.removeprefix(f"{recovery.DAMAGED}\n")) == (0, "")
        return campaign.files(self.root / "output")

    def clean(self) -> dict[str, bytes]:
        """What a build makes that has nothing to start from; what there was is put back."""
        kept = self.root / ".briefing"
        kept.rename(self.root / ".kept")
        found = self.built("--output", "clean")
        shutil.rmtree(kept)
        shutil.rmtree(self.root / "clean")
        (self.root / ".kept").rename(kept)
        return found

    def note(self, name: str = "n04.md") -> Path:
        return self.root / "content" / "notes" / name

    def restyle(self, word: str) -> None:
        """Change what is on every page."""
        with (self.root / "theme/static/site.css").open("a", encoding="utf-8") as file:
            file.write(f"/* {word} */\n")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Project:
    monkeypatch.chdir(killing.write(tmp_path, FEW))
    return Project(tmp_path, capsys)


# ── Killed ──


def torn(folder: Path, *whole: dict[str, bytes]) -> list[str]:
    """The files of a site that are neither as they were nor as they are to be."""
    found = campaign.files(folder)
    return [
        path
        for path, content in found.items()
        if not path.endswith(".part") and content not in {state.get(path) for state in whole}
    ]


def test_a_build_killed_at_any_moment_tears_no_file_and_is_repaired_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(killing.write(tmp_path, MARCH))
    project = Project(tmp_path, capsys)
    before: dict[str, bytes] = {}  # the first that is killed is the first of all
    killed = []
    # The first is so early that no machine has done by then.
    seconds = (0.3, *(random.uniform(0.4, 1.5) for _ in range(3)))  # noqa: S311
    moments = [
        *(partial(killing.at_change, change=random.randrange(1, 40)) for _ in range(2)),  # noqa: S311
        *(partial(killing.after, seconds=one) for one in seconds),
    ]
    for moment in moments:
        project.restyle(str(moment.keywords))
        killed.append(moment(tmp_path))
        after = project.clean()
        assert torn(tmp_path / "output", before, after) == [], moment
        assert project.built() == after, moment
        before = after
    assert -signal.SIGKILL in killed


ANALYSING = """
import os, signal
from datetime import date
from functools import partial
from pathlib import Path
from briefing import plugin
from briefing.build import pipeline
from briefing.build.options import Options
from briefing.core import settings_file
conf = Path("pelicanconf.py")
def progress(what, done, total):
    if what == "notes analysed":
        print(done, total, flush=True)
    if what == "notes analysed" and done:
        os.kill(os.getpid(), signal.SIGKILL)
chosen = settings_file.load(conf)
build = partial(pipeline.build, options=Options(date(2021, 6, 1), progress))
plugin.run(conf, plugin.Task(chosen, build))
"""


def test_no_finished_analysis_is_lost_when_a_build_is_killed(tmp_path: Path) -> None:
    told = "The sluice gate number {0} held at Aldmoor, said the keeper of dyke {0}."
    notes = {f"n{n}.md": campaign.note(f"Gate {n}", body=told.format(n)) for n in range(55)}
    root = killing.write(tmp_path, notes)
    counts = []
    for _ in range(2):
        with killing.started(root, "-c", ANALYSING) as analysing:
            out, _ = analysing.communicate(timeout=300)
        assert analysing.returncode == -signal.SIGKILL
        counts.append(tuple(map(int, out.splitlines()[-1].split())))
    (done, total), (_, left) = counts
    assert (total, left) == (55, 55 - done)


# ── Full, or not to be written ──


def in_a_small_room(root: Path, folder: str, options: str, *then: str) -> list[tuple[int, str]]:
    """Build with a file system of its own for a folder, mounted with some options, then with others.

    The kernel of Linux makes it, where we may ask for it; each build's exit code and stderr.
    """
    script = [f"mkdir -p {folder} && mount -t tmpfs -o {options} none {folder} || exit 99"]
    for number, others in enumerate(("", *then)):
        script += [f"mount -o remount,{others} {folder}"] if others else []
        script += [f'"$PYTHON" -m briefing build > /dev/null 2> told{number}; echo $? > code{number}']
    script += [f"cp -r {folder} kept"]
    mine = [] if os.geteuid() == 0 else ["--map-root-user"]
    command = ["unshare", *mine, "--mount", "sh", "-c", "\n".join(script)]
    environment = {**killing.environment(), "PYTHON": sys.executable}
    try:
        ran = subprocess.run(command, cwd=root, env=environment, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no unshare here")
    if not (root / "code0").exists():
        pytest.skip(f"no file system may be mounted here: {ran.stderr.decode().strip()}")
    return [
        (int((root / f"code{number}").read_text()), (root / f"told{number}").read_text("utf-8"))
        for number in range(1 + len(then))
    ]


def test_a_full_disk_is_one_message_and_the_next_build_repairs_everything(project: Project) -> None:
    full, roomy = in_a_small_room(project.root, "output", "size=100k", "size=20m")
    assert (full[0], roomy) == (1, (0, ""))
    assert re.fullmatch(r"\S+/output(/\S+)?: cannot be written: No space left on device\n", full[1])
    assert campaign.files(project.root / "kept") == project.clean()


def test_a_full_disk_under_the_store_is_one_message_and_spoils_nothing(project: Project) -> None:
    full, roomy = in_a_small_room(project.root, ".briefing", "size=40k", "size=20m")
    assert (full[0], roomy) == (1, (0, ""))
    assert re.fullmatch(
        r"\S+/\.briefing/\S+: (the store cannot be used: (disk I/O error|database or disk is full)|"
        r"cannot be written: No space left on device)\n",
        full[1],
    )
    assert campaign.files(project.root / "output") == project.clean()


def test_an_output_that_is_read_only_is_one_message(project: Project) -> None:
    (told,) = in_a_small_room(project.root, "output", "ro")
    assert told[0] == 1
    assert re.fullmatch(r"\S+/output(/\S+)?: cannot be written: Read-only file system\n", told[1])


def test_a_store_that_is_read_only_is_one_message(project: Project) -> None:
    (told,) = in_a_small_room(project.root, ".briefing", "ro")
    assert told[0] == 1
    assert re.fullmatch(r"\S+/\.briefing/\S+: cannot be written: Read-only file system\n", told[1])


def test_standard_output_that_is_full_is_one_message(project: Project) -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123
        ran = subprocess.run(
            [sys.executable, "-m", "briefing", "check", "--json"],
            cwd=project.root,
            env={**killing.environment(), "PYTHONUNBUFFERED": ""},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (ran.returncode, ran.stderr) == (1, "standard output: No space left on device\n")


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_of_standard_output_who_is_gone_is_a_failure_without_a_message(
    project: Project, unbuffered: str
) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "wb") as unread:  # noqa: PTH123
        ran = subprocess.run(
            [sys.executable, "-m", "briefing", "build"],
            cwd=project.root,
            env={**killing.environment(), "PYTHONUNBUFFERED": unbuffered},
            stdout=unread,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (ran.returncode, ran.stderr) == (1, "")
    assert campaign.files(project.root / "output") == project.clean()


def test_a_folder_in_the_place_of_a_page_is_one_message(project: Project) -> None:
    before = project.built()
    (project.root / "output/index.html").unlink()
    (project.root / "output/index.html").mkdir()
    code, told = project.build()
    assert code == 1
    assert re.fullmatch(r"\S+/output/index\.html(\.part)?: cannot be written: Is a directory\n", told)
    (project.root / "output/index.html").rmdir()
    assert project.built() == before


# ── A store that is not what it was ──


def stored(root: Path) -> list[Path]:
    """The files that a build keeps for the next."""
    found = (path for path in (root / ".briefing").rglob("*") if path.is_file() and path.name != "lock")
    return sorted(path for path in found if path.stat().st_size)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def halved(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def garbled(path: Path) -> None:
    path.write_bytes(random.Random(1).randbytes(path.stat().st_size))  # noqa: S311


def flipped(path: Path) -> None:
    """Turn a bit round in every four hundredth byte past the first page."""
    content = bytearray(path.read_bytes())
    for place in range(4096, len(content), 400):
        content[place] ^= 1
    path.write_bytes(content)


def lengthened(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\xa5" * 5000)


def of_another_version(path: Path) -> None:
    """Write what SQLite keeps for us, the version of a file's form, as a later program would."""
    if path.read_bytes().startswith(b"SQLite format 3"):
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA user_version = 9999")


@pytest.mark.parametrize(
    "damage",
    [emptied, halved, garbled, flipped, lengthened, of_another_version],
    ids=lambda one: one.__name__,
)
def test_a_store_that_is_damaged_is_made_anew_and_not_trusted(
    project: Project, damage: Callable[[Path], None]
) -> None:
    project.built()
    project.restyle("new")
    clean = project.clean()
    for file in stored(project.root):
        damage(file)
    assert project.mended() == clean
    assert project.built() == clean


def test_a_word_changed_in_the_store_reaches_no_page(project: Project) -> None:
    project.built()
    project.restyle("new")
    clean = project.clean()
    changed = 0
    for file in stored(project.root):
        content = file.read_bytes()
        changed += content.count(b"sluice gates")
        file.write_bytes(content.replace(b"sluice gates", b"palace gates"))
    assert changed
    assert project.mended() == clean


# ── Clocks ──


def test_a_clock_set_back_is_told_by_the_first_note_that_is_too_late(project: Project) -> None:
    before = project.built()
    tomorrow = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    note = project.note()
    note.write_text(note.read_text("utf-8").replace("2021-03-04", tomorrow), "utf-8")
    today = datetime.now(UTC).date().isoformat()
    assert project.build() == (
        1,
        f'content/notes/n04.md:4: date "{tomorrow}" is later than today; today is {today}\n',
    )
    assert campaign.files(project.root / "output") == before


YEAR = 365 * 24 * 3600 * 10**9


@pytest.mark.parametrize("shift", [-YEAR, YEAR], ids=["past", "future"])
def test_an_edit_whose_time_is_wrong_is_seen(project: Project, shift: int) -> None:
    """As after a clock was set, or an unpacked archive: the size is the same, only the time differs."""
    project.built()
    note = project.note()
    note.write_text(note.read_text("utf-8").replace("Day 4", "Day 6"), "utf-8")
    when = note.stat().st_mtime_ns + shift
    os.utime(note, ns=(when, when))
    after = project.built()
    assert b"Day 6" in after["notes/n04/index.html"]
    assert after == project.clean()


def test_an_edit_in_the_same_tick_of_the_clock_and_of_the_same_size_is_seen(project: Project) -> None:
    note = project.note()
    project.built()
    for word in ("6", "7", "8"):
        before = note.stat()
        note.write_text(re.sub("Day .", f"Day {word}", note.read_text("utf-8")), "utf-8")
        assert b"Day " + word.encode() in project.built()["notes/n04/index.html"]
        os.utime(note, ns=(before.st_atime_ns, time.time_ns()))
        project.built()
    assert project.built() == project.clean()


def test_an_edit_that_keeps_size_and_time_is_seen(project: Project) -> None:
    """As archives, layers of images and copies leave them that restore times."""
    note = project.note()
    before = note.stat()
    for word in ("6", "7"):
        project.built()
        note.write_text(re.sub("Day .", f"Day {word}", note.read_text("utf-8")), "utf-8")
        os.utime(note, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert b"Day " + word.encode() in project.built()["notes/n04/index.html"]
    assert project.built() == project.clean()


def test_an_edit_in_a_state_that_is_known_is_seen_where_all_is_read(project: Project) -> None:
    """As on a disk whose times and inodes tell nothing."""
    time.sleep(0.1)
    project.built()
    project.note().write_text(campaign.note("Day 6", "2021-03-04"), "utf-8")
    where = settings_file.load(Path("pelicanconf.py"))
    state = file_state.at("content/notes/n04.md").text
    with cache_database.opened(where.folders.store / up_to_date.CONTENT) as store:
        store.keep_states({"notes/n04.md": state})
    with graph.opened(up_to_date.graph_of(where.folders)) as known:
        seen = up_to_date.look(where, today=clock.today(where.timezone))
        known.keep_about(up_to_date.STATE, seen.text)
    assert up_to_date.unchanged(where, seen)
    assert not up_to_date.unchanged(where, seen, reread=True)
    assert project.build("--reread") == (0, "")
    after = campaign.files(project.root / "output")
    assert b"Day 6" in after["notes/n04/index.html"]
    assert after == project.clean()


def test_another_version_of_any_package_is_seen(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    time.sleep(0.1)
    project.built()
    where = settings_file.load(Path("pelicanconf.py"))
    today = clock.today(where.timezone)
    assert up_to_date.unchanged(where, up_to_date.look(where, today=today))
    (project.root / "lib" / "yake-9.9.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(project.root / "lib")
    assert not up_to_date.unchanged(where, up_to_date.look(where, today=today))


# ── An output folder that is not what it was ──


def test_a_letter_changed_in_the_output_at_the_same_size_and_time_is_mended_and_told(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    before = project.built()
    page = project.root / "output/about/index.html"
    times = page.stat()
    page.write_text(page.read_text("utf-8").replace("A page of ours", "A page of mine"), "utf-8")
    os.utime(page, ns=(times.st_atime_ns, times.st_mtime_ns))
    (project.root / "output/chronology/index.html").unlink()
    capsys.readouterr()
    assert main.main(["build"]) == 0
    told, report = capsys.readouterr().out.splitlines()
    assert told == "was not as it was built, and was made again: about/index.html, chronology/index.html"
    assert ": 2 files written, 0 removed" in report
    assert campaign.files(project.root / "output") == before


def test_a_copy_of_the_output_in_its_place_is_read_and_left_as_it_is(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    time.sleep(0.1)
    before = project.built()
    shutil.copytree(project.root / "output", project.root / "copy", copy_function=shutil.copy)
    shutil.rmtree(project.root / "output")
    (project.root / "copy").rename(project.root / "output")
    capsys.readouterr()
    assert main.main(["build"]) == 0
    assert capsys.readouterr().out.startswith("nothing changed: 2 notes")
    assert campaign.files(project.root / "output") == before


# ── Others at work ──


def test_a_second_build_says_that_it_waits_for_the_first(project: Project) -> None:
    project.built()
    project.restyle("new")
    clean = project.clean()
    with killing.stopped_at_change(project.root, 10) as first:
        with killing.started(project.root, "-m", "briefing", "build", "--force") as second:
            assert second.stderr is not None
            assert second.stderr.readline() == "waiting for another build\n"
            first.send_signal(signal.SIGCONT)
            _, told = second.communicate(timeout=300)
        _, of_first = first.communicate(timeout=300)
    assert (first.returncode, of_first, second.returncode, told) == (0, "", 0, "")
    assert campaign.files(project.root / "output") == clean


def shapes(notes: Path) -> Iterator[None]:
    """Make a note and an image come, go, and be other things than files."""
    note, aside, image = notes / "x.md", notes / "y.md", notes / "x.png"
    while True:
        note.write_text(campaign.note("Other"), "utf-8")
        yield
        note.rename(aside)
        yield
        aside.unlink()
        os.mkfifo(note)
        yield
        note.unlink()
        note.mkdir()
        yield
        note.rmdir()
        note.symlink_to("/etc/passwd")
        image.write_bytes(images.png())
        yield
        note.unlink()
        note.write_text(campaign.note("Another one"), "utf-8")
        image.unlink()
        yield
        note.unlink()
        yield


def shuffle(notes: Path, ended: threading.Event) -> None:
    for _ in shapes(notes):
        if ended.is_set():
            break
        time.sleep(random.uniform(0, 0.003))  # noqa: S311
    for path in notes.glob("[xy].*"):
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()


PASSING = (
    r"content/notes/[xy]\.png: warning: no text refers to this image, so it is not published; .*",
    r"content/notes/[xy]\.(md|png): cannot be read: [A-Z][a-z ]+; see to it that it can be read",
    r"content/notes/[xy]\.md: is neither a file nor a folder; remove it",
    r"content/notes/[xy]\.md: is a symbolic link that leaves content/; copy what it leads to",
    r"content/notes/[xy]\.(md|png): is a symbolic link to nothing; remove it",
    r"content/notes/[xy]\.md:1: the file does not start with front matter; write --- on line 1",
    r"\S+/content/notes/x\.png: (cannot be read: )?No such file or directory",
    r"\S+/content/notes/x\.png: (is no file any more|changed while it was read); build again",
    r"content/notes/x\.png: warning: no text refers to this image, so it is not published; .+",
    r"content/notes/x\.png: is empty; copy it again from where it came from",
    r"\S+/content: files changed while they were read; build again",
    r"content/notes/(n04|x)\.md:\d+: warning: \S.* also (that|those) of content/notes/(n04|x)\.md; .+",
)


def test_notes_that_change_while_they_are_read_are_told_of_or_left_out(project: Project) -> None:
    clean = project.built()
    ended = threading.Event()
    notes = project.root / "content" / "notes"
    shuffling = threading.Thread(target=shuffle, args=(notes, ended))
    shuffling.start()
    try:
        told = [project.build() for _ in range(12)]
    finally:
        ended.set()
        shuffling.join()
    lines = [line for code, err in told for line in err.splitlines() if code]
    assert [line for line in lines if not any(re.fullmatch(each, line) for each in PASSING)] == []
    assert {code for code, _ in told} <= {0, 1}
    code, err = project.build()
    # Of the last of these builds the note that came and went may have been a part.
    gone = r"content: warning: /notes/[xy]/ was published, and leads nowhere now; .+\n1 warning\n"
    assert (code, re.sub(gone, "", err)) == (0, "")
    assert campaign.files(project.root / "output") == clean


# ── Rebuilt ──


def test_a_build_is_compared_with_one_from_nothing(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in (4, 5):
        project.note().write_text(campaign.note(f"Day {number}", f"2021-03-0{number}"), "utf-8")
        assert main.main(["build", "--rebuilt"]) == 0
    files = len(campaign.files(project.root / "output"))
    told = capsys.readouterr().out.splitlines()[-1]
    assert told == f"built from nothing, all {files} files are the same"
    assert not (project.root / ".briefing/rebuilt").exists()


def test_what_a_build_from_nothing_makes_otherwise_is_named(project: Project) -> None:
    with (project.root / "pelicanconf.py").open("a", encoding="utf-8") as conf:
        conf.write("import time\nJINJA_GLOBALS = {'moment': time.time_ns()}\n")
    page = project.root / "theme/templates/search.html"
    page.write_text(page.read_text("utf-8").replace("</h1>", " {{ moment }}</h1>"), "utf-8")
    code, told = project.build("--rebuilt")
    assert code == 1
    assert told == (
        f"{project.root}/output is not what a build from nothing makes, which is in "
        f"{project.root}/.briefing/rebuilt/output: search/index.html; --force makes it right, "
        "but this is a fault of Briefing: report it where you got Briefing, with both folders\n"
    )
    assert (project.root / ".briefing/rebuilt/output/search/index.html").is_file()


def test_an_edit_between_a_build_and_one_from_nothing_is_told(project: Project) -> None:
    with (project.root / "pelicanconf.py").open("a", encoding="utf-8") as conf:
        conf.write(f"with open({str(project.note())!r}, 'a') as note:\n    note.write('More.\\n')\n")
    assert project.build("--rebuilt") == (1, "something was edited between the two builds; run it again\n")
