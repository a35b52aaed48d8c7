from __future__ import annotations

from ipaddress import IPv4Address

import cost
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefing.text.bounds import BOUNDS
from briefing.text.figures import VAGUE, find

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
        ("not fewer than 32", "at-least"),
        ("wasn't fewer than 32", "at-least"),
        ("never less than 32", "at-least"),
        ("not under 32", "at-least"),
        ("not more than 32", "at-most"),
        ("hardly more than 32", "at-most"),
        ("not exceeding 32", "at-most"),
        ("at the very least 32", "at-least"),
        ("at least another 32", "at-least"),
        ("at least about 32", "at-least"),
        ("as few as 32", "at-least"),
        ("upwards of 32", "at-least"),
        ("≥32", "at-least"),
        ("> 32", "more-than"),
        ("north of 32", "more-than"),
        ("~32", "about"),
        ("32-plus", "at-least"),
        ("32 plus", "at-least"),
        ("32-odd", "about"),
        ("32 and counting", "at-least"),
        ("32 at the very most", "at-most"),
        ("just shy of 32", "at-most"),
        ("not quite 32", "at-most"),
        ("possibly 32", "about"),
        ("approaching 32", "about"),
        ("32-something", "about"),
    ],
)
def test_the_words_around_a_number_bound_it(prose: str, bound: str) -> None:
    text = " ".join(prose.split())
    assert found(f"{prose} people fled") == [(text, 32, 32, bound)]


@pytest.mark.parametrize(
    ("prose", "bounds"),
    [
        ("32 people at least", ["at-least"]),
        ("32 civilians or more", ["at-least"]),
        ("32 people, at least 5 of them children", ["exactly", "at-least"]),
        ("32 people, at least 15 of them children", ["exactly", "at-least"]),
        ("12, at least 14", ["exactly", "at-least"]),
        ("32 people or more than 40", ["exactly", "more-than"]),
    ],
)
def test_a_bound_may_stand_behind_what_is_counted(prose: str, bounds: list[str]) -> None:
    assert [bound for *_, bound in found(prose)] == bounds


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


@pytest.mark.parametrize(
    ("prose", "low", "high"),
    [
        ("two to three million", 2_000_000, 3_000_000),
        ("two or three hundred", 200, 300),
        ("two-three million", 2_000_000, 3_000_000),
        ("one or two dozen", 12, 24),
        ("ten to twelve thousand", 10_000, 12_000),
        ("1.5-2 million", 1_500_000, 2_000_000),
        ("between 1 and 2 billion", 1e9, 2e9),
        ("between $1 and $2 million", 1_000_000, 2_000_000),
        ("2–3m people", 2_000_000, 3_000_000),
        ("40-50k people", 40_000, 50_000),
        ("2-3 lakh", 200_000, 300_000),
        ("40-50,000", 40_000, 50_000),
        ("40–50,000", 40_000, 50_000),
        ("40 to 50,000", 40_000, 50_000),
        ("between 40 and 50,000", 40_000, 50_000),
        ("100 to 150,000", 100_000, 150_000),
        ("two to three hundred thousand", 200_000, 300_000),
        ("fifty to a hundred thousand", 50_000, 100_000),
        # the first has a scale of its own, or could not have that of the second
        ("half a million to a million", 500_000, 1_000_000),
        ("900 to 1,200", 900, 1_200),
        ("5 to 1,000", 5, 1_000),
        ("five hundred to a thousand", 500, 1_000),
        ("between two hundred and three thousand", 200, 3_000),
        ("between two hundred and fifty and three hundred", 250, 300),
        ("between five hundred and six hundred", 500, 600),
    ],
)
def test_the_end_of_a_range_scales_its_beginning_where_it_can(prose: str, low: float, high: float) -> None:
    assert [(low, high) for _, low, high, _ in found(f"They saw {prose} of them.")] == [(low, high)]


