"""Suggestions: what a text claims, by whom and of whom, and how it gets into a note."""

from __future__ import annotations

import json
from pathlib import Path

import cost
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.analysis.mentions import Names
from briefing.cli import suggest as suggest_command
from briefing.content import frontmatter
from briefing.core.model import Claim, Note
from briefing.core.problems import BriefingError
from briefing.core.registry import Alias, Entity, EntityKind, Measure, MeasureKind, Registry, Unit
from briefing.suggest.front_matter import as_json, as_yaml, written
from briefing.suggest.suggestions import Suggestions, suggest

ENTITIES = (
    Entity("aldmoor", "place", "Aldmoor", description="Main town of the Fen pocket."),
    Entity("fen-pocket", "place", "Fen pocket", description="Low land around Aldmoor."),
    Entity("civilians", "group", "Civilians", description="People who take no part."),
    Entity("gazette", "group", "Gazette", description="Newspaper."),
    Entity(
        "guard",
        "group",
        "Dyke Guard",
        (Alias("DG", exact=True),),
        "Marsh-led alliance that fought the Reavers.",
    ),
    Entity("reavers", "group", "Reavers", description="Raiders who held the fen."),
    Entity("watch", "group", "Fen Watch", (Alias("Watch"),), "Flood monitor based upstream."),
    Entity("orla-brand", "person", "Orla Brand", (Alias("Brand"),), "Head of the Fen Watch."),
    Entity("mayor", "person", "Ivo Kell", (Alias("Kell"),), "Mayor of Aldmoor."),
)
NAMES = Names.of(ENTITIES)
REGISTRY = Registry(entities=ENTITIES)
# Who fights whom, so that "militants" and "forces" mean somebody.
SIDES = "The Dyke Guard is fighting the Reavers.\n\n"


def note(body: str, extra: str = "") -> tuple[Note, bytes]:
    text = f"---\ntitle: A report\nsource: gazette\ndate: 2021-03-05\n{extra}---\n{body}\n"
    read, problems = frontmatter.parse_note("a.md", text.encode())
    assert read is not None, problems
    return read, text.encode()


SAW = "The Watch saw 14 grey boats, and 12 civilians were killed."


def found_in(body: str, extra: str = "") -> Suggestions:
    return suggest(note(body, extra)[0], REGISTRY, NAMES)


def shown(claim: Claim) -> str:
    figure = claim.words or (f"{claim.bound} {claim.low:g}" if claim.low is not None else f"{claim.stance}")
    rest = [claim.unit, claim.subset, claim.place]
    return " ".join(filter(None, [claim.by, claim.who, claim.what, figure, *rest]))


