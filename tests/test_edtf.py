from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.core.edtf import PartialDate, display, display_short, of_day, of_interval, parse

DAYS = st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31))


def date_or_message(text: str) -> PartialDate | str:
    try:
        return parse(text)
    except ValueError as refused:
        return str(refused)


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("2018-12-14", date(2018, 12, 14), date(2018, 12, 14), "day"),
        ("2018-12", date(2018, 12, 1), date(2018, 12, 31), "month"),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29), "month"),
        ("2018-12-XX", date(2018, 12, 1), date(2018, 12, 31), "month"),
        ("2018", date(2018, 1, 1), date(2018, 12, 31), "year"),
        ("2018-XX", date(2018, 1, 1), date(2018, 12, 31), "year"),
        ("2018-XX-XX", date(2018, 1, 1), date(2018, 12, 31), "year"),
        ("201X", date(2010, 1, 1), date(2019, 12, 31), "decade"),
        ("2018-21", date(2018, 3, 1), date(2018, 5, 31), "season"),
        ("2018-22", date(2018, 6, 1), date(2018, 8, 31), "season"),
        ("2018-23", date(2018, 9, 1), date(2018, 11, 30), "season"),
        ("2019-24", date(2019, 12, 1), date(2020, 2, 29), "season"),
        ("9999-24", date(9999, 12, 1), date(9999, 12, 31), "season"),
        ("2018-12-13/2018-12-14", date(2018, 12, 13), date(2018, 12, 14), "interval"),
        ("2018-09/2018-12-14", date(2018, 9, 1), date(2018, 12, 14), "interval"),
        ("2018-12-14/2018-12", date(2018, 12, 14), date(2018, 12, 31), "interval"),
        ("2018-09-10/..", date(2018, 9, 10), date.max, "interval"),
        ("../2018-12-14", date.min, date(2018, 12, 14), "interval"),
    ],
)
def test_a_date_covers_the_days_it_may_mean(text: str, start: date, end: date, precision: str) -> None:
    value = parse(text)
    assert (value.text, value.start, value.end, value.precision) == (text, start, end, precision)


