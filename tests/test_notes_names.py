"""Names of files: letters of any script and normal form, and what differs in case alone."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, TypeAlias
from unicodedata import normalize

import campaign
import images
import pytest

from briefing import verify
from briefing.build import check
from briefing.content import edits, rename
from briefing.core.problems import errors

Form: TypeAlias = Literal["NFC", "NFD"]

IMAGE = '![The dyke]({static}/images/%s "At night")'


def told(root: Path) -> list[str]:
    _, problems = check.read(root / "content", today=campaign.TODAY)
    return [str(one).removeprefix(f"{root}/") for one in errors(problems)]


@pytest.mark.parametrize("on_disk", ["NFC", "NFD"])
@pytest.mark.parametrize("written", ["NFC", "NFD"])
def test_a_name_is_found_in_either_normal_form(on_disk: Form, written: Form, tmp_path: Path) -> None:
    name, wanted = (normalize(form, "Café/Übung.png") for form in (on_disk, written))
    body = f"The dyke held, see [a]({{filename}}{normalize(written, 'é')}.md).\n\n{IMAGE % wanted}"
    notes = {
        "a.md": campaign.note(body=body),
        f"{normalize(on_disk, 'é')}.md": campaign.note("Gates", "2021-03-05", f"Open.\n\n{IMAGE % wanted}"),
    }
    root = campaign.write(tmp_path, notes)
    image = root / "content/images" / name
    image.parent.mkdir(parents=True)
    image.write_bytes(images.png())
    assert told(root) == []
    where = campaign.chosen(root)
    campaign.made(where)
    assert campaign.made(where).written == 0
    assert (root / "output/images/Café/Übung.png").is_file()
    assert errors(verify.verify(root / "output")) == ()


def test_names_that_differ_only_in_case_or_encoding_are_problems(tmp_path: Path) -> None:
    root = campaign.write(tmp_path, {})
    for name in ("Map.png", "map.PNG", "Café.svg", "Cafe\u0301.svg", "other.png"):
        (root / "content/images").mkdir(exist_ok=True)
        (root / "content/images" / name).write_bytes(images.png())
    assert [one for one in told(root) if "has the name" in one] == [
        (
            "content/images/Café.svg: has the name of content/images/Café.svg, but for how its letters are "
            "encoded; rename one of them"
        ),
        "content/images/map.PNG: has the name of content/images/Map.png, but for case; rename one of them",
    ]


def test_notes_in_any_script_have_addresses_that_tell_them_apart(tmp_path: Path) -> None:
    names = ("2018-12-17-دير", "2018-12-17-هجين", "Плотина", "大堤", "हिन्दी", "한강")
    notes = {
        f"{name}.md": campaign.note(
            name, f"2021-03-0{at}", f"The dyke held, see [it](/notes/{names[at - 2].lower()}/)."
        )
        for at, name in enumerate(names, 1)
    }
    root = campaign.write(tmp_path, notes)
    assert told(root) == []
    campaign.made(campaign.chosen(root))
    for name in names:
        assert (root / "output/notes" / name.lower() / "index.html").is_file(), name
    assert errors(verify.verify(root / "output")) == ()


@pytest.mark.parametrize(
    ("key", "written", "meant"),
    [
        ("source", "Gazette", "gazette"),
        ("source", "The Courier", "courier"),
        ("agency", "‘wire’", "wire"),
        ("by", "VANE", "vane"),
        ("by", "Colonel Vane", "vane"),
        ("who", "the Brigade", "brigade"),
        ("place", "Aldmuir", "aldmoor"),
    ],
)
def test_an_id_written_as_a_name_has_a_hint_at_the_id(
    key: str, written: str, meant: str, tmp_path: Path
) -> None:
    claim = {"by": "vane", "who": "brigade", "what": "killed", "value": "12", "place": "aldmoor"}
    head = {"source": "gazette", "agency": "wire"}
    (head if key in head else claim)[key] = written
    pairs = ", ".join(f"{name}: {value}" for name, value in claim.items())
    extra = f"agency: {head['agency']}\nclaims:\n  - {{{pairs}}}\n"
    note = campaign.note(body="Of the Dyke Brigade 12 were killed, Colonel Vane said.", extra=extra)
    root = campaign.write(tmp_path, {"a.md": note.replace("source: gazette", f"source: {head['source']}")})
    (problem,) = told(root)
    assert problem.endswith(f"; did you mean {meant}?")


def test_a_note_in_another_script_is_renamed_and_its_old_address_leads_on(tmp_path: Path) -> None:
    root = campaign.write(tmp_path, {"هجين.md": campaign.note(body="The dyke held.")})
    edits.write(root / "content", rename.rename(root / "content", "هجين", "سوسه")[1])
    assert told(root) == []
    campaign.made(campaign.chosen(root))
    assert 'url=../../notes/سوسه/"' in (root / "output/notes/هجين/index.html").read_text("utf-8")
    assert errors(verify.verify(root / "output")) == ()
