"""Posters: what other sites show of a page, drawn without a box for a letter, the same each time."""

from __future__ import annotations

import io
import re
from pathlib import Path

import campaign
import pytest
from msgspec.structs import replace
from PIL import Image

from briefing.site.pictures import poster
from briefing.site.pictures.poster import Placard
from briefing.verify import verify

COUNTED = Placard(
    "Dyke 2021",
    "4 March 2021",
    "The dyke held",
    counted="Killed since 1 March 2021",
    numbers=(("at least 9", "porters"), ("12", "guards")),
    by="According to Vane",
)


def inked(placard: Placard) -> Image.Image:
    found = Image.open(io.BytesIO(poster.draw(placard)))
    assert (found.format, found.size) == ("PNG", (poster.WIDTH, poster.HEIGHT))
    return found.convert("L")


def test_a_poster_is_a_small_png_of_the_same_bytes_each_time() -> None:
    made = poster.draw(COUNTED)
    assert poster.draw(COUNTED) == made
    assert len(made) < 20_000


@pytest.mark.parametrize(
    ("said", "drawn"),
    [
        ("Łódź – São Tomé", "Lodz - Sao Tome"),
        ("Ærø\u00a0straße\t\n", "Aero strasse"),
        ("€5 million, £2", "EUR 5 million, GBP 2"),
        ("قوات سوريا", ""),
        ("SDF قسد", ""),
        ("漢字", ""),
        ("a\u200bb", "ab"),
    ],
)
def test_letters_that_the_font_lacks_are_drawn_without_their_accents_or_not_at_all(
    said: str, drawn: str
) -> None:
    assert poster.draw(replace(COUNTED, text=said)) == poster.draw(replace(COUNTED, text=drawn))
    assert poster.draw(replace(COUNTED, title=said)) == poster.draw(replace(COUNTED, title=drawn))


def test_a_number_is_drawn_with_what_it_counts_and_who_says_so_or_not_at_all() -> None:
    bare = replace(COUNTED, counted="", numbers=(), by="")
    one = replace(COUNTED, numbers=COUNTED.numbers[:1])
    for whom in ("مدنيون", ""):
        told = replace(COUNTED, numbers=(*one.numbers, ("12", whom)))
        assert poster.draw(told) == poster.draw(one)
    for lacking in ({"by": "According to المرصد"}, {"counted": "قتلى"}, {"numbers": (("9" * 90, "x"),)}):
        assert poster.draw(replace(COUNTED, **lacking)) == poster.draw(bare)


def test_nothing_is_drawn_over_the_edge_however_long_it_is() -> None:
    long = "Donaudampfschifffahrt" * 9
    told = Placard(
        long, long, f"{long} {long}", long, ((long, long), ("1,234,567 barrels a day", long)), long
    )
    for placard in (told, replace(told, numbers=())):
        found = inked(placard)
        right = found.crop((poster.WIDTH - poster.EDGE + 2, poster.BAND + 1, poster.WIDTH, poster.HEIGHT))
        assert len(set(right.get_flattened_data())) == 1
        foot = found.crop((0, poster.HEIGHT - 10, poster.WIDTH, poster.HEIGHT))
        assert len(set(foot.get_flattened_data())) == 1


def test_home_and_briefings_lead_to_their_posters_and_say_what_is_in_them(tmp_path: Path) -> None:
    claim = "{by: vane, who: brigade, what: killed, value: 12, period: 2021-03-04}"
    note = campaign.note(
        extra=f"claims:\n  - {claim}\n", body="Of the brigade 12 were killed, Ada Vane said."
    )
    root = campaign.write(tmp_path, {"a.md": note})
    campaign.made(campaign.chosen(root))
    output = root / "output"
    told = {}
    for path in ("", "briefings/2021/03/04/", "notes/a/"):
        page = (output / path / "index.html").read_text("utf-8")
        told[path] = dict(re.findall(r'<meta property="og:(image[a-z:]*)" content="([^"]*)">', page))
    day = told["briefings/2021/03/04/"]
    assert day["image"] == "https://dyke.example/posters/briefings/2021/03/04.png"
    assert day["image:alt"].endswith(". Killed since 4 March 2021: 12 Dyke Brigade. According to Ada Vane")
    assert told[""]["image"] == "https://dyke.example/posters/home.png"
    assert told["notes/a/"] == {}
    drawn = output / "posters/briefings/2021/03/04.png"
    assert (drawn.read_bytes()[:4], verify(output)) == (b"\x89PNG", ())
    before = drawn.stat().st_mtime_ns, (output / "posters/home.png").read_bytes()
    (root / "content/notes/a.md").write_text(note.replace("12", "13"), "utf-8")
    campaign.made(campaign.chosen(root))
    assert drawn.stat().st_mtime_ns != before[0]
    campaign.made(campaign.chosen(root, output="clean", store=".other"))
    assert campaign.files(root / "clean") == campaign.files(output)
