from __future__ import annotations

import cost
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.text.figures import BOUNDS, VAGUE, find

WORDS = st.sampled_from(
    """at least more than up to about some between and to or – - , . 10 15 1,000 17 000 3.5 six twenty-two
    three hundred thousand million a an dozen half couple of few several dozens scores hundreds no one
    people % + so
    from \n \0""".split(" ")
)


def found(prose: str) -> list[tuple[str, float, float, str]]:
    return [(" ".join(it.text.split()), it.low, it.high, it.bound) for it in find(prose)]


@pytest.mark.parametrize(
    ("prose", "text", "value"),
    [
        ("32 died", "32", 32),
        ("17,000 fled", "17,000", 17_000),
        ("17\u2009000 fled", "17 000", 17_000),
        ("17 000 fled", "17 000", 17_000),
        ("1,234,567.5 tonnes", "1,234,567.5", 1_234_567.5),
        ("1.5 million fled", "1.5 million", 1_500_000),
        ("3.5 per cent", "3.5", 3.5),
        ("12% of it", "12", 12),
        ("50km away", "50", 50),
        ("US$500 each", "500", 500),
        ("an 18-month term", "18", 18),
        ("six died", "six", 6),
        ("Twenty-two died", "Twenty-two", 22),
        ("three hundred fled", "three hundred", 300),
        ("two hundred and six fled", "two hundred and six", 206),
        ("one thousand two hundred fled", "one thousand two hundred", 1_200),
        ("a hundred fled", "a hundred", 100),
        ("a dozen fled", "a dozen", 12),
        ("two dozen fled", "two dozen", 24),
        ("half a dozen fled", "half a dozen", 6),
        ("half a million fled", "half a million", 500_000),
        (
            "one hundred and twenty-five thousand three hundred and six",
            "one hundred and twenty-five thousand three hundred and six",
            125_306,
        ),
    ],
)
def test_a_number_is_found_in_digits_and_in_words(prose: str, text: str, value: float) -> None:
    assert found(prose) == [(text, value, value, "exactly")]


@pytest.mark.parametrize(
    ("prose", "bound"),
    [
        ("At least 32", "at-least"),
        ("no fewer than 32", "at-least"),
        ("32 or more", "at-least"),
        ("32+", "at-least"),
        ("more than 32", "more-than"),
        ("over 32", "more-than"),
        ("up to 32", "at-most"),
        ("no more than 32", "at-most"),
        ("fewer than 32", "at-most"),
        ("as many as 32", "at-most"),
        ("nearly 32", "about"),
        ("Some 32", "about"),
        ("an estimated 32", "about"),
        ("32 or so", "about"),
        ("more\nthan \0\0thirty-two", "more-than"),
    ],
)
def test_the_words_around_a_number_bound_it(prose: str, bound: str) -> None:
    text = " ".join(prose.split())
    assert found(f"{prose} people fled") == [(text, 32, 32, bound)]


@pytest.mark.parametrize(
    ("prose", "text", "low", "high"),
    [
        ("10 to 15 fled", "10 to 15", 10, 15),
        ("10–15 fled", "10–15", 10, 15),
        ("between 10 and 15 fled", "between 10 and 15", 10, 15),
        ("three or four fled", "three or four", 3, 4),
        ("2 to 3 million fled", "2 to 3 million", 2_000_000, 3_000_000),
    ],
)
def test_two_numbers_may_be_a_range(prose: str, text: str, low: float, high: float) -> None:
    assert found(prose) == [(text, low, high, "exactly")]


@pytest.mark.parametrize("prose", ["from 10 to 15", "15 to 10", "10 and 15", "10, 15"])
def test_two_numbers_that_are_no_range_are_two_figures(prose: str) -> None:
    assert sorted(low for _, low, _, _ in found(prose)) == [10, 15]


@pytest.mark.parametrize("words", sorted(VAGUE))
def test_a_vague_wording_means_what_the_mapping_says(words: str) -> None:
    (figure,) = find(f"They saw {words} of them.".replace(" of of ", " of "))
    assert (figure.low, figure.high) == VAGUE[words]
    assert figure.vague
    assert figure.bound == "about"


def test_every_bound_is_recognised_before_a_number() -> None:
    assert {words: found(f"{words} 32")[0][3] for words in BOUNDS} == dict(BOUNDS)


@pytest.mark.parametrize(
    "prose",
    [
        "at 3pm, 10:30, on the 10th, 1/2, in 1.2.3",
        "DeirEzzor24 and Covid-19",
        "no one, someone, often, none, a tent, a few",
        "he scores a goal and a couple dances",
        "99999999999999999999",
    ],
)
def test_what_is_no_number_is_left_out(prose: str) -> None:
    assert [text for text, *_ in found(prose) if text != "a few"] == []


@given(st.lists(WORDS, max_size=12).map(" ".join) | st.text())
@settings(max_examples=300, deadline=None)
def test_figures_are_ordered_disjoint_and_cut_from_the_text(prose: str) -> None:
    place = 0
    for figure in find(prose):
        assert place <= figure.start < figure.end
        assert figure.text == prose[figure.start : figure.end]
        assert figure.low <= figure.high
        place = figure.end


@given(st.integers(min_value=0, max_value=10**9))
@settings(deadline=None)
def test_a_whole_number_is_read_back_as_it_is_written(number: int) -> None:
    assert found(f"{number:,}") == [(f"{number:,}", number, number, "exactly")]
    assert found(str(number)) == [(str(number), number, number, "exactly")]


@pytest.mark.parametrize(
    "piece", ["1", "1,000,", "one ", "twenty-", "at least ", "a ", "between ", "10 to ", "more\n", " "]
)
def test_hostile_text_takes_time_in_proportion(piece: str) -> None:
    short, long = (piece * (length // len(piece)) for length in (62_500, 250_000))
    assert cost.ratio(find, short, long) <= cost.MOST


@pytest.mark.parametrize("prose", ["twenty \u017fix fled", "at lea\u017ft", "f\u0131ve", "\u017fix"])
def test_letters_that_only_count_as_others_without_case_make_no_number(prose: str) -> None:
    assert found(prose) == []
