"""Renaming: what changes in which files, byte for byte, and what is refused."""

from __future__ import annotations

import difflib
import re
from pathlib import Path

import campaign
import pytest

from briefing.build import check
from briefing.cli import main
from briefing.content import edits, rename
from briefing.core.problems import BriefingError

# Written as editors write: comments, blocks and braces, quotes, odd spaces.
SITE = "https://dyke.example"
FLOW = "- {id: flow, label: Flow, definition: What runs out., kind: rate, units: [tons, barrels]}"
BARRELS = "- {id: barrels, singular: barrel, plural: barrels, base: tons, factor: 0.14}"
FILES = {
    "registry/sources.yml": """\
# Who reports.
- {id: gazette, kind: outlet, label: The Gazette}   # since 1821
- id: "wire"
  kind: agency
  label: Wire
""",
    "registry/entities.yml": """\
- id: aldmoor      # the town
  kind: place
  label: Aldmoor
  aliases: [Old Moor]
- {id: brigade, kind: group, label: Dyke Brigade, former: [dykers]}
- id: vane
  former:
    # As first written.
    - colonel
  kind: person
  label: Ada Vane
""",
    "registry/measures.yml": f"""\
- id: killed
  label: Killed
  definition: Those who died.
  kind: count
{FLOW}
""",
    "registry/units.yml": f"""\
- {{id: tons, singular: ton, plural: tons}}
{BARRELS}
""",
    "notes/dyke.md": """\
---
title: "Dyke holds"   # ours
source: gazette
agency:  wire
date: 2021-03-04
tags: [ 'sluice gate', aldmoor ]
claims:
  - {by: vane, who: brigade, what: killed, value: 12, place: aldmoor}  # first count
  - by: gazette
    who: vane
    what: flow
    unit: barrels
    value: 40
---
Colonel Vane of the Dyke Brigade said at Aldmoor on Thursday that 12 were killed and 40 barrels ran out.
See [him](/entities/vane/) and [the count](/figures/killed-brigade/).
""",
    "notes/gate.md": """\
---
title: Gate opens
source: gazette
date: 2021-03-05
tags: [Sluice Gate]
---
The gate opened on Friday. It follows [the other]({filename}dyke.md "dyke.md"), not `dyke.md`.

[note]: https://dyke.example/notes/dyke/
""",
    "pages/about.md": "---\ntitle: About\ndescription: What this is.\n---\nSee [it](/notes/dyke/).\n",
}


def lay_out(root: Path) -> Path:
    for path, text in FILES.items():
        (root / "content" / path).parent.mkdir(parents=True, exist_ok=True)
        (root / "content" / path).write_text(text, "utf-8")
    return root / "content"


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pelicanconf.py").write_text(
        'SITENAME = "Dyke"\nSITEURL = "https://dyke.example"\nPLUGINS = ["briefing.plugin"]\n', "utf-8"
    )
    monkeypatch.chdir(tmp_path)
    return lay_out(tmp_path)


def texts(folder: Path) -> dict[str, str]:
    return {path: content.decode() for path, content in campaign.files(folder).items()}


def changed(folder: Path) -> list[str]:
    """The lines that went, and those that came, each behind its file."""
    after = texts(folder)
    found = []
    for path in sorted({*FILES, *after}):
        before, now = FILES.get(path, "").splitlines(), after.get(path, "").splitlines()
        found += [f"{path} {line}" for line in difflib.ndiff(before, now) if line[:1] in "+-"]
    return found


CLAIM = "  - {by: vane, who: brigade, what: killed, value: 12, place: aldmoor}  # first count"
LINKS = "See [him](/entities/vane/) and [the count](/figures/killed-brigade/)."
LINK = 'The gate opened on Friday. It follows [the other]({filename}dyke.md "dyke.md"), not `dyke.md`.'


def line(path: str, before: str, *now: str) -> list[str]:
    """What `changed` tells of one line."""
    return [f"{path} - {before}", *(f"{path} + {one}" for one in now)]


