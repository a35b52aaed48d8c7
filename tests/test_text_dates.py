from __future__ import annotations

import cost
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.core.edtf import parse
from briefing.text.dates import Unread, find, left_out

THURSDAY = parse("2018-12-06")
WORDS = st.sampled_from(
    """the last past next this coming few 48 hours days weeks week month year weekend ago two three since
    from between and to – - , . on in until Monday Thursday night Friday December Dec. May March may 6 10
    14 31 2018
    5 8 11 1776 44 BC AD 79 last year will said set for by week fifth half of the first
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
        ("It fell on Christmas Eve.", "Christmas Eve", "2017-12-24"),
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
        ("It fell on the night of 13/14 November.", "13/14 November", "2018-11-13/2018-11-14"),
        ("It fell from 3 to 5 May.", "from 3 to 5 May", "2018-05-03/2018-05-05"),
        ("It fell from May 3 until 5.", "from May 3 until 5", "2018-05-03/2018-05-05"),
        (
            "It fell between the 5th and the 8th of November.",
            "between the 5th and the 8th of November",
            "2018-11-05/2018-11-08",
        ),
        ("It fell from 28 Nov-3 Dec 2018.", "from 28 Nov-3 Dec 2018", "2018-11-28/2018-12-03"),
        ("It fell 30 April/1 May 2017.", "30 April/1 May 2017", "2017-04-30/2017-05-01"),
        ("It fell from September to 4 December.", "from September to 4 December", "2018-09/2018-12-04"),
        ("It fell in 2014/15.", "2014/15", "2014/2015"),
        ("It fell from 2018-12-01/2018-12-03.", "2018-12-01/2018-12-03", "2018-12-01/2018-12-03"),
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


def days(prose: str, reference: str = "2018-12-14") -> list[str]:
    return [value for _, value in found(prose, reference)]


def left(prose: str, reference: str = "2018-12-14") -> list[tuple[str, Unread]]:
    return [(" ".join(it.text.split()), it.why) for it in left_out(prose, parse(reference))]


@pytest.mark.parametrize(
    ("when", "values"),
    [
        ("5, 8 and 11 December", ["05", "08", "11"]),
        ("5, 8, and 11 December", ["05", "08", "11"]),
        ("5 and 8 December", ["05", "08"]),
        ("5 or 6 December", ["05", "06"]),
        ("the 5th, 8th and 11th of December", ["05", "08", "11"]),
        ("both 5 & 8 December", ["05", "08"]),
        ("December 5, 8 and 11", ["05", "08", "11"]),
        ("December 5 and 8", ["05", "08"]),
        ("Dec. 5, 8 and 11, 2018", ["05", "08", "11"]),
        ("5–8 and 11 December", ["05/2018-12-08", "11"]),
        ("3, 5-8 and 11 December", ["03", "05/2018-12-08", "11"]),
        ("Wednesday 5 and Saturday 8 December", ["05", "08"]),
        ("the fifth and the eighth of December", ["05", "08"]),
        ("the twenty-first of November", ["2018-11-21"]),
        ("28 November, 3 and 5 December", ["2018-11-28", "03", "05"]),
        ("Monday and Tuesday", ["10", "11"]),
        ("Monday, Tuesday and Thursday", ["10", "11", "13"]),
        ("in May, June and July 2017", ["2017-05", "2017-06", "2017-07"]),
        ("in December and January 2018", ["2017-12", "2018-01"]),
        ("5 May and 8 June 2017", ["2017-05-05", "2017-06-08"]),
        ("in 2014, 2016 and 2018", ["2014", "2016", "2018"]),
    ],
)
def test_a_list_gives_all_its_days(when: str, values: list[str]) -> None:
    wanted = [value if value[:3] == "201" else f"2018-12-{value}" for value in values]
    assert days(f"The SDF shelled Hajin on {when}, a monitor said.") == wanted


@given(
    numbers=st.lists(st.integers(1, 28), min_size=2, max_size=6, unique=True).map(sorted),
    join=st.sampled_from([" and ", " or ", ", and "]),
    form=st.sampled_from(["on {} November 2017", "on November {}, 2017", "on {} November last year"]),
)
@settings(max_examples=60, deadline=None)
def test_a_list_of_any_length_gives_all_its_days(numbers: list[int], join: str, form: str) -> None:
    written = f"{', '.join(map(str, numbers[:-1]))}{join}{numbers[-1]}"
    wanted = [f"2017-11-{number:02}" for number in numbers]
    assert days(f"It fell {form.format(written)}.") == wanted


@given(
    first=st.integers(1, 27),
    length=st.integers(1, 27),
    form=st.sampled_from(
        "{}-{} November|{}–{} November|from {} to {} November|from the {} until the {} of November"
        "|between {} and {} November|November {}-{}|from November {} to {}|from November {} through {}".split(
            "|"
        )
    ),
)
@settings(max_examples=60, deadline=None)
def test_a_span_gives_both_its_ends(first: int, length: int, form: str) -> None:
    last = min(first + length, 28)
    if first < last:
        told = form.format(first, last)
        assert days(f"It fell {told}, they said.") == [f"2018-11-{first:02}/2018-11-{last:02}"]


@pytest.mark.parametrize(
    ("when", "value"),
    [
        ("in December last year", "2017-12"),
        ("in May of last year", "2017-05"),
        ("on 5 March last year", "2017-03-05"),
        ("on March 5 last year", "2017-03-05"),
        ("in December this year", "2018-12"),
        ("in December two years ago", "2016-12"),
        ("on 5 March a year ago", "2017-03-05"),
        ("in last year's December", "2017-12"),
        ("last year in May", "2017-05"),
        ("in mid-December last year", "2017-12-11~/2017-12-20~"),
        ("on New Year's Eve last year", "2017-12-31"),
        ("on Christmas Day 2016", "2016-12-25"),
        ("in the summer of last year", "2017-22"),
        ("in winter 2016-17", "2016-24"),
        # years of any time that the site can show
        ("on 4 July 1776", "1776-07-04"),
        ("on July 4, 1776", "1776-07-04"),
        ("in March 1453", "1453-03"),
        ("in 1066", "1066"),
        ("in AD 1066", "1066"),
        ("in 1066 AD", "1066"),
        ("on 14 October 1066 CE", "1066-10-14"),
        # parts
        ("in the last week of November", "2018-11-24~/2018-11-30~"),
        ("in the first week of May last year", "2017-05-01~/2017-05-07~"),
        ("in the second half of July", "2018-07-16~/2018-07-31~"),
        ("in the first ten days of May", "2018-05-01~/2018-05-10~"),
        ("in the last days of May", "2018-05-27~/2018-05-31~"),
        ("in the second week of this month", "2018-12-08~/2018-12-14~"),
        ("on the last Friday of November", "2018-11-30"),
        ("on the first Monday in December", "2018-12-03"),
        ("on the last weekend of November", "2018-11-24/2018-11-25"),
        ("in the first half of 2018", "2018-01/2018-06"),
        ("in the first quarter of 2018", "2018-01/2018-03"),
        ("in the last three months of 2017", "2017-10/2017-12"),
        # what moves a day
        ("two days before 5 December", "2018-12-03"),
        ("the day after Christmas Day 2017", "2017-12-26"),
        ("on the eve of 5 December", "2018-12-04"),
        ("in the week of 3 December", "2018-12-03~/2018-12-09~"),
        ("in the week ending 9 December", "2018-12-03/2018-12-09"),
        ("on Wednesday the 5th", "2018-12-05"),
    ],
)
def test_a_date_is_read_with_all_that_belongs_to_it(when: str, value: str) -> None:
    assert days(f"It fell {when}, a monitor said.") == [value]


@pytest.mark.parametrize(
    ("when", "text", "why"),
    [
        ("in 44 BC", "44 BC", Unread.YEAR),
        ("on 15 March 44 BC", "15 March 44 BC", Unread.YEAR),
        ("in 1200 BCE", "1200 BCE", Unread.YEAR),
        ("in AD 79", "AD 79", Unread.YEAR),
        ("on 4 July 12018", "4 July 12018", Unread.YEAR),
        ("in the year 12018", "year 12018", Unread.YEAR),
        ("on 24 August 410", "24 August 410", Unread.PART),
        ("on 31 November", "31 November", Unread.CALENDAR),
        ("on 2018-02-30", "2018-02-30", Unread.CALENDAR),
        ("in December that year", "December that year", Unread.PART),
        ("on 5 May the previous year", "5 May the previous year", Unread.PART),
        ("twenty-two years ago", "two years ago", Unread.PART),
        ("one hundred and twenty years ago", "twenty years ago", Unread.PART),
        ("two or three weeks ago", "three weeks ago", Unread.PART),
        ("two years and two months ago", "two months ago", Unread.PART),
        ("2.5 years ago", "5 years ago", Unread.PART),
        ("10-15 days ago", "15 days ago", Unread.PART),
        ("a week on Friday", "Friday", Unread.PART),
        ("on Monday week", "Monday", Unread.PART),
        ("days after 5 December", "5 December", Unread.PART),
        ("a month before 5 December", "a month before 5 December", Unread.PART),
        ("on 45 to 8 December", "8 December", Unread.PART),
        ("on 5/12 December", "5/12 December", Unread.PART),
        ("in the 1800s", "the 1800s", Unread.PART),
        ("in the June before last", "June", Unread.PART),
        ("in the three months to December", "December", Unread.PART),
        ("in the five days to 11 December", "11 December", Unread.PART),
        ("12 days into December", "December", Unread.PART),
        ("between 5 March 2017 and 8 April", "between 5 March 2017 and 8 April", Unread.PART),
    ],
)
def test_what_cannot_be_read_whole_is_left_out_and_told(when: str, text: str, why: Unread) -> None:
    prose = f"It fell {when}."
    assert days(prose) == []
    assert left(prose) == [(text, why)]


@pytest.mark.parametrize(
    ("prose", "values"),
    [
        ("On 4 July 300 people fled.", ["2018-07-04"]),
        ("On July 4, 300 people fled.", ["2018-07-04"]),
        ("On 4 July 12,018 people fled.", ["2018-07-04"]),
        ("On May 5 rebels attacked.", ["2018-05-05"]),
        ("In May 5 rebels died.", ["2018-05"]),
        ("On May 5 and 20 rebels died.", ["2018-05-05"]),
        ("They shelled it in the last week of fighting.", []),
        ("It was the second half of the match.", []),
    ],
)
def test_a_number_beside_a_date_may_be_no_part_of_it(prose: str, values: list[str]) -> None:
    assert days(prose) == values


FRIDAY = "2018-12-14"


@pytest.mark.parametrize(
    ("prose", "value"),
    [
        # ahead
        ("The SDF will meet on Monday.", "2018-12-17"),
        ("They won't leave before Tuesday.", "2018-12-18"),
        ("Its spokesman said it would pull out on Sunday.", "2018-12-16"),
        ("A hearing in Hajin is set for Monday.", "2018-12-17"),
        ("Talks are due on Tuesday.", "2018-12-18"),
        ("The envoy is to arrive on Wednesday.", "2018-12-19"),
        ("The envoy was expected to arrive late on Sunday.", "2018-12-16"),
        ("A vote is scheduled for Thursday.", "2018-12-20"),
        ("They plan to march on Saturday.", "2018-12-15"),
        ("A march planned for Saturday worries them.", "2018-12-15"),
        ("The corridor stays open until Sunday.", "2018-12-16"),
        ("The trial was postponed until Tuesday.", "2018-12-18"),
        ("They have until Monday to leave.", "2018-12-17"),
        ("It must be ready by Tuesday.", "2018-12-18"),
        ("They dug in ahead of Monday.", "2018-12-17"),
        ("On Monday, the court will hear them.", "2018-12-17"),
        ("On Monday, talks begin in Geneva.", "2018-12-17"),
        ("Officials said on Thursday they would return on Monday.", "2018-12-13 2018-12-17"),
        ("A truce takes effect on Sunday.", "2018-12-16"),
        ("It will end in April.", "2019-04"),
        ("The offensive is expected in early March.", "2019-03-01~/2019-03-10~"),
        ("They will vote on 5 May.", "2019-05-05"),
        ("The deadline is 1 February.", "2019-02-01"),
        ("Voters go to the polls on Sunday.", "2018-12-16"),
        ("Schools reopen on Monday.", "2018-12-17"),
        ("The men, who go on trial on Monday, deny it.", "2018-12-17"),
        ("The law comes into force in January.", "2019-01"),
        ("The envoy, due to arrive on Wednesday, phoned.", "2018-12-19"),
        ("The storm was forecast to reach the coast on Monday.", "2018-12-17"),
        ("The governor ordered the evacuation to end by Sunday.", "2018-12-16"),
        ("The talks that are to conclude by May stalled.", "2019-05"),
        # behind
        ("The decision comes after talks on Sunday.", "2018-12-09"),
        ("Residents walk past a burnt tank in Hajin on Sunday.", "2018-12-09"),
        ("The guards let voters go on Sunday.", "2018-12-09"),
        ("He had come to Cairo on Sunday.", "2018-12-09"),
        ("The offensive began as previously planned on Saturday night.", "2018-12-08"),
        ("The trial was forced to be suspended on Tuesday.", "2018-12-11"),
        ("He issued the invitation to former mayor Kell on Tuesday.", "2018-12-11"),
        ("The ministry announced in September a cut in output.", "2018-09"),
        ("The SDF said on Monday that it had won.", "2018-12-10"),
        ("Six were killed on Tuesday.", "2018-12-11"),
        ("It was taken on Sunday.", "2018-12-09"),
        ("It may have fallen on Monday.", "2018-12-10"),
        ("2 lakh civilians had fled by Thursday.", "2018-12-13"),
        ("They held out until Wednesday.", "2018-12-12"),
        ("Fighters who left on Sunday will not return.", "2018-12-09"),
        ("They could not be reached on Monday.", "2018-12-10"),
        ("The mayor spoke of Monday's attack.", "2018-12-10"),
        ("The killing of two men on Sunday will be looked into.", "2018-12-09"),
        ("The town fell in April.", "2018-04"),
        ("It fell on 10 January, he said.", "2018-01-10"),
        # published on that day
        ("The SDF said on Friday that it would stay.", "2018-12-14"),
        ("The vote will be held on Friday.", "2018-12-14"),
    ],
)
def test_verbs_tell_whether_a_date_lies_ahead(prose: str, value: str) -> None:
    assert " ".join(days(prose, FRIDAY)) == value


def test_what_is_set_for_a_weekday_is_what_that_weekday_has() -> None:
    assert (
        days("A race is set for Sunday. He is the favourite of Sunday's race.", FRIDAY) == ["2018-12-16"] * 2
    )


@pytest.mark.parametrize(
    ("prose", "text"),
    [
        ("A service planned for Monday was cancelled.", "Monday"),
        ("The market reopened until Tuesday.", "Tuesday"),
        ("They will meet on 5 December.", "5 December"),
        ("He was expected on Tuesday but did not come.", "Tuesday"),
        ("Monday's vote will be close.", "Monday"),
        ("The ferry would have sailed on Sunday.", "Sunday"),
        ("They would not have met on Monday.", "Monday"),
        ("The offer had been due to expire on Sunday.", "Sunday"),
        ("Officials warned of a famine in June.", "June"),
    ],
)
def test_a_direction_that_is_in_doubt_is_told(prose: str, text: str) -> None:
    assert left(prose, FRIDAY) == [(text, Unread.DIRECTION)]


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It fell last week.", "2018-12-03/2018-12-15"),
        ("They will meet this week.", "2018-12-17/2018-12-23"),
        ("It fell this week.", "2018-12-10/2018-12-16"),
    ],
)
def test_on_a_sunday_the_week_is_the_one_that_ends_or_the_one_that_comes(text: str, expected: str) -> None:
    assert [meaning for _, meaning in found(text, "2018-12-16")] == [expected]


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

    short, long = (piece * (length // len(piece)) for length in (25_000, 100_000))
    assert cost.ratio(dates, short, long) <= cost.MOST
    assert cost.ratio(dates, f"10 {short}May", f"10 {long}May") <= cost.MOST
