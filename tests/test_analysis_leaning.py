from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.analysis.dependence import leanings, leans, supports


@pytest.mark.parametrize(
    "sentence",
    [
        "He left the town at dawn.",
        "However, the ferry sailed.",
        "But the harbour stayed shut.",
        "This angered the owners.",
        "Its head, Anna Stone, resigned.",
        "The monitor said dozens had fled.",
        "The local council also said nothing.",
        "On Monday they crossed the river.",
        "The works will end in May, he said.",
        "Aldmoor had lost 70 boats, it reported.",
        '"We are tired of waiting for the boats."',
        "The two met again in Aldmoor.",
        "Farther north, a bridge fell.",
        "",
    ],
)
def test_a_sentence_that_needs_the_one_before_leans(sentence: str) -> None:
    assert leans(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The council of Aldmoor shut the harbour.",
        "Anna Stone said she would resign.",
        "Stone told reporters that her council had not been asked.",
        "The Aldmoor Ferry Company said boats would sail.",
        '"We are tired of waiting," Anna Stone said.',
        "“Nothing works,” said Anna Stone, who leads the council.",
        "In May the council opened the harbour, Anna Stone said.",
        "Ferry owners said they would wait.",
        "The harbour of Aldmoor is shut.",
    ],
)
def test_a_sentence_that_can_stand_alone_does_not_lean(sentence: str) -> None:
    assert not leans(sentence)


def test_a_sentence_leans_that_takes_up_what_the_one_before_brought() -> None:
    sentences = (
        "A storm sank two boats near Aldmoor.",
        "The boats were empty.",
        "The bridge at Aldmoor held.",
    )
    assert leanings(sentences) == (False, True, False)


def test_a_sentence_inside_a_quotation_leans() -> None:
    sentences = ('"The sea rose," said Anna Stone. "', "Boats sank within minutes.", 'Nobody slept."')
    assert leanings(sentences)[1:] == (True, True)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.text(max_size=60), max_size=6))
def test_every_sentence_gets_an_answer(sentences: list[str]) -> None:
    assert len(leanings(sentences)) == len(sentences)


@pytest.mark.parametrize(
    ("sentences", "needed"),
    [
        (("Anna Stone leads it.", "Rain fell.", "Stone said no."), 0),
        (("Anna Stone leads it.", "Rain fell.", "Mr Stone said no."), 0),
        (("A storm sank boats.", "Rain fell.", "The storm moved on."), 0),
        (("A fierce new storm sank boats.", "Rain fell.", "The fierce storm moved on."), 0),
        (("A storm sank boats.", "Rain fell.", "Such storms are rare."), 1),
        (("A storm sank boats.", "Rain fell.", "Owners had feared such a flood."), 1),
        (("A storm sank boats.", "Rain fell.", "In that storm boats sank."), 1),
        (("A storm sank boats.", "Rain fell.", "As a result, roads closed."), 1),
    ],
)
def test_a_sentence_needs_the_one_that_brings_what_it_only_takes_up(
    sentences: tuple[str, ...], needed: int
) -> None:
    assert needed in supports(sentences)[2]


def test_a_sentence_that_names_all_in_full_needs_no_other() -> None:
    sentences = (
        "Anna Stone met a baker.",
        "Anna Stone said towns such as Aldmoor flooded.",
        "In this week rain fell.",
        "The council met.",
    )
    assert supports(sentences) == (frozenset(),) * 4
