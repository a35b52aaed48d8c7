"""The pages of the Hajin campaign's ledger as readers get them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import test_site_ledger as walks
from test_site_ledger import briefings, classed, page, text

from briefing.core import edtf

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET


def test_its_figures_stand_with_claimant_bound_and_date_and_none_before_its_report() -> None:
    walks.test_no_figure_stands_anywhere_without_claimant_bound_and_date("real", 150)
    walks.test_nothing_published_after_a_day_stands_in_its_figures("real", 12)


def test_what_no_note_tells_of_has_a_page_and_no_feed() -> None:
    site = walks.site("real")
    feeds = {one.stem for one in (site / "feeds" / "entities").iterdir()}
    pages = {one.name for one in (site / "entities").iterdir() if one.is_dir()}
    assert feeds
    for name in pages:
        leads = f"feeds/entities/{name}.xml" in (site / "entities" / name / "index.html").read_text("utf-8")
        assert leads is (name in feeds), name


def test_a_briefing_keeps_both_accounts_of_the_hostages() -> None:
    told = text(page("briefings/2018/10/19/figures", "real"))
    assert "Americans and Europeans among them" in told
    assert "former Soviet Union" in told


def test_positions_on_a_briefing_are_in_order_of_date() -> None:
    seen = 0
    for path, _ in briefings("real"):
        for listed in classed(page(path, "real"), "positions"):
            dates = [known.key for entry in listed if (known := when(entry))]
            assert dates == sorted(dates), path
            seen = max(seen, len(dates))
    assert seen > 5


def when(entry: ET.Element) -> edtf.PartialDate | None:
    """The days that a position speaks of; None where it names none."""
    (dated,) = classed(entry, "entry-date")
    shown = [one.get("datetime") or one.get("value") for one in dated.iter()]
    return next((edtf.parse(value) for value in shown if value), None)


def test_vague_words_are_joined_to_their_noun() -> None:
    assert "hundreds of foreign fighters" in text(page("figures/strength-isis", "real"))
    for path in ("figures/strength-isis", "figures"):
        for row in classed(page(path, "real"), "scope"):
            assert "period named" not in text(row)


def test_four_reports_of_one_monitors_count_are_shown_as_one_origin() -> None:
    shown = [text(one) for one in classed(page("figures/killed-sdf", "real"), "origins")]
    assert shown[0] == "4 reports, 1 origin (Syrian Observatory for Human Rights)"


def test_both_accounts_of_the_hostages_stand_under_one_heading() -> None:
    held = text(page("figures/held-civilians", "real"))
    for told in ("about 700", "Americans and Europeans among them", "130 families", "former Soviet Union"):
        assert told in held
    assert "not comparable with the first: one is a count" in held
