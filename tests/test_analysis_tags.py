from __future__ import annotations

import pytest

from briefing.analysis.mentions import Names
from briefing.analysis.phrase_scores import rank, tags
from briefing.analysis.phrases import Phrase
from briefing.analysis.tags import Candidate, candidates, commonness, of_note, rarest
from briefing.core import edtf
from briefing.core.model import Body, Keyword, Note
from briefing.core.registry import Alias, Entity, Registry, Source

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


def of(own: tuple[str, ...] = (), barred: tuple[str, ...] = ()) -> tuple[Candidate, ...]:
    note = Note(
        *("n.md", "n", "A note", edtf.parse("2018-12-14"), "afp"),
        body="",
        body_line=1,
        document=Body("", ""),
        tags=own,
        not_tags=barred,
    )
    keywords = (*KEYWORDS, Keyword("AFP", 0.5))
    return of_note(note, keywords, Registry((Source("afp", "agency", "AFP"),)), NAMES)


def test_the_editors_tags_come_first_and_are_never_cut() -> None:
    found = of(("sleeper cells", "hajin", "Daesh"))
    assert labels(rarest(found, {}, count=2)) == ["sleeper cells", "Hajin", "Islamic State"]


def test_what_the_editor_bars_and_who_reports_are_left_out_however_they_are_spelt() -> None:
    assert labels(of(barred=("air-strike", "isis"))) == ["market", "tunnels"]


def test_an_editors_spelling_replaces_the_one_found() -> None:
    assert labels(rarest(of(("airstrikes",)), {}, count=2)) == ["airstrikes", "Islamic State"]


def test_what_many_notes_have_comes_after_what_few_have() -> None:
    assert labels(rarest(FOUND, {"=isis": 4, "tunnel": 1}, count=3)) == [
        "air strikes",
        "Islamic State",
        "market",
    ]


def test_an_editors_tag_stays_first_however_common_it_is() -> None:
    assert labels(rarest(of(("market",)), {"market": 3}, count=2)) == ["market", "Islamic State"]


def test_how_common_a_tag_is_goes_in_steps_and_ends_where_a_new_note_would_move_many() -> None:
    times = {"3": 3, "4": 4, "7": 7, "8": 8, "63": 63, "64": 64, "900": 900}
    notes = [
        [f"own{number}", *(key for key, many in times.items() if number < many)] for number in range(999)
    ]
    assert commonness(notes) == {"4": 1, "7": 1, "8": 2, "63": 4, "64": 5, "900": 5}


def fit(*phrases: Phrase, lines: int = 20) -> list[str]:
    return [one.phrase for one in tags(phrases, {}, NAMES, count=8, lines=lines)]


def test_a_noun_too_vague_for_a_tag_alone_is_none_and_may_end_one() -> None:
    assert fit(phrase("leadership", times=9), phrase("party leadership", times=2)) == ["party leadership"]


def test_a_witness_in_the_registry_is_no_tag() -> None:
    names = Names.of((Entity("witnesses", "group", "Witnesses"), Entity("divers", "group", "Navy divers")))
    some = (phrase("Xqx", times=5, entity="witnesses"), phrase("Yqx", times=5, entity="divers"))
    assert [one.phrase for one in tags(some, {}, names, count=8, lines=20)] == ["Navy divers"]


def test_what_the_label_of_an_entity_holds_is_no_tag_beside_it() -> None:
    names = Names.of((Entity("fever", "thing", "Marsh fever virus"), Entity("marsh", "place", "Marsh")))
    some = (
        phrase("Xqx", times=9, entity="fever"),
        phrase("viruses", times=3),
        phrase("Yqx", times=3, entity="marsh"),
    )
    found = [one.phrase for one in tags(some, {}, names, count=8, lines=20)]
    assert found == ["Marsh fever virus", "Marsh"]


def test_what_a_long_text_says_once_in_passing_is_no_tag_and_in_a_short_one_may_be() -> None:
    once = (phrase("Hajinqx", entity="hajin", lines=(9,)), phrase("Ada Vane", name=True, lines=(9,)))
    assert fit(*once) == []
    assert sorted(fit(*once, lines=8)) == ["Ada Vane", "Hajin"]
    assert fit(phrase("Hajinqx", entity="hajin", lines=(1,))) == ["Hajin"]


def test_a_common_noun_comes_up_three_times_or_in_the_title_too() -> None:
    twice, in_title = phrase("harbour", times=2, lines=(3, 4)), phrase("sluice", times=2, lines=(0, 4))
    assert fit(twice, in_title, phrase("weir", times=3, lines=(3, 4))) == ["sluice", "weir"]


@pytest.mark.parametrize(
    ("first", "other"), [("clean-up", "cleaning"), ("protests", "protesters"), ("vaccines", "vaccinations")]
)
def test_of_twins_only_the_better_is_a_tag(first: str, other: str) -> None:
    assert fit(phrase(first, times=9), phrase(other, times=3)) == [first]


@pytest.mark.parametrize("others", [("shells", "shelters"), ("ports", "portals")])
def test_words_that_only_begin_alike_are_no_twins(others: tuple[str, str]) -> None:
    assert sorted(fit(*(phrase(one, times=3) for one in others))) == sorted(others)


def test_where_there_are_too_few_phrases_single_words_follow_but_no_dates_or_parts_of_names() -> None:
    scores = {"harbour": 0.02, "held": 0.1, "monday": 0.2, "12th": 0.2, "hajinqx": 0.01}
    found = rank((phrase("harbour"), phrase("Hajinqx", entity="hajin")), scores, NAMES, count=9)
    assert sorted(one.phrase for one in found) == ["Hajin", "harbour", "held"]
    assert [one.score for one in found] == sorted(one.score for one in found)
