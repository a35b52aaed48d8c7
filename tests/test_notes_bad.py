"""Each file or folder of tests/notes_bad/ in, the exact messages beside it out."""

from __future__ import annotations

import ast
import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from briefing.build import check
from briefing.content import folder, tree
from briefing.core.problems import Problem
from briefing.site.page_kinds import OUTPUTS

HERE = Path(__file__).parent
BAD = HERE / "notes_bad"
GOOD = HERE / "notes_good"
PACKAGE = HERE.parent / "briefing"
TODAY = date(2026, 11, 21)
SAMPLES = sorted(path.stem for path in BAD.glob("*.txt"))
# Where a call that records a fault has the rule's name.
RULE_ARGUMENTS = {
    "UnfitError": 0,
    "add": 1,
    "warn": 1,
    "Problem": 1,
    "LinkFault": 0,
    "Demand": 0,
    "_refuse": 1,
    "_fault": 2,
    "_warning": 2,
    "Doubt": 0,
}


def content_with(sample: str, home: Path) -> Path:
    """Lay the good content out below `home`, with the sample in its place."""
    folder = home / "content"
    shutil.copytree(GOOD, folder)
    if (BAD / sample).is_dir():
        shutil.copytree(BAD / sample, folder, dirs_exist_ok=True)
    elif (BAD / f"{sample}.yml").exists():
        shutil.copy(BAD / f"{sample}.yml", folder / "registry" / f"{sample.rpartition('.')[2]}.yml")
    else:
        shutil.copy(BAD / f"{sample}.md", folder / "notes" / f"{sample}.md")
    return folder


def problems_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Problem, ...]:
    """Check as a user does who stands beside content/."""
    monkeypatch.chdir(folder.parent)
    return check.read(Path("content"), today=TODAY)[1]


