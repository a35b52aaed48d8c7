"""Events and days: one entry for what several notes tell, and nothing lost on the way."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.chronology import days, events
from briefing.chronology.cards import Card, NoteRef
from briefing.chronology.events import Telling
from briefing.core import edtf
from briefing.core.model import Event

if TYPE_CHECKING:
    import random

DAY = edtf.parse("2021-03-04")


def telling(slug: str, what: str, when: str = "2021-03-04", **event: Any) -> Telling:
    """An event of the brigade at Aldmoor, as a note tells it."""
    given_ = {"places": ("aldmoor",), "actors": ("brigade",), **event}
    return Telling(NoteRef.of(card(slug, "2021-03-05")), Event(edtf.parse(when), what, **given_))


def card(slug: str, when: str, *told: Event, **head: Any) -> Card:
    """A card with nothing but a date and events, and what else is given."""
    path = f"content/notes/{slug}.md"
    return Card(path, slug, slug, edtf.parse(when), "gazette", events=told, source_label="Gazette", **head)


def test_one_event_told_by_two_notes_is_one_entry_with_both_accounts() -> None:
    told = [
        telling("b", "The Brigade drove the flood wardens out of Aldmoor, a monitor said."),
        telling("a", "At dawn the Brigade drove the wardens from Aldmoor."),
    ]
    (entry,) = events.merge(told)
    assert [one.note.slug for one in entry.tellings] == ["a", "b"]
    assert entry.what == "At dawn the Brigade drove the wardens from Aldmoor."


def test_the_most_alike_are_joined_first() -> None:
    told = [
        telling("a", "The Brigade drove wardens out of Aldmoor towards villages in the east."),
        telling("a", "The Brigade drove wardens out of Aldmoor at dawn."),
        telling("b", "The Brigade drove wardens out of Aldmoor at first light, at dawn."),
    ]
    entries = events.merge(told)
    assert [[one.note.slug for one in entry.tellings] for entry in entries] == [["a", "b"], ["a"]]
    assert "dawn" in entries[0].what


def test_names_alone_do_not_make_two_events_one() -> None:
    told = [
        telling("a", "The Dyke Brigade entered the centre of Aldmoor."),
        telling("b", "The Dyke Brigade buried a comrade near Aldmoor."),
    ]
    assert len(events.merge(told)) == 2


def test_another_day_place_or_actor_is_another_event() -> None:
    what = "Wardens opened the sluice gates."
    told = [
        telling("a", what),
        telling("b", what, when="2021-03-03"),
        telling("c", what, places=("elsewhere",)),
        telling("d", what, actors=("others",)),
    ]
    assert len(events.merge(told)) == 4


WORDS = st.lists(st.sampled_from("gates opened wardens dawn flood bridge".split()), min_size=1, max_size=4)
TELLINGS = st.lists(
    st.builds(
        telling,
        slug=st.sampled_from("abc"),
        what=WORDS.map(" ".join),
        when=st.sampled_from(["2021-03-04", "2021-03", "2021-03-03/2021-03-04"]),
    ),
    max_size=8,
)


@settings(max_examples=80, deadline=None)
@given(told=TELLINGS, shuffler=st.randoms(use_true_random=False))
def test_no_telling_is_lost_and_the_order_of_input_does_not_matter(
    told: list[Telling], shuffler: random.Random
) -> None:
    entries = events.merge(told)
    assert sorted(map(repr, told)) == sorted(repr(one) for entry in entries for one in entry.tellings)
    shuffled = list(told)
    shuffler.shuffle(shuffled)
    assert events.merge(shuffled) == entries
    assert all(len({one.note.slug for one in entry.tellings}) == len(entry.tellings) for entry in entries)
    assert [entry.date.key for entry in entries] == sorted(entry.date.key for entry in entries)


def test_an_entry_keeps_its_anchor_while_date_and_wording_stay() -> None:
    first = events.merge([telling("a", "Gates opened at dawn.")])[0]
    second = events.merge([telling("a", "Gates opened at dawn."), telling("b", "Wardens slept.")])
    assert first.anchor in {entry.anchor for entry in second}
    assert len({entry.anchor for entry in second}) == 2


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("2021-03-04", [4]),
        ("2021-03-03/2021-03-04", [3, 4]),
        ("2021-03-03/2021-03-05", [3, 4, 5]),
        ("2021-03-03/2021-03-06", []),
        ("2021-03", []),
        ("2021-03-01/..", []),
    ],
)
def test_a_day_has_what_happened_on_it_unless_that_took_longer_than_three_days(
    when: str, told: list[int]
) -> None:
    value = edtf.parse(when)
    assert [day.day for day in days.within(value, days.EVENT_SPAN)] == told
    assert [day for day in range(1, 32) if days.tells(value, date(2021, 3, day))] == told


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("The Brigade flooded Kishmah.", "The Brigade flooded Gharanij.", 2),
        ("The Brigade took the north of Aldmoor.", "The Brigade took the south of Aldmoor.", 2),
        ("The Brigade took the north of Aldmoor.", "The Brigade took Aldmoor.", 2),
        ("The Brigade flooded Kishmah.", "The Brigade flooded Kishmah on Monday, Ada Vane said.", 1),
        ("A pump flooded a school in Aldmoor.", "A pump flooded a hospital in Aldmoor.", 2),
        ("A pump flooded a school in Aldmoor.", "A new pump flooded the school in Aldmoor.", 1),
        ("The dyke at Aldmoor broke at dawn.", "The dyke at Aldmoor broke in the evening.", 2),
        ("A first sluice broke at Aldmoor.", "A second sluice broke at Aldmoor.", 2),
        ("A boat drowned 12 people at Aldmoor.", "A boat drowned 15 people at Aldmoor.", 1),
        ("The Brigade opened a sluice in Aldmoor.", "The Brigade closed a sluice in Aldmoor.", 2),
        ("The Brigade declared a flood across Aldmoor.", "The Brigade proclaimed a flood across Aldmoor.", 1),
    ],
)
def test_events_of_other_places_parts_of_one_or_things_stay_apart(one: str, other: str, count: int) -> None:
    assert len(events.merge([telling("a", one), telling("b", other)])) == count
