"""What is published as source is what git has: nothing that a script or a test needs is missing there."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path

import campaign
import pytest


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source distribution."""
    folder: Path = tmp_path_factory.mktemp("sdist")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "sdist", "--directory", str(folder)]
    subprocess.run(build, cwd=campaign.PROJECT, capture_output=True, check=True)
    (built,) = folder.glob("*.tar.gz")
    return built


@pytest.fixture(scope="module")
def published(archive: Path) -> set[str]:
    """The paths of all files in the source distribution, but for what the build adds to it."""
    with tarfile.open(archive) as opened:
        names = {entry.name.partition("/")[2] for entry in opened if entry.isfile()}
    return names - {"PKG-INFO"}


def test_an_index_would_take_the_distribution(archive: Path) -> None:
    command = [sys.executable, "-m", "twine", "--no-color", "check", "--strict", str(archive)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout.split()[-1]) == (0, "PASSED"), told.stdout


def test_programs_and_people_are_told_the_same_licences_and_where_their_texts_are() -> None:
    """Of a file the last annotation counts that its path matches; all but the content is code."""
    told = tomllib.loads((campaign.PROJECT / "REUSE.toml").read_text("utf-8"))["annotations"]
    stated = {one["path"]: one["SPDX-License-Identifier"] for one in told}
    assert list(stated) == ["**", "content/**"]
    project = tomllib.loads((campaign.PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    assert stated["**"] == project["license"]
    text = (campaign.PROJECT / "LICENSE").read_text("utf-8")
    for kind, licence in zip(("Code", "Content"), stated.values(), strict=True):
        section = text.partition(f"{kind}: {licence}\n")[2].partition("\n\n")[0]
        assert f"https://spdx.org/licenses/{licence}.html" in section
        assert section.count("https://") == 2


@pytest.mark.skipif(not (campaign.PROJECT / ".git").exists(), reason="these are not git's files")
def test_the_source_distribution_holds_what_git_holds(published: set[str]) -> None:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=campaign.PROJECT, capture_output=True, text=True, check=True)
    tracked = {path for path in listed.stdout.split("\0") if (campaign.PROJECT / path).is_file()}
    assert published == tracked


def test_the_docs_say_what_each_top_level_folder_is_for(published: set[str]) -> None:
    folders = {path.partition("/")[0] for path in published if "/" in path}
    docs = (campaign.PROJECT / "docs/architecture.md").read_text("utf-8")
    assert {folder for folder in folders if f"| `{folder}/` |" not in docs} == set()