def claims(body: str) -> list[str]:
    return [shown(one.value) for one in found_in(SIDES + body).claims]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "The Watch said 9 civilians had fever, of which two have died.",
            ["watch civilians killed exactly 2"],
        ),
        (
            "At least 12 civilians were killed, according to the Fen Watch.",
            ["watch civilians killed at-least 12"],
        ),
        ("The Dyke Guard said it had killed 15 militants.", ["guard reavers killed exactly 15"]),
        (
            "More than 70 Dyke Guard fighters were killed, the Watch said.",
            ["watch guard killed more-than 70"],
        ),
        ("The Watch said nearly 40 hostages were taken.", ["watch civilians held about 40"]),
        ("Orla Brand said an estimated 90 women were trapped.", ["watch civilians trapped about 90 women"]),
        ("Ivo Kell spoke of 30 families displaced by water.", ["mayor civilians fled exactly 30 families"]),
        ("The Watch said that dozens of families had fled.", ["watch civilians fled dozens families"]),
        (
            "The Watch, a group based in Aldmoor, said 9 civilians were killed.",
            ["watch civilians killed exactly 9"],
        ),
        ("More than 200 civilians left Aldmoor.", ["gazette civilians fled more-than 200"]),
        (
            "The Watch reported that six Marsh-led fighters were killed and 15 seriously injured.",
            ["watch guard killed exactly 6", "watch guard injured exactly 15"],
        ),
        (
            "The Watch said 34 militants including 3 bombers, and 17 DG fighters have been killed.",
            [
                "watch reavers killed exactly 34",
                "watch reavers killed exactly 3 bombers",
                "watch guard killed exactly 17",
            ],
        ),
        (
            "At least 90 Reavers fighters and 50 DG fighters have been killed, according to the Watch.",
            ["watch reavers killed at-least 90", "watch guard killed at-least 50"],
        ),
        (
            "The Watch documented 24 civilian deaths, including 13 children and 7 women.",
            [
                "watch civilians killed exactly 24",
                "watch civilians killed exactly 13 children",
                "watch civilians killed exactly 7 women",
            ],
        ),
        ("The Dyke Guard said none of its fighters was killed.", ["guard guard killed exactly 0"]),
        (
            "The Watch said two women among the 400 civilians have died.",
            ["watch civilians killed exactly 2 women"],
        ),
        (
            "Floods killed 90 civilians, dozens in camps kept for years by men who may have been kidnapped.",
            ["gazette civilians killed exactly 90"],
        ),
        ("Kell said several civilians were killed.", []),
        ("The flood left dozens of injured, Kell said.", ["mayor civilians injured dozens"]),
        ("The Watch said two men drowned in the rush to escape.", ["watch civilians killed exactly 2 men"]),
        (
            "The Watch said the flood had claimed the lives of 12 civilians.",
            ["watch civilians killed exactly 12"],
        ),
        (
            "The Watch said 2 bodies were found, as many were still trapped.",
            ["watch civilians killed exactly 2"],
        ),
        ("Raiders came, Brand said. The three were killed, she said.", ["watch ? killed exactly 3"]),
        ("Brand said two of our men were killed.", ["watch watch killed exactly 2"]),
        ("Two people were killed on our side, the Dyke Guard said.", ["guard guard killed exactly 2"]),
        (
            "The Watch said 2 civilians were confirmed killed and dozens injured.",
            ["watch civilians killed exactly 2", "watch civilians injured dozens"],
        ),
        (
            "The Watch said 9 civilians were injured, 3 of them seriously.",
            ["watch civilians injured exactly 9", "watch civilians injured exactly 3 seriously"],
        ),
        ("The Watch said no civilians were killed.", ["watch civilians killed exactly 0"]),
        ("One in three civilians was wounded, the Watch said.", []),
        ("The Watch said tens of millions of civilians had fled.", []),
        ("The Watch said 2 lakh 50 thousand civilians had fled.", ["watch civilians fled exactly 250000"]),
        (
            "The Watch said 12 civilians were killed and at least 30 others wounded.",
            ["watch civilians killed exactly 12", "watch civilians injured at-least 30"],
        ),
        (
            "The raid left 12 civilians dead and wounded 30 others, the Watch said.",
            ["watch civilians killed exactly 12", "watch civilians injured exactly 30"],
        ),
        (
            "The Dyke Guard said 12 of its fighters were killed and 3 others are missing.",
            ["guard guard killed exactly 12"],
        ),
        (
            "The Watch said 24 civilians were killed, including 13 children and 7 women.",
            [
                "watch civilians killed exactly 24",
                "watch civilians killed exactly 13 children",
                "watch civilians killed exactly 7 women",
            ],
        ),
        (
            "The Watch said 24 civilians were killed, at least 13 of them children.",
            ["watch civilians killed exactly 24", "watch civilians killed at-least 13 children"],
        ),
        ("The Reavers hold about 50 square kilometres.", ["gazette reavers area about 50 km2"]),
        ("Ivo Kell said the Reavers had lost 9 fighters.", ["mayor reavers killed exactly 9"]),
        (
            "In Aldmoor the flood killed 12 civilians, Kell said.",
            ["mayor civilians killed exactly 12 aldmoor"],
        ),
        ("Kell vowed that within 30 days none would be left.", ["mayor reavers duration at-most 30 days"]),
        (
            "According to Orla Brand, 700 fighters from the Dyke Guard are involved.",
            ["watch guard strength exactly 700"],
        ),
        ("Fourteen Reavers were killed, Kell said.", ["mayor reavers killed exactly 14"]),
        ("A survey by the Watch showed that 40 civilians had died.", ["watch civilians killed exactly 40"]),
        (
            "Brand said some 40 civilians died and 6 Reavers were killed.",
            ["watch civilians killed about 40", "watch reavers killed exactly 6"],
        ),
        ("The Dyke Guard controls 80% of the town, Kell said.", ["mayor guard territory exactly 80 percent"]),
    ],
)
def test_a_figure_is_claimed_by_who_says_it_of_whom_it_counts(body: str, expected: list[str]) -> None:
    assert claims(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("The Dyke Guard secured Aldmoor, the Watch said.", ["watch guard controls asserts aldmoor"]),
        ("The Watch said the Dyke Guard had entered Aldmoor.", ["watch guard controls partly aldmoor"]),
        (
            "Ivo Kell said it was too early to say that Aldmoor was safe.",
            ["mayor guard controls doubts aldmoor"],
        ),
        (
            "The Watch said the Reavers were confined to tunnels in Aldmoor.",
            ["watch reavers controls partly aldmoor"],
        ),
        (
            "The Reavers drove the Dyke Guard out of Aldmoor, Kell said.",
            ["mayor reavers controls asserts aldmoor"],
        ),
        ("The Watch seized the town of Aldmoor, Kell said.", ["mayor watch controls asserts aldmoor"]),
        ("Kell said Aldmoor was firmly in the hands of the Watch.", ["mayor watch controls asserts aldmoor"]),
        ("Kell said the Watch withdrew from Aldmoor.", ["mayor watch controls denies aldmoor"]),
        ("The Watch entered the city of Aldmoor, Kell said.", ["mayor watch controls partly aldmoor"]),
        ("Aldmoor was captured by the Watch, Kell said.", ["mayor watch controls asserts aldmoor"]),
        ("Aldmoor fell to the Watch, Kell said.", ["mayor watch controls asserts aldmoor"]),
        ("The Watch said it had captured Aldmoor.", ["watch watch controls asserts aldmoor"]),
        ("The Watch said its fighters had withdrawn from Aldmoor.", ["watch watch controls denies aldmoor"]),
        (
            "The Watch captured Aldmoor after the Reavers withdrew, Kell said.",
            ["mayor watch controls asserts aldmoor"],
        ),
        (
            "Kell said the Watch seized parts of the old town of Aldmoor.",
            ["mayor watch controls partly aldmoor"],
        ),
        ("Kell said the Watch regained control of Aldmoor.", ["mayor watch controls asserts aldmoor"]),
        (
            "Kell said the Watch had taken Aldmoor and the Fen pocket.",
            ["mayor watch controls asserts aldmoor", "mayor watch controls asserts fen-pocket"],
        ),
        (
            "Both the Fen pocket and Aldmoor are under the control of the Watch, Kell said.",
            ["mayor watch controls asserts fen-pocket", "mayor watch controls asserts aldmoor"],
        ),
        ("Kell said Aldmoor remained under reaver control.", ["mayor reavers controls asserts aldmoor"]),
        (
            "Aldmoor is under reaver control, and Kell said little.",
            ["gazette reavers controls asserts aldmoor"],
        ),
        ("“We have captured Aldmoor,” said the Dyke Guard.", ["guard guard controls asserts aldmoor"]),
        (
            "The Dyke Guard said: “Aldmoor is under our full control.”",
            ["guard guard controls asserts aldmoor"],
        ),
        ("“Aldmoor has been liberated,” the Dyke Guard said.", ["guard guard controls asserts aldmoor"]),
        (
            "“Our fighters have entered Aldmoor,” the Dyke Guard said.",
            ["guard guard controls partly aldmoor"],
        ),
        (
            "The Dyke Guard spoke. “Both Aldmoor and the Fen pocket are secured, free towns.”",
            ["guard guard controls asserts aldmoor", "guard guard controls asserts fen-pocket"],
        ),
        (
            "The Watch took control of the oil town of Aldmoor, Kell said.",
            ["mayor watch controls asserts aldmoor"],
        ),
        ("The Watch remains in control of Aldmoor, Kell said.", ["mayor watch controls asserts aldmoor"]),
        (
            "More than 80 percent of Aldmoor is under reaver control, Brand said.",
            ["watch reavers controls partly aldmoor"],
        ),
        (
            "Kell said the Watch retook the heart of Aldmoor.",
            ["mayor watch controls partly aldmoor"],
        ),
        (
            "Kell spoke of Aldmoor. The town is under reaver control, Brand said.",
            ["watch reavers controls asserts aldmoor"],
        ),
    ],
)
def test_a_position_is_claimed_with_its_stance(body: str, expected: list[str]) -> None:
    assert claims(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "The Dyke Guard had not captured Aldmoor, the Watch said.",
        "“We have taken Aldmoor,” the mayor said.",
        "“We will take Aldmoor,” the Dyke Guard said.",
        "“Aldmoor was not liberated,” the Dyke Guard said.",
        "Aldmoor was liberated.",
        "Kell spoke in Aldmoor, once in the hands of the Watch.",
        "The Watch took reporters to the town of Aldmoor, Kell said.",
        "In Aldmoor, where a hill is held by the Watch, Kell spoke.",
        "Marches forced the old mayor out of Aldmoor.",
        "The Watch took over the Aldmoor operation, Kell said.",
        "The Watch, who briefly captured Aldmoor, fled, Kell said.",
        "It is the only village in western Aldmoor held by the Watch, Kell said.",
        "Kell said residents took control of Aldmoor.",
        "In Aldmoor and the Fen pocket the Watch still holds the town, Kell said.",
        "The Fen Watch hopes to have taken Aldmoor by Sunday.",
        "The Fen Watch could not say whether the Dyke Guard would take Aldmoor.",
        "The Fen Watch had held Aldmoor before.",
        "The Reavers had captured Aldmoor in May.",
        "The Watch seized parts of Aldmoor and then withdrew, Kell said.",
        "The Dyke Guard was driven out of Aldmoor, the Watch said.",
        "The town was captured by the Reavers, the Watch said.",
        "The Dyke Guard never secured Aldmoor, the Watch said.",
        "Kell said it was false that 40 civilians had been killed.",
        "If the dam breaks, 40 civilians would be killed, Kell said.",
        "The Dyke Guard denied that 40 of its fighters had been killed.",
        "The Dyke Guard said 12 civilians could be killed in Aldmoor.",
        "If the Dyke Guard took Aldmoor, the Reavers would hold the Fen pocket.",
        "It is false that the Reavers control Aldmoor, the Watch said.",
        "Reports that the Dyke Guard has taken Aldmoor are untrue, the Watch said.",
        "Nothing suggests that the Dyke Guard holds Aldmoor, the Watch said.",
        "The Reavers could hold Aldmoor for 30 days, the Watch said.",
        "The Watch said as many as 90 civilians might have been wounded.",
        "Whether 20 civilians were killed is not known, the Watch said.",
        "Nothing suggests that 15 civilians were killed, the Watch said.",
        "Reports that 15 civilians were killed are untrue, the Watch said.",
    ],
)
def test_nothing_is_claimed_that_the_text_denies_or_turns_round(body: str) -> None:
    assert claims(body) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "The Fen Watch said 12 civilians were hurt, and 5 militants were killed.",
            ["watch civilians injured exactly 12", "watch ? killed exactly 5"],
        ),
        (
            "The Dyke Guard said 12 civilians were hurt. It said 7 fighters were killed.",
            ["guard civilians injured exactly 12", "guard ? killed exactly 7"],
        ),
        (
            "The Dyke Guard hunted the Reavers, Kell said, and two raider soldiers were killed.",
            ["mayor reavers killed exactly 2"],
        ),
        (
            "The Dyke Guard hunted the Reavers, Kell said, and two river soldiers were killed.",
            ["mayor ? killed exactly 2"],
        ),
        (
            "The Fen Watch said 3 Dyke Guard fighters were killed and 5 militants were hurt.",
            ["watch guard killed exactly 3", "watch ? injured exactly 5"],
        ),
    ],
)
def test_fighters_of_nobody_named_are_not_those_who_speak_or_bear_no_arms(
    body: str, expected: list[str]
) -> None:
    assert [shown(one.value) for one in found_in(body).claims] == expected


