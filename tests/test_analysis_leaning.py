from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.analysis.dependence import leanings, leans


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
