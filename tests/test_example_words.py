"""What pages say in words of their own: a measure's definition, things by that name, and nothing of war."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import campaign
import pytest

from briefing.content import tree
from briefing.core.vocabulary import Vocabulary

CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example campaign, built."""
    root = campaign.write_example(tmp_path_factory.mktemp("example"))
    campaign.made(campaign.chosen(root))
    return root / "output"


def shown(page: Path) -> str:
    """The text of a page."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", page.read_text("utf-8")))
    return " ".join(text.split())


def test_a_definition_stands_once_beside_its_figures_on_the_method_page_and_in_the_dictionary(
    folder: Path,
) -> None:
    known = Vocabulary.of(tree.read_registry(folder.parent / "content"))
    deployed = known.measure("deployed")
    assert deployed.defined == (
        "People, vessels, aircraft or equipment at work against the disaster at one moment. "
        "Included: Those at rest between shifts, where the claimant counts them. "
        "Not included: Those on their way, and equipment in store."
    )
    # Two groups of `figures/` are of it.
    for path in ("figures", "figures/deployed-boom", "figures/by/coastguard", "method", "data"):
        assert shown(folder / path / "index.html").count(deployed.defined) == 1, path
    schema = json.loads((folder / "data" / "claims.schema.json").read_text("utf-8"))
    assert "deployed" in schema["properties"]["claims"]["items"]["properties"]["measure"]["enum"]


def test_the_method_page_defines_what_figures_are_of_and_no_more(folder: Path) -> None:
    known = Vocabulary.of(tree.read_registry(folder.parent / "content"))
    told = shown(folder / "method" / "index.html")
    claims = json.loads((folder / "data" / "claims.json").read_text("utf-8"))["claims"]
    assert [one.id for one in known.measures if one.defined in told] == [
        one.id for one in known.measures if one.id in {claim["measure"] for claim in claims}
    ]


def test_things_have_a_heading_of_their_own(folder: Path) -> None:
    for path in ("", "briefings/2019/03/18", "notes/2019-03-20-bay-radio-plugged"):
        page = (folder / path / "index.html").read_text("utf-8")
        assert re.search(r"<dt>Things</dt>\s*<dd><ul[^>]*>\s*<li><a [^>]*entities/", page), path
    told = shown(folder / "entities" / "index.html")
    assert "People, groups, places and things" in told
    assert "Things Boom 2 notes" in told


def test_a_source_may_be_a_claimant_without_being_an_entity(folder: Path) -> None:
    page = (folder / "figures" / "price-change-harrow-line" / "index.html").read_text("utf-8")
    claimant = re.findall(r'<td data-part="claimant"[^>]*>(.*?)</td>', page)
    assert claimant == ['<a href="../../sources/harbour-herald/" dir="auto">The Harbour Herald</a>']


def test_a_source_that_is_an_entity_too_is_one_page_to_which_all_links_lead(folder: Path) -> None:
    told = shown(folder / "entities" / "bay-radio" / "index.html")
    assert "Group · Outlet Bay Radio" in told
    assert re.search("Its reports .{0,120}Leak plugged", told)
    pages = [path for path in folder.rglob("*.html") if "bay-radio" not in path.parts]
    assert [path for path in pages if "sources/bay-radio/" in path.read_text("utf-8")] == []
    for path in ("sources", "notes/2019-03-20-bay-radio-plugged", "entities"):
        assert "entities/bay-radio/" in (folder / path / "index.html").read_text("utf-8"), path
    assert "This page has moved" in shown(folder / "sources" / "bay-radio" / "index.html")
    assert "/sources/bay-radio/ /entities/bay-radio/ 301" in (folder / "_redirects").read_text("utf-8")


def test_a_source_that_becomes_an_entity_moves_with_the_next_build(tmp_path: Path) -> None:
    notes = {f"{day}.md": campaign.note(day=f"2021-03-0{day}") for day in (4, 5, 6)}
    root = campaign.write(tmp_path, notes)
    where = campaign.chosen(root)
    campaign.made(where)
    with (root / "content/registry/entities.yml").open("a") as file:
        file.write("- {id: gazette, kind: group, label: The Gazette, aliases: [Gazette of Aldmoor]}\n")
    campaign.made(where)
    campaign.made(campaign.chosen(root, output="clean", store=".clean"))
    made = campaign.files(root / "output")
    assert made == campaign.files(root / "clean")
    assert b"This page has moved" in made["sources/gazette/index.html"]
    assert made["entities/gazette/index.html"].count(b"Dyke holds") == len(notes)


def test_no_page_of_a_campaign_that_is_no_war_speaks_of_war(folder: Path) -> None:
    words = r"\b(?:front lines?|fighting|fighters?|troops|soldiers?|enem(?:y|ies)|battles?|besieged|war)\b"
    found = {path.relative_to(folder): re.findall(words, shown(path)) for path in folder.rglob("*.html")}
    assert {path: said for path, said in found.items() if said} == {}


@pytest.mark.parametrize(
    ("own", "footer", "exported"),
    [
        ({}, "", None),
        ({"licence": "All rights reserved"}, "Text: All rights reserved", "All rights reserved"),
        ({"licence": "CC0 1.0", "licence_url": CC0}, "Text under CC0 1.0", CC0),
    ],
)
def test_the_licence_of_the_content_and_the_heading_of_the_days_are_settings(
    tmp_path: Path, own: dict[str, str], footer: str, exported: str | None
) -> None:
    root = campaign.write(tmp_path, {"a.md": campaign.note()})
    campaign.made(campaign.chosen(root, BRIEFING={**own, "store": ".store", "days": "The flood, day by day"}))
    front = root / "output" / "index.html"
    assert re.findall(r"Text(?:: | under ).*?(?= Newest)", shown(front)) == [footer][: bool(footer)]
    assert (f'rel="license" href="{CC0}"' in front.read_text("utf-8")) == (exported == CC0)
    assert "The flood, day by day" in shown(front)
    assert json.loads((root / "output/data/claims.json").read_text("utf-8"))["licence"] == exported
