from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.analysis.dependence import leanings
from briefing.analysis.mentions import Names
from briefing.analysis.source_text import Reading
from briefing.analysis.summary import summarise
from briefing.core.model import Block, Extract
from briefing.text.sentences import clean

NOBODY = Names.of(())
STORY = (
    "The council of Aldmoor shut the harbour on Monday after a storm sank two ferries, Anna Stone said. "
    "She gave no date for its return.\n\n"
    "Weather on the coast is often rough in winter. "
    "Ferry owners in Aldmoor want the harbour back within a week. "
    "Many birds nest on the cliffs."
)
SCORES = {
    "harbour": 0.02,
    "aldmoor": 0.03,
    "ferry": 0.04,
    "ferries": 0.04,
    "council": 0.1,
    "storm": 0.1,
    "owners": 0.1,
    "week": 0.1,
    "want": 0.1,
}


def summary(
    prose: str, scores: dict[str, float], *, count: int = 3, blocks: tuple[Block, ...] = ()
) -> list[Extract]:
    return list(summarise(Reading.of("", prose, NOBODY), scores, count=count, blocks=blocks))


def test_the_sentences_with_the_telling_words_are_taken_in_the_order_of_the_text() -> None:
    assert [extract.sentence for extract in summary(STORY, SCORES, count=2)] == [0, 3]


def test_each_sentence_has_its_words_its_place_and_its_paragraph() -> None:
    blocks = (Block(0, 132, "p1"), Block(134, len(STORY), "p2"))
    first, second = summary(STORY, SCORES, count=2, blocks=blocks)
    assert STORY[first.start : first.end] == first.text
    assert second.text == "Ferry owners in Aldmoor want the harbour back within a week."
    assert (first.anchor, second.anchor) == ("p1", "p2")


def test_a_sentence_that_leans_is_taken_with_the_one_before_or_not_at_all() -> None:
    scores = {**SCORES, "date": 0.001, "return": 0.001}
    taken = [extract.sentence for extract in summary(STORY, scores, count=2)]
    assert taken == [0, 1]
    assert [extract.sentence for extract in summary(STORY, {"return": 0.001}, count=1)] != [1]


def test_questions_and_scraps_are_not_taken() -> None:
    prose = "What of the harbour? The harbour, then. Aldmoor has had one harbour since the flood."
    assert [extract.sentence for extract in summary(prose, SCORES)] == [2]


def test_no_sentence_is_taken_whose_name_leans_on_one_that_is_left_out() -> None:
    prose = (
        "Anna Stone, of the council, came. Rain fell on roofs and lanes. Boats lay at the quay. "
        "Stone said the harbour of Aldmoor, the harbour alone, is shut."
    )
    taken = [extract.sentence for extract in summary(prose, SCORES)]
    assert 3 not in taken or 0 in taken
    assert [extract.sentence for extract in summary(prose.replace("Stone said", "She said"), SCORES)] != [3]


def test_a_text_of_leaning_sentences_still_has_a_summary() -> None:
    assert [extract.sentence for extract in summary("He left. They stayed.", {})] == [0, 1]


def test_an_empty_text_has_no_summary() -> None:
    assert summary("", SCORES) == []
    assert summary(STORY, SCORES, count=0) == []


def test_what_a_reader_does_not_see_is_not_in_a_summary() -> None:
    prose = "The \0\0harbour\0\0 of Aldmoor\nis shut."
    assert [extract.text for extract in summary(prose, SCORES)] == ["The harbour of Aldmoor is shut."]


WORDS = st.sampled_from(
    ["harbour", "Aldmoor", "he", "The", "council", "said", "It", '"', "however", "a", "storm"]
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=9).map(lambda words: " ".join(words) + ".")


@settings(deadline=None, max_examples=80)
@given(st.lists(SENTENCES, max_size=12), st.integers(0, 6))
def test_a_summary_is_verbatim_ordered_and_leans_on_nothing_left_out(
    sentences: list[str], count: int
) -> None:
    prose = "\n\n".join(sentences)
    reading = Reading.of("", prose, NOBODY)
    found = summarise(reading, SCORES, count=count)
    taken = [extract.sentence for extract in found]
    assert len(taken) <= count
    assert taken == sorted(set(taken))
    assert all(clean(prose[extract.start : extract.end]) == extract.text for extract in found)
    leaning = leanings(reading.lines)
    if not all(leaning):
        assert all(not leaning[number] or number - 1 in taken for number in taken) or _nothing_else(reading)


def _nothing_else(reading: Reading) -> bool:
    """Tell whether every sentence that stands alone is too short to be taken."""
    leaning = leanings(reading.lines)
    return all(leans or line.count(" ") < 4 for leans, line in zip(leaning, reading.lines, strict=True))
