"""The formats in which hosts of repositories read Problems: each as its host's own documents have it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import campaign
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from msgspec.structs import replace

import briefing
from briefing.cli import main
from briefing.cli.formats import FORMATS
from briefing.core.problems import Location, Problem

FOUND = (
    Problem(Location("content/a b, 100%.md", 5), "unknown-key", "unknown key: 100%, or\nmore", "mend: it"),
    Problem(Location("content/b.md"), "unused-image", "is not used", severity="warning"),
)


def strict(required: str, **properties: Any) -> dict[str, Any]:
    """An object of these properties alone; in the schema of SARIF, too, no object may have others."""
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "required": required.split(),
    }


def listed(entries: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": entries, "uniqueItems": True}


TEXT = {"type": "string", "minLength": 1}
MESSAGE = strict("text", text=TEXT)
# What of the schema of SARIF 2.1.0 (OASIS) bears on what is written here.
SARIF = strict(
    "version runs $schema",
    **{"$schema": {"type": "string", "format": "uri"}},
    version={"enum": ["2.1.0"]},
    runs=listed(
        strict(
            "tool results",
            tool=strict(
                "driver",
                driver=strict(
                    "name",
                    name=TEXT,
                    semanticVersion=TEXT,
                    rules=listed(strict("id shortDescription", id=TEXT, shortDescription=MESSAGE)),
                ),
            ),
            results=listed(
                strict(
                    "message ruleId",
                    ruleId=TEXT,
                    level={"enum": ["none", "note", "warning", "error"]},
                    message=MESSAGE,
                    locations=listed(
                        strict(
                            "physicalLocation",
                            physicalLocation=strict(
                                "artifactLocation",
                                artifactLocation=strict(
                                    "uri", uri={"type": "string", "pattern": r"^[\w./%~-]+$"}
                                ),
                                region=strict("startLine", startLine={"type": "integer", "minimum": 1}),
                            ),
                        )
                    ),
                    partialFingerprints={"type": "object", "additionalProperties": TEXT},
                )
            ),
        )
    ),
)


def test_github_is_told_by_commands_of_one_line_with_what_it_takes_for_syntax_escaped() -> None:
    assert FORMATS["github"](FOUND).splitlines() == [
        (
            "::error file=content/a b%2C 100%25.md,line=5,title=unknown-key::"
            "unknown key: 100%25, or%0Amore; mend: it"
        ),
        "::warning file=content/b.md,title=unused-image::is not used",
    ]


@given(st.text(), st.text())
def test_github_reads_what_was_meant_whatever_it_is(path: str, what: str) -> None:
    line, rest = FORMATS["github"]((Problem(Location(path, 1), "rule", what),)).split("\n")
    assert rest == ""
    command, _, text = line.removeprefix("::").partition("::")
    word, _, properties = command.partition(" ")
    read = dict(one.split("=", 1) for one in properties.split(","))
    assert (word, list(read), text.count("\r")) == ("error", ["file", "line", "title"], 0)
    meant = [path, what]
    for token, letter in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        read["file"] = read["file"].replace(token, letter)
        text = text if letter in ":," else text.replace(token, letter)
    assert [read["file"], text] == meant


def test_gitlab_gets_a_report_of_code_quality() -> None:
    written = json.loads(FORMATS["gitlab"](FOUND))
    assert [{name: one[name] for name in one if name != "fingerprint"} for one in written] == [
        {
            "description": "unknown key: 100%, or\nmore; mend: it",
            "check_name": "unknown-key",
            "severity": "major",
            "location": {"path": "content/a b, 100%.md", "lines": {"begin": 5}},
        },
        {
            "description": "is not used",
            "check_name": "unused-image",
            "severity": "minor",
            "location": {"path": "content/b.md", "lines": {"begin": 1}},
        },
    ]


def test_a_log_of_sarif_is_as_its_schema_has_it() -> None:
    for problems in (FOUND, ()):
        Draft7Validator(SARIF).validate(json.loads(FORMATS["sarif"](problems)))
    (run,) = json.loads(FORMATS["sarif"](FOUND))["runs"]
    assert run["tool"]["driver"] == {
        "name": "Briefing",
        "semanticVersion": briefing.__version__,
        "rules": [
            {"id": "unknown-key", "shortDescription": {"text": "unknown key"}},
            {"id": "unused-image", "shortDescription": {"text": "unused image"}},
        ],
    }
    told = [(one["ruleId"], one["level"], one["locations"][0]["physicalLocation"]) for one in run["results"]]
    assert told == [
        (
            "unknown-key",
            "error",
            {
                "artifactLocation": {"uri": "content/a%20b%2C%20100%25.md"},
                "region": {"startLine": 5},
            },
        ),
        ("unused-image", "warning", {"artifactLocation": {"uri": "content/b.md"}}),
    ]


def prints(problems: tuple[Problem, ...]) -> list[str]:
    in_gitlab = [one["fingerprint"] for one in json.loads(FORMATS["gitlab"](problems))]
    results = json.loads(FORMATS["sarif"](problems))["runs"][0]["results"]
    assert [one["partialFingerprints"] for one in results] == [{"briefing/v1": one} for one in in_gitlab]
    return in_gitlab


def test_a_fingerprint_stays_while_lines_move_and_no_two_are_the_same() -> None:
    def at(line: int, what: str) -> Problem:
        return Problem(Location("a.md", line), "rule", what)

    before = (at(3, "again, first on line 2"), at(5, "see b.md:7"), at(6, "bad"), at(7, "bad"))
    after = (at(13, "again, first on line 12"), at(15, "see b.md:17"), at(16, "bad"), at(27, "bad"))
    assert prints(before) == prints(after)
    others = (replace(before[3], rule="other"), replace(before[3], location=Location("b.md", 7)))
    assert len(set(prints((*before, *others)))) == len(before) + len(others)


@pytest.mark.parametrize("kind", FORMATS)
def test_check_writes_a_format_to_standard_output_and_what_people_read_beside_it(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = campaign.write(tmp_path, {"b.md": campaign.note(extra="sumary: x\n")})
    (root / "pelicanconf.py").write_text(
        'SITENAME = "Fair"\nSITEURL = "https://fair.example"\nPLUGINS = ["briefing.plugin"]\n'
    )
    monkeypatch.chdir(root)
    problem = Problem(
        Location("content/notes/b.md", 5), "unknown-key", 'unknown key "sumary"', "did you mean summary?"
    )
    assert main.main(["check", "--format", kind]) == 1
    assert capsys.readouterr() == (FORMATS[kind]((problem,)), f"{problem}\n1 problem\n")
    (root / "content/notes/b.md").unlink()
    assert main.main(["check", "--format", kind]) == 0
    assert capsys.readouterr() == (FORMATS[kind](()), "")


def test_a_format_is_not_watched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["--settings", str(tmp_path / "none.py"), "check", "--watch", "--json"]) == 2
    assert capsys.readouterr() == ("", "--watch and --format cannot be asked for at once\n")