@pytest.mark.parametrize(
    ("prose", "values"),
    [
        ("rose from two to three million", [2_000_000, 3_000_000]),
        ("killed 5 and 2,000 fled", [5, 2_000]),
        # in doubt is the first, or both
        ("two and three million", [3_000_000]),
        ("10 and 15,000 people", [15_000]),
        ("5, 10 and 15 thousand", [15_000]),
        ("5 to 50,000", []),
    ],
)
def test_a_beginning_that_may_be_scaled_is_left_out(prose: str, values: list[float]) -> None:
    assert [low for _, low, _, _ in found(prose)] == values


SEPARATORS = (",", " ", "\u00a0", "\u2009", "\u202f", "'", "’", ".")


def is_address(text: str) -> bool:
    """Whether a text can be the address of a machine, which is no number."""
    try:
        IPv4Address(text)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("separator", SEPARATORS)
@given(number=st.integers(min_value=1_000_000, max_value=999_999_999_999))
@example(number=1_123_104_100)
@settings(max_examples=30, deadline=None)
def test_thousands_are_parted_in_many_ways(separator: str, number: int) -> None:
    written = f"{number:,}".replace(",", separator)
    read = [low for _, low, _, _ in found(f"They saw {written} people.")]
    assert read == ([] if is_address(written) else [number])


@pytest.mark.parametrize("separator", SEPARATORS)
@given(number=st.integers(min_value=1_000, max_value=999_999))
@settings(max_examples=30, deadline=None)
def test_four_to_six_digits_are_never_read_by_half(separator: str, number: int) -> None:
    written = f"{number:,}".replace(",", separator)
    for following in ("people fled.", "of them.", "tonnes.", "", "per cent."):
        values = [low for _, low, _, _ in found(f"They saw {written} {following}")]
        scaled = separator == "." and following == "per cent."
        assert values in ([], [number / 1000 if scaled else number])
    assert [low for _, low, _, _ in found(f"They saw {written} people.")] == [number]


@pytest.mark.parametrize(
    ("prose", "value"),
    [
        ("1,50,000 people", 150_000),
        ("12,34,567 people", 1_234_567),
        ("2 lakh people", 200_000),
        ("two lakh people", 200_000),
        ("1.5 crore people", 15_000_000),
        ("Rs 5,000 crore", 50_000_000_000),
        ("2 lakh crore rupees", 2_000_000_000_000),
        ("5m people", 5_000_000),
        ("£5m", 5_000_000),
        ("5M euros", 5_000_000),
        ("40k of them", 40_000),
        ("$2bn", 2_000_000_000),
        ("2 bn dollars", 2_000_000_000),
        ("1.2tn yen", 1_200_000_000_000),
        ("a quarter of a million", 250_000),
        ("quarter of a million", 250_000),
        ("three quarters of a million", 750_000),
        ("three-quarters of a million", 750_000),
        ("half a billion", 500_000_000),
        ("a million and a half", 1_500_000),
        ("two and a half million", 2_500_000),
        ("two-and-a-half million", 2_500_000),
        ("two and a quarter million", 2_250_000),
        ("2½ million", 2_500_000),
        ("2 1/2 million", 2_500_000),
        ("three and a half", 3.5),
        ("two million three hundred thousand and six", 2_300_006),
        ("a thousand and five", 1_005),
        ("1.250 soldiers", 1_250),
        ("1.250 million", 1_250_000),
        ("1.250,5 tonnes", 1_250.5),
        ("1 250,5 tonnes", 1_250.5),
        ("3,5 per cent", 3.5),
        ("3,5 million", 3_500_000),
        ("2 million 300 thousand people", 2_300_000),
        ("2 lakh 50 thousand people", 250_000),
        ("3 crore 20 lakh people", 32_000_000),
        ("5mln people", 5_000_000),
        ("3.5 mio people", 3_500_000),
    ],
)
def test_a_number_is_read_whole(prose: str, value: float) -> None:
    assert [(low, high) for _, low, high, _ in found(prose)] == [(value, value)]


