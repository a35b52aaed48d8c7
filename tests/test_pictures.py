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
from briefing.site.pictures import chart, findings, labels, locator, plot_labels, strip
from briefing.site.pictures.labels import Box

if TYPE_CHECKING:
    from briefing.core.vocabulary import Vocabulary
    from briefing.ledger.statements import Scope, Statement
    from briefing.site.pictures.panels import Chart, Dot, Plot

GROUND = Basemap(
    Bounds(0, 0, 10, 8), "Nobody", (MapLine("river", ((1, 1), (2, 3), (9, 7))),), (MapName("Moor", 7, 5),)
)


def place(id_: str, lat: float, lon: float, *, exact: bool = True) -> Entity:
    position = Position(lat, lon, "exact" if exact else "approximate", "a map")
    return Entity(id_, "place", id_.title(), position=position)


def words(scope: Scope) -> str:
    return scope.start


def drawn(*told: Statement, known: Vocabulary = KNOWN) -> Chart | None:
    plain = chart.Words(str.title, str.title, words, words, lambda _: "The Gazette", known.unit_of)
    return chart.chart(statements.ordered(told), plain)


def plot(*told: Statement, known: Vocabulary = KNOWN) -> Plot:
    found = drawn(*told, known=known)
    assert found is not None
    (only,) = found.plots
    return only


def marks(shown: Plot, width: int = 0) -> list[Dot]:
    """The marks of a plot as it is drawn for a phone, or for a desk, in its last field."""
    return [mark for line in shown.drawings[width].fields[-1].lines for mark in line.marks]


SINCE = "2021-03-01"


def by(day: int, figure: float | str, by_: str = "vane", **claim: str) -> Statement:
    """A claimant's count from the first of March to a day of it, and of that day's report."""
    until = f"2021-03-{day:02}"
    return stated(figure, by=by_, period=f"{SINCE}/{until}", as_of=until, **claim)


def test_figures_in_several_units_are_drawn_in_the_first_of_their_measure_with_their_bands() -> None:
    """Barrels, not the litres that they are compared in; a band reaches from 4,881 to 5,119 of them."""
    shown = plot(
        told_of_oil("flow", 1000, period="2021-04-24"),
        told_of_oil("flow", 210_000, "guard", unit="gallons-a-day", bound="about", period="2021-04-26"),
        known=OIL,
    )
    ticks = shown.drawings[0].up
    assert [tick.text for tick in ticks] == ["0", "1,400", "2,800", "4,200", "5,600 barrels a day"]
    low, high = marks(shown)
    height = plot_labels.BOTTOM - plot_labels.TOP
    assert [round(one.y) for one in (low, high)] == [
        round(plot_labels.BOTTOM - height * value / 5600) for value in (1000, 5000)
    ]
    assert high.band is not None
    assert high.band[0] < high.y < high.band[1]
    assert high.band[1] - high.band[0] < 10
    assert shown.description.endswith("All are drawn in barrels a day.")


def test_every_figure_of_a_series_is_one_mark_at_its_day_with_its_claimant_and_bound_in_words() -> None:
    shown = plot(by(5, 8, bound="more-than"), by(10, 9, by_="mole"))
    lines = shown.drawings[1].fields[0].lines
    assert [(line.shape, line.name, line.marks[0].hollow, line.marks[0].figure) for line in lines] == [
        ("circle", "Vane", True, "more than 8"),
        ("square", "Mole", False, "9"),
    ]
    assert marks(shown)[0].words == "Vane: more than 8, up to 5 March 2021; The Gazette, as of 5 March 2021"
    assert shown.description == (
        "2 claims by the last day that they count, from more than 8 up to 5 March 2021 to 9 up to "
        "10 March 2021. The table tells each."
    )
    assert shown.source == "Sources: Vane and Mole, in The Gazette: 2 reports, 2 origins."


def test_no_mark_is_moved_from_its_day() -> None:
    shown = plot(by(5, 8), by(5, 8, slug="again"), by(5, 9, slug="third"), by(10, 20))
    fields = shown.drawings[1].fields
    for field in fields:
        first, last = (field.left, field.right)
        (line,) = field.lines
        xs = [mark.x for mark in line.marks]
        assert xs[0] == xs[1] == xs[2] < xs[3] == last > first


def test_a_line_steps_from_one_figure_of_a_claimant_to_the_next_and_skips_roundings() -> None:
    shown = plot(by(5, 480, bound="more-than"), by(10, 500, bound="at-least"), by(10, 539))
    (line,) = shown.drawings[0].fields[0].lines
    assert line.path.count("H") == 1
    assert len(line.marks) == 3
    assert line.marks[-1].figure == "539"


