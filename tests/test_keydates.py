"""Key dates: which days matter, what tells of them, and that neither is the day of publication."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import campaign
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.chronology.keydates import DatedLine, DatedText, Naming, key_dates
from briefing.chronology.keydates.salience import ranked
from briefing.cli import keydates, main
from briefing.content import frontmatter

if TYPE_CHECKING:
    from pathlib import Path

    from briefing.chronology.keydates.sentences import Quote

FLOOD = date(2021, 3, 4)
FIRST, LAST = date(2021, 1, 1), date(2021, 12, 31)
STORY = "The dyke at Aldmoor broke in the early morning and the lower mill stood under water."
OTHER = "Volunteers filled sandbags along the northern road until the river fell again at noon."
LATER = "The council met to speak of rates, lamps and the price of coal for the coming winter."


def report(name: str, published: date, *lines: DatedLine) -> DatedText:
    return DatedText(name, published, lines)


def line(text: str, *days: date, written: bool = True) -> DatedLine:
    return DatedLine(text, tuple(Naming(day, written) for day in days))


def found(reports: list[DatedText], count: int = 1, each: int = 1) -> dict[date, tuple[Quote, ...]]:
    return key_dates(reports, dates=count, sentences=each, first=FIRST, last=LAST)


def days_after(number: int) -> date:
    return FLOOD + timedelta(days=number)


def test_a_day_that_later_reports_look_back_on_matters_most() -> None:
    reports = [
        report("a", FLOOD, line(STORY, FLOOD)),
        *(
            report(f"b{n}", days_after(20 + n), line(OTHER, FLOOD), line(LATER, days_after(20 + n)))
            for n in range(3)
        ),
    ]
    assert list(found(reports)) == [FLOOD]


def test_a_day_that_was_only_announced_matters_less_than_one_that_was_told() -> None:
    told, announced = days_after(3), days_after(6)
    reports = [report("a", days_after(4), line(STORY, told), line(OTHER, announced))]
    assert ranked(reports)[:2] == (told, announced)


def test_sentences_belong_to_the_day_they_tell_of_not_to_that_of_publication() -> None:
    reports = [report("a", days_after(2), line(STORY, FLOOD), line(LATER, days_after(2)))]
    told = {day: [one.text for one in told] for day, told in found(reports, 2).items()}
    assert told == {FLOOD: [STORY], days_after(2): [LATER]}


def test_a_sentence_with_a_span_does_not_tell_what_happened_on_its_first_day() -> None:
    span = "Since the flood began on 4 March some forty sheep have been lost near Aldmoor and the mill."
    day = "On 4 March the dyke at Aldmoor broke and the lower mill stood under water until the evening."
    text = f"---\ntitle: Dyke\ndate: 2021-03-20\n---\n{LATER}\n\n{LATER}\n\n{LATER}\n\n{span} {day}\n"
    note = frontmatter.parse_note("content/notes/a.md", text.encode())[0]
    assert note is not None
    assert [one.text for one in found([keydates.report(note)], 2, 2)[FLOOD]] == [day]


def test_what_opens_the_next_days_report_tells_of_a_day_that_it_names() -> None:
    named = report("a", days_after(1), line(STORY), line(OTHER, FLOOD))
    assert {one.text for one in found([named], 1, 2)[FLOOD]} == {OTHER, STORY}


def test_what_many_reports_print_tells_most_and_is_told_once() -> None:
    reports = [report(f"a{n}", FLOOD, line(STORY, FLOOD)) for n in range(3)]
    reports.append(report("b", FLOOD, line(OTHER, FLOOD)))
    assert [one.text for one in found(reports, 1, 2)[FLOOD]] == [STORY, OTHER]


def test_a_sentence_that_says_the_same_again_is_left_for_another() -> None:
    again = STORY.replace("in the early morning", "early in the morning")
    reports = [report("a", FLOOD, line(STORY, FLOOD), line(again, FLOOD), line(OTHER, FLOOD))]
    chosen = [one.text for one in found(reports, 1, 2)[FLOOD]]
    assert OTHER in chosen


def test_dates_outside_the_window_are_left_out() -> None:
    reports = [report("a", FLOOD, line(STORY, FLOOD))]
    assert key_dates(reports, dates=3, sentences=1, first=days_after(1), last=LAST) == {}


def test_nothing_gives_no_key_dates() -> None:
    assert found([]) == {}


DAYS = st.integers(0, 30).map(days_after)
LINES = st.builds(
    lambda text, days: line(text, *days),
    st.sampled_from([STORY, OTHER, LATER, "Why?", "Short."]),
    st.lists(DAYS, max_size=2),
)
REPORTS = st.lists(
    st.builds(lambda day, lines: (day, tuple(lines)), DAYS, st.lists(LINES, max_size=6)), max_size=8
)


@settings(max_examples=80, deadline=None)
@given(REPORTS, st.integers(1, 5), st.integers(1, 3), st.randoms(use_true_random=False))
def test_sizes_are_kept_and_the_order_of_reports_does_not_matter(
    drawn: list[tuple[date, tuple[DatedLine, ...]]], count: int, each: int, random: object
) -> None:
    reports = [DatedText(f"r{number}", day, lines) for number, (day, lines) in enumerate(drawn)]
    answer = found(reports, count, each)
    assert len(answer) <= count
    assert all(len(told) <= each for told in answer.values())
    assert list(answer) == sorted(answer)
    shuffled = list(reports)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert found(shuffled, count, each) == answer


@settings(max_examples=60, deadline=None)
@given(REPORTS)
def test_every_sentence_stands_in_a_report_that_is_not_older_than_its_day(
    drawn: list[tuple[date, tuple[DatedLine, ...]]],
) -> None:
    reports = {f"r{number}": DatedText(f"r{number}", day, lines) for number, (day, lines) in enumerate(drawn)}
    for day, told in found(list(reports.values()), 5, 3).items():
        for one in told:
            assert one.text in {each.text for each in reports[one.source].lines}
            assert reports[one.source].published >= day


def written(folder: Path, name: str, published: str, body: str) -> None:
    (folder / name).write_text(f'---\ntitle: "{name}"\ndate: {published}\n---\n\n{body}\n', "utf-8")


def test_the_command_reads_any_folder_of_notes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(tmp_path, "a.md", "2021-03-05", f"{STORY.removesuffix('.')} on Thursday.\n\n{LATER}")
    written(
        tmp_path,
        "b.md",
        "2021-04-20",
        "A dyke that broke on 4 March is whole again, the council of Aldmoor said.",
    )
    window = ["--from", "2021-03-01", "--to", "2021-03-31"]
    code = main.main(["keydates", str(tmp_path), "--dates", "1", "--sentences", "1", *window, "--json"])
    answer = json.loads(capsys.readouterr().out)
    assert code == 0
    assert [entry["date"] for entry in answer["timeline"]] == ["2021-03-04"]
    assert len(answer["timeline"][0]["sentences"]) == 1


def test_a_window_that_is_no_day_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main.main(["keydates", ".", "--from", "March"])
    assert caught.value.code == 2
    assert capsys.readouterr().err.endswith("argument --from: 'March' is not a day; write YYYY-MM-DD\n")


def test_a_note_without_a_date_is_a_problem_and_the_others_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(tmp_path, "a.md", "2021-03-05", f"{STORY.removesuffix('.')} on Thursday.")
    (tmp_path / "b.md").write_text("---\ntitle: b\n---\n\nText.\n", "utf-8")
    assert main.main(["keydates", str(tmp_path), "--dates", "1"]) == 1
    shown = capsys.readouterr()
    assert shown.out.startswith("4 March 2021\n  The dyke at Aldmoor")
    assert "date is missing" in shown.err


def test_a_record_is_laid_out_for_reading() -> None:
    record = {"timeline": [{"date": "2021-03-04", "sentences": ["One.", "Two."]}]}
    assert keydates.as_text(record) == "4 March 2021\n  One.\n  Two."


def test_the_site_shows_its_key_dates_and_a_chronology_of_them(tmp_path: Path) -> None:
    notes = {
        "2021-03-04-gazette-a.md": campaign.note(),
        "2021-03-09-gazette-b.md": campaign.note(
            "Gates open",
            "2021-03-09",
            "On 4 March the Dyke Brigade reached Aldmoor. The gates opened on Monday.",
        ),
    }
    root = campaign.write(tmp_path, notes)
    campaign.made(campaign.chosen(root))
    home = (root / "output" / "index.html").read_text("utf-8")
    whole = (root / "output" / "chronology" / "index.html").read_text("utf-8")
    key = (root / "output" / "chronology" / "key" / "index.html").read_text("utf-8")
    told = "Brigade reached Aldmoor"
    assert (
        '<a class="when" href="briefings/2021/03/04/"><time datetime="2021-03-04">4 Mar 2021</time></a>'
        in home.replace("./b", "b")
    )
    assert 'href="../chronology/key/"' in whole
    assert told in whole
    assert told in key
    assert "The gates opened" in whole
    assert "The gates opened" not in key
