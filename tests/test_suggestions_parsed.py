"""The second reader of suggestions: what a parse finds beyond the word lists, and what if there is none."""

from __future__ import annotations

from pathlib import Path

import campaign
import pytest
from test_suggestions import NAMES, REGISTRY, claims, note, shown

from briefing.cli import main
from briefing.suggest.parser import Parser
from briefing.suggest.suggestions import suggest


@pytest.fixture(scope="module")
def parser(tmp_path_factory: pytest.TempPathFactory) -> Parser:
    return Parser(tmp_path_factory.mktemp("parses"))


def parsed(body: str, parser: Parser) -> list[str]:
    return [shown(one.value) for one in suggest(note(body)[0], REGISTRY, NAMES, parser).claims]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Kell said three of their nephews were killed.", ["mayor civilians killed exactly 3 nephews"]),
        ("The Dyke Guard sent hundreds of its fighters, Kell said.", ["mayor guard strength hundreds"]),
        (
            "Brand said one Reavers fighter had been killed and four wounded.",
            ["watch reavers killed exactly 1", "watch reavers injured exactly 4"],
        ),
        ("Kell said the storm had left 12 cousins dead.", ["mayor civilians killed exactly 12 cousins"]),
        (
            "Kell said they pulled out 4 injured civilians, including a boy who died.",
            ["mayor civilians injured exactly 4"],
        ),
        ("The Watch counted 30 cousins who drowned.", ["watch civilians killed exactly 30 cousins"]),
    ],
)
def test_a_parse_finds_figures_that_word_lists_miss(body: str, expected: list[str], parser: Parser) -> None:
    assert parsed(body, parser) == expected
    assert [one for one in claims(body) if one in expected] != expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Kell said four gales that killed the herds had come.", []),
        ("Kell said 40 sheep died and about 900 civilians were left penniless.", []),
        ("Kell said the barn held seven sacks.", ["mayor ? held exactly 7"]),
        ("Kell said 70 people are dead or missing.", []),
    ],
)
def test_a_parse_counts_no_people_where_none_are_told(body: str, expected: list[str], parser: Parser) -> None:
    assert parsed(body, parser) == expected


def test_what_word_lists_find_a_parse_leaves_as_it_is(parser: Parser) -> None:
    body = "The Watch said 24 civilians were killed, including 13 children and 7 women."
    assert parsed(body, parser) == claims(body)


def test_a_parse_is_kept_until_it_is_damaged(parser: Parser, tmp_path: Path) -> None:
    body = "The Watch counted 30 cousins who drowned."
    first = parsed(body, Parser(tmp_path))
    (kept,) = tmp_path.iterdir()
    content = kept.read_bytes()
    assert parsed(body, Parser(tmp_path)) == first == parsed(body, parser)
    kept.write_bytes(content[:-9])
    assert parsed(body, Parser(tmp_path)) == first
    assert kept.read_bytes() == content


@pytest.mark.parametrize(
    ("model", "fault"),
    [
        ("de_no_such", "there is no model de_no_such"),
        ("yake", "the model yake cannot be used: module 'yake' has no attribute 'load'"),
    ],
)
def test_without_a_model_the_word_lists_read(model: str, fault: str, tmp_path: Path) -> None:
    parser = Parser(tmp_path, model)
    body = "Kell said 4 civilians died. The Watch counted 30 cousins who drowned."
    assert parsed(body, parser) == ["mayor civilians killed exactly 4"]
    assert parser.fault == fault


def test_a_sentence_of_thousands_of_words_is_not_parsed(parser: Parser) -> None:
    long = " ".join(f"{number} boatmen drowned and" for number in range(10, 900)) + " 900 fled, Kell said."
    assert parsed(long, parser) == []


def test_the_command_says_in_a_line_that_there_is_no_model(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    campaign.write(tmp_path, {"a.md": campaign.note()})
    conf = tmp_path / "pelicanconf.py"
    conf.write_text('SITENAME = SITEURL = "https://dyke.example"\nBRIEFING = {"model": "de_no_such"}\n')
    assert main.main(["--settings", str(conf), "suggest", str(tmp_path / "content/notes")]) == 0
    told = "suggest: sentences are read by word lists alone, which miss some figures"
    assert capsys.readouterr().err == f"{told}: there is no model de_no_such\n"