# By the old name, the new one and the kind, where that has to be said.
CHANGES = {
    ("brigade", "guard", ""): [
        *line("notes/dyke.md", CLAIM, CLAIM.replace("brigade", "guard")),
        *line("notes/dyke.md", LINKS, LINKS.replace("brigade", "guard")),
        *line(
            "registry/entities.yml",
            "- {id: brigade, kind: group, label: Dyke Brigade, former: [dykers]}",
            "- {id: guard, kind: group, label: Dyke Brigade, former: [dykers, brigade]}",
        ),
    ],
    ("aldmoor", "moor", ""): [
        *line("notes/dyke.md", "tags: [ 'sluice gate', aldmoor ]", "tags: [ 'sluice gate', moor ]"),
        *line("notes/dyke.md", CLAIM, CLAIM.replace("aldmoor", "moor")),
        *line(
            "registry/entities.yml",
            "- id: aldmoor      # the town",
            "- id: moor      # the town",
            "  former: [aldmoor]",
        ),
    ],
    # The name that it had once, and takes again.
    ("vane", "colonel", ""): [
        *line("notes/dyke.md", CLAIM, CLAIM.replace("vane", "colonel")),
        *line("notes/dyke.md", "    who: vane", "    who: colonel"),
        *line("notes/dyke.md", LINKS, LINKS.replace("vane", "colonel")),
        *line("registry/entities.yml", "- id: vane", "- id: colonel"),
        *line("registry/entities.yml", "    - colonel", "    - vane"),
    ],
    ("vane", "ada", "entity"): [
        *line("notes/dyke.md", CLAIM, CLAIM.replace("vane", "ada")),
        *line("notes/dyke.md", "    who: vane", "    who: ada"),
        *line("notes/dyke.md", LINKS, LINKS.replace("vane", "ada")),
        *line("registry/entities.yml", "- id: vane", "- id: ada"),
        "registry/entities.yml +     - vane",
    ],
    ("gazette", "the-gazette", ""): [
        *line("notes/dyke.md", "source: gazette", "source: the-gazette"),
        *line("notes/dyke.md", "  - by: gazette", "  - by: the-gazette"),
        *line("notes/gate.md", "source: gazette", "source: the-gazette"),
        *line(
            "registry/sources.yml",
            "- {id: gazette, kind: outlet, label: The Gazette}   # since 1821",
            "- {id: the-gazette, former: [gazette], kind: outlet, label: The Gazette}   # since 1821",
        ),
    ],
    ("killed", "dead", ""): [
        *line("notes/dyke.md", CLAIM, CLAIM.replace("killed", "dead")),
        *line("notes/dyke.md", LINKS, LINKS.replace("killed", "dead")),
        *line("registry/measures.yml", "- id: killed", "- id: dead", "  former: [killed]"),
    ],
    ("tons", "tonnes", ""): [
        *line("registry/measures.yml", FLOW, FLOW.replace("tons", "tonnes")),
        *line(
            "registry/units.yml",
            "- {id: tons, singular: ton, plural: tons}",
            "- {id: tonnes, former: [tons], singular: ton, plural: tons}",
        ),
        *line("registry/units.yml", BARRELS, BARRELS.replace("base: tons", "base: tonnes")),
    ],
    ("Sluice gate", "flood gate: east", ""): [
        *line("notes/dyke.md", "tags: [ 'sluice gate', aldmoor ]", 'tags: [ "flood gate: east", aldmoor ]'),
        *line("notes/gate.md", "tags: [Sluice Gate]", 'tags: ["flood gate: east"]'),
        'registry/tags.yml + - {label: "flood gate: east", former: [Sluice gate]}',
    ],
    ("dyke", "dyke-holds", ""): [
        *(f"notes/dyke.md - {line}" for line in FILES["notes/dyke.md"].splitlines()),
        "notes/dyke-holds.md + ---",
        'notes/dyke-holds.md + title: "Dyke holds"   # ours',
        "notes/dyke-holds.md + former: [dyke]",
        *(f"notes/dyke-holds.md + {line}" for line in FILES["notes/dyke.md"].splitlines()[2:]),
        *line("notes/gate.md", LINK, LINK.replace("{filename}dyke", "{filename}dyke-holds")),
        *line("notes/gate.md", f"[note]: {SITE}/notes/dyke/", f"[note]: {SITE}/notes/dyke-holds/"),
        *line("pages/about.md", "See [it](/notes/dyke/).", "See [it](/notes/dyke-holds/)."),
    ],
    ("about", "us", ""): [
        *(f"pages/about.md - {line}" for line in FILES["pages/about.md"].splitlines()),
        *(f"pages/us.md + {line}" for line in FILES["pages/about.md"].splitlines()[:2]),
        "pages/us.md + former: [about]",
        *(f"pages/us.md + {line}" for line in FILES["pages/about.md"].splitlines()[2:]),
    ],
}


