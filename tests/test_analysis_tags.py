from __future__ import annotations

from briefing.analysis.mentions import Names
from briefing.analysis.phrase_scores import rank
from briefing.analysis.phrases import Phrase
from briefing.analysis.tags import Candidate, candidates, choose
from briefing.core.model import Keyword
from briefing.core.registry import Alias, Entity

NAMES = Names.of(
    (
        Entity("isis", "group", "Islamic State", (Alias("Daesh"),)),
        Entity("afp", "group", "AFP"),
        Entity("hajin", "place", "Hajin"),
    ),
    reporters=("afp",),
)
KEYWORDS = (
    Keyword("Islamic State", 0.01),
    Keyword("air strikes", 0.02),
    Keyword("market", 0.03),
    Keyword("tunnels", 0.04),
)
FOUND = candidates(KEYWORDS, NAMES)


def phrase(
    label: str, *, times: int = 1, entity: str = "", name: bool = False, lines: tuple[int, ...] = (1,)
) -> Phrase:
    words = tuple(label.lower().split())
    return Phrase("".join(words), label, words, times, 0, lines, name or bool(entity), entity)


def labels(tags: tuple[Candidate, ...]) -> list[str]:
    return [tag.label for tag in tags]


def ranked(*phrases: Phrase, count: int = 10) -> list[str]:
    return [keyword.phrase for keyword in rank(phrases, {}, NAMES, count=count)]


def test_of_phrases_within_one_another_only_the_best_is_kept() -> None:
    assert ranked(phrase("storm warning", times=3), phrase("storm"), phrase("late storm warning")) == [
        "storm warning"
    ]


def test_a_word_that_mostly_stands_in_one_phrase_gives_way_to_it() -> None:
    assert ranked(phrase("strikes", times=3), phrase("air strikes", times=2)) == ["air strikes"]


def test_a_word_that_mostly_stands_elsewhere_does_not_give_way() -> None:
    assert ranked(phrase("strikes", times=9), phrase("air strikes", times=2)) == ["strikes"]


def test_entities_come_before_other_phrases_and_by_their_label() -> None:
    both = (phrase("Islamicstateqx", times=2, entity="isis"), phrase("harbour", times=2))
    assert ranked(*both) == ["Islamic State", "harbour"]


def test_those_who_report_are_no_keywords() -> None:
    assert ranked(phrase("Afpqx", times=9, entity="afp"), phrase("harbour")) == ["harbour"]


def test_a_phrase_of_the_title_comes_before_others() -> None:
    assert ranked(phrase("tunnels"), phrase("bridges", lines=(0, 2))) == ["bridges", "tunnels"]


def test_keywords_come_best_first_and_only_so_many() -> None:
    many = [phrase(f"word{'x' * number}") for number in range(9)]
    found = rank(many, {}, NAMES, count=5)
    assert len(found) == 5
    assert [keyword.score for keyword in found] == sorted(keyword.score for keyword in found)


def test_a_name_of_an_entity_becomes_the_entitys_tag() -> None:
    assert FOUND[0] == Candidate("=isis", "Islamic State", "isis", 0.01)
    assert FOUND[1] == Candidate("airstrike", "air strikes", "", 0.02)


def test_spellings_of_one_thing_are_one_candidate() -> None:
    found = candidates((Keyword("airstrikes", 0.1), Keyword("air strike", 0.2), Keyword("Daesh", 0.3)), NAMES)
    assert labels(found) == ["airstrikes", "Islamic State"]


def test_the_editors_tags_come_first_and_are_never_cut() -> None:
    chosen = choose(FOUND, tags=("sleeper cells", "hajin", "Daesh"), not_tags=(), names=NAMES, count=2)
    assert labels(chosen) == ["sleeper cells", "Hajin", "Islamic State"]


def test_what_the_editor_bars_is_left_out_however_it_is_spelt() -> None:
    chosen = choose(FOUND, tags=(), not_tags=("air-strike", "isis"), names=NAMES, count=8)
    assert labels(chosen) == ["market", "tunnels"]


def test_an_editors_spelling_replaces_the_one_found() -> None:
    chosen = choose(FOUND, tags=("airstrikes",), not_tags=(), names=NAMES, count=2)
    assert labels(chosen) == ["airstrikes", "Islamic State"]