@pytest.mark.parametrize(
    "body",
    [
        "On 4 March 2021 the Watch said nothing new.",
        "Ivo Kell is 62 years old and has two dogs.",
        "The road is closed for the 3rd time.",
        "A 7.0-magnitude quake, which killed civilians, was felt.",
        "People aged 20 to 30 were killed.",
        "Ivo Kell, 62, was hurt and civilians died.",
        "The blast of April 20 killed civilians.",
        "The Watch said scores of civilians were killed or wounded.",
        "Floods kill about 300 people a year.",
        "He paid 2,000 crowns for 40 sacks of sand.",
        "The Watch said the tower will hold 300 people.",
        "Nobody knows how many civilians were killed.",
        "The Watch said fever is suspected of having killed 12 civilians.",
        "The Watch said the dykes would avert 900 deaths.",
        "Kell accused the Reavers of killing 12 civilians.",
        "Each year fever kills 300 civilians, Kell said.",
        "The Watch said 40 civilians are feared dead.",
        "The dead are up 21 civilians, the Watch said.",
        "The Watch said 13.6 civilians per 100,000 were killed.",
        "The Watch said 35 survivors were hurt.",
        "All but 15 civilians were killed, the Watch said.",
        "The Watch said children aged from four to 10 were killed.",
        "The Watch said 60 civilians are confirmed dead or missing.",
        "The Watch counted 90 civilian deaths and disappearances.",
        "The Watch said more civilians died than the 40 who were killed last year.",
        "Compared with 40 civilians killed last year, few died, the Watch said.",
        "The boat carried 45 refugees, the Watch said.",
        "The Watch told of 40 unconfirmed deaths of civilians.",
        "The Watch said 54 civilians have been freed and 27 dogs have died.",
        "A slightly weaker one killed many civilians.",
        "The Watch put the number of civilians dead and wounded at 12.",
        "The Watch said 9 boats with people from 12 hamlets were rescued.",
        "The Watch spoke of predictions of 900 civilians killed.",
    ],
)
def test_other_numbers_are_no_claims(body: str) -> None:
    assert claims(body) == []


