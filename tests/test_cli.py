"""The command line: what it prints, where, and its exit codes."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import campaign
import images
import msgspec
import pytest

import briefing
from briefing.cli import main
from briefing.core import clock

CONF = """\
SITENAME = "Dyke 2021"
SITEURL = "https://dyke.example"
PLUGINS = ["briefing.plugin"]
TIMEZONE = "UTC"
BRIEFING = {"tagline": "A flood"}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = campaign.write(tmp_path, {"a.md": campaign.note()})
    (root / "pelicanconf.py").write_text(CONF)
    monkeypatch.chdir(root)
    return root


def test_check_is_silent_and_fine_where_nothing_is_wrong(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert project.is_dir()
    assert main.main(["check"]) == 0
    waiting = "1 event waits for an editor in 1 note: briefing suggest\n"
    assert capsys.readouterr() == (waiting, "")
    (project / "content/notes/a.md").write_text(campaign.note(extra="events: []\n"))
    assert main.main(["check"]) == 0
    assert capsys.readouterr() == ("", "")


def test_check_asks_for_an_editors_lead_on_busy_days(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = "".join(
        f"  - {{date: 2021-03-{day}, what: {day} fell}}\n" for day in ("04", "04/2021-03-05", "06")
    )
    planned = "  - {date: 2021-03-06, what: Talks open, planned: true}\n"
    notes = {"a": "", "b": planned, "c": "status: draft\n"}
    for name, more in notes.items():
        head = f"events:\n{told}{more}"
        (project / f"content/notes/{name}.md").write_text(campaign.note(f"Dyke {name}", extra=head))
    (project / "content/briefings").mkdir()
    conf = CONF.replace('"}', '", "lead_events": 2}')
    (project / "pelicanconf.py").write_text(conf)

    def asked(*paths: str) -> str:
        assert main.main(["check", *paths]) == 0
        return capsys.readouterr().out

    wanted = "with 2 events or more {} no editor’s lead: write content/briefings/2021-03-0"
    assert asked() == f"3 days {wanted.format('have')}4.md, of 4 events\n"
    assert asked("content/briefings") == asked()
    assert asked("content/notes") == ""
    for day in (4, 5):
        (project / f"content/briefings/2021-03-0{day}.md").write_text("---\ntitle: It fell\n---\nTold.\n")
    assert asked() == f"1 day {wanted.format('has')}6.md, of 2 events\n"
    (project / "pelicanconf.py").write_text(conf.replace('": 2}', '": 3}'))
    assert asked() == ""


def test_check_tells_every_problem_of_every_file(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "content/notes/b.md").write_text(campaign.note(day="2021-03-05", extra="sumary: x\n"), "utf-8")
    (project / "content/notes/c.md").write_text(campaign.note(day="2021-02-30"), "utf-8")
    assert main.main(["check"]) == 1
    told = capsys.readouterr().err.splitlines()
    assert told == [
        'content/notes/b.md:5: unknown key "sumary"; did you mean summary?',
        'content/notes/c.md:4: date "2021-02-30" does not exist; February 2021 has 28 days',
        "2 problems",
    ]


def test_check_can_be_limited_to_paths_and_printed_as_json(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, day in (("b", "2021-03-05"), ("c", "2021-03-06")):
        (project / f"content/notes/{name}.md").write_text(
            campaign.note("B", day, extra="sumary: x\n"), "utf-8"
        )
    assert main.main(["check", "content/notes/c.md", "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == [
        {
            "path": "content/notes/c.md",
            "line": 5,
            "rule": "unknown-key",
            "severity": "error",
            "what": 'unknown key "sumary"',
            "allowed": "did you mean summary?",
        }
    ]


def test_build_says_what_it_made_and_then_that_nothing_changed(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["build"]) == 0
    assert capsys.readouterr().out.startswith("1 notes, 1 briefings, ")
    assert (project / "output" / "index.html").exists()
    assert main.main(["build"]) == 0
    assert capsys.readouterr().out.startswith(("nothing changed: 1 notes", "1 notes, 1 briefings, "))


def test_build_refuses_with_all_problems(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "content/notes/b.md").write_text(campaign.note(extra="sumary: x\n"), "utf-8")
    assert main.main(["build"]) == 1
    assert capsys.readouterr().err == 'content/notes/b.md:5: unknown key "sumary"; did you mean summary?\n'
    assert not (project / "output").exists()


def test_a_template_with_a_slip_is_named_with_its_line(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "theme/templates/page.html").write_text("<p>\n{{ page.titel }}</p>\n")
    assert main.main(["build"]) == 1
    told = "theme/templates/page.html:2: 'briefing.site.models.TextPage object' has no attribute 'titel'\n"
    assert capsys.readouterr().err == told


def test_new_writes_a_note_that_asks_only_for_its_text(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["new", "Bridge lost", "--source", "courier", "--date", "2021-03-06"]
    assert main.main(arguments) == 0
    path = project / capsys.readouterr().out.strip()
    assert path.name == "2021-03-06-courier-bridge-lost.md"
    assert main.main(["check"]) == 1
    assert "there is no text after the front matter" in capsys.readouterr().err
    path.write_text(path.read_text("utf-8") + "The bridge at Aldmoor was lost.\n", "utf-8")
    assert main.main(["check"]) == 0
    assert main.main(arguments) == 1
    assert main.main(["new", "X", "--source", "courir", "--date", "2021-03-06"]) == 1
    assert "did you mean courier?" in capsys.readouterr().err
    assert main.main(["new", "X", "--source", "courier", "--date", "31.2."]) == 2


def test_analyse_prints_one_object_a_note_with_offsets_into_its_body(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["analyse", "content/notes", "--json", "--keywords", "3", "--sentences", "1"]) == 0
    (record,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    body = (project / "content/notes/a.md").read_text("utf-8").split("---\n", 2)[2]
    assert list(record) == ["note", "title", "date", "keywords", "tags", "summary", "dates", "entities"]
    assert [body[one["start"] : one["end"]] for one in record["dates"]] == ["Thursday"]
    assert [(one["id"], body[one["start"] : one["end"]]) for one in record["entities"]] == [
        ("brigade", "Dyke Brigade"),
        ("aldmoor", "Aldmoor"),
        ("vane", "Colonel Vane"),
    ]
    assert len(record["keywords"]) <= 3
    assert [one["text"] in body for one in record["summary"]] == [True]


def test_analyse_tells_the_tags_that_a_build_of_these_notes_would_choose(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, rare in enumerate(("sluice", "pontoon", "gasworks", "tannery")):
        told = "".join(f"The harbour and the {rare} burned {hour}.\n" for hour in ("early", "late", "again"))
        (tmp_path / f"{number}.md").write_text(f"---\ntitle: X\ndate: 2021-03-04\n---\n{told}")
    alone = ["--settings", "none.py", "analyse", str(tmp_path / "0.md"), "--json"]
    assert main.main(alone) == 0
    assert json.loads(capsys.readouterr().out)["tags"] == ["harbour", "sluice"]
    assert main.main(["--settings", "none.py", "analyse", str(tmp_path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if "tags:" in line] == [
        "  tags: sluice, harbour",
        "  tags: pontoon, harbour",
        "  tags: gasworks, harbour",
        "  tags: tannery, harbour",
    ]


def test_analyse_needs_no_registry_and_no_source(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.md").write_text("---\ntitle: X\ndate: 2021-03-04\n---\nRain fell on Monday at the dyke.\n")
    (tmp_path / "odd.md").write_text("---\ntitle: Y\ndate: 2021-03-04\n---\nRain\x85 fell on Monday.\n")
    (tmp_path / "bad.md").write_text("no front matter")
    assert main.main(["--settings", "none.py", "analyse", str(tmp_path), "--json"]) == 1
    printed = capsys.readouterr()
    records = [json.loads(line) for line in printed.out.splitlines()]
    assert [record["dates"][0]["value"] for record in records] == ["2021-03-01", "2021-03-01"]
    assert [record["dates"][0]["start"] for record in records] == [14, 13]
    assert "does not start with front matter" in printed.err


def test_a_template_that_fails_in_any_way_is_named(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "theme/templates/page.html").write_text("<p>\n{{ 1 / 0 }}</p>\n")
    assert main.main(["build"]) == 1
    assert capsys.readouterr().err == "theme/templates/page.html:2: division by zero\n"


def test_new_claims_no_day_that_nobody_stated(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["new", "Dyke", "--source", "courier", "--date", "2021-03"]) == 0
    assert capsys.readouterr().out == "content/notes/2021/2021-03-courier-dyke.md\n"
    assert main.main(["new", "Dyke", "--source", "courier", "--date", "2999-01-01"]) == 1
    assert "later than today" in capsys.readouterr().err
    assert project.is_dir()


def test_today_is_the_day_of_the_editors_time_zone(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # Between these two it is never the same day.
    first, last = "Pacific/Kiritimati", "Etc/GMT+12"
    there, here = clock.today(first), clock.today(last)
    assert there > here
    (project / "content/notes/b.md").write_text(campaign.note(day=str(there)), "utf-8")
    conf = project / "pelicanconf.py"
    conf.write_text(CONF.replace('"UTC"', f'"{first}"'))
    assert main.main(["check"]) == 0
    conf.write_text(CONF.replace('"UTC"', f'"{last}"'))
    assert main.main(["check"]) == 1
    told = f'content/notes/b.md:4: date "{there}" is later than today; today is {here}'
    assert told in capsys.readouterr().err
    assert main.main(["new", "Dyke", "--source", "courier", "--date", str(there)]) == 1
    assert main.main(["build"]) == 1
    assert capsys.readouterr().err.count("later than today") == 2


def test_strip_takes_out_of_images_what_check_finds_in_them(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told, plain = project / "content/told.jpg", project / "content/plain.png"
    told.write_bytes(images.TELLING["told.jpg"]())
    told.chmod(0o640)
    plain.write_bytes(images.png())
    (project / "content/linked.jpg").symlink_to("told.jpg")
    assert main.main(["check"]) == 1
    capsys.readouterr()
    assert main.main(["strip", "content/plain.png", "content/linked.jpg", "content/told.jpg"]) == 0
    exif = "EXIF tells with which camera or program, by whom, when and where it was taken"
    xmp = "XMP tells with which camera or program, by whom and where it was taken"
    assert capsys.readouterr().out.splitlines() == [
        "content/plain.png: nothing to take out",
        f"content/linked.jpg: taken out: {exif}",
        f"content/linked.jpg: taken out: {xmp}",
        'content/linked.jpg: taken out: a comment says "the gate at night"',
        "content/told.jpg: nothing to take out",
    ]
    assert (project / "content/linked.jpg").is_symlink()
    assert told.stat().st_mode & 0o777 == 0o640
    assert plain.read_bytes() == images.png()
    main.main(["check"])
    assert "told.jpg: EXIF" not in capsys.readouterr().err


def test_strip_leaves_alone_what_it_cannot_read(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "half.png").write_bytes(images.png()[:40])
    (project / "notes.txt").write_text("x")
    assert main.main(["strip", "half.png", "notes.txt", "gone.png"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "half.png: breaks off before its end; copy it again from where it came from",
        (
            "notes.txt: has a name that is not an image's; "
            "its ending is .avif, .gif, .jpeg, .jpg, .png, .svg or .webp"
        ),
        "gone.png: cannot be read: No such file or directory",
        "3 problems",
    ]
    assert (project / "half.png").read_bytes() == images.png()[:40]


def test_wrong_usage_exits_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (
        [],
        ["analyse"],
        ["serve", "--port", "99999"],
        ["analyse", "x", "--keywords", "0"],
    ):
        with pytest.raises(SystemExit) as ended:
            main.main(arguments)
        assert ended.value.code == 2
    assert "'0' is not a count; write a whole number from 1" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["keydates", "x", "--from", "2021-03-02", "--to", "2021-03-01"],
            "--from 2021-03-02 is later than --to 2021-03-01",
        ),
        (["publish", "--dry-run"], "--dry-run needs --to TARGET"),
        (
            ["deploy", "--to", "x", "--dry-run", "--list"],
            "--dry-run and --list cannot be asked for at once",
        ),
    ],
)
def test_arguments_that_contradict_each_other_are_wrong_usage(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(arguments) == 2
    assert capsys.readouterr() == ("", f"{message}\n")


def test_help_tells_of_every_command_and_every_command_has_its_own(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for words in (["--help"], *([name, "--help"] for name in main.COMMANDS)):
        with pytest.raises(SystemExit, match=r"^0$"):
            main.main(words)
        told = " ".join(capsys.readouterr().out.split())
        for name in main.COMMANDS if words == ["--help"] else words[:1]:
            assert f"{name} " in told
            assert main.COMMANDS[name] in told


def test_a_build_with_nothing_to_do_loads_no_part_that_builds(project: Path) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "briefing", "build"]
    environment = {**os.environ, "PYTHONPATH": str(campaign.PROJECT)}
    loaded, told = [], []
    note = project / "content/notes/a.md"
    for edit in ("", "", "One more sentence.\n"):
        if edit:
            note.write_text(note.read_text("utf-8") + edit, "utf-8")
        time.sleep(0.1)  # what was saved within the clock's grain is looked at again
        ran = subprocess.run(
            command, cwd=project, env=environment, capture_output=True, text=True, check=True
        )
        loaded.append({line.rpartition("|")[2].strip() for line in ran.stderr.splitlines()})
        told.append(ran.stdout)
    heavy = {"jinja2", "yake", "yaml", "briefing.build.pipeline", "briefing.cli.check", "briefing.cli.serve"}
    assert heavy & loaded[0] == heavy - {"briefing.cli.check", "briefing.cli.serve"}
    assert told[1].startswith("nothing changed: ")
    assert heavy & loaded[1] == set()
    # What is drawn of a page for others to show is as it was.
    assert ["PIL" in one for one in loaded] == [True, False, False]
    assert not told[2].startswith("nothing changed: ")


def test_missing_or_broken_settings_are_one_clear_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main.main(["check"]) == 1
    (tmp_path / "pelicanconf.py").write_text("SITENAME = ")
    assert main.main(["check"]) == 1
    told = capsys.readouterr().err.splitlines()
    assert told[0] == "pelicanconf.py: there is no such settings file; name one with --settings"
    assert told[1].startswith("pelicanconf.py: SyntaxError: ")


def test_a_plain_locale_keeps_no_script_out(tmp_path: Path) -> None:
    """LC_ALL=C, as in bare containers, in a folder whose name is not in ASCII."""
    root = campaign.write(tmp_path / "Übung ملف", {"a.md": campaign.note("Größe ملف")})
    (root / "pelicanconf.py").write_text(CONF.replace("A flood", "Eine Flut فيضان"), "utf-8")

    def told(*words: str) -> str:
        ran = subprocess.run(
            [sys.executable, "-m", "briefing", *words],
            cwd=root,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(campaign.PROJECT), "LC_ALL": "C"},
            capture_output=True,
            check=False,
        )
        return f"{ran.returncode}: {(ran.stdout + ran.stderr).decode()}"

    assert told("build").startswith("0: 1 notes, 1 briefings, ")
    assert "Größe ملف" in (root / "output/notes/a/index.html").read_text("utf-8")
    assert told("verify", "output") == "0: "
    assert '"title": "Größe ملف"' in told("analyse", "content", "--json")
    assert ": 00001-" in told("deploy", "output", "--to", str(tmp_path / "Ziel هدف"), "--uncommitted")
    made = "content/notes/2021/2021-03-06-courier-brucke.md"
    assert told("new", "Brücke", "--source", "courier", "--date", "2021-03-06") == f"0: {made}\n"
    (root / "content/notes/b.md").write_text(campaign.note(day="gestern أمس"), "utf-8")
    fault = 'content/notes/b.md:4: date "gestern أمس" is not a date; write YYYY-MM-DD'
    assert told("check", "content/notes/b.md") == f"1: {fault}\n1 problem\n"


def test_a_package_that_is_missing_is_told_in_a_line(project: Path, tmp_path: Path) -> None:
    """As after an installation without network, which brought the program alone, or not all of it."""
    (tmp_path / "some").mkdir()
    (tmp_path / "some" / "msgspec").symlink_to(Path(msgspec.__file__).parent)
    none, some = str(campaign.PROJECT), f"{campaign.PROJECT}{os.pathsep}{tmp_path / 'some'}"
    cases = ((["check"], none, "msgspec"), (["check"], some, "apsw"), (["completion", "bash"], some, "shtab"))
    for words, path, missing in cases:
        environment = {**os.environ, "PYTHONPATH": path}
        command = [sys.executable, "-S", "-m", "briefing", *words]
        ran = subprocess.run(
            command, cwd=project, env=environment, capture_output=True, text=True, check=False
        )
        told = f"{missing}: this package is missing; install the program with all that it needs"
        assert (ran.returncode, ran.stdout, ran.stderr) == (1, "", f"{told}: pip install briefing-digest\n")


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main.main(["--version"])
    assert (ended.value.code, capsys.readouterr().out) == (0, f"briefing {briefing.__version__}\n")


@pytest.mark.parametrize(
    ("words", "allowed"),
    [
        (["biuld"], "biuld: there is no such command; did you mean build?"),
        (
            ["--settings", "x.py", "pubish", "--to", "x"],
            "pubish: there is no such command; did you mean publish?",
        ),
        (["frob"], f"frob: there is no such command; there are {', '.join(main.COMMANDS)}"),
    ],
)
def test_a_mistyped_command_gets_the_one_that_is_meant(
    words: list[str], allowed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(words) == 2
    assert capsys.readouterr() == ("", f"{allowed}\n")


@pytest.mark.parametrize("command", ["", *main.COMMANDS])
def test_help_says_what_the_exit_codes_mean(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main.main([*filter(None, [command]), "--help"])
    told = " ".join(capsys.readouterr().out.split())
    assert ended.value.code == 0
    assert told.startswith(f"usage: briefing {command}".rstrip())
    assert told.endswith(main.EXITS)


@pytest.mark.parametrize("words", [["--quiet", "build"], ["build", "--quiet"], ["publish", "--quiet"]])
def test_quiet_says_nothing_but_faults(
    project: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(words) == 0
    assert capsys.readouterr() == ("", "")
    assert (project / "output/index.html").is_file()
    (project / "content/notes/b.md").write_text(campaign.note(extra="sumary: x\n"), "utf-8")
    assert main.main(words) == 1
    printed = capsys.readouterr()
    fault = 'content/notes/b.md:5: unknown key "sumary"; did you mean summary?'
    assert (printed.out, printed.err.splitlines()[0]) == ("", fault)


def test_settings_may_be_named_behind_the_command(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "pelicanconf.py").rename(project / "other.py")
    assert main.main(["check", "--settings", "other.py"]) == 0
    assert main.main(["--settings", "other.py", "check"]) == 0
    assert main.main(["check"]) == 1
    assert capsys.readouterr().err == (
        "pelicanconf.py: there is no such settings file; name one with --settings\n"
    )


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_learns_all_commands_and_their_options(
    shell: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert [name for name in main.COMMANDS if name not in script] == []
    assert "rollback" in script
    if shell == "bash":
        asked = "COMP_WORDS=(briefing publish --roll); COMP_CWORD=2; _shtab_briefing; echo ${COMPREPLY[@]}"
        command = ["bash", "-c", f"{script}\n{asked}"]
        told = subprocess.run(command, capture_output=True, text=True, check=True)
        assert (told.stdout, told.stderr) == ("--rollback\n", "")


def test_a_check_that_watches_tells_after_each_save_what_editors_programs_can_find(project: Path) -> None:
    """By the patterns of the task that a new campaign brings for Visual Studio Code."""
    tasks = json.loads((campaign.PROJECT / "briefing/skeleton/.vscode/tasks.json").read_text("utf-8"))
    (task,) = tasks["tasks"]
    assert task["command"] == "briefing"
    first = task["problemMatcher"][0]["background"]
    patterns = [matcher["pattern"]["regexp"] for matcher in task["problemMatcher"]]
    command = [sys.executable, "-m", "briefing", *task["args"]]
    environment = {**os.environ, "PYTHONPATH": str(campaign.PROJECT)}
    saves = {
        "content/notes/b.md": campaign.note(day="2021-03-05", extra="sumary: x\n"),
        "content/stray.txt": "Mine.",
    }
    told: list[list[str]] = []
    with subprocess.Popen(command, cwd=project, env=environment, stderr=subprocess.PIPE, text=True) as ran:
        assert ran.stderr is not None
        for path in ("", *saves):
            if path:
                (project / path).write_text(saves[path], "utf-8")
            told.append([])
            while not told[-1] or not re.search(first["endsPattern"], told[-1][-1]):
                told[-1].append(ran.stderr.readline().rstrip("\n"))
        ran.send_signal(signal.SIGINT)
    assert ran.returncode == 0
    fault = 'content/notes/b.md:5: unknown key "sumary"; did you mean summary?'
    places = "notes go into notes/, pages into pages/, leads into briefings/"
    stray = f"content/stray.txt: nothing reads this file; {places}"
    assert told == [
        ["checking", "checked: no problem"],
        ["checking", fault, "checked: 1 problem"],
        ["checking", fault, stray, "checked: 2 problems"],
    ]
    assert all(re.search(first["beginsPattern"], lines[0]) for lines in told)
    found = [[one.groups() for each in patterns if (one := re.search(each, line))] for line in (fault, stray)]
    assert found == [
        [("content/notes/b.md", "5", None, 'unknown key "sumary"; did you mean summary?')],
        [("content/stray.txt", None, stray.partition(": ")[2])],
    ]
