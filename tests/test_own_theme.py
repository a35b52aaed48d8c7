"""A project's own theme: what stands in it goes before what the program brings, the rest is the program's."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import campaign
import pytest

from briefing import verify

CONF = """\
SITENAME = "Dyke 2021"
SITEURL = "https://dyke.example"
PLUGINS = ["briefing.plugin"]
TIMEZONE = "UTC"
BRIEFING = {"tagline": "A flood, day by day", "introduction": "What was told."}
"""
PAGE = """\
{% extends "!theme/page.html" %}
{% block main %}<p class="own">Ours.</p>{{ super() }}{% endblock %}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project without a theme of its own."""
    root = campaign.write(tmp_path, {"a.md": campaign.note()})
    shutil.rmtree(root / "theme")
    (root / "pelicanconf.py").write_text(CONF)
    return root


def run(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(campaign.PROJECT)}
    command = [sys.executable, "-m", *words]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)


def write(root: Path, path: str, text: str) -> None:
    (root / "theme" / path).parent.mkdir(parents=True, exist_ok=True)
    (root / "theme" / path).write_text(text, "utf-8")


def test_a_project_without_a_theme_has_that_of_the_program(project: Path, tmp_path: Path) -> None:
    assert run(project, "briefing", "build").returncode == 0
    made = campaign.files(project / "output")
    shutil.copytree(campaign.PROJECT / "theme", project / "theme")
    assert run(project, "briefing", "build", "--output", str(tmp_path / "copied")).returncode == 0
    assert campaign.files(tmp_path / "copied") == made


def test_a_template_of_its_own_may_build_on_that_of_the_program(project: Path) -> None:
    write(project, "templates/page.html", PAGE)
    campaign.made(campaign.chosen(project))
    page = (project / "output/about/index.html").read_text("utf-8")
    assert page.index('<p class="own">Ours.</p>') < page.index("A page of ours.")
    assert 'class="own"' not in (project / "output/index.html").read_text("utf-8")


def test_a_change_to_the_programs_template_below_it_is_seen(project: Path) -> None:
    from briefing.site.render import templates  # noqa: PLC0415

    write(project, "templates/page.html", PAGE)
    packed = project / "packed"
    shutil.copytree(campaign.PROJECT / "theme", packed)
    prints = []
    for word in ("first", "second"):
        with (packed / "templates/macros.html").open("a", encoding="utf-8") as macros:
            macros.write(f"<!-- {word} -->")
        made = templates.environment([project / "theme", packed], {})
        prints.append(templates.Theme(made).fingerprint("page.html"))
    assert prints[0] != prints[1]


def test_style_sheets_of_its_own_come_after_that_of_the_program(project: Path) -> None:
    write(project, "static/colours.css", ":root { --accent: teal; }\n")
    write(project, "static/print/page.css", "body { color: black; }\n")
    write(project, "static/icon.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>\n')
    campaign.made(campaign.chosen(project))
    page = (project / "output/about/index.html").read_text("utf-8")
    assert re.findall(r'<link rel="stylesheet" href="../assets/(\w+)', page) == ["site", "colours"]
    (icon,) = (project / "output/assets").glob("icon.*.svg")
    assert icon.read_text("utf-8") == '<svg xmlns="http://www.w3.org/2000/svg"/>\n'
    assert verify.verify(project / "output") == ()


def test_pelican_makes_the_same_site_with_it(project: Path) -> None:
    write(project, "templates/page.html", PAGE)
    write(project, "static/colours.css", ":root { --accent: teal; }\n")
    ran = [
        run(project, "briefing", "build", "--output", "short"),
        run(project, "briefing", "build", "--pelican", "--output", "hosted"),
        run(project, "pelican", "content", "-s", "pelicanconf.py", "-o", "pelicans", "--fatal", "warnings"),
    ]
    assert [one.returncode for one in ran] == [0, 0, 0], [one.stderr for one in ran]
    short, *others = (campaign.files(project / name) for name in ("short", "hosted", "pelicans"))
    assert others == [short, short]


def test_a_theme_that_settings_name_and_that_is_not_there_is_told(project: Path) -> None:
    (project / "pelicanconf.py").write_text(f'{CONF}THEME = "them"\n')
    told = run(project, "briefing", "build")
    assert (told.returncode, told.stderr) == (
        1,
        (
            f"pelicanconf.py:6: there is no folder {project}/them; "
            "name the folder of your own templates and styles, or leave THEME out\n"
        ),
    )
