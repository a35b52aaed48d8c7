from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefing.analysis.keywords import extract
from briefing.analysis.mentions import Names
from briefing.analysis.note import analyse
from briefing.analysis.source_text import Reading
from briefing.core import edtf
from briefing.core.model import Analysis, Block, Body, Keyword
from briefing.core.registry import Alias, Entity

NAMES = Names.of(
    (
        Entity("isis", "group", "Islamic State", (Alias("IS", exact=True), Alias("Daesh"))),
        Entity("hajin", "place", "Hajin"),
        Entity("us", "place", "United States", (Alias("US", exact=True),)),
        Entity("rudaw", "group", "Rudaw"),
    ),
    reporters=("rudaw",),
)
BODY = (
    "IS fighters in Hajin dug tunnels under the market on Thursday, Rudaw reported. "
    "US-backed forces closed the tunnels of Hajin with sand.\n\n"
    "Daesh had used the tunnels since September, Rudaw said. It gave no figures."
)
DOCUMENT = Body("", BODY, (Block(0, 136, "p1"), Block(138, len(BODY), "p2")))
DATE = edtf.parse("2018-12-14")


def analysed(*, keywords: int = 10, sentences: int = 3) -> Analysis:
    return analyse(DOCUMENT, DATE, NAMES, title="Tunnels of Hajin", keywords=keywords, sentences=sentences)


def test_a_note_yields_keywords_summary_dates_and_mentions() -> None:
    found = analysed()
    assert [keyword.phrase for keyword in found.keywords][:3] == ["Hajin", "tunnels", "Islamic State"]
    assert found.summary[0].sentence == 0
    assert [(date.text, date.value.text) for date in found.dates] == [
        ("Thursday", "2018-12-13"),
        ("since September", "2018-09/2018-12-14"),
    ]
    assert [BODY[mention.start : mention.end] for mention in found.mentions] == [
        *("IS", "Hajin", "Rudaw", "US", "Hajin", "Daesh", "Rudaw"),
    ]


def test_the_outlet_is_no_keyword() -> None:
    assert "Rudaw" not in {keyword.phrase for keyword in analysed(keywords=50).keywords}


def test_what_weighs_words_is_asked_once_for_a_text_that_names_do_not_change() -> None:
    asked: list[str] = []

    def weigh(text: str) -> tuple[Keyword, ...]:
        asked.append(text)
        return extract(text, language="en")

    told = analyse(DOCUMENT, DATE, NAMES, title="Tunnels of Hajin", weigh=weigh)
    other = Body("", BODY.replace("IS fighters", "Daesh fighters"))
    analyse(other, DATE, NAMES, title="Tunnels of Hajin", weigh=weigh)
    assert told == analysed()
    assert len(asked) == 2
    assert asked[0] == asked[1]


def test_only_so_much_comes_as_asked_for() -> None:
    found = analysed(keywords=2, sentences=1)
    assert len(found.keywords) == 2
    assert len(found.summary) == 1


def test_a_note_needs_no_registry_and_no_title() -> None:
    found = analyse(DOCUMENT, DATE, Names.of(()))
    assert found.mentions == ()
    assert "tunnels" in {keyword.phrase for keyword in found.keywords}


def test_an_empty_note_yields_nothing() -> None:
    assert analyse(Body("", "\0\0"), DATE, NAMES) == Analysis()


def test_the_text_for_yake_has_a_full_stop_after_each_line() -> None:
    reading = Reading.of("Tunnels of Hajin", "Rain fell\n\nIS left.", NAMES)
    assert reading.text == "Tunnels of Hajinqx .\nRain fell .\nIslamicstateqx left."


def test_the_result_does_not_depend_on_the_hash_seed() -> None:
    code = f"import {__name__} as t; print(t.analysed(keywords=50))"
    answers = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent)},
            cwd=Path(__file__).parent.parent,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(answers) == 1


PIECES = st.sampled_from(
    [
        "IS",
        "Hajin",
        "US",
        "-backed",
        "'s",
        "’s",
        "fighters",
        ".",
        " ",
        " ",
        "\n\n",
        "\0",
        "tunnels",
        "anti-",
        "_",
        "é",
        "Rudaw",
        "(",
        '"',
    ],
)


@settings(deadline=None, max_examples=60)
@given(st.lists(PIECES, max_size=30).map("".join), st.lists(PIECES, max_size=6).map("".join))
@example("", "IS..")
@example("", "IS’s-backed fighters")
@example("", "IS’s.-backed")
def test_the_words_that_stand_for_entities_never_come_out(prose: str, title: str) -> None:
    found = analyse(Body("", prose), DATE, NAMES, title=title, keywords=50)
    texts = [keyword.phrase for keyword in found.keywords] + [extract.text for extract in found.summary]
    assert not [text for text in texts if "qx" in text.lower()]
