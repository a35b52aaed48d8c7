"""The workflows of GitHub and GitLab: what they may do, and that linters find nothing."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import campaign
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
    needs = {
        "build": {"contents": "read"},
        "test": {"contents": "read"},
        "deploy": {"pages": "write", "id-token": "write"},
        "sign": {"attestations": "write", "id-token": "write"},
    }
    assert {name: job["permissions"] for name, job in workflow["jobs"].items()} == {
        name: needs[name] for name in workflow["jobs"]
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


@pytest.mark.parametrize("root", [PROJECT, SKELETON], ids=["ours", "new"])
def test_what_goes_live_takes_weights_of_keywords_alone_from_a_cache_and_pull_requests_hand_nothing_on(
    root: Path,
) -> None:
    kept: dict[str, dict[str, str]] = {"restore": {}, "save": {}}
    for step in read(root / ".github/workflows/publish.yml")["jobs"]["build"]["steps"]:
        if found := re.search(r"actions/cache/(\w+)@", step.get("uses", "")):
            kept[found[1]][step["with"]["path"]] = step["if"].partition(" && ")[0]
    live, proposed = "github.event_name != 'pull_request'", "github.event_name == 'pull_request'"
    assert kept == {
        "restore": {".briefing/keywords.sqlite": live, ".briefing": proposed},
        "save": {".briefing/keywords.sqlite": live, ".briefing": live},
    }


def test_gitlab_takes_weights_of_keywords_alone_for_what_goes_live() -> None:
    build = read(GITLAB)["build"]
    proposed, live = (rule["variables"] for rule in build["rules"])
    policies = {cache["paths"][0]: cache.get("policy", "pull-push") for cache in build["cache"]}
    assert {
        path: [rule.get(policy.removeprefix("$"), policy) for rule in (proposed, live)]
        for path, policy in policies.items()
    } == {
        ".venv/": ["pull-push", "pull-push"],
        ".briefing/keywords.sqlite": ["pull", "pull-push"],
        ".briefing/": ["pull", "push"],
    }


def test_pull_requests_and_pushes_run_the_tests_beside_the_site() -> None:
    workflow = read(PROJECT / ".github/workflows/test.yml")
    assert workflow[True] == {
        "pull_request": None,
        "push": {"branches": ["main"]},
        "workflow_dispatch": None,
    }
    assert [step["run"] for step in steps(workflow) if "run" in step] == [".ci/run"]
    job = read(GITLAB)["test"]
    assert (job["script"], job["rules"]) == ([".ci/run"], [{"if": "$CI_COMMIT_TAG == null"}])


def test_a_distribution_is_signed_as_it_was_tried_and_published_by_nobody() -> None:
    workflow = read(PROJECT / ".github/workflows/release.yml")
    made, signed = workflow["jobs"]["build"]["steps"], workflow["jobs"]["sign"]
    assert [step["run"] for step in made if "run" in step] == ['.ci/release "$TAG"']
    assert [step["uses"].partition("@")[0] for step in made if "uses" in step] == [
        "actions/checkout",
        "actions/setup-python",
        "actions/upload-artifact",
    ]
    assert signed["needs"] == "build"
    assert [step["uses"].partition("@")[0] for step in signed["steps"]] == [
        "actions/download-artifact",
        "actions/attest-build-provenance",
    ]


def test_gitlab_leaves_nothing_in_public_but_the_site(tmp_path: Path) -> None:
    """Even where a runner kept what it made before."""
    for path in ("output/index.html", "public/index.html", "public/old/index.html"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(path)
    (tmp_path / "changes.txt").write_text("nothing changes at https://fair.example/\n")
    pages = read(GITLAB)["pages"]
    script = "\n".join(("set -e", *pages["script"]))
    subprocess.run(["bash", "-c", script], cwd=tmp_path, capture_output=True, check=True)
    assert campaign.files(tmp_path / "public") == {"index.html": b"output/index.html"}
    # The runner then clears up first: artifacts are laid over what it finds.
    assert "variables" not in pages


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
    differing = {"Set up Python", "Keep the environment", "Install Briefing"}
    both = [[step for step in steps(one) if step["name"] not in differing] for one in (ours, theirs)]
    for step in both[0]:
        if "run" in step:
            step["run"] = step["run"].replace("./publish.sh check", "briefing check")
            step["run"] = step["run"].replace("./publish.sh zip", "briefing publish --zip")
            step["run"] = step["run"].replace(".venv/bin/python -m briefing", "briefing")
    for step in (*both[0], *both[1]):
        for name in step.get("with", {}).keys() & {"key"}:
            step["with"][name] = re.sub(r"hashFiles\(.*?\)", "hashFiles()", step["with"][name])
    assert both[0] == both[1]


def test_gitlab_runs_the_same_steps() -> None:
    commands = [
        line.strip()
        for step in steps(read(PROJECT / ".github/workflows/publish.yml"))
        for line in step.get("run", "").splitlines()
    ]
    script = read(GITLAB)["build"]["script"]
    for command in (
        "./publish.sh check --format git",
        "./publish.sh zip",
        ".venv/bin/python -m briefing changes output",
    ):
        assert any(line.startswith(command) for line in commands)
        assert any(line.startswith(command) for line in script)


def test_main_is_built_from_nothing_each_night_and_compared() -> None:
    nightly = read(PROJECT / ".github/workflows/rebuilt.yml")
    assert [each["cron"] for each in nightly[True]["schedule"]] == ["17 2 * * *"]
    scripts = [step["run"] for step in steps(nightly) if "run" in step]
    job = read(GITLAB)["rebuilt"]
    assert scripts == job["script"] == ["./publish.sh", ".venv/bin/python -m briefing build --rebuilt"]
    assert job["rules"] == [{"if": '$CI_PIPELINE_SOURCE == "schedule"'}]


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