def test_a_count_goes_on_in_the_next_sentence_with_its_claimant() -> None:
    body = "The Watch said 20 civilians were killed. Another 5 civilians were wounded."
    assert claims(body) == ["watch civilians killed exactly 20", "watch civilians injured exactly 5"]


def test_who_speaks_may_be_named_by_a_pronoun() -> None:
    body = "Orla Brand visited Aldmoor. She said 20 civilians were killed."
    assert claims(body) == ["watch civilians killed exactly 20"]


@pytest.mark.parametrize(
    ("body", "by"),
    [
        ("Ivo Kell visited. Orla Brand, a monitor of floods, said 12 civilians were killed.", "watch"),
        ("“Some 12 civilians were killed,” said Ivo Kell.", "mayor"),
        ("Ivo Kell spoke on Monday. Some 12 civilians were killed in Aldmoor, said Kell.", "mayor"),
        ("According to the Reavers Fen Watch 12 civilians were killed.", "watch"),
        ("The Watch, a group that knows the mayor, said 12 civilians were killed.", "watch"),
        ("Orla Brand came. Her group said 12 civilians were killed.", "watch"),
        ("Reavers shot at the Dyke Guard. Some 12 civilians were killed, the guard said.", "guard"),
        ("A spokesman in the ferry office of the Fen Watch said 12 civilians were killed.", "watch"),
        ("The Watch said the fen was under water, while 12 civilians were killed.", "watch"),
        ("A spokesman for the Fen Watch said 12 civilians were killed.", "watch"),
        ("The Reavers' men fled, Kell said, and 12 civilians were killed.", "mayor"),
        ("Ivo Kell, citing the Fen Watch, said that 12 civilians were killed.", "mayor"),
        ("The Watch’s latest count was 12 civilians killed.", "watch"),
        ("The Gazette quoted Brand as saying that 12 civilians were killed.", "watch"),
        ("“Some 12 civilians were killed,” the Gazette reported quoting the Watch as saying.", "watch"),
        ("Some 12 civilians were killed, according to Gov. Ivo Kell, most of them here.", "mayor"),
        ("Brand explained that 12 civilians were killed.", "watch"),
        ("Kell was quoted by the Gazette as saying that 12 civilians were killed.", "mayor"),
        ("The Gazette quoted a ferryman as saying that 12 civilians were killed.", "?"),
        ("Mayor Kell spoke. Brand came. Some 12 civilians were killed, the mayor said.", "mayor"),
        ("The Reavers spoke in a statement. The statement said 12 civilians were killed.", "reavers"),
        ("Brand of the Aldmoor ferry of the Reavers said 12 civilians were killed.", "watch"),
        ("The Watch (FW) of Aldmoor estimated 12 civilians were killed.", "watch"),
        ("The Dyke Guard spoke. Some 12 civilians were killed, the guard said.", "guard"),
        ("An estimated 12 civilians were killed.", "gazette"),
        ("Some 12 civilians were killed at dawn, police and the reeves said.", "?"),
        ("Watch and mill wardens said 12 civilians were killed.", "?"),
        ("Brand spoke of the flood, with ferry reports putting the dead at 12.", "?"),
        ("The Watch said 3 civilians ate. They were old. In all 12 civilians were killed.", "?"),
        ("Brand has since 2014 recorded 12 civilians killed.", "watch"),
        ("The Fen Watch (FW) said 12 civilians were killed.", "watch"),
        ("Some 12 civilians were killed, as was confirmed on Monday by the Fen Watch.", "watch"),
        ("Figures from the Fen Watch show that 12 civilians were killed.", "watch"),
        ("The Fen Watch said little. In Aldmoor 12 civilians were killed, with officials saying more.", "?"),
        ("Many had drowned, the Watch said, as 12 civilians were killed.", "?"),
        ("A man in the market said 12 civilians were killed.", "?"),
        ("The general in Aldmoor said 12 civilians were killed.", "?"),
        ("Sources told reporters that 12 civilians were killed.", "?"),
        ("Twelve civilians were killed when the Watch said nothing.", "?"),
        ("The Watch said 3 civilians were killed.\n\nAnother 12 civilians were killed.", "gazette"),
        ("“It is bad,” Kell said. “We ran. Then 12 civilians were killed.”", "mayor"),
        ("Millers, ferrymen say 12 civilians were killed.", "?"),
        ("The Watch was counting boats and said 12 civilians were killed.", "watch"),
        ("Millers spoke of raids by the Reavers and said 12 civilians were killed.", "?"),
        ("The Watch affiliate Fenradio said 12 civilians were killed.", "?"),
        ("A miller told the Watch's Ada Fry Marsh President Ned Oak said 12 civilians were killed.", "?"),
        ("A dyke burst, killing 12 civilians, town radio reported.", "?"),
        ("Ivo Kell came.\n\n“Run,” said Ned Oak, a miller. He said 12 civilians were killed.", "?"),
        ("Boats burned in the fen A levee gave way, where 12 civilians were killed.", "?"),
        ("A dyke burst in the fen and killed 12 civilians, which grieved many, said Ned Oak, a miller.", "?"),
        ("Some 12 civilians were killed, said Fen Watch Head Orla Brand.", "watch"),
        ("Kell gave millers a rise after 12 civilians were killed.", "gazette"),
        ("Land and Water Minister Kell said 12 civilians were killed.", "mayor"),
        ("Some 12 civilians were killed, said the Fen Watch (FW), adding that it had rained.", "watch"),
        ("A dyke burst in the fen, the Watch said on Monday after 12 civilians were killed.", "?"),
        ("Some 12 civilians were killed, a rescue team and a boat crew said.", "?"),
        ("Some have estimated it differently, but 12 civilians were killed.", "?"),
    ],
)
def test_the_claimant_is_who_governs_the_figure_or_stays_open(body: str, by: str) -> None:
    found = [one.value for one in found_in(SIDES + body).claims if one.value.low == 12]
    assert [(one.by, one.who, one.what) for one in found] == [(by, "civilians", "killed")]