@pytest.mark.parametrize("names", CHANGES)
def test_a_rename_changes_what_names_a_thing_and_nothing_else(
    names: tuple[str, str, str], content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new, kind = names
    assert check.read(content, today=campaign.TODAY, site=SITE)[1] == ()
    assert main.main(["rename", old, new, *(["--kind", kind] if kind else [])]) == 0
    assert sorted(changed(content)) == sorted(CHANGES[names])
    assert capsys.readouterr().out.splitlines()[-1].endswith(f" {old} is called {new} now")
    assert check.read(content, today=campaign.TODAY, site=SITE)[1] == ()


@pytest.mark.parametrize("names", CHANGES)
def test_what_is_renamed_back_is_as_it_was_but_for_what_it_was_called(
    names: tuple[str, str, str], content: Path
) -> None:
    old, new, kind = names
    for one, other in ((old, new), (new, old), (old, new), (new, old)):
        edits.write(content, rename.rename(content, one, other, kind=kind, site=SITE)[1])
    assert check.read(content, today=campaign.TODAY, site=SITE)[1] == ()
    told = texts(content)
    assert told.keys() - FILES.keys() <= {"registry/tags.yml"}
    assert {path: of_now(told[path]) for path in FILES} == {
        path: of_now(text) for path, text in FILES.items()
    }


def of_now(text: str) -> str:
    """A text without former names, and without the quotes and capitals of a tag."""
    plain = re.sub(r"(,|\n *) ?former: \[[^\]]*\]|\n    - [a-z]+(?=\n)", "", text)
    return plain.replace("'", "").replace("Sluice", "sluice").replace("Gate]", "gate]")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_byte_order_marks_stay(newline: str, mark: bytes, content: Path) -> None:
    for path, text in FILES.items():
        (content / path).write_bytes(mark + text.replace("\n", newline).encode())
    for (old, new, kind), lines in CHANGES.items():
        if kind == "" and (old, new) != ("vane", "colonel"):
            edits.write(content, rename.rename(content, old, new, site=SITE)[1])
            assert lines
    for path, written in campaign.files(content).items():
        # The file that came with the renaming is ours.
        if path != "registry/tags.yml":
            assert written.startswith(mark), path
            assert written.count(b"\n") == written.count(newline.encode()), path
    assert check.read(content, today=campaign.TODAY, site=SITE)[1] == ()


REFUSED = {
    ("brigde", "guard", ""): "brigde: there is no such name; did you mean brigade?",
    (
        "brigade",
        "guard",
        "unit",
    ): "brigade: there is no such unit; name a note, page, source, entity, measure, unit or tag",
    ("dykers", "guard", ""): "dykers: there is no such name; it is called brigade now",
    (
        "Old Moor",
        "moor",
        "tag",
    ): "Old Moor: there is no such tag; it is a name of the entity aldmoor, whose tag is called by its label",
    ("brigade", "brigade", ""): "brigade: both names are the same; write the new one second",
    (
        "brigade",
        "The Guard",
        "",
    ): 'The Guard: "The Guard" is not an id; write lower-case letters, digits and hyphens',
    ("brigade", "vane", ""): "vane: is taken, at content/registry/entities.yml:6; choose another",
    ("brigade", "gazette", ""): "gazette: is taken, at content/registry/sources.yml:2; choose another",
    (
        "brigade",
        "colonel",
        "",
    ): "colonel: is a former name of vane, at content/registry/entities.yml:6; choose another",
    ("dyke", "gate", ""): "gate: is taken, at content/notes/gate.md; choose another",
    (
        "dyke",
        "so-" * 27 + "long",
        "",
    ): (f'{"so-" * 27}long: "{"so-" * 20}…" is not a name in an address; write {"so-" * 26}so'),
    ("about", "figures", ""): "figures: has a meaning of its own; choose another",
    ("tons", "count", ""): "count: has a meaning of its own; choose another",
    ("sluice gate", "Old moor", ""): "Old moor: is a name of the entity aldmoor; choose another",
    ("sluice gate", "!?", ""): "!?: the tag makes no address; write it with letters or digits",
    ("killed", "flow", ""): "flow: is taken, at content/registry/measures.yml:5; choose another",
}


@pytest.mark.parametrize("names", REFUSED)
def test_what_cannot_be_renamed_is_refused_in_a_line_and_nothing_changes(
    names: tuple[str, str, str], content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new, kind = names
    assert main.main(["rename", old, new, *(["--kind", kind] if kind else [])]) == 1
    assert capsys.readouterr() == ("", f"{REFUSED[names]}\n")
    assert texts(content) == FILES


def test_a_name_of_several_things_asks_which(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (content / "pages/killed.md").write_text(FILES["pages/about.md"].replace("About", "Killed"), "utf-8")
    assert main.main(["rename", "killed", "dead"]) == 1
    assert capsys.readouterr().err == "killed is a page and a measure; say which with --kind\n"
    assert main.main(["rename", "killed", "dead", "--kind", "page"]) == 0
    assert (content / "pages/dead.md").is_file()
    assert "killed" in (content / "registry/measures.yml").read_text("utf-8")


def test_a_source_that_is_an_entity_too_is_renamed_as_one(content: Path) -> None:
    with (content / "registry/entities.yml").open("a", encoding="utf-8") as opened:
        opened.write("- {id: gazette, kind: group, label: Gazette Press}\n")
    edits.write(content, rename.rename(content, "gazette", "herald", kind="source")[1])
    told = dict(sorted(texts(content).items()))
    assert not [path for path, text in told.items() if ": gazette" in text.replace("former: [gazette]", "")]
    assert [path for path, text in told.items() if "former: [gazette]" in text] == [
        "registry/entities.yml",
        "registry/sources.yml",
    ]


def test_a_file_that_cannot_be_read_stops_a_rename(content: Path) -> None:
    bad = content / "notes/bad.md"
    bad.write_text("---\ntitle: [brigade\n---\nText.\n", "utf-8")
    with pytest.raises(BriefingError) as refused:
        rename.rename(content, "brigade", "guard")
    assert str(refused.value) == "content/notes/bad.md: cannot be read, so nothing was changed; run check"


def test_a_registry_of_comments_alone_stops_no_rename(content: Path) -> None:
    tags = content / "registry/tags.yml"
    tags.write_text("# - {label: brigade, former: [sluice gate]}\n", "utf-8")
    edits.write(content, rename.rename(content, "brigade", "guard", site=SITE)[1])
    edits.write(content, rename.rename(content, "sluice gate", "gate", site=SITE)[1])
    assert tags.read_text("utf-8") == (
        "# - {label: brigade, former: [sluice gate]}\n- {label: gate, former: [sluice gate]}\n"
    )


def test_a_link_that_cannot_be_changed_stops_a_rename(content: Path) -> None:
    gate = content / "notes/gate.md"
    gate.write_text(FILES["notes/gate.md"].replace("{filename}dyke", "{filename}d&#121;ke"), "utf-8")
    with pytest.raises(BriefingError) as refused:
        rename.rename(content, "dyke", "dyke-holds")
    what = "the link {filename}dyke.md is written in a way that cannot be changed; write it plainly"
    assert str(refused.value) == f"content/notes/gate.md:7: {what}"


@pytest.mark.parametrize("blocked", ["notes/dyke-holds.md", "notes/gate.md.new~", "pages/about.md.new~"])
def test_where_one_file_cannot_be_written_all_stay_as_they_were(blocked: str, content: Path) -> None:
    changes = rename.rename(content, "dyke", "dyke-holds", site=SITE)[1]
    (content / blocked / "in the way").mkdir(parents=True)
    with pytest.raises(BriefingError) as refused:
        edits.write(content, changes)
    where = content / blocked.removesuffix(".new~")
    assert str(refused.value) == f"{where}: cannot be written: Is a directory; nothing was changed"
    assert texts(content) == FILES


def test_schemas_follow_a_renamed_measure(content: Path) -> None:
    assert main.main(["schema", "--quiet"]) == 0
    described = content.parent / ".schema/note.json"
    assert '"killed"' in described.read_text("utf-8")
    assert main.main(["rename", "killed", "dead", "--quiet"]) == 0
    assert '"killed"' not in described.read_text("utf-8")
