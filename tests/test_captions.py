"""What stands below an image in emphasis: shown as a figure, told to machines, withheld with its note."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import campaign
import images
import pytest

from briefing.cli.verify import verified
from briefing.content.markdown import reader
from briefing.core.model import Body, Image

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

TERMS = "https://creativecommons.org/licenses/by/4.0/"
GATE = f"""![The gate, half open]({{static}}/images/gate.png)
*The gate at Aldmoor,
half open.*
*Credit: Ada Vane*
*Licence: [CC BY 4.0]({TERMS})*"""


def read(body: str) -> Body:
    document, problems = reader.read(body, 1, path="a.md")
    assert [problem for problem in problems if problem.rule != "image-without-credit"] == []
    return document


def test_caption_credit_and_licence_make_an_image_a_figure() -> None:
    document = read(f"It held.\n\n{GATE}\n")
    assert document.images == (
        Image(
            "{static}/images/gate.png",
            3,
            "The gate, half open",
            caption="The gate at Aldmoor, half open.",
            credit="Ada Vane",
            licence="CC BY 4.0",
            licence_url=TERMS,
        ),
    )
    assert document.html.partition("</p>\n")[2] == (
        '<figure><img src="{static}/images/gate.png" alt="The gate, half open">\n<figcaption>\n'
        '<span class="image-caption">The gate at Aldmoor, half open.</span>\n'
        '<span class="image-credit">Credit: Ada Vane</span>\n'
        f'<span class="image-licence">Licence: <a href="{TERMS}">CC BY 4.0</a></span>\n'
        "</figcaption>\n</figure>\n"
    )


def test_what_stands_below_an_image_is_no_running_prose() -> None:
    document = read(f"{GATE}\n\nIt held.\n")
    assert document.prose.replace("\0", "").split() == ["It", "held."]
    assert [block.anchor for block in document.blocks] == ["p1"]
    assert len(document.prose) == len(f"{GATE}\n\nIt held.\n")


@pytest.mark.parametrize(
    ("below", "parts"),
    [
        ("*The gate.*", ("The gate.", "", "")),
        ("_credit : Ada_", ("", "Ada", "")),
        ("*License: mine*\n*Credit: Ada*", ("", "Ada", "mine")),
        ("*The gate.\nCredit: Ada\nand Bo\nLicence: mine*", ("The gate.", "Ada and Bo", "mine")),
        ("*The gate,*\n*half open.*", ("The gate, half open.", "", "")),
        ("*The **gate** [at\nAldmoor](/about/) \\& `x`.*  ", ("The gate at Aldmoor & x.", "", "")),
        ("*The gate: Credit: Ada*", ("The gate: Credit: Ada", "", "")),
    ],
)
def test_the_lines_may_be_written_in_several_ways(below: str, parts: tuple[str, str, str]) -> None:
    document = read(f"![Gate]({{static}}a.png)\n{below}\n")
    (image,) = document.images
    assert (image.caption, image.credit, image.licence) == parts
    assert document.html.startswith('<figure><img src="{static}a.png" alt="Gate">')


@pytest.mark.parametrize(
    "paragraph",
    [
        "![Gate]({static}a.png)",
        "![Gate]({static}a.png) *The gate.*",
        "![Gate]({static}a.png)\n*The gate* at night",
        "![Gate]({static}a.png)\n**Credit: Ada**",
        "![Gate]({static}a.png)\n[*Credit: Ada*](/about/)",
        "Here: ![Gate]({static}a.png)\n*The gate.*",
        "![Gate]({static}a.png)\n*![B]({static}b.png)*",
        "![Gate]({static}a.png)\n![B]({static}b.png)\n*Credit: Ada*",
        "![Gate]({static}a.png)\n\n*Credit: Ada*",
    ],
)
def test_a_paragraph_that_is_more_than_an_image_and_its_lines_stays_one(paragraph: str) -> None:
    document = read(f"{paragraph}\n")
    assert "<figure>" not in document.html
    assert {image.credit for image in document.images} == {""}


def test_a_figure_may_stand_in_lists_and_quotations() -> None:
    document = read(
        "- ![Gate]({static}a.png)\n  *Credit: Ada*\n- held\n\n> ![Gate]({static}a.png)\n> *Credit: Bo*\n"
    )
    assert [image.credit for image in document.images] == ["Ada", "Bo"]
    tags = re.findall(r"<(/?(?:li|figure|blockquote))\b", document.html)
    in_list, in_quotation = "li figure /figure /li li /li", "blockquote figure /figure /blockquote"
    assert tags == [*in_list.split(), *in_quotation.split()]


def test_lines_end_as_they_may_in_files_from_elsewhere() -> None:
    document = read(f"{GATE}\n\nIt held.\n".replace("\n", "\r\n"))
    assert document.images == read(GATE).images


@pytest.fixture
def root(tmp_path: Path) -> Path:
    plan = "![Plan]({static}/images/plan.svg)\n*Licence: public domain*"
    body = f"{GATE}\n\nIt held, the council said.\n\n{plan}\n"
    written = campaign.write(tmp_path, {"a.md": campaign.note(body=body)})
    (written / "content/images").mkdir()
    (written / "content/images/gate.png").write_bytes(images.png(16, 9))
    (written / "content/images/plan.svg").write_text(images.SVG)
    return written


def test_a_note_tells_machines_who_made_its_images_on_which_terms(root: Path) -> None:
    report = campaign.made(campaign.chosen(root))
    assert [problem.rule for problem in report.warnings] == ["image-without-credit"]
    page = (root / "output/notes/a/index.html").read_text("utf-8")
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert json.loads(block)["image"] == [
        {
            "@type": "ImageObject",
            "contentUrl": "https://dyke.example/images/gate.png",
            "description": "The gate, half open",
            "caption": "The gate at Aldmoor, half open.",
            "creditText": "Ada Vane",
            "license": TERMS,
        },
        {
            "@type": "ImageObject",
            "contentUrl": "https://dyke.example/images/plan.svg",
            "description": "Plan",
            "license": {"@type": "CreativeWork", "name": "public domain"},
        },
    ]
    assert '<img src="../../images/gate.png" width="16" height="9" alt="The gate, half open">' in page
    assert '<img src="../../images/plan.svg" width="37" height="23" alt="Plan">' in page
    assert verified(root / "output", content=root / "content") == ()


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_a_figure_keeps_its_shape_and_its_place(root: Path, browser: Browser, width: int) -> None:
    (root / "content/images/gate.png").write_bytes(images.png(1600, 900))
    campaign.made(campaign.chosen(root))
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto((root / "output/notes/a/index.html").as_uri())
    shown = page.evaluate(
        "[...document.querySelectorAll('figure img')].map(i => [i.clientWidth, i.clientHeight])"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
    (across, down), plan = shown
    assert plan == [37, 23]
    assert across < 600
    assert abs(down - across * 9 / 16) < 1


def test_the_size_of_an_image_follows_its_file(root: Path) -> None:
    where = campaign.chosen(root)
    campaign.made(where)
    (root / "content/images/gate.png").write_bytes(images.png(20, 10))
    campaign.made(where)
    assert 'width="20" height="10"' in (root / "output/notes/a/index.html").read_text("utf-8")


def test_what_stands_below_the_image_of_a_draft_is_withheld(root: Path) -> None:
    said = "The gate of the draft at night, by nobody we know."
    body = f"Nothing.\n\n![A]({{static}}/images/gate.png)\n*{said}*\n*Credit: Ada*\n"
    (root / "content/notes/b.md").write_text(campaign.note("B", body=body, extra="status: draft\n"), "utf-8")
    campaign.made(campaign.chosen(root))
    (root / "output/about/index.html").write_text(
        (root / "output/about/index.html").read_text("utf-8").replace("A page of ours", said), "utf-8"
    )
    told = [problem.what for problem in verified(root / "output", content=root / "content")]
    assert f'"{said}" is published here' in told