@pytest.mark.parametrize(
    ("text", "approximate", "uncertain"),
    [
        ("2018-12-14", False, False),
        ("2018-12-14~", True, False),
        ("2018-12-14?", False, True),
        ("2018-12-14%", True, True),
        ("2018-12~/2018-12-14", True, False),
        ("2018-12/2018-12-14?", False, True),
    ],
)
def test_a_qualifier_anywhere_qualifies_the_date(text: str, *, approximate: bool, uncertain: bool) -> None:
    value = parse(text)
    assert (value.approximate, value.uncertain) == (approximate, uncertain)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("31.2.", 'date "31.2." is not a date; write YYYY-MM-DD'),
        ("", 'date "" is empty; write YYYY-MM-DD'),
        ("2018-02-30", 'date "2018-02-30" does not exist; February 2018 has 28 days'),
        ("2018-12-00", 'date "2018-12-00" does not exist; December 2018 has 31 days'),
        (
            "2018-13",
            'date "2018-13" has the month 13; months run from 01 to 12, seasons from 21 to 24',
        ),
        (
            "2018-21-01",
            'date "2018-21-01" has the month 21; months run from 01 to 12, seasons from 21 to 24',
        ),
        (
            "2018-12-14T10:00",
            'date "2018-12-14T10:00" has a time of day; write the day alone, 2018-12-14',
        ),
        ("2018-9-1", 'date "2018-9-1" is not a date; write YYYY-MM-DD, here 2018-09-01'),
        (
            "Y170000002",
            'date "Y170000002" has a year that is not four digits; years run from 0001 to 9999',
        ),
        ("0000", 'date "0000" has the year 0000; years run from 0001 to 9999'),
        ("20XX", 'date "20XX" is a whole century; write a decade, as in 201X, or a year'),
        ("201X-12", 'date "201X-12" is not a date; write a decade alone, as in 201X, or YYYY-MM-DD'),
        ("2018-XX-14", 'date "2018-XX-14" has a day of an unknown month; write YYYY-MM-DD, or YYYY-XX'),
        (
            "2018/12/14",
            'date "2018/12/14" has no hyphens between year, month and day; write 2018-12-14',
        ),
        ("20181214", 'date "20181214" has no hyphens between year, month and day; write 2018-12-14'),
        ("14.12.2018", 'date "14.12.2018" has its year last; write 2018-12-14'),
        ("14/12/2018", 'date "14/12/2018" is not a date; write YYYY-MM-DD'),
        (
            "2018-12/14",
            (
                'date "2018-12/14" has a second date that is not whole; '
                "write both whole, as in 2018-12-14/2018-12-15"
            ),
        ),
        *(
            (text, f'date "{text}" has {mark} where an interval has a slash; write 2018-12-14/2018-12-15')
            for text, mark in (
                ("2018-12-14-2018-12-15", "a dash"),
                ("2018–12–14–2018–12–15", "a dash"),
                ("2018-12-14..2018-12-15", "dots"),
                ("2018-12-14 … 2018-12-15", "dots"),
            )
        ),
        ("~2018", 'date "~2018" is not a date; write YYYY-MM-DD'),
        ("/2018", 'date "" is empty; write YYYY-MM-DD'),
        ("../..", 'date "../.." is open at both ends; write at least one of them, as in 2018-09-10/..'),
        (
            "2018-12-15/2018-12-14",
            'date "2018-12-15/2018-12-14" ends before it begins; write the earlier date first',
        ),
        ("2018-12-01/2018-02-30", 'date "2018-02-30" does not exist; February 2018 has 28 days'),
        ("٢٠١٨", 'date "٢٠١٨" is not a date; write YYYY-MM-DD'),
        (
            "2018-12-14 / 2018-12-15",
            'date "2018-12-14 / 2018-12-15" has white space around the slash; write 2018-12-14/2018-12-15',
        ),
        (
            "2018-12 to 2019",
            'date "2018-12 to 2019" has a word where an interval has a slash; write 2018-12/2019',
        ),
        (
            "2018-12~ – 2019-01",
            'date "2018-12~ – 2019-01" has a dash where an interval has a slash; write 2018-12~/2019-01',
        ),
        (
            "2018-12-14/15",
            'date "2018-12-14/15" has a second date that is not whole; write 2018-12-14/2018-12-15',
        ),
        (
            "2018-11-30/12-02",
            'date "2018-11-30/12-02" has a second date that is not whole; write 2018-11-30/2018-12-02',
        ),
        (
            "2018-12-14\u200f",
            'date "2018-12-14\u200f" has an invisible mark in it; write 2018-12-14',
        ),
        ("2018–12–14", 'date "2018–12–14" has dashes that are not hyphens; write 2018-12-14'),
        ("2018–12–34", 'date "2018–12–34" is not a date; write YYYY-MM-DD'),
        (
            "sometime in the middle of\nthat long and hot summer",
            'date "sometime in the middle of that long and …" is not a date; write YYYY-MM-DD',
        ),
    ],
)
def test_what_is_no_date_is_refused_with_what_is_allowed(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=r"^date ") as refused:
        parse(text)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("text", "long", "short"),
    [
        ("2018-12-14", "14 December 2018", "14 Dec 2018"),
        ("2018-12", "December 2018", "Dec 2018"),
        ("2018", "2018", "2018"),
        ("2018-23", "autumn 2018", "autumn 2018"),
        ("201X", "the 2010s", "the 2010s"),
        ("2018-12-14~", "about 14 December 2018", "about 14 Dec 2018"),
        ("2018-12-14?", "14 December 2018 (uncertain)", "14 Dec 2018 (uncertain)"),
        ("2018-12-14%", "about 14 December 2018 (uncertain)", "about 14 Dec 2018 (uncertain)"),
        ("2018-12-14/2018-12-15", "14–15 December 2018", "14–15 Dec 2018"),
        ("2018-11-30/2018-12-02", "30 November – 2 December 2018", "30 Nov – 2 Dec 2018"),
        ("2018-12-30/2019-01-02", "30 December 2018 – 2 January 2019", "30 Dec 2018 – 2 Jan 2019"),
        ("2018-09/2018-12", "September–December 2018", "Sep–Dec 2018"),
        ("2018-09/2018-12-06", "September – 6 December 2018", "Sep – 6 Dec 2018"),
        ("2018-11/2019-02", "November 2018 – February 2019", "Nov 2018 – Feb 2019"),
        ("2014/2018", "2014–2018", "2014–2018"),
        ("2018-21/2018-22", "spring–summer 2018", "spring–summer 2018"),
        ("2018-12-14/2018-12-14", "14 December 2018", "14 Dec 2018"),
        ("2018-12-03~/2018-12-06", "about 3 – 6 December 2018", "about 3 – 6 Dec 2018"),
        ("2018-12-11~/2018-12-14~", "about 11–14 December 2018", "about 11–14 Dec 2018"),
        ("2018-12-11?/2018-12-14?", "11–14 December 2018 (uncertain)", "11–14 Dec 2018 (uncertain)"),
        (
            "2018-07-21~/2018-12-06",
            "about 21 July – 6 December 2018",
            "about 21 Jul – 6 Dec 2018",
        ),
        ("2018-07-01~/2018-07-10~", "early July 2018", "early Jul 2018"),
        ("2018-07-11~/2018-07-20~", "mid-July 2018", "mid-Jul 2018"),
        ("2018-07-21~/2018-07-31~", "late July 2018", "late Jul 2018"),
        ("2018-02-21~/2018-02-28~", "late February 2018", "late Feb 2018"),
        ("2018-01~/2018-04~", "early 2018", "early 2018"),
        ("2018-09-10/..", "since 10 September 2018", "since 10 Sep 2018"),
        ("../2018-12", "until December 2018", "until Dec 2018"),
    ],
)
def test_a_date_is_shown_in_plain_english(text: str, long: str, short: str) -> None:
    assert (display(parse(text)), display_short(parse(text))) == (long, short)


