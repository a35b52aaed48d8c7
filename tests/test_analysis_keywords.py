from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.analysis.keywords import KeywordError, extract, languages

TEXT = (
    "The council of Aldmoor opened the new harbour on Monday. "
    "The harbour had been closed since the flood, the council said. "
    "Fishermen from Aldmoor had asked for the harbour for years."
)


def test_words_come_best_first_with_plain_numbers_as_scores() -> None:
    found = extract(TEXT, language="en")
    assert "harbour" in {keyword.phrase for keyword in found[:3]}
    assert [keyword.score for keyword in found] == sorted(keyword.score for keyword in found)
    assert {type(keyword.score) for keyword in found} == {float}


def test_only_so_many_words_come_as_asked_for() -> None:
    assert extract(TEXT, language="en", count=3) == extract(TEXT, language="en")[:3]


def test_the_same_text_gives_the_same_scores_again() -> None:
    assert extract(TEXT, language="en") == extract(TEXT, language="en")


def test_a_text_without_content_words_has_no_keywords() -> None:
    assert extract("It is so. 12, 13!", language="en") == ()
    assert extract("", language="en") == ()


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(KeywordError) as refused:
        extract(TEXT, language="xx")
    known = ", ".join(languages())
    assert str(refused.value) == f"language 'xx' is unknown to YAKE; it knows {known}"
    assert {"ar", "de", "en", "fr"} <= set(languages())


def test_a_silent_failure_of_yake_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yake.core.yake.DataCore", None)
    with pytest.raises(KeywordError) as refused:
        extract(TEXT, language="en")
    assert str(refused.value) == "YAKE found no keyword in a text that has words; it fails without saying why"


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=120))
def test_no_text_at_all_is_taken_for_a_failure(text: str) -> None:
    extract(text, language="en")
