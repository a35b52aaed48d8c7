from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing import edtf
from briefing.analysis.record import RecordError, from_json, keywords_from_json, keywords_to_json, to_json
from briefing.model import Analysis, DateExpression, Extract, Keyword, Mention

NUMBERS = st.integers(0, 10**6)
TEXTS = st.text(max_size=20)
DATES = st.sampled_from(["2018-12-14", "2018-12", "2018-12-13/2018-12-14", "2018-07-21~/2018-07-31~", "2014"])
SCORES = st.floats(0, 10, allow_nan=False)
KEYWORDS = st.lists(st.builds(Keyword, TEXTS, SCORES), max_size=4).map(tuple)
ANALYSES = st.builds(
    Analysis,
    KEYWORDS,
    st.lists(st.builds(Extract, TEXTS, NUMBERS, NUMBERS, NUMBERS, TEXTS), max_size=3).map(tuple),
    st.lists(st.builds(DateExpression, NUMBERS, NUMBERS, TEXTS, DATES.map(edtf.parse)), max_size=3).map(
        tuple
    ),
    st.lists(st.builds(Mention, TEXTS, NUMBERS, NUMBERS), max_size=3).map(tuple),
)
GOOD = '{"keywords":[["a",0.5]],"summary":[],"dates":[[0,4,"2014","2014"]],"mentions":[["b",0,1]]}'


@settings(deadline=None, max_examples=80)
@given(ANALYSES)
def test_an_analysis_comes_back_as_it_was(analysis: Analysis) -> None:
    assert from_json(to_json(analysis)) == analysis
    assert "\n" not in to_json(analysis)


@settings(deadline=None, max_examples=50)
@given(KEYWORDS)
def test_word_scores_come_back_as_they_were(keywords: tuple[Keyword, ...]) -> None:
    assert keywords_from_json(keywords_to_json(keywords)) == keywords


@pytest.mark.parametrize(
    ("damaged", "message"),
    [
        ("", "stored analysis is not JSON: Expecting value: line 1 column 1 (char 0)"),
        ("[]", "stored analysis lacks its parts; they are keywords, summary, dates, mentions"),
        ("{}", "stored analysis lacks its parts; they are keywords, summary, dates, mentions"),
        (GOOD.replace('[["a",0.5]]', "7"), "stored analysis is damaged: a part of it is no list"),
        (GOOD.replace("0.5", '"x"'), 'stored analysis is damaged: ["a", "x"]'),
        (GOOD.replace('["b",0,1]', '["b",true,1]'), 'stored analysis is damaged: ["b", true, 1]'),
        (GOOD.replace('["b",0,1]', '["b",0]'), 'stored analysis is damaged: ["b", 0]'),
    ],
)
def test_a_damaged_analysis_is_refused(damaged: str, message: str) -> None:
    with pytest.raises(RecordError) as refused:
        from_json(damaged)
    assert str(refused.value) == message


def test_a_stored_date_that_is_none_is_refused() -> None:
    with pytest.raises(RecordError, match=r"^stored analysis is damaged: "):
        from_json(GOOD.replace('"2014"]', '"2014-13"]'))


def test_damaged_word_scores_are_refused() -> None:
    with pytest.raises(RecordError) as refused:
        keywords_from_json("nothing")
    assert str(refused.value) == "stored keywords are not JSON: Expecting value: line 1 column 1 (char 0)"


@settings(deadline=None, max_examples=100)
@given(
    st.text(max_size=40) | st.builds(json.dumps, st.recursive(st.integers() | TEXTS, st.lists, max_leaves=8))
)
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(RecordError):
        from_json(text)