def test_an_outlet_speaks_for_itself_without_an_entry_among_the_entities() -> None:
    named = [one for one in ENTITIES if one.id != "gazette"]
    found = suggest(note("Some 12 civilians were killed.")[0], REGISTRY, Names.of(named)).claims
    assert [(one.value.by, one.confidence) for one in found] == [("gazette", "likely")]


def test_the_official_is_whose_official_spoke_before() -> None:
    names = Names.of([*ENTITIES, Entity("wardens", "group", "Wardens", description="Wardens, unnamed.")])
    body = "A Dyke Guard warden spoke. At dawn 12 civilians were killed, the warden said."
    found = suggest(note(body)[0], REGISTRY, names).claims
    assert [(one.value.by, one.confidence) for one in found] == [("guard", "likely")]


def test_a_figure_in_another_clause_is_less_than_sure() -> None:
    body = "The Watch said 12 civilians were killed where 300 civilians had fled."
    assert [one.confidence for one in found_in(body).claims] == ["sure", "likely"]


@pytest.mark.parametrize(
    ("body", "sure"),
    [
        ("The Watch said 12 civilians were killed.", True),
        ("According to the Fen Watch, 12 civilians were killed.", True),
        ("Orla Brand spoke. She said 12 civilians were killed.", False),
        ("The Watch and other monitors said 12 civilians were killed.", False),
        ("The Watch said the 12 civilians were killed.", False),
        ("The Watch said 12 civilians and some cattle were killed.", False),
        ("The Watch said 12 civilians were killed, but Ivo Kell said there were more.", False),
        ("The Watch said 15 militants were killed.", False),
        ("The Watch said 15 Reavers fighters were killed.", True),
    ],
)
def test_only_what_one_clause_tells_with_its_speaker_is_sure(body: str, sure: bool) -> None:  # noqa: FBT001 - a table
    found = found_in(SIDES + body).claims
    assert [one.confidence for one in found] == ["sure" if sure else "likely"]


@pytest.mark.parametrize(
    "body",
    [
        "The Fen Watch met Ivo Kell. Some 12 soldiers were killed, the mayor said.",
        "The Watch said 30 militants and civilians were killed.",
        "The Watch said three army intelligence men were killed.",
    ],
)
def test_armed_people_of_no_named_side_stay_open(body: str) -> None:
    assert [one.value.who for one in found_in(SIDES + body).claims] == ["?"]


def test_an_army_that_others_fight_is_not_the_militants() -> None:
    army = Entity("army", "group", "Fen army", description="Army of the fen.")
    bandits = Entity("bandits", "group", "Bandits", description="Insurgents who fight the Fen army.")
    body = "The Watch said the Fen army had killed 21 militants."
    found = suggest(note(body)[0], REGISTRY, Names.of([*ENTITIES, army, bandits])).claims
    assert "army" not in {one.value.who for one in found}


@pytest.mark.parametrize(
    "body",
    [
        "The Watch said 12 civilians were killed in Aldmoor and several other towns.",
        "The Watch said 12 civilians were killed, the most since a flood in Aldmoor.",
        "Some 12 civilians were killed, said Ivo Kell, a doctor in Aldmoor.",
    ],
)
def test_a_place_of_others_is_not_that_of_a_claim(body: str) -> None:
    assert {one.value.place for one in found_in(body).claims} == {""}


def test_an_outlet_passes_on_whom_it_cites() -> None:
    names = Names.of(ENTITIES, reporters=("gazette",))
    body = "Some 12 civilians were killed, the Gazette reported, citing the Fen Watch."
    assert [one.value.by for one in suggest(note(body)[0], REGISTRY, names).claims] == ["watch"]


def test_what_is_open_is_offered_and_never_written() -> None:
    before, content = note("A man in the market said 12 civilians were killed. Kell said 5 civilians fled.")
    found = suggest(before, REGISTRY, NAMES)
    assert [one.value.by for one in found.open] == ["?"]
    assert 'by: "?"' in as_yaml(found)
    after, problems = frontmatter.parse_note("a.md", written("a.md", content, found.whole))
    assert after is not None
    assert problems == ()
    assert [one.by for one in after.claims] == ["mayor"]


def test_each_claim_says_how_sure_its_claimant_is() -> None:
    told = "The Watch said 20 civilians were killed. Another 5 civilians were wounded. It said 3 had fled."
    assert [one.confidence for one in found_in(SIDES + told).claims] == ["sure", "likely", "likely"]
    described = found_in("Fen Watch. The flood monitor said 9 civilians were killed.").claims
    assert [(one.value.by, one.confidence) for one in described] == [("watch", "doubtful")]
    bare = found_in(SIDES + "The Watch said 20 were killed.").claims
    assert [(one.confidence, one.wrong_if) for one in bare] == [
        ("likely", "somebody else is quoted there or others are counted")
    ]