@pytest.mark.parametrize(
    "prose",
    [
        "one in three civilians was killed",
        "One in every ten of them",
        "one in 10 fighters fled",
        "one person in three lacks food",
        "three in four people",
        "seven in ten are homeless",
        "nine out of ten",
        "one out of every five",
        "two-thirds of the town",
        "three quarters of its people",
        "one third of it",
        "four fifths",
        "a tenth of a million",
        "1/4 of a million people",
        "on 1/4 a million",
        "¾ of a million",
        # what may be two numbers, or a time, a date, a version, an address
        "12 34 56",
        "10-15-20",
        "2018-12-14",
        "1,2,3",
        "3,5 and",
        "1,25",
        "1.250 tonnes",
        "€1.250",
        "192.168.100.200",
        "a 5m wall",
        "a 10k run",
        "On May 5 300 people fled",
        "2 thousand 300 thousand",
        "1-in-10 people",
        "tens of millions of people",
        "hundreds of millions of people",
        "several million people",
        "a couple of lakh people",
        "a couple of dozen people",
        "0123",
    ],
)
def test_what_cannot_be_read_whole_is_no_figure(prose: str) -> None:
    assert found(prose) == []


@pytest.mark.parametrize(
    ("prose", "values"),
    [
        ("In 2018 250 people fled", [2018, 250]),
        ("two 500-pound bombs", [2, 500]),
        ("killed three in four days", [3, 4]),
        ("killed one in Hajin", [1]),
        ("killed five in 12 attacks", [5, 12]),
        ("15 out of 20 fighters", [15, 20]),
        ("three quarters of the 900 fighters", [900]),
        ("aged 5, 8 and 11", [5, 8, 11]),
    ],
)
def test_numbers_that_are_no_ratio_and_no_part_of_another_stand_alone(
    prose: str, values: list[float]
) -> None:
    assert [low for _, low, _, _ in found(prose)] == values


def test_a_text_shows_how_it_writes_numbers() -> None:
    assert [low for _, low, _, _ in found("1.250 tonnes, of 3.500.000")] == [1_250, 3_500_000]
    assert [low for _, low, _, _ in found("1.250 tonnes, of 3,500,000")] == [1.25, 3_500_000]
    assert [low for _, low, _, _ in found("1.250 soldiers, of 3,500,000")] == [3_500_000]


@pytest.mark.parametrize(
    "prose",
    """no civilians were killed|No one was killed|nobody died|none of them was hurt|no Syrian civilians died
    |not a single civilian fell|not one fighter fell|zero deaths|nil|without any casualties
    |without loss of life|no deaths|no people were hurt""".replace("\n    ", "").split("|"),
)
def test_none_at_all_is_a_figure(prose: str) -> None:
    assert [(low, high, bound) for _, low, high, bound in found(prose)] == [(0, 0, "exactly")]


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
        "someone, often, a tent, a few, no doubt, no longer, no news",
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
    "piece",
    """1|1,000,|one |twenty-|at least |a |between |10 to |more\n| |1 250 |one hundred and |no |half a
    |a quarter of |1'|1.|10-|two and |dozens |one in |1\0|1, |one, |two million three hundred """.split("|"),
)
def test_hostile_text_takes_time_in_proportion(piece: str) -> None:
    short, long = (piece * (length // len(piece)) for length in (25_000, 100_000))
    assert cost.ratio(find, short, long) <= cost.MOST


@pytest.mark.parametrize("prose", ["twenty \u017fix fled", "at lea\u017ft", "f\u0131ve", "\u017fix"])
def test_letters_that_only_count_as_others_without_case_make_no_number(prose: str) -> None:
    assert found(prose) == []


def test_more_that_is_to_come_bounds_no_number() -> None:
    assert found("32 cases confirmed and more expected") == [("32", 32, 32, "exactly")]
