"""Fact sheets: figures with labels in lists, lines and tables, and who is held to give them."""

from __future__ import annotations

import campaign
import pytest

from briefing.analysis.mentions import Names
from briefing.content import frontmatter, registry
from briefing.core.registry import Alias, Entity, Registry
from briefing.suggest.suggestions import Suggestions, suggest

DISASTER = campaign.PRESET.parent / "disaster"
ENTITIES = (
    Entity("ministry", "group", "Health Ministry"),
    Entity("relief", "group", "Relief Office", (Alias("Fen Relief Office"),)),
    Entity("people", "group", "People in general", counts_as=("people", "residents")),
    Entity("homes", "thing", "Homes", counts_as=("houses",)),
    Entity("oil", "thing", "Oil"),
    Entity("aldmoor", "place", "Aldmoor"),
    Entity("fenwick", "place", "Fenwick"),
)
KNOWN = Registry(
    entities=ENTITIES,
    measures=registry.parse_measures("measures.yml", (DISASTER / "measures.yml").read_bytes())[0],
    units=registry.parse_units("units.yml", (DISASTER / "units.yml").read_bytes())[0],
)
TABLE = """\
According to the Health Ministry:

| Town | Killed | Injured |
|---|---:|---|
| Aldmoor | 12 | 30 |
| Fenwick | 3 | – |
| Total | 15 | 31 |
"""


def found(body: str) -> Suggestions:
    text = f"---\ntitle: A flood\nsource: gazette\ndate: 2021-03-05\n---\n{body}\n"
    note, problems = frontmatter.parse_note("a.md", text.encode())
    assert note is not None, problems
    return suggest(note, KNOWN, Names.of(ENTITIES))


def told(body: str) -> list[str]:
    claims = [one.value for one in found(body).claims]
    return [
        " ".join(filter(None, [one.by, one.who, one.what, one.bound, f"{one.low:g}", one.unit, one.place]))
        for one in claims
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "The Relief Office gave these figures:\n\n- Killed: 12\n- Missing – 5\n- Houses destroyed: 340",
            [
                "relief people killed exactly 12",
                "relief people missing exactly 5",
                "relief homes destroyed exactly 340",
            ],
        ),
        (
            "On Monday, the Health Ministry said: Dead: 12; injured: more than 34; missing: 5.",
            [
                "ministry people killed exactly 12",
                "ministry people injured more-than 34",
                "ministry people missing exactly 5",
            ],
        ),
        ("The Relief Office said:\n\n- Damaged houses: 12", ["relief homes destroyed exactly 12"]),
        (
            "Norland is far.\n\nOil recovered: 50 million gallons.",
            ["gazette oil recovered exactly 5e+07 gallons"],
        ),
        (
            "The Relief Office said these towns had deaths: Aldmoor (7), Fenwick (7).",
            ["relief people killed exactly 7 aldmoor", "relief people killed exactly 7 fenwick"],
        ),
        (
            "The Relief Office said:\n\n* Number of dead: 12\n* Displaced: 400 people\n* Total injured: 9",
            [
                "relief people killed exactly 12",
                "relief people displaced exactly 400",
                "relief people injured exactly 9",
            ],
        ),
        (
            "Casualties\n\nDead: 12\nInjured: 34",
            ["gazette people killed exactly 12", "gazette people injured exactly 34"],
        ),
        (
            "The Relief Office said:\n\n- Killed: 12\n\n## Damage\n\n- Houses destroyed: 340",
            ["relief people killed exactly 12", "gazette homes destroyed exactly 340"],
        ),
        (
            TABLE,
            [
                "ministry people killed exactly 12 aldmoor",
                "ministry people injured exactly 30 aldmoor",
                "ministry people killed exactly 3 fenwick",
                "ministry people killed exactly 15",
                "ministry people injured exactly 31",
            ],
        ),
        (
            "What is known.\n\n| | Relief Office | Health Ministry |\n|---|---|---|\n| Killed | 12 | 14 |",
            ["relief people killed exactly 12", "ministry people killed exactly 14"],
        ),
    ],
)
def test_a_labelled_figure_is_read_as_the_sentence_that_it_stands_for(body: str, expected: list[str]) -> None:
    assert told(body) == expected


def test_a_labelled_figure_without_a_measure_is_listed_with_its_label() -> None:
    table = "| Item | Sent |\n|---|---|\n| Tents | 90 |"
    body = f"The Relief Office said:\n\n- Killed: 12\n- Generators – 7\n\n{table}"
    assert told(body) == ["relief people killed exactly 12"]
    listed = [(one.words, one.sentence) for one in found(body).figures]
    assert listed == [("7 generators", "Generators – 7"), ("90 Tents Sent", "Tents 90")]


def test_a_label_does_not_take_the_figure_of_the_label_before() -> None:
    body = "Dead: 12\nInjured: 34 and 90 tents"
    assert told(body) == ["gazette people killed exactly 12", "gazette people injured exactly 34"]
    assert [one.words for one in found(body).figures] == ["90 tents"]


def test_no_event_is_what_leads_to_a_list() -> None:
    assert found("The Relief Office gave these figures on Monday:\n\n- Killed: 12").events == ()
