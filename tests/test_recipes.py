"""The recipes of docs/architecture.md: all name files that exist; the one for a page kind is followed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import campaign
import pytest

ARCHITECTURE = (campaign.PROJECT / "docs" / "architecture.md").read_text("utf-8")
# In how many files each change must be possible.
MOST = {
    "A page kind": 3,
    "A relation kind": 3,
    "An export": 3,
    "A front-matter key": 5,
    "A date expression": 2,
    "A deploy target": 2,
}
CONF = """\
SITENAME = "Dyke 2021"
SITEURL = "https://dyke.example"
PLUGINS = ["briefing.plugin"]
BRIEFING = {"tagline": "A flood, day by day", "introduction": "What was told."}
"""
PAGE_KINDS = "briefing/site/page_kinds.py"
PAGE = "output/counts/index.html"


def recipe(name: str) -> str:
    """The section of a recipe."""
    found = re.search(rf"^### {name}\n(.*?)^##", ARCHITECTURE, re.MULTILINE | re.DOTALL)
    assert found is not None, name
    return found[1]


def files(name: str) -> dict[str, bool]:
    """The files that a recipe lists, in order, and whether each is new."""
    listed = re.findall(r"^\d+\. `([^`]+)`( \(new\))?:", recipe(name), re.MULTILINE)
    assert listed
    return {path: bool(new) for path, new in listed}


def names() -> list[str]:
    recipes = ARCHITECTURE.partition("\n## Recipes\n")[2].partition("\n## ")[0]
    return re.findall(r"^### (.+)$", recipes, re.MULTILINE)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the program and the theme, beside an invented campaign."""
    root = campaign.write(tmp_path, {"2021-03-04-gazette-a.md": campaign.note()})
    shutil.copytree(campaign.PROJECT / "briefing", root / "briefing")
    (root / "pelicanconf.py").write_text(CONF, "utf-8")
    return root


def follow(root: Path) -> None:
    """Do what the recipe for a page kind says, in the files that it lists."""
    module, template, registered = files("A page kind")
    for path, language in ((module, "python"), (template, "jinja")):
        (block,) = re.findall(rf"^```{language}\n(.*?)^```$", recipe("A page kind"), re.MULTILINE | re.DOTALL)
        assert not (root / path).exists()
        (root / path).write_text(block, "utf-8")
    assert registered == PAGE_KINDS
    edit(root / registered, "from briefing.site.pages import (\n", "    counts,\n")
    edit(root / registered, "PARTS = (\n", "    counts,\n")
    edit(root / registered, "FOOTER = (", 'Link(counts.COUNTS, "Counts"), ')


def edit(path: Path, after: str, added: str) -> None:
    """Put something behind the only place where a text has these words."""
    text = path.read_text("utf-8")
    assert text.count(after) == 1
    path.write_text(text.replace(after, after + added), "utf-8")


def run(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "briefing", *words],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_page_kind_costs_the_files_of_its_recipe(project: Path) -> None:
    follow(project)
    assert run(project, "build").returncode == 0
    assert '<p class="standfirst">1 notes, 1 days.</p>' in (project / PAGE).read_text("utf-8")
    told = run(project, "verify", "output")
    assert (told.returncode, told.stderr) == (0, "")


def test_the_address_of_a_new_page_kind_is_refused_to_a_page_of_the_editors_own(project: Path) -> None:
    follow(project)
    (project / "content" / "pages" / "counts.md").write_text(campaign.PAGE, "utf-8")
    told = run(project, "check")
    assert told.returncode == 1
    assert told.stderr == (
        "content/pages/counts.md: has the address /counts/, which is the site's own; rename the file\n"
        "1 problem\n"
    )


def test_an_edit_of_its_template_makes_the_page_of_a_new_kind_anew(project: Path) -> None:
    follow(project)
    run(project, "build")
    template = project / "theme" / "templates" / "counts.html"
    template.write_text(template.read_text("utf-8").replace(" days.", " days so far."), "utf-8")
    told = run(project, "build", "--explain").stdout.splitlines()
    assert told[:-1] == ["counts/index.html: template counts.html"]
    assert told[-1].partition(", in ")[0].endswith(": 2 files written, 0 removed")
    assert "1 notes, 1 days so far." in (project / PAGE).read_text("utf-8")


def test_an_unknown_template_is_named(project: Path) -> None:
    follow(project)
    (project / "theme" / "templates" / "counts.html").rename(project / "theme" / "templates" / "count.html")
    told = run(project, "build")
    assert told.returncode == 1
    assert told.stderr == "theme/templates/counts.html: there is no such template\n"


@pytest.mark.parametrize("name", names())
def test_a_recipe_names_files_that_exist(name: str) -> None:
    for path, new in files(name).items():
        place = campaign.PROJECT / path
        assert place.exists() != new, path
        assert place.parent.is_dir(), path
    for path in re.findall(r"`((?:briefing|theme|content|docs|\.schema)/[^`]*)`", recipe(name)):
        assert (campaign.PROJECT / path).exists() or files(name).get(path), path


def test_every_change_costs_as_few_files_as_promised() -> None:
    assert names() == [*MOST, "Another language"]
    assert {name: len(files(name)) for name in MOST} == MOST
