from __future__ import annotations

import cost
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.core.edtf import parse
from briefing.text.dates import find

THURSDAY = parse("2018-12-06")
WORDS = st.sampled_from(
    """the last past next this coming few 48 hours days weeks week month year weekend ago two three since
    from between and to – - , . on in until Monday Thursday night Friday December Dec. May March may 6 10
    14 31 2018
    2014 2000 early mid late end of summer today yesterday 1990s 2018-12-06 people \n \n\n \0 9/11""".split(
        " "
    )
)


def found(prose: str, reference: str = "2018-12-06") -> list[tuple[str, str]]:
    return [(" ".join(it.text.split()), it.value.text) for it in find(prose, parse(reference))]


@pytest.mark.parametrize(
    ("prose", "text", "value"),
    [
        # weekdays
        ("It fell on Thursday.", "Thursday", "2018-12-06"),
        ("It fell on Friday.", "Friday", "2018-11-30"),
        ("It fell late on Wednesday night.", "Wednesday night", "2018-12-05"),
        ("It fell last Thursday.", "last Thursday", "2018-11-29"),
        ("They meet next Friday.", "next Friday", "2018-12-07"),
        ("They meet this coming Thursday.", "this coming Thursday", "2018-12-13"),
        ("They met this past Thursday.", "this past Thursday", "2018-11-29"),
        ("They meet this Saturday.", "this Saturday", "2018-12-08"),
        ("It fell on Tuesday of last week.", "Tuesday of last week", "2018-11-27"),
        # days beside today
        ("It fell today.", "today", "2018-12-06"),
        ("Yesterday it fell.", "Yesterday", "2018-12-05"),
        ("They meet tomorrow.", "tomorrow", "2018-12-07"),
        ("It fell last night.", "last night", "2018-12-05"),
        ("It fell the day before yesterday.", "the day before yesterday", "2018-12-04"),
        # weeks, months, years beside this one
        ("It fell this week.", "this week", "2018-12-03/2018-12-06"),
        ("It fell earlier this week.", "earlier this week", "2018-12-03/2018-12-05"),
        ("It fell last week.", "last week", "2018-11-26/2018-12-02"),
        ("They meet next week.", "next week", "2018-12-10/2018-12-16"),
        ("They met at the weekend.", "the weekend", "2018-12-01/2018-12-02"),
        ("They meet this weekend.", "this weekend", "2018-12-08/2018-12-09"),
        ("It fell this month.", "this month", "2018-12"),
        ("It fell last month.", "last month", "2018-11"),
        ("They meet next month.", "next month", "2019-01"),
        ("They meet later this month.", "later this month", "2018-12-06/2018-12-31"),
        ("It fell last year.", "last year", "2017"),
        ("It fell late last year.", "late last year", "2017-09~/2017-12~"),
        ("It fell early this month.", "early this month", "2018-12-01~/2018-12-10~"),
        # spans up to today and from it
        ("It fell in the past 48 hours.", "the past 48 hours", "2018-12-04/2018-12-06"),
        ("In the last 24 hours it fell.", "the last 24 hours", "2018-12-05/2018-12-06"),
        ("Over the past few days it fell.", "the past few days", "2018-12-03~/2018-12-06~"),
        ("Over the past week it fell.", "the past week", "2018-11-29~/2018-12-06~"),
        ("In recent days it fell.", "recent days", "2018-12-03~/2018-12-06~"),
        ("Over the past year it fell.", "the past year", "2017-12~/2018-12~"),
        ("In the last five years it fell.", "the last five years", "2013/2018"),
        ("Over the past decade it fell.", "the past decade", "2008/2018"),
        ("In the next three days it falls.", "the next three days", "2018-12-06~/2018-12-09~"),
        # ago
        ("It fell three days ago.", "three days ago", "2018-12-03"),
        ("It fell two weeks ago.", "two weeks ago", "2018-11-22~"),
        ("It fell a few days ago.", "a few days ago", "2018-12-02~/2018-12-04~"),
        ("It fell a month ago.", "a month ago", "2018-11"),
        ("It fell two years ago.", "two years ago", "2016"),
        # days and months of the calendar
        ("It fell on 2018-09-10.", "2018-09-10", "2018-09-10"),
        ("It fell on September 10.", "September 10", "2018-09-10"),
        ("It fell on 10 September.", "10 September", "2018-09-10"),
        ("It fell on the 10th of September.", "10th of September", "2018-09-10"),
        ("It fell on Dec. 6, 2018.", "Dec. 6, 2018", "2018-12-06"),
        ("It fell on Dec 06,2018.", "Dec 06,2018", "2018-12-06"),
        ("It fell on Thursday, 6 December 2018.", "Thursday, 6 December 2018", "2018-12-06"),
        ("It fell on Sunday, December 31.", "Sunday, December 31", "2017-12-31"),
        ("They meet on 14 January.", "14 January", "2019-01-14"),
        ("It fell on 14 February.", "14 February", "2018-02-14"),
        ("It fell in December 2018.", "December 2018", "2018-12"),
        ("It fell in September.", "September", "2018-09"),
        ("It fell in May.", "May", "2018-05"),
        ("It fell last December.", "last December", "2017-12"),
        ("It will last until August.", "August", "2019-08"),
        ("It fell in late July.", "late July", "2018-07-21~/2018-07-31~"),
        ("It fell in mid-July 2017.", "mid-July 2017", "2017-07-11~/2017-07-20~"),
        ("It fell at the end of November.", "end of November", "2018-11-21~/2018-11-30~"),
        ("It fell in early 2017.", "early 2017", "2017-01~/2017-04~"),
        ("It fell in summer 2018.", "summer 2018", "2018-22"),
        ("It fell last winter.", "last winter", "2017-24"),
        ("It fell in 2014.", "2014", "2014"),
        ("After the 2003 invasion it fell.", "2003", "2003"),
        ("It fell in the 1990s.", "the 1990s", "199X"),
        ("It fell on Christmas Eve.", "Christmas Eve", "2018-12-24"),
        ("It fell after the Sept. 11 attacks.", "Sept. 11", "2001-09-11"),
        # since
        ("Since Tuesday it has fallen.", "Since Tuesday", "2018-12-04/2018-12-06"),
        ("It has fallen since September.", "since September", "2018-09/2018-12-06"),
        ("It has fallen since 10 September.", "since 10 September", "2018-09-10/2018-12-06"),
        ("It has fallen since at least 2014.", "since at least 2014", "2014/2018-12-06"),
        ("It has fallen since late July.", "since late July", "2018-07-21~/2018-12-06"),
        # about
        ("It fell that week (about 8–14 October).", "about 8–14 October", "2018-10-08~/2018-10-14~"),
        ("It fell around 10 October.", "around 10 October", "2018-10-10~"),
        ("It has fallen since about 2014.", "since about 2014", "2014~/2018-12-06"),
        ("They talked about 10 October.", "10 October", "2018-10-10"),
        # intervals
        ("It fell between 10 and 14 November.", "between 10 and 14 November", "2018-11-10/2018-11-14"),
        ("It fell on 10–14 November.", "10–14 November", "2018-11-10/2018-11-14"),
        ("It fell on November 10-14, 2017.", "November 10-14, 2017", "2017-11-10/2017-11-14"),
        ("It fell on 13 and 14 November.", "13 and 14 November", "2018-11-13/2018-11-14"),
        (
            "It fell from 10 September to 4 December.",
            "from 10 September to 4 December",
            "2018-09-10/2018-12-04",
        ),
        (
            "It fell from 30 December to 2 January 2016.",
            "from 30 December to 2 January 2016",
            "2015-12-30/2016-01-02",
        ),
        (
            "It fell from September to November.",
            "from September to November",
            "2018-09/2018-11",
        ),
        ("It fell between Friday and Monday.", "between Friday and Monday", "2018-11-30/2018-12-03"),
        ("It fell from Wednesday to Thursday.", "from Wednesday to Thursday", "2018-12-05/2018-12-06"),
        ("It fell in 2014–2018.", "2014–2018", "2014/2018"),
        ("It fell between 2014 and 2016.", "between 2014 and 2016", "2014/2016"),
    ],
)
def test_a_date_expression_means_what_a_reader_takes_it_to(prose: str, text: str, value: str) -> None:
    assert found(prose) == [(text, value)]


