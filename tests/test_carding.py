"""Cards worked out in batches: the same on any worker, and weighed again only where words have changed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from briefing.analysis import keywords, word_weights
from briefing.chronology import card_analysis
from briefing.chronology.card_analysis import CardResult, Shared
from briefing.chronology.cards import Card
from briefing.content.markdown import reader
from briefing.core import edtf
from briefing.core.model import Note
from briefing.core.registry import Alias, Entity, Registry, Source
from briefing.engine import codec, executors

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from briefing.engine.executors import Pool

BODY = """\
The Dyke Brigade reached Aldmoor on Thursday, its warden said. The sluice gates of the mill race held.

At least 12 people left the lower town for the moor. The warden expects the water to fall by Sunday.
"""
REGISTRY = Registry(
    (Source("gazette", "outlet", "The Gazette"),),
    (
        Entity("aldmoor", "place", "Aldmoor", (Alias("Aldmuir"),)),
        Entity("brigade", "group", "Dyke Brigade"),
    ),
)
SHARED = Shared(REGISTRY, "en", 30, 3)


def note(number: int = 0, body: str = BODY) -> Note:
    document, _ = reader.read(body, 5)
    path = f"content/notes/n{number}.md"
    date = edtf.parse("2021-03-04")
    told = {"body": body, "body_line": 5, "document": document}
    return Note(path, f"n{number}", f"Gate {number}", date, "gazette", **told)  # type: ignore[arg-type]


def job(one: Note, weights: str = "") -> tuple[str, str]:
    return codec.dumps(one), weights


def test_a_note_becomes_a_card_as_the_store_keeps_it() -> None:
    (found,) = card_analysis.work_out(SHARED, [job(note(3))])
    card = codec.loads(found.card, Card)
    assert (found.path, found.slug, card.title) == ("content/notes/n3.md", "n3", "Gate 3")
    assert {entity.id for entity in card.entities} == {"aldmoor", "brigade"}
    assert "the sluice gates of the mill race held" in found.folded
    assert not found.failure


def test_a_summary_says_which_day_today_is() -> None:
    (found,) = card_analysis.work_out(
        SHARED, [job(note(body="The mill at Aldmoor burned today, a man said.\n"))]
    )
    card = codec.loads(found.card, Card)
    assert [one.text for one in card.extracts] == [
        "The mill at Aldmoor burned today [4 March 2021], a man said."
    ]


def test_a_text_is_weighed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    (first,) = card_analysis.work_out(SHARED, [job(note())])
    assert first.weights
    monkeypatch.setattr(keywords, "extract", None)
    assert card_analysis.work_out(SHARED, [job(note(), first.weights)]) == (first,)


@pytest.mark.parametrize("kept", ["", "nonsense", "\n", "{weights} and more"])
def test_weights_that_are_damaged_or_of_another_text_are_not_used(kept: str) -> None:
    (right,) = card_analysis.work_out(SHARED, [job(note())])
    (found,) = card_analysis.work_out(SHARED, [job(note(), kept.format(weights=right.weights))])
    assert found == right
    other = note(body=BODY.replace("sluice", "weir"))
    assert card_analysis.work_out(SHARED, [job(other, right.weights)]) == card_analysis.work_out(
        SHARED, [job(other)]
    )


def test_weights_made_with_another_version_of_what_yake_builds_on_are_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (right,) = card_analysis.work_out(SHARED, [job(note())])
    (tmp_path / "regex-0.1.dist-info").mkdir()
    (tmp_path / "regex-0.1.dist-info/METADATA").write_text("Name: regex\nVersion: 0.1\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    remembered = (executors.versions, word_weights.made_with)
    try:
        for one in remembered:
            one.cache_clear()
        (found,) = card_analysis.work_out(SHARED, [job(note(), right.weights)])
    finally:
        for one in remembered:
            one.cache_clear()
    assert found.weights.partition("\n")[0] != right.weights.partition("\n")[0]
    assert found.card == right.card


def test_a_note_that_cannot_be_weighed_says_why() -> None:
    (found,) = card_analysis.work_out(replace(SHARED, language="xx"), [job(note())])
    assert found == CardResult("content/notes/n0.md", "n0", "", failure=found.failure)
    assert found.failure.startswith("language 'xx' is unknown to YAKE; it knows ")


def test_processes_make_the_same_cards() -> None:
    jobs = tuple(job(note(number)) for number in range(6))
    found = dict(
        executors.spread(partial(card_analysis.work_out, SHARED), [jobs[:3], jobs[3:]], executors.processes)
    )
    assert found == {part: card_analysis.work_out(SHARED, part) for part in (jobs[:3], jobs[3:])}


def test_few_notes_start_no_processes() -> None:
    def refused() -> AbstractContextManager[Pool]:
        raise AssertionError

    few, many = ([note() for _ in range(word_weights.WORTH_PROCESSES - left)] for left in (1, 0))
    assert len(list(word_weights.in_batches(list, [few], len(few), opening=refused))) == 1
    with pytest.raises(AssertionError):
        list(word_weights.in_batches(list, [many], len(many), opening=refused))
