"""Suggestions by the words of the language: every form of a verb, and what means the same as a measure."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from test_suggestions import ENTITIES, claims, measure, note, shown

from briefing.analysis.mentions import Names
from briefing.core.registry import Alias, Entity, Registry, Unit
from briefing.suggest.suggestions import suggest

STORM = Registry(
    entities=(
        *ENTITIES,
        Entity("people", "group", "People", description="People in general."),
        Entity("barns", "thing", "Barns", counts_as=("barns", "sheds"), description="Barns of the fen."),
        Entity("barge", "thing", "Tar barge", (Alias("barge"),), "Barge that carries tar."),
        Entity("dykers", "group", "Dykers", counts_as=("dykers",), description="Who mends the dyke."),
        Entity("alarm", "thing", "Flood alarm", (Alias("alarm"),), "Alarm of the fen."),
        Entity("fen-land", "place", "Norfen", description="Country."),
        Entity("fen-rulers", "group", "Fen council", description="Government of Norfen."),
        Entity("tar", "thing", "Tar", description="What the barges carry."),
    ),
    measures=(
        measure("killed", "count", "group", "killed", "died"),
        measure("injured", "count", "group", "injured"),
        measure("held", "stock", "group", "held", "captured"),
        measure("arrested", "count", "group", "arrested"),
        measure("fled", "count", "group", "fled"),
        measure("trapped", "stock", "group", "trapped"),
        measure("homeless", "stock", "group", "homeless"),
        measure("rescued", "count", "group", "rescued"),
        measure("destroyed", "count", "thing", "destroyed"),
        measure("cases", "count", "group", "infected"),
        measure("strikers", "stock", "group", "on strike"),
        measure("spilled", "flow", "thing", "spilled", "leaked", unit="tons"),
        measure("leak", "rate", "thing", "leaking", unit="tons-a-day"),
        measure("alarm-level", "level", "thing", "level", unit="grade"),
        measure("price-change", "change", "group", "fell", "rose", unit="percent"),
        measure("votes", "count", "person", "votes", unit="votes"),
        measure("parishes", "count", "thing", "parishes"),
        measure("spent", "money", "group", "spent", unit="crowns"),
    ),
    units=(
        Unit("tons", "ton", "tons"),
        Unit("votes", "vote", "votes"),
        Unit("percent", "percent", "percent"),
        Unit("tons-a-day", "ton a day", "tons a day"),
        Unit("grade", "grade", "grades"),
        Unit("crowns", "crown", "crowns"),
    ),
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
        ("a boat was spilling 40 tons of tar", "tar spilled exactly 40 tons"),
        ("the Dyke Guard is spending 40 crowns", "guard spent exactly 40 crowns"),
        # What a campaign counts apart is what its own word says.
        ("guards had arrested 40 people", "people arrested exactly 40"),
        ("guards had jailed 40 people", "people arrested exactly 40"),
        ("guards had captured 40 people", "people held exactly 40"),
    ],
)
def test_a_measure_is_told_by_what_means_the_same_as_its_words(told: str, expected: str) -> None:
    assert storm(f"The Watch said {told}.") == [f"watch {expected}"]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("the gale had claimed at least 12 lives", ["people killed at-least 12"]),
        ("12 lives had been lost", ["people killed exactly 12"]),
        ("the toll from the gale that hit the fen climbed to 12 on Friday", ["people killed exactly 12"]),
        ("the dead included 12 children", ["people killed exactly 12 children"]),
        ("the gale had forced 12 people from their homes", ["people fled exactly 12"]),
        ("a landslip buried 12 people alive", ["people trapped exactly 12"]),
        ("guards took 12 people into custody", ["people arrested exactly 12"]),
        ("12 people were left homeless", ["people homeless exactly 12"]),
        ("boats managed to rescue 12 people", ["people rescued exactly 12"]),
        ("12 ferry passengers died", ["people killed exactly 12 ferry passengers"]),
        ("there had been 12 arrests", ["people arrested exactly 12"]),
        ("that of the 40 people who hid, 12 had died", ["people killed exactly 12"]),
        ("12 people had been under siege", ["people trapped exactly 12"]),
        ("12 dykers had gone on strike", ["dykers strikers exactly 12"]),
        ("the gale has cost the town 12 lives", ["people killed exactly 12"]),
        (
            "there were 3 new deaths, taking the total to 12",
            ["people killed exactly 3", "people killed exactly 12"],
        ),
        ("it arrested and charged 12 people", ["people arrested exactly 12"]),
        ("among the 400 people who marched, 12 died", ["people killed exactly 12"]),
        ("12 children under 16 died", ["people killed exactly 12 children"]),
        ("it remained at alarm level 5", ["alarm alarm-level exactly 5 grade"]),
        ("12 people were living in tents", ["people fled exactly 12"]),
        ("12 tons (26,000 pounds) of tar spilled", ["tar spilled exactly 12 tons"]),
        # The unit tells which of two measures it is.
        ("tar leaked 12 tons a day", ["tar leak exactly 12 tons-a-day"]),
        ("12 tons of tar were leaking each day", ["tar leak exactly 12 tons-a-day"]),
        ("12 people had caught the new fen virus", ["people cases exactly 12"]),
        ("the 12 crowns that the Dyke Guard has spent were borrowed", ["guard spent exactly 12 crowns"]),
        ("the barge had leaked 12 tons of tar", ["barge spilled exactly 12 tons"]),
        ("towns with infected people, it says, include Aldmoor (12)", ["people cases exactly 12 aldmoor"]),
        ("12 people are confirmed to have the fen virus", ["people cases exactly 12"]),
        ("the shares of the Dyke Guard were down 12 percent", ["guard price-change exactly -12 percent"]),
        ("the shares of the Dyke Guard closed up 12 percent", ["guard price-change exactly 12 percent"]),
        ("it raised the alarm level to 5", ["alarm alarm-level exactly 5 grade"]),
        ("tar had reached 12 parishes", ["tar parishes exactly 12"]),
    ],
)
def test_a_count_is_read_however_it_is_worded(told: str, expected: list[str]) -> None:
    assert storm(f"The Watch said {told}.") == [f"watch {one}" for one in expected]


@pytest.mark.parametrize(
    ("told", "part"),
    [
        (", of whom 30 were children", "people killed exactly 30 children"),
        (", including at least 30 students", "people killed at-least 30 students"),
        (" including 30 citizens of Norfen", "people killed exactly 30 citizens"),
        (", 30 of them dykers", "dykers killed exactly 30"),
    ],
)
def test_a_part_is_counted_as_the_whole_was(told: str, part: str) -> None:
    assert storm(f"The Watch said 200 people were killed{told}.") == [
        "watch people killed exactly 200",
        f"watch {part}",
    ]


@pytest.mark.parametrize(
    "told",
    [
        # What somebody wants has not happened.
        "it ordered the eviction of 40 people",
        # Two fates at once are neither, and whoever is freed is held no more.
        "it destroyed or wrecked 40 barns",
        "raiders freed 40 prisoners",
        "40 people were arrested or expelled",
        # What became of a share, or of others in a clause of its own, is not told of all.
        "it saw 40 people, none of whom had died",
        "guards saw 40 people after they had been captured",
        # Whom somebody took to safety he does not hold; who escapes unharmed has not fled.
        "guards took 40 people to a mill",
        "the Dyke Guard owns up to 40 percent",
        "40 people escaped unharmed",
        "40 rescue boats lay there",
        "three out of 10 people died",
        "people fled at 1230 GMT",
        "the alarm is at a level of a 6-level scale",
        "the fever kills 40 people year after year",
        "40 people in the U.S. die every year",
    ],
)
def test_what_is_told_of_others_or_has_not_happened_is_no_count(told: str) -> None:
    assert storm(f"The Watch said {told}.") == []


def test_who_blames_others_for_a_count_makes_it() -> None:
    assert storm("Orla Brand blamed the Reavers for the murder of 12 people.") == [
        "watch people killed exactly 12"
    ]


def test_a_war_that_claimed_lives_claims_nothing() -> None:
    assert storm("It has claimed 12 lives, according to the Watch.") == ["watch people killed exactly 12"]


def test_towns_that_have_reported_cases_have_had_them() -> None:
    assert storm("By then 12 towns have reported 30 infected people.") == ["gazette people cases exactly 30"]


def test_what_one_has_the_next_has_too() -> None:
    assert storm("The Watch reported that Ivo Kell won 40 votes, Orla Brand 30.") == [
        "watch mayor votes exactly 40 votes",
        "watch orla-brand votes exactly 30 votes",
    ]


def test_people_in_general_are_asked_for_where_the_registry_has_none() -> None:
    kept = tuple(one for one in STORM.entities if one.id not in {"people", "civilians"})
    read = note("The Watch said 12 people were killed, 9 of them children.")[0]
    found = suggest(read, replace(STORM, entities=kept), Names.of(kept)).claims
    assert {one.value.who for one in found} == {"?"}


def test_what_followed_a_blast_is_said_of_what_followed() -> None:
    body = "After a blast that killed 12 people, Orla Brand predicted that the town would be rebuilt."
    assert storm(body) == ["? people killed exactly 12"]


def test_what_a_verb_tells_is_no_part_of_those_before() -> None:
    body = "The Watch said the fever had killed 60 people in Aldmoor and infected seven in Norfen."
    assert storm(body) == ["watch people killed exactly 60 aldmoor", "watch people cases exactly 7 fen-land"]


def test_a_part_begins_where_the_noun_ends() -> None:
    assert storm("The Watch reported 40 infected people including four deaths.") == [
        "watch people cases exactly 40",
        "watch people killed exactly 4",
    ]


@pytest.mark.parametrize(("who", "sure"), [("Dyke menders", "sure"), ("menders", "likely")])
def test_whom_a_short_name_may_mean_is_not_sure(who: str, sure: str) -> None:
    menders = Entity("menders", "group", "Dyke menders", (Alias("menders"),), "Who mends the dyke.")
    kept = (*STORM.entities, menders)
    read = note(f"The Watch said two {who} had been killed.")[0]
    (found,) = suggest(read, replace(STORM, entities=kept), Names.of(kept)).claims
    assert (shown(found.value), found.confidence) == ("watch menders killed exactly 2", sure)


def test_captors_are_not_held() -> None:
    body = "The Watch said the two people who took Ivo Kell hostage were killed."
    assert storm(body) == ["watch people killed exactly 2"]


def test_what_lacks_credibility_is_not_claimed() -> None:
    assert storm("The Watch said the count of 12 people killed lacks credibility.") == []


def test_what_is_said_of_cases_is_said() -> None:
    body = "The Dyke Guard sealed the town. The Watch said cases had risen to 30."
    assert storm(body) == ["watch people cases exactly 30"]


@pytest.mark.parametrize(
    ("body", "by"),
    [
        ("Reavers fighting to oust Ivo Kell said 12 people were killed.", "reavers"),
        ("A Reaver spokesman said 12 people were killed.", "reavers"),
        ("The Dyke Guard spoke of a raid that the Watch alleges killed 12 people.", "watch"),
        ("Norfen's government said 12 people were killed.", "fen-rulers"),
        ("Norfen officials said 12 people were killed.", "fen-rulers"),
        ("The fighting has claimed 12 lives.", "gazette"),
        # Rulers are not the dead of whom a bare number tells.
        ("The Fen council closed the town for a fever that has killed 12.", "gazette"),
        ("A rower, Tam, said those who pulled 12 bodies out were Reavers.", "?"),
        ("The Watch has calculated that 12 people were killed.", "watch"),
    ],
)
def test_who_counts_is_who_speaks_nearest(body: str, by: str) -> None:
    assert storm(body) == [f"{by} people killed exactly 12"]
