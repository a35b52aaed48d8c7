from __future__ import annotations

import cost
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.analysis.mentions import Names, find, with_words
from briefing.core.registry import Alias, Entity

ISLAMIC_STATE = Entity(
    "isis", "group", "Islamic State", (Alias("ISIS"), Alias("Daesh"), Alias("IS", exact=True))
)
DEIR_EZ_ZOR = Entity("deir-ez-zor", "place", "Deir ez-Zor", (Alias("Deir Ezzor"), Alias("Deir el-Zour")))
SHAAFA = Entity("shaafa", "place", "Al-Shaafa")
HAJIN = Entity("hajin", "place", "Hajin")
POCKET = Entity("hajin-pocket", "place", "Hajin pocket")
ENTITIES = (ISLAMIC_STATE, DEIR_EZ_ZOR, SHAAFA, HAJIN, POCKET)
NAMES = Names.of(ENTITIES)


def found(prose: str, names: Names = NAMES) -> list[tuple[str, str]]:
    return [(mention.entity, prose[mention.start : mention.end]) for mention in find(prose, names)]


def test_every_spelling_of_a_name_is_a_mention_of_the_same_entity() -> None:
    assert found("Deir Ezzor, Deir ez-Zor, DEIR EL ZOUR, Déir el‑Zour") == [
        ("deir-ez-zor", "Deir Ezzor"),
        ("deir-ez-zor", "Deir ez-Zor"),
        ("deir-ez-zor", "DEIR EL ZOUR"),
        ("deir-ez-zor", "Déir el‑Zour"),
    ]


def test_an_exact_alias_is_found_in_its_own_case_only() -> None:
    assert found("It is said that IS is there, is it?") == [("isis", "IS")]


def test_the_longest_name_wins() -> None:
    assert found("Hajin and the Hajin pocket") == [("hajin", "Hajin"), ("hajin-pocket", "Hajin pocket")]


def test_a_possessive_ending_is_no_part_of_a_mention() -> None:
    assert found("Hajin's market, ISIS’s tunnels, the IS's flag") == [
        ("hajin", "Hajin"),
        ("isis", "ISIS"),
        ("isis", "IS"),
    ]


def test_an_apostrophe_in_a_name_does_not_hide_it() -> None:
    assert found("Al-Sha'afa and al Sha’afa") == [("shaafa", "Al-Sha'afa"), ("shaafa", "al Sha’afa")]


def test_a_name_inside_a_longer_word_is_no_mention() -> None:
    assert found("Hajini people in New-Hajinville") == []


def test_a_name_does_not_run_over_a_comma_or_a_blank_line() -> None:
    assert found("in Deir, Ezzor") == []
    assert found("Deir\n\nEzzor") == []
    assert found("Deir\nEzzor") == [("deir-ez-zor", "Deir\nEzzor")]


def test_a_name_with_a_comma_is_found_with_it() -> None:
    names = Names.of((Entity("dc", "place", "Washington, D.C."),))
    assert found("in Washington, D.C., and in Washington D.C.", names) == [("dc", "Washington, D.C")]


def test_markup_between_the_words_of_a_name_does_not_hide_it() -> None:
    assert found("in \0\0Deir\0\0 ez\0-Zor") == [("deir-ez-zor", "Deir\0\0 ez\0-Zor")]


def test_a_label_that_is_also_an_exact_alias_is_found_in_its_own_case_only() -> None:
    names = Names.of((Entity("us", "place", "US", (Alias("US", exact=True),)),))
    assert found("They told us that the US left", names) == [("us", "US")]


def test_a_whole_name_tells_its_entity() -> None:
    assert NAMES.named("daesh") == "isis"
    assert NAMES.named("daesh fighters") == ""
    assert NAMES.named("") == ""


def test_each_mention_becomes_one_word_for_yake() -> None:
    prose = "IS left Hajin's market; an anti-ISIS, Hajin-based group"
    words = with_words(prose, find(prose, NAMES), NAMES)
    assert words == "Islamicstateqx left Hajinqx's market; an anti- Islamicstateqx, Hajinqx -based group"


def test_only_entities_that_are_known_can_be_reporters() -> None:
    assert Names.of((HAJIN,), ("afp", "hajin")).reporters == {"hajin"}


@settings(deadline=None, max_examples=80)
@given(st.text(alphabet="IShajinDer -'’\0\n,.é", max_size=80))
def test_mentions_are_ordered_disjoint_and_whole_words(prose: str) -> None:
    end = 0
    for mention in find(prose, NAMES):
        assert end <= mention.start < mention.end <= len(prose)
        assert not prose[mention.start - 1 : mention.start].isalnum()
        assert not prose[mention.end : mention.end + 1].isalnum()
        end = mention.end


@settings(deadline=None, max_examples=30)
@given(st.permutations(ENTITIES))
def test_the_order_of_the_registry_does_not_matter(entities: list[Entity]) -> None:
    prose = "IS lost Hajin, the Hajin pocket and Deir Ezzor"
    assert find(prose, Names.of(entities)) == find(prose, NAMES)


def test_near_misses_take_time_in_proportion() -> None:
    short, long = "Deir ez " * 10_000, "Deir ez " * 40_000
    assert find(long, NAMES) == ()
    assert cost.ratio(lambda text: find(text, NAMES), short, long) <= cost.MOST


def test_an_adjective_is_a_mention_where_adjectives_count_and_in_no_longer_name() -> None:
    syria = Entity("syria", "place", "Syria", adjectives=("Syrian",))
    army = Entity("army", "group", "Syrian army")
    told = "The Syrian army and Syrian farmers, syrian or not"
    assert found(told, Names.of((syria, army))) == [("army", "Syrian army")]
    assert found(told, Names.of((syria, army), adjectives=True)) == [
        ("army", "Syrian army"),
        ("syria", "Syrian"),
    ]
