"""Migrations: a campaign of version 0.1 is told what has another form now, and is brought to it."""

from __future__ import annotations

from pathlib import Path

import campaign
import pytest

from briefing.cli import main
from briefing.content import migrations
from briefing.content.project import PRESETS

# As version 0.1 read it: it knew measures and units by itself, and took comments for text.
SETTINGS = """\
SITENAME = "Dyke"
SITEURL = "https://dyke.example"
THEME = "theme"
PLUGINS = ["briefing.plugin"]
"""
NOTE = """\
---
title: "Dyke holds"   # ours
source: gazette
date: 2021-03-04
claims:
  - {by: vane, who: brigade, what: killed, value: 12, unit: people}  # first count
  - by: vane
    who: aldmoor
    what: injured
    value: 40
  - {by: vane, who: brigade, what: controls, place: aldmoor, stance: asserts}
---
The Dyke Brigade holds Aldmoor, Colonel Vane said on Thursday: 12 were killed and 40 injured.

<!-- Ask Vane
again. -->

It rained.

```html
<!-- Stays. -->
```
"""
FILES = {
    "pelicanconf.py": SETTINGS,
    "content/registry/sources.yml": campaign.SOURCES,
    "content/registry/entities.yml": campaign.ENTITIES,
    "content/notes/dyke.md": NOTE,
    "content/pages/about.md": campaign.PAGE,
}
NO_THEME = (
    "pelicanconf.py:3: there is no folder {}/theme; "
    "name the folder of your own templates and styles, or leave THEME out"
)
NO_MEASURES = (
    "content/registry/measures.yml: no measure is defined, and notes have claims; "
    "briefing migrate writes those of version 0.1, if the claims are of these"
)
A_COMMENT = (
    'content/notes/dyke.md:15: "<!--" is an HTML comment, which readers would see; '
    "take it out, or move it into the front matter, to a line that starts with #"
)
PEOPLE = (
    "content/notes/dyke.md:6: claim: killed is not counted in people; "
    "write none, or unit: count, as briefing migrate does"
)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(capsys: pytest.CaptureFixture[str]) -> list[str]:
    main.main(["check"])
    return capsys.readouterr().err.splitlines()


def test_check_tells_what_has_another_form_now(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys) == [NO_THEME.format(root)]
    (root / "theme").mkdir()
    assert told(capsys) == [A_COMMENT, NO_MEASURES, "2 problems"]
    for name in campaign.VOCABULARY:
        (root / "content/registry" / name).write_bytes((PRESETS / "conflict" / name).read_bytes())
    subject = (
        "content/notes/dyke.md:7: claim: aldmoor is a place, and injured is told of a person or group; "
        "name another, or add place to its of in registry/measures.yml"
    )
    assert told(capsys) == [PEOPLE, subject, A_COMMENT, "3 problems"]


def test_migrate_brings_it_to_a_form_that_passes_and_keeps_comments_and_layout(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["migrate"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert [line for line in out if not line.startswith(".schema/")] == [
        "pelicanconf.py",
        "content/notes/dyke.md",
        "content/registry/measures.yml",
        "content/registry/units.yml",
        "migrated; now run briefing check",
    ]
    assert told(capsys) == []
    comment = "<!-- Ask Vane\nagain. -->\n\n"
    migrated = (
        NOTE.replace("people", "count")
        .replace(comment, "")
        .replace("---\nThe", "# Ask Vane\n# again.\n---\nThe")
    )
    assert (root / "content/notes/dyke.md").read_text("utf-8") == migrated
    assert (root / "pelicanconf.py").read_text("utf-8") == SETTINGS.replace('THEME = "theme"\n', "")
    preset = (PRESETS / "conflict/measures.yml").read_text("utf-8")
    at = preset.index("- id: injured")
    injured = preset[:at] + preset[at:].replace("of: [person, group]", "of: [person, group, place]", 1)
    head = "# yaml-language-server: $schema=../../.schema/measures.json\n"
    assert (root / "content/registry/measures.yml").read_text("utf-8") == head + injured
    assert (root / ".schema/measures.json").is_file()


def test_what_was_migrated_is_not_migrated_again(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["migrate", "--quiet"]) == 0
    before = campaign.files(root)
    assert main.main(["migrate"]) == 0
    assert capsys.readouterr().out == "no file is of an earlier version\n"
    assert campaign.files(root) == before


def test_measures_of_ones_own_are_left_alone(root: Path) -> None:
    """A claim that version 0.1 could not have read, or a file of measures, is of today."""
    note = root / "content/notes/dyke.md"
    note.write_text(NOTE.replace("what: injured", "what: flow"), "utf-8")
    assert [one.path for one in migrations.migrate(root / "content")] == ["notes/dyke.md"]
    note.write_text(NOTE, "utf-8")
    own = "- {id: people, singular: head, plural: heads}\n"
    (root / "content/registry/units.yml").write_text(own, "utf-8")
    (change,) = migrations.migrate(root / "content")
    assert (change.path, change.after.decode().count("unit: people")) == ("notes/dyke.md", 1)


def test_line_ends_stay_in_what_is_migrated(root: Path) -> None:
    (root / "content/notes/dyke.md").write_bytes(NOTE.replace("\n", "\r\n").encode())
    changed = {one.path: one.after for one in migrations.migrate(root / "content")}["notes/dyke.md"]
    assert changed.count(b"\n") == changed.count(b"\r\n")
    assert b"# again.\r\n---\r\nThe" in changed


def test_a_theme_of_ones_own_stays_in_the_settings(root: Path) -> None:
    (root / "theme").mkdir()
    assert main.main(["migrate", "--quiet"]) == 0
    assert (root / "pelicanconf.py").read_text("utf-8") == SETTINGS