def test_the_good_content_has_no_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "content"
    shutil.copytree(GOOD, folder)
    assert problems_in(folder, monkeypatch) == ()


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_bad_file_gets_exactly_the_messages_beside_it(
    sample: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    problems = problems_in(content_with(sample, tmp_path), monkeypatch)
    expected = (BAD / f"{sample}.txt").read_text(encoding="utf-8")
    assert "".join(f"{problem}\n" for problem in problems) == expected
    rule = sample.partition(".")[0].partition("--")[0]
    assert rule in {problem.rule for problem in problems}


def test_a_file_over_a_megabyte_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = content_with("empty-body", tmp_path)
    (folder / "notes" / "empty-body.md").write_bytes(b"-" * 1_000_001)
    assert [str(problem) for problem in problems_in(folder, monkeypatch)] == [
        "content/notes/empty-body.md: the file has more than 1,000,000 bytes; split it in two"
    ]


def test_a_front_matter_over_a_tenth_of_a_megabyte_is_a_problem() -> None:
    _, problems = tree.parse_file("notes/a.md", b"---\n#" + b"x" * 100_000 + b"\n---\nText.\n")
    assert [str(problem) for problem in problems] == [
        "content/notes/a.md:1: the front matter has 100,002 characters; at most 100,000"
    ]


def test_links_that_lead_astray_are_problems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "content"
    shutil.copytree(GOOD, folder)
    (tmp_path / "secret.md").write_text("secret")
    notes = folder / "notes"
    (notes / "secret.md").symlink_to(tmp_path / "secret.md")
    (notes / "nothing.md").symlink_to("nowhere.md")
    (notes / "again").symlink_to(folder / "pages")
    (notes / "inside.png").symlink_to("bridge.png")
    os.mkfifo(notes / "pipe.md")
    content, _ = check.read(folder, today=TODAY)
    assert [str(problem) for problem in problems_in(folder, monkeypatch)] == [
        "content/notes/again: is a symbolic link to a folder; copy what it leads to",
        (
            "content/notes/inside.png: warning: no text refers to this image, so it is not published; "
            "refer to it, or remove it"
        ),
        "content/notes/nothing.md: is a symbolic link to nothing; remove it",
        "content/notes/pipe.md: is neither a file nor a folder; remove it",
        "content/notes/secret.md: is a symbolic link that leaves content/; copy what it leads to",
    ]
    assert content.images == ("notes/bridge.png", "notes/inside.png")


def test_names_that_are_no_plain_text_are_problems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "content"
    shutil.copytree(GOOD, folder)
    (folder / "notes" / "two\nlines.md").write_text("x")
    (folder / "notes" / os.fsdecode(b"caf\xe9.md")).write_text("x")
    assert [str(problem) for problem in problems_in(folder, monkeypatch)] == [
        r"content/notes/caf\udce9.md: has a name that is not plain text; use letters, digits and hyphens",
        r"content/notes/two\x0alines.md: has a name that is not plain text; use letters, digits and hyphens",
    ]


def test_a_registry_that_is_not_there_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "content"
    shutil.copytree(GOOD, folder)
    (folder / "registry" / "sources.yml").unlink()
    (folder / "notes" / "draft.md").unlink()
    assert [str(problem) for problem in problems_in(folder, monkeypatch)] == [
        "content/registry/sources.yml: there is no such file; write it; its entries are described in .schema/"
    ]


def test_a_file_that_is_gone_when_it_is_read_is_a_problem(tmp_path: Path) -> None:
    content, problems = folder.load(tmp_path, "notes/gone.md")
    assert content is None
    assert [str(problem) for problem in problems] == [
        "content/notes/gone.md: cannot be read: No such file or directory; see to it that it can be read"
    ]


def test_of_a_thousand_faults_and_a_thousand_doubts_each_is_enough() -> None:
    body = "Held. <br> <!-- x\n\n" * 1_200
    _, problems = tree.parse_file("notes/a.md", f"---\ntitle: A\nsource: b\ndate: 2018\n---\n{body}".encode())
    assert [str(one) for one in problems if one.rule == "too-many-problems"] == [
        "content/notes/a.md: warning: there are more problems than these; mend these first",
        "content/notes/a.md: there are more problems than these; mend these first",
    ]
    assert len(problems) == 2_002


def test_a_mark_before_the_text_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "content"
    shutil.copytree(GOOD, folder)
    for file in (*folder.rglob("*.md"), *folder.rglob("*.yml")):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert problems_in(folder, monkeypatch) == ()


def test_an_address_of_the_site_itself_has_to_lead_to_a_page_of_it(tmp_path: Path) -> None:
    folder = content_with("unknown-file", tmp_path)
    (folder / "registry/sources.yml").write_text(
        "- {id: herald, kind: outlet, label: The Herald, url: https://dyke.example/sources/herald/}\n"
        "- {id: wire, kind: agency, label: Wire, url: https://dyke.example/wire}\n"
    )
    for name, address in (("a", "https://dyke.example"), ("b", "https://dyke.example/notes/none/")):
        text = (
            f"---\ntitle: {name}\nsource: herald\ndate: 2018-12-14\nheadline: {name}\nurl: {address}\n---\n"
        )
        (folder / f"notes/{name}.md").write_text(
            f"{text}See [it]({address}) or [of](https://dyke.example.org).\n"
        )
    _, problems = check.read(folder, today=TODAY, site="https://dyke.example")
    told = [
        str(one).removeprefix(f"{folder}/")
        for one in problems
        if one.location.path.endswith(("b.md", "s.yml"))
    ]
    assert told == [
        (
            'notes/b.md:6: url "https://dyke.example/notes/none/" leads to a page that this site may '
            "not have; write where the report can be read, or leave it out"
        ),
        (
            'notes/b.md:8: link "https://dyke.example/notes/none/" leads to a page that the site may '
            "not have; write {filename}… for a file, or a page that the site always has"
        ),
        (
            'registry/sources.yml:2: source: url "https://dyke.example/wire" leads to a page that this site '
            "may not have; write where the report can be read, or leave it out"
        ),
    ]


def test_every_rule_has_a_bad_file() -> None:
    by_test = {
        "too-large",
        "outside-link",
        "dangling-link",
        "folder-link",
        "not-a-file",
        "no-registry",
        "unreadable",
        "too-many-problems",
        "own-url",
        "same-name",
        "unchecked",
    }
    sampled = {sample.partition(".")[0].partition("--")[0] for sample in SAMPLES}
    assert rules_in_source() == sampled | by_test


def rules_in_source() -> set[str]:
    """Return the names of all rules that reading and checking can record."""
    found: set[str] = set()
    for path in (*(PACKAGE / "content").rglob("*.py"), PACKAGE / "build/doubts.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                function = node.func
                name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
                place = RULE_ARGUMENTS.get(name)
                if place is not None and len(node.args) > place:
                    argument = node.args[place]
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        found.add(argument.value)
    return found


def test_every_address_that_the_site_takes_is_refused_to_a_page_of_the_editors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "content"
    shutil.copytree(GOOD, folder)
    taken = sorted(
        {address.partition("/")[0] for kind in OUTPUTS for address in kind.addresses if "/" in address}
    )
    for slug in (*taken, "assets"):
        (folder / "pages" / f"{slug}.md").write_text("---\ntitle: A\ndescription: Of it.\n---\nText.\n")
    assert [str(problem) for problem in problems_in(folder, monkeypatch)] == [
        f"content/pages/{slug}.md: has the address /{slug}/, which is the site's own; rename the file"
        for slug in sorted((*taken, "assets"))
    ]