def test_a_fall_is_a_number_below_nought() -> None:
    found = suggest(note("Shares of the Dyke Guard fell 15 percent.")[0], FLOOD, Names.of(FLOOD.entities))
    assert "value: -15, unit: percent" in as_yaml(found)


def test_an_earlier_figure_is_told_as_such_with_its_own_day() -> None:
    body = "The Watch raised its count to 40 infections, up from 30 on Monday."
    found = suggest(note(body)[0], FLOOD, Names.of(FLOOD.entities)).claims
    assert [(one.value.low, one.value.previous) for one in found] == [(40, False), (30, True)]
    assert [one.value.period.text for one in found if one.value.period][-1] == "2021-03-01"
    assert "previous: true" in as_yaml(Suggestions(found[1:]))


def test_suggestions_are_json_for_programs() -> None:
    found = found_in("At least 12 civilians were killed in Aldmoor, the Watch said.")
    told = json.loads(as_json("a.md", found))
    claim = {"by": "watch", "who": "civilians", "what": "killed", "value": 12, "bound": "at-least"}
    why = {"sentence": found.claims[0].sentence, "reason": found.claims[0].reason, "confidence": "sure"}
    why["wrong_if"] = "somebody else is quoted there"
    assert told["claims"] == [{**claim, "place": "aldmoor", **why}]
    assert told["events"] == []
    assert told["figures"] == []
    planned = json.loads(as_json("a.md", found_in("Talks will open in Aldmoor on 20 March.")))["events"]
    assert planned == [
        {
            "places": ["aldmoor"],
            "actors": [],
            "planned": True,
            "date": "2021-03-20",
            "what": "Talks will open in Aldmoor on 20 March.",
            "sentence": "Talks will open in Aldmoor on 20 March.",
            "reason": "date: 20 March; what: the sentence as it stands, for you to put in a line of your own",
        }
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("The Watch drove the Reavers from Aldmoor, which they had taken on 2 March, Kell said.", [None]),
        ("The Watch took Aldmoor on 2 March after rain on 1 March, Kell said.", ["2021-03-02"]),
        ("The Watch said 12 civilians were killed, up from 8 on 2 March.", [None, "2021-03-02"]),
    ],
)
def test_a_day_is_that_of_the_claim_that_it_stands_with(body: str, expected: list[str | None]) -> None:
    periods = [one.value.period for one in found_in(SIDES + body).claims]
    assert [period and period.text for period in periods] == expected


def test_two_who_speak_at_the_end_say_the_whole_sentence() -> None:
    body = "The Watch took Aldmoor, a local leader and the radio said.\n\nReavers fled."
    assert claims(body) == ["? watch controls asserts aldmoor"]


def test_figures_that_nothing_was_found_for_are_listed() -> None:
    found = found_in(SAW)
    assert [(one.words, one.sentence[:9]) for one in found.figures] == [("14 grey boats", "The Watch")]
    assert as_yaml(found).endswith(f"# figures that nothing was found for:\n# - 14 grey boats: {SAW}")
    assert json.loads(as_json("a.md", found))["figures"] == [{"words": "14 grey boats", "sentence": SAW}]


def measure(name: str, kind: MeasureKind, of: EntityKind, *words: str, unit: str = "") -> Measure:
    return Measure(name, name, "Defined.", kind, units=(unit,) if unit else (), of=(of,), words=words)


FLOOD = Registry(
    entities=(
        *ENTITIES,
        Entity("water", "thing", "Flood water", (Alias("water"),), "Water over the fen."),
        Entity("sick", "group", "The sick", (Alias("infections"),), "Whom the fever has."),
        Entity("pumps", "thing", "Pumps", (Alias("pump"),), "Pumps of the relief."),
    ),
    measures=(
        measure("deaths", "count", "group", "died", "killed"),
        measure("flow", "rate", "thing", "flowing", unit="tons-a-day"),
        measure("infections", "count", "group", "infected"),
        measure("deployed", "stock", "thing", "working", "deployed"),
        Measure(
            "cost",
            "Cost",
            "Defined.",
            "money",
            units=("crowns", "crowns-a-day"),
            of=("group",),
            words=("spent", "costs"),
        ),
        measure("change", "change", "group", "fell", unit="percent"),
        measure("reach", "count", "thing", "parishes"),
    ),
    units=(
        Unit("tons-a-day", "ton a day", "tons a day"),
        Unit("crowns", "crown", "crowns", symbol="$", prefix=True, currency="DYK"),
        Unit("crowns-a-day", "crown a day", "crowns a day"),
        Unit("percent", "percent", "percent", symbol="%"),
    ),
)


