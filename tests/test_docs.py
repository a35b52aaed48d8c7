"""What the docs say is so: links lead somewhere, commands are taken, keys are all there, examples pass."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import campaign
import pytest

from briefing.cli import main
from briefing.content import schema
from briefing.core import settings
from briefing.text.fold import slug

DOCS = [
    *(campaign.PROJECT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted((campaign.PROJECT / "docs").glob("*.md")),
]
LONGEST_README = 800
# What the README leaves to the registry of the campaign that one works on.
CIVILIANS = "- {id: civilians, kind: group, label: Civilians}\n"


def text(name: str) -> str:
    return (campaign.PROJECT / name).read_text("utf-8")


def blocks(name: str, language: str) -> list[str]:
    """The fenced blocks of a page in a language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text(name), re.MULTILINE | re.DOTALL)


def anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    return {slug(heading.replace("`", "")) for heading in headings}


def commands() -> list[str]:
    """The command lines of all pages."""
    lines = [line for path in DOCS for line in path.read_text("utf-8").splitlines()]
    return sorted({line for line in lines if line.startswith("$ briefing ")})


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_links_of_the_docs_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text("utf-8")):
        if "://" in target or target.startswith("{"):
            continue
        file, _, anchor = target.partition("#")
        led = (path.parent / file).resolve() if file else path
        assert led.exists(), target
        assert not anchor or anchor in anchors(led), target


def test_the_code_leads_to_no_page_of_the_docs_that_is_not_there() -> None:
    folders = (campaign.PROJECT / name for name in ("briefing", "theme", ".ci", ".github"))
    files = [campaign.PROJECT / "publish.sh", *(file for folder in folders for file in folder.rglob("*.*"))]
    texts = [
        file.read_text("utf-8") for file in files if file.suffix in {".html", ".js", ".py", ".sh", ".yml"}
    ]
    named = {page for one in texts for page in re.findall(r"\bdocs/\w+\.md\b", one)}
    assert {"docs/publishing.md", "docs/search.md"} <= named
    assert {page for page in named if not (campaign.PROJECT / page).is_file()} == set()


def test_the_readme_is_short() -> None:
    assert len(text("README.md").split()) <= LONGEST_README


def test_the_readme_leads_to_every_page_of_the_docs() -> None:
    pages = {path.relative_to(campaign.PROJECT).as_posix() for path in DOCS} - {"README.md"}
    assert {page for page in pages if f"]({page})" not in text("README.md")} == set()


@pytest.mark.parametrize("line", commands())
def test_commands_of_the_docs_are_taken(line: str) -> None:
    main.parser().parse_args(shlex.split(line.partition("#")[0])[2:])


def test_the_docs_tell_of_every_command() -> None:
    everything = "".join(path.read_text("utf-8") for path in DOCS)
    assert [name for name in main.COMMANDS if f"briefing {name}" not in everything] == []


def test_the_docs_tell_of_every_key_that_a_file_may_hold() -> None:
    told = set(re.findall(r"\b(\w+)(?:`|: )", text("docs/editing.md") + text("docs/campaigns.md")))
    lacking = {name: keys_of(described) - told for name, described in schema.schemas().items()}
    assert {name: keys for name, keys in lacking.items() if keys} == {}


def keys_of(described: Any) -> set[str]:
    """All keys that a schema allows, however deep."""
    if isinstance(described, list):
        return {key for one in described for key in keys_of(one)}
    if not isinstance(described, dict):
        return set()
    own = set(described.get("properties", ()))
    inside = [described.get(name) for name in ("items", "anyOf")]
    return own | keys_of([*described.get("properties", {}).values(), *inside])


def test_the_docs_tell_of_every_setting() -> None:
    told = text("docs/campaigns.md")
    assert [key for key in settings.OWN_KEYS if f'| `BRIEFING["{key}"]` |' not in told] == []


def test_the_first_note_of_the_readme_passes_the_check(tmp_path: Path) -> None:
    root = first_note(tmp_path)
    told = run(root, "check")
    assert (told.returncode, told.stderr) == (0, "")


def test_a_slip_in_the_first_note_gets_the_message_of_the_readme(tmp_path: Path) -> None:
    root = first_note(tmp_path)
    (note,) = (root / "content" / "notes").rglob("*.md")
    lines = note.read_text("utf-8").splitlines(keepends=True)
    note.write_text("".join([*lines[:4], "sumary: It gave way.\n", *lines[4:]]), "utf-8")
    (message,) = blocks("README.md", "text")
    assert run(root, "check").stderr == f"{message}1 problem\n"


def first_note(folder: Path) -> Path:
    """A project with what the README has one do, and nothing else."""
    root = campaign.write(folder, {})
    sources, entities, claims = blocks("README.md", "yaml")
    (body,) = blocks("README.md", "markdown")
    (root / "content" / "registry" / "sources.yml").write_text(sources, "utf-8")
    (root / "content" / "registry" / "entities.yml").write_text(CIVILIANS + entities, "utf-8")
    (root / "pelicanconf.py").write_text(text("tests/spill/pelicanconf.py"), "utf-8")
    (laid_out,) = [line for line in blocks("README.md", "console") if line.startswith("$ briefing new")]
    written = root / run(root, *shlex.split(laid_out)[2:]).stdout.strip()
    note = written.read_text("utf-8")
    assert note.endswith("---\n\n")
    written.write_text(note.removesuffix("---\n\n") + f"{claims}---\n\n{body}", "utf-8")
    return root


def run(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "briefing", *words], cwd=root, capture_output=True, text=True, check=False
    )