def test_what_fills_little_of_the_axis_is_drawn_again_enlarged() -> None:
    near = plot(by(28, 8), by(30, 9))
    far = plot(by(5, 8), by(30, 9))
    assert [field.title for field in near.drawings[1].fields] == ["", "Enlarged: 28–30 March 2021"]
    assert [field.title for field in far.drawings[1].fields] == [""]
    assert [len(one.drawings[0].fields) for one in (near, far)] == [1, 1]
    assert near.drawings[1].fields[0].across[0].text == "1 Mar 2021"


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (
            (by(5, 480, bound="more-than"), by(13, 539)),
            "Vane’s count of Brigade killed rose from over 480 to 539 in eight days",
        ),
        ((by(5, 90), by(6, 80)), "Vane’s count of Brigade killed fell from 90 to 80 in a day"),
        ((by(5, 90), by(20, 90)), "Vane’s count of Brigade killed stayed at 90 for 15 days"),
        ((by(5, 90),), "Vane’s count of Brigade killed stood at 90 on 5 March 2021"),
        (
            (by(5, 90, subset="porters", by_="vicars"),),
            "Vicars’ count of porters among Brigade killed stood at 90 on 5 March 2021",
        ),
        ((by(5, "umpteen"),), ""),
    ],
    ids=("rise", "fall", "none", "one", "subset", "nothing"),
)
def test_a_finding_says_what_a_count_did(told: tuple[Statement, ...], found: str) -> None:
    assert findings.finding([findings.counted(told)], str.title) == found


def test_a_finding_tells_of_two_counts_that_changed_alike() -> None:
    series = [
        (by(5, 480), by(13, 539)),
        (by(5, 820, who="moor"), by(13, 922, who="moor")),
        (by(5, 900, by_="mole"), by(13, 890, by_="mole")),
    ]
    assert findings.finding(series[:2], str.title) == (
        "Vane’s count of Moor killed rose from 820 to 922, of Brigade killed from 480 to 539, in eight days"
    )
    assert findings.finding(series[::2], str.title) == (
        "Vane’s count of Brigade killed rose from 480 to 539 in eight days"
    )


@pytest.mark.parametrize(
    ("bound", "opens"), [("exactly", 0), ("about", 0), ("at-least", -1), ("more-than", -1), ("at-most", 1)]
)
def test_a_whisker_is_open_to_where_a_bound_is(bound: str, opens: int) -> None:
    mark = marks(plot(by(5, 50, bound=bound), by(10, 90)))[0]
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
    found = drawn(by(5, 50, bound=bound), by(10, 90))
    assert found is not None
    assert found.signs == signs


def test_vague_words_are_a_band_and_words_without_a_range_are_counted_apart() -> None:
    told = by(5, "dozens"), by(6, "umpteen"), by(10, 90)
    found = drawn(*told)
    assert found is not None
    assert found.signs == ("words",)
    shown = plot(*told)
    first, last = marks(shown)
    assert [first.figure, last.figure] == ["dozens", "90"]
    assert first.band is not None
    assert first.hollow
    assert shown.left_out == 1


def test_what_is_counted_from_another_day_has_a_plot_of_its_own() -> None:
    found = drawn(
        by(5, 8),
        by(10, 9),
        stated(1, period="2021-03-04/2021-03-05", as_of="2021-03-05"),
        stated(2, period="2021-03-04/2021-03-10"),
    )
    assert found is not None
    assert sorted((one.title, len(marks(one))) for one in found.plots) == [
        ("Killed, 2021-03-01", 2),
        ("Killed, 2021-03-04", 2),
    ]


def test_more_than_four_lines_are_parted_into_plots() -> None:
    told = [by(day, 9, who=who) for who in ("brigade", "moor", "vane", "mole", "vicar") for day in (5, 10)]
    found = drawn(*told)
    assert found is not None
    assert [[key.text for key in one.keys] for one in found.plots] == [
        ["Brigade", "Mole", "Moor", "Vane"],
        ["Vane"],
    ]


def test_one_day_or_a_position_is_no_chart() -> None:
    assert drawn(by(5, 8)) is None
    assert drawn(stated(what="controls", place="aldmoor", stance="asserts")) is None
    assert drawn() is None


@settings(max_examples=40, deadline=None)
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
def test_no_claim_is_lost_and_no_label_touches_a_mark_or_another_label(
    told: list[tuple[int, int, str, str]],
) -> None:
    made = []
    for offset, value, bound, claimant in told:
        day = (date(2021, 3, 1) + timedelta(days=offset)).isoformat()
        made.append(stated(value, bound=bound, by=claimant, period=f"{SINCE}/{day}", as_of=day))
    found = drawn(*made)
    if found is None:
        assert len({offset for offset, *_ in told}) == 1
        return
    for drawing in found.plots[0].drawings:
        for field in drawing.fields:
            shown = [mark for line in field.lines for mark in line.marks]
            assert len(shown) == len(told)
            boxes = [labels.box(mark.label, mark.figure) for mark in shown if mark.label]
            ends = [
                labels.box(line.end, f"{line.marks[-1].figure} {line.name}")
                for line in field.lines
                if line.end
            ]
            discs = [labels.around(mark.x, mark.y, plot_labels.MARK - 0.5) for mark in shown]
            assert not [1 for one, other in combinations([*boxes, *ends], 2) if one.meets(other)]
            assert not [1 for one in [*boxes, *ends] for other in discs if one.meets(other)]
            assert all(plot_labels.TOP <= mark.y <= plot_labels.BOTTOM for mark in shown)
            assert all(field.left <= mark.x <= field.right for mark in shown)


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