RAID = Registry(
    entities=(
        *ENTITIES,
        Entity("homes", "thing", "Homes", counts_as=("houses", "sluice cottages")),
        Entity("raiders", "group", "Raiders of the fen", counts_as=("gunmen", "boatmen")),
    ),
    measures=(
        measure("killed", "count", "group", "killed"),
        measure("cases", "count", "group", "confirmed"),
        measure("flooded", "count", "thing", "flooded"),
    ),
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Kell said 12 gunmen were killed.", ["mayor raiders killed exactly 12"]),
        ("One gunman was killed, the Watch said.", ["watch raiders killed exactly 1"]),
        (
            "The Dyke Guard killed nine armed boatmen, Kell said.",
            ["mayor raiders killed exactly 9 armed boatmen"],
        ),
        ("The Watch confirmed on Friday that two gunmen had come.", []),
        ("The Watch said two gunmen were confirmed to have come.", []),
        ("The Watch said 40 houses were flooded.", ["watch homes flooded exactly 40"]),
        ("The Watch said 7 sluice cottages were flooded.", ["watch homes flooded exactly 7"]),
        ("The Watch said 7 cottages were flooded.", ["watch ? flooded exactly 7"]),
    ],
)
def test_a_common_noun_counts_as_who_declares_it(body: str, expected: list[str]) -> None:
    names = Names.of(RAID.entities)
    assert [shown(one.value) for one in suggest(note(body)[0], RAID, names).claims] == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Kell said 12 civilians were killed.", ["mayor civilians deaths exactly 12"]),
        (
            "The Watch said 5,000 tons of water a day were flowing.",
            ["watch water flow exactly 5000 tons-a-day"],
        ),
        ("About 40 pumps are working, Ivo Kell said.", ["mayor pumps deployed about 40"]),
        ("The Dyke Guard had spent $2 million, the Watch said.", ["watch guard cost exactly 2e+06 crowns"]),
        (
            "The Dyke Guard spent DYK 2 million, the Watch said.",
            ["watch guard cost exactly 2e+06 crowns"],
        ),
        (
            "The Dyke Guard spent 2 million DYK, the Watch said.",
            ["watch guard cost exactly 2e+06 crowns"],
        ),
        ("Kell said shares of the Dyke Guard fell 15 percent.", ["mayor guard change exactly -15 percent"]),
        ("The Watch said 30 civilians were trapped.", []),
        (
            "Kell said the flood had brought the toll in the fen country to 12.",
            ["mayor civilians deaths exactly 12"],
        ),
        (
            "The Watch said 9 tons a day were flowing in Aldmoor, 7 tons a day in Fen pocket.",
            ["watch ? flow exactly 9 tons-a-day aldmoor", "watch ? flow exactly 7 tons-a-day fen-pocket"],
        ),
        ("Water was in 9 parishes, the Watch said.", ["watch water reach exactly 9"]),
        (
            "The Watch said the Dyke Guard had spent $6m (£4m) a day.",
            ["watch guard cost exactly 6e+06 crowns-a-day"],
        ),
        (
            "The Watch said costs of the Dyke Guard had risen by $2 million to $9 million.",
            ["watch guard cost exactly 2e+06 crowns", "watch guard cost exactly 9e+06 crowns"],
        ),
        (
            "The Watch confirmed these infections: Aldmoor (9), Fen pocket (4).",
            ["watch sick infections exactly 9 aldmoor", "watch sick infections exactly 4 fen-pocket"],
        ),
        (
            "The Watch raised its count to 40 infections, up from 30 on Monday.",
            ["watch sick infections exactly 40", "watch sick infections exactly 30"],
        ),
        (
            "The Watch confirmed 60 deaths, with three in Aldmoor.",
            ["watch civilians deaths exactly 60", "watch civilians deaths exactly 3 aldmoor"],
        ),
        (
            "The Watch said there had been 9 deaths and 40 infections.",
            ["watch civilians deaths exactly 9", "watch sick infections exactly 40"],
        ),
    ],
)
def test_figures_are_read_by_the_measures_of_the_campaign(body: str, expected: list[str]) -> None:
    names = Names.of(FLOOD.entities)
    assert [shown(one.value) for one in suggest(note(body)[0], FLOOD, names).claims] == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("The Watch said the dyke broke 9 years after the reeve was killed.", []),
        ("The Watch reported a rise of nearly 40 infections.", []),
        ("The Watch said 40 of the infections were mild.", []),
        ("The Watch said 4 storms had come before a child was infected.", []),
        ("The Watch confirmed 40 infections in 9 towns.", ["watch sick infections exactly 40"]),
        (
            "The Watch said 13 children from three towns were infected.",
            ["watch sick infections exactly 13"],
        ),
        (
            "The Watch reported 12 infections, bringing the total to 40.",
            ["watch sick infections exactly 12", "watch sick infections exactly 40"],
        ),
        ("The Watch said 300 sluices were infected.", []),
        (
            "The Watch reported 12 infections and 9 infected.",
            ["watch sick infections exactly 12", "watch sick infections exactly 9"],
        ),
        ("Brand said the rain was heavy and 12 have been infected.", ["watch sick infections exactly 12"]),
    ],
)
def test_the_nearest_word_does_not_tell_what_is_counted(body: str, expected: list[str]) -> None:
    names = Names.of(FLOOD.entities)
    assert [shown(one.value) for one in suggest(note(body)[0], FLOOD, names).claims] == expected


def test_a_position_without_its_place_is_not_guessed() -> None:
    body = "Aldmoor was quiet. The Dyke Guard has seized large parts of the land; it is too soon to say more."
    assert claims(body) == []


def test_a_part_of_a_place_is_held_in_part() -> None:
    assert claims("The Watch said eastern Aldmoor is held by the Reavers.") == [
        "watch reavers controls partly aldmoor"
    ]


def test_a_sentence_of_thousands_of_figures_is_left_alone() -> None:
    assert claims("12 were killed " * 3000) == []
    assert found_in("12 were killed " * 3000).figures == ()
    assert claims("12 were killed " * 3000 + ". Kell said 4 civilians died.") == [
        "mayor civilians killed exactly 4"
    ]
    assert claims("Kell said " + "12 were killed " * 150 + ".") == []


def test_what_the_front_matter_has_is_not_suggested_again() -> None:
    extra = "claims:\n  - {by: watch, who: civilians, what: killed, value: 12}\n"
    assert found_in("12 civilians were killed, the Watch said.", extra).claims == ()


def test_each_claim_has_its_sentence_and_its_reason() -> None:
    one = found_in("At least 12 civilians were killed on Thursday, the Watch said.").claims[0]
    assert one.sentence == "At least 12 civilians were killed on Thursday, the Watch said."
    told = "by: the Watch said; what: were killed; who: civilians; period: Thursday"
    assert one.reason == f"{told}; wrong if {one.wrong_if}"
    assert one.wrong_if == "somebody else is quoted there"


def test_dated_sentences_are_events_and_other_dates_are_told() -> None:
    found = found_in("On Wednesday the Dyke Guard took the mill. The Reavers have been about since 2019.")
    assert [(one.value.date.text, one.value.actors) for one in found.events] == [("2021-03-03", ("guard",))]
    assert [one.date.text for one in found.dates] == ["2019/2021-03-05"]