@pytest.mark.parametrize(
    "prose",
    [
        "He may march and the sun sat for a second.",
        "Theresa May left, and April Jones with her.",
        "The March on Aldmoor was long.",
        "He lost in 2000 cases and 2000 people saw it.",
        "At 2000 GMT the river rose by $2014.",
        "They meet every Monday, each Tuesday, and on a Friday.",
        "The Sunday Times and USA Today wrote of Good Friday.",
        "Years ago it was long ago, and the last days of peace were few.",
        "It took three days and two weeks of the year.",
        "Resolution 1973 was read at 11/12, on page 2018-19-20.",
        "31 November, 2018-02-30.",
        "The Christmas market and the fall of the town in the autumn.",
        "last\n\nweek",
    ],
)
def test_what_only_looks_like_a_date_is_left_out(prose: str) -> None:
    assert [text for text, _ in found(prose) if text != "November"] == []


def test_a_figure_after_a_month_is_not_its_day() -> None:
    assert found("In September 10,000 people left.") == [("September", "2018-09")]
    assert found("In September 10 people left.") == [("September", "2018-09")]


@pytest.mark.parametrize(
    ("prose", "value"),
    [
        ("It fell on Friday.", "2018-12-14"),
        ("It fell on Thursday.", "2018-12-13"),
        ("It fell on Saturday.", "2018-12-15"),
        ("It fell on Tuesday.", "2018-12-11"),
        ("It fell today.", "2018-12-14/2018-12-15"),
        ("It fell yesterday.", "2018-12-13/2018-12-14"),
        ("It fell in the past 48 hours.", "2018-12-12~/2018-12-15~"),
        ("It fell this week.", "2018-12-10/2018-12-15"),
        ("It has fallen since Tuesday.", "2018-12-11/2018-12-15"),
    ],
)
def test_an_inferred_publication_date_keeps_its_doubt(prose: str, value: str) -> None:
    assert [meaning for _, meaning in found(prose, "2018-12-14/2018-12-15")] == [value]


