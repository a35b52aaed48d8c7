from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.analysis.inflection import stem, verb_forms
from briefing.analysis.lexicon import english
from briefing.analysis.phrase_scores import worth
from briefing.analysis.phrases import Phrase, find, key
from briefing.analysis.words import TagRole, role_of


def phrases(*lines: str) -> dict[str, Phrase]:
    known = {word.strip(".,").lower().removesuffix("'s") for line in lines for word in line.split()}
    return {phrase.label: phrase for phrase in find(lines, known, {"hajinqx": "hajin"})}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("air strike", "airstrikes"),
        ("air strikes", "air-strikes"),
        ("Family", "families"),
        ("witness", "witnesses"),
        ("prize", "prizes"),
        ("child", "children"),
        ("men", "man"),
        ("prisoners’ camp", "prisoner camp"),
    ],
)
def test_spellings_of_one_thing_share_a_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize("word", ["news", "isis", "bus", "crisis", "press", "gas", "series", "x"])
def test_a_word_that_only_looks_like_a_plural_stays(word: str) -> None:
    assert stem(word) == word


def test_verbs_are_known_in_all_their_forms() -> None:
    forms = {"beg", "begs", "beged", "beging", "begged", "begging"}
    assert verb_forms(["beg"]) == forms
    assert verb_forms(["deny", "lie", "seize", "push"]) == {
        *("deny", "denies", "denied", "denying", "lie", "lies", "lied", "lying"),
        *("seize", "seizes", "seized", "seizing", "push", "pushes", "pushed", "pushing"),
    }


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("harbour", TagRole.NOUN),
        ("training", TagRole.NOUN),
        ("family", TagRole.NOUN),
        ("thing", TagRole.GENERAL),
        ("things", TagRole.GENERAL),
        ("photo", TagRole.GENERAL),
        ("nuclear", TagRole.MODIFIER),
        ("kurdish-led", TagRole.MODIFIER),
        ("regional", TagRole.MODIFIER),
        ("heavy", TagRole.WEAK),
        ("said", TagRole.BREAK),
        ("attends", TagRole.BREAK),
        ("quickly", TagRole.BREAK),
        ("closed", TagRole.BREAK),
        ("thursday", TagRole.BREAK),
        ("dec", TagRole.BREAK),
        ("seven", TagRole.BREAK),
        ("2018", TagRole.BREAK),
        ("however", TagRole.BREAK),
    ],
)
def test_a_word_has_its_part_in_tags(word: str, role: TagRole) -> None:
    assert role_of(word) is role


def test_a_name_may_be_what_is_otherwise_a_verb() -> None:
    assert role_of("grant") is not TagRole.BREAK
    assert role_of("pierce", capital=True) is TagRole.NOUN
    assert role_of("syrian", capital=True) is TagRole.MODIFIER


def test_the_word_lists_are_sorted_lower_case_words() -> None:
    lexicon = english()
    for name in lexicon.__struct_fields__:
        words = getattr(lexicon, name)
        assert words, name
        assert all(word == word.lower() and word.strip() == word for word in words), name


def test_a_phrase_is_cut_at_verbs_function_words_and_punctuation() -> None:
    found = phrases("Aldmoor", "The old council rejects harbour plans, ferry owners said.")
    assert set(found) == {"Aldmoor", "council", "harbour plans", "ferry owners"}


def test_no_phrase_begins_or_ends_with_a_weak_word() -> None:
    found = phrases("The heavy nuclear waste went by sea.")
    assert set(found) == {"waste", "nuclear waste", "sea"}


def test_a_name_is_one_phrase_and_never_half_of_it() -> None:
    found = phrases("On Monday the Bank of Aldmoor and Anna Maria Stone met.", "Friends of Stone came.")
    assert "Bank of Aldmoor" in found
    assert "Anna Maria Stone" in found
    assert not {"Aldmoor", "Bank", "Anna Maria", "Maria Stone", "Stone"} & set(found)


def test_a_short_name_counts_for_the_long_one() -> None:
    found = phrases("The report named Anna Stone.", "Later Stone denied it.", "The council knew Stone.")
    assert found["Anna Stone"].times == 3


def test_the_title_of_a_person_is_no_part_of_the_name() -> None:
    found = phrases("They met President Anna Stone there.")
    assert "Anna Stone" in found
    assert not any("resident" in label for label in found)


def test_capitals_tell_nothing_in_a_headline_that_has_them_throughout() -> None:
    found = phrases("Ferry Owners Reject Harbour Plans", "The ferry owners met.", "The harbour stays.")
    assert found["ferry owners"].times == 2
    assert not found["ferry owners"].name


def test_a_phrase_keeps_its_commonest_spelling() -> None:
    found = phrases("An air-strike came.", "The air strikes went on.", "More air strikes came.")
    assert found["air strikes"].times == 3


def test_an_entity_is_a_phrase_of_its_own() -> None:
    found = phrases("The Hajinqx offensive began.", "Hajinqx fell.")
    assert found["Hajinqx"].entity == "hajin"
    assert found["Hajinqx"].times == 2
    assert set(found) == {"Hajinqx", "offensive"}


def test_a_phrase_of_several_words_told_once_is_worth_less_than_one_told_again_or_in_the_title() -> None:
    told, once = "Crews mended the harbour wall.", "Gulls sat on the market hall."
    found = phrases("Gulls fly", told, told, once)
    titled = phrases("The market hall", told, told, once)
    scores = dict.fromkeys(("harbour", "wall", "market", "hall"), 0.1)
    again, single = (worth(found[label], scores) for label in ("harbour wall", "market hall"))
    assert single < again - 1
    assert worth(titled["market hall"], scores) > single + 1


def test_the_lines_of_a_phrase_are_told_in_order() -> None:
    found = phrases("The ferry", "No word", "A ferry and a ferry")
    assert found["ferry"].lines == (0, 2)
    assert found["ferry"].times == 3


@settings(deadline=None, max_examples=80)
@given(st.lists(st.text(max_size=60), max_size=6))
def test_phrases_of_any_text_have_words_a_key_and_true_counts(lines: list[str]) -> None:
    known = {word.lower() for line in lines for word in line.split()}
    for phrase in find(lines, known, {}):
        assert phrase.label
        assert phrase.words
        assert 0 <= phrase.alone <= phrase.times
        assert list(phrase.lines) == sorted(set(phrase.lines))
