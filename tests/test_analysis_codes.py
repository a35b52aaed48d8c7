"""Names with a number in them, such as COVID-19, are keywords and tags; dates and counts are not."""

from __future__ import annotations

import pytest

from briefing.analysis.mentions import Names
from briefing.analysis.note import analyse
from briefing.analysis.words import is_code
from briefing.content.markdown import reader
from briefing.core import edtf

DAY = edtf.parse("2018-12-14")


def keywords(text: str) -> list[str]:
    document, _ = reader.read(text, 1)
    return [one.phrase for one in analyse(document, DAY, Names.of(()), keywords=8).keywords]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            (
                "COVID-19 cases rose at the camp, doctors said. COVID-19 tests were short, and its ward "
                "was full. Nurses treated COVID-19 patients among M23 fighters; the M23 denied having it."
            ),
            {"COVID-19", "M23"},
        ),
        ("Covid-19 spread. Doctors said the Covid-19 ward was full.", {"Covid-19"}),
        ("Two F-16s took off at dawn. An F-16 jet was hit, the army said.", {"F-16"}),
        ("Farmers killed birds after H5N1 spread. Officials said H5N1 had not reached people.", {"H5N1"}),
        ("SARS-CoV-2 was found in sewage. New SARS-CoV-2 variants rose.", {"SARS-CoV-2"}),
        ("Protesters marched against the G20. Ministers of the G20 agreed on a tax.", {"G20"}),
        ("A T‑72 tank burned. Rebels captured three T‑72 tanks and an S-300.", {"T‑72", "S-300"}),
        ("The 5G network was shut. Engineers of the 5G network said masts burned.", {"5G"}),
        ("Families of MH17 passengers wait. Flight MH17 crashed over a field.", {"MH17"}),
    ],
)
def test_names_with_numbers_are_keywords(text: str, names: set[str]) -> None:
    assert names <= set(keywords(text))


def test_no_date_count_or_amount_is_a_keyword() -> None:
    found = keywords(
        "Mid-2018 was bad. A 20-year-old pilot of 12 died on Dec-14, in Sept-11 style. The 48-hour truce of "
        "the 1990s was over by 3PM. The 3rd, of May-5, won 1-0 in 2018-19: 40kg, 5km. Grade-3 burns, Page 7."
    )
    assert not [phrase for phrase in found if any(sign.isdigit() for sign in phrase)]


@pytest.mark.parametrize(
    "word", ["covid-19", "m23", "f-16", "f-16s", "g20", "h1n1", "su-57m", "mh17", "sars-cov-2", "5g"]
)
def test_a_name_with_a_number_is_a_code(word: str) -> None:
    assert is_code(word)


@pytest.mark.parametrize(
    "word", ["mid-2018", "2018", "48-hour", "1990s", "3rd", "sept-11", "may-5", "post-2011", "p", "q3", "12k"]
)
def test_times_and_counts_are_no_codes(word: str) -> None:
    assert not is_code(word)
