"""The workflows of GitHub and GitLab: what they may do, and that linters find nothing."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

PROJECT = Path(__file__).resolve().parent.parent
SKELETON = PROJECT / "briefing/skeleton"
WORKFLOWS = [path for root in (PROJECT, SKELETON) for path in (root / ".github/workflows").glob("*.yml")]
GITLAB = PROJECT / ".gitlab-ci.yml"
BIN = Path(sys.executable).parent
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")
LIVE = "github.event_name != 'pull_request' && github.ref == 'refs/heads/main'"


def read(path: Path) -> dict[Any, Any]:
    found: dict[Any, Any] = yaml.safe_load(path.read_text("utf-8"))
    return found


def steps(workflow: dict[Any, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: str(path.relative_to(PROJECT)))
def test_every_action_is_pinned_to_a_commit_whose_version_is_told(path: Path) -> None:
    used = [step["uses"] for step in steps(read(path)) if "uses" in step]
    assert used
    assert [one for one in used if not PINNED.fullmatch(one)] == []
    lines = [line for line in path.read_text("utf-8").splitlines() if "uses:" in line]
    assert [line for line in lines if not re.search(r"@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line)] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: str(path.relative_to(PROJECT)))
def test_a_workflow_may_do_nothing_but_what_a_job_says_it_needs(path: Path) -> None:
    workflow = read(path)
    assert workflow["permissions"] == {}
    assert {name: job["permissions"] for name, job in workflow["jobs"].items()} == {
        "build": {"contents": "read"},
        "deploy": {"pages": "write", "id-token": "write"},
    }
    assert not re.search(r"\bsecrets\.|pull_request_target", path.read_text("utf-8"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: str(path.relative_to(PROJECT)))
def test_a_script_takes_nothing_from_an_event(path: Path) -> None:
    assert [step["name"] for step in steps(read(path)) if "${{" in step.get("run", "")] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: str(path.relative_to(PROJECT)))
def test_a_checkout_leaves_no_credentials_behind_and_has_the_whole_history(path: Path) -> None:
    checkouts = [step["with"] for step in steps(read(path)) if "actions/checkout@" in step.get("uses", "")]
    assert checkouts == [{"fetch-depth": 0, "persist-credentials": False}]


def test_only_what_is_on_main_and_changes_something_goes_live() -> None:
    workflow = read(PROJECT / ".github/workflows/publish.yml")
    jobs = workflow["jobs"]
    assert jobs["deploy"]["if"] == f"{LIVE} && needs.build.outputs.changes == 'true'"
    (handed,) = (step for step in jobs["build"]["steps"] if "upload-pages" in step.get("uses", ""))
    assert handed["if"] == f"{LIVE} && steps.changes.outputs.any == 'true'"
    saved = next(step for step in jobs["build"]["steps"] if "cache/save@" in step.get("uses", ""))
    assert saved["if"].startswith("github.event_name != 'pull_request' && ")


def test_what_goes_live_waits_for_what_goes_live() -> None:
    group = read(PROJECT / ".github/workflows/publish.yml")["concurrency"]
    assert group["cancel-in-progress"] == "${{ github.event_name == 'pull_request' }}"
    assert "'live'" in group["group"]
    pages = read(GITLAB)["pages"]
    assert (pages["resource_group"], pages["interruptible"]) == ("live", False)


def test_a_new_campaign_is_published_as_this_one_is() -> None:
    """But for how the program gets there."""
    ours, theirs = (read(root / ".github/workflows/publish.yml") for root in (PROJECT, SKELETON))
    assert ours["jobs"]["deploy"] == theirs["jobs"]["deploy"]
    differing = {"Set up Python", "Install Briefing", "Fetch what was analysed before"}
    both = [[step for step in steps(one) if step["name"] not in differing] for one in (ours, theirs)]
    for step in both[0]:
        if "run" in step:
            step["run"] = step["run"].replace("./publish.sh", "briefing publish")
            step["run"] = step["run"].replace(".venv/bin/python -m briefing", "briefing")
    assert both[0] == both[1]


def test_gitlab_runs_the_same_steps() -> None:
    commands = [
        line.strip()
        for step in steps(read(PROJECT / ".github/workflows/publish.yml"))
        for line in step.get("run", "").splitlines()
    ]
    script = read(GITLAB)["build"]["script"]
    for command in ("./publish.sh", ".venv/bin/python -m briefing changes output"):
        assert any(line.startswith(command) for line in commands)
        assert any(line.startswith(command) for line in script)


def test_a_linter_for_workflows_finds_nothing() -> None:
    command = [
        str(BIN / "zizmor"),
        "--offline",
        "--quiet",
        "--no-progress",
        "--color=never",
        "--persona=pedantic",
    ]
    told = subprocess.run([*command, *map(str, WORKFLOWS)], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout) == (0, "No findings to report. Good job!\n")


@pytest.mark.parametrize(
    "words",
    [
        ["vendor.github-workflows", *map(str, WORKFLOWS)],
        ["vendor.gitlab-ci", "--data-transform", "gitlab-ci", str(GITLAB)],
    ],
    ids=["github", "gitlab"],
)
def test_the_files_are_what_their_schemas_ask(words: list[str]) -> None:
    command = [str(BIN / "check-jsonschema"), "--builtin-schema", *words]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout) == (0, "ok -- validation done\n"), told.stdout + told.stderr