def test_an_interval_of_one_day_is_that_day() -> None:
    day = date(2018, 12, 14)
    assert of_interval(day, day) == of_day(day)
    assert of_interval(day, day, approximate=True) == parse("2018-12-14~")


def test_an_interval_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before it begins; write the earlier date first"):
        of_interval(date(2018, 12, 14), date(2018, 12, 13))


def test_open_ends_are_told_apart() -> None:
    since, until = parse("2018-09-10/.."), parse("../2018-09-10")
    assert (since.open_start, since.open_end) == (False, True)
    assert (until.open_start, until.open_end) == (True, False)


def test_white_space_around_a_date_is_ignored() -> None:
    assert parse(" 2018-12-14\n") == parse("2018-12-14")


@given(DAYS)
def test_a_day_is_read_back_as_it_is_written(day: date) -> None:
    value = of_day(day)
    assert parse(value.text) == value
    assert value.is_day
    assert value.start <= day <= value.end


@given(one=DAYS, other=DAYS, approximate=st.booleans())
def test_an_interval_is_read_back_as_it_is_written(one: date, other: date, *, approximate: bool) -> None:
    value = of_interval(min(one, other), max(one, other), approximate=approximate)
    assert parse(value.text) == value
    assert value.start <= one <= value.end
    assert value.start <= other <= value.end
    assert display(value)


@given(st.text(alphabet="0123456789-/~?%X.YTE ", max_size=24))
@settings(max_examples=300, deadline=None)
def test_whatever_is_written_is_a_date_or_a_message(text: str) -> None:
    value = date_or_message(text)
    if isinstance(value, str):
        assert value.startswith('date "')
        assert "; " in value
    else:
        assert value.start <= value.end
        assert display(value)
        assert display_short(value)


@given(st.lists(st.sampled_from(["2018", "2018-12", "2018-12-14", "2018-12-14~", "../2018", "2018/.."])))
def test_keys_put_dates_in_one_order(texts: list[str]) -> None:
    ordered = sorted(map(parse, texts), key=lambda value: value.key)
    assert [value.start for value in ordered] == sorted(value.start for value in ordered)
    assert ordered == sorted(map(parse, texts[::-1]), key=lambda value: value.key)
