"""Suggestions by the words of the language: every form of a verb, and what means the same as a measure."""

from __future__ import annotations

import pytest
from test_suggestions import ENTITIES, claims, measure, note, shown

from briefing.analysis.mentions import Names
from briefing.core.registry import Entity, Registry, Unit
from briefing.suggest.suggestions import suggest

STORM = Registry(
    entities=(
        *ENTITIES,
        Entity("people", "group", "People", description="People in general."),
        Entity("barns", "thing", "Barns", counts_as=("barns", "sheds"), description="Barns of the fen."),
        Entity("dykers", "group", "Dykers", counts_as=("dykers",), description="Who mends the dyke."),
        Entity("tar", "thing", "Tar", description="What the barges carry."),
    ),
    measures=(
        measure("killed", "count", "group", "killed", "died"),
        measure("held", "stock", "group", "held", "captured"),
        measure("arrested", "count", "group", "arrested"),
        measure("homeless", "stock", "group", "homeless"),
        measure("rescued", "count", "group", "rescued"),
        measure("destroyed", "count", "thing", "destroyed"),
        measure("cases", "count", "group", "infected"),
        measure("strikers", "stock", "group", "on strike"),
        measure("spilled", "flow", "thing", "spilled", unit="tons"),
        measure("spent", "money", "group", "spent", unit="crowns"),
    ),
    units=(Unit("tons", "ton", "tons"), Unit("crowns", "crown", "crowns")),
)
STORM_NAMES = Names.of(STORM.entities)


def storm(body: str) -> list[str]:
    return [shown(one.value) for one in suggest(note(body)[0], STORM, STORM_NAMES).claims]


@pytest.mark.parametrize(
    ("told", "what"),
    [
        ("gales drowned 9 civilians", "killed"),
        ("9 civilians were assassinated", "killed"),
        ("raiders had gunned down 9 civilians", "killed"),
        ("9 civilians starved to death", "killed"),
        ("9 civilians were among the dead", "killed"),
        ("he told of the slaughter of 9 civilians", "killed"),
        ("9 civilians sustained injuries", "injured"),
        ("raiders were rounding up 9 civilians", "held"),
        ("9 civilians remain in custody", "held"),
        ("9 civilians were cut off", "trapped"),
        ("9 civilians had been driven from their farms", "fled"),
        ("9 civilians took refuge upstream", "fled"),
        ("he told of the eviction of 9 civilians", "fled"),
    ],
)
def test_a_fate_is_told_by_any_verb_of_its_meaning(told: str, what: str) -> None:
    assert claims(f"The Watch said {told}.") == [f"watch civilians {what} exactly 9"]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("a gale had flattened 40 barns", "barns destroyed exactly 40"),
        ("40 sheds were washed away", "barns destroyed exactly 40"),
        ("rising water was destroying 40 barns", "barns destroyed exactly 40"),
        ("he feared the destruction of 40 barns", "barns destroyed exactly 40"),
        ("boats had saved 40 people", "people rescued exactly 40"),
        ("40 people were plucked from roofs", "people rescued exactly 40"),
        ("40 people had lost their homes", "people homeless exactly 40"),
        ("40 dykers had downed tools", "dykers strikers exactly 40"),
        ("40 people had fallen ill", "people cases exactly 40"),
        ("the fever was infecting 40 people", "people cases exactly 40"),
        ("a barge was spilling 40 tons of tar", "tar spilled exactly 40 tons"),
        ("the Dyke Guard is spending 40 crowns", "guard spent exactly 40 crowns"),
        # What a campaign counts apart is what its own word says.
        ("guards had arrested 40 people", "people arrested exactly 40"),
        ("guards had jailed 40 people", "people arrested exactly 40"),
        ("guards had captured 40 people", "people held exactly 40"),
    ],
)
def test_a_measure_is_told_by_what_means_the_same_as_its_words(told: str, expected: str) -> None:
    assert storm(f"The Watch said {told}.") == [f"watch {expected}"]
