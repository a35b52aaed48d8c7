"""Images: published where a published text refers to them, taken away with it, told of where none does."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

import campaign
import images
import pytest

from briefing.build import check
from briefing.cli.verify import verified
from briefing.core.problems import RefusedError

WITHDRAWN = "status: withdrawn\nwithdrawn: 2021-04-01\nstatus_reason: It was of another town.\n"
TEXT = "The gate held on Thursday, Colonel Vane said."
NAMES = ("dyke.png", "draft.png", "gone.png", "page.png", "lead.png", "linked.png", "root.png", "unused.png")


def showing(name: str) -> str:
    said = f"The gate of {name.partition('.')[0]} held on Thursday, Colonel Vane said."
    return f"{said}\n\n![The dyke]({{static}}/images/{name})\n*Credit: Ada Vane*"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project whose texts of every kind refer to images, each to one of its own."""
    written = campaign.write(
        tmp_path,
        {
            "a.md": campaign.note(body=showing("dyke.png")),
            "b.md": campaign.note(
                "B", body=f"{TEXT} [See]({{static}}../images/linked.png), [or](/images/root.png)."
            ),
            "c.md": campaign.note("C", body=showing("draft.png"), extra="status: draft\n"),
            "d.md": campaign.note("D", body=showing("gone.png"), extra=WITHDRAWN),
        },
    )
    content = written / "content"
    (content / "images").mkdir()
    for number, name in enumerate(NAMES):
        (content / "images" / name).write_bytes(images.png(number + 1, 1))
    (content / "pages/about.md").write_text(
        f"{campaign.PAGE}\n![Us]({{static}}/images/page.png)\n*Credit: Ada Vane*\n"
    )
    (content / "briefings").mkdir()
    (content / "briefings/2021-03-04.md").write_text(f"---\ntitle: The dyke\n---\n{showing('lead.png')}\n")
    return written


def published(root: Path, output: str = "output") -> set[str]:
    return {path.name for path in (root / output / "images").glob("*")}


def test_an_image_is_published_where_a_published_text_refers_to_it(root: Path) -> None:
    report = campaign.made(campaign.chosen(root))
    assert published(root) == {"dyke.png", "page.png", "lead.png", "linked.png", "root.png"}
    assert (root / "output/images/dyke.png").read_bytes() == images.png(1, 1)
    told = [str(one).partition("/content/")[2] for one in report.warnings if one.rule == "unused-image"]
    assert told == [
        (
            "images/unused.png: warning: no text refers to this image, so it is not published; "
            "refer to it, or remove it"
        )
    ]
    _, problems = check.read(root / "content", today=campaign.TODAY)
    assert problems == report.warnings


def test_a_preview_shows_the_images_of_drafts_too(root: Path) -> None:
    campaign.made(campaign.chosen(root, BRIEFING_DRAFTS=True))
    assert published(root) == {"dyke.png", "draft.png", "page.png", "lead.png", "linked.png", "root.png"}


def test_the_opening_of_a_day_without_a_briefing_publishes_no_image(root: Path) -> None:
    briefings = root / "content/briefings"
    (briefings / "2021-03-04.md").rename(briefings / "2021-03-09.md")
    campaign.made(campaign.chosen(root))
    assert "lead.png" not in published(root)


def rewrite(path: str, old: str, new: str) -> Callable[[Path], object]:
    def change(root: Path) -> None:
        file = root / "content" / path
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new), "utf-8")

    return change


# What an editor does, one after the other, and what is published then.
ALWAYS = {"linked.png", "root.png"}
STEPS: tuple[tuple[Callable[[Path], object], set[str]], ...] = (
    (rewrite("notes/a.md", "source:", "status: draft\nsource:"), {"page.png", "lead.png", *ALWAYS}),
    (rewrite("notes/c.md", "status: draft\n", ""), {"draft.png", "page.png", "lead.png", *ALWAYS}),
    (rewrite("notes/c.md", "source:", f"{WITHDRAWN}source:"), {"page.png", "lead.png", *ALWAYS}),
    (rewrite("notes/a.md", "status: draft\n", ""), {"dyke.png", "page.png", "lead.png", *ALWAYS}),
    (rewrite("pages/about.md", "page.png", "unused.png"), {"dyke.png", "unused.png", "lead.png", *ALWAYS}),
    (rewrite("briefings/2021-03-04.md", "lead.png", "dyke.png"), {"dyke.png", "unused.png", *ALWAYS}),
    (lambda root: (root / "content/notes/a.md").unlink(), {"dyke.png", "unused.png", *ALWAYS}),
    (lambda root: (root / "content/notes/b.md").unlink(), {"unused.png"}),
    (lambda root: (root / "content/images/unused.png").write_bytes(images.png(9, 9)), {"unused.png"}),
    (rewrite("pages/about.md", "images/unused.png", "images/dyke.png"), {"dyke.png"}),
    (lambda root: (root / "content/images/unused.png").unlink(), {"dyke.png"}),
)


