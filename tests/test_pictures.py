"""Pictures: every claim a mark, every place a spot, every day a cell, and no name over another."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from campaign import KNOWN
from hypothesis import given, settings
from hypothesis import strategies as st
from test_ledger_relations import OIL, stated
from test_ledger_relations import told as told_of_oil

from briefing.content.basemap import Basemap, Bounds, MapLine, MapName
from briefing.core import edtf
from briefing.core.registry import Entity, Position
from briefing.ledger import statements
from briefing.site import views
from briefing.site.parts import BriefingTeaser
from briefing.site.pictures import chart, labels, locator, strip
from briefing.site.pictures.labels import Box

if TYPE_CHECKING:
    from briefing.core.vocabulary import Vocabulary
    from briefing.ledger.statements import Scope, Statement
    from briefing.site.pictures.panels import Chart, Panel

GROUND = Basemap(
    Bounds(0, 0, 10, 8), "Nobody", (MapLine("river", ((1, 1), (2, 3), (9, 7))),), (MapName("Moor", 7, 5),)
)


def place(id_: str, lat: float, lon: float, *, exact: bool = True) -> Entity:
    position = Position(lat, lon, "exact" if exact else "approximate", "a map")
    return Entity(id_, "place", id_.title(), position=position)


def words(scope: Scope) -> str:
    return scope.start


def drawn(*told: Statement, known: Vocabulary = KNOWN) -> Chart | None:
    unit = known.unit_of
    plain = chart.Words(str.title, lambda one: one.claim.what, words, words, lambda _: "The Gazette", unit)
    return chart.chart(statements.ordered(told), plain)


def panel(*told: Statement) -> Panel:
    found = drawn(*told)
    assert found is not None
    (only,) = found.panels
    return only


def test_figures_in_several_units_are_drawn_in_the_first_of_their_measure_with_their_bands() -> None:
    """Barrels, not the litres that they are compared in; a band reaches from 4,881 to 5,119 of them."""
    found = drawn(
        told_of_oil("flow", 1000, period="2021-04-24"),
        told_of_oil("flow", 210_000, "guard", unit="gallons-a-day", bound="about", period="2021-04-26"),
        known=OIL,
    )
    assert found is not None
    (shown,) = found.panels
    assert [(tick.at, tick.text) for tick in shown.up] == [(166.0, "0"), (96.0, "2,800"), (26.0, "5,600")]
    low, high = shown.marks
    assert (round(low.y), round(high.y)) == (round(166 - 140 * 1000 / 5600), round(166 - 140 * 5000 / 5600))
    assert high.band is not None
    assert high.band[0] < high.y < high.band[1]
    assert high.band[1] - high.band[0] < 10
    assert shown.description.endswith("All are drawn in barrels a day.")


SINCE = "2021-03-01"


def test_every_figure_of_a_series_is_one_mark_with_its_claimant_and_bound_in_words() -> None:
    found = panel(
        stated(8, bound="more-than", period=f"{SINCE}/2021-03-05", as_of="2021-03-05"),
        stated(9, by="mole", period=f"{SINCE}/2021-03-10"),
    )
    assert [(mark.shape, mark.hollow, mark.figure) for mark in found.marks] == [
        ("circle", True, "more than 8"),
        ("square", False, "9"),
    ]
    assert found.marks[0].words == "Vane: more than 8, up to 5 March 2021; The Gazette, as of 5 March 2021"
    assert found.description == (
        "2 claims by the last day that they count, from more than 8 up to 5 March 2021 to 9 up to "
        "10 March 2021. The table beside it tells each."
    )


@pytest.mark.parametrize(
    ("bound", "opens"), [("exactly", 0), ("about", 0), ("at-least", -1), ("more-than", -1), ("at-most", 1)]
)
def test_a_whisker_is_open_to_where_a_bound_is(bound: str, opens: int) -> None:
    found = panel(
        stated(50, bound=bound, period=f"{SINCE}/2021-03-05", as_of="2021-03-05"),
        stated(90, period=f"{SINCE}/2021-03-10"),
    )
    mark = found.marks[0]
    assert (mark.open_to is None) == (opens == 0)
    if mark.open_to is not None:
        assert (mark.open_to - mark.y) * opens > 0
    assert (mark.band is not None) == (bound == "about")


@pytest.mark.parametrize(
    ("bound", "signs"),
    [
        ("exactly", ()),
        ("about", ("about",)),
        ("at-least", ("at-least", "more-than")),
        ("more-than", ("at-least", "more-than")),
        ("at-most", ("at-most",)),
    ],
)
def test_the_legend_tells_what_is_drawn_and_at_least_beside_more_than(
    bound: str, signs: tuple[str, ...]
) -> None:
    found = drawn(
        stated(50, bound=bound, period=f"{SINCE}/2021-03-05", as_of="2021-03-05"),
        stated(90, period=f"{SINCE}/2021-03-10"),
    )
    assert found is not None
    assert found.signs == signs


def test_the_legend_tells_of_vague_words_where_there_are_some() -> None:
    found = drawn(
        stated("dozens", period=f"{SINCE}/2021-03-05", as_of="2021-03-05"),
        stated(90, period=f"{SINCE}/2021-03-10"),
    )
    assert found is not None
    assert found.signs == ("words",)


def test_a_band_is_wider_than_its_mark_and_covers_no_other_mark() -> None:
    day = "2021-03-05"
    found = panel(
        *(stated(50, bound="about", by=by, period=f"{SINCE}/{day}", as_of=day) for by in ("mole", "vane")),
        stated(51, by="rook", period=f"{SINCE}/{day}", as_of=day),
        stated(90, period=f"{SINCE}/2021-03-10"),
    )
    assert chart.BAND >= 2 * chart.MARK
    banded = [mark for mark in found.marks if mark.band]
    assert len(banded) == 2
    for one in banded:
        others = [mark for mark in found.marks if mark is not one and mark.figure != "90"]
        assert all(abs(one.x - other.x) >= chart.BAND + chart.MARK for other in others)


def test_vague_words_are_a_band_and_words_without_a_range_are_counted_apart() -> None:
    found = panel(
        stated("dozens", period=f"{SINCE}/2021-03-05", as_of="2021-03-05"),
        stated("umpteen", period=f"{SINCE}/2021-03-06", as_of="2021-03-06"),
        stated(90, period=f"{SINCE}/2021-03-10"),
    )
    assert [mark.figure for mark in found.marks] == ["dozens", "90"]
    assert found.marks[0].band is not None
    assert found.marks[0].hollow
    assert found.left_out == 1


def test_scopes_that_may_not_be_compared_stand_in_panels_of_their_own() -> None:
    found = drawn(
        stated(8, period=f"{SINCE}/2021-03-05", as_of="2021-03-05"),
        stated(9, period=f"{SINCE}/2021-03-10"),
        stated(1, period="2021-03-04/2021-03-05", as_of="2021-03-05"),
        stated(2, period="2021-03-04/2021-03-10"),
    )
    assert found is not None
    assert sorted((one.title, len(one.marks)) for one in found.panels) == [
        ("2021-03-01", 2),
        ("2021-03-04", 2),
    ]
    assert len({one.up for one in found.panels}) == 1, "panels of one measure share their axis"


def test_one_day_or_a_position_is_no_chart() -> None:
    assert drawn(stated(8, period=f"{SINCE}/2021-03-05", as_of="2021-03-05")) is None
    assert drawn(stated(what="controls", place="aldmoor", stance="asserts")) is None
    assert drawn() is None


@settings(max_examples=50, deadline=None)
@given(
    told=st.lists(
        st.tuples(
            st.integers(0, 40),
            st.integers(0, 20_000),
            st.sampled_from(["exactly", "about", "at-least", "more-than", "at-most"]),
            st.sampled_from(["vane", "mole", "rook", "hare", "wren", "toad", "newt"]),
        ),
        min_size=2,
        max_size=12,
        unique=True,
    )
)
def test_no_claim_is_lost_and_no_figure_covers_a_mark_or_another_figure(
    told: list[tuple[int, int, str, str]],
) -> None:
    made = []
    for offset, value, bound, by in told:
        day = (date(2021, 3, 1) + timedelta(days=offset)).isoformat()
        made.append(stated(value, bound=bound, by=by, period=f"{SINCE}/{day}", as_of=day))
    found = drawn(*made)
    if found is None:
        assert len({offset for offset, *_ in told}) == 1
        return
    marks = found.panels[0].marks
    assert len(marks) == len(told)
    boxes = [labels.box(mark.label, mark.figure) for mark in marks if mark.label]
    discs = [labels.around(mark.x, mark.y, chart.MARK - 0.5) for mark in marks]
    assert not [1 for one, other in combinations(boxes, 2) if one.meets(other)]
    assert not [1 for one in boxes for other in discs if one.meets(other)]
    assert all(chart.LEFT <= mark.x <= chart.RIGHT and chart.TOP <= mark.y <= chart.BOTTOM for mark in marks)


def test_a_place_stands_where_its_degrees_say_and_a_rough_one_is_a_ring() -> None:
    found = locator.overview(GROUND, [place("mid", 4, 5), place("rough", 8, 0, exact=False)])
    spots = {spot.link.text: (spot.x, spot.y, spot.approximate) for spot in found.spots}
    assert spots == {"Rough": (0, 0, True), "Mid": (180, pytest.approx(found.height / 2, abs=0.5), False)}
    assert found.credit == "Nobody"


def test_places_off_the_map_and_places_nobody_knows_are_listed() -> None:
    lost = Entity("lost", "place", "Lost")
    found = locator.overview(GROUND, [place("far", 50, 50), lost, place("mid", 4, 5)])
    assert [spot.link.text for spot in found.spots] == ["Mid"]
    assert [link.text for link in found.outside] == ["Far"]
    assert [link.href for link in found.unplaced] == ["entities/lost/"]


def test_a_place_off_the_map_has_no_map() -> None:
    assert locator.of_place(GROUND, place("far", 50, 50)) is None
    assert locator.of_place(GROUND, Entity("lost", "place", "Lost")) is None
    assert locator.of_place(None, place("mid", 4, 5)) is None
    assert locator.of_place(GROUND, place("mid", 4, 5)) is not None


@settings(max_examples=50, deadline=None)
@given(at=st.lists(st.tuples(st.floats(0, 8), st.floats(0, 10)), max_size=15))
def test_no_name_on_the_map_covers_another_or_leaves_it(at: list[tuple[float, float]]) -> None:
    places = [place(f"place{number}", *where) for number, where in enumerate(at)]
    found = locator.overview(GROUND, places)
    assert len(found.spots) == len(at)
    boxes = [labels.box(spot.label, spot.link.text) for spot in found.spots if spot.label]
    assert not [1 for one, other in combinations(boxes, 2) if one.meets(other)]
    assert all(one.within(Box(0, 0, found.width, found.height)) for one in boxes)


def test_a_line_is_drawn_from_point_to_point() -> None:
    (course,) = locator.overview(GROUND, []).courses
    assert course.path.startswith("M36,")
    assert course.path.count(",") == 3


def held(*days: date, happened: int = 1) -> dict[date, BriefingTeaser]:
    """Days on each of which so much happened, and nothing was reported."""
    return {day: BriefingTeaser("", views.day_view(day), "The dyke held", "", happened, 0) for day in days}


@settings(max_examples=50, deadline=None)
@given(offsets=st.lists(st.integers(0, 500), min_size=1, max_size=20, unique=True))
def test_the_strip_shows_every_day_of_its_months_and_links_those_with_something(offsets: list[int]) -> None:
    days = [date(2020, 1, 15) + timedelta(days=offset) for offset in sorted(offsets)]
    cells = [cell for month in strip.strip(held(*days), days[-1].year) for cell in month.days]
    assert [cell.title for cell in cells if cell.href] == [edtf.display(edtf.of_day(day)) for day in days]
    assert len(cells) >= 28 * len({(day.year, day.month) for day in days})
    assert cells[0].number == "1"
    assert len({cell.title for cell in cells}) == len(cells)


@pytest.mark.parametrize(("events", "level"), [(0, 0), (1, 1), (2, 2), (3, 2), (4, 3), (7, 4), (90, 4)])
def test_a_day_is_the_darker_the_more_happened(events: int, level: int) -> None:
    (month,) = strip.strip(held(date(2021, 3, 4), happened=events), 2021)
    assert month.days[3].level == level
    assert (month.title, month.href) == ("March 2021", "briefings/#month-2021-03")


def test_a_month_without_anything_stays_in_the_strip_as_a_gap() -> None:
    march, april, _ = strip.strip(held(date(2021, 3, 4), date(2021, 5, 4)), 2022)
    assert (april.title, april.href, april.days) == ("April 2021", "", ())
    assert (march.href, len(march.days)) == ("briefings/2021/#month-2021-03", 31)


def test_no_days_are_no_strip() -> None:
    assert strip.strip({}, 0) == ()