def test_a_weekday_cannot_be_told_when_publication_is_known_to_the_month() -> None:
    assert found("It fell on Friday.", "2018-12") == [("Friday", "2018-12-01~/2018-12-31~")]


def test_markup_and_line_breaks_may_stand_within_an_expression() -> None:
    assert found("It fell on \0\0September\0\0\n10 and\nlast\nweek.") == [
        ("\0\0September\0\0 10"[2:], "2018-09-10"),
        ("last week", "2018-11-26/2018-12-02"),
    ]


def test_a_day_that_the_calendar_lacks_is_sought_in_earlier_years() -> None:
    assert found("It fell on 29 February.") == [("29 February", "2016-02-29")]


@given(st.lists(WORDS, max_size=14).map(" ".join) | st.text(), st.sampled_from(["", "/2018-12-15", "/.."]))
@settings(max_examples=300, deadline=None)
def test_expressions_are_ordered_disjoint_and_cut_from_the_text(prose: str, more: str) -> None:
    place = 0
    for expression in find(prose, parse(f"2018-12-14{more}")):
        assert place <= expression.start < expression.end
        assert expression.text == prose[expression.start : expression.end]
        assert parse(expression.value.text) == expression.value
        place = expression.end


@given(st.lists(WORDS, max_size=14).map(" ".join), st.dates().map(str))
@settings(max_examples=100, deadline=None)
def test_no_publication_date_is_too_early_or_too_late(prose: str, published: str) -> None:
    for expression in find(prose, parse(published)):
        assert expression.value.start <= expression.value.end


@pytest.mark.parametrize(
    "piece",
    [
        "May ",
        "10 ",
        "10 May ",
        "2018-",
        "2018 ",
        " ",
        "\0",
        "\n",
        "Monday",
        "day ",
        "last ",
        "1",
        "from 10 to ",
    ],
)
def test_hostile_text_takes_time_in_proportion(piece: str) -> None:
    def dates(text: str) -> object:
        return find(text, THURSDAY)

    short, long = (piece * (length // len(piece)) for length in (62_500, 250_000))
    assert cost.ratio(dates, short, long) <= cost.MOST
    assert cost.ratio(dates, f"10 {short}May", f"10 {long}May") <= cost.MOST