def test_images_come_and_go_with_their_texts_as_in_a_clean_build(root: Path) -> None:
    where = campaign.chosen(root)
    campaign.made(where)
    for number, (change, wanted) in enumerate(STEPS):
        change(root)
        report = campaign.made(where)
        assert published(root) == wanted, number
        clean = campaign.chosen(root, output=f"clean{number}", store=f".clean{number}")
        # Pages that are gone can be told only by who knew the site before.
        warnings = tuple(one for one in report.warnings if one.rule != "gone-address")
        assert campaign.made(clean).warnings == warnings, number
        assert campaign.files(where.folders.output) == campaign.files(clean.folders.output), number


def test_a_broken_image_stops_the_build_and_what_is_published_stays(root: Path) -> None:
    where = campaign.chosen(root)
    campaign.made(where)
    (root / "content/images/dyke.png").write_bytes(images.png(1, 1)[:40])
    for _ in range(2):
        with pytest.raises(RefusedError) as refused:
            campaign.made(where)
        assert [str(problem).partition("/content/")[2] for problem in refused.value.problems] == [
            "images/dyke.png: breaks off before its end; copy it again from where it came from"
        ]
    assert (root / "output/images/dyke.png").read_bytes() == images.png(1, 1)


def test_a_limit_of_the_settings_holds_for_images_that_were_read_before(root: Path) -> None:
    (root / "content/images/dyke.png").write_bytes(images.png(2000, 1000))
    campaign.made(campaign.chosen(root))
    strict = campaign.chosen(root, BRIEFING={"store": ".store", "image_megapixels": 1})
    with pytest.raises(RefusedError, match="2,000 × 1,000 pixels; at most 1 megapixels: make it smaller"):
        campaign.made(strict)
    campaign.made(campaign.chosen(root))


def left(root: Path, path: str, content: bytes) -> list[str]:
    """What verify says of a site in which something was left, beside that its record does not list it."""
    file = root / "output" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    told = [str(problem) for problem in verified(root / "output", content=root / "content")]
    file.unlink()
    return [one.replace(f"{root}/", "") for one in told if "build.json" not in one]


def test_verify_knows_a_withheld_image_again_whatever_it_is_called(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    campaign.made(campaign.chosen(root))
    assert verified(root / "output", content=root / "content") == ()
    of_draft, of_withdrawn, unused = (images.png(number, 1) for number in (2, 3, 8))
    telling = images.png(2, 1, images.chunk(b"tEXt", b"Author\0Ada Vane"))

    def told(path: str, name: str) -> str:
        said = "an image is published here; content/images"
        return f"output/{path}: {said}/{name} is not: no published text refers to it"

    assert left(root, "images/draft.png", of_draft) == [told("images/draft.png", "draft.png")]
    assert left(root, "data/extra.bin", of_withdrawn) == [told("data/extra.bin", "gone.png")]
    assert told("old/plan.png", "unused.png") in left(root, "old/plan.png", unused)
    assert told("old/told.png", "draft.png") in left(root, "old/told.png", telling)
    embedded = b"a { background: url(data:image/png;base64,%s) }" % base64.b64encode(of_draft)
    assert told("assets/old.css", "draft.png") in left(root, "assets/old.css", embedded)
    page = (root / "output/about/index.html").read_bytes()
    page = page.replace(
        b"A page of ours", b'<img alt="A" src="data:;base64,%s">' % base64.b64encode(of_draft)
    )
    assert told("about/old.html", "draft.png") in left(root, "about/old.html", page)


def test_an_image_that_is_published_under_one_name_is_not_withheld_under_another(root: Path) -> None:
    (root / "content/images/again.png").write_bytes(images.png(1, 1))
    campaign.made(campaign.chosen(root))
    assert verified(root / "output", content=root / "content") == ()


def test_references_are_found_however_they_are_written(root: Path) -> None:
    body = "Nobody told.\n\n![A]({static}/images/%75nused&#46;png) ![B][b]\n\n[b]: {static}/images/draft.png"
    (root / "content/notes/e.md").write_text(campaign.note("E", body=body), "utf-8")
    campaign.made(campaign.chosen(root))
    assert {"unused.png", "draft.png"} <= published(root)
    assert verified(root / "output", content=root / "content") == ()


def test_withheld_words_are_found_in_an_image_that_is_a_text(root: Path) -> None:
    said = "The gate of the draft was open all night, Colonel Vane said."
    (root / "content/notes/c.md").write_text(campaign.note("C", body=said, extra="status: draft\n"), "utf-8")
    drawn = images.SVG.replace("<path", f"<text>{said}</text><path")
    (root / "content/images/dyke.svg").write_text(drawn)
    rewrite("notes/a.md", "dyke.png", "dyke.svg")(root)
    campaign.made(campaign.chosen(root))
    found = [problem.what for problem in verified(root / "output", content=root / "content")]
    assert found == [f'"{said}" is published here']
