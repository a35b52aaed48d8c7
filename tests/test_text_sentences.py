from __future__ import annotations

import re

import cost
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.text.sentences import BLANK, clean, split

PROSE = st.text(alphabet=st.sampled_from(list("aAbB.19 .!?…\n\n\0\"”“'’()—,;é")), max_size=120) | st.text()


def sentences(prose: str) -> list[str]:
    return [clean(prose[found.start : found.end]) for found in split(prose)]


@pytest.mark.parametrize(
    "parts",
    [
        ["The bridge fell.", "Nobody was hurt."],
        ["Was it the rain?!", "No one knew…", "Then the mayor spoke."],
        ["Mr. Hale met Gen. A. B. Orme of Dept. C. in Aldmoor.", "They talked."],
        ["Lt. Col. Orme stayed at St. Mary's.", "Dr. Hale left."],
        ["The U.S. Army left.", "It was in the U.S.", "The convoy stayed."],
        ["They met at 6 a.m. Friday.", "At 7 p.m.", "Rescuers came."],
        ["They met at 6 p.m. (1500 GMT).", "Then they left."],
        ["No. 5 was lost.", "He said no.", "Ten were found."],
        ["It began on Dec. 6, 2018.", "On Sept. 10 it was over."],
        ["It cost 3.5 million.", "20 were hired in 2014.", "The rest left."],
        ["“We stay,” he said.", "“We win.”", "The crowd cheered."],
        ["“Who is there?” Mr Hale asked.", "“Nobody!” she said."],
        ["“Is it over?” the mayor asked.", "It was."],
        ["(He left.", "They stayed.)", "Then came peace."],
        ["ALDMOOR, La. — The river rose.", "So did the price of bread."],
        ["Yahoo! News said so.", "al-Hawl was quiet.", "eBay was not."],
        ["He met the mayor, R-Wyo.", "“That is all,” she said."],
        ["1. The first point.", "2. The second point."],
        ["It fell in the Foo Corp. building.", "The Corp. had left."],
        ["He wrote “J.R.” Hale.", "She wrote of the “U.S.”", "Both were read."],
        ["Aldmoor (pop. 9,000) is small.", "Its bridge is not."],
        ["It is over. . .", "Or so they say."],
        ["The town, e.g. its market, burned.", "It was rebuilt cf. the plan."],
    ],
)
def test_news_prose_is_split_where_a_reader_would(parts: list[str]) -> None:
    assert sentences(" ".join(parts)) == parts


def test_a_single_line_break_does_not_end_a_sentence() -> None:
    assert sentences("The bridge\nfell. Nobody\nwas hurt.") == ["The bridge fell.", "Nobody was hurt."]


def test_a_blank_line_does_even_with_hidden_characters_on_it() -> None:
    assert sentences("A list\n \0 \n\0\0of towns\n\nand rivers") == ["A list", "of towns", "and rivers"]


def test_hidden_characters_are_neither_white_space_nor_words() -> None:
    assert sentences("\0\0The\0\0 bridge fell.\0\0 It\0 was old.\0") == ["The bridge fell.", "It was old."]
    assert sentences("It cost 3.\0\0five.") == ["It cost 3.five."]


def test_what_has_no_words_is_no_sentence() -> None:
    assert sentences(" — \n\n***\n\n\0\0") == []


def test_blank_is_white_space_and_nul() -> None:
    every = {chr(code) for code in range(0x110000) if chr(code).isspace()}
    assert set(BLANK) == every | {"\0"}


@given(PROSE)
@settings(max_examples=300, deadline=None)
def test_sentences_are_ordered_disjoint_and_lose_no_word(prose: str) -> None:
    found = split(prose)
    ends = [0] + [place for sentence in found for place in (sentence.start, sentence.end)]
    assert ends == sorted(ends)
    inside = "".join(prose[sentence.start : sentence.end] for sentence in found)
    assert [c for c in inside if c.isalnum()] == [c for c in prose if c.isalnum()]


@given(PROSE)
@settings(max_examples=300, deadline=None)
def test_a_sentence_stays_within_its_block_and_has_no_white_space_around_it(prose: str) -> None:
    for sentence in split(prose):
        text = prose[sentence.start : sentence.end]
        assert text == text.strip(BLANK)
        assert not re.search(r"\n[\s\0]*\n", text)


@given(st.text())
def test_clean_text_is_on_one_line_and_stays_as_it_is(text: str) -> None:
    assert clean(text) == " ".join(clean(text).split())
    assert clean(clean(text)) == clean(text)
    assert "\0" not in clean(text)


@pytest.mark.parametrize(
    "piece",
    ["a. ", ".", '".', " ", "\n", "\n ", "A.", "a", ". ", ".\0", "!? ", "J. ", '?" Aaa ', "1. ", "(“"],
)
def test_hostile_text_takes_time_in_proportion(piece: str) -> None:
    short, long = (piece * (length // len(piece)) for length in (25_000, 100_000))
    assert cost.ratio(split, short, long) <= cost.MOST