def test_names_in_brackets_and_other_spellings_are_aliases() -> None:
    found = found_in("The Fen Watch (FWA) spoke. Aldmor lies low.")
    assert [(one.entity, one.name, one.exact) for one in found.aliases] == [
        ("watch", "FWA", True),
        ("aldmoor", "Aldmor", False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Austria is far away.",
        "Aldmoor (Reuters) was quiet.",
        "The Dyke Guard (PKK) spoke.",
        "A Reaver fled.",
        "Aldmoor and Aldmuir are two towns.",
        "The Nigera is a river.",
    ],
)
def test_a_name_is_no_alias_without_evidence_that_both_name_one_thing(text: str) -> None:
    entities = (*ENTITIES, Entity("australia", "place", "Australia"), Entity("nigeria", "place", "Nigeria"))
    found = suggest(note(text)[0], Registry(entities=entities), Names.of(entities))
    assert found.aliases == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Dyke Guard, also known as the Fen Host, spoke.", ""),
        ("The Dyke Guard, better known as Fen Host, spoke.", "Fen Host"),
        ("Aldmoor, formerly called Aldbury, lies low.", "Aldbury"),
        ("Aldmuir lies low.", "Aldmuir"),
        ("The Dyke Guard (DYG) spoke.", "DYG"),
    ],
)
def test_what_a_text_says_a_thing_is_called_too_is_an_alias(text: str, name: str) -> None:
    assert [one.name for one in found_in(text).aliases] == [name] * bool(name)


def test_suggestions_are_yaml_to_paste() -> None:
    assert as_yaml(found_in("At least 12 civilians were killed in Aldmoor, the Watch said.")) == (
        "claims:\n"
        "  # At least 12 civilians were killed in Aldmoor, the Watch said.\n"
        "  # sure: by: the Watch said; what: were killed; who: civilians; "
        "wrong if somebody else is quoted there\n"
        "  - {by: watch, who: civilians, what: killed, value: 12, bound: at-least, place: aldmoor}"
    )


BODY = (
    "On Wednesday at least 12 civilians were killed, the Watch said. Kell said dozens of families had fled."
)


@pytest.mark.parametrize(
    "extra",
    [
        "",
        "claims:\n- {by: mayor, who: guard, what: killed, value: 12}\n",
        "claims:\n  - by: mayor\n    who: guard\n    what: killed\n    value: 12\n# kept\ntags: [mill]\n",
        "events:\n  - {date: 2021-01-01, what: A mill opened.}\n\nstatus: draft\n",
    ],
)
def test_what_is_written_keeps_the_note_and_carries_the_mark(extra: str) -> None:
    before, content = note(BODY, extra)
    made = written("a.md", content, suggest(before, REGISTRY, NAMES))
    after, problems = frontmatter.parse_note("a.md", made)
    assert after is not None
    assert problems == ()
    assert (after.body, after.tags, after.status) == (before.body, before.tags, before.status)
    assert [one.suggested for one in after.claims] == [False] * len(before.claims) + [True, True]
    assert [one.suggested for one in after.events] == [False] * len(before.events) + [True]
    assert suggest(after, REGISTRY, NAMES) == Suggestions()


def test_line_ends_stay_as_they_were() -> None:
    before, content = note(BODY)
    content = content.replace(b"\n", b"\r\n")
    read, _ = frontmatter.parse_note("a.md", content)
    assert read is not None
    made = written("a.md", content, suggest(before, REGISTRY, NAMES))
    assert made.count(b"\n") == made.count(b"\r\n")


def test_a_list_in_brackets_goes_on_in_them() -> None:
    before, content = note(BODY, "claims: [{by: mayor, who: guard, what: killed, value: 1}]\n")
    made = written("a.md", content, suggest(before, REGISTRY, NAMES))
    assert "claims: [{by: mayor, who: guard, what: killed, value: 1}, {by: watch, who:" in made.decode()


def test_a_head_with_faults_is_left_to_the_editor() -> None:
    before, content = note(BODY)
    with pytest.raises(BriefingError) as caught:
        written("a.md", content.replace(b"date", b"title: B\ndate"), suggest(before, REGISTRY, NAMES))
    assert str(caught.value) == "a.md: has faults that leave its values unclear; mend them first"


def test_the_command_writes_into_files_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(note(BODY)[1])
    told, problems = suggest_command.suggested([tmp_path], REGISTRY, write=True)
    assert list(told) == [f"# {path}: 2 claims and 1 event written, each with status: suggested"]
    assert problems == ()
    assert path.read_text("utf-8").count("status: suggested") == 3
    told, _ = suggest_command.suggested([tmp_path], REGISTRY, write=True)
    assert list(told) == [f"# {path}: nothing to suggest"]


WORDS = st.sampled_from(
    "the Watch said Reavers 12 dozens of civilians fighters killed , . and were lost Kell “ ” ( ) Aldmoor "
    "from in into per cent km 3 days within would entered secured at least two according to it he".split()
)


@settings(max_examples=80, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=40).map(" ".join))
def test_any_text_yields_suggestions_that_can_be_written(body: str) -> None:
    before, content = note(f"Text: {SIDES}{body}")
    found = suggest(before, REGISTRY, NAMES).whole
    if found.claims or found.events:
        again, problems = frontmatter.parse_note("a.md", written("a.md", content, found))
        assert again is not None
        assert len(again.claims) == len(found.claims), problems


@pytest.mark.parametrize(
    "piece", ["Aldmoor, Fen pocket and ", "Aldmoor fell to the Watch and 30 others left, "]
)
def test_suggestions_take_time_in_proportion(piece: str) -> None:
    short, long = (note(piece * (length // len(piece)))[0] for length in (20_000, 80_000))
    assert cost.ratio(lambda one: suggest(one, REGISTRY, NAMES), short, long) <= cost.MOST
